import itertools
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from mediation.domain import engine as engines
from mediation.domain.conditions import Group, Test
from mediation.domain.engine import Engine, EngineFault, EngineWorn
from mediation.domain.explain import plain_held
from mediation.domain.rulebook import load
from mediation.domain.situation import INT_BOUND, Situation
from mediation.domain.vocabulary import fields_of
from tests.domain import random_rules as make
from tests.domain.rulefolder import GROUP, changed, folder

DAY = date(2026, 11, 22)
ALWAYS_MORE = 10**6


def engine_of(made, **rules) -> Engine:
    return Engine(load(folder(made, **rules)), builds_at_most=ALWAYS_MORE)


def ids(hits) -> list[str]:
    return [hit.rule.id for hit in hits]


def test_a_rule_that_holds_is_a_hit_and_one_that_does_not_is_none(tmp_path):
    engine = engine_of(tmp_path, group=GROUP)

    assert ids(engine.fire("routing", Situation("case", {"workers": 10}), DAY)) == ["routing.group"]
    assert ids(engine.fire("routing", Situation("case", {"workers": 9}), DAY)) == []
    assert ids(engine.fire("routing", Situation("case"), DAY)) == []


def test_only_the_version_in_force_on_the_day_is_asked(tmp_path):
    old = changed("from: 2020-01-01", "from: 2020-01-01, until: 2025-06-30")
    new = changed("from: 2020-01-01", "from: 2025-07-01").replace("10", "30").replace("workers: 9", "workers: 29")
    engine, twenty = engine_of(tmp_path, old=old, new=new), Situation("case", {"workers": 20})

    assert ids(engine.fire("routing", twenty, date(2025, 6, 30))) == ["routing.group"]
    assert ids(engine.fire("routing", twenty, date(2025, 7, 1))) == []
    assert ids(engine.fire("routing", twenty, date(2019, 12, 31))) == []


def test_a_rule_that_holds_puts_out_those_it_overrides(tmp_path):
    crowd = changed("law:", "overrides: [routing.group]\nlaw:").replace("id: routing.group", "id: routing.crowd")
    crowd = crowd.replace("10", "30").replace("workers: 9", "workers: 29")
    engine = engine_of(tmp_path, group=GROUP, crowd=crowd)

    assert ids(engine.fire("routing", Situation("case", {"workers": 29}), DAY)) == ["routing.group"]
    assert ids(engine.fire("routing", Situation("case", {"workers": 30}), DAY)) == ["routing.crowd"]
    assert ids(engine.held("routing", Situation("case", {"workers": 30}), DAY)) == ["routing.crowd", "routing.group"]


def test_of_several_levels_the_highest_is_raised(tmp_path):
    levels = """
id: escalation.a
title: {zh: 升级, en: Escalation}
law: []
in_force: {from: 2020-01-01}
checked: 2026-11-21
levels:
  2: {workers: {at_least: 10}}
  3: {any_of: [{workers: {at_least: 30}}, {stoppage: true}]}
examples:
  - {name: nine, given: {workers: 9}, expect: {}}
  - {name: ten, given: {workers: 10}, expect: {level: 2}}
  - {name: twenty-nine, given: {workers: 29}, expect: {level: 2}}
  - {name: thirty, given: {workers: 30}, expect: {level: 3}}
"""
    engine = engine_of(tmp_path, levels=levels)
    raised = [engine.fire("escalation", Situation("case", facts), DAY)
              for facts in ({"workers": 9}, {"workers": 10}, {"workers": 30}, {"workers": 1, "stoppage": True})]  # fmt: skip

    assert [[hit.level for hit in hits] for hits in raised] == [[], [2], [3], [3]]


def test_a_question_about_another_subject_or_stratum_is_refused(tmp_path):
    engine = engine_of(tmp_path, group=GROUP)

    with pytest.raises(ValueError, match="about a case, not about a claim"):
        engine.fire("routing", Situation("claim"), DAY)
    with pytest.raises(KeyError):
        engine.fire("rooting", Situation("case"), DAY)


def test_eight_threads_on_a_cold_engine_agree_with_the_plain_reading():
    random = Random(8)
    book = make.book(random, 40, ("case",))
    tests, engine = make.tests_of(book, "case"), Engine(book, builds_at_most=ALWAYS_MORE)
    asked = [[make.situation(random, "case", tests) for _ in range(200)] for _ in range(8)]
    wanted = [[plain_held(book, "case", one, make.DAY) for one in some] for some in asked]
    together = threading.Barrier(8)

    def ask(some):
        together.wait()
        return [sorted((hit.rule.id, hit.level) for hit in engine.fire("case", one, make.DAY)) for one in some]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, asked)) == wanted


