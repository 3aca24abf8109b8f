"""The periods of wage talks, reckoned anew whenever a day is recorded and kept with their receipts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.domain.talks import clocks, state
from mediation.domain.talks.clocks import TalksClock as Period
from mediation.domain.workdays import ONE_DAY
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks, TalksClock
from mediation.office import rules, talks_promised, talks_state
from mediation.office.talks_state import Gathered

BINDING = ("hard", "remind")
"""The forces of periods that somebody must keep; the end of the others is advice, or mere silence."""


def reckon(found: Gathered, *, today: date) -> tuple[Period, ...]:
    """Return every period of the talks that has begun, by safe day, by the rules in use."""
    known = talks_state.state_of(found, today=today)
    rows = talks_state.chain_of(found.talks)
    return clocks.clocks(known, rows=rows, calendar=rules.current().calendar, today=today)


def refresh(session: Session, talks: Talks, *, now: datetime) -> tuple[Period, ...]:
    """Reckon the periods anew, store them with their receipts, and with them the stage and the nearest day."""
    session.flush()
    today = station_day(now)
    found = talks_state.gather(session, talks)
    periods = reckon(found, today=today)
    session.execute(sa.delete(TalksClock).where(col(TalksClock.talks_id) == talks.id))
    session.add_all([_row(talks, one) for one in periods])
    known = talks_state.state_of(found, today=today)
    in_force = effect_of(known, found, today=today)
    talks.effective_on = in_force.on if in_force else None
    talks.stage = stage_on(known, found, today=today)
    if in_force is not None:
        talks_promised.enter(session, found, now=now)
    talks.turns_on = None if talks.stage == "ended" else turns_on(found, periods, today=today)
    awaited = [one for one in periods if binding(one) and talks.stage != "ended"]
    nearest = min(awaited, key=lambda one: one.limit.safe_on, default=None)
    talks.due_on, talks.due_clock = (nearest.limit.safe_on, nearest.id) if nearest else (None, "")
    reply = next((one for one in periods if one.id == "talks.reply" and not one.second), None)
    if reply is not None or talks.ended_on is None:  # talks that are over keep the day, also where no answer came
        talks.reply_by = reply.limit.last_on if reply else None
    session.add(talks)
    session.flush()
    return periods


def binding(period: Period) -> bool:
    """Tell whether somebody must still act in a period: not done, of law, and not one whose end is mere silence."""
    return period.done_on is None and period.rule.force in BINDING and not period.second


def turns_on(found: Gathered, periods: Iterable[Period], *, today: date) -> date | None:
    """Return the next day on which time alone changes the stage or the periods, None where nothing waits for one.

    A silence ends, a representative leaves, a rule of the place begins or ends. When rules or calendars change, the
    sweep finds the talks by the rule book of their periods.
    """
    days = [(one.limit.last_on or one.limit.safe_on) + ONE_DAY for one in periods if one.rule.force == "silence"]
    days += [one.until for one in found.members if one.until is not None]
    for place in talks_state.chain_of(found.talks):
        for force in (*(row.in_force for row in place.limits), *(row.in_force for row in place.requirements)):
            days += [force.start, *([force.until + ONE_DAY] if force.until else [])]
    return min((day for day in days if day > today), default=None)


def stage_on(known: state.Talks, found: Gathered, *, today: date) -> str:
    """Return how far the talks have come, see `models.talks.STAGES`; a contract ends with its term (N17)."""
    if known.ended_on is not None:
        return "ended"
    if effect_of(known, found, today=today) is not None:
        return "ended" if known.term_until is not None and known.term_until < today else "in_force"
    if known.adopted:
        return "filing"
    vote = found.vote
    if vote is not None and vote.state in ("planned", "open"):
        return "voting"
    if known.refused:
        return "refused"
    if known.agreed_on is not None or known.sessions:
        return "negotiating"
    return "requested" if known.received_on or known.proposed_on else "preparing"


def effect_of(known: state.Talks, found: Gathered, *, today: date) -> clocks.Effect | None:
    """Return how and when the contract came into force by today, None where it hasn't."""
    return clocks.effect(
        known, rows=talks_state.chain_of(found.talks), calendar=rules.current().calendar, today=today
    )


def _row(talks: Talks, one: Period) -> TalksClock:
    limit = one.limit
    return TalksClock(
        station_id=talks.station_id, talks_id=talks.id, clock=one.id, number=one.rule.number, place=one.place,
        second=one.second, title=dict(one.rule.title), side=one.side, who=one.rule.who, about=one.subject,
        force=one.rule.force, verified=one.rule.verified, trigger=one.rule.start, trigger_on=one.trigger_on,
        opens_on=one.opens_on, safe_on=limit.safe_on, last_on=limit.last_on, done_on=one.done_on, law=list(one.law),
        steps=[step.stored() for step in limit.steps], skipped=[day.isoformat() for day in limit.skipped],
        calendar=limit.calendar, rulebook=rules.current().book.digest,
    )  # fmt: skip
