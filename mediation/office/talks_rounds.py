"""Offers and counter-offers: noted round by round, held against the table and the law, taken back the same day."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import access
from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.talks import floors, movement, order
from mediation.domain.talks.clauses import Library, Values
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.floors import Standards
from mediation.domain.talks.offers import OTHER, TWICE, ClauseState, Offer, Table, follow
from mediation.domain.talks.wording import stored, text_of
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer
from mediation.office import rules, talks, talks_offer_form, talks_standing, talks_state
from mediation.office.records import Said, Words
from mediation.office.talks_state import Gathered

TERM: Final = "term"
"""The clause of the library that agrees the term of the contract."""
TERM_FIELDS: Final = dict.fromkeys(("order.term_until", "term.wage", "term.general"), f"{TERM}.until")
GONE: Final = N_("条款库中已经没有“%(clause)s”，不能再提出；可以接受、撤回或者重新开启已记录的方案")
IN_VOTE: Final = N_("草案已提交表决；需要更改的，请先取消这次表决")
SIGNED: Final = N_("草案已由双方首席代表签字；需要继续协商的，请先撤销草案签字")
VOTED_DOWN: Final = N_("草案签字后表决未获通过（%(day)s），继续协商后须重新签字")
OBJECTED: Final = N_("草案签字后人社部门提出异议（%(day)s），继续协商后须重新签字")
NOT_OBJECTED: Final = N_("“%(clause)s”已经表决通过，人社部门的异议不涉及该条款，不能重新开启")
NOTHING_TO_UNDO: Final = N_("没有可以撤回的记录：只有记录人可以在当天撤回最后一次方案")


@dataclass(frozen=True)
class Played:
    """The offers of one round of talks, played from the first to the last; `after` is the table after each round.

    `library` has stand-ins for what offers use and the clause library has no more.
    """

    rows: list[TalksOffer]
    offers: list[Offer]
    after: dict[int, Table]
    start: Table
    library: Library

    @property
    def now(self) -> Table:
        """Return the table as it stands."""
        return next(reversed(self.after.values()), self.start)

    def upto(self, number: int) -> Table:
        """Return the table after the rounds up to `number`."""
        return next((table for key, table in reversed(self.after.items()) if key <= number), self.start)


@dataclass(frozen=True)
class Ready:
    """An offer that may be stored: the tables before and after it, and the warnings of the law."""

    offer: Offer
    head: talks_offer_form.Head
    before: Table
    after: Table
    warnings: tuple[Finding, ...]
    library: Library


def play(session: Session, row: Talks) -> Played:
    """Return the offers of a round played through."""
    rows = talks_state.offer_rows(session, row)
    library = talks_state.shelf(rows)
    offers = talks_state.offers_of(rows, library)
    start = Table({key: ClauseState(key) for key in row.agenda})
    return Played(rows, offers, movement.tables(offers, row.agenda, library), start, library)


def make(
    session: Session, talks_id: str, typed: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> TalksOffer:
    """Note an offer as typed (see talks_offer_form). Raises Refused with every fault, Conflict where none may be made.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known = talks.findings(session, row, now=now)
    played = play(session, row)
    ready = prepare(session, row, played, typed, now=now)
    offer, head = ready.offer, ready.head
    made = TalksOffer(
        station_id=row.station_id, talks_id=row.id, session_id=head.session_id,
        position=played.rows[-1].position + 1 if played.rows else 1, round=offer.round, side=offer.side,
        made_on=head.made_on, clauses={key: stored(values) for key, values in offer.clauses.items()},
        packages=[sorted(one) for one in offer.packages], withdraws=sorted(offer.withdraws),
        accepts=sorted(offer.accepts), reopens=sorted(offer.reopens), reason=head.reason, noted_at=now, noted_by=by.id,
    )  # fmt: skip
    session.add(made)
    _take_term(row, ready.before, ready.after)
    fields = {**_told(made), "made_on": made.made_on}
    talks.settle(session, row, "talks.offer", by=by, now=now, fields=fields, field_of=TERM_FIELDS, known=known)
    return made


def preview(
    session: Session, talks_id: str, typed: Mapping[str, str], *, by: Reader, now: datetime
) -> tuple[Talks, Ready]:
    """Return what an offer as typed would do, storing nothing; raises as `make` does."""
    row = talks.may_be_seen(session, talks_id, by=by)
    access.require(by, "talks.edit", talks.facts_of(row))
    return row, prepare(session, row, play(session, row), typed, now=now)


