"""Paper ballots."""

from __future__ import annotations

from typing import Any


def record() -> dict[str, Any]:
    """Return the sample."""
    return {
        "organisation": "上海市闵行区梅陇镇总工会",
        "body_name": "上海虹梅电子科技股份有限公司第三届职工代表大会第二次会议",
        "draft_title": "2026年度工资专项集体合同（草案）",
        "held_on": "2026-12-29",
        "tickets": 12,
    }
