"""Days in ledgers: each way of writing them, and none that isn't one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.ledger.days import read_day, year_in
from mediation.domain.ledger.grid import Cell

TODAY = date(2026, 11, 22)
FIFTH = date(2026, 3, 5)
READ = {
    "3月5日": FIFTH, "3月5号": FIFTH, "3/5": FIFTH, "3.5": FIFTH, "3-5": FIFTH, "03-05": FIFTH, "三月五日": FIFTH,
    "2026.3.5": FIFTH, "2026/03/05": FIFTH, "2026-3-5": FIFTH, "2026年3月5日": FIFTH, "26-3-5": FIFTH, "26.3.5": FIFTH,
    "二〇二六年三月五日": FIFTH, "二零二六年三月五日": FIFTH, "2026年三月五日": FIFTH, "20260305": FIFTH, 20260305.0: FIFTH,
    "２０２６．３．５": FIFTH, "2026、3、5": FIFTH, "2026 3 5": FIFTH, "2026.3.5.": FIFTH, "2026-3-5日": FIFTH,
    "2026.3.5 上午9:30": FIFTH, "2026-03-05 14:30": FIFTH, "2026年3月5日上午": FIFTH, "3月5日下午3点半": FIFTH,
    "2026-03-05T09:20:00+08:00": FIFTH, "2026/3/5 0:00": FIFTH, "3月5日（周四）": FIFTH, "2026/3/5星期四": FIFTH,
    "2026年3月5日 9:00-11:00": FIFTH, 46086.0: FIFTH, "46086": FIFTH, 46086.604: FIFTH, date(2026, 3, 5): FIFTH,
    datetime(2026, 3, 5, 9, 20): FIFTH, 3.24: date(2026, 3, 24), "1/15": date(2026, 1, 15), "十月二十": date(2026, 10, 20),
    "3月25日 14时30分": date(2026, 3, 25), "2024.2.29": date(2024, 2, 29),
}  # fmt: skip
NONE = (
    "", None, "2026.2.30", "2026年13月1日", "2025.2.29", "13/1", "2/30", "2026年3月", "3月", "3月上旬", "5日", "3.5-3.7",
    "3月5日-3月7日", "3月5日、6日", "上午", "待定", "2026", "1.5万", 45.0, 70000.0, 39999.0, "12.31", "2027.1.1", "1999.12.31", True,
    timedelta(days=1), "2026.3.5.6", "2026-3-5-6", "０", "三月", "26年", 1e20, float("inf"), float("nan"),
)  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), READ.items(), ids=str)
def test_a_day_is_read_in_every_way_people_write_it(cell: Cell, day: date) -> None:
    assert read_day(cell, year=2026, today=TODAY).value == day


@pytest.mark.parametrize("cell", NONE, ids=repr)
def test_what_is_no_day_is_refused_with_a_reason(cell: Cell) -> None:
    found = read_day(cell, year=2026, today=TODAY)

    assert found.value is None
    assert found.doubts


def test_a_day_without_a_year_needs_one_in_the_title() -> None:
    assert read_day("3月5日", year=None, today=TODAY).value is None


def test_a_number_that_may_have_lost_a_nought_is_read_with_a_doubt() -> None:
    assert read_day(3.2, year=2026, today=TODAY).value == date(2026, 3, 2)
    assert read_day(3.2, year=2026, today=TODAY).doubts
    assert not read_day(3.5, year=2026, today=TODAY).doubts


@pytest.mark.parametrize(("cell", "day"), [("3/15/2026", date(2026, 3, 15)), ("1/15/26", date(2026, 1, 15)), ("05/03/26", date(2026, 5, 3))])
def test_a_day_with_its_year_at_the_end_is_read_month_first_and_marked(cell: str, day: date) -> None:
    found = read_day(cell, year=2026, today=TODAY)

    assert found.value == day
    assert found.doubts


def test_a_year_other_than_that_of_the_title_is_marked() -> None:
    assert read_day("2025.3.5", year=2026, today=TODAY).doubts


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("某站2026年度劳动争议调解台账", 2026),
        ("二〇二六年台账", 2026),
        ("二○二五年度", 2025),
        ("2025-2026年台账", None),
        ("劳动争议台账", None),
        ("电话13920260012", None),
    ],
)
def test_the_year_of_a_title_is_found_if_it_names_one(title: str, year: int | None) -> None:
    assert year_in(title) == year


DIGITS = "〇一二三四五六七八九"


def in_words(number: int) -> str:
    """Write a number below 100 in words, by another way than the reader takes."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones or not tens else "")


FORMS = (
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y/%m/%d} 14:05",
    lambda d: f"{d.year}年{d.month}月{d.day}日上午",
    lambda d: f"{d.year % 100:02d}-{d.month}-{d.day}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: "".join(DIGITS[int(c)] for c in str(d.year)) + f"年{in_words(d.month)}月{in_words(d.day)}日",
    lambda d: (d - date(1899, 12, 30)).days,
    lambda d: float((d - date(1899, 12, 30)).days) + 0.6,
    lambda d: datetime(d.year, d.month, d.day, 23, 59),
)


@given(st.dates(date(2010, 1, 1), TODAY), st.sampled_from(FORMS))
def test_every_day_survives_every_form(day: date, form: object) -> None:
    assert read_day(form(day), year=day.year, today=TODAY).value == day  # type: ignore[operator]


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from("-/.月"))
def test_two_numbers_are_a_day_exactly_when_the_calendar_has_it(month: int, day: int, mark: str) -> None:
    try:
        there = date(2024, month, day)
    except ValueError:
        there = None

    assert read_day(f"{month}{mark}{day}", year=2024, today=TODAY).value == there


@given(st.one_of(st.text(max_size=24), st.from_regex(r"\A[\d年月日.\-/ :上下午号]{0,18}\Z"), st.floats(), st.integers()))
def test_no_cell_breaks_the_reading(cell: Cell) -> None:
    found = read_day(cell, year=2026, today=TODAY)

    assert found.value is None or date(2000, 1, 1) <= found.value <= TODAY
