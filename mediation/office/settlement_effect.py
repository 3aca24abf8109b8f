"""An agreement comes into force: its dates and follow-ups begin, the one it corrects is replaced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.domain.refusals import N_
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.settlement import Instalment, Settlement
from mediation.office import agreement, clockwork, history, referrals

REPLACED: Final = {"message": N_("协议已由更正后的协议代替")}


def put_in_force(
    session: Session, row: Settlement, *, on: date, actor: str, now: datetime, fields: dict[str, Any] | None = None
) -> None:
    """Make an issued agreement effective on the day of its last signature; from then on it is locked."""
    case = session.get_one(Case, row.case_id)
    row.effective_on, row.locked_at = on, now
    session.add(row)
    if row.corrects:
        _replace(session, row, on, actor, now)
    _start_dates(session, case, row, on, now)
    for kind in ("mediation.from_receipt", "mediation.from_acceptance", "station.first_session"):
        referrals.meet(session, case, kind, on=on)
    _record(session, row, "settlement.effective", {"on": on, **(fields or {})}, actor, now)


def _replace(session: Session, row: Settlement, on: date, actor: str, now: datetime) -> None:
    """Let the corrected agreement stand in the file as replaced: its dates and reminders end, its text stays."""
    before = session.get_one(Settlement, row.corrects)
    before.replaced_on = on
    session.add(before)
    due = session.exec(select(Instalment).where(Instalment.settlement_id == before.id)).all()
    _carry_paid(session, due, row)
    subjects = [before.id, *(one.id for one in due)]
    dates = select(Deadline).where(col(Deadline.subject).in_(subjects), Deadline.state == "open")
    for one in session.exec(dates).all():
        one.state, one.closed_why = "closed", dict(REPLACED)
        session.add(one)
    raised = sa.update(Escalation).where(col(Escalation.subject).in_(subjects), col(Escalation.state) == "open")
    session.execute(raised.values(state="closed", closed_at=now, closed_why=dict(REPLACED)))
    _record(session, before, "settlement.replaced", {"on": on, "number": row.number or ""}, actor, now)


def _carry_paid(session: Session, due: Iterable[Instalment], row: Settlement) -> None:
    """Let payments that came under the corrected agreement count where the new one promises the very same."""
    paid = {(one.due_on, one.amount): one for one in due if one.state == "paid"}
    for one in session.exec(select(Instalment).where(Instalment.settlement_id == row.id)).all():
        if (same := paid.pop((one.due_on, one.amount), None)) is not None:
            one.state, one.paid_on, one.noted_by = "paid", same.paid_on, same.noted_by
            session.add(one)


def _start_dates(session: Session, case: Case, row: Settlement, on: date, now: datetime) -> None:
    claims = session.exec(select(Claim).where(Claim.case_id == case.id)).all()
    facts = agreement.agreement_facts(claims, row.terms["claims"])
    clockwork.start(session, case, "agreement", {"effective_on": on, **facts}, subject=row.id, now=now)
    rows = session.exec(
        select(Instalment).where(Instalment.settlement_id == row.id).order_by(col(Instalment.position))
    ).all()
    for one in (row for row in rows if row.state == "due"):
        last = one is rows[-1]
        clockwork.start(session, case, "instalment", {"due_on": one.due_on, "is_last": last}, subject=one.id, now=now)


def _record(
    session: Session, row: Settlement, act: str, fields: dict[str, Any], actor: str, now: datetime
) -> None:
    history.record(
        session, station_id=row.station_id, actor=actor, act=act, subject=("settlement", row.id), case_id=row.case_id,
        fields=fields, now=now,
    )  # fmt: skip
