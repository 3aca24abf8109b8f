"""When time alone changes what a rule says: the next day on which a test of a counted field begins or ceases to hold.

Fields that count days (`Field.per_day`) move by one each day while nobody does anything. Every number at which a test
of such a field changes is an edge; the first edge a value crosses is the day on which the rules must be asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mediation.domain.conditions import Test, tests_in
from mediation.domain.rule import Rule, rule_holds
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import fields_of

DECIDED: Final = ("routing", "lead", "clocks")
"""The strata whose answers a case keeps from its last decision; the sweep asks all others about every day anew."""


@dataclass(frozen=True)
class Edge:
    """A number of a counted field whose test answers otherwise than for the number below it."""

    field: str
    at: int


def next_turn(rules: Iterable[Rule], situation: Situation) -> int | None:
    """Return in how many days time alone changes the first test of one of `rules`; None for never."""
    days = [_crossed(edge, situation) for rule in rules for edge in edges(rule)]
    return min((one for one in days if one is not None), default=None)


def turned(rules: Iterable[Rule], situation: Situation, days: int) -> tuple[Rule, ...]:
    """Return the rules that hold `days` later and didn't, or the other way round, if nothing but time has passed."""
    later = aged(situation, days)
    return tuple(one for one in rules if edges(one) and rule_holds(one, situation) != rule_holds(one, later))


def aged(situation: Situation, days: int) -> Situation:
    """Return the situation as it is `days` later if nothing but time has passed."""
    steps = {field.name: field.per_day for field in fields_of(situation.subject).values() if field.per_day}
    known = {name: situation[name] for name in steps}
    return situation.plus({
        name: value + days * steps[name] for name, value in known.items() if isinstance(value, int)
    })  # fmt: skip


def edges(rule: Rule) -> frozenset[Edge]:
    """Return the edges of the counted fields a rule asks about, of all its levels."""
    fields = fields_of(rule.subject)
    return frozenset(
        Edge(test.field, at)
        for condition in rule.conditions().values()
        for test in tests_in(condition)
        if fields[test.field].per_day
        for at in _edges(test)
    )


def pattern(book: RuleBook) -> str:
    """Return a short digest of all edges of the decided strata: while it stays, stored days of turning stay right."""
    lines = sorted(
        f"{rule.id} {rule.in_force} {edge.field} {edge.at}"
        for name in DECIDED
        for rule in book.versions(name)
        for edge in edges(rule)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _edges(test: Test) -> Iterator[int]:
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    for value in values:
        if test.op == "known" or isinstance(value, bool) or not isinstance(value, int):
            continue
        if test.op in ("at_least", "less_than", "is", "one_of"):
            yield value
        if test.op in ("more_than", "at_most", "is", "one_of"):
            yield value + 1


def _crossed(edge: Edge, situation: Situation) -> int | None:
    """Return after how many days the field stands on the other side of its edge; None if it moves away from it."""
    value, step = situation[edge.field], fields_of(situation.subject)[edge.field].per_day
    if not isinstance(value, int):
        return None
    if step < 0:
        return value - edge.at + 1 if value >= edge.at else None
    return edge.at - value if value < edge.at else None
