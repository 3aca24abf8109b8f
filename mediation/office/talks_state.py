"""One round of wage talks gathered from its tables, as the domain wants it: state, teams, firm, offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from sqlmodel import Session, SQLModel, col, select

from mediation.domain.talks import state, teams
from mediation.domain.talks.clauses import Library
from mediation.domain.talks.gone import with_gone
from mediation.domain.talks.offers import Offer
from mediation.domain.talks.place import TalksPlace, chain
from mediation.domain.talks.wording import restored
from mediation.domain.worktime import station_day
from mediation.models.talks import SIDES, Talks, TalksFirm, TalksMember, TalksStep
from mediation.models.talks_end import Promise, PromiseSign, TalksFiling, TalksVote
from mediation.models.talks_table import TalksAsk, TalksOffer, TalksSession
from mediation.office import rules

M = TypeVar("M", bound=SQLModel)
PLAIN = (
    "contract", "proposer", "contract_until", "proposed_on", "received_on", "replied_on", "reply", "refusal_reason",
    "reason_valid", "agreed_later_on", "suspended_on", "resume_on", "resumed_on", "deadlock_on", "draft_signed_on",
    "adoption_notice_on", "signed_on", "published_on", "term_from", "term_until", "renewal_proposed_on",
    "change_asked_on",
    "coordination_asked_on", "coordination_accepted_on", "coordination_extended", "coordination_ended_on", "ended_on",
)  # fmt: skip
"""Columns that the domain's state has under the same name."""
TERM = ("term_from", "term_until")
"""Those that hold of a contract: what is agreed at the table has no term that runs before it is adopted."""


CLAIMED: Final = "claim_performance"
"""The step that is taken by claiming of the firm what it broke; noted with the promise (office/talks_promises)."""


@dataclass(frozen=True)
class Breach:
    """A case that was found to break a promise: its day, the day it was found, the day the union claimed of it."""

    day: date
    found_on: date
    claimed_on: date | None


@dataclass
class Gathered:
    """The rows of one round, each list in its order."""

    talks: Talks
    firms: list[TalksFirm]
    members: list[TalksMember]
    sessions: list[TalksSession]
    asks: list[TalksAsk]
    votes: list[TalksVote]
    filings: list[TalksFiling]
    steps: list[TalksStep]
    breaches: list[Breach]

    @property
    def vote(self) -> TalksVote | None:
        """Return the last vote that wasn't called off."""
        return next((one for one in reversed(self.votes) if one.state != "cancelled"), None)

    @property
    def filing(self) -> TalksFiling | None:
        """Return the last filing."""
        return self.filings[-1] if self.filings else None


def gather(session: Session, talks: Talks) -> Gathered:
    """Return everything recorded of one round besides its offers; the caller may see the talks."""
    return Gathered(
        talks,
        _rows(session, TalksFirm, talks, TalksFirm.position),
        _rows(session, TalksMember, talks, TalksMember.position, TalksMember.since),
        _rows(session, TalksSession, talks, TalksSession.number),
        _rows(session, TalksAsk, talks, TalksAsk.asked_on),
        _rows(session, TalksVote, talks, TalksVote.number),
        _rows(session, TalksFiling, talks, TalksFiling.number),
        _rows(session, TalksStep, talks, TalksStep.taken_on),
        _breaches(session, talks),
    )


def _breaches(session: Session, talks: Talks) -> list[Breach]:
    """Return the breaches of promises that stand broken, the earliest first; promises begin with the contract."""
    if talks.effective_on is None:
        return []
    query = (
        select(PromiseSign, Promise)
        .join(Promise, col(Promise.id) == col(PromiseSign.promise_id))
        .where(PromiseSign.talks_id == talks.id, PromiseSign.state == "breach", Promise.state == "broken")
        .order_by(col(PromiseSign.day), col(PromiseSign.id))
    )
    rows = session.exec(query)
    return [Breach(sign.day, station_day(sign.found_at), promise.claimed_on) for sign, promise in rows]


def _rows(session: Session, model: type[M], talks: Talks, *order: object) -> list[M]:
    of_talks = model.talks_id == talks.id  # type: ignore[attr-defined]
    return list(session.exec(select(model).where(of_talks).order_by(*order, model.id)))  # type: ignore[attr-defined,arg-type]


def chain_of(talks: Talks) -> tuple[TalksPlace, ...]:
    """Return the place of the talks and the wider ones it stands beside, nearest first."""
    return chain(rules.current().book.places, talks.place)


