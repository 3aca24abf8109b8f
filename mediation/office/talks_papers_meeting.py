"""Sessions and votes of wage talks as records: the minutes, the ballots, the congress's resolution (E04, E05)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.talks import vote as counting
from mediation.domain.talks.offers import Offer, Table, table
from mediation.domain.talks.place import Required, first_required
from mediation.domain.talks.wording import text_of
from mediation.models.talks import SIDES
from mediation.models.talks_end import TalksVote
from mediation.models.talks_table import TalksSession
from mediation.office import talks_state
from mediation.office.records import Said
from mediation.office.records.gaps import Paper
from mediation.office.talks_paper_sources import CONTRACTS, SIDE_NAMES, Sources, base, seat, shown, side
from mediation.office.talks_paper_sources import (
    SIDES as SIDE_WORDS,
)
from mediation.office.talks_papers_terms import GONE, year_of

BODIES: Final = {"congress": "职工代表大会", "all_staff": "职工大会"}
MOST_TICKETS: Final = 600
NO_SESSION: Final = N_("还没有登记举行过的协商会议")
NO_HOUR: Final = N_("没有填写会议开始的时间")
NO_PLACE: Final = N_("没有填写会议地点")
NO_CHAIR: Final = N_("没有填写会议主持人")
NO_TOPICS: Final = N_("没有选定会议议题")
NOBODY: Final = N_("没有登记到会的%(side)s代表")
NO_VOTE: Final = N_("还没有安排表决")
NOT_COUNTED: Final = N_("还没有登记计票结果")
NO_VOTE_PLACE: Final = N_("没有填写表决的地点")
NO_VOTE_RULE: Final = N_("该地区的规则没有写明表决的比例")

_NAMES = re.compile(r"[、，,；;\n]+")
_OFFICES = re.compile(r"(计票人|监票人|计票|监票)\s*[:：]?")


def minutes(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the minutes of one session: who was there, what each side proposed by then, what was agreed."""
    held = sources.session(paper.about)
    record = base(sources, sources.law("minutes", on=held.on if held else None))
    if held is None:
        sources.lacks(NO_SESSION, "sessions")
        return record
    chairs = names_in(held.chair)
    for value, message in ((held.begins, NO_HOUR), (held.place, NO_PLACE), (chairs, NO_CHAIR)):
        if not value:
            sources.lacks(message, "sessions")
    return {
        **record, "session_number": held.number, "held_on": held.on.isoformat(), "began_at": held.begins,
        "ended_at": held.ends, "place": held.place, "chairs": chairs, "recorder": held.recorder,
        "worker_side": side(sources, "workers", held.on), "employer_side": side(sources, "employer", held.on),
        **_attendance(sources, held), "observers": names_in(held.guests),
        "information": _information(sources, held), "topics": _topics(sources, held),
        "workers_said": held.said_workers, "employer_said": held.said_employer, "concluded": held.result,
        **_next(sources, held),
    }  # fmt: skip


def names_in(text: str) -> list[str]:
    """Return the names of a list as people type them."""
    return [one.strip() for one in _NAMES.split(text) if one.strip()]


def _attendance(sources: Sources, held: TalksSession) -> dict[str, Any]:
    found: dict[str, Any] = {"absent": []}
    for which in SIDES:
        members = [one for one in sources.found.members if one.side == which]
        there = sorted((one for one in members if one.id in held.attended), key=lambda one: not one.chief)
        found[which] = [seat(one) for one in there]
        found["absent"] += [one.name for one in sources.members(which, held.on) if one.id not in held.attended]
        if not there:
            sources.lacks(NOBODY, "sessions", side=Said(SIDE_NAMES[which]))
    return found


def _information(sources: Sources, held: TalksSession) -> list[str]:
    """Return what was given between the session before and this one, and what was refused."""
    before = max((one.on for one in sources.found.sessions if one.state == "held" and one.on < held.on), default=None)
    told = []
    for one in sources.found.asks:
        who = SIDE_WORDS[one.asked]
        if one.given_on is not None and one.given_on <= held.on and (before is None or one.given_on > before):
            what, secret = one.what.rstrip("。"), "（约定保密）" if one.secret else ""
            told.append(f"{who}于{shown(one.given_on)}提供：{what}{secret}。")
        elif one.given_on is None and one.refused_why and one.asked_on <= held.on:
            told.append(f"{who}没有提供：{one.what.rstrip('。')}。理由：{one.refused_why}")
    return told


def _topics(sources: Sources, held: TalksSession) -> list[dict[str, str]]:
    """Return each topic with what the sides had on the table by the session's day and what came of it."""
    library = sources.library
    keys = [key for key in held.topics if key in library]
    if not keys:
        sources.lacks(NO_TOPICS, "sessions")
    try:
        offers = talks_state.offers_of([one for one in sources.offers if one.made_on <= held.on], library)
    except KeyError:
        sources.lacks(GONE, "rounds")
        return []
    now_on = table(offers, sources.row.agenda, library)
    return [_topic(sources, key, now_on, offers) for key in keys]


