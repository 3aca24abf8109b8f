"""What may still be recorded of a closed case's clocks, and what it moves: the limitation and the agreement outlive it.

An interruption makes the limitation begin anew whoever keeps it (调解仲裁法 27, 17号令 31), often by the very end of
the mediation; the parties ask for the new day, so it is counted and shown, but is no date of the station: it is never
open, overdue or escalated. Events of confirming and performing an agreement in force start dates that the station
goes on keeping, as it does those of the agreement itself. Nothing else is recorded before the case is taken up again,
and nothing here routes or decides the case anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation.domain.clockrecord import LIMITATION
from mediation.domain.clocks import Due
from mediation.domain.clockwords import OF_AGREEMENTS
from mediation.domain.decision import Decision, decide
from mediation.domain.engine import Rules
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.case import Case
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.office import casebook, routing_dates, rules, rules_failing
from mediation.office import clock_entries_record as entries_of
from mediation.office.book import Book
from mediation.office.history import Entry

OUTLIVES: Final = {"message": N_("结案后重新计算，由当事人自行掌握")}


@dataclass(frozen=True)
class Changed:
    """A date that entries move: the row told last, whether it stands since the closing, and the new date, if any."""

    row: Deadline | None
    stands: bool
    due: Due | None


def sorts(session: Session, case: Case) -> tuple[str, ...]:
    """Return the sorts of entries that a closed case takes."""
    if case.merged_into is not None:
        return ()
    in_force = select(Settlement.id).where(
        Settlement.case_id == case.id, Settlement.state == "issued", col(Settlement.effective_on).is_not(None)
    )
    return ("event", "interruption") if session.exec(in_force.limit(1)).first() else ("interruption",)


def check(session: Session, case: Case, sort: str, code: str = "") -> None:
    """Raise Conflict for an entry that a closed case doesn't take, Refused for an event of another kind."""
    if case.merged_into is not None:
        raise Conflict(N_("本案已并入别案，请在继续办理的案件中登记。"))
    if sort not in sorts(session, case):
        raise Conflict(N_("本案已结案，只登记时效中断，以及生效协议确认、履行中的事件；其他事项请先恢复办理。"))
    if sort == "event" and code and code not in OF_AGREEMENTS:
        raise Refused(Problem(N_("本案已结案，只登记协议确认、履行中的事件"), "code", code))


def decided(
    session: Session, book: Book, station: Station, entries: Sequence[ClockEntry], now: datetime
) -> Decision:
    """Return what would be decided of a case by `entries`; nothing is stored."""
    in_use, standing = rules.current(), casebook.standing(session, book, now=now)
    file, settings = casebook.as_file(book, station.code), casebook.settings_of(session, station)

    def ask(engine: Rules) -> Decision:
        return decide(
            file, engine=engine, calendar=in_use.calendar, now=now, referred_at=now, station=settings,
            standing=replace(standing, record=entries_of.record(entries, book)),
        )  # fmt: skip

    return rules_failing.decide(ask, in_use, actor="", now=now)[0]


def changes(
    session: Session, book: Book, station: Station, before: Sequence[ClockEntry], after: Sequence[ClockEntry],
    now: datetime,
) -> list[Changed]:  # fmt: skip
    """Return the limitations and the dates of events that other entries move."""
    events = {one.id for one in (*before, *after)}
    was, then = (
        {
            (due.id, subject): due
            for due in decided(session, book, station, entries, now).deadlines
            if (subject := routing_dates.subject_of(book, due)) in events or due.id.startswith(LIMITATION)
        }
        for entries in (before, after)
    )
    rows = session.exec(select(Deadline).where(Deadline.case_id == book.case.id).order_by(col(Deadline.made_at)))
    told = {(row.kind, row.subject): row for row in rows}
    found = []
    for key in {**was, **then}:
        old, new, row = was.get(key), then.get(key), told.get(key)
        if old is None or new is None or _days(old) != _days(new):
            found.append(Changed(row, row is not None and (row.closed_why == OUTLIVES or row.state != "closed"), new))
    return found


def align(session: Session, book: Book, found: Sequence[Changed], *, why: str, now: datetime) -> list[Entry]:
    """Store what changed; return a history line for each date that moved."""
    digest, lines = rules.current().book.digest, []
    for one in found:
        if one.row is not None and one.stands:
            one.row.state, one.row.closed_why = "closed", {"message": why}
            session.add(one.row)
        made = None
        if one.due is not None:
            subject = routing_dates.subject_of(book, one.due)
            made = routing_dates.deadline_row(book.case, one.due, subject=subject, rulebook=digest, now=now)
            if one.due.id.startswith(LIMITATION):
                made.state, made.closed_why = "closed", dict(OUTLIVES)
            session.add(made)
        if one.row is not None:
            lines.append(routing_dates.moved_line(one.row, made, why))
    return lines


def _days(due: Due) -> tuple[object, ...]:
    return due.rule, due.trigger_on, due.limit.safe_on, due.limit.last_on, due.extended_to