def prepare(session: Session, row: Talks, played: Played, typed: Mapping[str, str], *, now: datetime) -> Ready:
    """Return an offer held against the table, the days and the law; raises Refused with every fault found."""
    found = talks_state.gather(session, row)
    if (why := closed(row, found, today=station_day(now))) is not None:
        raise Conflict(why.message, **why.params)
    before, library, known = played.now, played.library, talks_state.library()
    last = played.rows[-1].made_on if played.rows else row.proposed_on
    head, problems = talks_offer_form.head(typed, found.sessions, since=last, today=station_day(now))
    offer, wrong = talks_offer_form.clauses(typed, head, before, {**library, **known})
    problems += [*wrong, *(Problem(GONE, key, params={"clause": key}) for key in offer.clauses if key not in known)]
    spoken = any((one.side, one.round) == (head.side, head.round) for one in played.rows)
    if spoken and not any(one.field == "round" for one in problems):
        problems.append(Problem(TWICE, "round", params={"round": head.round}))
    if problems:
        raise Refused([in_both(library, one) for one in problems])
    problems += _not_objected(found, offer, before, today=station_day(now))
    after, wrong = _followed(before, offer, library)
    problems += wrong
    warnings: list[Finding] = []
    for one in _law(found, played, row, offer, head.made_on, today=station_day(now)):
        if one.severity == "error":
            problems.append(talks.problem_of(in_both_facts(library, one), _field(one, offer)))
        else:
            warnings.append(in_both_facts(library, one))
    if problems or after is None:
        raise Refused([in_both(library, one) for one in problems])
    return Ready(offer, head, before, after, tuple(warnings), library)


def undo(session: Session, talks_id: str, *, by: Reader, now: datetime, version: int | None = None) -> None:
    """Take the last offer back: only who noted it, only on the day it was noted. What it said stays in the history."""
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    if (why := closed(row, talks_state.gather(session, row), today=station_day(now))) is not None:
        raise Conflict(why.message, **why.params)
    known = talks.findings(session, row, now=now)
    played = play(session, row)
    if not may_undo(played, by=by, now=now):
        raise Conflict(NOTHING_TO_UNDO)
    last, library, earlier = played.rows[-1], played.library, played.offers[:-1]
    before = Played(played.rows[:-1], earlier, movement.tables(earlier, row.agenda, library), played.start, library)
    given = played.offers[-1].clauses.items()
    texts = [f"{library[key].title['zh']}：{text_of(library[key], one)}" for key, one in given]
    fields = {**_told(last), "made_on": last.made_on, "values": "\n".join(texts), "offer_reason": last.reason}
    session.delete(last)
    _take_term(row, played.now, before.now)
    talks.settle(session, row, "talks.offer_undo", by=by, now=now, fields=fields, known=known)


def may_undo(played: Played, *, by: Reader, now: datetime) -> bool:
    """Tell whether the reader may take the last offer back."""
    last = played.rows[-1] if played.rows else None
    return last is not None and last.noted_by == by.id and station_day(last.noted_at) == station_day(now)


def closed(row: Talks, found: Gathered, *, today: date) -> Said | None:
    """Return why no offer may be made now, None where one may."""
    if row.ended_on is not None:
        return Said(talks.OVER)
    vote = found.vote
    if vote is not None and vote.state in ("planned", "open"):
        return Said(IN_VOTE)
    if (why := talks_standing.may_negotiate(found, today=today)) is not None:
        return why
    if row.draft_signed_on is not None and spent(row, found) is None:
        return Said(SIGNED)
    return None


def spent(row: Talks, found: Gathered) -> Said | None:
    """Return why the draft that was signed is no longer the one to vote on: it failed, or the authority objected."""
    signed, vote = row.draft_signed_on, found.vote
    if signed is None:
        return None
    if vote is not None and vote.adopted is False and vote.on >= signed:
        return Said(VOTED_DOWN, {"day": vote.on})
    if found.filing is not None and _objected_since(found, signed):
        return Said(OBJECTED, {"day": found.filing.objected_on})
    return None


def title_of(library: Library, key: str) -> Words:
    """Return what a clause is called; a key that the library doesn't know stands for itself."""
    return Words(library[key].title["zh"], library[key].title.get("en", "")) if key in library else Words(key)


