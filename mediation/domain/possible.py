"""Find a situation in which some conditions hold and others don't, or prove that there is none.

Rules compare facts with the values they name, so of each fact only those values, their neighbours and "not known" are
worth trying: a finite search. It splits at the alternatives of a condition, and drops at once what can't hold any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.conditions import Condition, Group, Test, number, test_holds, tests_in
from mediation.domain.situation import INT_BOUND, Situation, Value
from mediation.domain.vocabulary import CLAIM_KINDS, Field, fields_of

MOST_STEPS: Final = 20_000
"""Splits after which a search gives up: hundreds of times what the conditions of the station need."""
KINDS_CLAIMED: Final = "claim_kinds"
CLAIMED: Final = "claims."


class Undecided(RuntimeError):
    """The conditions are too entangled: neither a situation was found nor proved that there is none."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A condition that must hold, or (`holds` False) must not."""

    condition: Condition
    holds: bool = True


Values = tuple[Value | None, ...]


def possible(
    subject: str, goals: Iterable[Goal], *, unknown: Collection[str] = (), free: Collection[str] = ()
) -> Situation | None:
    """Return a situation that fulfils every goal, None if there is none; raises Undecided.

    Fields in `unknown` are never known; what is asked of fields in `free` counts as fulfilled.
    """
    wanted = tuple(goals)
    domains = _domains(subject, wanted, unknown)
    found = _Search(frozenset(free)).solve(wanted, domains)
    return None if found is None else Situation(subject, _chosen(found))


def _domains(subject: str, goals: Iterable[Goal], unknown: Collection[str]) -> dict[str, Values]:
    """Return the values worth trying of every field that is asked about, the plainest first."""
    fields, named = fields_of(subject), dict[str, set[Value]]()
    for goal in goals:
        for test in tests_in(goal.condition):
            values = test.value if isinstance(test.value, tuple) else (test.value,)
            named.setdefault(test.field, set()).update(values if test.op != "known" else ())
    return {name: (None,) if name in unknown else _values(fields[name], named[name]) for name in named}


def _values(field: Field, named: set[Value]) -> Values:
    if field.type == "bool":
        return (False, True) if field.sure else (None, False, True)
    if field.type == "enum":
        return (None, *field.values)
    if field.name == KINDS_CLAIMED:
        return (None, *range(1, len(CLAIM_KINDS) + 1))
    if field.type == "day":
        days = {number(one) for one in named} or {date(2026, 1, 1).toordinal()}
        near = sorted({day + off for day in days for off in (-1, 0, 1)})
        return (None, *(date.fromordinal(one) for one in near if 1 <= one <= date.max.toordinal()))
    near = sorted({number(one) + off for one in named or {0} for off in (-1, 0, 1)})
    return (None, *(one for one in near if abs(one) <= INT_BOUND))


class _Search:
    """One search, with the steps it has left."""

    def __init__(self, free: frozenset[str]) -> None:
        self.free, self.steps = free, MOST_STEPS

    def solve(self, goals: Sequence[Goal], domains: Mapping[str, Values]) -> dict[str, Values] | None:
        """Return what is left of every field once all goals are fulfilled, None if they can't be."""
        self.steps -= 1
        if self.steps < 0:
            raise Undecided(f"more than {MOST_STEPS} steps")
        left = dict(domains)
        splits = self.narrowed(goals, left)
        while splits:
            open_splits = [kept for one in splits if (kept := self.viable(one, left)) is not None]
            single = [kept[0] for kept in open_splits if len(kept) == 1]
            if any(not kept for kept in open_splits):
                return None
            if not single:
                return self.branch(open_splits, left)
            more = self.narrowed(single, left)
            if more is None:
                return None
            splits = [kept for kept in open_splits if len(kept) > 1] + more
        return None if splits is None or not _claims_agree(left) else left

    def branch(self, splits: list[tuple[Goal, ...]], left: Mapping[str, Values]) -> dict[str, Values] | None:
        """Try each way of the split with the fewest ways; none left: what is left of the fields is the answer."""
        if not splits:
            return dict(left) if _claims_agree(left) else None
        first = min(splits, key=len)
        rest = [_either(one) for one in splits if one is not first]
        for way in first:
            found = self.solve([way, *rest], left)
            if found is not None:
                return found
        return None

    def narrowed(self, goals: Iterable[Goal], left: dict[str, Values]) -> list[tuple[Goal, ...]] | None:
        """Fulfil in `left` what leaves no choice; return the choices, None if something can't be fulfilled."""
        splits, todo = [], list(goals)
        while todo:
            goal = todo.pop()
            condition = goal.condition
            if isinstance(condition, Test):
                kept = self.kept(condition, goal.holds, left)
                if not kept:
                    return None
                left[condition.field] = kept
                continue
            together, members = _members(condition, goal.holds)
            if together:
                todo.extend(members)
            else:
                splits.append(members)
        return splits

    def kept(self, test: Test, holds: bool, left: Mapping[str, Values]) -> Values:
        if test.field in self.free:
            return left[test.field]
        return tuple(one for one in left[test.field] if test_holds(test, one) == holds)

    def viable(self, split: tuple[Goal, ...], left: Mapping[str, Values]) -> tuple[Goal, ...] | None:
        """Return the ways of a split that are still open; None where one of them is fulfilled anyway."""
        found = []
        for way in split:
            if isinstance(way.condition, Test):
                kept = self.kept(way.condition, way.holds, left)
                if len(kept) == len(left[way.condition.field]):
                    return None
                if not kept:
                    continue
            found.append(way)
        return tuple(found)


def _members(group: Group, holds: bool) -> tuple[bool, tuple[Goal, ...]]:
    """Return whether the members must all be fulfilled (or any of them will do), and what each must be."""
    together = (group.joiner == "all_of") == holds if group.joiner != "none_of" else holds
    each = holds if group.joiner != "none_of" else not holds
    return together, tuple(Goal(member, each) for member in group.members)


def _either(split: tuple[Goal, ...]) -> Goal:
    """Return one goal that is fulfilled when any of the split is."""
    return Goal(Group("any_of", tuple(one.condition if one.holds else _not(one.condition) for one in split)))


def _not(condition: Condition) -> Condition:
    return Group("none_of", (condition,))


def _claims_agree(left: Mapping[str, Values]) -> bool:
    """Say whether the number of kinds claimed can go with the kinds that are claimed."""
    counts = left.get(KINDS_CLAIMED)
    return counts is None or None in counts or any(True for _ in _counts(left, counts))


def _counts(left: Mapping[str, Values], counts: Values) -> Iterator[int]:
    claims = [values for name, values in left.items() if name.startswith(CLAIMED)]
    least = sum(False not in values for values in claims)
    most = len(CLAIM_KINDS) - sum(True not in values for values in claims)
    yield from (number(one) for one in counts if one is not None and max(least, 1) <= number(one) <= most)


def _chosen(left: Mapping[str, Values]) -> dict[str, Value | None]:
    """Return one value for every field, the kinds claimed as many as they are said to be."""
    chosen = {name: values[0] for name, values in left.items()}
    counts = left.get(KINDS_CLAIMED)
    if counts is None or None in counts:
        return chosen
    wanted = next(_counts(left, counts))
    chosen[KINDS_CLAIMED] = wanted
    spare = [f"{CLAIMED}{one}" for one in CLAIM_KINDS if True in left.get(f"{CLAIMED}{one}", (True,))]
    for name in spare:
        if sum(value is True for field, value in chosen.items() if field.startswith(CLAIMED)) < wanted:
            chosen[name] = True
    return chosen
