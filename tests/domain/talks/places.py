"""The real places of rules/talks/ with the real calendar, and a slow count of days to hold them against."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from mediation.domain.calendars import calendar_of
from mediation.domain.rulebook import RuleBook, load
from mediation.domain.talks.place import TalksPlace, chain
from mediation.domain.workdays import Calendar
from tests.checkout import ROOT

RULES = ROOT / "rules"
RESTS_2026 = frozenset([
    "01-01", "01-02", "01-03", "02-15", "02-16", "02-17", "02-18", "02-19", "02-20", "02-21", "02-22", "02-23",
    "04-04", "04-05", "04-06", "05-01", "05-02", "05-03", "05-04", "05-05", "06-19", "06-20", "06-21", "09-25",
    "09-26", "09-27", "10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07",
])  # fmt: skip
WORKED_2026 = frozenset([
    "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
])  # fmt: skip


@cache
def book(folder: Path = RULES) -> RuleBook:
    return load(folder)


def calendar() -> Calendar:
    return calendar_of(book())


def rows(place: str = "shanghai") -> tuple[TalksPlace, ...]:
    return chain(book().places, place)


def day(text: str) -> date:
    """Return a day of 2026 written as 11-22, or a whole date."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def rests(one: date) -> bool:
    """Say whether a day of 2026 is a rest day, from the list written out above."""
    assert one.year == 2026
    short = f"{one:%m-%d}"
    return short in RESTS_2026 or (one.isoweekday() > 5 and short not in WORKED_2026)


def slow_days_after(start: date, count: int) -> tuple[date, date]:
    """Walk `count` days on, one by one, then on to the first day that isn't a rest day."""
    safe = start
    for _ in range(count):
        safe += timedelta(days=1)
    last = safe
    while rests(last):
        last += timedelta(days=1)
    return safe, last
