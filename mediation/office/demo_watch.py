"""What the demo station watches: a crowd with its call sheet, a complaint being examined."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from mediation.models.case import Case
from mediation.models.risk import RiskCall
from mediation.models.user import User
from mediation.office import complaints, risks, risks_calls

CONTACTS = "派出所值班室 021-64000110\n街道应急办 021-64000119 聚集\n园区保安 021-64000120"
SEEN = {
    "risk_kind": "gathering", "crowd": "30", "place": "曹行路1号门前",
    "seen_words": "约三十名工人聚在门口，要求当天发薪。",
    "measures": "已请代表五人进屋协商。",
}  # fmt: skip
COMPLAINT = {
    "complaint_subject": "service", "about_text": "等候时间", "complaint_way": "walk_in", "complainant": "周先生",
    "complaint_text": "约好两点，等到三点半才见到调解员。",
}  # fmt: skip


def fill(session: Session, people: Mapping[str, User], *, now: datetime) -> None:
    """Add to a demo station whose cases are logged."""
    chief, mediator = people["supervisor"], people["mediator"]
    seen = now - timedelta(hours=5)
    risks_calls.save_contacts(session, "", CONTACTS, by=chief, now=seen)
    crowded = select(Case.id).where(Case.state == "open", col(Case.gathering).is_(True)).order_by(col(Case.received_at))
    case_id = session.exec(crowded).first()
    if case_id:
        risk = risks.note(session, case_id, SEEN, by=mediator, now=seen)
        first = select(RiskCall.id).where(RiskCall.risk_id == risk.id).order_by(col(RiskCall.position))
        risks.reach(session, session.exec(first).first() or "", note="已到场", by=mediator, now=seen)
    row = complaints.note(session, COMPLAINT, by=chief, now=seen)
    complaints.assign(session, row.id, to=chief.id, elsewhere="", by=chief, now=now)
