"""What came of one round of talks: agreed against asked, the figures, the promises with their proof and signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.domain.talks import outcomes
from mediation.domain.talks.clauses import ClauseField, Library, Value, Values
from mediation.domain.talks.offers import Offer
from mediation.domain.talks.wording import restored, written
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.models.talks_end import Promise
from mediation.office import rules, talks_pages, talks_signs, talks_state, talks_votes
from mediation.office.reasons import law_record
from mediation.office.records import LawRecord, Words
from mediation.office.records.talks import TalksFrame
from mediation.office.talks_signs import SignRecord

CLAIM_LAW = ("lcl-56", "mr33-5")


@dataclass(frozen=True)
class FieldLine:
    """One field of a clause: what was asked and what is agreed as text, and the share of it (hundredths of a %)."""

    title: Words
    asked: str
    agreed: str
    share: int | None


@dataclass(frozen=True)
class ClauseLine:
    """One clause: how far what was asked was met (`outcomes.MET`), field by field."""

    title: Words
    met: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class PromiseRecord:
    """One promise with its signs; `days_left` to its last day."""

    row: Promise
    title: Words
    signs: tuple[SignRecord, ...]
    days_left: int
    may_prove: bool


@dataclass(frozen=True)
class OutcomePage:
    """The outcome of one round; `adopted` tells whether what is agreed was adopted or is still a draft."""

    frame: TalksFrame
    row: Talks
    adopted: bool
    lines: tuple[ClauseLine, ...]
    summary: outcomes.Summary
    promises: tuple[PromiseRecord, ...]
    claim_law: tuple[LawRecord, ...]


def page(session: Session, talks_id: str, *, user: Reader, now: datetime) -> OutcomePage:
    """Return the outcome of one round; raises NotFound for one the user may not see."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    asked, agreed, adopted, library = terms(session, row)
    book = rules.current().book
    return OutcomePage(
        frame, row, adopted, tuple(_line(one, library) for one in outcomes.against(asked, agreed, library)),
        outcomes.summary(asked, agreed, library, heads=row.staff or 0),
        promises(session, row, user=user, today=station_day(now)),
        tuple(law_record(book, key) for key in CLAIM_LAW),
    )  # fmt: skip


def terms(session: Session, row: Talks) -> tuple[dict[str, Values], dict[str, Values], bool, Library]:
    """Return what the side that asked for the talks first asked for, what is agreed, whether it was adopted, by what.

    The library has stand-ins for clauses that were recorded and that it has no more.
    """
    rows, votes = talks_state.offer_rows(session, row), talks_votes.votes_of(session, row)
    library = talks_state.shelf(rows, votes)
    asked = first_asked(talks_state.offers_of(rows, library), row.proposer)
    vote = next((one for one in reversed(votes) if one.adopted), None)
    kept: Mapping[str, Any] = vote.draft if vote else talks_votes.draft_of(session, row).clauses
    return asked, {key: restored(library[key], values) for key, values in kept.items()}, vote is not None, library


def first_asked(offers: list[Offer], side: str) -> dict[str, Values]:
    """Return a side's first offer of each clause."""
    found: dict[str, Values] = {}
    for offer in offers:
        if offer.side == side:
            found = {**dict(offer.clauses), **found}
    return found


def promises(session: Session, row: Talks, *, user: Reader, today: date) -> tuple[PromiseRecord, ...]:
    """Return the promises of one round with the cases that speak against them."""
    library = talks_state.library()
    query = select(Promise).where(Promise.talks_id == row.id)
    found = session.exec(query.order_by(col(Promise.until), col(Promise.clause)))
    signs = talks_signs.of_talks(session, row, user=user)
    return tuple(
        PromiseRecord(
            one, _title(library, one.clause), signs.get(one.id, ()),
            (one.until - today).days, today >= one.starts_on,
        )
        for one in found
    )  # fmt: skip


def due(session: Session, *, user: Reader, today: date, days: int = 7) -> int:
    """Count the open promises the user may see whose last day is near or past without proof."""
    scope = Scope(session, user)
    near = col(Promise.until) <= date.fromordinal(today.toordinal() + days)
    return scope.count(Promise, col(Promise.state) == "open", near, col(Promise.proved_on).is_(None), sa.true())


def _title(library: Library, clause: str) -> Words:
    """Return what a clause is called; one that the library has no more is called by its key."""
    known = library.get(clause)
    return Words(known.title["zh"], known.title["en"]) if known else Words(clause)


def _line(one: outcomes.ClauseOutcome, library: Library) -> ClauseLine:
    clause = library[one.clause]
    fields = tuple(
        FieldLine(
            Words(field.field.title["zh"], field.field.title["en"]), _text(field.field, field.asked),
            _text(field.field, field.agreed), field.share,
        )
        for field in one.fields
    )  # fmt: skip
    return ClauseLine(Words(clause.title["zh"], clause.title["en"]), one.met, fields)


def _text(field: ClauseField, value: Value | None) -> str:
    return "" if value is None else written(field, value)
