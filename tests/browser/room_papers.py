"""Every paper that a story left in its case: an archive file, with its heading, its case and its parties in the text."""

from __future__ import annotations

import page as page_validation
from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.document import Document
from tests.browser.room_hand import RoomHand
from tests.press.reading import everything, squeezed

HEADINGS = {
    "agreement": "调解协议书", "rights_notice": "权利义务告知书", "court_confirmation_application": "司法确认申请书",
    "payment_order_application": "支付令申请书", "closing_report": "结案报告",
}  # fmt: skip
TOLERATED = {"PDFA3A-STREAM-LENGTH-001"}  # see tests/press/test_documents.py


def papers_hold(hand: RoomHand, *names: str) -> set[str]:
    """Fetch every document issued in the case as its reader would, and check it; return their kinds."""
    case_id = hand.at.rpartition("/")[2]
    with db.reading() as session:
        number = session.get_one(Case, case_id).number
        issued = [(one.id, one.kind) for one in session.exec(select(Document).where(Document.case_id == case_id))]
    for document_id, kind in issued:
        answer = hand.page.context.request.get(f"{hand.house.address}/documents/{document_id}")
        assert answer.ok, kind
        pdf = answer.body()
        reports = [page_validation.validate_pdf_bytes(pdf, profile=profile) for profile in ("3a", "ua1")]
        broken = {failure.rule_id for report in reports for failure in report.failures} - TOLERATED
        assert broken == set(), (kind, broken)
        text = "".join(everything(pdf))
        for wanted in (HEADINGS[kind], number, *names):
            assert squeezed(wanted) in text, (kind, wanted)
    return {kind for _, kind in issued}
