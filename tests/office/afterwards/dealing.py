"""An agreement in force, dates and all, without printing it."""

from datetime import date, datetime

from sqlmodel import Session, select

from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.office import agreement, clockwork
from mediation.office.settlement_pages import DEFAULT_CLAUSES


def agree(session: Session, case_id: str, days: list[date], *, now: datetime, clause: str = DEFAULT_CLAUSES[0]) -> str:
    """Put an agreement in force whose payments of 4,000 yuan each are due on `days`; return its id."""
    case = session.get_one(Case, case_id)
    claims = session.exec(select(Claim).where(Claim.case_id == case_id)).all()
    sides = {one.side: one.id for one in session.exec(select(Party).where(Party.case_id == case_id))}
    outcomes = {claim.id: "settled" for claim in claims}
    for claim in claims:
        claim.state = "settled"
    terms = {"claims": outcomes, "payer": sides["respondent"], "payee": sides["applicant"], "default_clause": clause}
    on = station_day(now)
    of = {"station_id": case.station_id, "case_id": case_id}
    row = Settlement(
        state="issued", number="（2026）曹行调字第0001号", total=4000_00 * len(days), changed_at=now, effective_on=on,
        terms=terms, **of,
    )  # fmt: skip
    session.add(row)
    session.flush()
    facts = agreement.agreement_facts(claims, outcomes)
    clockwork.start(session, case, "agreement", {"effective_on": on, **facts}, subject=row.id, now=now)
    for nth, due_on in enumerate(days):
        part = Instalment(settlement_id=row.id, position=nth, amount=4000_00, due_on=due_on, **of)
        session.add(part)
        session.flush()
        told = {"due_on": due_on, "is_last": nth == len(days) - 1}
        clockwork.start(session, case, "instalment", told, subject=part.id, now=now)
    return row.id
