"""How far a rule can reach: the numbers outside which a field can't make it hold.

The sweep reads from the database only what may be due; what that is, the rule files say.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from mediation.domain.conditions import Condition, Test
from mediation.domain.rule import Rule


@dataclass(frozen=True)
class Span:
    """The whole numbers from `least` to `most`, both included; `least` above `most`: none at all."""

    least: float = -math.inf
    most: float = math.inf

    @property
    def empty(self) -> bool:
        """Say whether no number lies in it."""
        return self.least > self.most

    def within(self, other: Span) -> Span:
        """Return what lies in both."""
        return Span(max(self.least, other.least), min(self.most, other.most))

    def hull(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        if self.empty or other.empty:
            return other if self.empty else self
        return Span(min(self.least, other.least), max(self.most, other.most))


ALL = Span()
NONE = Span(math.inf, -math.inf)


def reach(rules: Iterable[Rule], field: str) -> Span:
    """Return the span of `field` outside which none of the `rules` that ask about it holds; NONE if none asks."""
    found = NONE
    for rule in rules:
        for level, condition in rule.conditions().items():
            if field in rule.fields(level):
                found = found.hull(_span(condition, field))
    return found


def _span(condition: Condition, field: str) -> Span:
    """Return a span that `field` lies in wherever `condition` holds; ALL where that can't be told."""
    if isinstance(condition, Test):
        return _tested(condition) if condition.field == field else ALL
    if condition.joiner == "none_of":
        return ALL
    found = ALL if condition.joiner == "all_of" else NONE
    for member in condition.members:
        one = _span(member, field)
        found = found.within(one) if condition.joiner == "all_of" else found.hull(one)
    return found


def _tested(test: Test) -> Span:
    values = [one for one in (test.value if isinstance(test.value, tuple) else (test.value,)) if isinstance(one, int)]
    if test.op == "known" or not values:
        return ALL
    least, most = min(values), max(values)
    return {
        "at_least": Span(least=least),
        "more_than": Span(least=least + 1),
        "at_most": Span(most=most),
        "less_than": Span(most=most - 1),
    }.get(test.op, Span(least, most))
