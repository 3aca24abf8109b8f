"""What an entry would move, before it is saved: each date as it stands and as it would be, with its article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.clocks import Due
from mediation.domain.refusals import Refused
from mediation.domain.salvage import RULES_FAILED
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.office import clock_entries, clock_entries_check, clock_entries_closed, dates, routing_dates, rules
from mediation.office.book import Book
from mediation.office.clock_entries import Opened
from mediation.office.clock_entries_draft import Draft
from mediation.office.reasons import Reasons, law_record
from mediation.office.records.clocks import MoveRecord


def of_draft(session: Session, case_id: str, draft: Draft, *, by: Reader, now: datetime) -> tuple[MoveRecord, ...]:
    """Return what a draft would move; raises as clock_entries.note does."""
    found = clock_entries.opened(session, case_id, by=by, now=now, lock=False, sort=draft.sort, code=draft.code)
    problems = clock_entries_check.faults(draft, found.scene)
    if problems:
        raise Refused(problems)
    row = draft.row(found.book.case, by=by.id, now=now)
    return _moves(session, found, [*found.entries, row], now)


def of_resumption(
    session: Session, entry_id: str, on: date | None, *, by: Reader, now: datetime
) -> tuple[MoveRecord, ...]:
    """Return what the end of a pause would move; raises as clock_entries.resume does."""
    row, found = clock_entries.of_entry(session, entry_id, by=by, now=now, lock=False)
    clock_entries.check_resumption(row, on, now)
    ended = ClockEntry(**{**row.model_dump(), "until": on})
    others = [one for one in found.entries if one.id != row.id]
    return _moves(session, found, [*others, ended], now)


def _moves(
    session: Session, found: Opened, entries: Sequence[ClockEntry], now: datetime
) -> tuple[MoveRecord, ...]:
    """Compare the dates as they stand with those of a decision by `entries`."""
    book, reasons = found.book, Reasons(rules.current().book, found.book.case.received_on)
    if book.case.state != "open":
        return _after_closing(session, found, entries, reasons, now)
    decision = clock_entries_closed.decided(session, book, found.station, entries, now)
    standing = {(one.kind, one.subject): one for one in found.scene.dates}
    kept = {(one.kind, one.subject) for one in routing_dates.decided(session, book.case) if one.state != "open"}
    moves = []
    for due in decision.deadlines:
        key = (due.id, routing_dates.subject_of(book, due))
        row = standing.pop(key, None)
        if key not in kept and (row is None or not _same(row, due)):
            moves.append(_move(row, due, book, reasons))
    failing = RULES_FAILED in decision.flags  # what isn't told is perhaps only what couldn't be counted: it stays
    moves += [(_uncounted if failing else _ended)(row, book, reasons) for row in standing.values()]
    return tuple(moves)


def _after_closing(
    session: Session, found: Opened, entries: Sequence[ClockEntry], reasons: Reasons, now: datetime
) -> tuple[MoveRecord, ...]:
    """Compare what outlives a closed case with what it would be."""
    told = clock_entries_closed.changes(session, found.book, found.station, found.entries, entries, now)
    moves = [_move(one.row, one.due, found.book, reasons) for one in told if one.due is not None]
    ended = [one.row for one in told if one.due is None and one.row is not None]
    return (*moves, *(_ended(row, found.book, reasons) for row in ended))


def _same(row: Deadline, due: Due) -> bool:
    """Say whether nothing about a date would change that a person should see beforehand."""
    told = routing_dates.others_of(due)
    return routing_dates.says_the_same(row, due) and (row.paused_since, row.others) == (due.paused_since, told)


def _move(row: Deadline | None, due: Due, book: Book, reasons: Reasons) -> MoveRecord:
    return MoveRecord(
        name=reasons.title(due.rule), claim_kind=_kind(routing_dates.subject_of(book, due), book),
        old_on=row.safe_on if row else None, new_on=due.limit.safe_on, new_last=due.limit.last_on,
        laws=tuple(law_record(reasons.book, key) for key in due.law),
        steps=tuple(dates.said(one.stored()) for one in due.limit.steps), paused_since=due.paused_since,
        others=tuple((one.trigger_on, one.limit.safe_on) for one in due.others),
    )  # fmt: skip


def _ended(row: Deadline, book: Book, reasons: Reasons) -> MoveRecord:
    laws = tuple(law_record(reasons.book, key) for key in row.law)
    kind = _kind(row.subject, book)
    return MoveRecord(reasons.title(row.rule), kind, row.safe_on, None, None, laws)


def _uncounted(row: Deadline, book: Book, reasons: Reasons) -> MoveRecord:
    """Tell of a date that stands as it is, because its rule failed."""
    return replace(_ended(row, book, reasons), new_on=row.safe_on, new_last=row.last_on, uncounted=True)


def _kind(subject: str | None, book: Book) -> str:
    return next((one.kind for one in book.claims if one.id == subject), "")
