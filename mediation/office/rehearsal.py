"""Rehearse a draft of rules on stored cases: which referrals, dates, escalations would move, at which desk, for whom.

Nothing is written. Open cases are decided as they stand now, which is what publishing would do; closed ones as they
were when they were logged. Cases are read in chunks, by two processes where they are many.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date, datetime
from multiprocessing import get_context
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import config, db, places
from mediation.config import Settings
from mediation.domain import rehearsal
from mediation.domain.decision import NoLead
from mediation.domain.rehearsal import Change, Rehearsal
from mediation.domain.rulebook import RuleBook, load_files
from mediation.models.case import Case
from mediation.models.user import User
from mediation.office import rehearsal_rows, rule_beside
from mediation.office.rehearsal_rows import Stations, Stood
from mediation.office.rule_beside import Beside
from mediation.office.rule_texts import Files
from mediation.office.station_change import StationChange
from mediation.office.sweep_report import OF_A_ROW

CHUNK: Final = 200
FEW: Final = 600
"""So many cases are decided here: two more processes would take longer to start."""
PROCESSES: Final = 2
PATIENT: Final = (100_000, 20, 100)

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Wanted:
    """Which cases, by which books, as of when.

    `all`: received since `since`; `recent`: these and every open one; `open`: the open ones. `as_of`: cases received
    earlier are judged as if received that day. `station`: what one station would go by; then only its cases.
    """

    book: Files
    draft: Files
    now: datetime
    since: date | None = None
    as_of: date | None = None
    which: Literal["all", "recent", "open"] = "all"
    station: StationChange | None = None


@dataclass(frozen=True)
class Moved:
    """One case that a draft would move."""

    case_id: str
    station_id: str
    number: str
    live: bool
    people: dict[str, str]
    changes: Sequence[Change]


@dataclass
class Report:
    """What a rehearsal found: how many cases it decided, which move, which the draft leaves without a desk.

    `faults` name the cases that couldn't be decided at all, `beside` is what else moves: periods of wage talks, dates
    of agreements, duty days.
    """

    now: str
    draft: str
    cases: int = 0
    live: int = 0
    moved: list[Moved] = field(default_factory=list)
    leaderless: list[str] = field(default_factory=list)
    faults: list[dict[str, str]] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    def by_desk(self) -> dict[str, dict[str, int]]:
        """Return what moves by desk."""
        return rehearsal.tally(one.changes for one in self.moved)

    def by_person(self) -> dict[str, dict[str, int]]:
        """Return what moves at the referrals of each person, by user id; what lies at nobody is left out."""
        return rehearsal.tally(
            [{**change, "desk": one.people[change["desk"]]} for change in one.changes if change["desk"] in one.people]
            for one in self.moved
        )


def rehearse(wanted: Wanted, *, progress: Progress | None = None, processes: int = PROCESSES) -> Report:
    """Decide the wanted cases by both books and return what would move. Raises RuleFault for a faulty draft."""
    book, draft = book_of(wanted.book), book_of(wanted.draft)
    report = Report(book.digest, draft.digest)
    with db.reading() as session:
        ids = _ids(session, wanted)
        if wanted.as_of is None and wanted.station is None:
            report.beside = rule_beside.foreseen(session, book, draft, now=wanted.now)
    chunks = [ids[first : first + CHUNK] for first in range(0, len(ids), CHUNK)]
    parts = _parts(chunks, wanted, book, draft, processes if len(ids) > FEW else 1)
    for done, part in enumerate(parts, 1):
        report.cases, report.live = report.cases + part.cases, report.live + part.live
        report.moved += part.moved
        report.leaderless += part.leaderless
        report.faults += part.faults
        if progress:
            progress(min(done * CHUNK, len(ids)), len(ids))
    report.moved.sort(key=lambda one: (not one.live, one.number, one.case_id))
    report.leaderless.sort()
    return report


def book_of(files: Files) -> RuleBook:
    """Return the book that some files make, from the cache where it was found good before. Raises RuleFault."""
    return load_files(files, cache=places.cache_dir(config.settings().data_dir))


def raised_by(*books: RuleBook) -> frozenset[str]:
    """Return the rules of the books whose escalations a decision raises; the others are the sweep's."""
    return frozenset(rule.id for book in books for rule in book.versions("escalation"))


