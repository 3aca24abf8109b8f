"""The minutes of one session of wage talks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）虹梅协记字第3号",
    "talks_number": "CH-T-2026-0003",
    "organisation": "上海市闵行区梅陇镇总工会",
    "basis": [{"title": "上海市集体合同条例", "article": "第十八条"}],
    "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
    "session_number": 2,
    "held_on": "2026-12-10",
    "began_at": "09:30",
    "ended_at": "11:45",
    "place": "虹梅南路2688号1幢三楼会议室",
    "chairs": ["王玥", "赵翀"],
    "recorder": "卫甯",
    "worker_side": {
        "side": "workers",
        "kind": "union",
        "name": "上海虹梅电子科技股份有限公司工会委员会",
        "head": "王玥",
        "head_post": "工会主席",
        "chief": "王玥",
        "phone": "021-60000003",
        "address": "上海市闵行区虹梅南路2688号2幢105室",
    },
    "employer_side": {
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
    "workers": [
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
    "employer": [
        {"name": "赵翀", "sex": "女", "post": "副总经理", "chief": True, "chosen": "employer", "outsider": False},
        {"name": "冯曌", "sex": "男", "post": "副总经理", "chief": False, "chosen": "employer", "outsider": False},
        {"name": "陈昇", "sex": "男", "post": "副总经理", "chief": False, "chosen": "employer", "outsider": False},
    ],
    "observers": ["梅陇镇总工会\u3000冯曌"],
    "absent": ["周赟（病假）"],
    "information": ["用人单位方提供了2025年度工资总额、2026年前三季度利润情况，双方确认已经收悉。"],
    "topics": [
        {
            "title": "工资调整幅度",
            "workers": "要求上调2%。",
            "employer": "订单减少三成，建议十二个月内下调5%。",
            "outcome": "agreed",
            "result": "自2027年1月1日起十二个月内，职工月工资标准下调3%，期满恢复。",
        },
        {
            "title": "稳定岗位",
            "workers": "调整期内不得裁减人员。",
            "employer": "同意，但须写明例外情形。",
            "outcome": "agreed",
            "result": "2027年1月1日至2027年12月31日不因生产经营原因裁减人员。",
        },
        {"title": "加班工资计算基数", "workers": "按正常出勤月工资计算。", "outcome": "open"},
        {"title": "高温津贴", "outcome": "withdrawn"},
    ],
    "remarks": "双方对协商中知悉的商业秘密负有保密义务。",
    "next_on": "2026-12-17",
    "next_at": "13:30",
    "next_place": "同一地点",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
