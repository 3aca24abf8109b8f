"""Legal floors under an offer: on the floor, one below, by place and day, and never a guessed one."""

import re
from datetime import date

import pytest

from mediation.domain.lawbook import Parameter, ParameterValue
from mediation.domain.shape import Period
from mediation.domain.talks import floors
from mediation.domain.talks.floors import Standards, check, check_pay
from tests.domain.talks.terms import DAY, book, library, standards


def found(clause: str, values: dict, given: Standards | None = None) -> list[tuple[str, str, str, object]]:
    made = check({clause: values}, library(), given or standards())
    for one in made:
        assert one.text()
        assert set(one.law) <= set(book().laws)
    return [(one.severity, one.code, one.verified, one.facts.get("short")) for one in made]


def with_parameter(name: str, value: int, mark: str = "V", place: str = "shanghai") -> Standards:
    made = Parameter(f"{place}.{name}", {"zh": "甲", "en": "A"}, "count",
                     (ParameterValue(Period(date(2026, 1, 1)), value, "通知", mark),), place)  # fmt: skip
    return Standards({**book().parameters, made.id: made}, "shanghai", DAY)


def test_the_shanghai_minimum_wage_holds_by_its_day() -> None:
    last_of_old, first_of_new = standards(day=date(2025, 6, 30)), standards(day=date(2025, 7, 1))

    assert found("minimum_pay", {"amount": 269_000}, last_of_old) == []
    assert found("minimum_pay", {"amount": 268_999}, last_of_old) == [("warning", "floor.minimum_wage", "U", 1)]
    assert found("minimum_pay", {"amount": 269_000}, first_of_new) == [("error", "floor.minimum_wage", "S", 5_000)]


def test_one_fen_below_is_an_error_with_the_shortfall_and_the_article() -> None:
    (one,) = check({"minimum_pay": {"amount": 273_999}}, library(), standards())

    assert (one.severity, one.law, one.place) == ("error", ("ll-48", "lcl-55"), "shanghai")
    assert one.text() == "“企业最低工资”的月最低工资为2,739.99元，低于法定下限2,740.00元，差0.01元"


def test_on_the_floor_only_what_the_floor_leaves_out_is_told() -> None:
    assert found("minimum_pay", {"amount": 274_000}) == [("warning", "floor.minimum_wage_scope", "S", None)]


@pytest.mark.parametrize(("place", "day"), [("national", DAY), ("elsewhere", DAY), ("shanghai", date(2023, 6, 30))])
def test_where_no_minimum_wage_is_known_it_is_asked_for_not_guessed(place: str, day: date) -> None:
    assert found("minimum_pay", {"amount": 1}, standards(place, day)) == [("warning", "floor.unknown", "U", None)]


@pytest.mark.parametrize(
    ("clause", "field", "floor"),
    [
        ("overtime_pay", "weekday", 15_000),
        ("overtime_pay", "rest", 20_000),
        ("overtime_pay", "holiday", 30_000),
        ("probation_pay", "percent", 8_000),
    ],
)
@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_rates_of_the_law_hold_on_the_hundredth_of_a_percent(clause: str, field: str, floor: int, place: str) -> None:
    given = standards(place)

    assert found(clause, {field: floor}, given) == []
    ((severity, _, mark, short),) = found(clause, {field: floor - 1}, given)
    assert (severity, mark, short) == ("error", "V", 1)


def test_an_unverified_floor_of_sick_pay_is_only_a_warning() -> None:
    assert found("sick_leave_pay", {"lowest": 219_200}) == []
    assert found("sick_leave_pay", {"lowest": 219_199}) == [("warning", "floor.sick_pay", "U", 1)]
    assert found("sick_leave_pay", {"lowest": 1}, standards("national")) == [("warning", "floor.unknown", "U", None)]


def test_a_place_may_have_a_verified_share_of_its_own() -> None:
    given = with_parameter("sick_pay_least_percent", 9_000, "S")

    assert found("sick_leave_pay", {"lowest": 246_599}, given) == [("error", "floor.sick_pay", "S", 1)]
    assert found("sick_leave_pay", {"lowest": 246_600}, given) == []
    assert Standards(given.parameters, "shanghai", date(2025, 12, 31)).number("sick_pay_least_percent") is None


def test_seventy_per_cent_is_no_general_overtime_base_in_shanghai() -> None:
    assert found("overtime_base", {"percent": 10_000}) == []
    assert found("overtime_base", {"percent": 7_000}) == [("warning", "floor.overtime_base", "S", 3_000)]
    assert found("overtime_base", {"percent": 7_000}, standards("national")) == []


def test_the_wage_guideline_only_warns_and_is_told_where_none_is_known() -> None:
    assert found("wage_level", {"change": -300}) == [("warning", "floor.unknown", "U", None)]
    given = with_parameter("wage_guideline_low", 300, "S")
    assert found("wage_level", {"change": 300}, given) == []
    assert found("wage_level", {"change": 299}, given) == [("warning", "floor.guideline_low", "S", 1)]
    given = with_parameter("wage_guideline_high", 900, "U")
    assert found("wage_level", {"change": 900}, given) == []
    assert found("wage_level", {"change": 901}, given) == [("warning", "floor.guideline_high", "U", 0)]


def test_a_standard_that_is_not_known_is_called_by_its_name_not_by_its_key() -> None:
    (one,) = check({"wage_level": {"change": -300}}, library(), standards())
    assert one.text().endswith("没有载入可用的标准（企业工资指导线）")
    fields = [(clause.key, field) for clause in library().values() for field in clause.figures() if field.floor]
    for key, field in fields:
        told = check({key: {field.key: 1}}, library(), Standards({}, "elsewhere", DAY))
        assert not [one for one in told if re.search(r"[a-z]_[a-z]", one.text())]
    assert len(fields) > 8


def test_errors_stand_before_warnings() -> None:
    made = check({"wage_level": {"change": 100}, "probation_pay": {"percent": 7_999}}, library(), standards())

    assert [one.severity for one in made] == ["error", "warning"]


def test_groups_whose_pay_falls_below_the_minimum_are_named_with_their_heads() -> None:
    (one,) = check_pay({"一线": (273_000, 40), "管理": (274_000, 0)}, standards())

    assert (one.code, one.severity, one.facts["short"], one.facts["heads"]) == ("floor.group_pay", "error", 1_000, 40)
    assert "40人" in one.text()
    assert check_pay({"一线": (1, 40)}, standards("national")) == ()


def test_the_reasons_are_all_texts_that_take_their_facts() -> None:
    offer = {"minimum_pay": {"amount": 1}, "overtime_base": {"percent": 1, "lowest": 1}, "wage_level": {"change": 1}}
    texts = [one.text() for one in check(offer, library(), standards())]

    assert len(texts) == 4
    assert not any("%(" in text or "%%" in text for text in texts)
    assert floors.ASK
