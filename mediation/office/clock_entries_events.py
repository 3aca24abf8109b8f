"""Limitations that recorded events started, and what makes them begin anew by the rules of the event's day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from mediation.domain.claimclocks import fired
from mediation.domain.clockmoves import ANEW, event_situation, restarts
from mediation.domain.clockrecord import Event, Interruption
from mediation.domain.clockwords import INTERRUPTIONS
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.office import rules

STRATUM: Final = "event"


def causes(row: Deadline, entries: Sequence[ClockEntry], place: str) -> tuple[str, ...]:
    """Return what begins anew the date `row` of an event among `entries`; nothing for a date that never does."""
    entry = next((one for one in entries if (one.sort, one.id) == ("event", row.subject)), None)
    if entry is None or not _ever(row.kind):
        return ()
    in_use = rules.current()
    about = event_situation(Event(entry.id, entry.code, entry.on, entry.details.get("facts", {})), None)
    fire = partial(fired, in_use.engine, STRATUM, entry.on, place)
    return tuple(
        code
        for code in INTERRUPTIONS
        if restarts(fire, about, Interruption("", code, entry.on, event=entry.id), row.kind, in_use.calendar)
    )


def _ever(kind: str) -> bool:
    """Say whether any rule about events begins such a date anew."""
    return any(
        effect.word == "deadline" and (effect.deadline.id, effect.deadline.start) == (kind, ANEW)
        for rule in rules.current().book.rules
        if rule.subject == STRATUM
        for effect in rule.effects
    )
