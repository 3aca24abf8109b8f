"""The cover of a file."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the cover of an everyday file."""
    return shared.head(
        "劳调卷", file_number="（2026）梅陇劳调卷字第0318号", title=(
            "张玥与上海犇赟建筑工程有限公司拖欠工资、经济补偿争议调解卷宗"
        ), mediators=shared.MEDIATORS,
        begins="2026-11-17", ends="2026-11-23", filed_by="李祎", filed_on="2026-11-24", keep_years=10, pages=28,
    )  # fmt: skip
