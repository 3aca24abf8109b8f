"""Wages, overtime, minimum wage, annual leave and notice: every threshold from both sides, and the slow formulation."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims import slow
from tests.domain.claims.books import amount, found, steps, warned


def overtime(base: str = "8700.00", hours: tuple[Any, Any, Any] = (0, 0, 0), *, compensated: bool = False) -> dict[str, Any]:
    return {"monthly_base": base, "weekday_hours": hours[0], "rest_day_hours": hours[1], "holiday_hours": hours[2],
            "rest_days_compensated": compensated}  # fmt: skip


def leave(entitled: Any = 10, taken: Any = 0, *, paid: bool = True, **days: str) -> dict[str, Any]:
    return {"average_wage_without_overtime": "8700.00", "entitled_days": entitled, "taken_days": taken,
            "wages_paid": paid, **days}  # fmt: skip


def month(name: str, due: str, paid: str) -> dict[str, str]:
    return {"month": name, "due": due, "paid": paid}


def test_unpaid_wages_add_up_month_by_month_and_no_month_pays_for_another() -> None:
    given = {"periods": [month("2026-01", "8000.00", "3000.50"), month("2026-02", "8000.00", "9000.00"),
                         month("2026-03", "8000.00", "0.00")]}  # fmt: skip

    assert amount("unpaid_wages", given) == "12999.50"
    assert "2026-02 已付多于应付" in warned("unpaid_wages", given)
    assert "请核对" not in warned("unpaid_wages", given)


def test_a_month_paid_in_full_is_not_told_as_paid_over() -> None:
    assert "多于应付" not in warned("unpaid_wages", {"periods": [month("2026-01", "4000.00", "4000.00")]})


def test_two_pay_periods_of_one_month_both_count_and_are_told() -> None:
    given = {"periods": [month("2026-01", "4000.00", "0.00"), month("2026-01", "4000.00", "1000.00")]}

    assert amount("unpaid_wages", given) == "7000.00"
    assert "2026-01 填了 2 次" in warned("unpaid_wages", given)


@pytest.mark.parametrize(
    ("hours", "total"),
    [((10, 0, 0), "750.00"), ((0, 16, 0), "1600.00"), ((0, 0, 8), "1200.00"), ((10, 16, 8), "3550.00"),
     (("7.5", 0, 0), "562.50"), ((0, 0, 0), "0.00")],
)  # fmt: skip
def test_overtime_of_the_law_reference(hours: tuple[Any, Any, Any], total: str) -> None:
    assert amount("overtime", overtime(hours=hours)) == total


def test_rest_days_made_up_for_are_not_paid_and_the_step_says_so() -> None:
    given = overtime(hours=(10, 16, 8), compensated=True)

    assert amount("overtime", given) == "1950.00"
    assert "休息日 16 小时已经安排补休，不再支付加班工资：0.00" in steps("overtime", given)
    assert not any("补休" in one for one in steps("overtime", overtime(hours=(10, 0, 8), compensated=True)))


@pytest.mark.parametrize(("base", "raised"), [("2739.99", True), ("2740.00", False)])
def test_a_base_below_the_minimum_wage_is_raised_with_a_warning(base: str, raised: bool) -> None:
    given = overtime(base, (174, 0, 0))

    assert amount("overtime", given) == "4110.00"
    assert ("低于最低工资标准 2740.00 元，请核对" in warned("overtime", given)) is raised


def test_overtime_tells_the_order_of_shanghai_bases_and_what_is_unverified() -> None:
    told = warned("overtime", overtime(hours=(1, 1, 1)))

    assert "都没有约定的才按正常出勤月工资的70%" in told
    assert "在已付月工资之外另付，这是通行做法，未经核实" in told


def test_an_unverified_parameter_is_told_clearly() -> None:
    old = warned("overtime", overtime(hours=(1, 0, 0)), "2024-12-31")

    assert "“月计薪天数”未经核实（劳社部发〔2008〕3号（已废止；起始日未核实）），不能作为依据" in old
    assert "月计薪天数" not in warned("overtime", overtime(hours=(1, 0, 0)), "2025-07-01")


MONEY = st.integers(0, 5_000_000).map(lambda fen: Decimal(fen) / 100)
HOURS = st.integers(0, 40_000).map(lambda parts: Decimal(parts) / 100)


@given(MONEY, HOURS, HOURS, HOURS, st.booleans())
def test_overtime_agrees_with_decimals(base: Decimal, one: Decimal, two: Decimal, three: Decimal, made_up: bool) -> None:
    got = amount("overtime", overtime(f"{base:.2f}", (f"{one}", f"{two}", f"{three}"), compensated=made_up))

    assert got == slow.overtime(base, one, two, three, compensated=made_up)


def test_each_month_is_held_against_the_minimum_wage_of_its_own_first_day() -> None:
    given = {"months": [{"month": name, "paid": "2600.00"} for name in ("2023-07", "2025-06", "2025-07", "2026-11")]}

    assert amount("minimum_wage", given, "2026-01-01") == "460.00"
    assert "“月最低工资标准”未经核实" in warned("minimum_wage", given)
    assert "未经核实" not in warned("minimum_wage", {"months": given["months"][2:]})


@pytest.mark.parametrize(("paid", "short"), [("2739.99", "0.01"), ("2740.00", "0.00"), ("2740.01", "0.00")])
def test_the_minimum_wage_itself_is_enough(paid: str, short: str) -> None:
    assert amount("minimum_wage", {"months": [{"month": "2026-01", "paid": paid}]}) == short


def test_notice_is_last_months_wage_and_has_no_final_award_test() -> None:
    result = found("notice_pay", {"last_month_wage": "7777.77"})

    assert result.amount == 777_777
    assert result.final_award is None
    assert result.steps[-1].value == "7777.77"


@pytest.mark.parametrize(
    ("given_facts", "days"),
    [
        (leave(10, 2), "8"), (leave(5, "2.5"), "2.5"), (leave(5, 5), "0"), (leave(5, 6), "0"),
        (leave(10, 2, left_on="2026-08-31"), "4"),
        (leave(10, 0, left_on="2026-02-05"), "0"), (leave(10, 0, left_on="2026-02-06"), "1"),  # 36 and 37 of 36.5 days
        (leave(5, 0, left_on="2026-12-30"), "4"), (leave(5, 0, left_on="2026-12-31"), "5"),
        (leave(5, 0, left_on="2024-12-30"), "5"),  # a leap year's 365th day
        (leave(10, 9, left_on="2026-08-31"), "0"),
        (leave(5, 0, joined_on="2026-01-01"), "5"), (leave(5, 0, joined_on="2026-01-02"), "4"),
        (leave(5, "0.5", joined_on="2026-01-02"), "3.5"), (leave(5, 0, joined_on="2026-10-21"), "0"),
        (leave(5, 0, joined_on="2026-10-20"), "1"),
        (leave(10, 0, joined_on="2026-03-01", left_on="2026-05-12"), "2"),
        (leave(10, 0, joined_on="2026-03-01", left_on="2026-05-11"), "1"),
        (leave(10, 2, joined_on="2020-03-01", left_on="2026-08-31"), "4"),
    ],
)  # fmt: skip
def test_days_of_leave_still_due(given_facts: dict[str, Any], days: str) -> None:
    assert amount("annual_leave", given_facts, "2026-12-31") == f"{Decimal(days) * 800:.2f}"


def test_leave_is_paid_three_times_of_which_two_remain_where_wages_were_paid() -> None:
    law_reference = {**leave(5, 0), "average_wage_without_overtime": "10875.00"}

    assert amount("annual_leave", {**law_reference, "wages_paid": False}) == "7500.00"
    assert amount("annual_leave", law_reference) == "5000.00"


def test_odd_entitlements_and_waivers_are_told_not_refused() -> None:
    assert "不是法定的 5、10、15 天" in warned("annual_leave", leave(20))
    assert "不是法定" not in warned("annual_leave", leave(15))
    assert "书面提出不休年休假" in warned("annual_leave", leave(15))
    assert any("不再扣回" in one for one in steps("annual_leave", leave(5, 6)))
    assert not any("不再扣回" in one for one in steps("annual_leave", leave(5, 5)))


@given(MONEY, st.integers(0, 40), st.integers(0, 400), st.integers(0, 790), st.integers(0, 800), st.sampled_from("njlb"),
       st.booleans())  # fmt: skip
def test_leave_agrees_with_counting_every_day(
    wage: Decimal, halves: int, taken: int, start: int, length: int, which: str, paid: bool
) -> None:
    joined = date(2024, 11, 1) + timedelta(days=start)
    left = min(joined + timedelta(days=length), date(2026, 12, 31))
    entitled, gone = Decimal(halves) / 2, Decimal(taken) / 10
    given = {**leave(str(entitled), str(gone), paid=paid), "average_wage_without_overtime": f"{wage:.2f}"}
    given |= {"joined_on": str(joined)} if which in "jb" else {}
    given |= {"left_on": str(left)} if which in "lb" else {}

    days = slow.leave_days(entitled, gone, joined if which in "jb" else None, left if which in "lb" else None)

    assert amount("annual_leave", given) == slow.annual_leave(wage, days, paid=paid)
