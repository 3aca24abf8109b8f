"""Record what moves the clocks of a case, and take back what was recorded wrongly; dates move with the reason shown.

Nothing moves silently: each act writes its own line, and each date that moves one of its own. The application to the
station alone interrupts nothing; what interrupts is recorded with its day and its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.models.station import Station
from mediation.office import casebook, clock_entries_check, clock_entries_closed, history, routing, routing_dates, rules
from mediation.office import clock_entries_record as entries_of
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.clock_entries_closed import Changed
from mediation.office.clock_entries_draft import Draft, Scene

WHY: Final[Mapping[str, str]] = MappingProxyType({
    "event": N_("登记了新的事件，重新计算"),
    "interruption": N_("登记了时效中断，自中断之日起重新计算"),
    "pause": N_("登记了暂停，按实际暂停天数顺延"),
    "extension": N_("登记了延长"),
    "dispute": N_("起算之日有争议，按较早的日期办理"),
})  # fmt: skip
RESUMED: Final = N_("登记了恢复，按实际暂停天数顺延")
WITHDRAWN: Final = N_("误记的登记已撤销，重新计算")
REASON: Final = 500


@dataclass(frozen=True)
class Opened:
    """A case for an act, with its claims and what was recorded; `moved`: what the act moves if the case is closed."""

    book: Book
    station: Station
    entries: list[ClockEntry]
    scene: Scene
    moved: list[Changed] | None = None


def opened(
    session: Session, case_id: str, *, by: Reader, now: datetime, seen: str = "", lock: bool = True, sort: str = "",
    code: str = "",
) -> Opened:  # fmt: skip
    """Return the case for an act on its clocks, locked unless it is only looked at.

    Raises Conflict for a closed case that takes no entry of this `sort` (clock_entries_closed), Refused for one changed
    since `seen`, NotFound for one the user doesn't see.
    """
    scope = Scope(session, by)
    case = scope.get(Case, case_id)
    if lock:
        query = scope.select(Case).where(col(Case.id) == case_id).with_for_update()
        case = session.exec(query.execution_options(populate_existing=True)).first() or case
    access.require(by, "clock.note", facts_of(session, case))
    if case.state != "open":
        clock_entries_closed.check(session, case, sort, code)
    if seen not in ("", str(case.version)):
        raise Refused(Problem(N_("查看之后案件有改动，请再看一遍将变动的期限")))
    book, entries = casebook.open_book(session, case), entries_of.stored(session, case.id)
    dates = [one for one in routing_dates.decided(session, case) if one.state == "open"]
    station = session.get_one(Station, case.station_id)
    scene = Scene(case, book.claims, dates, entries, station_day(now), rules.current().book, station.place)
    return Opened(book, station, entries, scene)


def note(
    session: Session, case_id: str, draft: Draft, *, by: Reader, now: datetime, seen: str = ""
) -> ClockEntry:
    """Record an event, interruption, pause, extension or disputed day; the dates it moves are counted again.

    `seen`: the version of the case at which somebody saw what would move. Raises Refused with every fault of `draft`,
    Conflict for what a closed case doesn't take, NotFound for a case the user doesn't see.
    """
    found = opened(session, case_id, by=by, now=now, seen=seen, sort=draft.sort, code=draft.code)
    _check(draft, found.scene)
    row = draft.row(found.book.case, by=by.id, now=now)
    found = _foreseen(session, found, [*found.entries, row], now)
    session.add(row)
    fields: dict[str, Any] = {"cause": draft.code, "clock": draft.kind, "on": draft.on, "resumed_on": draft.until}
    fields["evidence"] = row.evidence
    _done(session, found, row, f"clock.{draft.sort}", fields, WHY[draft.sort], by, now)
    return row


def resume(
    session: Session, entry_id: str, *, on: date | None, by: Reader, now: datetime, seen: str = ""
) -> ClockEntry:
    """Let a paused clock run again from the day `on`, which is counted; the true days of the pause are added."""
    row, found = of_entry(session, entry_id, by=by, now=now, seen=seen)
    check_resumption(row, on, now)
    row.until = on
    session.add(row)
    _done(session, found, row, "clock.resume", {"clock": row.deadline, "cause": row.code, "on": on}, RESUMED, by, now)
    return row


def check_resumption(row: ClockEntry, on: date | None, now: datetime) -> None:
    """Raise Conflict for what isn't a running pause, Refused for an impossible day."""
    if row.sort != "pause" or row.until is not None:
        raise Conflict(N_("这项登记不是正在进行的暂停，请刷新页面查看。"))
    problems = list(clock_entries_check.resumption(row.on, on, station_day(now)))
    if on is None:
        problems = [Problem(N_("请填写恢复之日"), "until")]
    if problems:
        raise Refused(problems)


