"""A notice that mediation has ended."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the notice of a mediation that came to nothing."""
    return shared.head(
        "终", parties=shared.both(), reason="双方分歧较大，难以达成协议",
        reason_text="双方对经济补偿的工资基数和支付期限分歧较大，经两次调解未能达成一致。",
        received_on="2026-11-16", accepted_on="2026-11-17", ended_on="2026-11-30", requests=shared.requests(),
        open=["拖欠工资", "经济补偿", "社会保险"], routes=shared.routes(), limitation=shared.limitation(),
        basis=[shared.law("企业劳动争议协商调解规定（人社部令第17号）", "第三十条")], mediators=shared.MEDIATORS,
    )  # fmt: skip
