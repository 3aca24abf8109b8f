"""What is refused: each wrong fact by field, reason and what is allowed, all of them at once, and nothing guessed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain.claims import KINDS
from mediation.domain.refusals import Refused
from tests.domain.claims.books import amount, found

GOOD: dict[str, dict[str, Any]] = {
    "unpaid_wages": {"periods": [{"month": "2026-01", "due": "8000.00", "paid": "0.00"}]},
    "overtime": {"monthly_base": "8700.00", "weekday_hours": 1, "rest_day_hours": 1, "holiday_hours": 1,
                 "rest_days_compensated": False},
    "minimum_wage": {"months": [{"month": "2026-01", "paid": "2000.00"}], "place": "shanghai"},
    "severance": {"hired_on": "2020-01-01", "left_on": "2026-10-31", "wages": ["8000.00"] * 12},
    "dismissal_damages": {"hired_on": "2020-01-01", "left_on": "2026-10-31", "average_wage": "8000.00"},
    "notice_pay": {"last_month_wage": "8000.00"},
    "double_wage": {"hired_on": "2025-10-09", "contract_on": None, "left_on": None, "monthly_wage": "8000.00"},
    "open_ended_double_wage": {"due_on": "2026-03-02", "contract_on": None, "left_on": None, "monthly_wage": "8700.00"},
    "probation_damages": {"contract_months": 12, "served_probation_months": 3, "full_wage": "4200.00"},
    "annual_leave": {"average_wage_without_overtime": "8700.00", "entitled_days": 10, "taken_days": 2, "wages_paid": True,
                     "joined_on": "2026-01-01", "left_on": "2026-08-31"},
    "non_compete_pay": {"average_wage": "20000.00", "months": 3, "agreed_monthly": None},
    "training_penalty": {"training_cost": "60000.00", "service_months": 60, "served_months": 24},
    "work_injury": {"grade": 1, "own_wage": "50000.00", "city_average": "12577.00"},
}  # fmt: skip


def problems(kind: str, facts: Any, on: str = "2026-11-22") -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as refused:
        found(kind, facts, on)
    return [(one.field, one.text(), one.allowed) for one in refused.value.problems]


def test_every_kind_has_good_facts_here() -> None:
    assert set(GOOD) == set(KINDS)
    assert all(found(kind, facts).amount >= 0 for kind, facts in GOOD.items())


@pytest.mark.parametrize(
    ("kind", "wrong", "field", "reason", "allowed"),
    [
        ("severance", {"left_on": "2019-12-31"}, "left_on", "早于 hired_on", "≥ 2020-01-01"),
        ("severance", {"wages": ["8000.00"] * 13}, "wages", "项数过多", "≤ 12"),
        ("severance", {"wages": []}, "wages", "至少需要一项", '["8000.00", …]'),
        ("severance", {"wages": "8000.00"}, "wages", "至少需要一项", '["8000.00", …]'),
        ("severance", {"wages": ["8000.00", "-1.00"]}, "wages[1]", "金额不能为负数", '"8000.00"'),
        ("severance", {"wages": ["8000.00", None]}, "wages[1]", "必填", '"8000.00"'),
        ("severance", {"average_wage": "8000.00"}, "average_wage", "各月工资和平均工资只能填一项", "wages | average_wage"),
        ("severance", {"wages": None}, "average_wage", "各月工资和平均工资必须填一项", "wages | average_wage"),
        ("severance", {"hired_on": "2020-02-30"}, "hired_on", "不是日期", "YYYY-MM-DD"),
        ("severance", {"hired_on": None}, "hired_on", "必填", "YYYY-MM-DD"),
        ("severance", {"hired_on": "1901-01-01"}, "hired_on", "日期过早", "≥ 1949-10-01"),
        ("severance", {"left_on": "9999-12-31"}, "left_on", "日期过晚", "≤ 2100-12-31"),
        ("severance", {"place": "beijing"}, "place", "不是允许的值", "shanghai"),
        ("severance", {"avarage_wage": "1.00"}, "avarage_wage", "未知的字段，是否指 average_wage？",
         "hired_on, left_on, wages, average_wage, place"),
        ("severance", {"left_on": "2025-06-30"}, "left_on",
         "2025-06-30 没有已载入的标准（上海市全口径城镇单位就业人员月平均工资），不能推算；请主管人员先按原文载入标准", "≥ 2025-07-01"),
        ("severance", {"hired_on": "2001-01-01", "left_on": "2007-06-30"}, "left_on",
         "2007-06-30 没有已载入的标准（上海市月最低工资标准），不能推算；请主管人员先按原文载入标准", "≥ 2023-07-01"),
        ("notice_pay", {"last_month_wage": "-1.00"}, "last_month_wage", "金额不能为负数", '"8000.00"'),
        ("notice_pay", {"last_month_wage": 8000}, "last_month_wage", "应为以元计的金额，最多两位小数", '"8000.00"'),
        ("notice_pay", {"last_month_wage": "1e3"}, "last_month_wage", "应为以元计的金额，最多两位小数", '"8000.00"'),
        ("notice_pay", {"last_month_wage": "8000.001"}, "last_month_wage", "应为以元计的金额，最多两位小数", '"8000.00"'),
        ("notice_pay", {"last_month_wage": "100000000.01"}, "last_month_wage", "金额过大", "≤ 100000000.00"),
        ("notice_pay", {"last_month_wage": None}, "last_month_wage", "必填", '"8000.00"'),
        ("work_injury", {"grade": 0}, "grade", "应为范围内的整数", "1–10"),
        ("work_injury", {"grade": 11}, "grade", "应为范围内的整数", "1–10"),
        ("work_injury", {"grade": True}, "grade", "应为范围内的整数", "1–10"),
        ("work_injury", {"grade": "3"}, "grade", "应为范围内的整数", "1–10"),
        ("minimum_wage", {"months": [{"month": "2023-06", "paid": "1.00"}]}, "months[0].month",
         "2023-06-01 没有已载入的标准（上海市月最低工资标准），不能推算；请主管人员先按原文载入标准", "≥ 2023-07-01"),
        ("minimum_wage", {"months": [{"month": "2026-13", "paid": "1.00"}]}, "months[0].month", "不是月份", "YYYY-MM"),
        ("minimum_wage", {"months": [{"month": "2026-01-01", "paid": "1.00"}]}, "months[0].month", "不是月份", "YYYY-MM"),
        ("minimum_wage", {"months": [{"month": "1901-01", "paid": "1.00"}]}, "months[0].month", "月份不在允许范围内",
         "1949-10–2100-12"),
        ("minimum_wage", {"months": [{"month": "2026-01", "paid": "1.00"}] * 2}, "months[1].month", "重复的月份", ""),
        ("minimum_wage", {"months": [{"month": "2026-01"}]}, "months[0].paid", "必填", '"8000.00"'),
        ("minimum_wage", {"months": [{"paid": "1.00"}]}, "months[0].month", "必填", "YYYY-MM"),
        ("minimum_wage", {"months": None}, "months", "必填", "[{…}]"),
        ("minimum_wage", {"months": []}, "months", "至少需要一项", "[…]"),
        ("minimum_wage", {"months": [{"month": "2026-01", "paid": "1.00", "due": "1.00"}]}, "months[0].due", "未知的字段",
         "month, paid"),
        ("annual_leave", {"left_on": "2025-12-31"}, "left_on", "早于 joined_on", "≥ 2026-01-01"),
        ("annual_leave", {"wages_paid": "yes"}, "wages_paid", "应为是或否", "true, false, null"),
        ("annual_leave", {"wages_paid": None}, "wages_paid", "必填", "true, false"),
        ("double_wage", {"left_on": "2025-10-08"}, "left_on", "早于 hired_on", "≥ 2025-10-09"),
        ("double_wage", {"hired_on": "2026-11-23"}, "hired_on", "晚于计算日", "≤ 2026-11-22"),
        ("open_ended_double_wage", {"left_on": "2026-03-01"}, "left_on", "早于 due_on", "≥ 2026-03-02"),
        ("open_ended_double_wage", {"due_on": "2026-11-23"}, "due_on", "晚于计算日", "≤ 2026-11-22"),
        ("open_ended_double_wage", {"due_on": "2007-12-31"}, "due_on", "早于劳动合同法施行之日", "≥ 2008-01-01"),
        ("work_injury", {"city_average": "0.00"}, "city_average", "金额应大于零", '"12577.00", null'),
        ("minimum_wage", {"months": [1]}, "months[0]", "应为一组字段", "{…}"),
        ("training_penalty", {"service_months": 0}, "service_months", "超出范围", "0.0001–600"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_told_with_field_reason_and_what_is_allowed(
    kind: str, wrong: dict[str, Any], field: str, reason: str, allowed: str
) -> None:
    assert problems(kind, GOOD[kind] | wrong) == [(field, reason, allowed)]


@pytest.mark.parametrize("bad", [-1, "-1", "1e3", "1E3", "NaN", "Infinity", True, False, "7,5", "", " 7", "７", "1.23456",
                                 float("nan"), float("inf"), 1e-7, [], {}, 10**30])  # fmt: skip
def test_hours_days_and_months_are_plain_decimals(bad: Any) -> None:
    for kind, field, most in (("overtime", "weekday_hours", 100_000), ("annual_leave", "taken_days", 366),
                              ("non_compete_pay", "months", 600)):  # fmt: skip
        assert problems(kind, GOOD[kind] | {field: bad}) == [(field, "应为数字，最多四位小数", f"0–{most}")]


@pytest.mark.parametrize(
    ("kind", "field", "most"),
    [
        ("overtime", "weekday_hours", 100_000), ("overtime", "rest_day_hours", 100_000),
        ("overtime", "holiday_hours", 100_000), ("annual_leave", "entitled_days", 366), ("annual_leave", "taken_days", 366),
        ("probation_damages", "contract_months", 600), ("probation_damages", "served_probation_months", 600),
        ("non_compete_pay", "months", 600), ("training_penalty", "service_months", 600),
        ("training_penalty", "served_months", 600),
    ],
)  # fmt: skip
def test_numbers_have_sensible_bounds(kind: str, field: str, most: int) -> None:
    assert amount(kind, GOOD[kind] | {field: most})
    assert problems(kind, GOOD[kind] | {field: f"{most}.0001"}) == [(field, "超出范围", f"0–{most}")]


def test_the_largest_amount_and_the_first_and_last_month_are_still_taken() -> None:
    rows = [{"month": name, "due": "1.00", "paid": "0.00"} for name in ("1949-10", "2100-12")]

    assert amount("notice_pay", {"last_month_wage": "100000000.00"}) == "100000000.00"
    assert amount("unpaid_wages", {"periods": rows}) == "2.00"
    for name in ("1949-09", "2101-01"):
        wrong = {"periods": [{**rows[0], "month": name}]}
        assert problems("unpaid_wages", wrong) == [("periods[0].month", "月份不在允许范围内", "1949-10–2100-12")]


@pytest.mark.parametrize("kind", ["unpaid_wages", "minimum_wage"])
def test_a_list_of_months_ends_somewhere(kind: str) -> None:
    name, row = ("periods", {"due": "1.00", "paid": "0.00"}) if kind == "unpaid_wages" else ("months", {"paid": "0.00"})
    rows = [{"month": f"{2024 + nth // 12}-{nth % 12 + 1:02d}", **row} for nth in range(241)]

    assert amount(kind, {name: rows[:240]})
    assert problems(kind, {name: rows}) == [(name, "项数过多", "≤ 240")]


@pytest.mark.parametrize("same", [7, "7", "7.0", 7.0])
def test_a_number_may_be_written_in_several_ways(same: Any) -> None:
    assert amount("overtime", GOOD["overtime"] | {"weekday_hours": same}) == "775.00"


def test_every_fault_is_told_at_once() -> None:
    told = problems("severance", {"hird_on": "2020-01-01", "left_on": "soon", "wages": ["x"], "place": "mars"})

    assert [field for field, _, _ in told] == ["hired_on", "left_on", "wages[0]", "place", "hird_on"]


@pytest.mark.parametrize("nothing", [None, [], "{}", 7])
def test_facts_are_an_object(nothing: Any) -> None:
    assert problems("notice_pay", nothing) == [("", "应为一组字段", "{…}")]


def test_facts_that_do_not_fit_each_other_are_told_with_what_is_wrong_by_itself() -> None:
    wrong = {"left_on": "2019-12-31", "wages": None, "average_wage": None, "plce": "shanghai"}

    told = {field for field, _, _ in problems("severance", GOOD["severance"] | wrong)}
    assert told == {"left_on", "average_wage", "plce"}
    for kind, field in (("double_wage", "hired_on"), ("open_ended_double_wage", "due_on"), ("training_penalty", "service_months")):
        [(where, reason, _)] = problems(kind, GOOD[kind] | {field: None})
        assert (where, reason) == (field, "必填")


@pytest.mark.parametrize("on", ["1949-09-30", "2101-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_of_reckoning_beyond_all_law_is_refused(on: str) -> None:
    for kind in ("open_ended_double_wage", "unpaid_wages"):
        assert problems(kind, GOOD[kind], on) == [("on", "计算日不在允许范围内", "1949-10-01–2100-12-31")]


def test_the_first_and_the_last_day_of_reckoning_are_taken() -> None:
    assert [amount("unpaid_wages", GOOD["unpaid_wages"], on) for on in ("1949-10-01", "2100-12-31")] == ["8000.00"] * 2


def test_a_kind_without_a_calculator_is_refused() -> None:
    [(field, reason, allowed)] = problems("reinstatement", {})

    assert (field, reason) == ("kind", "没有这种请求的计算方法")
    assert "severance" in allowed


def test_a_fact_that_may_be_null_must_still_be_said() -> None:
    for kind, name in (("double_wage", "contract_on"), ("double_wage", "left_on"), ("probation_damages", "contract_months"),
                       ("non_compete_pay", "agreed_monthly"), ("work_injury", "city_average")):  # fmt: skip
        [(field, reason, allowed)] = problems(kind, {one: fact for one, fact in GOOD[kind].items() if one != name})
        assert (field, reason) == (name, "必填")
        assert allowed.endswith(", null")


def test_parameters_that_do_not_enter_the_amount_do_not_refuse_it() -> None:
    result = found("unpaid_wages", GOOD["unpaid_wages"], "2010-01-01")

    assert result.amount == 800_000
    assert result.final_award is None
    assert any("未测算是否一裁终局" in one.text() for one in result.warnings)


@pytest.mark.parametrize(
    ("kind", "on", "parameter"),
    [("overtime", "2023-06-30", "最低工资标准"), ("annual_leave", "2007-12-31", "月计薪天数"),
     ("non_compete_pay", "2020-12-31", "最低工资标准")],
)  # fmt: skip
def test_a_day_before_the_first_value_is_refused_by_field(kind: str, on: str, parameter: str) -> None:
    facts = {name: fact for name, fact in GOOD[kind].items() if name not in ("left_on", "joined_on")}
    [(field, reason, allowed)] = problems(kind, facts, on)

    assert field == "on"
    assert parameter in reason
    assert allowed.startswith("≥ 20")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["2026-01-01", "2026-01", "8000.00", "7.5", "shanghai"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=6,
)  # fmt: skip


@settings(max_examples=60)
@given(st.data(), st.sampled_from(sorted(GOOD)))
def test_whatever_is_given_is_worked_out_or_refused(data: st.DataObject, kind: str) -> None:
    names = data.draw(st.lists(st.sampled_from([one.name for one in KINDS[kind].facts]), min_size=1, max_size=2))
    told: list[str] = []
    try:
        told.append(str(found(kind, GOOD[kind] | {name: data.draw(JUNK) for name in names}).amount))
    except Refused as refused:
        told.extend(one.field and one.text() for one in refused.problems)

    assert told
    assert all(told)
