"""Log many cases in one transaction as `intake.log` logs one, in a number of statements that doesn't grow with them.

Nobody is told of each: whoever brings in many says so once. A case that had ended before it came in is closed at once,
with the agreement that lies on paper, and raises nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from mediation import access
from mediation.access import Facts, Reader
from mediation.domain.casefile import CaseFile
from mediation.domain.decision import Decision, decide
from mediation.domain.decision import Station as StationSettings
from mediation.domain.engine import Rules
from mediation.domain.facts import Standing
from mediation.domain.salvage import Failure
from mediation.domain.worktime import station_day
from mediation.models.base import fresh, table_of
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Suggestion
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.models.supervision import DuplicatePair
from mediation.office import (
    casebook,
    duplicates,
    history,
    raising,
    routing,
    routing_dates,
    rules,
    rules_failing,
    searchwords,
)
from mediation.office.book import Book
from mediation.office.closure import AGREED, Agreed, Closure
from mediation.office.duplicates import Window
from mediation.office.history import Entry
from mediation.office.raising import Finding
from mediation.office.rules import RulesInUse

ON_PAPER: Final = {"paper": True}
"""The terms of an agreement that was made before the case came into the book: they are to be read in its file."""


@dataclass(frozen=True)
class Incoming:
    """A case that can be logged: its rows without a number, its file, its end and paper agreement if it has them."""

    book: Book
    file: CaseFile
    end: Closure | None
    agreement: dict[str, Any] | None


def prepare(
    station: Station, file: CaseFile, *, key: str, end: Closure | None = None, agreed_sum: int | None = None,
    by: Reader, now: datetime,
) -> Incoming:  # fmt: skip
    """Make the rows of a case; the same `key` never twice in a station. Raises Refused for an end that can't be."""
    book = casebook.new_rows(station, file, number="", by=by, now=now)
    book.case.idempotency_key = key
    agreement = None
    if end is not None:
        if end.outcome in AGREED:
            agreement = fresh(
                Settlement, station_id=station.id, case_id=book.case.id, state="issued", terms=dict(ON_PAPER),
                total=agreed_sum, effective_on=end.on, changed_at=now, changed_by=end.by,
            )  # fmt: skip
        for claim in book.claims:
            claim.state = "settled" if end.outcome == "settled" else "open"
        end.check(book.case, Agreed((Settlement(**agreement),) if agreement else (), tuple(book.claims)))
    return Incoming(book, file, end, agreement)


