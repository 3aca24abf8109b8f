"""Desk clocks: instants that stand still outside desk hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from mediation.domain.workdays import ONE_DAY, Calendar

ZONE = ZoneInfo("Asia/Shanghai")
"""Every station keeps Beijing time."""

IMMEDIATE = timedelta(minutes=30)
URGENT = timedelta(hours=4)


@dataclass(frozen=True)
class DeskHours:
    """When a station's desks are open: on working days from `opens` to `closes`."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)

    @property
    def length(self) -> timedelta:
        """The desk hours of one working day."""
        day = date.min
        return datetime.combine(day, self.closes) - datetime.combine(day, self.opens)


def station_day(instant: datetime) -> date:
    """Return the calendar day of `instant` in the station's zone."""
    return instant.astimezone(ZONE).date()


def day_begins(day: date) -> datetime:
    """Return the instant at which a day begins in the station's zone."""
    return datetime.combine(day, time(), ZONE)


def accept_by(
    received: datetime, priority: str, hours: DeskHours, calendar: Calendar, *, times: int = 1
) -> datetime:
    """Return the instant by which a referral must be accepted (station policy, desks and roles).

    `immediate` runs by the wall clock; `urgent` and `normal` only in desk hours, `normal` one working day of them.
    A year without a published list counts every day as worked: the earliest instant that can be meant. With `times`
    the instant when so many times that time are over.
    """
    if priority == "immediate":
        return received + IMMEDIATE * times
    return after_desk_time(received, (URGENT if priority == "urgent" else hours.length) * times, hours, calendar)


def after_desk_time(start: datetime, length: timedelta, hours: DeskHours, calendar: Calendar) -> datetime:
    """Return the instant when `length` of desk hours (more than none) has passed since `start`."""
    left = length
    for opens, closes in _openings(start.astimezone(ZONE), hours, calendar):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise AssertionError("the openings never end")


def _openings(start: datetime, hours: DeskHours, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    day = start.date()
    while True:
        if not calendar.knows(day) or calendar.is_workday(day):
            opens = datetime.combine(day, hours.opens, ZONE)
            closes = datetime.combine(day, hours.closes, ZONE)
            if start < closes:
                yield max(start, opens), closes
        day += ONE_DAY


@lru_cache(maxsize=4096)
def workdays_between(day: date, until: date, calendar: Calendar) -> int:
    """Count the working days after `day` up to and with `until`; those of an unpublished year all count."""
    days = (day + ONE_DAY * nth for nth in range(1, (until - day).days + 1))
    return sum(not calendar.knows(one) or calendar.is_workday(one) for one in days)
