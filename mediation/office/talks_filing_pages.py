"""The page of filing and publication: the pack, the authority's answer, effect with its arithmetic, term, renewal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.talks.clocks import Effect
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.models.talks_end import TalksFiling, TalksVote
from mediation.office import rules, talks_pack, talks_pages, talks_paper_sources, talks_standing, talks_state
from mediation.office.reasons import law_record
from mediation.office.records import LawRecord, Words
from mediation.office.records.talks import PeriodRecord, TalksFrame
from mediation.office.records.talks_papers import PieceRecord
from mediation.office.talks_paper_sources import Sources
from mediation.office.talks_papers_filing import signed_on

CLOCKS: Final = ("talks.filing", "talks.filing_reminder", "talks.objection", "talks.publication")
RENEWAL: Final = ("talks.term", "talks.renewal")


@dataclass(frozen=True)
class FilingRecord:
    """One filing with the clauses that the authority objected to; `late`: the objection came after the period."""

    row: TalksFiling
    clauses: tuple[Words, ...]
    late: bool


@dataclass(frozen=True)
class FilingPage:
    """Everything between adoption and expiry; `may` names the deeds that are open now."""

    frame: TalksFrame
    row: Talks
    vote: TalksVote | None
    signed_on: date | None
    pieces: tuple[PieceRecord, ...]
    filings: tuple[FilingRecord, ...]
    effect: Effect | None
    effect_laws: tuple[LawRecord, ...]
    objected: bool
    choices: tuple[tuple[str, Words], ...]
    periods: tuple[PeriodRecord, ...]
    renewal: tuple[PeriodRecord, ...]
    may: frozenset[str]

    @property
    def complete(self) -> bool:
        """Tell whether no piece of the pack is missing."""
        return all(one.gap is None for one in self.pieces)


def page(session: Session, talks_id: str, *, user: Reader, now: datetime) -> FilingPage:
    """Return the page of filing of one round; raises NotFound for one the user may not see."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    today = station_day(now)
    sources = talks_paper_sources.gather(session, row, today=today)
    found = sources.found
    effect = talks_standing.in_force(found, today=today)
    standing = talks_standing.objection(found, today=today)
    book, vote = rules.current().book, sources.adopted
    periods = talks_pages.periods(session, row, today=today)
    return FilingPage(
        frame, row, vote, signed_on(sources, vote) if vote else None, talks_pack.pieces(sources),
        tuple(_filing(one, effect) for one in reversed(found.filings)), effect,
        tuple(law_record(book, key) for key in effect.law) if effect else (), standing is not None, _choices(sources),
        tuple(one for one in periods if one.clock in CLOCKS), tuple(one for one in periods if one.clock in RENEWAL),
        frozenset(_open(sources, effect)) if "talks.edit" in frame.may else frozenset(),
    )  # fmt: skip


def _filing(row: TalksFiling, effect: Effect | None) -> FilingRecord:
    library = talks_state.library()
    clauses = tuple(
        Words(library[key].title["zh"], library[key].title.get("en", "")) if key in library else Words(key)
        for key in row.objected_clauses.split(",")
        if key
    )
    return FilingRecord(row, clauses, row.objected_on is not None and effect is not None)


def _choices(sources: Sources) -> tuple[tuple[str, Words], ...]:
    """Return the clauses of the text last adopted, of which the authority may object to some."""
    last = next((one for one in reversed(sources.found.votes) if one.adopted), None)
    return tuple(
        (key, Words(clause.title["zh"], clause.title.get("en", "")))
        for key, clause in sources.library.items()
        if last is not None and key in last.draft
    )


def _open(sources: Sources, effect: Effect | None) -> Iterable[str]:
    """Yield the deeds that are open now; the office holds them against the law once more."""
    filing = sources.found.filing
    waiting = filing is not None and filing.objected_on is None and filing.opinion_on is None
    if effect is None and not waiting:
        yield "authority"
    if sources.adopted is not None:
        yield "sign"
    if effect is None and not waiting and (sources.adopted is not None or filing is not None):
        yield "file"
    if waiting:
        yield from ("objection", "opinion")
    if filing is not None:
        yield "retract"
    if effect is not None:
        yield "publish"
