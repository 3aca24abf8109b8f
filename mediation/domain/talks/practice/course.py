"""How one run of a practice goes: its days, what happened, what the table holds, and what was done wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from mediation.domain.talks import order
from mediation.domain.talks.clauses import Values
from mediation.domain.talks.clocks import Effect, TalksClock, clocks, effect
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.offers import OTHER, ClauseState, Offer, Table, follow
from mediation.domain.talks.practice.scenario import Ground, Side
from mediation.domain.talks.state import Talks
from mediation.domain.talks.teams import Representative
from mediation.domain.talks.vote import Outcome
from mediation.domain.workdays import Step, step

AUTHORITY: Final = "authority"
NOBODY: Final = ""
TIMED: Final = ("late.", "tight.")
"""Findings of `order.check` about periods: their clocks are told and scored instead."""
OWN_WORDS: Final = ("refusal.reason", "mandatory.refusal")
"""Findings of `order.check` that are said to the side asking; a learner who refuses is told in other words."""


@dataclass(frozen=True, slots=True)
class Move:
    """What the learner does on a day; `values` as typed."""

    kind: str
    on: date
    values: Mapping[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """Return the move as JSON for the row that keeps it."""
        return {"kind": self.kind, "on": self.on.isoformat(), "values": dict(self.values)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Move:
        """Return the move that `stored` keeps."""
        return cls(stored["kind"], date.fromisoformat(stored["on"]), stored["values"])


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: by a side, by the `authority`, or by nobody."""

    on: date
    by: str
    said: Step


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say against a move; `taken`: it was done all the same (else it had no effect)."""

    on: date
    kind: str
    finding: Finding
    taken: bool


@dataclass
class Course:
    """One run as it goes: made anew from its moves each time, so that nothing but the moves need be kept.

    `seen` is what the learner's last whole offer gave the scripted side, `moved` what that side has given up so far,
    both in hundredths of points; `over` says how the run ended: done, left, time.
    """

    ground: Ground
    role: str
    seed: int
    day: date
    talks: Talks
    table: Table
    offers: list[Offer] = field(default_factory=list)
    members: list[Representative] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    past: list[TalksClock] = field(default_factory=list)
    votes: list[Outcome] = field(default_factory=list)
    moves: int = 0
    rounds: int = 0
    seen: int | None = None
    moved: int = 0
    over: str = ""

    @property
    def other(self) -> str:
        """Return the scripted side."""
        return OTHER[self.role]

    @property
    def opponent(self) -> Side:
        """Return what the scripted side is."""
        return self.ground.scenario.sides[self.other]

    @property
    def agreed(self) -> bool:
        """Say whether every clause of the agenda is agreed."""
        return all(one.agreed is not None for one in self.table.clauses.values())

    @property
    def terms(self) -> dict[str, Values]:
        """Return what is agreed."""
        return self.table.agreed()

    @property
    def both_named(self) -> bool:
        """Say whether both sides have named their representatives."""
        return len(self.talks.named) == 2

    def say(self, by: str, message: str, **params: object) -> None:
        """Write down what happened today."""
        self.events.append(Event(self.day, by, step(message, **params)))

    def clocks(self, talks: Talks | None = None) -> tuple[TalksClock, ...]:
        """Return the periods of the talks as they stand today."""
        one = self.ground
        return clocks(talks or self.talks, rows=one.rows, calendar=one.calendar, today=self.day)

    def effect(self) -> Effect | None:
        """Return how and when the agreement came into force."""
        one = self.ground
        return effect(self.talks, rows=one.rows, calendar=one.calendar, today=self.day)

    def found(self, talks: Talks) -> tuple[Finding, ...]:
        """Return what is wrong with the recorded days, but for periods."""
        one = self.ground
        found = order.check(talks, rows=one.rows, calendar=one.calendar, running=self.clocks(talks), today=self.day)
        return tuple(each for each in found if not each.code.startswith(TIMED) and each.code not in OWN_WORDS)

    def set(self, **facts: Any) -> None:
        """Record facts that are known to be right."""
        self.talks = replace(self.talks, **facts)

    def take(self, kind: str, **facts: Any) -> bool:
        """Record what the learner did, unless the rules forbid it; whatever they say against it is noted.

        Returns whether it took effect.
        """
        after = replace(self.talks, **facts)
        before = {_mark(one) for one in self.found(self.talks)}
        if not self.note(kind, [one for one in self.found(after) if _mark(one) not in before]):
            return False
        self.talks = after
        return True

    def note(self, kind: str, found: Sequence[Finding]) -> bool:
        """Note what the rules say against a move; return whether they let it be."""
        lawful = all(one.severity != "error" for one in found)
        self.judged += [Judged(self.day, kind, one, lawful) for one in found]
        return lawful

    def put(self, offer: Offer) -> None:
        """Put an offer on the table; raises Refused where it can't follow what is there."""
        self.table = follow(self.table, offer, self.ground.library)
        self.offers.append(offer)

    def reopen(self) -> None:
        """Take everything that was agreed back to the table: the draft was voted down."""
        self.table = Table({key: ClauseState(key, touched=True) for key in self.table.clauses}, self.table.rounds)

    def later(self, day: date | None, days: int) -> bool:
        """Say whether today lies at least so many days after a day."""
        return day is not None and self.day >= day + timedelta(days=days)

    def shaken(self, label: str, spread: int) -> int:
        """Return a number from -spread to spread that depends on the seed and the label alone; 0 without a seed."""
        if not self.seed:
            return 0
        drawn = hashlib.sha256(f"{self.seed}:{self.ground.scenario.id}:{self.role}:{label}".encode()).digest()
        return int.from_bytes(drawn[:8], "big") % (2 * spread + 1) - spread


def _mark(one: Finding) -> tuple[str, str]:
    return one.code, repr(sorted(one.facts.items()))
