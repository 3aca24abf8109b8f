"""The engine against the plain reading, over random rules and over the rules of this station."""

from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediation.domain.conditions import JOINERS, ORDERED, Group, Test
from mediation.domain.engine import Engine
from mediation.domain.explain import explain, level_of, plain_held, rule_holds
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import SUBJECTS
from tests.domain import random_rules as make
from tests.domain.rulefolder import whole

QUIET = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def answered(engine: Engine, stratum: str, situation, on) -> list[tuple[str, int | None]]:
    return sorted((hit.rule.id, hit.level) for hit in engine.fire(stratum, situation, on))


@QUIET
@given(random=st.randoms(use_true_random=False), subject=st.sampled_from(SUBJECTS))
def test_random_rules_hold_in_the_engine_exactly_when_they_plainly_hold(random: Random, subject: str):
    book = make.book(random, 4, (subject,))
    engine, tests = Engine(book, builds_at_most=10**6), make.tests_of(book, subject)

    for _ in range(40):
        situation = make.situation(random, subject, tests)
        assert answered(engine, subject, situation, make.DAY) == plain_held(book, subject, situation, make.DAY)


CASES = {
    "workers": ([None, 8, 9, 10, 11, 12], 10, [9, 11]),
    "received_on": (
        [None, *(date(2026, 3, day) for day in range(1, 6))],
        date(2026, 3, 3),
        [date(2026, 3, 2), date(2026, 3, 4)],
    ),
    "violence": ([None, "none", "weapon", "assault"], "weapon", ["none", "weapon"]),
    "threat": ([None, True, False], True, []),
    "flags.group": ([True, False], True, []),
}


@pytest.mark.parametrize("name", CASES)
def test_every_test_and_its_negation_hold_in_the_engine_exactly_when_they_plainly_hold(name: str):
    values, value, several = CASES[name]
    ordered = name in ("workers", "received_on")
    tests = [Test(name, "is", value), *(Test(name, op, value) for op in ORDERED if ordered)]
    tests += [Test(name, "one_of", tuple(several))] * bool(several)
    tests += [Test(name, "known", known) for known in (True, False) if name != "flags.group"]
    other = Test("stoppage", "is", True)
    conditions = [*tests, *(Group(joiner, (test, other)) for test in tests for joiner in JOINERS)]
    conditions += [Group("none_of", (one,)) for one in conditions]
    conditions += [Group("all_of", (one, Group("any_of", (other, Group("none_of", (one,)))))) for one in conditions]
    book = make.book_of("case", conditions)
    engine = Engine(book, builds_at_most=10**6)

    for one in values:
        for stoppage in (None, True, False):
            situation = Situation("case", {name: one, "stoppage": stoppage})
            assert answered(engine, "case", situation, make.DAY) == plain_held(book, "case", situation, make.DAY)


@pytest.mark.parametrize("seed", range(2))
def test_a_pack_of_many_rules_is_split_and_answers_the_same(seed: int):
    random = Random(seed)
    book = make.book(random, 150, ("case",))
    engine, tests = Engine(book, builds_at_most=10**6), make.tests_of(book, "case")

    for _ in range(80):
        situation = make.situation(random, "case", tests)
        assert answered(engine, "case", situation, make.DAY) == plain_held(book, "case", situation, make.DAY)


def test_the_rules_of_this_station_hold_in_the_engine_exactly_when_they_plainly_hold():
    book, random = whole(), Random(1)
    engine = Engine(book, builds_at_most=10**6)
    tests = {subject: make.tests_of(book, subject) for subject in SUBJECTS}

    for stratum in book.strata.values():
        for _ in range(200):
            situation = make.situation(random, stratum.subject, tests[stratum.subject])
            wanted = plain_held(book, stratum.id, situation, make.DAY)
            assert answered(engine, stratum.id, situation, make.DAY) == wanted


@QUIET
@given(random=st.randoms(use_true_random=False), subject=st.sampled_from(SUBJECTS))
def test_every_reported_flip_flips_and_none_that_exists_is_missed(random: Random, subject: str):
    rule = make.rule(random, subject, 0)
    book_tests = [test for one in rule.conditions().values() for test in make.tests_in(one)]
    situation = make.situation(random, subject, book_tests)

    explanation = explain(rule, situation)

    def outcome(**change):
        changed = situation.plus(change)
        return rule_holds(rule, changed), level_of(rule, changed)

    now = outcome()
    assert now == (explanation.holds, explanation.level)
    for flip in explanation.flips:
        assert outcome(**{flip.field: flip.instead}) == (flip.holds, flip.level) != now
    found = {flip.field for flip in explanation.flips}
    for name in rule.fields():
        field = make.fields_of(subject)[name]
        tried = [make.value(random, field) for _ in range(20)]
        tried += [
            make.beside(random, field, one)
            for test in book_tests
            if test.field == name and test.op != "known"
            for one in (test.value if isinstance(test.value, tuple) else (test.value,))
        ]
        for one in [*tried, *([] if field.sure else [None])]:
            assert name in found or outcome(**{name: one}) == now