def test_a_fact_that_meets_every_alternative_of_many_rules_is_answered():
    every = [Test("workers", "at_least", n) for n in range(24)]
    pairs = tuple(Group("any_of", (Test("workers", "at_least", n), Test("workers", "more_than", n))) for n in range(4))
    conditions = [Group("any_of", tuple(every)), Group("all_of", pairs), Group("any_of", (*every, *pairs)), *every] * 40
    engine = Engine(make.book_of("case", conditions), builds_at_most=ALWAYS_MORE)

    assert len(engine.fire("case", Situation("case", {"workers": 99}), DAY)) == len(conditions)
    assert engine.fire("case", Situation("case", {"workers": -1}), DAY) == ()


def test_no_thread_is_left_behind(tmp_path):
    before = threading.active_count()
    engine_of(tmp_path, group=GROUP).fire("routing", Situation("case"), DAY)

    assert threading.active_count() == before


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_an_engine_used_before_a_fork_answers_in_the_child_even_if_it_was_asked_just_then(tmp_path):
    engine, ten = engine_of(tmp_path, group=GROUP), Situation("case", {"workers": 10})
    assert engine.fire("routing", ten, DAY)

    with engine._lock:
        child = os.fork()
        if child == 0:
            os._exit(0 if ids(engine.fire("routing", ten, DAY)) == ["routing.group"] else 1)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert engine.fire("routing", ten, DAY)


def test_a_process_that_built_too_many_engines_says_so(tmp_path):
    before = engines.builds()
    engine = engine_of(tmp_path, group=GROUP)
    engine.fire("routing", Situation("case"), DAY)

    assert engines.builds() == before + 1
    with pytest.raises(EngineWorn, match="restart"):
        Engine(engine.book, builds_at_most=before + 1).fire("routing", Situation("case"), DAY)
    assert engine.fire("routing", Situation("case", {"workers": 10}), DAY)


def test_an_engine_that_passes_over_a_fact_is_never_believed(tmp_path):
    engine = engine_of(tmp_path, group=GROUP)
    engine.fire("routing", Situation("case"), DAY)
    [(ruleset, _)] = engine._network.rulesets["routing"]
    ruleset.held = lambda properties, sid: set()

    with pytest.raises(EngineFault, match="passed over a fact"):
        engine.fire("routing", Situation("case", {"workers": 10}), DAY)
    assert ids(engine.fire("routing", Situation("case", {"workers": 10}), DAY)) == ["routing.group"]


def test_what_the_library_refuses_becomes_a_fault_and_the_next_question_is_answered(tmp_path):
    engine, ten = engine_of(tmp_path, group=GROUP), Situation("case", {"workers": 10})
    engine.fire("routing", ten, DAY)
    engine._network.sids = itertools.repeat(7)
    [(ruleset, _)] = engine._network.rulesets["routing"]
    ruleset.delete_state = lambda sid: None
    engine.fire("routing", ten, DAY)

    with pytest.raises(EngineFault, match="already been observed|refused a fact"):
        engine.fire("routing", ten, DAY)
    assert ids(engine.fire("routing", ten, DAY)) == ["routing.group"]


EXTREMES = """
from random import Random
from tests.domain import random_rules as make
from mediation.domain.engine import Engine
from mediation.domain.explain import plain_held
from mediation.domain.situation import INT_BOUND, Situation
from mediation.domain.vocabulary import SUBJECTS, fields_of
from datetime import date
book = make.book(Random(3), 20)
engine = Engine(book)
for subject in SUBJECTS:
    ends = {"bool": (True, False), "int": (-INT_BOUND, INT_BOUND), "day": (date.min, date.max)}
    for pick in (0, -1):
        facts = {f.name: (f.values or ends[f.type])[pick] for f in fields_of(subject).values()}
        for situation in (Situation(subject, facts), Situation(subject)):
            for _ in range(300):
                found = sorted((hit.rule.id, hit.level) for hit in engine.fire(subject, situation, make.DAY))
                assert found == plain_held(book, subject, situation, make.DAY)
print("alive")
"""


def test_extreme_facts_and_none_at_all_do_not_bring_the_process_down():
    done = subprocess.run([sys.executable, "-c", EXTREMES], capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr


def test_reading_rules_imports_neither_the_engine_nor_a_model_library():
    script = "import sys, mediation.domain.rulebook, mediation.domain.engine, mediation.domain.explain; " \
             "print(sorted({'durable', 'pydantic', 'sqlalchemy', 'ruamel.yaml', 'flask'} & set(sys.modules)))"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_fact_never_comes_near_the_number_of_properties_that_crashes_the_engine():
    for subject in ("case", "claim", "referral", "agreement", "instalment", "legal_aid"):
        wanted = engines.columns(subject, fields_of(subject))

        assert len(engines.fact(Situation(subject), wanted)) <= 200


def test_a_hit_carries_the_very_rule_of_the_book(tmp_path):
    engine = engine_of(tmp_path, group=GROUP)
    [hit] = engine.fire("routing", Situation("case", {"workers": INT_BOUND}), DAY)

    assert hit.rule is engine.book.rule("routing.group", DAY)
    assert replace(hit, level=None) == hit
