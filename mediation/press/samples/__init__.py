"""Records of an invented dispute and invented talks, one module a kind of document: for the gallery and for tests."""

from importlib import import_module
from typing import Any, Final

KINDS: Final = (
    "file_cover", "file_contents", "application", "registration", "acceptance_notice", "non_acceptance_notice",
    "rights_notice", "power_of_attorney", "interview_record", "mediation_record", "proof_sheet", "agreement",
    "claim_annex", "termination_notice", "service_receipt", "follow_up_record",
    "arbitration_review_application", "court_confirmation_application", "payment_order_application",
    "closing_report", "file_back", "duty_docket", "duty_brief", "talks_request", "talks_reply",
    "talks_representatives", "talks_minutes", "ballot_sheet", "congress_resolution", "wage_agreement",
    "filing_form", "talks_publication", "police_report", "monthly_report", "rule_book",
)  # fmt: skip
"""Every kind of document that has a sample, those of a case in the order of its file."""
PARTS: Final = ("evidence_bundle", "file_stamps", "route_packet")
"""What is printed only to be bound round other files, with strips to be laid over their pages: no documents alone."""


def of(kind: str) -> dict[str, Any]:
    """Return the sample record of a kind; raises KeyError for one that has none."""
    if kind not in KINDS:
        raise KeyError(kind)
    found: dict[str, Any] = import_module(f"{__name__}.{kind}").record()
    return found
