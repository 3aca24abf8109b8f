"""The application for a payment order."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the application after the second instalment was missed."""
    return shared.head(
        "支", creditors=[shared.worker(representatives=[shared.agent()])], debtor=shared.employer(),
        court="上海市闵行区人民法院", agreement=shared.agreed(), kinds=["remuneration", "severance"], amount=3_800_000,
        due=[
            {"due_on": "2026-12-15", "amount": 2_800_000, "paid": 1_800_000},
            {"due_on": "2027-01-15", "amount": 2_800_000, "paid": 0},
        ],
        later=5_600_000, as_of="2027-01-20", basis=[shared.law("劳动争议调解仲裁法", "第十六条")],
        attachments=["调解协议书", "已付款项的银行流水", "申请人身份证明、被申请人主体资格证明"],
    )  # fmt: skip
