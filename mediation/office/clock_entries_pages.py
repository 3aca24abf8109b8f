"""The page of a case's clocks: its dates with their receipts, what was recorded that moves them, what may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.claimclocks import Claims, events_heard
from mediation.domain.clockrecord import EVERY_CLAIM, LIMITATION
from mediation.domain.clockwords import EVENT_FACTS, EVENTS, INTERRUPTIONS, PAUSES
from mediation.domain.vocabulary import CLAIM_KINDS, fields_of
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.clock_entry import SORTS, ClockEntry
from mediation.models.deadline import Deadline
from mediation.models.station import Station
from mediation.office import casebook, cases, clock_entries_closed, clock_entries_waiting, dates, rules
from mediation.office import clock_entries_record as entries_of
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.clock_entries_draft import clock_of, latest, title_of
from mediation.office.clock_entries_events import causes
from mediation.office.reasons import Reasons
from mediation.office.records import DeadlineRecord, Words
from mediation.office.records.clocks import ClocksPage, ConsentRecord, EntryRecord, TargetRecord

OF_WAGES = ("interruption", "dispute")


@dataclass(frozen=True)
class _View:
    """One user's view of a case: what belongs to its claims is left out for who doesn't see them."""

    book: Book
    wages: bool
    today: date

    @property
    def kinds(self) -> dict[str, str]:
        return {one.id: one.kind for one in self.book.claims}

    def shows(self, row: Deadline) -> bool:
        return self.wages or row.subject not in self.kinds

    def tells(self, row: ClockEntry) -> bool:
        of_event = bool(row.deadline) and row.deadline != EVERY_CLAIM and row.about not in self.kinds
        about_claims = row.about in self.kinds or row.deadline == EVERY_CLAIM or row.sort in OF_WAGES and not of_event
        return self.wages or not about_claims


def page(session: Session, case_id: str, *, user: Reader, now: datetime) -> ClocksPage:
    """Return the clocks of one case that the user may see; raises NotFound for any other."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    book, about = casebook.open_book(session, case), facts_of(session, case)
    view = _View(book, access.sees(user, "wage_papers", about), station_day(now))
    people = cases.names_of(session, case.station_id)
    query = scope.select(Deadline).where(col(Deadline.case_id) == case.id).order_by(col(Deadline.safe_on))
    rows = [row for row in session.exec(query) if view.shows(row)]
    entries = [one for one in entries_of.stored(session, case.id, withdrawn=True) if view.tells(one)]
    reasons = Reasons(rules.current().book, case.received_on)
    open_rows = [row for row in rows if row.state == "open"]
    pausable = tuple(_pausable(open_rows, view))
    extendable = tuple(_extendable(open_rows, view, [one for one in entries if one.withdrawn_at is None]))
    moving = {one.value for one in (*pausable, *extendable)}
    sorts = SORTS if case.state == "open" else clock_entries_closed.sorts(session, case)
    shown = {row.id: dates.record(row, reasons, view.kinds, view.today) for row in rows}
    ordered = sorted(rows, key=lambda one: (one.state != "open", one.safe_on, one.kind))
    return ClocksPage(
        header=cases.header(session, book, people), version=str(case.version),
        may=access.may(user, "clock.note", about) and bool(sorts), shut=case.state != "open", sorts=sorts,
        dates=tuple(shown[row.id] for row in ordered), entries=_entries(session, entries, view, people, now),
        claims=tuple((one.id, one.kind) for one in book.claims) if view.wages else (),
        limitations=tuple(_restartable(open_rows, entries, session.get_one(Station, case.station_id).place)),
        pausable=pausable, extendable=extendable,
        firm=_firm(open_rows, moving, shown), today=view.today,
        outliving=tuple(shown[row.id] for row in ordered if row.closed_why == clock_entries_closed.OUTLIVES),
        waiting=clock_entries_waiting.waiting(session, book, now=now) if view.wages and case.state == "open" else (),
    )  # fmt: skip


def _firm(
    rows: Iterable[Deadline], moving: set[str], shown: Mapping[str, DeadlineRecord]
) -> tuple[DeadlineRecord, ...]:
    """Return the open dates that neither stop nor become longer."""
    return tuple(shown[row.id] for row in rows if _value(row) not in moving)


def _value(row: Deadline) -> str:
    return f"{row.kind}|{row.subject or ''}"


