"""Severance and 2N: years at their edges, base and cap, the year of the average, service before 2008."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.claims import ClaimResult
from tests.domain.claims import slow
from tests.domain.claims.books import amount, found, steps, warned


def facts(hired: str, left: str, average: str = "10000.00") -> dict[str, object]:
    return {"hired_on": hired, "left_on": left, "average_wage": average}


@pytest.mark.parametrize(
    ("hired", "left", "years"),
    [
        ("2020-03-15", "2026-09-14", "7"), ("2020-03-15", "2026-09-13", "6.5"), ("2020-03-15", "2026-03-14", "6"),
        ("2020-03-15", "2026-03-15", "6.5"), ("2026-01-01", "2026-06-30", "1"), ("2026-01-01", "2026-06-29", "0.5"),
        ("2024-02-29", "2026-02-28", "2"), ("2024-02-29", "2026-03-01", "2.5"), ("2025-08-31", "2026-02-28", "1"),
        ("2025-08-31", "2026-02-27", "0.5"), ("2026-11-01", "2026-11-01", "0.5"), ("2025-08-31", "2026-08-30", "1"),
        ("2025-08-31", "2026-08-31", "1.5"),
    ],
)  # fmt: skip
def test_years_of_service_at_their_edges(hired: str, left: str, years: str) -> None:
    assert amount("severance", facts(hired, left)) == f"{Decimal(10000) * Decimal(years):.2f}"


@pytest.mark.parametrize(
    ("average", "left", "total"),
    [
        ("2739.99", "2026-10-31", "2740.00"), ("2740.00", "2026-10-31", "2740.00"), ("2740.01", "2026-10-31", "2740.01"),
        ("37731.00", "2026-10-31", "37731.00"), ("37731.01", "2026-10-31", "37731.00"), ("0.00", "2026-10-31", "2740.00"),
        ("37302.00", "2026-06-30", "37302.00"), ("37302.01", "2026-06-30", "37302.00"), ("37400.00", "2026-07-01", "37400.00"),
    ],
)  # fmt: skip
def test_the_base_at_its_edges(average: str, left: str, total: str) -> None:
    hired = date.fromisoformat(left).replace(day=1) - timedelta(days=300)

    assert amount("severance", facts(str(hired), left, average)) == total


@pytest.mark.parametrize(
    ("average", "said"),
    [("2739.99", "低于最低工资标准"), ("2740.00", ""), ("37731.00", ""), ("37731.01", "工资高于上年度职工月平均工资的 3 倍")],
)
def test_the_steps_say_raised_or_cut_only_where_the_base_was(average: str, said: str) -> None:
    told = steps("severance", facts("2025-11-01", "2026-10-31", average))
    changes = [one for one in told if "低于最低工资标准" in one or "工资高于" in one]

    assert len(changes) == bool(said)
    assert all(said in one for one in changes)


@pytest.mark.parametrize(
    ("hired", "average", "years"),
    [
        ("2013-11-01", "37731.00", "13"), ("2013-11-01", "37731.01", "12"), ("2014-11-01", "37731.01", "12"),
        ("2014-10-31", "37731.01", "12"), ("2014-10-31", "37731.00", "12.5"), ("2015-11-01", "90000.00", "11"),
    ],
)  # fmt: skip
def test_only_above_three_averages_are_the_years_capped(hired: str, average: str, years: str) -> None:
    assert amount("severance", facts(hired, "2026-10-31", average)) == f"{37731 * Decimal(years):.2f}"


def test_months_are_averaged_exactly_and_rounded_once() -> None:
    wages = ["8000.00", "8000.00", "8000.01"]
    given = {"hired_on": "2026-05-01", "left_on": "2026-07-31", "wages": wages}

    assert amount("severance", given) == "4000.00"
    assert amount("dismissal_damages", given) == "8000.00"
    assert amount("severance", {**given, "wages": ["8000.00", "8000.01"]}) == "4000.00"
    assert amount("dismissal_damages", {**given, "wages": ["8000.00", "8000.01"]}) == "8000.01"
    assert amount("severance", {**given, "wages": ["8000.01"]}) == "4000.01"


def test_too_few_months_for_the_service_are_told() -> None:
    given = {"hired_on": "2026-01-01", "left_on": "2026-07-31", "wages": ["8000.00"] * 6}

    assert "只填了 6 个月工资，而工作已满 7 个月" in warned("severance", given)
    assert "只填了" not in warned("severance", {**given, "wages": ["8000.00"] * 7})
    assert "只填了" not in warned("severance", {**given, "hired_on": "2020-01-01", "wages": ["8000.00"] * 12})
    assert "只填了 11 个月工资" in warned("severance", {**given, "hired_on": "2020-01-01", "wages": ["8000.00"] * 11})


@pytest.mark.parametrize(
    ("hired", "left", "begun"),
    [("2026-08-31", "2026-10-01", 3), ("2026-10-01", "2026-10-01", 1), ("2025-12-31", "2026-01-01", 2)],
)
def test_more_monthly_wages_than_months_of_service_are_told(hired: str, left: str, begun: int) -> None:
    given = {"hired_on": hired, "left_on": left, "wages": ["8000.00"] * begun}

    assert "个自然月" not in warned("severance", given)
    more = warned("severance", {**given, "wages": ["8000.00"] * (begun + 1)})
    assert f"填了 {begun + 1} 个月工资，而入职至离职只有 {begun} 个自然月" in more


@pytest.mark.parametrize(
    ("left", "used", "wanted"),
    [("2025-07-01", "12434.00", None), ("2025-12-31", "12434.00", None), ("2026-01-01", "12434.00", 2025),
     ("2026-06-30", "12434.00", 2025), ("2026-07-01", "12577.00", None), ("2027-01-01", "12577.00", 2026)],
)  # fmt: skip
def test_the_average_is_the_last_published_and_a_missing_year_is_told(left: str, used: str, wanted: int | None) -> None:
    given = facts("2023-01-01", left)

    assert any(one.endswith(f"：{used}") for one in steps("severance", given))
    assert ("尚未公布" in warned("severance", given)) == (wanted is not None)
    assert wanted is None or f"{wanted} 年度职工月平均工资尚未公布，按最近公布的 {wanted - 1} 年度" in warned("severance", given)


def test_both_amounts_are_shown_where_the_year_of_the_average_decides() -> None:
    rich = facts("2010-01-01", "2026-06-30", "40000.00")

    assert amount("severance", rich) == "447624.00"
    assert "按 2025 年度职工月平均工资 12577.00 元计算，金额为 452772.00 元" in warned("severance", rich)
    assert "金额为 905544.00 元" in warned("dismissal_damages", rich)
    assert "金额为" not in warned("severance", {**rich, "average_wage": "9000.00"})


def test_service_before_2008_is_left_out_of_n_and_counted_in_2n() -> None:
    old, new = facts("2007-12-31", "2026-12-30"), facts("2008-01-01", "2026-12-31")

    assert amount("severance", old) == "190000.00"
    assert "2008 年 1 月 1 日以前" in warned("severance", old)
    assert amount("severance", new) == "190000.00"
    assert "2008" not in warned("severance", new)
    assert amount("dismissal_damages", facts("2006-12-31", "2026-12-30")) == "400000.00"
    assert "2008 年 1 月 1 日以前" not in warned("dismissal_damages", old)
    assert any("含 2008 年以前" in one for one in steps("dismissal_damages", old))
    assert not any("含 2008 年以前" in one for one in steps("dismissal_damages", new))


def test_2n_is_twice_n_and_never_n_on_top() -> None:
    given = facts("2020-01-01", "2026-10-31", "9999.99")

    assert amount("dismissal_damages", given) == f"{2 * Decimal(amount('severance', given)):.2f}"
    assert "不再另加经济补偿" in warned("dismissal_damages", given)


@pytest.mark.parametrize(("average", "final"), [("32880.00", True), ("32880.01", False)])
def test_an_item_of_twelve_minimum_wages_is_still_final(average: str, final: bool) -> None:
    result: ClaimResult = found("severance", facts("2025-11-01", "2026-10-31", average))

    assert result.final_award is final
    assert result.steps[-1].value == ("是" if final else "否")
    assert "是否一裁终局" in result.steps[-1].says.text()


DAYS = st.dates(date(2005, 1, 1), date(2026, 6, 1))


@given(DAYS, st.integers(0, 3000), st.integers(0, 6_000_000), st.booleans())
def test_severance_agrees_with_walking_every_day(hired: date, days: int, fen: int, double: bool) -> None:
    left = max(min(hired + timedelta(days=days), date(2026, 12, 31)), date(2025, 7, 1), hired)
    average = Decimal(fen) / 100
    kind = "dismissal_damages" if double else "severance"

    got = amount(kind, facts(str(hired), str(left), f"{average:.2f}"))

    assert got == slow.severance(hired, left, average, double=double)
