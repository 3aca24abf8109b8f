"""What a rehearsal reads of stored cases, many at a time: the questions to the rules, and what stands on a case now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from mediation.domain.clockrecord import About
from mediation.domain.decision import Station as StationSettings
from mediation.domain.rehearsal import Asked, Dated, Picture
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.models.station import Station
from mediation.office import casebook, clock_entries_record, routing_dates
from mediation.office.book import Book


@dataclass(frozen=True)
class Stood:
    """One stored case: what the rules are asked about, and at whom its referrals lie, by desk."""

    book: Book
    asked: Asked
    people: dict[str, str]
    alive: tuple[Referral, ...]

    @property
    def live(self) -> bool:
        """Say whether the case is open: publishing decides it anew."""
        return self.book.case.state == "open"


@dataclass
class Stations:
    """The stations with the settings that a decision needs, read once."""

    rows: dict[str, Station] = field(default_factory=dict)
    settings: dict[str, StationSettings] = field(default_factory=dict)

    def read(self, session: Session, station_id: str) -> tuple[Station, StationSettings]:
        """Return one station and its settings."""
        if station_id not in self.rows:
            row = session.get_one(Station, station_id)
            self.rows[station_id], self.settings[station_id] = row, casebook.settings_of(session, row)
        return self.rows[station_id], self.settings[station_id]


def stood(session: Session, ids: Sequence[str], stations: Stations, *, now: datetime) -> list[Stood]:
    """Return the cases with these ids, an open one as it stands now, a closed one as it was when it was logged."""
    cases = session.exec(select(Case).where(col(Case.id).in_(ids))).all()
    parties, claims = _by_case(session, Party, ids), _by_case(session, Claim, ids)
    referrals, entries = _by_case(session, Referral, ids), _by_case(session, ClockEntry, ids)
    books = [
        Book(case, _placed(parties.get(case.id, ())), _placed(claims.get(case.id, ())))
        for case in sorted(cases, key=lambda one: (one.received_at, one.id))
    ]
    others = _others(session, [book for book in books if book.case.state == "open"], now=now)
    found = []
    for book in books:
        rows = referrals.get(book.case.id, ())
        record = clock_entries_record.record(_noted(entries.get(book.case.id, ())), book)
        station, settings = stations.read(session, book.case.station_id)
        standing = casebook.standing_of(book, station, rows, record, others=others.get(book.case.id, 0))
        asked = Asked(casebook.as_file(book, station.code), now, now, settings, standing)
        alive = tuple(one for one in rows if one.state in ALIVE)
        held = {one.desk: one.assigned_to or one.accepted_by or "" for one in alive}
        people = {desk: person for desk, person in held.items() if person}
        found.append(Stood(book, asked if book.case.state == "open" else _as_logged(asked, book.case), people, alive))
    return found


def _as_logged(asked: Asked, case: Case) -> Asked:
    """Return a closed case as it was asked about when it was received, with what became known of it since."""
    others = case.situation.get("employer_open_cases", 0)
    standing = replace(asked.standing, employer_open_cases=others, referred={}, returned={}, settled=frozenset())
    return replace(asked, now=case.received_at, referred_at=None, standing=standing)


def pictures(session: Session, cases: Sequence[Stood], rules: frozenset[str]) -> dict[str, Picture]:
    """Return what stands on the cases by earlier decisions, of escalations those of `rules`."""
    ids = [one.book.case.id for one in cases]
    dates, advice = _by_case(session, Deadline, ids), _by_case(session, Suggestion, ids)
    entries, raised = _by_case(session, ClockEntry, ids), _raised(session, ids, rules)
    found = {}
    for one in cases:
        case = one.book.case
        found[case.id] = Picture(
            lead=case.lead or "",
            mediation=case.mediation,
            flags=frozenset(case.flags),
            referrals={row.desk: (row.role, row.priority) for row in one.alive},
            dates=_dates(one.book, dates.get(case.id, ()), {row.id for row in entries.get(case.id, ())}),
            escalations=raised.get(case.id, {}),
            advice=frozenset((row.kind, row.code) for row in advice.get(case.id, ()) if row.state == "open"),
        )
    return found


def met(session: Session, cases: Sequence[Stood]) -> dict[str, frozenset[tuple[str, About]]]:
    """Return the dates of each case that were met: what no longer runs is closed, but not what was kept."""
    found = _by_case(session, Deadline, [one.book.case.id for one in cases])
    return {
        one.book.case.id: frozenset(
            (row.kind, _about(one.book, row.subject)) for row in found.get(one.book.case.id, ()) if row.state == "met"
        )
        for one in cases
    }


def _dates(book: Book, rows: Iterable[Deadline], entries: set[str]) -> dict[tuple[str, About], Dated]:
    lead = book.case.lead or ""
    return {
        (row.kind, _about(book, row.subject)): Dated(
            row.safe_on, row.last_on, lead if row.who == "lead" else row.who, row.rule
        )
        for row in rows
        if row.state != "closed" and (row.subject in entries or row.kind.startswith(routing_dates.DECIDED_KINDS))
    }


def _about(book: Book, subject: str | None) -> About:
    """Return what a stored date is about as a decision names it."""
    places: dict[str | None, int] = {claim.id: nth for nth, claim in enumerate(book.claims)}
    return places.get(subject, subject)


def _raised(session: Session, ids: Sequence[str], rules: frozenset[str]) -> dict[str, dict[str, int]]:
    query = select(Escalation).where(
        col(Escalation.subject).in_(ids), Escalation.state == "open", Escalation.subject_kind == "case"
    )
    found: dict[str, dict[str, int]] = {}
    for row in session.exec(query):
        if row.rule in rules:
            levels = found.setdefault(row.subject, {})
            levels[row.rule] = max(row.level, levels.get(row.rule, 0))
    return found


def _others(session: Session, books: Sequence[Book], *, now: datetime) -> dict[str, int]:
    """Count for each case the other open cases of its employers received in the last 30 days."""
    firms: dict[str, set[str]] = {}
    for book in books:
        firms.setdefault(book.case.station_id, set()).update(casebook.firms_of(book))
    known = {station: casebook.open_at(session, station, names, now=now) for station, names in firms.items()}
    return {
        book.case.id: len(
            set[str]().union(*(known[book.case.station_id].get(firm, ()) for firm in casebook.firms_of(book)))
            - {book.case.id}
        )
        for book in books
    }


def _by_case(session: Session, model: type[SQLModel], ids: Sequence[str]) -> Mapping[str, list[Any]]:
    columns: Any = model
    found: dict[str, list[Any]] = {}
    for row in session.exec(select(columns).where(col(columns.case_id).in_(ids)).order_by(columns.id)):
        found.setdefault(row.case_id, []).append(row)
    return found


def _placed(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda one: one.position)


def _noted(rows: Iterable[ClockEntry]) -> list[ClockEntry]:
    return sorted((one for one in rows if one.withdrawn_at is None), key=lambda one: (one.on, one.noted_at))
