"""Compile a condition into patterns that the engine reads rightly.

Measured on durable_rules 2.0.28: negation (`c$not`, `$nex`) is unsafe, so it is pushed down to the single tests; one
pattern takes at most 14 inner `$and`/`$or` groups (error 113); an `$or` runs its action once for every alternative that
holds, alternatives multiply, and one fact may meet at most 64 of a pattern (error 303). So a larger condition becomes
several patterns, any of which means that it holds.

Facts carry every field that is read. What is not known has a value that no test can want: "" for a choice, -1 for
yes/no (1 and 0), and for numbers and days a companion `<field>__known` of 0 beside the neutral value 0.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.domain.conditions import Condition, Test, number
from mediation.domain.situation import Situation, Value
from mediation.domain.vocabulary import Field, fields_of

MOST_GROUPS = 12
MOST_PATHS = 24
MOST_PATTERNS = 128
Tree = tuple[Any, ...]
"""An atom (operator, property, value), or a group ("$and" | "$or", its members)."""

_POSITIVE = {"at_least": "$gte", "at_most": "$lte", "more_than": "$gt", "less_than": "$lt"}
_NEGATIVE = {"at_least": "$lt", "at_most": "$gt", "more_than": "$lte", "less_than": "$gte"}


class TooComplex(ValueError):
    """A condition that would need more patterns than the engine should carry."""


def mangled(name: str) -> str:
    """Return the property that carries a field; no field can take the place of `kind`, `id` or `sid`."""
    return "f_" + name.replace(".", "__")


@dataclass(frozen=True, slots=True)
class Column:
    """How one field travels: its property, and the one beside it that says whether a number or a day is known.

    `missing` is what travels for a yes/no or a choice that is not known.
    """

    field: str
    key: str
    known: str = ""
    missing: int | str = 0


def columns(subject: str, names: Iterable[str]) -> tuple[Column, ...]:
    """Return how the fields `names` of `subject` travel."""
    fields, found = fields_of(subject), []
    for name in names:
        key, ordered = mangled(name), fields[name].type in ("int", "day")
        found.append(
            Column(name, key, f"{key}__known" if ordered else "", 0 if ordered else _plain(fields[name], None))
        )
    return tuple(found)


def fact(situation: Situation, wanted: Iterable[Column]) -> dict[str, int | str]:
    """Return the properties that carry the situation; every column is present, whether known or not."""
    found: dict[str, int | str] = {"kind": situation.subject}
    for column in wanted:
        value = situation[column.field]
        if value is None:
            found[column.key] = column.missing
        elif isinstance(value, date):
            found[column.key] = value.toordinal()
        else:
            found[column.key] = int(value) if value is True or value is False else value
        if column.known:
            found[column.known] = 0 if value is None else 1
    return found


def _plain(field: Field, value: Value | None) -> int | str:
    if field.type == "bool":
        return -1 if value is None else int(bool(value))
    return "" if value is None else str(value)


def patterns(subject: str, condition: Condition) -> tuple[dict[str, Any], ...]:
    """Return patterns of which at least one matches exactly where `condition` holds.

    Raises TooComplex for a condition that would need more than 128.
    """
    kind: Tree = ("$eq", "kind", subject)
    tree = _tree(condition, subject, wanted=True)
    if tree == ("$or", ()):
        return ()
    found = list(itertools.islice(_split(tree), MOST_PATTERNS + 1))
    if len(found) > MOST_PATTERNS:
        raise TooComplex("too many alternatives inside one another: make several rules of it")
    return tuple(_pattern(_joined("$and", [kind, one])) for one in found)


def _tree(condition: Condition, subject: str, *, wanted: bool) -> Tree:
    """Return the condition (or, not wanted, its negation) as atoms joined by $and and $or only."""
    if isinstance(condition, Test):
        return _test(condition, fields_of(subject)[condition.field], wanted)
    inner = wanted if condition.joiner != "none_of" else not wanted
    joiner = "$and" if (condition.joiner != "any_of") == wanted else "$or"
    return _joined(joiner, [_tree(member, subject, wanted=inner) for member in condition.members])


def _joined(joiner: str, members: Iterable[Tree]) -> Tree:
    """Join, taking members of the same joiner in and saying nothing twice."""
    flat: dict[Tree, None] = {}
    for member in members:
        inner = member[1] if len(member) == 2 and member[0] == joiner else (member,)
        flat |= dict.fromkeys(inner)
    return next(iter(flat)) if len(flat) == 1 else (joiner, tuple(flat))


def _test(test: Test, field: Field, wanted: bool) -> Tree:
    key = mangled(field.name)
    ordered = field.type in ("int", "day")
    unknown: Tree = ("$eq", f"{key}__known", 0) if ordered else ("$eq", key, _plain(field, None))
    known: Tree = ("$eq", f"{key}__known", 1) if ordered else ("$neq", key, _plain(field, None))
    if test.op == "known":
        return known if bool(test.value) == wanted else unknown
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    if test.op in _POSITIVE:
        operator = (_POSITIVE if wanted else _NEGATIVE)[test.op]
        found: Tree = (operator, key, number(values[0]))
    else:
        operator, joiner = ("$eq", "$or") if wanted else ("$neq", "$and")
        found = _joined(joiner, [(operator, key, _carried(field, value)) for value in values])
    if not ordered:
        return found
    return _joined("$and", [known, found]) if wanted else _joined("$or", [unknown, found])


def _carried(field: Field, value: Value) -> int | str:
    if isinstance(value, date) or field.type == "int":
        return number(value)
    return _plain(field, value)


def _split(tree: Tree) -> Iterator[Tree]:
    """Yield trees that fit into one pattern each and together mean `tree`."""
    if len(tree) == 3 or _fits(tree):
        yield tree
    elif tree[0] == "$or":
        for member in tree[1]:
            yield from _split(member)
    else:
        members = list(tree[1])
        at = max(range(len(members)), key=lambda one: _groups(members[one]) if members[one][0] == "$or" else -1)
        for alternative in members[at][1]:
            yield from _split(_joined("$and", [*members[:at], alternative, *members[at + 1 :]]))


def _fits(tree: Tree) -> bool:
    return _groups(tree) <= MOST_GROUPS and _paths(tree) <= MOST_PATHS


def _groups(tree: Tree) -> int:
    return 0 if len(tree) == 3 else 1 + sum(map(_groups, tree[1]))


def _paths(tree: Tree) -> int:
    """Return how often an action may run for one fact."""
    if len(tree) == 3:
        return 1
    inner = [_paths(member) for member in tree[1]]
    if tree[0] == "$or":
        return sum(inner)
    product = 1
    for one in inner:
        product = min(product * one, MOST_PATHS + 1)
    return product


def alternatives(pattern: dict[str, Any]) -> int:
    """Return how often the action of a pattern may run for one fact."""
    if "$or" in pattern:
        return sum(map(alternatives, pattern["$or"]))
    return math.prod(map(alternatives, pattern.get("$and", ())))


def _pattern(tree: Tree) -> dict[str, Any]:
    if len(tree) == 3:
        operator, key, value = tree
        return {key: value} if operator == "$eq" else {operator: {key: value}}
    return {tree[0]: [_pattern(member) for member in tree[1]]}
