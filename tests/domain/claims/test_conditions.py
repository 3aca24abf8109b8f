"""What an amount turns on: each condition with what is wanted and what is so, and from which value on it flips."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mediation.domain.branches import HALF_YEARS, turns
from mediation.domain.calendars import calendar_of
from tests.domain.claims.books import book, found

ON = "2026-11-16"
LONG = {"hired_on": "2010-03-15", "left_on": "2026-10-10", "average_wage": "80000.00"}
SHORT = {"hired_on": "2026-04-01", "left_on": "2026-10-10", "average_wage": "2000.00"}
NET = {"agreed_monthly": None, "average_wage": "9000.00", "months": "30"}
HURT = {"grade": 8, "own_wage": "50000.00", "city_average": "12000.00"}
LEAVE = {"average_wage_without_overtime": "8700.00", "entitled_days": 5, "taken_days": 6, "wages_paid": True}
TRAINED = {"training_cost": "36000.00", "service_months": 36, "served_months": 36}
EXTRA = {
    "monthly_base": "2000.00", "weekday_hours": "0", "rest_day_hours": "8", "holiday_hours": "0",
    "rest_days_compensated": True,
}  # fmt: skip


def asked(kind: str, facts: dict[str, Any]) -> list[tuple[str, bool, str, str]]:
    """Return the conditions of a claim: the first words, whether it holds, what is wanted, what is so."""
    return [
        (one.says.text()[:10], one.holds, one.wanted.text(), one.actual.text())
        for one in found(kind, facts, ON).conditions
    ]


def test_severance_says_that_cap_and_floor_were_reached_or_were_not():
    base = ("月工资高于上年度职工", True, "高于 37731.00 元", "80000.00 元")
    years = ("月工资高于上述数额，", True, "高于上述数额，而且多于 12 年", "高于上述数额，17 年")
    rest = [("整年以外的部分满六个", True, "六个月以上", "6 个月又数日"),
            ("整年以外有不满六个月", False, "有，且不满六个月", "6 个月又数日")]  # fmt: skip

    high, low = asked("severance", LONG), asked("severance", SHORT)

    assert {base, years, *rest} <= set(high)
    assert ("平均工资低于最低工资", False, "低于 2740.00 元", "80000.00 元") in high
    assert ("本项金额不超过月最低", False, "不超过 32880.00 元", "452772.00 元") in high
    assert ("平均工资低于最低工资", True, "低于 2740.00 元", "2000.00 元") in low
    assert ("月工资高于上年度职工", False, "高于 37731.00 元", "2740.00 元") in low
    assert ("月工资高于上述数额，", False, "高于上述数额，而且多于 12 年", "没有高于上述数额，1 年") in low
    assert ("本项金额不超过月最低", True, "不超过 32880.00 元", "2740.00 元") in low


OTHERS: list[tuple[str, dict[str, Any], tuple[str, bool, str, str]]] = [
    ("dismissal_damages", {**LONG, "hired_on": "2007-12-31"}, ("入职早于劳动合同法施", True, "早于 2008-01-01（周二）", "2007-12-31（周一）")),
    ("overtime", EXTRA, ("月工资基数低于最低工", True, "低于 2740.00 元", "2000.00 元")),
    ("overtime", {**EXTRA, "rest_day_hours": "0.5"}, ("休息日加班已经安排补", True, "是", "是")),
    ("minimum_wage", {"months": [{"month": "2026-09", "paid": "2740.00"}]}, ("2026-09：已付", False, "低于 2740.00 元", "2740.00 元")),
    ("unpaid_wages", {"periods": [{"month": "2026-09", "due": "8000.00", "paid": "1.00"}]}, ("2026-09：已付", True, "低于 8000.00 元", "1.00 元")),
    ("non_compete_pay", NET, ("竞业限制超过法定最长", True, "多于 24 个月", "30 个月")),
    ("non_compete_pay", NET, ("没有约定时按比例计算", True, "低于 2740.00 元", "2700.00 元")),
    ("work_injury", HURT, ("高于职工平均工资 1", True, "高于 36000.00 元", "50000.00 元")),
    ("work_injury", HURT, ("低于职工平均工资 1", False, "低于 7200.00 元", "50000.00 元")),
    ("annual_leave", LEAVE, ("已休天数多于应休天数", True, "少于 0 天", "尚余 -1 天")),
    ("training_penalty", TRAINED, ("服务期尚未履行完毕", False, "少于 36 个月", "36 个月")),
    ("training_penalty", {**TRAINED, "served_months": "35.5"}, ("服务期尚未履行完毕", True, "少于 36 个月", "35.5 个月")),
    ("unpaid_wages", {"periods": [{"month": "2026-09", "due": "1.00", "paid": "1.00"}]}, ("2026-09：已付", False, "低于 1.00 元", "1.00 元")),
    ("double_wage", {"hired_on": "2025-10-01", "monthly_wage": "8000.00", "contract_on": None, "left_on": None}, ("满一年未订立书面合同", True, "2026-09-30（周三） 或者以后", "2026-09-30（周三）")),
    ("double_wage", {"hired_on": "2026-10-20", "monthly_wage": "8000.00", "contract_on": None, "left_on": None}, ("自用工之日起超过一个", False, "2026-11-20（周五） 或者以后", "2026-11-16（周一）")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "wanted"), OTHERS)
def test_every_calculator_says_what_its_amount_turns_on(kind: str, facts: dict[str, Any], wanted: tuple[str, ...]):
    assert wanted in asked(kind, facts)


REST = ("整年以外的部分满六个", "整年以外有不满六个月")
CAP = ("月工资高于上年度职工", "月工资高于上述数额，")


@pytest.mark.parametrize(("hired", "left", "year", "half"), [
    ("2026-01-01", "2026-06-15", False, True), ("2026-01-01", "2026-06-30", True, False),
    ("2025-11-01", "2026-10-31", False, False), ("2025-11-01", "2026-11-01", False, True),
    ("2026-10-01", "2026-10-31", False, True), ("2026-08-01", "2026-10-31", False, True),
])  # fmt: skip
def test_what_is_left_of_a_year_counts_as_one_or_a_half_or_not_at_all(hired: str, left: str, year: bool, half: bool):
    holds = {said: held for said, held, _, _ in asked("severance", {**LONG, "hired_on": hired, "left_on": left})}

    assert [holds[said] for said in REST] == [year, half]


@pytest.mark.parametrize(("average", "hired", "cut"), [
    ("37731.00", "2010-11-01", (False, False)), ("37731.01", "2014-11-01", (True, False)),
    ("37731.01", "2014-10-31", (True, True)),
])  # fmt: skip
def test_the_cap_and_its_years_at_their_edges(average: str, hired: str, cut: tuple[bool, bool]):
    given = {"hired_on": hired, "left_on": "2026-10-31", "average_wage": average}
    holds = {said: held for said, held, _, _ in asked("severance", given)}

    assert tuple(holds[said] for said in CAP) == cut


@pytest.mark.parametrize(("kind", "facts"), [
    ("severance", LONG), ("severance", SHORT), ("non_compete_pay", NET), ("work_injury", HURT), ("overtime", EXTRA),
])  # fmt: skip
def test_the_value_named_really_flips_the_condition_named(kind: str, facts: dict[str, Any]):
    """Checked by working the claim out again with the one fact changed."""
    now = {(one.says.message, one.holds) for one in found(kind, facts, ON).conditions}
    named = turns(kind, facts, on=date.fromisoformat(ON), book=book(), calendar=calendar_of(book()))

    assert any(one.flipped for one in named)
    for one in named:
        then = {(it.says.message, it.holds) for it in found(kind, {**facts, one.path: one.instead}, ON).conditions}
        last = {(it.says.message, it.holds) for it in found(kind, {**facts, one.path: one.last}, ON).conditions}
        for flipped in one.flipped:
            key = (flipped.says.message, flipped.holds)
            assert key in then, one
            assert key not in now, one
            assert key not in last or set(flipped.law) >= HALF_YEARS, one
