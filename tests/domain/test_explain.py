import time
from datetime import date

import pytest

from mediation.domain.conditions import parse
from mediation.domain.explain import Flip, Line, explain
from mediation.domain.faults import Findings, Place
from mediation.domain.rulebook import load
from mediation.domain.situation import INT_BOUND, Situation
from tests.domain.rulefolder import GROUP, folder, whole

DAY = date(2026, 11, 22)


@pytest.fixture
def book():
    return whole()


def rule_with(tmp_path, when: str, subject: str = "case"):
    """Return a rule with any condition, its examples left unproven."""
    [rule] = load(folder(tmp_path, group=GROUP)).rules
    from dataclasses import replace

    from ruamel.yaml import YAML

    findings = Findings()
    condition = parse(YAML(typ="safe").load(when), subject, Place(findings, "", "", {}))
    findings.raise_if_any()
    return replace(rule, condition=condition, subject=subject)


def told(explanation) -> list[str]:
    """Return the lines as text: indent, joiner or field with wanted and actual, and whether it holds."""
    return [
        f"{'  ' * line.depth}{line.joiner or f'{line.field} {line.wanted} [{line.actual}]'} {'yes' if line.holds else 'no'}"
        for line in explanation.lines
    ]


def test_each_line_says_what_is_wanted_what_is_and_whether_it_holds(tmp_path):
    when = "{workers: {at_least: 10, less_than: 30}, any_of: [{relation: {one_of: [platform, none]}}, {threat: {known: false}}], none_of: [{received_on: 2026-01-01}]}"

    explanation = explain(rule_with(tmp_path, when), Situation("case", {"workers": 30, "relation": "none"}))

    assert told(explanation) == [
        "all_of no",
        "  workers at least 10 [30] yes",
        "  workers less than 30 [30] no",
        "  any_of yes",
        "    relation one of platform, none [none] yes",
        "    threat not known [not known] yes",
        "  none_of yes",
        "    received_on 2026-01-01 [not known] no",
    ]
    assert explanation.flips == (Flip("workers", 30, 29, True),)


def test_a_line_keeps_test_and_fact_as_values_too(tmp_path):
    explanation = explain(rule_with(tmp_path, "{workers: {at_least: 10}, threat: true}"), Situation("case", {"workers": 12}))

    assert explanation.lines == (
        Line("", "", "", False, 0, "all_of"),
        Line("workers", "at least 10", "12", True, 1, op="at_least", want=10, have=12),
        Line("threat", "true", "not known", False, 1, op="is", want=True),
    )


def test_levels_are_told_one_by_one(book):
    explanation = explain(book.rule("escalation.limitation", DAY), Situation("case", {"days_to_limitation": 33}))

    assert (explanation.holds, explanation.level) == (True, 1)
    assert told(explanation) == [
        "level yes", "  days_to_limitation at most 60 [33] yes",
        "level no", "  days_to_limitation at most 30 [33] no",
        "level no", "  days_to_limitation at most 7 [33] no",
    ]  # fmt: skip
    assert [(line.wanted, line.depth) for line in explanation.lines if line.joiner] == [("1", 0), ("2", 0), ("3", 0)]
    assert explanation.flips == (Flip("days_to_limitation", 33, 30, True, 2),)


@pytest.mark.parametrize(
    ("when", "facts", "flips"),
    [
        ("{workers: {at_least: 10}}", {"workers": 4}, [("workers", 10)]),
        ("{workers: {at_least: 10}}", {"workers": 12}, [("workers", 9)]),
        ("{workers: {at_least: 10}}", {}, [("workers", 10)]),
        ("{amount_claimed: {more_than: 50000000}}", {"amount_claimed": 50000000}, [("amount_claimed", 50000001)]),
        ("{received_on: {at_most: 2026-01-31}}", {"received_on": date(2026, 3, 1)}, [("received_on", date(2026, 1, 31))]),
        ("{threat: true}", {"threat": True}, [("threat", False)]),
        ("{threat: true}", {}, [("threat", True)]),
        ("{threat: {known: true}}", {"threat": True}, [("threat", None)]),
        ("{violence: {one_of: [weapon, assault]}}", {"violence": "none"}, [("violence", "assault")]),
        ("{violence: {one_of: [weapon, restraint]}}", {"violence": "none"}, [("violence", "weapon")]),
        ("{none_of: [{written_contract: true}]}", {}, [("written_contract", True)]),
        ("{workers: {at_least: 10}, threat: true}", {"workers": 9, "threat": False}, []),
        ("{any_of: [{workers: {at_least: 10}}, {threat: true}, {flags.group: true}]}", {"workers": 7, "threat": False},
         [("threat", True), ("workers", 10), ("flags.group", True)]),
        ("{workers: 5}", {"workers": 9}, [("workers", 5)]),
        ("{any_of: [{workers: {at_least: 10}}, {threat: true}]}", {"workers": 9, "threat": False},
         [("workers", 10), ("threat", True)]),
        ("{any_of: [{threat: true}, {workers: {at_least: 10}}]}", {"workers": 9, "threat": False},
         [("threat", True), ("workers", 10)]),
        ("{any_of: [{threat: {known: false}}, {workers: {at_least: 10}}]}", {"workers": 4, "threat": True},
         [("workers", 10), ("threat", None)]),
        ("{any_of: [{violence: weapon}, {workers: {at_least: 10}}]}", {"workers": 9, "violence": "none"},
         [("violence", "weapon"), ("workers", 10)]),
        (f"{{amount_claimed: {{at_least: {INT_BOUND}}}}}", {"amount_claimed": 0}, [("amount_claimed", INT_BOUND)]),
        (f"{{amount_claimed: {{more_than: {INT_BOUND}}}}}", {"amount_claimed": 0}, []),
        ("{received_on: {at_least: 9999-12-31}}", {"received_on": date(2026, 3, 1)}, [("received_on", date.max)]),
        ("{received_on: {at_most: 0001-01-01}}", {"received_on": date(2026, 3, 1)}, [("received_on", date.min)]),
        ("{}", {"workers": 9}, []),
    ],
)  # fmt: skip
def test_the_smallest_change_of_each_fact_that_flips_the_rule(tmp_path, when, facts, flips):
    explanation = explain(rule_with(tmp_path, when), Situation("case", facts))

    assert [(flip.field, flip.instead) for flip in explanation.flips] == flips
    assert all(flip.holds != explanation.holds for flip in explanation.flips)


def test_where_any_value_would_do_the_flip_says_so(tmp_path):
    explanation = explain(rule_with(tmp_path, "{known_on: {known: true}}", "claim"), Situation("claim"))

    assert [(flip.field, flip.any_value) for flip in explanation.flips] == [("known_on", True)]


def test_a_situation_of_another_subject_is_refused(book):
    with pytest.raises(ValueError, match="about a case, not about a claim"):
        explain(book.rule("routing.pay", DAY), Situation("claim"))


def test_no_rule_of_this_station_takes_long_to_explain(book):
    """The bound is a hundred times what it takes: it only catches a search that runs away."""
    started = time.perf_counter()
    for rule in book.rules:
        explain(rule, Situation(rule.subject))

    assert (time.perf_counter() - started) / len(book.rules) < 0.5


def test_the_same_question_has_the_same_answer(tmp_path):
    rule, situation = rule_with(tmp_path, "{any_of: [{workers: {at_least: 3}}, {threat: true}]}"), Situation("case")

    assert explain(rule, situation) == explain(rule, situation)
