"""The back of a file."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the back of an everyday file."""
    title = "张玥与上海犇赟建筑工程有限公司拖欠工资、经济补偿争议调解卷宗"
    return shared.head("卷", title=title, pages=28, papers=10, filed_by="李祎", filed_on="2026-11-24")