def library() -> Library:
    """Return the clause library in use."""
    return rules.current().book.clauses


def shelf(
    offers: Iterable[TalksOffer] = (), votes: Iterable[TalksVote] = (), *, also: Iterable[Mapping[str, Any]] = ()
) -> Library:
    """Return the library with stand-ins for whatever it has no more of what these rows keep (domain.talks.gone)."""
    rows = list(offers)
    named = {key for one in rows for keys in (one.accepts, one.withdraws, one.reopens, *one.packages) for key in keys}
    return with_gone(library(), [*(one.clauses for one in rows), *(one.draft for one in votes), *also], sorted(named))


def unit_of(talks: Talks) -> teams.Unit:
    """Return what of the firm matters for its teams."""
    concluded = talks.term_until if talks.effective_on is not None else None
    return teams.Unit(
        talks.unionised, talks.women_committee, talks.staff, talks.consenting, talks.contract_until, concluded
    )


def team_of(members: Iterable[TalksMember]) -> list[teams.Representative]:
    """Return the representatives of both sides, as the domain checks them."""
    return [
        teams.Representative(
            name=one.name, side=one.side, since=one.since, chief=one.chief, post=one.post, chosen=one.chosen,
            outsider=one.outsider, woman=one.woman, until=one.until, replaces=one.replaces,
            contract_until=one.contract_until,
        )
        for one in members
    ]  # fmt: skip


def state_of(found: Gathered, *, today: date) -> state.Talks:
    """Return the recorded days as the domain wants them; the last vote that wasn't called off counts."""
    talks, vote = found.talks, found.vote
    concluded = vote is not None and vote.adopted is True
    held = [one for one in found.sessions if one.state != "cancelled"]
    return state.Talks(
        **{name: getattr(talks, name) for name in PLAIN if concluded or name not in TERM},
        mandatory=bool(talks.matters),
        named={
            side: day
            for side, day in zip(SIDES, (talks.named_workers_on, talks.named_employer_on), strict=True)
            if day is not None
        },
        vacancies=teams.vacancies(team_of(found.members), unit_of(talks), today=today),
        requests=tuple(state.Request(one.asked, one.asked_on, one.given_on) for one in found.asks),
        first_session_on=min((one.on for one in held), default=talks.planned_on),
        sessions=tuple(state.Session(one.on, _signed(one)) for one in held if one.state == "held"),
        papers_sent_on=vote.papers_sent_on if vote else talks.papers_sent_on,
        vote_on=vote.on if vote else None,
        adopted=vote.adopted if vote else None,
        voted_down_on=max((one.on for one in found.votes if one.adopted is False and one is not vote), default=None),
        filings=tuple(state.Filing(one.received_on, one.objected_on, one.opinion_on) for one in found.filings),
        steps_taken={**_claimed(found.breaches), **{one.step: one.taken_on for one in found.steps}},
        breach_on=min((one.found_on for one in found.breaches), default=None),
    )  # fmt: skip


def _claimed(breaches: Iterable[Breach]) -> dict[str, date]:
    """Return the step of claiming performance, taken once everything broken was claimed."""
    days = [one.claimed_on for one in breaches]
    known = [day for day in days if day is not None]
    return {CLAIMED: max(known)} if known and len(known) == len(days) else {}


def _signed(row: TalksSession) -> tuple[str, ...]:
    days = zip(SIDES, (row.signed_workers_on, row.signed_employer_on), strict=True)
    return tuple(side for side, day in days if day is not None)


def offer_rows(session: Session, talks: Talks) -> list[TalksOffer]:
    """Return the rows of all offers, in the order in which they were made."""
    query = select(TalksOffer).where(TalksOffer.talks_id == talks.id)
    return list(session.exec(query.order_by(col(TalksOffer.position))))


def offers_of(rows: Iterable[TalksOffer], clauses: Library) -> list[Offer]:
    """Return the offers as the domain follows them."""
    return [
        Offer(
            side=one.side, round=one.round,
            clauses={key: restored(clauses[key], values) for key, values in one.clauses.items()},
            packages=tuple(frozenset(package) for package in one.packages), withdraws=frozenset(one.withdraws),
            accepts=frozenset(one.accepts), reopens=frozenset(one.reopens),
        )
        for one in rows
    ]  # fmt: skip
