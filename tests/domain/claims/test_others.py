"""Probation, non-compete, training bond and work injury: every threshold from both sides."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims import slow
from tests.domain.claims.books import amount, found, steps, warned

MONTHS = st.integers(0, 60_000).map(lambda parts: Decimal(parts) / 1000)


def probation(contract: Any, served: Any) -> dict[str, Any]:
    return {"contract_months": contract, "served_probation_months": served, "full_wage": "1000.00"}


@pytest.mark.parametrize(
    ("contract", "allowed"),
    [(1, 0), ("2.9999", 0), (3, 1), ("11.9999", 1), (12, 2), ("35.9999", 2), (36, 6), (60, 6), (None, 6), (0, 0)],
)
def test_how_long_probation_may_last(contract: Any, allowed: int) -> None:
    assert amount("probation_damages", probation(contract, allowed)) == "0.00"
    assert amount("probation_damages", probation(contract, f"{allowed}.5")) == "500.00"
    assert amount("probation_damages", probation(contract, allowed + 3)) == "3000.00"


def test_a_probation_half_a_month_short_of_its_limit_gives_nothing_and_takes_nothing() -> None:
    assert amount("probation_damages", probation(12, "1.5")) == "0.00"
    assert any(one.endswith("的部分（月）：0") for one in steps("probation_damages", probation(12, "1.5")))


def test_a_contract_under_three_months_allows_none_and_the_step_says_so() -> None:
    assert "劳动合同期限不满 3 个月，不得约定试用期：0" in steps("probation_damages", probation(2, 1))


def non_compete(average: str = "20000.00", months: Any = 3, agreed: str | None = None) -> dict[str, Any]:
    return {"average_wage": average, "months": months, "agreed_monthly": agreed}


@pytest.mark.parametrize(
    ("given_facts", "total"),
    [
        (non_compete(), "18000.00"), (non_compete(agreed="500.00"), "1500.00"), (non_compete("9133.33"), "8220.00"),
        (non_compete("9133.34"), "8220.01"), (non_compete("9133.34", 1), "2740.00"), (non_compete("0.00", 1), "2740.00"),
        (non_compete(months=24), "144000.00"), (non_compete(months="24.0001"), "144000.00"),
        (non_compete(months="23.5"), "141000.00"), (non_compete(months=36, agreed="3000.00"), "72000.00"),
    ],
)  # fmt: skip
def test_non_compete_pay_at_its_edges(given_facts: dict[str, Any], total: str) -> None:
    assert amount("non_compete_pay", given_facts) == total


def test_a_low_agreed_sum_stands_and_more_than_two_years_are_told() -> None:
    assert "低于最低工资标准 2740.00 元" in warned("non_compete_pay", non_compete(agreed="2739.99"))
    assert "低于最低工资标准" not in warned("non_compete_pay", non_compete(agreed="2740.00"))
    assert "超过的 0.5 个月没有计入" in warned("non_compete_pay", non_compete(months="24.5"))
    assert "没有计入" not in warned("non_compete_pay", non_compete(months=24))


@pytest.mark.parametrize(
    ("service", "served", "total"),
    [(60, 24, "36000.00"), (60, 60, "0.00"), (60, 72, "0.00"), (36, 1, "58333.33"), ("0.5", 0, "60000.00")],
)
def test_the_training_penalty_is_the_part_not_served(service: Any, served: Any, total: str) -> None:
    given = {"training_cost": "60000.00", "service_months": service, "served_months": served}

    assert amount("training_penalty", given) == total
    assert "第三十八条解除的，不属于违反服务期" in warned("training_penalty", given)
    assert found("training_penalty", given).final_award is None


@pytest.mark.parametrize(
    ("grade", "months"),
    [(1, 27), (2, 25), (3, 23), (4, 21), (5, 18), (6, 16), (7, 13), (8, 11), (9, 9), (10, 7)],
)
def test_months_of_a_grade(grade: int, months: int) -> None:
    given = {"grade": grade, "own_wage": "10000.00", "city_average": "12577.00"}

    assert amount("work_injury", given) == f"{months}0000.00"


@pytest.mark.parametrize(
    ("own", "counted"),
    [("7546.19", "7546.20"), ("7546.20", "7546.20"), ("7546.21", "7546.21"), ("37731.00", "37731.00"),
     ("37731.01", "37731.00"), ("37730.99", "37730.99"), ("0.00", "7546.20")],
)  # fmt: skip
def test_the_own_wage_is_kept_between_60_and_300_percent(own: str, counted: str) -> None:
    given = {"grade": 10, "own_wage": own, "city_average": "12577.00"}

    assert amount("work_injury", given) == f"{7 * Decimal(counted):.2f}"
    assert any("按该数额计算" in one for one in steps("work_injury", given)) is (own != counted)


def test_without_the_citys_average_nothing_is_clamped_and_the_warning_says_so() -> None:
    given = {"grade": 10, "own_wage": "100.00", "city_average": None}

    assert amount("work_injury", given) == "700.00"
    assert "没有按其60%至300%核对" in warned("work_injury", given)
    assert "先作工伤认定和劳动能力鉴定" in warned("work_injury", given)


@given(st.integers(0, 10**7), MONTHS.filter(bool), MONTHS)
def test_the_training_penalty_agrees_with_decimals(fen: int, service: Decimal, served: Decimal) -> None:
    cost = Decimal(fen) / 100
    given = {"training_cost": f"{cost:.2f}", "service_months": str(service), "served_months": str(served)}

    assert amount("training_penalty", given) == slow.cents(cost * max(service - served, Decimal(0)) / service)


@given(st.integers(0, 10**7), st.integers(0, 10**7) | st.none(), MONTHS)
def test_non_compete_pay_agrees_with_decimals(wage: int, agreed: int | None, months: Decimal) -> None:
    average, sum_ = Decimal(wage) / 100, None if agreed is None else Decimal(agreed) / 100
    monthly = max(average * Decimal("0.3"), Decimal(2740)) if sum_ is None else sum_

    got = amount("non_compete_pay", non_compete(f"{average:.2f}", str(months), None if sum_ is None else f"{sum_:.2f}"))

    assert got == slow.cents(monthly * min(months, Decimal(24)))
