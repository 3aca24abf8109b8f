"""A special authority."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the worker's special authority for a lawyer."""
    return shared.head(
        "委", principal=shared.worker(), others=[shared.FIRM], matter="拖欠工资、经济补偿争议",
        agent={"name": "赵翀", "capacity": "律师", "office": "上海浦江律师事务所（法律援助）", "phone": "021-60000001"},
        authority="special", powers=["admit", "settle", "receive_papers", "sign"], given_on="2026-11-18",
    )  # fmt: skip