def _pausable(rows: Iterable[Deadline], view: _View) -> Iterable[TargetRecord]:
    """Yield the dates that may stand still, with the reasons that their rules allow."""
    book = rules.current().book
    limits: list[TargetRecord] = []
    for row in rows:
        clock = clock_of(book, row)
        if clock is None or not clock.pausable:
            continue
        reasons = tuple((one, Words(*PAUSES[one])) for one in clock.pausable)
        kind = view.kinds.get(row.subject or "", "")
        one = TargetRecord(_value(row), title_of(book, row), kind, row.safe_on, reasons)
        limits += [one] if row.kind.startswith(LIMITATION) else []
        yield one
    if len(limits) > 1:
        yield TargetRecord(f"{EVERY_CLAIM}|", dates.words_of(EVERY_CLAIM), "", limits[0].safe_on, limits[0].reasons)


def _restartable(rows: Iterable[Deadline], entries: Sequence[ClockEntry], place: str) -> Iterable[TargetRecord]:
    """Yield the limitations that events started and that an interruption begins anew."""
    book, counting = rules.current().book, [one for one in entries if one.withdrawn_at is None]
    for row in rows:
        if causes(row, counting, place):
            yield TargetRecord(_value(row), title_of(book, row), "", row.safe_on)


def _extendable(rows: Iterable[Deadline], view: _View, entries: Sequence[ClockEntry]) -> Iterable[TargetRecord]:
    """Yield the dates that may become longer, by whom and to which day at most."""
    book = rules.current().book
    for row in rows:
        clock = clock_of(book, row)
        if clock is not None and clock.longer is not None:
            kind = view.kinds.get(row.subject or "", "")
            most = latest(book, row, clock, entries)
            yield TargetRecord(_value(row), title_of(book, row), kind, row.safe_on, (), clock.longer.by, most)


def _entries(
    session: Session, rows: Iterable[ClockEntry], view: _View, people: Mapping[str, str], now: datetime
) -> tuple[EntryRecord, ...]:
    rows = list(rows)
    void = _void(session, view.book, now) if any(row.sort == "interruption" for row in rows) else frozenset()
    return tuple(_entry(row, view, people, row.id in void) for row in rows)


def _void(session: Session, book: Book, now: datetime) -> frozenset[str]:
    """Return the interruptions that interrupted no limitation: before it began, after it was over, or none ran."""
    in_use, standing = rules.current(), casebook.standing(session, book, now=now)
    file = casebook.as_file(book, "")
    claims = Claims(file, in_use.engine, in_use.calendar, standing)
    taken = {one.ref for nth in range(len(file.claims)) for one in claims.taken(nth).effective}
    taken.update(ref for heard in events_heard(in_use.engine, in_use.calendar, standing) for ref in heard.counted)
    return frozenset(one.ref for one in standing.record.interruptions if one.ref not in taken)


def _entry(row: ClockEntry, view: _View, people: Mapping[str, str], void: bool) -> EntryRecord:
    fields, given = fields_of("event"), row.details.get("facts", {})
    told = [(fields[one], given[one]) for one in EVENT_FACTS.get(row.code, ()) if one in given]
    return EntryRecord(
        id=row.id, sort=row.sort, what=_what(row), on=row.on, until=row.until, about=_about(row, view),
        evidence=row.evidence, noted_at=row.noted_at, noted_by=people.get(row.noted_by, ""),
        facts=tuple((Words(one.zh, one.en), value) for one, value in told),
        consents=tuple(
            ConsentRecord(one["side"], one["who"], one["how"], date.fromisoformat(one["on"]))
            for one in row.details.get("consents", ())
        ),
        said_by=row.details.get("said_by", ""), void=void and row.withdrawn_at is None,
        withdrawn_at=row.withdrawn_at, withdrawn_by=people.get(row.withdrawn_by or "", ""),
        withdrawn_why=row.withdrawn_why,
    )  # fmt: skip


def _what(row: ClockEntry) -> Words:
    """Return what an entry says happened."""
    words = {"event": EVENTS, "interruption": INTERRUPTIONS, "pause": PAUSES}.get(row.sort, {}).get(row.code)
    if words is not None:
        return Words(*words)
    if row.sort == "dispute":
        found = fields_of("claim")[row.code]
        return Words(found.zh, found.en)
    return Words("延长期限", "extension")


def _about(row: ClockEntry, view: _View) -> Words | None:
    """Return the claim or the date an entry is about."""
    if row.deadline:
        return dates.words_of(row.deadline)
    kind = view.kinds.get(row.about or "", "")
    return Words(*CLAIM_KINDS[kind]) if kind else None
