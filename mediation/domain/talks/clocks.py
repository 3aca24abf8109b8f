"""The clocks of wage talks: from the recorded days to every period that runs, is kept, late or expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mediation.domain.talks.place import SIDES, Limit, TalksPlace, limit_ids, limits_of, reckon
from mediation.domain.talks.state import Talks, concluded_on
from mediation.domain.workdays import ONE_DAY, Calendar, TimeLimit

State = Literal["not_open", "running", "uncertain", "expired", "met", "late"]
OPEN: Final = ("not_open", "running", "uncertain", "expired")
"""not_open: a window that hasn't begun · uncertain: past the safe day, the last day unknown without a holiday list."""


@dataclass(frozen=True, slots=True)
class TalksClock:
    """One period of one round of talks, counted out by one place.

    `side` must act where that can be told (else `rule.who` says who), `subject` is the representative or the session it
    is about, `limit` has the safe day, the last day and the receipt, `second`: the tighter period of a wider place.
    """

    rule: Limit
    place: str
    second: bool
    side: str
    subject: str
    trigger_on: date
    limit: TimeLimit
    opens_on: date | None
    done_on: date | None
    state: State

    @property
    def id(self) -> str:
        """Return the id of the period, such as talks.reply."""
        return self.rule.id

    @property
    def law(self) -> tuple[str, ...]:
        """Return the keys of law.yaml it rests on."""
        return self.rule.law


@dataclass(frozen=True, slots=True)
class Effect:
    """The day on which a contract came into force, by the authority's `opinion` or by its `silence`."""

    on: date
    by: str
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Trigger:
    on: date
    done_on: date | None
    side: str = ""
    subject: str = ""
    extended: int = 0


def clocks(talks: Talks, *, rows: tuple[TalksPlace, ...], calendar: Calendar, today: date) -> tuple[TalksClock, ...]:
    """Return every period that has begun, by safe day; `rows` is the chain of the place (place.chain).

    The nearest place that has a period decides; a wider place's is added (`second`) only where its safe day is
    earlier, or where the nearer one hasn't begun. Talks that ended without a contract keep only what was done.
    """
    events = _events(talks, rows, calendar, today)
    found: list[TalksClock] = []
    for ident in limit_ids(rows):
        found += _of_one(ident, talks, events, rows, calendar, today)
    if talks.ended_on is not None:
        found = [one for one in found if one.done_on is not None]
    return tuple(sorted(found, key=lambda one: (one.limit.safe_on, one.id, one.second, one.side, one.subject)))


def _of_one(
    ident: str, talks: Talks, events: dict[str, tuple[_Trigger, ...]], rows: tuple[TalksPlace, ...],
    calendar: Calendar, today: date,
) -> list[TalksClock]:  # fmt: skip
    versions = limits_of(rows, ident, talks.contract)
    own = next((place for place, row in versions if row.in_force.covers(today)), "")
    nearest: dict[tuple[str, str], date] = {}
    found = []
    for place, row in versions:
        for trigger in events.get(row.start, ()):
            if not row.in_force.covers(trigger.on):
                continue
            clock = _clock(row, place, trigger, calendar, today, second=place != own)
            key = (clock.side, clock.subject)
            if clock.second and key in nearest and nearest[key] <= clock.limit.safe_on:
                continue
            nearest[key] = min(nearest.get(key, clock.limit.safe_on), clock.limit.safe_on)
            found.append(clock)
    return found


def _clock(row: Limit, place: str, trigger: _Trigger, calendar: Calendar, today: date, *, second: bool) -> TalksClock:
    reckoned = reckon(row, trigger.on, calendar, extended=min(trigger.extended, row.extendable))
    return TalksClock(
        rule=row, place=place, second=second, side=trigger.side, subject=trigger.subject, trigger_on=trigger.on,
        limit=reckoned.limit, opens_on=reckoned.opens_on, done_on=trigger.done_on,
        state=state_on(reckoned.limit, reckoned.opens_on, trigger.done_on, today),
    )  # fmt: skip


