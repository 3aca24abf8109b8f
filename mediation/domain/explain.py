"""The second reading: which rules hold by plain Python, why or why not, and the smallest change that would flip it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mediation.domain.conditions import Condition, Op, Test, holds, number, tests_in
from mediation.domain.rule import Rule, level_of, rule_holds
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import INT_BOUND, Situation, Value
from mediation.domain.vocabulary import Field, fields_of

__all__ = ["Explanation", "Flip", "Line", "explain", "holds", "level_of", "plain_held", "rule_holds"]

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a condition, as it is written.

    A test has `field`, `op`, `want` and `have` (None: not known), and the same in words as `wanted` and `actual`; a
    heading has only `joiner` (all_of, any_of, none_of, or level with the number in `wanted`), its lines follow one
    `depth` deeper.
    """

    field: str
    wanted: str
    actual: str
    holds: bool
    depth: int
    joiner: str = ""
    op: Op | None = None
    want: Value | tuple[Value, ...] | None = None
    have: Value | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest change of one fact that changes the outcome; None: not known.

    `holds` and `level` say what it leads to; with `any_value` the rule only asks whether the fact is known, and
    `instead` is but a specimen.
    """

    field: str
    actual: Value | None
    instead: Value | None
    holds: bool
    level: int | None = None
    any_value: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule holds or doesn't: every condition line by line, and the changes that would flip it, nearest first."""

    rule: Rule
    holds: bool
    level: int | None
    lines: tuple[Line, ...]
    flips: tuple[Flip, ...]


def plain_held(book: RuleBook, stratum: str, situation: Situation, on: date) -> list[tuple[str, int | None]]:
    """Return id and level of what `Engine.fire` must answer, by the plain reading."""
    rules = [rule for rule in book.stratum(stratum, on) if rule_holds(rule, situation)]
    overridden: set[str] = set()
    for rule in rules:
        overridden.update(rule.overrides)
    return sorted((rule.id, level_of(rule, situation)) for rule in rules if rule.id not in overridden)


def explain(rule: Rule, situation: Situation) -> Explanation:
    """Return why `rule` holds or not in `situation`; ValueError for a situation of another subject."""
    if situation.subject != rule.subject:
        raise ValueError(f"{rule.id} is about a {rule.subject}, not about a {situation.subject}")
    lines: list[Line] = []
    for level, condition in rule.conditions().items():
        if level is not None:
            lines.append(Line("", str(level), "", holds(condition, situation), 0, "level"))
        lines.extend(_lines(condition, situation, 0 if level is None else 1))
    held, level = _outcome(rule, situation)
    return Explanation(rule, held, level, tuple(lines), _flips(rule, situation))


def _lines(condition: Condition, situation: Situation, depth: int) -> Iterator[Line]:
    if isinstance(condition, Test):
        have = situation[condition.field]
        yield Line(
            condition.field, _wanted(condition), NOT_KNOWN if have is None else _written(have),
            holds(condition, situation), depth, op=condition.op, want=condition.value, have=have,
        )  # fmt: skip
        return
    yield Line("", "", "", holds(condition, situation), depth, condition.joiner)
    for member in condition.members:
        yield from _lines(member, situation, depth + 1)


def _wanted(test: Test) -> str:
    if test.op == "known":
        return "known" if test.value else NOT_KNOWN
    if isinstance(test.value, tuple):
        return f"one of {', '.join(map(_written, test.value))}"
    words = test.op.replace("_", " ")
    return _written(test.value) if test.op == "is" else f"{words} {_written(test.value)}"


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


Outcome = tuple[bool, int | None]


def _outcome(rule: Rule, situation: Situation) -> Outcome:
    return rule_holds(rule, situation), level_of(rule, situation)


def _flips(rule: Rule, situation: Situation) -> tuple[Flip, ...]:
    """Return for each field the nearest value that changes the outcome, the nearest field first."""
    now = _outcome(rule, situation)
    found: list[tuple[tuple[bool, bool, int, int], Flip]] = []
    for place, name in enumerate(rule.fields()):
        field, actual = fields_of(rule.subject)[name], situation[name]
        named = _named(rule, field)
        for distance, instead in _candidates(field, actual, named or {_specimen(field)}):
            held, level = then = _outcome(rule, situation.plus({name: instead}))
            if then != now:
                rank = (field.inferred, instead is None, distance, place)
                specimen = not named and instead is not None
                found.append((rank, Flip(name, actual, instead, held, level, specimen)))
                break
    return tuple(flip for _, flip in sorted(found, key=lambda one: one[0]))


def _candidates(field: Field, actual: Value | None, values: set[Value]) -> list[tuple[int, Value | None]]:
    """Return the values worth trying beside the actual one, with their distance, nearest first, "not known" last."""
    ranked = [(_distance(field, actual, value), _order(field, value), value) for value in values - {actual}]
    tries: list[tuple[int, Value | None]] = [(distance, value) for distance, _, value in sorted(ranked)]
    return tries if field.sure or actual is None else [*tries, (0, None)]


def _named(rule: Rule, field: Field) -> set[Value]:
    """Return the values at which the rule may change: those it names and, of numbers and days, their neighbours."""
    if field.type == "bool":
        return {True, False}
    if field.type == "enum":
        return set(field.values)
    tests = (test for condition in rule.conditions().values() for test in tests_in(condition))
    return {
        near
        for test in tests
        if test.field == field.name and test.op != "known"
        for value in (test.value if isinstance(test.value, tuple) else (test.value,))
        for near in _around(value)
    }


def _specimen(field: Field) -> Value:
    return date(2026, 1, 1) if field.type == "day" else 0


def _around(value: Value) -> Iterator[Value]:
    for near in (number(value) - 1, number(value), number(value) + 1):
        if not isinstance(value, date):
            if abs(near) <= INT_BOUND:
                yield near
        elif date.min.toordinal() <= near <= date.max.toordinal():
            yield date.fromordinal(near)


def _order(field: Field, value: Value) -> int:
    if field.type == "enum":
        return field.values.index(str(value))
    return int(value) if isinstance(value, bool) else number(value)


def _distance(field: Field, actual: Value | None, value: Value) -> int:
    if field.type in ("bool", "enum") or actual is None:
        return 1
    return abs(number(value) - number(actual))
