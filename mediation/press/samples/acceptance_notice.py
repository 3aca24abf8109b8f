"""A notice that mediation begins."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the notice of an everyday case."""
    return shared.head(
        "受", parties=shared.both(), requests=shared.requests(), received_on="2026-11-16", accepted_on="2026-11-17",
        mediators=shared.MEDIATORS, phone="021-60000000", limits=shared.clocks(), limitation=shared.limitation(),
        basis=[shared.law("企业劳动争议协商调解规定（人社部令第17号）", "第二十二条")],
    )  # fmt: skip
