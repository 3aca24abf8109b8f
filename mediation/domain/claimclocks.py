"""The dates that a decision makes of claims and of recorded events; what events advise goes to its tally."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from mediation.domain import clocks
from mediation.domain.casefile import CaseFile
from mediation.domain.clockmoves import EventHeard, Taken, claim_dues, event_heard, situations_of, taken
from mediation.domain.clockrecord import LIMITATION, NOTHING
from mediation.domain.clocks import Due
from mediation.domain.engine import Hit, Rules
from mediation.domain.facts import Standing, claim_situation
from mediation.domain.situation import Situation
from mediation.domain.tally import Tally
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import station_day


@dataclass(frozen=True)
class ClaimHeard:
    """What the rules say of one claim: the rules that hold about it, and the dates that they start."""

    about: Situation
    hits: tuple[Hit, ...]
    dues: tuple[Due, ...]


class Claims:
    """The claims of one case, asked about by the rules of the day it was received."""

    def __init__(self, case: CaseFile, engine: Rules, calendar: Calendar, standing: Standing) -> None:
        self.case, self.engine, self.calendar, self.standing = case, engine, calendar, standing
        self.record, self.judged_on = standing.record, station_day(case.received_at)

    def fire(self, about: Situation) -> tuple[Hit, ...]:
        """Ask the rules about a claim."""
        return self.engine.fire("limitation", about, self.judged_on, self.standing.place)

    def about(self, nth: int) -> Situation:
        """Return the situation of one claim as it is on file."""
        disputed = bool(self.record.disputes) and bool(self.record.of_claim(nth).disputes)
        return claim_situation(self.case, self.case.claims[nth], disputed=disputed)

    def dues(self, nth: int, hits: tuple[Hit, ...], about: Situation) -> list[Due]:
        """Return the dates of one claim about which `hits` hold."""
        claim, record = self.case.claims[nth], self.record
        if record is NOTHING or record.of_claim(nth) == NOTHING:
            return clocks.started(hits, about, calendar=self.calendar, claim=claim, about=nth, record=record)
        return claim_dues(self.fire, about, record, nth, calendar=self.calendar, claim=claim)

    def heard(self, nth: int) -> ClaimHeard:
        """Return what the rules say of one claim."""
        about = self.about(nth)
        hits = self.fire(about)
        return ClaimHeard(about, hits, tuple(self.dues(nth, hits, about)))

    def every(self) -> list[ClaimHeard]:
        """Return what the rules say of each claim, in the order of their positions."""
        return [self.heard(nth) for nth in range(len(self.case.claims))]

    def taken(self, nth: int) -> Taken:
        """Return which interruptions of one claim counted."""
        claim = self.case.claims[nth]
        return taken(self.fire, self.about(nth), self.record, nth, calendar=self.calendar, claim=claim)


def limitation_ends(dues: Iterable[Due]) -> date | None:
    """Return the earliest day on which a limitation of a claim ends."""
    return min((due.limit.safe_on for due in dues if due.id.startswith(LIMITATION)), default=None)


def days_left(ends: Iterable[date | None], today: date) -> int | None:
    """Count the days to the nearest of the days on which limitations end."""
    nearest = min((one for one in ends if one is not None), default=None)
    return None if nearest is None else (nearest - today).days


def event_dues(
    tally: Tally, engine: Rules, calendar: Calendar, standing: Standing, days_to_limitation: int | None
) -> list[Due]:
    """Return the dates that recorded events start, by the rules of the day on which each happened."""
    dues: list[Due] = []
    for heard in events_heard(engine, calendar, standing, days_to_limitation):
        for hit in heard.hits:
            tally.add(hit, heard.about)
        dues += heard.dues
    return dues


def events_heard(
    engine: Rules, calendar: Calendar, standing: Standing, days_to_limitation: int | None = None
) -> Iterator[EventHeard]:
    """Yield what the rules of its day say of each recorded event."""
    for one, stratum, about in situations_of(standing.record.events, days_to_limitation):
        fire = partial(fired, engine, stratum, one.on, standing.place)
        yield event_heard(fire, about, one, standing.record, calendar)


def fired(engine: Rules, stratum: str, on: date, place: str, about: Situation) -> tuple[Hit, ...]:
    """Return which rules of a day and place hold about a situation."""
    return engine.fire(stratum, about, on, place)
