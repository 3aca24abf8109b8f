"""Dates counted to a duty day move with the duties: when those of a station change, the open ones are counted again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation.domain.clocks import Due
from mediation.domain.decision import referral_dues
from mediation.domain.refusals import N_
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.referral import ALIVE, Referral
from mediation.models.station import Station
from mediation.office import casebook, history, routing_dates, rules

ROSTER_CHANGED: Final = {"message": N_("值班安排变动后重新计算")}


def recount(
    session: Session, station_id: str, *, actor: str, now: datetime, why: Mapping[str, Any] = ROSTER_CHANGED
) -> int:
    """Count the open dates of the station that end on a duty day again; return how many moved.

    One that moved is closed and a new one with its own receipt takes its place; each case's history says so.
    """
    session.flush()
    lines = []
    for row, case, due in moving(session, station_id):
        row.state, row.closed_why = "closed", dict(why)
        digest = rules.current().book.digest
        fresh = routing_dates.deadline_row(case, due, subject=row.subject, rulebook=digest, now=now)
        session.add_all([row, fresh])
        lines.append(routing_dates.moved_line(row, fresh, why["message"]))
    if lines:
        history.record_all(session, lines, station_id=station_id, actor=actor, now=now)
    return len(lines)


def moving(session: Session, station_id: str) -> list[tuple[Deadline, Case, Due]]:
    """Return the open dates of the station that end on another duty day than is stored, with what they are now."""
    in_use = rules.current()
    duty = casebook.settings_of(session, session.get_one(Station, station_id)).duty
    count = partial(referral_dues, engine=in_use.engine, calendar=in_use.calendar, duty=duty)
    found = []
    for row, case, referral in _open(session, station_id, _kinds()):
        due = next((one for one in count(referral, referral.referred_at, case.received_on) if one.id == row.kind), None)
        if due is not None and not _same(row, due):
            found.append((row, case, due))
    return found


def _kinds() -> list[str]:
    """Return the dates that are counted to a duty day, as the rules name them."""
    return sorted({
        effect.deadline.id
        for rule in rules.current().book.versions("referral")
        for effect in rule.effects
        if effect.word == "deadline" and effect.deadline.unit == "duty"
    })  # fmt: skip


def _open(session: Session, station_id: str, kinds: list[str]) -> Iterable[tuple[Deadline, Case, Referral]]:
    query = (
        select(Deadline, Case, Referral)
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .join(Referral, (col(Referral.case_id) == col(Case.id)) & (col(Referral.desk) == col(Deadline.who)))
        .where(
            Deadline.station_id == station_id, Deadline.state == "open", col(Deadline.kind).in_(kinds),
            Case.state == "open", col(Referral.state).in_(ALIVE),
        )
        .order_by(col(Case.number), col(Deadline.id))
    )  # fmt: skip
    return session.exec(query).all()


def _same(row: Deadline, due: Due) -> bool:
    return (row.safe_on, row.last_on) == (due.limit.safe_on, due.limit.last_on)
