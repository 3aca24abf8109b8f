"""Outcomes: agreed against asked, and promises held against cases."""

from datetime import date

import pytest

from mediation.domain.talks.clauses import PROMISES as KINDS
from mediation.domain.talks.outcomes import MET, PROMISES, CaseFact, against, breaches, commitments, summary
from tests.domain.talks.terms import library

START, UNTIL = date(2026, 12, 1), date(2027, 11, 30)
ASKED = {
    "wage_level": {"change": 800, "months": 1200},
    "minimum_pay": {"amount": 300_000},
    "bonus": {"months": 100},
    "training": {"rule": "数控"},
}
AGREED = {
    "wage_level": {"change": 400, "months": 1200},
    "minimum_pay": {"amount": 300_000},
    "training": {"rule": "焊接"},
    "job_security": {"from": START, "until": UNTIL, "heads": 200},
}


def test_each_clause_tells_how_far_the_ask_was_met() -> None:
    found = {one.clause: one for one in against(ASKED, AGREED, library())}

    assert {key: one.met for key, one in found.items()} == {
        "wage_level": "in_part", "minimum_pay": "as_asked", "bonus": "not_agreed", "training": "otherwise",
        "job_security": "not_asked",
    }  # fmt: skip
    assert [(one.field.key, one.asked, one.agreed, one.share) for one in found["wage_level"].fields] == [
        ("change", 800, 400, 5_000), ("months", 1200, 1200, 10_000),
    ]  # fmt: skip
    assert {one.met for one in found.values()} == set(MET)


@pytest.mark.parametrize(("agreed", "met"), [(800, "as_asked"), (1, "in_part"), (0, "otherwise"), (-300, "otherwise")])
def test_a_rise_that_became_none_or_a_cut_is_no_part_of_the_ask(agreed: int, met: str) -> None:
    (found,) = against({"wage_level": {"change": 800}}, {"wage_level": {"change": agreed}}, library())

    assert found.met == met


def test_the_summary_counts_adjustment_floor_heads_and_clauses() -> None:
    found = summary(ASKED, AGREED, library(), heads=220)

    assert (found.adjustment, found.asked_adjustment, found.amount, found.floor) == (400, 800, None, 300_000)
    assert (found.heads, found.asked, found.as_asked, found.in_part) == (220, 4, 1, 1)


def test_promises_are_tracked_with_their_days_and_the_proof_wanted() -> None:
    found = {one.clause: one for one in commitments(AGREED, library(), date(2027, 1, 1), date(2027, 12, 31))}

    assert set(found) == {"training", "job_security"}
    assert (found["job_security"].start, found["job_security"].until) == (START, UNTIL)
    assert (found["training"].start, found["training"].until) == (date(2027, 1, 1), date(2027, 12, 31))
    assert found["job_security"].proof["zh"] == "职工名册和离职情况月报"
    assert found["job_security"].text.startswith("自2026年12月1日起至2027年11月30日止")
    assert set(PROMISES) == set(KINDS)


@pytest.mark.parametrize(
    ("day", "firm", "kind", "speaks"),
    [
        (START, "甲厂", "severance", True),
        (UNTIL, "甲厂", "dismissal_damages", True),
        (date(2026, 11, 30), "甲厂", "severance", False),
        (date(2027, 12, 1), "甲厂", "severance", False),
        (START, "乙厂", "severance", False),
        (START, "甲厂", "unpaid_wages", False),
        (START, "甲厂", "reinstatement", True),
        (START, "甲厂", "notice_pay", True),
    ],
)
def test_a_dismissal_case_at_the_firm_within_the_days_speaks_against_the_promise(day, firm, kind, speaks) -> None:
    (promise,) = commitments({"job_security": AGREED["job_security"]}, library(), START, UNTIL)

    found = breaches(promise, {"甲厂"}, [CaseFact(day, firm, kind)])

    assert bool(found) is speaks
    assert all("可能违反承诺" in one.message % one.params() for one in found)


def test_other_promises_are_not_held_against_dismissals_and_breaches_come_by_day() -> None:
    training, security = commitments(AGREED, library(), START, UNTIL)
    facts = [CaseFact(UNTIL, "甲厂", "severance"), CaseFact(START, "甲厂", "severance")]

    assert breaches(training, {"甲厂"}, facts) == ()
    assert [one.fact.day for one in breaches(security, {"甲厂"}, facts)] == [START, UNTIL]
