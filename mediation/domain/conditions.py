"""Conditions as structure: parsed against the vocabulary, and their plain meaning.

A test holds only on a fact that is known (but `known: false`); `none_of` holds when none of its members does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mediation.domain.faults import Place
from mediation.domain.situation import Facts, SituationFault, Value, checked_value
from mediation.domain.vocabulary import Field, fields_of, nearest

Op = Literal["is", "at_least", "at_most", "more_than", "less_than", "one_of", "known"]
Joiner = Literal["all_of", "any_of", "none_of"]
ORDERED: tuple[Op, ...] = ("at_least", "at_most", "more_than", "less_than")
OPS: tuple[Op, ...] = (*ORDERED, "one_of", "known")
JOINERS: tuple[Joiner, ...] = ("all_of", "any_of", "none_of")
MOST_CONDITION_DEPTH = 8
MOST_TESTS = 200
Path = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one field; `value` is a tuple for `one_of`, a bool for `known`."""

    __test__ = False

    field: str
    op: Op
    value: Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions joined; `all_of` of nothing always holds."""

    joiner: Joiner
    members: tuple[Condition, ...]


Condition = Test | Group
ALWAYS = Group("all_of", ())


def holds(condition: Condition, situation: Facts) -> bool:
    """Say whether `condition` holds in `situation`: the plain reading, without the engine."""
    if isinstance(condition, Test):
        return test_holds(condition, situation[condition.field])
    found = (holds(member, situation) for member in condition.members)
    if condition.joiner == "all_of":
        return all(found)
    return any(found) if condition.joiner == "any_of" else not any(found)


def test_holds(test: Test, actual: Value | None) -> bool:
    """Say whether one test holds on a value; None: not known."""
    if test.op == "known":
        return (actual is not None) == test.value
    if actual is None:
        return False
    if test.op == "is":
        return actual == test.value
    if test.op == "one_of":
        return actual in _several(test)
    have, want = number(actual), number(_single(test))
    return {
        "at_least": have >= want, "at_most": have <= want, "more_than": have > want, "less_than": have < want,
    }[test.op]  # fmt: skip


def number(value: Value) -> int:
    """Return an int as it is and a day as its day number; ValueError for anything else."""
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} has no order")


def _several(test: Test) -> tuple[Value, ...]:
    return test.value if isinstance(test.value, tuple) else (test.value,)


def _single(test: Test) -> Value:
    if isinstance(test.value, tuple):
        raise ValueError(f"{test.op} takes one value")
    return test.value


def tests_in(condition: Condition) -> Iterator[Test]:
    """Yield every test of `condition`, in the order in which it is written."""
    if isinstance(condition, Test):
        yield condition
    else:
        for member in condition.members:
            yield from tests_in(member)


def parse(raw: object, subject: str, place: Place, path: Path = ("when",)) -> Condition:
    """Return the condition that `raw` (plain data) says about `subject`; faults go to `place`.

    A condition with faults comes back as far as it was understood and must not be used.
    """
    condition = _Parser(subject, place).mapping(raw, path, 1)
    if sum(1 for _ in tests_in(condition)) > MOST_TESTS:
        place.fault("too_complex", f"more than {MOST_TESTS} tests in one condition", path)
    return condition


class _Parser:
    def __init__(self, subject: str, place: Place) -> None:
        self.fields = fields_of(subject)
        self.subject, self.place = subject, place

    def mapping(self, raw: object, path: Path, depth: int) -> Condition:
        """Read a mapping: every line of it must hold."""
        if not isinstance(raw, Mapping):
            self.place.fault("type", f"a condition is a mapping of field to test, not {_shown(raw)}", path)
            return ALWAYS
        if depth > MOST_CONDITION_DEPTH:
            self.place.fault("too_deep", f"conditions nested more than {MOST_CONDITION_DEPTH} deep", path)
            return ALWAYS
        members: list[Condition] = []
        for key, value in raw.items():
            if key in JOINERS:
                members.append(self.group(key, value, (*path, key), depth))
            else:
                members.extend(self.field(str(key), value, (*path, key)))
        return members[0] if len(members) == 1 else Group("all_of", tuple(members))

    def group(self, joiner: Joiner, raw: object, path: Path, depth: int) -> Condition:
        if not isinstance(raw, list) or not raw:
            self.place.fault("type", f"{joiner} takes a list of at least one condition, not {_shown(raw)}", path)
            return ALWAYS
        members = []
        for index, one in enumerate(raw):
            if one == {}:
                self.place.fault("empty", f"an empty condition inside {joiner}", (*path, index))
            members.append(self.mapping(one, (*path, index), depth + 1))
        return Group(joiner, tuple(members))

    def field(self, name: str, raw: object, path: Path) -> Iterator[Test]:
        field = self.fields.get(name)
        if field is None:
            hint = nearest(name, [*self.fields, *JOINERS])
            self.place.fault("unknown_field", f"unknown field '{name}'{hint}", path)
        elif not isinstance(raw, Mapping):
            yield from self.equal(field, raw, path)
        elif not raw:
            self.place.fault("empty", f"{name} is asked nothing", path)
        else:
            for op, value in raw.items():
                yield from self.test(field, op, value, (*path, op))

    def equal(self, field: Field, raw: object, path: Path) -> Iterator[Test]:
        if raw is None:
            self.place.fault("type", f"{field.name}: write {{known: false}} to ask for what is not known", path)
        elif isinstance(raw, list):
            self.place.fault("type", f"{field.name}: write {{one_of: [...]}} to ask for one of several", path)
        elif (value := self.value(field, raw, path)) is not None:
            yield Test(field.name, "is", value)

    def test(self, field: Field, op: object, raw: object, path: Path) -> Iterator[Test]:
        if op == "known":
            yield from self.known(field, raw, path)
        elif op == "one_of":
            yield from self.one_of(field, raw, path)
        elif op not in ORDERED:
            self.place.fault("unknown_word", f"{field.name}: unknown test '{op}'{nearest(op, OPS)}", path)
        elif field.type not in ("int", "day"):
            self.place.fault("operator", f"{field.name} is {_kind(field)} and has no '{op}'", path)
        elif (value := self.value(field, raw, path)) is not None:
            yield Test(field.name, op, value)

    def known(self, field: Field, raw: object, path: Path) -> Iterator[Test]:
        if not isinstance(raw, bool):
            self.place.fault("type", f"{field.name}: known is true or false, not {_shown(raw)}", path)
        elif field.sure:
            self.place.fault("operator", f"{field.name} is always known", path)
        else:
            yield Test(field.name, "known", raw)

    def one_of(self, field: Field, raw: object, path: Path) -> Iterator[Test]:
        if field.type == "bool":
            self.place.fault("operator", f"{field.name} is {_kind(field)} and has no 'one_of'", path)
            return
        if not isinstance(raw, list) or not raw:
            self.place.fault("type", f"{field.name}: one_of takes a list of at least one value", path)
            return
        values = [self.value(field, one, (*path, index)) for index, one in enumerate(raw)]
        known = tuple(one for one in values if one is not None)
        if len(set(known)) < len(known):
            self.place.fault("duplicate", f"{field.name}: one_of names a value twice", path)
        yield Test(field.name, "one_of", known)

    def value(self, field: Field, raw: object, path: Path) -> Value | None:
        try:
            return checked_value(field, raw)
        except SituationFault as fault:
            allowed = f"; allowed: {fault.allowed}" if fault.allowed else ""
            self.place.fault("value", f"{field.name}: {_shown(raw)} {fault.reason}{allowed}", path)
            return None


def _kind(field: Field) -> str:
    return {"bool": "a yes/no field", "int": "a number", "day": "a day", "enum": "a choice"}[field.type]


def _shown(raw: object) -> str:
    text = raw.isoformat() if isinstance(raw, date) else repr(raw)
    return text if len(text) <= 60 else f"{text[:57]}..."
