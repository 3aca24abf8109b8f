"""Paper ballots."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "organisation": "上海市闵行区梅陇镇总工会",
    "body_name": "上海虹梅电子科技股份有限公司第三届职工代表大会第二次会议",
    "draft_title": "2026年度工资专项集体合同（草案）",
    "held_on": "2026-12-29",
    "tickets": 12,
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