def in_both(library: Library, one: Problem) -> Problem:
    """Return a problem that names clauses and fields in both languages."""
    return dataclasses.replace(one, params=_in_both(library, one.params))


def in_both_facts(library: Library, one: Finding) -> Finding:
    """Return a finding whose facts name clauses and fields in both languages."""
    return dataclasses.replace(one, facts=_in_both(library, one.facts))


def _in_both(library: Library, params: Mapping[str, object]) -> dict[str, object]:
    clauses = {one.title["zh"]: one.title for one in library.values()}
    fields = {one.title["zh"]: one.title for clause in library.values() for one in clause.fields.values()}
    places = {one.id: one.title for one in rules.current().book.places.values()}
    tables = {"clause": clauses, "others": clauses, "field": fields, "place": places}

    def words(value: object, known: Mapping[str, Mapping[str, str]]) -> object:
        names = value.split("、") if isinstance(value, str) else []
        found = tuple(Words(known[name]["zh"], known[name].get("en", "")) for name in names if name in known)
        return value if not found or len(found) < len(names) else found[0] if len(found) == 1 else found

    return {name: words(value, tables.get(name, {})) for name, value in params.items()}


def _objected_since(found: Gathered, day: date) -> bool:
    objected = found.filing.objected_on if found.filing else None
    return objected is not None and objected >= day


def _not_objected(found: Gathered, offer: Offer, before: Table, *, today: date) -> list[Problem]:
    """Return the clauses an offer opens again that were adopted and that the authority's objection doesn't name."""
    named, library = talks_standing.objected_clauses(found, today=today), talks_state.library()
    bids = [before.clauses[key].agreed for key in named if key in before.clauses]
    allowed = named.union(*(bid.package for bid in bids if bid is not None))
    keys = sorted(offer.reopens - allowed) if named else []
    return [Problem(NOT_OBJECTED, key, params={"clause": title_of(library, key)}) for key in keys]


def _followed(before: Table, offer: Offer, library: Library) -> tuple[Table | None, list[Problem]]:
    try:
        return follow(before, offer, library), []
    except Refused as refused:
        return None, list(refused.problems)


def _law(
    found: Gathered, played: Played, row: Talks, offer: Offer, on: date, *, today: date
) -> tuple[Finding, ...]:
    """Return what the law says of the values an offer puts on the table or accepts, on the offer's day."""
    before = played.now.clauses
    theirs = {key: before[key].bids.get(OTHER[offer.side]) for key in offer.accepts if key in before}
    values: dict[str, Values] = {key: bid.values for key, bid in theirs.items() if bid is not None}
    values |= offer.clauses
    standards = Standards(rules.current().book.parameters, row.place, on)
    return (*floors.check(values, played.library, standards), *_term(found, row, values.get(TERM), today))


def _term(found: Gathered, row: Talks, values: Values | None, today: date) -> tuple[Finding, ...]:
    if not values:
        return ()
    dated = talks_state.state_of(found, today=today)
    dated = dataclasses.replace(dated, term_from=values.get("from"), term_until=values.get("until"))  # type: ignore[arg-type]
    calendar = rules.current().calendar
    wrong = order.check(dated, rows=talks_state.chain_of(row), calendar=calendar, running=(), today=today)
    return tuple(one for one in wrong if one.code in TERM_FIELDS)


def _field(one: Finding, offer: Offer) -> str:
    """Return the field of the form a finding is about; what is accepted has no field of its own to mend."""
    if one.code in TERM_FIELDS:
        return TERM_FIELDS[one.code] if TERM in offer.clauses else TERM
    key = str(one.facts["clause_key"])
    return f"{key}.{one.facts['field_key']}" if key in offer.clauses else key


def _take_term(row: Talks, before: Table, after: Table) -> None:
    """Let the term of the contract be the one agreed, as often as that changes."""
    old, new = (one.agreed().get(TERM) for one in (before, after))
    if old != new:
        row.term_from, row.term_until = ((new or {}).get(name) for name in ("from", "until"))  # type: ignore[assignment]


def _told(made: TalksOffer) -> dict[str, Any]:
    """Return what the history says of an offer: who did what to which clauses, in which round."""
    keys = {"offered": made.clauses, "accepted": made.accepts, "withdrawn": made.withdraws, "reopened": made.reopens}
    told = {name: "、".join(sorted(one)) for name, one in keys.items() if one}
    return {"talks_side": made.side, "round": made.round, **told}