def _topic(sources: Sources, key: str, now_on: Table, offers: Iterable[Offer]) -> dict[str, str]:
    clause, state = sources.library[key], now_on.clauses.get(key)
    told = {"title": clause.title["zh"]}
    for offer in offers:
        if key in offer.clauses:
            told[offer.side] = text_of(clause, offer.clauses[key])
    if state is not None and state.agreed is not None:
        return {**told, "outcome": "agreed", "result": text_of(clause, state.agreed.values)}
    return {**told, "outcome": "withdrawn" if state is not None and state.state == "withdrawn" else "open"}


def _next(sources: Sources, held: TalksSession) -> dict[str, Any]:
    row = sources.row
    later = [one for one in sources.found.sessions if one.on > held.on and one.state != "cancelled"]
    after = min(later, key=lambda one: one.on, default=None)
    found: dict[str, Any] = {}
    if row.suspended_on is not None and row.suspended_on == held.on:
        until = f"，约定于{shown(row.resume_on)}恢复协商" if row.resume_on else ""
        found["suspended"] = f"自{shown(row.suspended_on)}起中止{until}。"
    if after is not None:
        found |= {"next_on": after.on.isoformat(), "next_at": after.begins, "next_place": after.place}
    return found


def body_name(sources: Sources, vote: TalksVote) -> str:
    """Return what the body that votes is called."""
    return f"{sources.row.employer}{BODIES[vote.body]}"


def draft_title(sources: Sources, vote: TalksVote) -> str:
    """Return what the draft put to a vote is called."""
    return f"{year_of(sources, vote.draft)}{CONTRACTS[sources.row.contract]}（草案）"


def ballots(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the paper ballots of a vote, one for each who may vote; of very many votes the first six hundred."""
    vote = sources.vote(paper.about)
    if vote is None:
        sources.lacks(NO_VOTE, "votes")
        return {}
    return {
        "organisation": sources.station.organisation_name, "body_name": body_name(sources, vote),
        "draft_title": draft_title(sources, vote), "held_on": vote.on.isoformat(),
        "tickets": min(vote.delegates, MOST_TICKETS),
    }  # fmt: skip


def resolution(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return what the congress decided, with the count held against the shares of all delegates."""
    vote = sources.vote(paper.about)
    on = vote.on if vote else sources.on
    record = base(sources, sources.law("vote.majority", on=on))
    if vote is None:
        sources.lacks(NO_VOTE, "votes")
        return record
    if vote.state != "counted" or vote.present is None:
        sources.lacks(NOT_COUNTED, "votes")
        return record
    if not vote.meeting_place:
        sources.lacks(NO_VOTE_PLACE, "votes")
    papers = sources.period("talks.papers")
    count = counting.Count(vote.delegates, vote.present, vote.yes or 0, vote.no or 0, vote.abstain or 0,
                           vote.invalid or 0, vote.body, vote.secret)  # fmt: skip
    return {
        **record, "body": vote.body, "body_name": body_name(sources, vote), "employer": sources.row.employer,
        "held_on": on.isoformat(), "place": vote.meeting_place, "draft_title": draft_title(sources, vote),
        "papers_sent_on": vote.papers_sent_on.isoformat() if vote.papers_sent_on else None,
        "papers_law": sources.articles(papers.law) if papers and vote.papers_sent_on else [],
        "delegates": vote.delegates, "present": vote.present, "yes": count.yes, "no": count.no,
        "abstain": count.abstain, "invalid": count.invalid, "secret": bool(vote.secret),
        "secret_law": sources.law("vote.secret", on=on), **_checked(sources, vote, count),
        "officers": names_in(_OFFICES.sub("", vote.counters)),
    }  # fmt: skip


def _checked(sources: Sources, vote: TalksVote, count: counting.Count) -> dict[str, Any]:
    """Return the two checks, each with its own articles, and what was found besides."""
    rows = {name: first_required(sources.chain, f"vote.{name}", vote.on) for name in ("quorum", "majority")}
    if None in rows.values():
        sources.lacks(NO_VOTE_RULE, "base")
        return {}
    outcome = counting.result(count, rows=sources.chain, on=vote.on)
    adopted = bool(vote.adopted)
    wrong = [one.text() for one in outcome.findings if one.severity == "error"]
    notes = [one.text() for one in outcome.findings if one.severity == "warning" and one.code != "vote.majority"]
    reached = outcome.quorum.holds and outcome.majority.holds
    return {
        "quorum": _check(sources, outcome.quorum, rows["quorum"]),
        "majority": _check(sources, outcome.majority, rows["majority"]), "adopted": adopted,
        "why_not": "" if adopted or not reached else f"{'；'.join(wrong)}。", "notes": [f"{one}。" for one in notes],
    }  # fmt: skip


def _check(sources: Sources, share: counting.Share, row: Required | None) -> dict[str, Any]:
    return {
        "part": share.part, "whole": share.whole, "least": str(share.least), "needed": share.needed,
        "holds": share.holds, "exact": share.exact, "law": sources.articles(row.row.law if row else ()),
    }  # fmt: skip
