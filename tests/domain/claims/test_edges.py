"""Amounts at the edges, each worked out by hand from law.md: months' ends, leap days, caps, windows, parts of months."""

from typing import Any, Final

import pytest

from tests.domain.claims.books import amount, found

SEVERANCE: Final = (
    # first day, last day, wage, amount: the working
    ("2020-02-29", "2026-02-28", "10000.00", "60000.00"),  # no 29 February 2026: the sixth year is full at its end
    ("2020-02-29", "2026-02-27", "10000.00", "60000.00"),  # five years and eleven months: six
    ("2024-02-29", "2026-08-28", "10000.00", "30000.00"),  # two years and, on 28 August, six months
    ("2024-02-29", "2026-08-27", "10000.00", "25000.00"),  # a day less: two and a half
    ("2020-08-31", "2026-02-28", "10000.00", "60000.00"),  # no 31 February: six months are full on the 28th
    ("2020-08-31", "2026-02-27", "10000.00", "55000.00"),
    ("2025-12-31", "2026-06-30", "10000.00", "10000.00"),  # no 31 June: six months are full on the 30th
    ("2025-12-31", "2026-06-29", "10000.00", "5000.00"),
    ("2026-01-31", "2026-07-30", "10000.00", "10000.00"),  # there is a 31 July, so six months are full the day before
    ("2026-02-28", "2026-08-27", "10000.00", "10000.00"),  # a month's last day is no special day
    ("2026-07-01", "2026-07-01", "10000.00", "5000.00"),  # a single day
    ("2007-12-31", "2026-12-31", "10000.00", "190000.00"),  # from 2008 on: nineteen years
    ("2010-05-04", "2026-09-30", "37731.00", "622561.50"),  # three times 12,577 exactly isn't above: 16.5 years
    ("2010-05-04", "2026-09-30", "37731.01", "452772.00"),  # a fen above: 37,731 and twelve years
    ("2010-05-04", "2026-06-30", "45000.00", "447624.00"),  # before 1 July the last one published: 3 × 12,434 × 12
    ("2016-05-04", "2026-09-30", "45000.00", "396175.50"),  # above the cap, but ten and a half years only
    ("2025-03-01", "2026-08-31", "2500.00", "5480.00"),  # lifted to 2,740; a year and six months: two
)


@pytest.mark.parametrize(("hired", "left", "wage", "comes_to"), SEVERANCE, ids=lambda one: str(one))
def test_severance_turns_on_single_days_and_single_fen(hired: str, left: str, wage: str, comes_to: str) -> None:
    facts = {"hired_on": hired, "left_on": left, "average_wage": wage}

    assert amount("severance", facts) == comes_to


DOUBLE: Final = (
    # first day, contract, last day, amount of 6,000 a month: the window and its parts
    ("2026-03-15", None, "2026-10-14", "36000.00"),  # 15 April to 14 October: six months
    ("2026-03-15", None, "2026-10-13", "34689.66"),  # five months and 17 working days, 20 September and 10 October too
    ("2026-01-31", "2026-03-01", None, "0.00"),  # the first month is full on 28 February; signed the day after
    ("2026-01-31", "2026-04-15", None, "8758.62"),  # a month to 30 March; ten working days from the 31st to 14 April
    ("2024-02-29", None, None, "66000.00"),  # 29 March 2024 to 28 February 2025, the month without a 29th: eleven
    ("2025-10-09", "2027-01-05", None, "66000.00"),  # a contract after the year has no say
    ("2026-10-22", None, "2026-11-21", "0.00"),  # left on the last day of the first month
)


@pytest.mark.parametrize(("hired", "signed", "left", "comes_to"), DOUBLE, ids=lambda one: str(one))
def test_the_second_wage_keeps_to_its_window(hired: str, signed: str | None, left: str | None, comes_to: str) -> None:
    facts = {"hired_on": hired, "contract_on": signed, "left_on": left, "monthly_wage": "6000.00"}

    assert amount("double_wage", facts) == comes_to


