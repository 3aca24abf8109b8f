"""A draft adopted by the congress."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）虹梅职代决字第3号",
    "talks_number": "CH-T-2026-0003",
    "organisation": "上海市闵行区梅陇镇总工会",
    "basis": [
        {"title": "上海市集体合同条例", "article": "第二十二条"},
        {"title": "集体合同规定（劳社部令第22号）", "article": "第三十六条"},
    ],
    "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
    "body": "congress",
    "body_name": "上海虹梅电子科技股份有限公司第三届职工代表大会第二次会议",
    "employer": "上海虹梅电子科技股份有限公司",
    "held_on": "2026-12-29",
    "place": "本单位多功能厅",
    "chair": "王玥",
    "draft_title": "2026年度工资专项集体合同（草案）",
    "papers_sent_on": "2026-12-21",
    "papers_law": [{"title": "上海市职工代表大会条例", "article": "第三十条"}],
    "delegates": 61,
    "present": 52,
    "yes": 43,
    "no": 7,
    "abstain": 1,
    "invalid": 1,
    "secret": True,
    "secret_law": [{"title": "上海市职工代表大会条例", "article": "第三十一条"}],
    "quorum": {
        "part": 52,
        "whole": 61,
        "least": "2/3",
        "needed": 41,
        "holds": True,
        "exact": False,
        "law": [{"title": "上海市职工代表大会条例", "article": "第二十八条"}],
    },
    "majority": {
        "part": 43,
        "whole": 61,
        "least": "1/2",
        "needed": 31,
        "holds": True,
        "exact": False,
        "law": [
            {"title": "上海市集体合同条例", "article": "第二十二条"},
            {"title": "上海市职工代表大会条例", "article": "第三十一条"},
        ],
    },
    "adopted": True,
    "decisions": ["授权双方首席代表签署正式文本，由用人单位依法报送。"],
    "tellers": ["李祎", "周赟"],
    "counters": ["孙昇"],
    "signed_on": "2026-12-29",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
