"""What is told beside the amount: the governing day, places, the words of warnings that few facts bring about."""

from dataclasses import replace
from datetime import date

import pytest

from mediation.domain.claims import Facts, compute
from mediation.domain.claims.working import Ground, Line, Working
from mediation.domain.refusals import Refused
from mediation.domain.service import service
from mediation.domain.workdays import step
from tests.domain.claims.books import book, calendar, found
from tests.domain.claims.test_refused import GOOD


@pytest.mark.parametrize("kind", ["severance", "dismissal_damages", "double_wage", "open_ended_double_wage", "annual_leave"])
def test_the_last_day_of_employment_decides_which_parameters_hold(kind: str) -> None:
    assert str(found(kind, GOOD[kind] | {"left_on": "2026-08-31"}).day) == "2026-08-31"


@pytest.mark.parametrize("kind", sorted({*GOOD} - {"severance", "dismissal_damages", "annual_leave"}))
def test_without_it_the_day_it_is_worked_out_for_does(kind: str) -> None:
    assert str(found(kind, GOOD[kind], "2026-11-20").day) == "2026-11-20"


def test_an_unknown_kind_is_told_cut_to_sixty_characters() -> None:
    with pytest.raises(Refused) as refused:
        found("x" * 100, {})

    assert refused.value.problems[0].value == "x" * 60


def test_facts_as_read_can_be_gone_through_like_any_mapping() -> None:
    facts = Facts({"hired_on": None, "place": "shanghai"})

    assert dict(facts) == {"hired_on": None, "place": "shanghai"}
    assert len(facts) == 2


def test_a_month_given_twice_is_told_by_its_name_and_two_that_are_no_months_are_not_the_same_month() -> None:
    def told(*months: str) -> list[tuple[str, str, str]]:
        with pytest.raises(Refused) as refused:
            found("minimum_wage", {"months": [{"month": one, "paid": "1.00"} for one in months]})
        return [(one.field, one.value, one.text()) for one in refused.value.problems]

    assert told("2026-01", "2026-02", "2026-01") == [("months[2].month", "2026-01", "重复的月份")]
    assert [text for _, _, text in told("soon", "late")] == ["不是月份", "不是月份"]


def test_days_that_come_to_just_a_month_are_not_told_as_more() -> None:
    facts = {"hired_on": "2026-07-25", "contract_on": None, "left_on": None, "monthly_wage": "2300.00"}
    paid_days = book().parameters["national.paid_days_month"]

    for hundredths, told in ((2300, False), (2299, True)):
        values = tuple(replace(one, value=hundredths) for one in paid_days.values)
        rules = replace(book(), parameters={**book().parameters, paid_days.id: replace(paid_days, values=values)})
        result = compute("double_wage", facts, on=date(2026, 9, 23), book=rules, calendar=calendar())
        assert any("23 个工作日超过月计薪天数" in one.text() for one in result.warnings) is told


def test_a_place_that_nobody_knows_holds_no_values_and_the_law_of_the_governing_day_is_cited() -> None:
    working = Working(Ground(book(), calendar(), date(2026, 1, 1), date(2025, 9, 1), "on", "nowhere"))

    assert working.holds("minimum_wage_month") is False
    assert working.words("minimum_wage_scope") == ""

    working.ground = replace(working.ground, on=date(2007, 1, 1))
    working.line("", "", ("lcl-46",))
    assert working.lines[-1].law == ("lcl-46",)


@pytest.mark.parametrize(("value", "shown"), [("是", "yes"), ("否", "no"), ("8000.00", "8000.00")])
def test_yes_and_no_are_translated_and_figures_are_not(value: str, shown: str) -> None:
    assert Line(step(""), value).shown({"是": "yes", "否": "no"}.__getitem__) == shown


def test_less_than_a_month_of_service_is_no_month() -> None:
    assert service(date(2026, 11, 1), date(2026, 11, 15)) == (0, True)
    assert service(date(2026, 11, 1), date(2026, 11, 30)) == (1, False)
    with pytest.raises(Refused, match="^离职日早于入职日$"):
        service(date(2026, 11, 2), date(2026, 11, 1))
