"""The dates of a claim that was interrupted or whose first day is disputed, and of what happened besides.

Every interruption within a limitation makes it begin anew in full (调解仲裁法 27, of an enforcement 民事诉讼法 250);
one before it began or after it was over does nothing. Where the parties tell the first day differently, each day is
counted out; work runs to the earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mediation.domain.casefile import Claim
from mediation.domain.clockrecord import LIMITATION, ClockRecord, Event, Interruption
from mediation.domain.clocks import Due, started
from mediation.domain.engine import Hit
from mediation.domain.situation import Situation
from mediation.domain.workdays import Calendar

ANEW: Final = "restarted_on"
"""The field of the day from which an interrupted limitation runs again."""
Fire = Callable[[Situation], Sequence[Hit]]
EVENT_DAYS: Final = {"legal_aid_applied": "applied_on", "legal_aid_decided": "decided_on"}
"""Events that are days of another subject: legal_aid."""


@dataclass(frozen=True)
class Taken:
    """Which interruptions of a claim made its limitation begin anew, and which did nothing."""

    effective: tuple[Interruption, ...] = ()
    void: tuple[Interruption, ...] = ()


def claim_dues(
    fire: Fire, about: Situation, record: ClockRecord, nth: int, *, calendar: Calendar, claim: Claim
) -> list[Due]:
    """Return the dates of claim number `nth`, the earlier of two disputed ones with the later beside it."""
    own = record.of_claim(nth)
    told: dict[str, list[Due]] = {}
    for situation in _wordings(about, own):
        dues, _ = _restarted(fire, situation, own, record, nth, calendar, claim)
        for due in dues:
            told.setdefault(due.id, []).append(due)
    return [_earliest(dues) for dues in told.values()]


def taken(
    fire: Fire, about: Situation, record: ClockRecord, nth: int, *, calendar: Calendar, claim: Claim
) -> Taken:
    """Return which interruptions counted, for the day on file and for every other one that is told."""
    own = record.of_claim(nth)
    counted: set[str] = set()
    for situation in _wordings(about, own):
        counted |= _restarted(fire, situation, own, record, nth, calendar, claim)[1]
    return Taken(
        tuple(one for one in own.interruptions if one.ref in counted),
        tuple(one for one in own.interruptions if one.ref not in counted),
    )


def _wordings(about: Situation, own: ClockRecord) -> Iterator[Situation]:
    """Yield the claim as it is on file, then once for every other day that is told."""
    yield about
    for one in own.disputes:
        if about[one.field] != one.on:
            yield about.plus({one.field: one.on})


def _restarted(
    fire: Fire, situation: Situation, own: ClockRecord, record: ClockRecord, nth: int, calendar: Calendar, claim: Claim
) -> tuple[list[Due], set[str]]:
    """Return the dates of one wording after its interruptions, and the references of those that counted."""
    counted: set[str] = set()
    dues = started(fire(situation), situation, calendar=calendar, claim=claim, about=nth, record=record)
    for one in own.interruptions:
        running = next((due for due in dues if due.id.startswith(LIMITATION)), None)
        if running is None or not _within(running, one):
            continue
        situation = situation.plus(_anew(one))
        dues = started(fire(situation), situation, calendar=calendar, claim=claim, about=nth, record=record)
        counted.add(one.ref)
    return dues, counted


def _within(running: Due, one: Interruption) -> bool:
    """Say whether an interruption lies in the running limitation: not before it began, nor after its last day."""
    last = running.limit.last_on or running.limit.safe_on
    return running.trigger_on <= one.on and (one.on <= last or running.paused_since is not None)


def _earliest(dues: Sequence[Due]) -> Due:
    """Return the date to work to, with the different ones that the parties' other days make."""
    first, *rest = sorted(dues, key=lambda due: (due.limit.safe_on, due.trigger_on))
    others = {(due.limit.safe_on, due.trigger_on): due for due in rest if due.limit.safe_on != first.limit.safe_on}
    return replace(first, others=tuple(others.values()))


@dataclass(frozen=True)
class EventHeard:
    """What the rules say of an event: those that hold, the dates they start, the interruptions that counted."""

    about: Situation
    hits: Sequence[Hit]
    dues: Sequence[Due]
    counted: tuple[str, ...] = ()


def event_heard(fire: Fire, about: Situation, one: Event, record: ClockRecord, calendar: Calendar) -> EventHeard:
    """Return what the rules say of an event after its interruptions, each of which restarts the limitation it is in."""

    def heard(situation: Situation, counted: tuple[str, ...]) -> EventHeard:
        hits = fire(situation)
        dues = started(hits, situation, calendar=calendar, about=one.ref, record=record)
        return EventHeard(situation, hits, dues, counted)

    found = heard(about, ())
    for other in record.of_event(one.ref) if about.subject == "event" else ():
        then = heard(found.about.plus(_anew(other)), (*found.counted, other.ref))
        running = {due.id: due for due in found.dues}
        if any(due.id in running and _within(running[due.id], other) for due in then.dues if due.trigger == ANEW):
            found = then
    return found


def restarts(fire: Fire, about: Situation, one: Interruption, name: str, calendar: Calendar) -> bool:
    """Say whether the rules let such an interruption begin anew the date `name` of an event."""
    situation = about.plus(_anew(one))
    return any((due.id, due.trigger) == (name, ANEW) for due in started(fire(situation), situation, calendar=calendar))


def _anew(one: Interruption) -> dict[str, Any]:
    return {ANEW: one.on, "interruption": one.code}


def event_situation(one: Event, days_to_limitation: int | None) -> Situation:
    """Return the situation of something that happened."""
    facts: dict[str, Any] = {"happened": one.what, "happened_on": one.on, "days_to_limitation": days_to_limitation}
    known = {name: value for name, value in {**facts, **one.facts}.items() if value is not None}
    return Situation("event", known)


def situations_of(events: Iterable[Event], days_to_limitation: int | None) -> Iterator[tuple[Event, str, Situation]]:
    """Yield each event with the stratum that is asked about it, and the situation."""
    for one in events:
        yield one, "event", event_situation(one, days_to_limitation)
        if one.what in EVENT_DAYS:
            yield one, "legal_aid", Situation("legal_aid", {EVENT_DAYS[one.what]: one.on})
