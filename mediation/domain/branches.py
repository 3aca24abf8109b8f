"""Which single fact of a claim would take its amount another way through the law, and from which value on.

The way is what a working says, not its figures: which steps and warnings it has, which of its conditions hold, how
many half years count, whether an award on it would be final. Along one number or day the ways follow each other and
none comes back, so the nearest turn is found by doubling steps and halving what they leave; a value that the calculator
refuses ends the search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mediation.domain.claims.compute import KINDS, compute, places_of
from mediation.domain.claims.condition import Condition
from mediation.domain.claims.facts import Fact
from mediation.domain.claims.result import ClaimResult
from mediation.domain.money import Fen, fen, yuan
from mediation.domain.refusals import Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.workdays import Calendar, Step

Way = tuple[object, ...]
Given = Mapping[str, Any]
HALF_YEARS = frozenset({"lcl-47", "cc-1259"})
"""The articles of the step that counts half years, and of its conditions: no way of their own, the count says it."""

COUNTING = ("cc-202",)
"""The articles of a step that only counts time; whether days are left over is no other way."""


@dataclass(frozen=True)
class Turn:
    """The nearest change of one fact that takes another way; values as the facts are written.

    `path` is the fact (`average_wage`, `wages[2]`), `last` the last value that still goes the present way: beyond it
    (`up`: above it, or later) the other begins. `said` are the steps and warnings that come new, `flipped` are the
    conditions that hold there and don't now, or the other way round.
    """

    fact: Fact
    path: str
    actual: Any
    last: Any
    instead: Any
    up: bool | None
    amount: Fen
    said: tuple[Step, ...]
    final_award: bool | None
    flipped: tuple[Condition, ...] = ()


def way(result: ClaimResult) -> Way:
    """Return the way that a working takes through the law."""
    halves = tuple(line.value for line in result.steps if set(line.law) >= HALF_YEARS)
    steps = tuple(line.says.message for line in result.steps if line.law != COUNTING)
    asked = tuple(one.holds for one in result.conditions if not set(one.law) >= HALF_YEARS)
    return steps, tuple(one.message for one in result.warnings), halves, result.final_award, asked


def _asked(result: ClaimResult) -> dict[tuple[str, int], bool]:
    """Return which conditions hold by what they say; of those asked of each month the number besides."""
    times = Counter[str]()
    found = {}
    for one in result.conditions:
        found[one.says.message, times[one.says.message]] = one.holds
        times[one.says.message] += 1
    return found


def turns(kind: str, facts: Given, *, on: date, book: RuleBook, calendar: Calendar) -> tuple[Turn, ...]:
    """Return for each fact the nearest changes, up and down, that take the amount another way.

    Raises what `compute` raises for the facts as they stand.
    """
    now = compute(kind, facts, on=on, book=book, calendar=calendar)
    found: list[Turn] = []
    for path, fact, value, put in _single(KINDS[kind].facts, facts):

        def worked(instead: Any, put: Callable[[Any], Given] = put) -> ClaimResult | None:
            try:
                return compute(kind, put(instead), on=on, book=book, calendar=calendar)
            except Refused:
                return None

        for last, instead, up in _nearest(fact, value, worked, way(now), places_of(book)):
            then = worked(instead)
            if then is not None:
                said, flipped = _new(now, then), _flipped(now, then)
                found.append(Turn(fact, path, value, last, instead, up, then.amount, said, then.final_award, flipped))
    return tuple(found)


def _new(now: ClaimResult, then: ClaimResult) -> tuple[Step, ...]:
    had: set[str] = {line.says.message for line in now.steps} | {one.message for one in now.warnings}
    steps = [line.says for line in then.steps if line.law != COUNTING] + list(then.warnings)
    return tuple(one for one in steps if one.message not in had)


def _flipped(now: ClaimResult, then: ClaimResult) -> tuple[Condition, ...]:
    had = _asked(now)
    asked = zip(_asked(then).items(), then.conditions, strict=True)
    return tuple(one for (key, holds), one in asked if had.get(key, holds) != holds)


def _single(known: tuple[Fact, ...], facts: Given) -> Iterator[tuple[str, Fact, Any, Callable[[Any], Given]]]:
    """Yield every single fact that is given, with how to put another value in its place."""
    for fact in known:
        value = facts.get(fact.name)
        if fact.type == "moneys" and isinstance(value, list):
            inner = Fact(fact.name, "money", fact.zh, fact.en, fact.unit)
            for nth, one in enumerate(value):
                yield f"{fact.name}[{nth}]", inner, one, _in_list(facts, fact.name, nth)
        elif fact.type == "rows" and isinstance(value, list):
            for nth, row in enumerate(value):
                for part in fact.rows:
                    if part.type == "money" and row.get(part.name) is not None:
                        path = f"{fact.name}[{nth}].{part.name}"
                        yield path, part, row[part.name], _in_row(facts, fact.name, nth, part.name)
        elif fact.type == "place" or value is not None:
            yield fact.name, fact, value, _put(facts, fact.name)


def _put(facts: Given, name: str) -> Callable[[Any], Given]:
    return lambda value: {**facts, name: value}


def _in_list(facts: Given, name: str, nth: int) -> Callable[[Any], Given]:
    return lambda value: {**facts, name: [*facts[name][:nth], value, *facts[name][nth + 1 :]]}


def _in_row(facts: Given, name: str, nth: int, part: str) -> Callable[[Any], Given]:
    rows = facts[name]
    return lambda value: {**facts, name: [*rows[:nth], {**rows[nth], part: value}, *rows[nth + 1 :]]}


def _nearest(
    fact: Fact, value: Any, worked: Callable[[Any], ClaimResult | None], now: Way, places: tuple[str, ...]
) -> Iterator[tuple[Any, Any, bool | None]]:
    """Yield last value of the present way, first of another, and whether that lies above; None: no order."""
    if fact.type in ("flag", "place"):
        others = (not value,) if fact.type == "flag" else tuple(one for one in places if one != (value or "shanghai"))
        for one in others:
            if (then := worked(one)) is not None and way(then) != now:
                yield value, one, None
        return
    scale = _scale(fact, value)
    if scale is None:
        return
    at, write = scale
    for sign in (1, -1):
        edge = _edge(lambda off, sign=sign: _way_of(worked(write(at + sign * off))), now)  # type: ignore[misc]
        if edge is not None:
            yield write(at + sign * (edge - 1)), write(at + sign * edge), sign > 0
    if fact.nullable and (then := worked(None)) is not None and way(then) != now:
        yield value, None, None


def _way_of(result: ClaimResult | None) -> Way | None:
    return None if result is None else way(result)


def _scale(fact: Fact, value: Any) -> tuple[int, Callable[[int], Any]] | None:
    """Return a value as a whole number, and how a whole number is written as one; None for a fact without order."""
    if fact.type == "money":
        return fen(value), lambda one: yuan(Fen(one)) if one >= 0 else "-1"
    if fact.type == "day":
        first = date.fromisoformat(value)
        return 0, lambda one: (first + timedelta(days=one)).isoformat() if abs(one) < 100_000 else "-1"
    if fact.type == "whole":
        return int(value), lambda one: one
    if fact.type == "number":
        places = max(0, -int(Decimal(str(value)).as_tuple().exponent))
        return int(Decimal(str(value)).scaleb(places)), lambda one: str(Decimal(one).scaleb(-places))
    return None


def _edge(at: Callable[[int], Way | None], now: Way) -> int | None:
    """Return the smallest distance at which another way begins, None where none does before a value is refused."""
    same, far = 0, 1
    while at(far) == now:
        same, far = far, far * 2
        if far > 1 << 40:
            return None
    while far - same > 1:
        middle = (same + far) // 2
        if at(middle) == now:
            same = middle
        else:
            far = middle
    return far if at(far) is not None else None
