"""Time limits, against lists of official days kept by two libraries and against a slow second way of counting."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import workdays
from mediation.domain.calendars import calendar_of
from mediation.domain.refusals import Refused
from mediation.domain.workdays import Calendar, CalendarGap, Step, Unit
from tests.domain.rulefolder import whole

CALENDAR: Calendar = calendar_of(whole())
DAY = timedelta(days=1)
OFFICIAL = holidays.country_holidays("CN", years=(2024, 2025, 2026))
days_known = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(days_known)
def test_each_day_is_worked_or_not_as_two_libraries_say(day: date) -> None:
    assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day)
    assert CALENDAR.is_workday(day) == OFFICIAL.is_working_day(day)


@given(st.dates(date(2024, 1, 1), date(2026, 11, 1)), st.integers(0, 30))
def test_working_days_are_counted_as_a_list_of_all_days_says(start: date, days: int) -> None:
    listed = [start + DAY * n for n in range(1, 90) if start + DAY * n <= date(2026, 12, 31)]
    worked = [day for day in listed if chinese_calendar.is_workday(day)]
    expected = worked[days - 1] if days else start

    limit = workdays.time_limit(start, days, "working", CALENDAR)

    assert (limit.safe_on, limit.last_on) == (expected, expected)
    assert len(limit.skipped) == (expected - start).days - days


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(0, 60), st.sampled_from(["calendar", "month"]))
def test_a_last_day_never_rests_and_everything_between_does(start: date, length: int, unit: Unit) -> None:
    limit = workdays.time_limit(start, min(length, 6) if unit == "month" else length, unit, CALENDAR)

    if limit.last_on is None:
        assert limit.safe_on.year == 2027
        return
    assert chinese_calendar.is_workday(limit.last_on)
    between = [limit.safe_on + DAY * n for n in range((limit.last_on - limit.safe_on).days)]
    assert list(limit.skipped) == between
    assert not any(chinese_calendar.is_workday(day) for day in between)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
def test_months_end_on_the_corresponding_day_or_the_months_last(start: date, months: int) -> None:
    found = workdays.add_months(start, months)

    index = start.year * 12 + start.month - 1 + months
    assert (found.year, found.month) == (index // 12, index % 12 + 1)
    assert found.day == start.day or (found.day < start.day and (found + DAY).day == 1)


@pytest.mark.parametrize("roll", [True, False])
def test_a_limit_that_does_not_roll_ends_on_its_own_day(roll: bool) -> None:
    limit = workdays.time_limit(date(2026, 9, 20), 15, "calendar", CALENDAR, roll=roll)

    assert limit.last_on == (date(2026, 10, 8) if roll else date(2026, 10, 5))


def test_a_year_without_a_list_is_named_and_never_guessed() -> None:
    with pytest.raises(CalendarGap, match="2027") as refused:
        workdays.add_workdays(date(2026, 12, 28), 5, CALENDAR)

    assert refused.value.year == 2027


def test_the_day_before_the_gap_still_counts() -> None:
    assert workdays.add_workdays(date(2026, 12, 28), 3, CALENDAR) == date(2026, 12, 31)


def test_in_an_unpublished_year_the_safe_day_is_the_earliest_that_can_be_meant() -> None:
    limit = workdays.earliest_limit(date(2026, 12, 28), 5, "working", CALENDAR)

    assert (limit.safe_on, limit.last_on) == (date(2027, 1, 2), None)
    assert limit.provisional


def test_a_calendar_day_limit_into_an_unpublished_year_keeps_its_safe_day() -> None:
    limit = workdays.time_limit(date(2026, 12, 20), 15, "calendar", CALENDAR)

    assert (limit.safe_on, limit.last_on) == (date(2027, 1, 4), None)
    assert "2027" in limit.steps[-1].text()


@pytest.mark.parametrize(
    ("days", "unit"), [(-1, "working"), (2001, "working"), (61, "year"), (601, "month"), (20001, "calendar")]
)
def test_lengths_beyond_reason_are_refused(days: int, unit: Unit) -> None:
    with pytest.raises(Refused):
        workdays.time_limit(date(2026, 1, 5), days, unit, CALENDAR)


def test_days_beyond_the_calendar_of_the_world_are_refused_not_crashed_on() -> None:
    with pytest.raises(Refused):
        workdays.time_limit(date(9999, 12, 1), 60, "year", CALENDAR)


def test_a_receipt_line_survives_storage() -> None:
    for step in workdays.time_limit(date(2026, 9, 18), 3, "working", CALENDAR).steps:
        assert Step.read(step.stored()).text() == step.text()