@dataclass
class _Desk:
    """What every case of one batch is decided with, and the rows that come of it."""

    station: Station
    settings: StationSettings
    in_use: RulesInUse
    window: Window
    open_at: dict[str, set[str]]
    by: Reader
    now: datetime
    rows: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failed: dict[Failure, list[Case]] = field(default_factory=dict)

    def add(self, model: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
        self.rows.setdefault(model, []).extend(rows)


def store(session: Session, station: Station, cases: Sequence[Incoming], *, by: Reader, now: datetime) -> None:
    """Store cases in their order, each with its number, referrals, dates, escalations, history and search words."""
    access.require(by, "case.log", Facts(station_id=station.id))
    if not cases:
        return
    session.flush()
    books = [one.book for one in cases]
    days = [book.case.received_on for book in books]
    firms = set[str]().union(*(casebook.firms_of(book) for book in books))
    desk = _Desk(
        station, casebook.settings_of(session, station), rules.current(),
        Window(session, station.id, min(days), max(days)),
        casebook.open_at(session, station.id, firms, now=now), by, now,
    )  # fmt: skip
    _number(session, station, books)
    for one in cases:
        _log(session, desk, one)
    for model in (Case, Party, Claim, Referral, Deadline, Suggestion, Settlement, DuplicatePair):
        if desk.rows.get(model):
            session.execute(sa.insert(table_of(model)), desk.rows[model])
    changes = raising.compare({}, desk.findings)
    raising.write(session, changes, rulebook=desk.in_use.book.digest, now=now)
    history.record_all(session, desk.entries, station_id=station.id, actor=by.id, now=now)
    searchwords.index_new(session, books)
    for failure, failed in desk.failed.items():
        rules_failing.alarm_all(session, station.id, failed, failure, now=now)


def _number(session: Session, station: Station, books: Sequence[Book]) -> None:
    """Give each case its number of the year it was received in."""
    by_year: dict[int, list[Case]] = {}
    for book in books:
        by_year.setdefault(station_day(book.case.received_at).year, []).append(book.case)
    for year, cases in by_year.items():
        first = casebook.next_number(session, station, year, count=len(cases))
        for nth, case in enumerate(cases, first):
            case.number = f"{station.code}-{year}-{nth:04d}"


def _log(session: Session, desk: _Desk, one: Incoming) -> None:
    case, now = one.book.case, desk.now
    decision, failure = _decide(desk, one)
    if failure is not None:
        desk.failed.setdefault(failure, []).append(case)
    routing.enter(case, decision, now)
    finding = routing.finding_of(case, decision)
    fields = {"number": case.number, "channel": case.channel, "claims": [claim.kind for claim in one.book.claims]}
    raised = [] if one.end else [f"{rule}:{held.level}" for rule, held in sorted(finding.held.items())]
    moved = [f"+{routed.desk}" for routed in decision.referrals]
    desk.entries += [
        Entry("case.log", ("case", case.id), fields),
        routing.decided_line(case, decision, moved, raised, failure=failure),
    ]
    desk.entries += _twins(session, desk, one.book)
    referrals, dates, advice = _decided_rows(one, decision, now)
    if one.end is not None:
        _end(desk, one, one.end, referrals, dates, advice)
    else:
        desk.findings.append(finding)
        if casebook.is_recent(case, now):
            for firm in casebook.firms_of(one.book):
                desk.open_at.setdefault(firm, set()).add(case.id)
    desk.add(Referral, referrals)
    desk.add(Deadline, dates)
    desk.add(Suggestion, advice)
    desk.add(Case, [_values(case)])
    desk.add(Party, map(_values, one.book.parties))
    desk.add(Claim, map(_values, one.book.claims))


def _decide(desk: _Desk, one: Incoming) -> tuple[Decision, Failure | None]:
    others = set[str]().union(*(desk.open_at.get(firm, set()) for firm in casebook.firms_of(one.book)))
    standing = Standing(
        employer_open_cases=len(others), willing_on=one.book.case.willing_on, place=desk.station.place,
        organisation=desk.station.organisation_kind,
    )  # fmt: skip
    file = casebook.as_file(one.book, desk.station.code)

    def ask(engine: Rules) -> Decision:
        return decide(
            file, engine=engine, calendar=desk.in_use.calendar, now=desk.now, referred_at=one.file.received_at,
            station=desk.settings, standing=standing,
        )  # fmt: skip

    return rules_failing.decide(ask, desk.in_use, actor=desk.by.id, now=desk.now)


def _decided_rows(
    one: Incoming, decision: Decision, now: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the referrals, dates and advice of a decision."""
    case, subject_of = one.book.case, routing_dates.subject_of
    return (
        [routing.referral_values(case, routed, decision, one.file.received_at) for routed in decision.referrals],
        [
            routing_dates.deadline_values(
                case, due, subject=subject_of(one.book, due), rulebook=decision.rulebook, now=now
            )
            for due in decision.deadlines
        ],
        [routing.suggestion_values(case, said, decision, now) for said in decision.advice],
    )


def _end(
    desk: _Desk, one: Incoming, end: Closure, referrals: Sequence[dict[str, Any]], dates: Sequence[dict[str, Any]],
    advice: Sequence[dict[str, Any]],
) -> None:  # fmt: skip
    """Close a case that comes in with its end, and everything that would wait for somebody."""
    end.enter(one.book.case)
    for row in referrals:
        row.update(end.of_referral())
    for row in dates:
        row.update(end.of_deadline(row["kind"]))
    for row in advice:
        row.update(end.of_suggestion())
    if one.agreement is not None:
        desk.add(Settlement, [one.agreement])
    desk.entries.append(end.line(one.book.case, source="ledger"))


def _twins(session: Session, desk: _Desk, book: Book) -> list[Entry]:
    """Note the pairs that a case makes with cases stored before and with earlier ones of the batch."""
    own, found = duplicates.sketch_of(book), []
    ages = {one["id"]: (one["received_at"], one["number"]) for one in desk.rows.get(Case, ())}
    for other, signs in desk.window.alike(own):
        pair = _by_age(session, book.case, other.case_id, ages)
        row = duplicates.pair_values(desk.station.id, pair[1][0], pair[0][0], signs, desk.now)
        desk.add(DuplicatePair, [row])
        found.append(duplicates.pair_line(row["id"], pair[1][0], pair[0][1]))
    desk.window.add(own)
    return found


def _by_age(
    session: Session, case: Case, other: str, ages: Mapping[str, tuple[datetime, str]]
) -> list[tuple[str, str]]:
    """Return the two cases of a pair with their numbers, the one received first before the other."""
    known = ages.get(other) or duplicates.age_of(session, other)
    both = sorted([(case.received_at, case.number, case.id), (*known, other)])
    return [(case_id, number) for _, number, case_id in both]


def _values(row: SQLModel) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in table_of(type(row)).columns}
