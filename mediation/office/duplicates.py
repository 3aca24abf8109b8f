"""Cases logged twice: found when one is logged and again every night, listed in pairs side by side."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from mediation import db
from mediation.access import Reader, Scope
from mediation.domain import names
from mediation.domain.likeness import NEAR_DAYS, Sketch, likeness, pairs
from mediation.domain.worktime import station_day
from mediation.models.base import new_id
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.models.supervision import DuplicatePair
from mediation.office import board, history, supervision_staff
from mediation.office.book import Book
from mediation.office.history import Entry
from mediation.office.records.supervision import PairRow, PairsPage, TwinRow

ROWS_A_PAGE: Final = 10
SETTLED_SHOWN: Final = 10
NIGHTLY: Final = "nightly"


def look_for(session: Session, book: Book, *, actor: str, now: datetime) -> int:
    """Note the cases that a case just logged may repeat; return how many. Spelt alike or the same ID number.

    What is only written or sounds similar is left to the night, when the whole window is compared.
    """
    own = sketch_of(book)
    found = Window(session, book.case.station_id, own.received_on, own.received_on).alike(own)
    return sum(_add(session, book.case.station_id, own, other, signs, actor, now) for other, signs in found)


class Window:
    """The cases of a station received around some days, by names and ID numbers of their applicants."""

    def __init__(self, session: Session, station_id: str, first: date, last: date) -> None:
        self.session = session
        self.sketches: dict[str, Sketch] = {}
        self._at: dict[str, set[str]] = {}
        near = timedelta(days=NEAR_DAYS)
        query = (
            sa.select(col(Party.case_id), col(Party.name), col(Party.id_number_digest))
            .join(Case, col(Case.id) == col(Party.case_id))
            .where(
                col(Case.station_id) == station_id, col(Case.merged_into).is_(None), col(Party.side) == "applicant",
                col(Party.left_on).is_(None),
                col(Case.received_on) >= first - near, col(Case.received_on) <= last + near,
            )
        )  # fmt: skip
        for case_id, name, digest in session.execute(query):
            self._shelve(case_id, name, digest)

    def _shelve(self, case_id: str, name: str, digest: str | None) -> None:
        for mark in _marks(name, digest):
            self._at.setdefault(mark, set()).add(case_id)

    def add(self, sketch: Sketch) -> None:
        """Take in a case that isn't stored yet."""
        self.sketches[sketch.case_id] = sketch
        for name, digest in sketch.workers:
            self._shelve(sketch.case_id, name, digest)

    def alike(self, own: Sketch) -> list[tuple[Sketch, tuple[str, ...]]]:
        """Return the cases of the window that may be the same as `own`, each with the signs."""
        marks = [mark for name, digest in own.workers for mark in _marks(name, digest)]
        ids = set[str]().union(*(self._at.get(mark, ()) for mark in marks)) - {own.case_id}
        stored = ids - self.sketches.keys()
        if stored:
            self.sketches |= {one.case_id: one for one in _sketches(self.session, stored)}
        near = (self.sketches[one] for one in sorted(ids) if one in self.sketches)
        return [(other, signs) for other in near if (signs := likeness(own, other))]


def _marks(name: str, digest: str | None) -> list[str]:
    return [f"name:{names.plain(name)}", *([f"id:{digest}"] if digest else [])]


def search_all(session: Session | None = None, *, now: datetime) -> int:
    """Compare the cases of every station received in the last days with each other; return how many pairs are new."""
    if session is None:
        with db.transaction() as own:
            return search_all(own, now=now)
    since = station_day(now) - timedelta(days=2 * NEAR_DAYS)
    found = 0
    for station_id in session.exec(select(Station.id)).all():
        query = sa.select(col(DuplicatePair.case_id), col(DuplicatePair.other_id)).where(
            col(DuplicatePair.station_id) == station_id
        )
        known = {(row[0], row[1]) for row in session.execute(query)}
        for late, early, signs in pairs(_sketches(session, None, station_id=station_id, since=since)):
            if not {(late.case_id, early.case_id), (early.case_id, late.case_id)} & known:
                found += _add(session, station_id, late, early, signs, NIGHTLY, now)
    return found


