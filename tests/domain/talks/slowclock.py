"""Periods of talks counted day by day and month by month, from words such as `15 days` or `window of 5 days before`.

It knows nothing of the code under test: only the calendar written out in places.py.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.domain.talks.places import rests

DAY = timedelta(days=1)
WORDS = re.compile(r"(?:(window) of )?(\d+) (days|months|workdays)( unrolled| before| to)?")
Days = tuple[date | None, date, date | None]


def counted(words: str, start: date) -> Days:
    """Return first day (of a window), safe day and last day; None: no list of that year."""
    found = WORDS.fullmatch(words)
    assert found, words
    window, number, unit, tail = found.group(1), int(found.group(2)), found.group(3), (found.group(4) or "").strip()
    if window:
        closes = start if tail == "to" else start - DAY
        return _back(start, number, unit), closes, closes
    if tail == "before":
        last = _back(start, number, unit)
        safe = last
        while _between(safe, start) < number:
            safe -= DAY
        return None, safe, last
    safe = _forward(start, number, unit)
    return None, safe, safe if tail == "unrolled" else _rolled(safe)


def _between(first: date, last: date) -> int:
    """Count the days that lie strictly between two days."""
    days, day = 0, first + DAY
    while day < last:
        days, day = days + 1, day + DAY
    return days


def _forward(start: date, number: int, unit: str) -> date:
    day = start
    if unit == "months":
        for _ in range(number):
            day = _first_of_next(day)
        return _same_day(day, start.day)
    while number:
        day += DAY
        number -= 0 if unit == "workdays" and rests(day) else 1
    return day


def _back(start: date, number: int, unit: str) -> date:
    day = start
    if unit == "months":
        for _ in range(number):
            day = day.replace(day=1) - DAY
        return _same_day(day.replace(day=1), start.day)
    for _ in range(number):
        day -= DAY
    return day


def _first_of_next(day: date) -> date:
    month = day.month
    while day.month == month:
        day += DAY
    return day


def _same_day(first: date, wanted: int) -> date:
    """Return the day of the month `wanted`, or the last day of that month."""
    day = first
    while day.day < wanted and (day + DAY).month == first.month:
        day += DAY
    return day


def _rolled(day: date) -> date | None:
    while day.year == 2026 and rests(day):
        day += DAY
    return day if day.year == 2026 else None


def stands(days: Days, on: date, *, done: bool) -> str:
    """Return where a period stands on a day, or stood when it was kept on that day."""
    opens, safe, last = days
    if on > safe and last is None:
        return "uncertain"
    in_time = on <= (last or safe)
    if done:
        return "met" if in_time else "late"
    if opens is not None and on < opens:
        return "not_open"
    return "running" if in_time else "expired"
