"""A proposal to negotiate."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）虹梅协要字第3号",
    "talks_number": "CH-T-2026-0003",
    "organisation": "上海市闵行区梅陇镇总工会",
    "basis": [
        {"title": "上海市集体合同条例", "article": "第十五条"},
        {"title": "工资集体协商试行办法（劳保部令第9号）", "article": "第十七条"},
    ],
    "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
    "sender": {
        "side": "workers",
        "kind": "union",
        "name": "上海虹梅电子科技股份有限公司工会委员会",
        "head": "王玥",
        "head_post": "工会主席",
        "chief": "王玥",
        "phone": "021-60000003",
        "address": "上海市闵行区虹梅南路2688号2幢105室",
    },
    "addressee": {
        "side": "employer",
        "kind": "firm",
        "name": "上海虹梅电子科技股份有限公司",
        "credit_code": "91310112MA1GB0000X",
        "head": "㛃䶮",
        "head_post": "董事长",
        "chief": "赵翀",
        "phone": "021-60000002",
        "address": "上海市闵行区虹梅南路2688号7幢",
    },
    "reason": (
        "2026年下半年以来，企业订单下降，部分班组加班减少、收入下降；职工就工资调整和岗位稳定提出较"
        "多意见。\n为共同应对经营困难，稳定劳动关系，我方提出集体协商。"
    ),
    "topics": [
        {"title": "职工年度平均工资水平及调整幅度", "text": "参照企业工资指导线和本市居民消费价格指数协商确定。"},
        {"title": "加班工资的计算基数"},
        {"title": "协议期内不裁减人员的承诺"},
    ],
    "team": [
        {"name": "王玥", "sex": "女", "post": "工会主席", "chief": True, "chosen": "union", "outsider": False},
        {
            "name": "喆堃",
            "sex": "男",
            "post": "装配车间班组长",
            "chief": False,
            "chosen": "union",
            "outsider": False,
        },
        {
            "name": "李祎",
            "sex": "男",
            "post": "装配车间班组长",
            "chief": False,
            "chosen": "union",
            "outsider": False,
        },
    ],
    "meet_on": "2026-12-08",
    "meet_at": "13:30",
    "meet_place": "虹梅南路2688号1幢三楼会议室",
    "wanted": ["上一年度工资总额和职工平均工资", "2026年1月至10月主营业务收入和利润情况"],
    "wanted_by": "2026-12-03",
    "wanted_law": [{"title": "工资集体协商试行办法（劳保部令第9号）", "article": "第十八条"}],
    "reply_days": 15,
    "reply_by": "2026-12-07",
    "reply_law": [{"title": "上海市集体合同条例", "article": "第十五条"}],
    "signed_on": "2026-11-22",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