def state_on(limit: TimeLimit, opens_on: date | None, done_on: date | None, today: date) -> State:
    """Return where a period stands on `today`, or stood on the day it was kept.

    The safe day is always in time; after it, with the last day unknown, nothing is called late.
    """
    day = today if done_on is None else done_on
    last = limit.safe_on if limit.last_on is None else limit.last_on
    if day > last and limit.last_on is None:
        return "uncertain"
    if done_on is not None:
        return "met" if day <= last else "late"
    if opens_on is not None and day < opens_on:
        return "not_open"
    return "running" if day <= last else "expired"


def effect(talks: Talks, *, rows: tuple[TalksPlace, ...], calendar: Calendar, today: date) -> Effect | None:
    """Return how and when the last filing came into force by `today`; None: not yet, objected to, or not certain.

    By opinion on its day; by silence on the day after the last day for an objection. An objection that came later
    doesn't count. 劳动合同法 54; 工资集体协商试行办法 22.
    """
    filing = talks.filing
    if filing is None:
        return None
    for _, row in limits_of(rows, "talks.objection", talks.contract):
        if not row.in_force.covers(filing.received_on):
            continue
        last = reckon(row, filing.received_on, calendar).limit.last_on
        if filing.objected_on is not None and (last is None or filing.objected_on <= last):
            return None
        opinion = filing.opinion_on
        if opinion is not None and opinion <= today and (last is None or opinion <= last):
            return Effect(opinion, "opinion", row.law)
        return Effect(last + ONE_DAY, "silence", row.law) if last is not None and today > last else None
    return None


def _events(
    talks: Talks, rows: tuple[TalksPlace, ...], calendar: Calendar, today: date
) -> dict[str, tuple[_Trigger, ...]]:
    """Return the days that start periods, by event, each with the day on which what it asks was done."""
    filing = talks.filing
    filed_on = filing.received_on if filing else None
    in_force = effect(talks, rows=rows, calendar=calendar, today=today)
    concluded = concluded_on(talks, rows)
    single: dict[str, tuple[date | None, date | None, str]] = {
        "received_on": (talks.received_on, talks.replied_on, talks.other),
        "suspended_on": (talks.suspended_on, talks.resumed_on, ""),
        "resume_on": (talks.resume_on, talks.resumed_on, ""),
        "vote_on": (talks.vote_on, talks.papers_sent_on, "workers"),
        "adoption_notice_on": (talks.adoption_notice_on, _filed(talks, talks.adoption_notice_on), "employer"),
        "concluded_on": (concluded, _filed(talks, concluded), "employer"),
        "filed_on": (filed_on, (filing.objected_on or filing.opinion_on) if filing else None, ""),
        "effective_on": (in_force.on if in_force else None, talks.published_on, ""),
        "term_until": (talks.term_until, talks.renewal_proposed_on, ""),
        "term_ends_on": (talks.term_until, None, ""),
    }
    found: dict[str, tuple[_Trigger, ...]] = {
        name: (_Trigger(on, done, side),) for name, (on, done, side) in single.items() if on
    }
    found["agreed_on"] = tuple(_Trigger(talks.agreed_on, talks.named.get(side), side)
                               for side in SIDES if talks.agreed_on)  # fmt: skip
    found["appointed_on"] = tuple(
        _Trigger(talks.named[side], None, side)
        for side in SIDES
        if side in talks.named and talks.term_until is None and not _under_contract(talks, talks.named[side])
    )
    found["vacant_since"] = tuple(_Trigger(one.since, one.filled_on, one.side, one.name) for one in talks.vacancies)
    found["first_session_on"] = tuple(
        _Trigger(talks.first_session_on, one.given_on, one.asked, one.asked_on.isoformat())
        for one in talks.requests if talks.first_session_on
    )  # fmt: skip
    if talks.coordination_accepted_on:
        found["coordination_accepted_on"] = (
            _Trigger(talks.coordination_accepted_on, talks.coordination_ended_on, "", "", talks.coordination_extended),
        )
    return found


def _filed(talks: Talks, day: date | None) -> date | None:
    return talks.filed_since(day) if day else None


def _under_contract(talks: Talks, day: date) -> bool:
    """Say whether an earlier contract still runs on `day`: its expiry then ends the representatives' term."""
    return talks.contract_until is not None and day <= talks.contract_until
