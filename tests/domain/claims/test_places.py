"""Another place is another set of parameters, nothing else; what it lacks is asked for by name, never borrowed."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from mediation.domain.claims import ClaimResult, compute, places_of
from mediation.domain.lawbook import Parameter, ParameterValue
from mediation.domain.refusals import Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.shape import Period
from tests.domain.claims.books import book, calendar

SEVERANCE = {"hired_on": "2020-01-01", "left_on": "2026-10-31", "average_wage": "40000.00", "place": "elsewhere"}
OVERTIME = {"monthly_base": "1000.00", "weekday_hours": 174, "rest_day_hours": 0, "holiday_hours": 0,
            "rest_days_compensated": False, "place": "elsewhere"}  # fmt: skip


def with_place(**values: ParameterValue) -> RuleBook:
    """Return the book with the parameters of a place named elsewhere."""
    made = {
        f"elsewhere.{name}": Parameter(f"elsewhere.{name}", {"zh": name, "en": name}, "fen", (value,), "elsewhere")
        for name, value in values.items()
    }
    return dataclasses.replace(book(), parameters={**book().parameters, **made})


def value(fen: int, *, year: int | None = None, until: str | None = None) -> ParameterValue:
    ends = date.fromisoformat(until) if until else None
    return ParameterValue(Period(date(2026, 1, 1), ends), fen, "通知", "V", year)


def found(kind: str, facts: dict[str, Any], rules: RuleBook) -> ClaimResult:
    return compute(kind, facts, on=date(2026, 11, 22), book=rules, calendar=calendar())


def test_a_claim_is_worked_out_by_the_figures_of_its_place() -> None:
    rules = with_place(minimum_wage_month=value(200_000), average_wage_month=value(1_000_000, year=2025))
    result = found("severance", SEVERANCE, rules)

    assert places_of(rules) == ("elsewhere", "shanghai")
    assert result.amount == 7 * 3_000_000
    assert result.final_award is False
    assert {one.parameter.id for one in result.parameters_used if one.parameter.place} == {
        "elsewhere.minimum_wage_month", "elsewhere.average_wage_month",
    }  # fmt: skip


def test_days_without_a_value_between_two_are_named_by_the_days_that_have_one() -> None:
    periods = (("2020-01-01", "2020-12-31"), ("2021-01-01", "2021-06-30"), ("2021-08-01", "2021-09-30"),
               ("2021-10-01", "2021-12-31"), ("2026-01-01", None))  # fmt: skip
    values = tuple(
        ParameterValue(Period(date.fromisoformat(start), date.fromisoformat(until) if until else None), 1, "通知", "V")
        for start, until in periods
    )
    wage = "elsewhere.minimum_wage_month"
    rules = dataclasses.replace(
        book(), parameters={**book().parameters, wage: Parameter(wage, {"zh": "工资", "en": "w"}, "fen", values, "elsewhere")}
    )
    given = {"months": [{"month": "2021-07", "paid": "0.00"}], "place": "elsewhere"}

    with pytest.raises(Refused) as refused:
        found("minimum_wage", given, rules)
    assert [(one.field, one.allowed) for one in refused.value.problems] == [
        ("months[0].month", "2020-01-01–2021-06-30, 2021-08-01–2021-12-31, ≥ 2026-01-01")
    ]


def test_shanghais_order_of_overtime_bases_holds_in_shanghai_only() -> None:
    result = found("overtime", OVERTIME, with_place(minimum_wage_month=value(200_000)))

    assert result.amount == 300_000
    assert "shp-9" not in result.law
    assert "ll-48" in result.law
    assert not any("上海的基数" in one.text() for one in result.warnings)


def test_a_standard_that_the_place_has_not_is_asked_for_by_place() -> None:
    with pytest.raises(Refused) as refused:
        found("severance", SEVERANCE, with_place(minimum_wage_month=value(200_000)))

    [problem] = refused.value.problems
    assert (problem.field, problem.value, problem.allowed) == ("place", "elsewhere", "shanghai")
    assert problem.text() == "没有载入该地的标准（elsewhere.average_wage_month）；请主管人员先按原文载入标准"


def test_a_standard_that_has_ended_names_its_first_and_last_day() -> None:
    rules = with_place(minimum_wage_month=value(200_000, until="2026-09-30"))

    with pytest.raises(Refused) as refused:
        found("overtime", OVERTIME, rules)

    [problem] = refused.value.problems
    assert (problem.field, problem.value, problem.allowed) == ("on", "2026-11-22", "2026-01-01–2026-09-30")


def test_an_average_without_a_year_is_told() -> None:
    rules = with_place(minimum_wage_month=value(200_000), average_wage_month=value(1_000_000))

    assert "所用职工月平均工资没有注明统计年度，请核对是否为 2025 年度" in [one.text() for one in found("severance", SEVERANCE, rules).warnings]


def test_a_compensation_that_comes_to_the_minimum_wage_is_not_told_as_below_it() -> None:
    facts = {"average_wage": "10000.00", "months": 1, "agreed_monthly": None, "place": "elsewhere"}

    for least, below in ((300_000, False), (300_001, True)):
        result = found("non_compete_pay", facts, with_place(minimum_wage_month=value(least)))
        assert result.amount == least
        assert any("低于最低工资标准" in one.text(book().laws) for one in result.steps) is below
