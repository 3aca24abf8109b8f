"""Every paper that a story left in its case, or could have printed: an archive file that names its case and parties."""

from __future__ import annotations

import re

from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.document import Document
from tests.browser.room_hand import RoomHand
from tests.press.reading import broken_rules, everything, squeezed

HEADINGS = {
    "agreement": "调解协议书", "rights_notice": "权利义务告知书", "court_confirmation_application": "司法确认申请书",
    "payment_order_application": "支付令申请书", "closing_report": "结案报告",
}  # fmt: skip
DRAFT = "草稿"
ADDRESS = re.compile(r'href="(/cases/[\w-]+/papers/(?!file\.pdf)([a-z_]+)\.pdf[^"]*)"')


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
        assert broken_rules(pdf) == set(), kind
        text = "".join(everything(pdf))
        for wanted in (HEADINGS[kind], number, *names):
            assert squeezed(wanted) in text, (kind, wanted)
    return {kind for _, kind in issued}


def drafts_hold(hand: RoomHand, *names: str) -> set[str]:
    """Fetch a draft of every kind of paper that the case's page offers, and check it; return the kinds."""
    case_id = hand.at.rpartition("/")[2]
    with db.reading() as session:
        number = session.get_one(Case, case_id).number
    asked = hand.page.context.request
    offered = ADDRESS.findall(asked.get(f"{hand.house.address}/cases/{case_id}/papers").text().replace("&amp;", "&"))
    for kind, address in {kind: address for address, kind in offered}.items():
        answer = asked.get(hand.house.address + address)
        assert answer.ok, (kind, answer.text())
        assert broken_rules(answer.body()) == set(), kind
        text = "".join(everything(answer.body()))
        for wanted in (DRAFT, number, *names):
            assert squeezed(wanted) in text, (kind, wanted)
    return {kind for _, kind in offered}