def names(session: Session, people: Iterable[str]) -> dict[str, str]:
    """Return how people are called, by user id."""
    query = sa.select(col(User.id), col(User.display_name)).where(col(User.id).in_(sorted(set(people))))
    return {row[0]: row[1] for row in session.execute(query)}


def _parts(
    chunks: Sequence[Sequence[str]], wanted: Wanted, book: RuleBook, draft: RuleBook, processes: int
) -> Iterator[Report]:
    if processes == 1:
        work = _Work(book, draft, wanted)
        yield from (work.part(ids) for ids in chunks)
        return
    started = (config.settings(), wanted)
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin, initargs=started) as pool:
        for one in as_completed([pool.submit(_go, ids) for ids in chunks]):
            yield one.result()


class _Work:
    """Decides chunks of cases, in this process or in one of its own."""

    def __init__(self, book: RuleBook, draft: RuleBook, wanted: Wanted) -> None:
        both = Rehearsal(book, draft, as_of=wanted.as_of)
        self.both, self.now, self.stations, self.change = both, wanted.now, Stations(), wanted.station
        self.forecasting = wanted.as_of is None
        self.raising = raised_by(book, draft)

    def part(self, ids: Sequence[str]) -> Report:
        """Return what moves among the cases with these ids."""
        report = Report("", "")
        with db.reading() as session:
            cases = rehearsal_rows.stood(session, ids, self.stations, now=self.now)
            report.cases, report.live = len(cases), sum(one.live for one in cases)
            differing = []
            for one in cases:
                try:
                    found = self.both.moved(*(self.change.asked(one.asked) if self.change else (one.asked,)))
                except NoLead:
                    report.leaderless.append(one.book.case.number)
                except OF_A_ROW as fault:
                    why = f"{type(fault).__name__}: {fault}"[:300]
                    report.faults.append({"where": one.book.case.number, "why": why})
                else:
                    differing += [(one, *found)] if found is not None else []
            report.moved = self._moved(session, differing)
        return report

    def _moved(
        self, session: Session, differing: Sequence[tuple[Stood, rehearsal.Picture, rehearsal.Picture]]
    ) -> list[Moved]:
        """Return the changes: of open cases against what stands on them now, of closed ones against the other book."""
        live = [one for one, _, _ in differing if one.live and self.forecasting]
        rows = rehearsal_rows.pictures(session, live, self.raising)
        met = rehearsal_rows.met(session, live)
        found = []
        for one, before, after in differing:
            case = one.book.case
            if case.id in rows:
                before = rows[case.id]
                stays = {key: date for key, date in before.dates.items() if key in met[case.id]}
                after.dates = {**stays, **after.dates}
            changes = [self._named(one, change) for change in rehearsal.changes(before, after)]
            if changes:
                found.append(Moved(case.id, case.station_id, case.number, one.live, one.people, changes))
        return found

    def _named(self, one: Stood, change: Change) -> Change:
        """Name the claim that a date is about by its kind: its place says nothing to a reader."""
        of: Any = change.get("of")
        return {**change, "claim": one.book.claims[of].kind} if isinstance(of, int) else change


_here: list[_Work] = []


def _begin(settings: Settings, wanted: Wanted) -> None:
    """Make a new process ready: its settings, its books."""
    config.use(settings)
    book, draft = book_of(wanted.book), book_of(wanted.draft)
    _here[:] = [_Work(book, draft, wanted)]
    gc.collect()
    gc.freeze()
    gc.set_threshold(*PATIENT)  # hardly anything of a chunk is garbage before its end


def _go(ids: Sequence[str]) -> Report:
    return _here[0].part(ids)


def _ids(session: Session, wanted: Wanted) -> list[str]:
    """Return the wanted cases in the order they were received; a case merged into another counts with that one."""
    query = sa.select(col(Case.id)).where(col(Case.merged_into).is_(None))
    if wanted.station is not None:
        query = query.where(col(Case.station_id) == wanted.station.station_id)
    still_open, received = col(Case.state) == "open", col(Case.received_on) >= (wanted.since or date.min)
    if wanted.which != "all":
        query = query.where(still_open if wanted.which == "open" else sa.or_(still_open, received))
    elif wanted.since is not None:
        query = query.where(received)
    return list(session.execute(query.order_by(col(Case.received_at), col(Case.id))).scalars())