def sketch_of(book: Book) -> Sketch:
    return Sketch(
        book.case.id, book.case.received_on,
        tuple((one.name, one.id_number_digest) for one in book.parties if one.side == "applicant"),
        tuple((one.firm_key or one.name, one.name) for one in book.parties if one.side == "respondent"),
        frozenset(one.kind for one in book.claims),
    )  # fmt: skip


def _sketches(
    session: Session, ids: Iterable[str] | None, *, station_id: str = "", since: date | None = None
) -> list[Sketch]:
    """Return what is compared of cases that weren't merged: of `ids`, or of a station since a day; three queries."""
    wanted: list[Any] = [col(Case.merged_into).is_(None)]
    wanted += [col(Case.id).in_(list(ids))] if ids is not None else []
    wanted += [col(Case.station_id) == station_id, col(Case.received_on) >= since] if since is not None else []
    days = sa.select(col(Case.id), col(Case.received_on)).where(*wanted)
    received = {row[0]: row[1] for row in session.execute(days)}
    workers: dict[str, list[tuple[str, str | None]]] = {}
    firms: dict[str, list[tuple[str, str]]] = {}
    kinds: dict[str, set[str]] = {}
    parties = sa.select(
        col(Party.case_id), col(Party.side), col(Party.name), col(Party.id_number_digest), col(Party.firm_key)
    )
    for case_id, side, name, digest, key in session.execute(
        parties.join(Case, col(Case.id) == col(Party.case_id)).where(*wanted, col(Party.left_on).is_(None))
    ):
        if side == "applicant":
            workers.setdefault(case_id, []).append((name, digest))
        else:
            firms.setdefault(case_id, []).append((key or name, name))
    claims = sa.select(col(Claim.case_id), col(Claim.kind)).join(Case, col(Case.id) == col(Claim.case_id))
    for case_id, kind in session.execute(claims.where(*wanted)):
        kinds.setdefault(case_id, set()).add(kind)
    return [
        Sketch(
            one, day, tuple(workers.get(one, ())), tuple(firms.get(one, ())), frozenset(kinds.get(one, ()))
        )
        for one, day in received.items()
    ]


def _add(
    session: Session, station_id: str, one: Sketch, other: Sketch, signs: tuple[str, ...], actor: str, now: datetime
) -> bool:
    """Note a pair, the case logged later first; tell whether it is new, whoever else notes it at this moment."""
    (early, number), (late, _) = _by_age(session, one.case_id, other.case_id)
    insert = sqlite.insert if db.is_sqlite(session) else postgresql.insert
    row = pair_values(station_id, late, early, signs, now)
    noted = insert(DuplicatePair).values(**row).on_conflict_do_nothing(index_elements=["case_id", "other_id"])
    fresh = session.execute(noted.returning(col(DuplicatePair.id))).scalar_one_or_none()
    if fresh is None:
        return False
    history.record_all(session, [pair_line(fresh, late, number)], station_id=station_id, actor=actor, now=now)
    return True


def pair_values(station_id: str, late: str, early: str, signs: tuple[str, ...], now: datetime) -> dict[str, Any]:
    """Return the values of a new pair, `late` the case logged later."""
    return {
        "id": new_id(), "station_id": station_id, "case_id": late, "other_id": early, "state": "open",
        "because": list(signs), "found_at": now, "settled_why": "",
    }  # fmt: skip


def pair_line(pair_id: str, late: str, number: str) -> Entry:
    """Return the history line of a new pair; `number` is that of the case logged first."""
    return Entry("duplicate.found", ("duplicate", pair_id), {"number": number}, late)


def _by_age(session: Session, one: str, other: str) -> list[tuple[str, str]]:
    """Return two cases with their numbers, the one logged first before the other."""
    both = sorted((*age_of(session, case_id), case_id) for case_id in (one, other))
    return [(case_id, number) for _, number, case_id in both]


def age_of(session: Session, case_id: str) -> tuple[datetime, str]:
    """Return when a case was received and its number."""
    query = sa.select(col(Case.received_at), col(Case.number)).where(col(Case.id) == case_id)
    found = session.execute(query).one()
    return found[0], found[1]


def _numbers(session: Session, ids: Iterable[str]) -> dict[str, str]:
    query = sa.select(col(Case.id), col(Case.number)).where(col(Case.id).in_(list(ids)))
    return {row[0]: row[1] for row in session.execute(query)}


