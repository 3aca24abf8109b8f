"""Desk clocks: instants that stand still outside desk hours, and the weekly duty day of the law firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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


@dataclass(frozen=True)
class DutyPlan:
    """The weekly duty of the law firm: ISO weekday, hours, and whether a holiday moves or skips it."""

    weekday: int = 1
    begins: time = time(13, 30)
    ends: time = time(16, 30)
    moves: bool = True
    zone: ZoneInfo = ZONE


def station_day(instant: datetime) -> date:
    """Return the calendar day of `instant` in the station's zone."""
    return instant.astimezone(ZONE).date()


def accept_by(received: datetime, priority: str, hours: DeskHours, calendar: Calendar) -> datetime:
    """Return the instant by which a referral must be accepted (station policy, desks and roles).

    `immediate` runs by the wall clock; `urgent` and `normal` only in desk hours, `normal` one working day of them.
    A year without a published list counts every day as worked: the earliest instant that can be meant.
    """
    if priority == "immediate":
        return received + IMMEDIATE
    left = URGENT if priority == "urgent" else hours.length
    for opens, closes in _openings(received.astimezone(ZONE), hours, calendar):
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


def duty_day(after: datetime, plan: DutyPlan, calendar: Calendar) -> date:
    """Return the next duty day whose hours have not begun at `after`; today counts.

    A duty day that is a public holiday moves to the next working day or is skipped, as the station has set;
    raises CalendarGap when that can't be told for want of a list.
    """
    local = after.astimezone(ZONE)
    day = local.date() - timedelta(days=7)
    while True:
        if day.isoweekday() == plan.weekday:
            held = _held_on(day, plan, calendar)
            if held is not None and datetime.combine(held, plan.begins, ZONE) > local:
                return held
        day += ONE_DAY


def _held_on(day: date, plan: DutyPlan, calendar: Calendar) -> date | None:
    if calendar.is_workday(day):
        return day
    if not plan.moves:
        return None
    while not calendar.is_workday(day):
        day += ONE_DAY
    return day


def next_plain_duty_day(after: datetime, plan: DutyPlan) -> date:
    """Return the next duty weekday whose hours have not begun, as if there were no holidays."""
    local = after.astimezone(ZONE)
    day = local.date()
    while day.isoweekday() != plan.weekday or datetime.combine(day, plan.begins, ZONE) <= local:
        day += ONE_DAY
    return day
