"""An invented firm and its talks: facts, wage table, what each side wants, and how it plays when nobody plays it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from mediation.domain.rulebook import RuleBook
from mediation.domain.talks import costing, wording
from mediation.domain.talks.clauses import ClauseField, Library, Values
from mediation.domain.talks.costing import PRESENT, Assumptions, Change, Cost
from mediation.domain.talks.floors import Standards
from mediation.domain.talks.place import TalksPlace, chain, first_required
from mediation.domain.talks.state import mandatory_matters
from mediation.domain.talks.teams import Unit
from mediation.domain.talks.wagetable import Line
from mediation.domain.talks.whatif import Leaver
from mediation.domain.workdays import Calendar

Texts = Mapping[str, str]
"""A text in Chinese (`zh`) and English (`en`)."""
COST: Final = "cost"
DEAREST: Final = "dearest"
DAYS: Final = "days"
REPLIES: Final = ("accepted", "refused", "silent")
MOST_CANDIDATES: Final = 3_000


@dataclass(frozen=True, slots=True)
class Aim:
    """One thing a side wants.

    `of` is what is measured: `clause.field`, `clause.days` (how long a promise lasts), `cost` (the change of the
    year's wage bill, fen) or `dearest` (its greatest rise in one group, hundredths of a percent). From `worst` to
    `best` it is worth 0 to `points`; on the wrong side of `limit` no agreement is better.
    """

    id: str
    title: Texts
    of: str
    worst: int
    best: int
    points: int
    limit: int | None = None

    def keeps(self, value: int) -> bool:
        """Say whether a value is on the right side of the limit."""
        if self.limit is None:
            return True
        return value >= self.limit if self.best > self.worst else value <= self.limit


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be named as a representative."""

    id: str
    name: str
    work: Texts
    post: str = "other"
    chosen: str = ""
    outsider: bool = False
    woman: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """How a side plays when nobody plays it. Points are whole, days are counted from what they follow.

    It opens at `opens` points and gives up `concedes` a round where the other side has moved by `expects` points, a
    quarter of it where it hasn't, nothing after `patience` rounds; never does it go below its walk-away point.
    `yields_to` is the lawful step after which it agrees to talk after all.
    """

    opens: int
    concedes: int
    expects: int
    patience: int
    team: tuple[str, ...]
    reply: str = "accepted"
    reply_after: int = 9
    reason: Texts = field(default_factory=dict)
    yields_to: str = ""
    yields_after: int = 6
    names_after: int = 8
    asks: bool = False
    files_after: int = 6


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its private brief, its aims, the points below which no agreement is better, and its people.

    `tells` is what the other side learns by asking for information.
    """

    brief: Texts
    aims: tuple[Aim, ...]
    walk_away: int
    people: tuple[Person, ...]
    tells: tuple[Texts, ...]
    script: Script


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to be agreed: a field of a clause, and the values that the scripted side thinks of, as typed.

    `apart`: the scripted side offers it by itself, not within its package.
    """

    clause: str
    field: str
    values: tuple[str, ...]
    apart: bool = False

    @property
    def key(self) -> str:
        """Return clause and field as forms name them."""
        return f"{self.clause}.{self.field}"


@dataclass(frozen=True, slots=True)
class Congress:
    """Who votes: all delegates (or staff), and how many of them come."""

    delegates: int
    present: int
    body: str = "congress"


@dataclass(frozen=True)
class Scenario:
    """Everything of one invented firm; `presets` are the fields of the agenda that nobody bargains about, as typed."""

    id: str
    title: Texts
    about: Texts
    facts: tuple[Texts, ...]
    place: str
    starts_on: date
    ends_on: date
    proposer: str
    unit: Unit
    layoff: int
    stoppage: bool
    lines: tuple[Line, ...]
    insurance: int
    congress: Congress
    issues: tuple[Issue, ...]
    presets: Mapping[str, Mapping[str, str]]
    sides: Mapping[str, Side]
    leavers: tuple[Leaver, ...] = ()
    left_on: date | None = None

    @property
    def agenda(self) -> tuple[str, ...]:
        """Return the clauses to be agreed."""
        return tuple(dict.fromkeys(one.clause for one in self.issues))


@dataclass(frozen=True, eq=False)
class Ground:
    """A scenario with the real rules it is played by; two are the same only if they are one."""

    scenario: Scenario
    library: Library
    rows: tuple[TalksPlace, ...]
    calendar: Calendar
    standards: Standards
    given: Assumptions

    def field_of(self, issue: Issue) -> ClauseField:
        """Return the field an issue is about."""
        return self.library[issue.clause].fields[issue.field]

    def values(self, clause: str, typed: Mapping[str, str]) -> Values:
        """Return a clause with its presets and what was typed; raises Refused as `wording.read_values` does."""
        return wording.read_values(self.library[clause], {**self.scenario.presets.get(clause, {}), **typed})

    def change(self, terms: Mapping[str, Values]) -> Change:
        """Return what terms do to the wage bill."""
        return costing.change_of(terms, self.library)

    def cost(self, terms: Mapping[str, Values]) -> Cost:
        """Return a year's cost of the staff under some terms."""
        return _cost(self, self.change(terms))

    @property
    def present(self) -> Cost:
        """Return a year's cost of the staff as it is."""
        return _cost(self, PRESENT)

    @property
    def mandatory(self) -> tuple[str, ...]:
        """Return why the talks may be neither refused nor delayed; () where they may."""
        one = self.scenario
        return mandatory_matters(
            self.rows, one.starts_on, layoff=one.layoff, staff=one.unit.staff, stoppage=one.stoppage
        )

    def signed_first(self, day: date) -> bool:
        """Say whether the place has the draft signed before the vote."""
        rule = first_required(self.rows, "signature", day)
        return rule is not None and rule.row.rule == "before_vote"


def ground(scenario: Scenario, book: RuleBook, calendar: Calendar) -> Ground:
    """Return a scenario on the rules of `book`: its place, its standards on the first day, its clause library."""
    standards = Standards(book.parameters, scenario.place, scenario.starts_on)
    given = costing.assumptions(standards, insurance=scenario.insurance)
    return Ground(scenario, book.clauses, chain(book.places, scenario.place), calendar, standards, given)


@lru_cache(maxsize=4 * MOST_CANDIDATES)
def _cost(one: Ground, change: Change) -> Cost:
    return costing.cost(one.scenario.lines, change, one.given)