def waiting() -> list[Any]:
    """Hold for a pair to settle; one whose case was merged elsewhere meanwhile rests until that is undone."""
    either = col(Case.id).in_([col(DuplicatePair.case_id), col(DuplicatePair.other_id)])
    merged = sa.select(1).where(either, col(Case.merged_into).is_not(None)).exists()
    return [col(DuplicatePair.state) == "open", ~merged]


def listing(session: Session, *, user: Reader, page: int = 1, case_id: str = "") -> PairsPage:
    """Return one page of the pairs to settle, those of `case_id` if given, and the pairs settled last."""
    scope = Scope(session, user)
    about = [sa.or_(col(DuplicatePair.case_id) == case_id, col(DuplicatePair.other_id) == case_id)] if case_id else []
    open_pairs = [*waiting(), *about]
    total = scope.count(DuplicatePair, *open_pairs)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    newest = scope.select(DuplicatePair).where(*open_pairs).order_by(col(DuplicatePair.found_at).desc())
    done = scope.select(DuplicatePair).where(col(DuplicatePair.state) != "open", *about)
    found = [
        *session.exec(newest.order_by(col(DuplicatePair.id)).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE)),
        *session.exec(done.order_by(col(DuplicatePair.settled_at).desc()).limit(SETTLED_SHOWN)),
    ]
    rows = _rows(scope, found)
    return PairsPage(
        tuple(row for row in rows if row.state == "open"), total, page, pages,
        tuple(row for row in rows if row.state != "open"),
    )  # fmt: skip


def of_case(scope: Scope, case_id: str) -> tuple[tuple[str, str, str], ...]:
    """Return (pair, other case, its number) of the pairs of a case that wait to be settled, for the case page."""
    found = scope.session.exec(
        scope.select(DuplicatePair).where(
            *waiting(),
            sa.or_(col(DuplicatePair.case_id) == case_id, col(DuplicatePair.other_id) == case_id),
        )
    ).all()
    others = {one.id: one.other_id if one.case_id == case_id else one.case_id for one in found}
    numbers = _numbers(scope.session, others.values()) if others else {}
    return tuple((pair, other, numbers[other]) for pair, other in others.items())


def merged_into(scope: Scope, case: Case) -> tuple[str, str] | None:
    """Return the case that goes on for one that was merged, with its number; None for any other."""
    if case.merged_into is None:
        return None
    kept = scope.session.exec(scope.select(Case).where(col(Case.id) == case.merged_into)).first()
    return (kept.id, kept.number) if kept else None


def _rows(scope: Scope, found: list[DuplicatePair]) -> list[PairRow]:
    session = scope.session
    ids = [one for pair in found for one in (pair.case_id, pair.other_id)]
    cases = {one.id: one for one in session.exec(scope.select(Case).where(col(Case.id).in_(ids)))}
    lists = {row.id: row for row in board.case_rows(session, list(cases.values()))}
    people = supervision_staff.names(scope)
    workers, firms = _parties(scope, ids)
    amounts = board.claimed(scope.session, ids)

    def twin(case_id: str) -> TwinRow:
        case = cases[case_id]
        return TwinRow(
            lists[case_id], case.state, case.summary, tuple(workers.get(case_id, ())), tuple(firms.get(case_id, ())),
            amounts.get(case_id), people.get(case.logged_by or "", ""),
        )  # fmt: skip

    return [
        PairRow(
            one.id, tuple(one.because), one.found_at, twin(one.case_id), twin(one.other_id), one.state,
            people.get(one.settled_by or "", ""), one.settled_at,
        )  # fmt: skip
        for one in found
    ]


def _parties(scope: Scope, ids: list[str]) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    workers: dict[str, list[tuple[str, str]]] = {}
    firms: dict[str, list[str]] = {}
    there = col(Party.case_id).in_(ids), col(Party.left_on).is_(None)
    query = scope.select(Party).where(*there).order_by(col(Party.position))
    for one in scope.session.exec(query):
        if one.side == "applicant":
            workers.setdefault(one.case_id, []).append((one.name, one.id_number_tail or ""))
        else:
            firms.setdefault(one.case_id, []).append(one.name)
    return workers, firms