LEAVE: Final = {"average_wage_without_overtime": "8700.00", "entitled_days": 15, "taken_days": 0, "wages_paid": True}
INJURY: Final = {"own_wage": "5000.00", "city_average": "12577.00"}
OTHERS: Final[tuple[tuple[str, str, dict[str, Any], str], ...]] = (
    # a leap year has 366 days over 365: 15.04, fifteen days × 400 × 200 %
    ("annual_leave", "2026-11-22", LEAVE | {"left_on": "2024-12-31"}, "12000.00"),
    # 306 ÷ 365 × 5 = 4.19: four days, less half a day taken; 3.5 × 400 × 200 %
    ("annual_leave", "2026-11-22", LEAVE | {"entitled_days": 5, "taken_days": "0.5", "joined_on": "2026-03-01"}, "2800.00"),
    # 243 ÷ 365 × 10 − 9 is below nought: nothing is taken back
    ("annual_leave", "2026-11-22", LEAVE | {"entitled_days": 10, "taken_days": 9, "left_on": "2026-08-31"}, "0.00"),
    # joined and left in one year: 59 ÷ 365 × 15 = 2.42: two days, at 300 % where nothing was paid
    ("annual_leave", "2026-11-22",
     LEAVE | {"wages_paid": False, "joined_on": "2026-02-01", "left_on": "2026-03-31"}, "2400.00"),
    # three years allow six months; half a month over × 4,321.09 = 2,160.545
    ("probation_damages", "2026-11-22",
     {"contract_months": 36, "served_probation_months": "6.5", "full_wage": "4321.09"}, "2160.55"),
    # a day less than three months allows none; a day less than three years allows two
    ("probation_damages", "2026-11-22",
     {"contract_months": "2.9999", "served_probation_months": 1, "full_wage": "4321.09"}, "4321.09"),
    ("probation_damages", "2026-11-22",
     {"contract_months": "35.9", "served_probation_months": 6, "full_wage": "1000.00"}, "4000.00"),
    # 30 % of 9,000 is 2,700: below 2,740 today, above the 2,690 of June 2025
    ("non_compete_pay", "2026-11-22", {"average_wage": "9000.00", "months": 6, "agreed_monthly": None}, "16440.00"),
    ("non_compete_pay", "2025-06-30", {"average_wage": "9000.00", "months": 6, "agreed_monthly": None}, "16200.00"),
    # agreed below the minimum wage it stands; twenty-four months count
    ("non_compete_pay", "2026-11-22", {"average_wage": "9000.00", "months": "24.5", "agreed_monthly": "1000.00"}, "24000.00"),
    # a base a fen short is lifted: 2,740 ÷ 174 × (0.5 × 150 % + 8 × 300 %); the rest days were given back
    ("overtime", "2026-11-22", {"monthly_base": "2739.99", "weekday_hours": "0.5", "rest_day_hours": 8,
                                "holiday_hours": 8, "rest_days_compensated": True}, "389.74"),
    # 60 % of 12,577 = 7,546.20 × 11; 300 % = 37,731 × 7
    ("work_injury", "2026-11-22", INJURY | {"grade": 8}, "83008.20"),
    ("work_injury", "2026-11-22", INJURY | {"grade": 10, "own_wage": "37731.01"}, "264117.00"),
    ("work_injury", "2026-11-22", INJURY | {"grade": 8, "city_average": None}, "55000.00"),
    ("training_penalty", "2026-11-22",
     {"training_cost": "100000.00", "service_months": 36, "served_months": 13}, "63888.89"),
    # June 2023 had another standard; from July 2023 on 2,690, from July 2025 on 2,740
    ("minimum_wage", "2026-11-22", {"months": [{"month": "2023-07", "paid": "2690.00"},
                                               {"month": "2025-06", "paid": "2689.99"},
                                               {"month": "2025-07", "paid": "2739.98"}]}, "0.03"),
    # paid over in one period makes up for no other
    ("unpaid_wages", "2026-11-22", {"periods": [{"month": "2026-01", "due": "1.00", "paid": "2.00"},
                                                {"month": "2026-02", "due": "5.00", "paid": "0.00"}]}, "5.00"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "on", "facts", "comes_to"), OTHERS, ids=lambda one: str(one)[:60])
def test_amounts_at_the_edges(kind: str, on: str, facts: dict[str, Any], comes_to: str) -> None:
    assert amount(kind, facts, on) == comes_to


@pytest.mark.parametrize(("wage", "final"), [("32880.00", True), ("32880.01", False)])
def test_twelve_minimum_wages_exactly_are_still_final(wage: str, final: bool) -> None:
    facts = {"periods": [{"month": "2026-01", "due": wage, "paid": "0.00"}]}

    assert found("unpaid_wages", facts).final_award is final
