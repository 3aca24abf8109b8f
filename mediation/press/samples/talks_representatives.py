"""The lists of both teams."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）虹梅协代字第3号",
    "talks_number": "CH-T-2026-0003",
    "organisation": "上海市闵行区梅陇镇总工会",
    "basis": [
        {"title": "上海市集体合同条例", "article": "第六条"},
        {"title": "上海市集体合同条例", "article": "第七条"},
    ],
    "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
    "teams": [
        {
            "party": {
                "side": "workers",
                "kind": "union",
                "name": "上海虹梅电子科技股份有限公司工会委员会",
                "head": "王玥",
                "head_post": "工会主席",
                "chief": "王玥",
                "phone": "021-60000003",
                "address": "上海市闵行区虹梅南路2688号2幢105室",
            },
            "members": [
                {
                    "name": "王玥",
                    "sex": "女",
                    "post": "工会主席",
                    "chief": True,
                    "chosen": "union",
                    "outsider": False,
                    "since": "2026-11-25",
                },
                {
                    "name": "喆堃",
                    "sex": "男",
                    "post": "装配车间班组长",
                    "chief": False,
                    "chosen": "union",
                    "outsider": False,
                    "since": "2026-11-25",
                },
                {
                    "name": "李祎",
                    "sex": "男",
                    "post": "装配车间班组长",
                    "chief": False,
                    "chosen": "union",
                    "outsider": False,
                    "since": "2026-11-25",
                },
                {
                    "name": "孙昇",
                    "sex": "女",
                    "post": "装配车间班组长",
                    "chief": False,
                    "chosen": "union",
                    "outsider": False,
                    "since": "2026-11-25",
                },
                {
                    "name": "钱堃",
                    "sex": "男",
                    "post": "装配车间班组长",
                    "chief": False,
                    "chosen": "union",
                    "outsider": True,
                    "since": "2026-11-25",
                },
            ],
            "recorder": "卫甯",
        },
        {
            "party": {
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
            "members": [
                {
                    "name": "赵翀",
                    "sex": "女",
                    "post": "副总经理",
                    "chief": True,
                    "chosen": "employer",
                    "outsider": False,
                    "since": "2026-11-30",
                },
                {
                    "name": "冯曌",
                    "sex": "男",
                    "post": "副总经理",
                    "chief": False,
                    "chosen": "employer",
                    "outsider": False,
                    "since": "2026-11-30",
                },
                {
                    "name": "陈昇",
                    "sex": "男",
                    "post": "副总经理",
                    "chief": False,
                    "chosen": "employer",
                    "outsider": False,
                    "since": "2026-11-30",
                },
                {
                    "name": "褚鋆",
                    "sex": "女",
                    "post": "副总经理",
                    "chief": False,
                    "chosen": "employer",
                    "outsider": False,
                    "since": "2026-11-30",
                },
            ],
        },
    ],
    "mandates": [
        {
            "number": "（2026）虹梅委字第1号",
            "side": "employer",
            "principal": "㛃䶮",
            "principal_post": "董事长、法定代表人",
            "party": "上海虹梅电子科技股份有限公司",
            "delegate": "赵翀",
            "delegate_post": "副总经理（本单位职工）",
            "powers": [
                "主持或者共同主持协商会议",
                "提出、修改、接受协商方案",
                "签署会议记录和工资专项集体合同（草案）",
            ],
            "begins": "2026-11-30",
            "ends": "2027-05-29",
            "law": [{"title": "集体合同规定（劳社部令第22号）", "article": "第二十三条"}],
            "signed_on": "2026-11-30",
        }
    ],
    "signed_on": "2026-12-01",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
