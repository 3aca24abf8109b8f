"""Desk clocks: boundaries on both sides."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.worktime import ZONE, DeskHours, accept_by
from tests.domain.test_workdays import CALENDAR

HOURS = DeskHours()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("received", "priority", "expected"),
    [
        ("2026-11-16T09:20", "normal", "2026-11-17T09:20"),  # the example of the interface
        ("2026-11-16T08:30", "normal", "2026-11-16T17:30"),
        ("2026-11-16T08:31", "normal", "2026-11-17T08:31"),
        ("2026-11-16T17:30", "normal", "2026-11-17T17:30"),
        ("2026-11-13T16:00", "normal", "2026-11-16T16:00"),  # over a weekend
        ("2026-09-18T16:50", "normal", "2026-09-20T16:50"),  # the next working day is a make-up Sunday
        ("2026-11-16T13:30", "urgent", "2026-11-16T17:30"),
        ("2026-11-16T13:31", "urgent", "2026-11-17T08:31"),
        ("2026-01-24T03:15", "urgent", "2026-01-26T12:30"),  # a Saturday night
        ("2026-01-24T03:15", "immediate", "2026-01-24T03:45"),  # the immediate clock never stands still
    ],
)
def test_acceptance_clocks_stand_still_outside_desk_hours(received: str, priority: str, expected: str) -> None:
    assert accept_by(at(received), priority, HOURS, CALENDAR) == at(expected)


@given(st.datetimes(datetime(2024, 1, 2), datetime(2026, 11, 30)), st.sampled_from(["urgent", "normal"]))
def test_exactly_the_wanted_desk_minutes_lie_between(received: datetime, priority: str) -> None:
    start = received.replace(second=0, microsecond=0, tzinfo=ZONE)
    end = accept_by(start, priority, HOURS, CALENDAR)

    minutes, day = 0, start.date()
    while day <= end.date():
        if CALENDAR.is_workday(day):
            opens = max(start, datetime.combine(day, HOURS.opens, ZONE))
            closes = min(end, datetime.combine(day, HOURS.closes, ZONE))
            minutes += max(0, int((closes - opens).total_seconds()) // 60)
        day += timedelta(days=1)
    assert minutes == (240 if priority == "urgent" else 540)
