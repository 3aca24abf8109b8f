"""The second wage: its window at both ends, whole months, working days left over, missing holiday lists."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.workdays import CalendarGap
from tests.domain.claims import slow
from tests.domain.claims.books import amount, steps, warned


def facts(hired: str, contract: str | None = None, left: str | None = None, wage: str = "8700.00") -> dict[str, Any]:
    return {"hired_on": hired, "contract_on": contract, "left_on": left, "monthly_wage": wage}


@pytest.mark.parametrize(
    ("given_facts", "on", "total"),
    [
        (facts("2025-10-09"), "2026-11-02", "95700.00"),
        (facts("2025-10-09"), "2026-10-08", "95700.00"),
        (facts("2025-10-09"), "2026-10-07", "93400.00"),  # ten months and 16 days: 09-20 is worked, 09-25 and October rest
        (facts("2025-10-09", "2025-11-08"), "2026-11-02", "0.00"),
        (facts("2025-10-09", "2025-11-09"), "2026-11-02", "0.00"),
        (facts("2025-10-09", "2025-11-10"), "2026-11-02", "0.00"),  # the one day, 11-09, is a Sunday
        (facts("2025-10-09", "2025-11-11"), "2026-11-02", "400.00"),
        (facts("2025-10-13", "2025-11-13"), "2026-11-02", "0.00"),
        (facts("2025-10-13", "2025-11-14"), "2026-11-02", "400.00"),  # the first day alone, a Thursday
        (facts("2025-10-09", "2025-12-09"), "2026-11-02", "8700.00"),
        (facts("2025-10-09", "2025-12-10"), "2026-11-02", "9100.00"),
        (facts("2025-10-09", "2020-01-01"), "2026-11-02", "0.00"),
        (facts("2025-10-09", None, "2025-12-08"), "2026-11-02", "8700.00"),
        (facts("2025-10-09", None, "2025-12-09"), "2026-11-02", "9100.00"),
        (facts("2025-01-31"), "2025-02-28", "0.00"),
        (facts("2025-01-31"), "2025-03-03", "400.00"),
        (facts("2025-01-31"), "2025-03-30", "8700.00"),
        (facts("2025-01-31"), "2026-01-30", "95700.00"),
        (facts("2024-02-29"), "2025-02-28", "95700.00"),
        (facts("2007-12-31"), "2026-11-22", "95700.00"),
        (facts("2007-12-31", None, "2008-01-31"), "2026-11-22", "0.00"),  # the law's own first month is free
        (facts("2007-12-31", None, "2008-02-29"), "2026-11-22", "8700.00"),
        (facts("2008-01-01", None, "2008-02-29"), "2026-11-22", "8700.00"),
    ],
)  # fmt: skip
def test_the_window_at_its_edges(given_facts: dict[str, Any], on: str, total: str) -> None:
    assert amount("double_wage", given_facts, on) == total


def test_the_window_is_shown_as_the_law_reference_has_it() -> None:
    told = steps("double_wage", facts("2025-10-09"), "2026-11-02")

    assert any(one.endswith("2025-11-09 – 2026-10-08") for one in told)


def test_what_practice_leaves_open_is_told() -> None:
    whole, part = warned("double_wage", facts("2025-10-09")), warned("double_wage", facts("2025-10-09"), "2026-10-07")

    assert "逐月计算，未经核实" in whole
    assert "视为已经订立无固定期限" in whole
    assert "视为已经订立无固定期限" not in part


@pytest.mark.parametrize(
    ("given_facts", "on", "field"),
    [
        (facts("2026-10-09"), "2027-01-15", "on"),
        (facts("2026-10-09", "2027-01-15"), "2027-03-15", "contract_on"),
        (facts("2026-10-09", None, "2027-01-15"), "2027-03-15", "left_on"),
    ],
)
def test_a_year_without_a_holiday_list_is_refused_by_the_field_that_reaches_into_it(
    given_facts: dict[str, Any], on: str, field: str
) -> None:
    with pytest.raises(CalendarGap) as refused:
        amount("double_wage", given_facts, on)

    assert [one.field for one in refused.value.problems] == [field]
    assert "2027" in refused.value.problems[0].text()


def test_whole_months_need_no_holiday_list() -> None:
    assert amount("double_wage", facts("2026-10-09"), "2027-12-31") == "95700.00"


@pytest.mark.parametrize(
    ("contract", "left", "on", "total"),
    [
        (None, None, "2026-03-02", "400.00"), (None, None, "2026-04-01", "8700.00"), (None, None, "2026-04-02", "9100.00"),
        ("2026-03-02", None, "2026-11-22", "0.00"), ("2026-03-03", None, "2026-11-22", "400.00"),
        (None, "2026-05-01", "2026-11-22", "17400.00"), (None, None, "2026-04-30", "16700.00"),
    ],
)  # fmt: skip
def test_the_second_wage_for_an_open_ended_contract_runs_from_the_day_it_was_due(
    contract: str | None, left: str | None, on: str, total: str
) -> None:
    given_facts = {"due_on": "2026-03-02", "contract_on": contract, "left_on": left, "monthly_wage": "8700.00"}

    assert amount("open_ended_double_wage", given_facts, on) == total


def test_the_labour_contract_law_begins_with_its_first_day() -> None:
    due = {"due_on": "2008-01-01", "contract_on": None, "left_on": "2008-01-31", "monthly_wage": "8700.00"}

    assert amount("open_ended_double_wage", due) == "8700.00"
    assert "均自该日起算" in warned("double_wage", facts("2007-12-31"))
    assert "均自该日起算" not in warned("double_wage", facts("2008-01-01"))


def test_working_days_that_come_to_more_than_a_month_are_told() -> None:
    given_facts = facts("2026-07-25")

    assert amount("double_wage", given_facts, "2026-09-23") == "9200.00"
    assert "23 个工作日超过月计薪天数" in warned("double_wage", given_facts, "2026-09-23")
    assert "超过月计薪天数" not in warned("double_wage", given_facts, "2026-09-21")


@given(
    st.dates(date(2024, 1, 1), date(2025, 12, 1)), st.integers(0, 420) | st.none(), st.integers(0, 420) | st.none(),
    st.integers(0, 420), st.integers(1, 5_000_000),
)  # fmt: skip
def test_it_agrees_with_walking_every_day(
    hired: date, contract: int | None, left: int | None, on: int, fen: int
) -> None:
    last = date(2026, 12, 31)
    signed = None if contract is None else min(hired + timedelta(days=contract), last)
    gone = None if left is None else min(hired + timedelta(days=left), last)
    day = min(hired + timedelta(days=on), last)
    wage = Decimal(fen) / 100

    got = amount(
        "double_wage", facts(str(hired), signed and str(signed), gone and str(gone), f"{wage:.2f}"), str(day)
    )

    assert got == slow.double_wage(hired, signed, gone, day, wage)
