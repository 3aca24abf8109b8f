"""Time limits walked day by day, to hold the counted ones against: no sums, only one day after the other.

It knows nothing of the code under test: the days off and the make-up days of 2024 to 2026 stand here as published.
"""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)
OFF = (
    "2024-01-01 2024-02-10..2024-02-17 2024-04-04..2024-04-06 2024-05-01..2024-05-05 2024-06-10 "
    "2024-09-15..2024-09-17 2024-10-01..2024-10-07 "
    "2025-01-01 2025-01-28..2025-02-04 2025-04-04..2025-04-06 2025-05-01..2025-05-05 2025-05-31..2025-06-02 "
    "2025-10-01..2025-10-08 "
    "2026-01-01..2026-01-03 2026-02-15..2026-02-23 2026-04-04..2026-04-06 2026-05-01..2026-05-05 "
    "2026-06-19..2026-06-21 2026-09-25..2026-09-27 2026-10-01..2026-10-07"
)
WORK = (
    "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 "
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
    "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
)


def _listed(text: str) -> set[date]:
    found = set()
    for part in text.split():
        first, _, last = part.partition("..")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            found.add(day)
            day += DAY
    return found


_OFF, _WORK = _listed(OFF), _listed(WORK)


def worked(day: date) -> bool:
    """Say whether a day is worked."""
    return day in _WORK or (day.isoweekday() < 6 and day not in _OFF)


def corresponding(start: date, months: int) -> date:
    """Return the day of the same number so many months on, walking to the month and back from a day it lacks."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for number in range(start.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("a month without days")


def ended(start: date, length: int, unit: str, still: set[date]) -> date:
    """Return the day a limit ends on, unrolled, the days in `still` not counted; each day is looked at once."""
    if unit in ("month", "year"):
        until, left = corresponding(start, length * (12 if unit == "year" else 1)), 0
        day = start
        while day < until:
            day, left = day + DAY, left + 1
    else:
        left = length
    day = start
    while left:
        day += DAY
        if day in still or (unit == "working" and not worked(day)):
            continue
        left -= 1
    return day


def rolled(day: date) -> date:
    """Return the first worked day from `day` on."""
    while not worked(day):
        day += DAY
    return day
