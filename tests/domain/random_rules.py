"""Random rules over the whole vocabulary, and random situations that sit on their boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import Any

from mediation.domain.conditions import JOINERS, ORDERED, Condition, Group, Test, parse, tests_in
from mediation.domain.effects import Effect
from mediation.domain.faults import Findings, Place
from mediation.domain.lawbook import Stratum
from mediation.domain.patterns import TooComplex, patterns
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.shape import Period
from mediation.domain.situation import INT_BOUND, Situation
from mediation.domain.vocabulary import SUBJECTS, Field, fields_of

DAY = date(2026, 6, 1)
NUMBERS = (-INT_BOUND, -61, -1, 0, 1, 2, 9, 10, 60, 50_000_000, INT_BOUND)
DAYS = (date.min, date(2024, 2, 29), date(2026, 1, 1), date(2026, 11, 22), date.max)


def value(random: Random, field: Field) -> Any:
    """Return some value of the field's type."""
    if field.type == "bool":
        return random.random() < 0.5
    if field.type == "enum":
        return random.choice(field.values)
    return random.choice(NUMBERS if field.type == "int" else DAYS)


def test_of(random: Random, field: Field) -> Any:
    """Return what may stand behind a field in a condition."""
    kinds = ["is", "is"] + ["known"] * (not field.sure)
    kinds += ["one_of"] * (field.type != "bool") + ["ordered"] * 3 * (field.type in ("int", "day"))
    kind = random.choice(kinds)
    if kind == "known":
        return {"known": random.random() < 0.5}
    if kind == "one_of":
        return {"one_of": list(dict.fromkeys(value(random, field) for _ in range(random.randint(1, 4))))}
    if kind == "ordered":
        return {op: value(random, field) for op in random.sample(ORDERED, random.randint(1, 2))}
    return value(random, field)


def condition(random: Random, fields: list[Field], depth: int) -> dict[str, Any]:
    """Return a condition as plain data, nested at most `depth` deep."""
    found: dict[str, Any] = {}
    for field in random.sample(fields, min(len(fields), random.randint(1, 3))):
        found[field.name] = test_of(random, field)
    if depth > 1:
        for joiner in random.sample(JOINERS, random.choice((0, 1, 1, 2))):
            found[joiner] = [condition(random, fields, depth - 1) for _ in range(random.randint(1, 3))]
    return found


def rule(random: Random, subject: str, number: int, depth: int = 3) -> Rule:
    """Return a random rule, with levels one time in four."""
    fields = random.sample(list(fields_of(subject).values()), min(6, len(fields_of(subject))))
    findings = Findings()
    place = Place(findings, "random", f"random.r{number}", {})
    while True:
        count = random.randint(1, 3) if random.random() < 0.25 else 0
        read = [parse(condition(random, fields, depth), subject, place) for _ in range(max(1, count))]
        findings.raise_if_any()
        try:
            for one in read:
                patterns(subject, one)
            break
        except TooComplex:
            depth = max(1, depth - 1)
    others = (f"random.r{random.randint(0, 60)}",) if random.random() < 0.1 else ()
    until = date(2026, 12, 31) if random.random() < 0.9 else date(2026, 3, 1)
    made = plain_rule(subject, number, Group("all_of", ()) if count else read[0])
    levels = MappingProxyType(dict(enumerate(read, 1)) if count else {})
    return replace(made, levels=levels, overrides=others, in_force=Period(date(2026, 1, 1), until))


def plain_rule(subject: str, number: int, condition: Condition) -> Rule:
    """Return a rule with this condition."""
    return Rule(
        id=f"random.r{number}",
        title=MappingProxyType({"zh": "随机", "en": "random"}),
        law=(),
        in_force=Period(date(2026, 1, 1)),
        checked=DAY,
        subject=subject,
        stratum=subject,
        condition=condition,
        effects=(Effect("suggest", value="something"),),
        levels=MappingProxyType({}),
        overrides=(),
        examples=(),
        file="random",
    )


def book_of(subject: str, conditions: list[Condition]) -> RuleBook:
    """Return a book with one rule for each condition, all in one stratum."""
    strata = {subject: Stratum(subject, subject, {"zh": subject, "en": subject}, (), ("suggest",), True)}
    made = tuple(plain_rule(subject, number, one) for number, one in enumerate(conditions))
    return RuleBook("sha256:random", made, {}, {}, {}, (), MappingProxyType(strata))


def book(random: Random, rules: int, subjects: tuple[str, ...] = SUBJECTS) -> RuleBook:
    """Return a book of `rules` random rules for each of `subjects`, a stratum each."""
    strata = {one: Stratum(one, one, {"zh": one, "en": one}, (), ("suggest",), True) for one in subjects}
    made = [rule(random, subject, number) for subject in subjects for number in range(rules)]
    return RuleBook("sha256:random", tuple(made), {}, {}, {}, (), MappingProxyType(strata))


def situation(random: Random, subject: str, tests: list[Test]) -> Situation:
    """Return a random situation; half of its numbers and days lie on or beside a boundary of `tests`."""
    near: dict[str, list[Any]] = {}
    for one in tests:
        if one.op != "known":
            near.setdefault(one.field, []).extend(one.value if isinstance(one.value, tuple) else [one.value])
    facts: dict[str, Any] = {}
    for field in fields_of(subject).values():
        if not field.sure and random.random() < 0.3:
            continue
        facts[field.name] = value(random, field)
        if field.name in near and random.random() < 0.7:
            facts[field.name] = beside(random, field, random.choice(near[field.name]))
    return Situation(subject, facts)


def beside(random: Random, field: Field, named: Any) -> Any:
    """Return a value that a test names, or its neighbour."""
    step = random.choice((-1, 0, 0, 1))
    if field.type == "int":
        return max(-INT_BOUND, min(INT_BOUND, named + step))
    if field.type == "day":
        return named if named in (date.min, date.max) else named + timedelta(days=step)
    return named


def tests_of(book: RuleBook, subject: str) -> list[Test]:
    """Return every test of the book's rules about `subject`."""
    about = (one for one in book.rules if one.subject == subject)
    return [test for one in about for part in one.conditions().values() for test in tests_in(part)]


test_of.__test__ = False  # type: ignore[attr-defined]
tests_of.__test__ = False  # type: ignore[attr-defined]
