"""What an agreement is worth to each side, which agreements both could live with, and what would have been better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Final

from mediation.domain.talks import floors, wording
from mediation.domain.talks.clauses import Values
from mediation.domain.talks.costing import Change, below_minimum
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.place import SIDES
from mediation.domain.talks.practice.scenario import COST, DAYS, DEAREST, Aim, Ground, Issue
from mediation.domain.talks.rounding import half_up

POINT: Final = 100
"""Points are counted in hundredths."""
SPAN: Final = 1_000
REMINDERS: Final = ("floor.minimum_wage_scope", "floor.unknown", "floor.guideline_low", "floor.guideline_high")
"""What nobody can heed in practice: what is asked for there isn't known, or isn't mandatory."""
Terms = Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class AimWorth:
    """What an agreement gives for one aim: the value measured, its points in hundredths; `kept`: within the limit."""

    aim: Aim
    value: int
    points: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """What an agreement gives a side: hundredths of points, in all and by aim; `fine`: better than no agreement."""

    total: int
    aims: tuple[AimWorth, ...]
    fine: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One agreement that could be: its terms, what it gives each side, and where its issues lie between 0 and SPAN."""

    terms: Terms
    worth: Mapping[str, Worth]
    places: tuple[int, ...]


def worth(ground: Ground, side: str, terms: Terms) -> Worth:
    """Return what an agreement with `terms` gives a side; a clause it doesn't have measures nought."""
    one = ground.scenario.sides[side]
    found = []
    for aim in one.aims:
        value = measure(ground, aim.of, terms)
        found.append(AimWorth(aim, value, _points(aim, value), aim.keeps(value)))
    total = sum(each.points for each in found)
    return Worth(total, tuple(found), total >= one.walk_away * POINT and all(each.kept for each in found))


def measure(ground: Ground, of: str, terms: Terms) -> int:
    """Return the value that an aim looks at."""
    if of == COST:
        return ground.cost(terms).total - ground.present.total
    if of == DEAREST:
        before = {group.group: group.total for group in ground.present.groups}
        return max(
            half_up(Fraction((group.total - before[group.group]) * 10_000, before[group.group]))
            for group in ground.cost(terms).groups
        )
    clause, _, name = of.partition(".")
    values = terms.get(clause, {})
    if name == DAYS:
        first, last = values.get("from"), values.get("until")
        return (last - first).days + 1 if isinstance(first, date) and isinstance(last, date) else 0
    return wording.figure(ground.library[clause], name, values) or 0


def _points(aim: Aim, value: int) -> int:
    exact = Fraction(value - aim.worst, aim.best - aim.worst) * aim.points * POINT
    return half_up(min(max(exact, Fraction(0)), Fraction(aim.points * POINT)))


def faults(ground: Ground, terms: Terms, offered: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Return what the law says against terms: floors of each clause (or of those `offered`), and of the pay."""
    own = terms if offered is None else {key: terms[key] for key in offered}
    found = [*floors.check(own, ground.library, ground.standards), *_below(ground, ground.change(terms))]
    return tuple(one for one in found if one.code not in REMINDERS)


def is_clean(ground: Ground, terms: Terms) -> bool:
    """Say whether the law says nothing against terms, not even with a warning."""
    return not faults(ground, terms)


@lru_cache(maxsize=10_000)
def _below(ground: Ground, change: Change) -> tuple[Finding, ...]:
    return below_minimum(ground.scenario.lines, change, ground.given, ground.standards)


@lru_cache(maxsize=32)
def candidates(ground: Ground) -> tuple[Candidate, ...]:
    """Return every lawful agreement of the values that the scenario's issues name."""
    issues = ground.scenario.issues
    found = []
    for chosen in product(*(one.values for one in issues)):
        terms = of_typed(ground, {issue.key: text for issue, text in zip(issues, chosen, strict=True)})
        if is_clean(ground, terms):
            both = {side: worth(ground, side, terms) for side in SIDES}
            found.append(Candidate(terms, both, tuple(place(ground, issue, terms) or 0 for issue in issues)))
    return tuple(found)


@lru_cache(maxsize=64)
def acceptable(ground: Ground, side: str) -> tuple[Candidate, ...]:
    """Return the lawful agreements that are better for a side than none, the best for it first."""
    fine = [one for one in candidates(ground) if one.worth[side].fine]
    return tuple(sorted(fine, key=lambda one: -one.worth[side].total))


def zone(ground: Ground) -> tuple[Candidate, ...]:
    """Return the lawful agreements that are better than none for both sides: the zone of possible agreement."""
    return tuple(one for one in acceptable(ground, SIDES[0]) if one.worth[SIDES[1]].fine)


def best(ground: Ground, side: str, *, other_least: int = 0) -> Candidate | None:
    """Return a side's best agreement of the zone that gives the other so much, of equal ones the fairer."""
    other = SIDES[1] if side == SIDES[0] else SIDES[0]
    fitting = [one for one in zone(ground) if one.worth[other].total >= other_least]
    return max(fitting, key=lambda one: (one.worth[side].total, one.worth[other].total), default=None)


def of_typed(ground: Ground, typed: Mapping[str, str]) -> dict[str, Values]:
    """Return terms from what was typed under `clause.field`; raises Refused for what can't be read."""
    by_clause: dict[str, dict[str, str]] = {}
    for key, text in typed.items():
        clause, _, name = key.partition(".")
        by_clause.setdefault(clause, {})[name] = text
    return {clause: ground.values(clause, one) for clause, one in by_clause.items()}


def place(ground: Ground, issue: Issue, terms: Terms) -> int | None:
    """Return where the value of an issue lies between the scenario's least (0) and most (SPAN); None: not offered."""
    value = terms.get(issue.clause, {}).get(issue.field)
    if value is None:
        return None
    known = _range(ground, issue)
    number = _number(value)
    return half_up(Fraction((number - known[0]) * SPAN, known[1] - known[0])) if known[1] > known[0] else 0


@lru_cache(maxsize=256)
def _range(ground: Ground, issue: Issue) -> tuple[int, int]:
    others = _others(ground, issue)
    typed = [ground.values(issue.clause, others | {issue.field: text}) for text in issue.values]
    found = [_number(values[issue.field]) for values in typed]
    return min(found), max(found)


def _others(ground: Ground, issue: Issue) -> dict[str, str]:
    """Return a value for the other issues of the same clause, so that the clause can be read."""
    return {one.field: one.values[0] for one in ground.scenario.issues
            if one.clause == issue.clause and one.field != issue.field}  # fmt: skip


def _number(value: object) -> int:
    return value.toordinal() if isinstance(value, date) else value if isinstance(value, int) else 0
