"""A slow second formulation of the calculators: days walked one by one, money in decimals, lists read from the files.

Nothing here is taken from mediation/domain/claims: figures of the law are written out, holiday lists read from YAML.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, getcontext
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from tests.checkout import ROOT

getcontext().prec = 60
ONE = timedelta(days=1)
MONTH_DAYS = Decimal("21.75")


def cents(exact: Decimal) -> str:
    """Round half up to two digits."""
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def walk(hired: date) -> Iterator[tuple[date, int, bool]]:
    """Yield each day of service with the months full before it and whether it fills one more."""
    day, months = hired, 0
    while True:
        after = day + ONE
        fills = (after.day == hired.day and after > hired) or (after.day == 1 and day.day < hired.day)
        yield day, months, fills
        months += fills
        day = after


def anniversaries(hired: date, left: date) -> tuple[int, bool]:
    """Return the months full on the last day, and whether days are left over."""
    for day, months, fills in walk(hired):
        if day == left:
            return months + fills, not fills
    raise AssertionError


def years(hired: date, left: date) -> Decimal:
    """Return the years of severance: whole ones, then 1 from six months, else a half for anything."""
    months, days = anniversaries(hired, left)
    whole, rest = divmod(months, 12)
    if rest >= 6:
        return Decimal(whole + 1)
    return Decimal(whole) + (Decimal("0.5") if rest or days else 0)


def city(left: date) -> Decimal:
    """Return the average published when somebody left, as law.md §2c lists it."""
    return Decimal(12577) if left >= date(2026, 7, 1) else Decimal(12434)


def severance(hired: date, left: date, average: Decimal, *, double: bool = False) -> str:
    """Return N, or 2N counted from the first day."""
    count = years(hired if double else max(hired, date(2008, 1, 1)), left)
    base = max(average, Decimal(2740))
    if base > 3 * city(left):
        base, count = 3 * city(left), min(count, Decimal(12))
    return cents(base * count * (2 if double else 1))


@cache
def rest_and_work(year: int) -> tuple[set[date], set[date]]:
    """Return the days off and the make-up days of a year's list."""
    raw = YAML(typ="safe", pure=True).load((ROOT / "rules" / "workdays" / f"{year}.yaml").read_text())
    return days_of(raw["off"]), days_of(raw["work"])


def days_of(rows: list[Any]) -> set[date]:
    """Return the days that rows such as 2026-10-01..2026-10-07 name."""
    found = set()
    for row in rows:
        first, _, last = str(row).partition("..")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            found.add(day)
            day += ONE
    return found


def worked(day: date) -> bool:
    """Say whether a day is worked."""
    off, work = rest_and_work(day.year)
    return day in work or (day.weekday() not in (5, 6) and day not in off)


def double_wage(hired: date, contract: date | None, left: date | None, on: date, wage: Decimal) -> str:
    """Walk the first twelve months; each month that ends in time is whole, days of one that doesn't count if worked."""
    whole, open_days = 0, []
    for day, months, fills in walk(hired):
        if months == 12 or day > on or (contract and day >= contract) or (left and day > left):
            break
        if months == 0:
            continue
        open_days.append(day)
        if fills:
            whole, open_days = whole + 1, []
    return cents(wage * whole + wage * sum(map(worked, open_days)) / MONTH_DAYS)


def overtime(base: Decimal, weekday: Decimal, rest: Decimal, holiday: Decimal, *, compensated: bool) -> str:
    """Add up 1.5, 2 and 3 hours' pay."""
    hours = weekday * Decimal("1.5") + (0 if compensated else rest * 2) + holiday * 3
    return cents(max(base, Decimal(2740)) * hours / (MONTH_DAYS * 8))


def leave_days(entitled: Decimal, taken: Decimal, joined: date | None, left: date | None) -> Decimal:
    """Count the days of the year one by one, share the leave out, drop what isn't a whole day."""
    if joined is None and left is None:
        return max(entitled - taken, Decimal(0))
    year = (left or joined).year
    day, counted = date(year, 1, 1), 0
    while day.year == year:
        counted += (joined is None or day >= joined) and (left is None or day <= left)
        day += ONE
    if left:
        return max(((counted * entitled - 365 * taken) / 365).to_integral_value(ROUND_FLOOR), Decimal(0))
    return max((counted * entitled / 365).to_integral_value(ROUND_FLOOR) - taken, Decimal(0))


def annual_leave(wage: Decimal, days: Decimal, *, paid: bool) -> str:
    """Pay each day three times, or twice where the ordinary wage was paid."""
    return cents(wage / MONTH_DAYS * days * (2 if paid else 3))
