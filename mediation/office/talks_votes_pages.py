"""The page of votes: the draft, every vote with its arithmetic, and what may be done with it now."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.talks import order
from mediation.domain.talks import vote as counting
from mediation.domain.talks.wording import restored, text_of
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.models.talks_end import TalksVote
from mediation.office import (
    dates,
    rules,
    talks,
    talks_ballots,
    talks_pages,
    talks_standing,
    talks_state,
    talks_votes,
)
from mediation.office.reasons import law_record
from mediation.office.records import LawRecord, Said, Words
from mediation.office.records.talks import FindingRecord, TalksFrame
from mediation.office.talks_ballots import Standing
from mediation.office.talks_state import Gathered


@dataclass(frozen=True)
class ClauseText:
    """One clause as the draft says it."""

    key: str
    title: Words
    text: str


@dataclass(frozen=True)
class VoteRecord:
    """One vote: its row, the arithmetic and findings of its count, and for one by phone the turnout."""

    row: TalksVote
    steps: tuple[Said, ...]
    findings: tuple[FindingRecord, ...]
    standing: Standing | None
    over: bool


@dataclass(frozen=True)
class VotesPage:
    """The votes of one round, newest first; `open` names the clauses that keep the draft from being put to a vote.

    `unsigned`: the articles by which both chiefs sign the draft before the vote, where they haven't.
    """

    frame: TalksFrame
    row: Talks
    draft: tuple[ClauseText, ...]
    open: tuple[Words, ...]
    votes: tuple[VoteRecord, ...]
    may_plan: bool
    may_tell: bool
    unsigned: tuple[LawRecord, ...]


@dataclass(frozen=True)
class BallotPage:
    """What a delegate sees: whose agreement, its text, whether the vote is open and the code used."""

    firm: str
    number: str
    clauses: tuple[ClauseText, ...]
    until: datetime | None
    still_open: bool
    used: bool
    over: bool


def page(session: Session, talks_id: str, *, user: Reader, now: datetime) -> VotesPage:
    """Return the page of votes of one round; raises NotFound for one the user may not see."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    draft = talks_votes.draft_of(session, row)
    votes = talks_votes.votes_of(session, row)
    last = next((one for one in reversed(votes) if one.state != "cancelled"), None)
    waiting = last is not None and last.state in ("planned", "open")
    gathered = talks_state.gather(session, row)
    adopted = talks_standing.adopted(gathered, today=station_day(now)) is not None
    able = "talks.vote" in frame.may
    return VotesPage(
        frame, row, clause_texts(draft.clauses), tuple(_title(title) for title in draft.open.values()),
        tuple(_vote(session, row, one, now) for one in reversed(votes)),
        may_plan=able and not waiting and not adopted,
        may_tell=able and adopted and row.adoption_notice_on is None and not (last and _unclear(last)),
        unsigned=_unsigned(row, gathered, now),
    )  # fmt: skip


def ballot(session: Session, code: str, *, source: str, now: datetime) -> BallotPage:
    """Return the public page of a code; raises NotFound for another, TooMany for somebody who guesses."""
    vote, row, used = talks_ballots.by_code(session, code, source=source, now=now)
    return BallotPage(
        row.employer, row.number or "", clause_texts(vote.draft), vote.closes_at, talks_ballots.is_open(vote, now),
        used, vote.state in ("counted", "cancelled") or (vote.closes_at is not None and now >= vote.closes_at),
    )  # fmt: skip


def clause_texts(kept: Mapping[str, Any]) -> tuple[ClauseText, ...]:
    """Return stored clauses as text, in the order of the library."""
    library = talks_state.shelf(also=[kept])
    return tuple(
        ClauseText(key, _title(clause.title), text_of(clause, restored(clause, kept[key])))
        for key, clause in library.items()
        if key in kept
    )


def _vote(session: Session, row: Talks, vote: TalksVote, now: datetime) -> VoteRecord:
    standing = talks_ballots.standing(session, vote) if vote.way == "phone" else None
    over = vote.closes_at is not None and now >= vote.closes_at
    if vote.present is None or vote.state != "counted":
        return VoteRecord(vote, (), (), standing, over)
    outcome = counting.result(
        counting.Count(
            vote.delegates, vote.present, vote.yes or 0, vote.no or 0, vote.abstain or 0, vote.invalid or 0,
            vote.body, vote.secret,
        ),
        rows=talks_state.chain_of(row), on=vote.on,
    )  # fmt: skip
    steps = tuple(dates.said(one.stored()) for one in outcome.steps)
    found = tuple(talks.record_of(one) for one in outcome.findings)
    return VoteRecord(vote, steps, found, standing, over)


def _unsigned(row: Talks, found: Gathered, now: datetime) -> tuple[LawRecord, ...]:
    """Return the articles that a vote planned for today would offend for want of the chiefs' signatures."""
    today, book, calendar = station_day(now), rules.current().book, rules.current().calendar
    known = talks_state.state_of(found, today=today)
    failed = known.vote_on if known.adopted is False else known.voted_down_on
    planned = dataclasses.replace(known, vote_on=today, adopted=None, voted_down_on=failed)
    told = order.check(planned, rows=talks_state.chain_of(row), calendar=calendar, running=(), today=today)
    return tuple(law_record(book, key) for one in told if one.code == "signature" for key in one.law)


def _unclear(vote: TalksVote) -> bool:
    return vote.for_lawyer and vote.lawyer_cleared_on is None


def _title(title: Mapping[str, str]) -> Words:
    return Words(title["zh"], title.get("en", ""))


def today(now: datetime) -> str:
    """Return the station's day as forms write it."""
    return station_day(now).isoformat()
