"""Mediation sessions: planned, opened, held; who came, what was noted, what both agree on, who offers what.

What the other parts of the mediation room use:
    planning.lock(session, station_id, people)     then ask and book, in one transaction
    planning.taken(session, Wish(...)) -> list[Taken]      what already stands where a session is wished for
    planning.plan(session, case_id, Plan(...), *, by, now) -> Sitting
    held(session, case_id) -> list[Sitting]        in their order
    facts.agreed(session, case_id) -> list[SharedFact]
    offers.of_case(session, case_id) -> list[Offer]
"""

from sqlmodel import Session, col, select

from mediation.models.sitting import Sitting

__all__ = ["held"]


def held(session: Session, case_id: str) -> list[Sitting]:
    """Return the sessions of a case that were held, in their order; the caller sees the case."""
    query = select(Sitting).where(Sitting.case_id == case_id, Sitting.state == "held")
    return list(session.exec(query.order_by(col(Sitting.nth))))