def withdraw(session: Session, entry_id: str, *, reason: str, by: Reader, now: datetime) -> ClockEntry:
    """Take back a wrong entry with the reason; it stays on file, and the dates are counted without it."""
    row, found = of_entry(session, entry_id, by=by, now=now)
    reason = reason.strip()
    if not reason:
        raise Refused(Problem(N_("请写明撤销的理由"), "reason"))
    if len(reason) > REASON:
        raise Refused(Problem(N_("过长：最多 %(most)d 个字"), "reason", "", "", {"most": REASON}))
    found = _foreseen(session, found, [one for one in found.entries if one.id != row.id], now)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now, by.id, reason
    session.add(row)
    fields = {"cause": row.code, "clock": row.deadline, "on": row.on, "reason": reason}
    _done(session, found, row, "clock.withdraw", fields, WITHDRAWN, by, now)
    return row


def met(session: Session, deadline_id: str, *, on: date | None, by: Reader, now: datetime) -> Deadline:
    """Note that what the date of an event demanded was done on the day `on`."""
    due = Scope(session, by).get(Deadline, deadline_id)
    found = opened(session, due.case_id, by=by, now=now, sort="event")
    if due.subject not in {one.id for one in found.entries} or due.state != "open":
        raise Conflict(N_("这个日期不能在这里登记办结，请刷新页面查看。"))
    if on is None or not due.trigger_on <= on <= station_day(now):
        allowed = f"{due.trigger_on} – {station_day(now)}"
        raise Refused(Problem(N_("办结之日应在起算之日至今日之间"), "met_on", str(on or ""), allowed))
    due.state, due.met_on = "met", on
    session.add(due)
    history.record(
        session, station_id=due.station_id, actor=by.id, act="clock.met", subject=("deadline", due.id),
        case_id=due.case_id, fields={"clock": due.kind, "on": on}, now=now,
    )  # fmt: skip
    return due


def of_entry(
    session: Session, entry_id: str, *, by: Reader, now: datetime, seen: str = "", lock: bool = True
) -> tuple[ClockEntry, Opened]:
    """Return an entry that still counts, with its case; raises NotFound for any other."""
    row = Scope(session, by).get(ClockEntry, entry_id)
    found = opened(session, row.case_id, by=by, now=now, seen=seen, lock=lock, sort=row.sort)
    if row.withdrawn_at is not None:
        raise NotFound(N_("这项登记已经撤销。"))
    return row, found


def _check(draft: Draft, scene: Scene) -> None:
    problems = clock_entries_check.faults(draft, scene)
    if problems:
        raise Refused(problems)


def _foreseen(session: Session, found: Opened, entries: list[ClockEntry], now: datetime) -> Opened:
    """Return a closed case with what other entries move of it; the rules decide an open one anew."""
    if found.book.case.state == "open":
        return found
    moved = clock_entries_closed.changes(session, found.book, found.station, found.entries, entries, now)
    return replace(found, moved=moved)


def _done(
    session: Session, found: Opened, row: ClockEntry, act: str, fields: Mapping[str, Any], why: str, by: Reader,
    now: datetime,
) -> None:  # fmt: skip
    """Write the line of an act and let the rules have their say; what moves is closed with the reason.

    A closed case isn't decided anew: only what `found.moved` tells is brought in line.
    """
    case = found.book.case
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("clock_entry", row.id), case_id=case.id,
        fields={name: value for name, value in fields.items() if value}, now=now,
    )  # fmt: skip
    if found.moved is None:
        routing.reroute(session, found.book, found.station, actor=by.id, now=now, why=routing_dates.entry(why))
        return
    lines = clock_entries_closed.align(session, found.book, found.moved, why=why, now=now)
    history.record_all(session, lines, station_id=case.station_id, actor=by.id, now=now)
