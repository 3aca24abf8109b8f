"""An entry in the register."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the entry of an everyday case."""
    return shared.head(
        "登", parties=shared.both(), registered_on="2026-11-16", registered_at="09:20", source="当事人到站申请",
        kinds=["拖欠工资", "经济补偿", "社会保险"], workers=1, claimed=14_400_000, summary=shared.SUMMARY,
        lead="司法所", registrar="李祎",
    )  # fmt: skip
