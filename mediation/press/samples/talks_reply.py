"""An answer that accepts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）虹梅协应字第3号",
    "talks_number": "CH-T-2026-0003",
    "organisation": "上海市闵行区梅陇镇总工会",
    "basis": [
        {"title": "上海市集体合同条例", "article": "第十五条"},
        {"title": "工资集体协商试行办法（劳保部令第9号）", "article": "第十七条"},
    ],
    "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
    "sender": {
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
    "addressee": {
        "side": "workers",
        "kind": "union",
        "name": "上海虹梅电子科技股份有限公司工会委员会",
        "head": "王玥",
        "head_post": "工会主席",
        "chief": "王玥",
        "phone": "021-60000003",
        "address": "上海市闵行区虹梅南路2688号2幢105室",
    },
    "reply": "accepted",
    "request_number": "（2026）虹梅协要字第3号",
    "request_on": "2026-11-22",
    "received_on": "2026-11-23",
    "topics": [{"title": "执行期限", "text": "建议调整的执行期为十二个月。"}],
    "team": [
        {
            "name": "赵翀",
            "sex": "女",
            "post": "人力资源部经理",
            "chief": True,
            "chosen": "employer",
            "outsider": False,
        },
        {
            "name": "冯曌",
            "sex": "男",
            "post": "人力资源部经理",
            "chief": False,
            "chosen": "employer",
            "outsider": False,
        },
        {
            "name": "陈昇",
            "sex": "男",
            "post": "人力资源部经理",
            "chief": False,
            "chosen": "employer",
            "outsider": False,
        },
    ],
    "meet_on": "2026-12-10",
    "meet_at": "09:30",
    "meet_place": "虹梅南路2688号1幢三楼会议室",
    "signed_on": "2026-12-04",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
