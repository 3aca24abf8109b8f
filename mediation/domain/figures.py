"""Months, quarters and years of station days, and the little arithmetic that figures need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True)
class Period:
    """A month, quarter or year of station days; `key` is how it is written: 2026-11, 2026-Q4, 2026.

    Or the days from one to another, written 2026-01-05/2026-03-20, which have no whole months of their own.
    """

    key: str
    first: date
    last: date

    @property
    def kind(self) -> str:
        """Say `month`, `quarter` or `year`, or `span` for days from one to another."""
        if "/" in self.key:
            return "span"
        return "year" if len(self.key) == len("2026") else "quarter" if "Q" in self.key else "month"

    @property
    def months(self) -> tuple[str, ...]:
        """The months in it, as 2026-11."""
        count = {"month": 1, "quarter": 3, "year": 12, "span": 0}[self.kind]
        return months_until(month_key(self.last), count)


def period(key: str) -> Period | None:
    """Return the period that `key` names, None for anything else."""
    if found := _MONTH.fullmatch(key):
        return _span(key, int(found[1]), int(found[2]), 1)
    if found := _QUARTER.fullmatch(key):
        return _span(key, int(found[1]), int(found[2]) * 3 - 2, 3)
    if _YEAR.fullmatch(key):
        return _span(key, int(key), 1, MONTHS_A_YEAR)
    return None


def between(first: date, last: date) -> Period:
    """Return the days from `first` to `last`, as the month, quarter or year they make up if they do."""
    for kind in ("month", "quarter", "year"):
        named = period(_key_of(kind, first))
        if named is not None and (named.first, named.last) == (first, last):
            return named
    return Period(f"{first}/{last}", first, last)


def _span(key: str, year: int, month: int, months: int) -> Period | None:
    if not 1980 <= year <= 2200:  # noqa: PLR2004 - years a case book can have
        return None
    after = year * MONTHS_A_YEAR + month - 1 + months
    last = date(after // MONTHS_A_YEAR, after % MONTHS_A_YEAR + 1, 1) - timedelta(days=1)
    return Period(key, date(year, month, 1), last)


def month_key(on: date) -> str:
    """Return the month of a day: 2026-11."""
    return f"{on.year:04d}-{on.month:02d}"


def months_until(last: str, count: int) -> tuple[str, ...]:
    """Return the `count` months that end with `last`."""
    nth = int(last[:4]) * MONTHS_A_YEAR + int(last[5:]) - 1
    return tuple(f"{one // MONTHS_A_YEAR:04d}-{one % MONTHS_A_YEAR + 1:02d}" for one in range(nth - count + 1, nth + 1))


def beside(chosen: Period) -> tuple[str, str]:
    """Return the keys of the periods before and after."""
    return _key_of(chosen.kind, chosen.first - timedelta(days=1)), _key_of(chosen.kind, chosen.last + timedelta(days=1))


def keys_at(on: date) -> dict[str, str]:
    """Return the month, quarter and year of a day by kind."""
    return {kind: _key_of(kind, on) for kind in ("month", "quarter", "year")}


def _key_of(kind: str, on: date) -> str:
    if kind == "month":
        return month_key(on)
    return f"{on.year:04d}" if kind == "year" else f"{on.year:04d}-Q{(on.month + 2) // 3}"


DURATIONS: Final = ((0, 7), (8, 15), (16, 30), (31, 60), (61, None))


GRADES: Final = ("5", "4", "3", "2", "1")
"""The grades of an answer about satisfaction, the best first."""
PLEASED: Final = ("5", "4")
"""The grades that say satisfied."""


def duration_code(days: int) -> str:
    """Return the code of the class of durations that `days` falls into."""
    return next(str(low) for low, high in reversed(DURATIONS) if days >= low or not low)


def share(part: int, whole: int) -> float | None:
    """Return a share in percent with one decimal, None of nothing."""
    return round(part * 100 / whole, 1) if whole else None


def middle(counted: dict[int, int]) -> float | None:
    """Return the median of numbers given with how often each occurs."""
    total = sum(counted.values())
    if not total:
        return None
    return (_nth(counted, (total - 1) // 2) + _nth(counted, total // 2)) / 2


def _nth(counted: dict[int, int], nth: int) -> int:
    for number in sorted(counted):
        nth -= counted[number]
        if nth < 0:
            return number
    raise IndexError(nth)


def mean(counted: dict[int, int]) -> float | None:
    """Return the mean of numbers given with how often each occurs, to one decimal."""
    total = sum(counted.values())
    return round(sum(number * times for number, times in counted.items()) / total, 1) if total else None
