"""The days that the law makes holidays (全国年节及纪念日放假办法), to hold a published list against.

The days of the lunar calendar are counted from the new moons and the sun's longitude at Beijing; where a moon or a
longitude falls so near to midnight that this arithmetic can't tell the day, the feast is left out and people are asked.
A list is only held against them, never made of them: which days are moved is decided by the State Council each year.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

SINCE: Final = 2025
"""The revision by which New Year's Eve and 2 May became holidays: thirteen days."""
ELEVEN_SINCE: Final = 2014
_EPOCH: Final = 2451545.0
_CENTURY: Final = 36525.0
_BEIJING: Final = 8 / 24
_CLOCKS: Final = 70 / 86400
"""By how much the even time of the formulas is ahead of clocks in these decades."""
_MOON_NEAR: Final = 2 / 1440
_APART: Final = 2.0
_SUN_NEAR: Final = 20 / 1440
"""So near to midnight the day isn't sure: the formulas are good to half a minute, and to a quarter of an hour."""
_ONE: Final = timedelta(days=1)
_JULIAN: Final = 1721424.5

Feasts = Mapping[str, tuple[date, ...] | None]
NAMES: Final = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


@lru_cache(maxsize=256)
def feasts(year: int) -> Feasts:
    """Return the statutory days of a year by feast, None for a feast whose days can't be told; empty before 2014."""
    if year < ELEVEN_SINCE or year > date.max.year - 1:
        return {}
    new, spring = year >= SINCE, _month_of(330, date(year, 2, 19))
    dragon, autumn = _month_of(90, date(year, 6, 21)), _month_of(180, date(year, 9, 23))
    tomb = _day(_longitude_at(15, date(year, 4, 5)), _SUN_NEAR)
    return {
        "元旦": (date(year, 1, 1),),
        "春节": _days(spring, -1 if new else 0, 2),
        "清明节": _days(tomb, 0, 0),
        "劳动节": (date(year, 5, 1), date(year, 5, 2)) if new else (date(year, 5, 1),),
        "端午节": _days(dragon, 4, 4),
        "中秋节": _days(autumn, 14, 14),
        "国庆节": (date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)),
    }


@lru_cache(maxsize=256)
def ordinary_workdays(year: int) -> int | None:
    """Return how many days of a year are worked: all but its weekends and its statutory days; None where unknown."""
    known = feasts(year)
    if not known:
        return None
    days = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    return sum(date.fromordinal(one).weekday() < 5 for one in days) - (13 if year >= SINCE else 11)


def _days(first: date | None, begin: int, end: int) -> tuple[date, ...] | None:
    return None if first is None else tuple(first + _ONE * gone for gone in range(begin, end + 1))


def _month_of(longitude: int, about: date) -> date | None:
    """Return the first day of the lunar month in which the sun reaches `longitude`; None where it can't be told.

    Where a month begins on that very day or soon after, leap months are at stake, which this doesn't reckon (2033).
    """
    term = _longitude_at(longitude, about)
    turn = math.floor((term - 2451550.09766) / 29.530588861)
    moons = [_new_moon(turn + nth) for nth in (-1, 0, 1, 2)]
    first = _day(max(one for one in moons if one <= term), _MOON_NEAR)
    reached = _day(term - _SUN_NEAR, 0), _day(term + _SUN_NEAR, 0)
    crowded = any(0 < one - term < _APART for one in moons)
    return None if crowded or first in reached else first


def _day(moment: float, near: float) -> date | None:
    """Return the day in Beijing of an instant (Julian days, even time), None within `near` of midnight."""
    local = moment - _CLOCKS + _BEIJING - _JULIAN
    whole = math.floor(local)
    return None if not near <= local - whole <= 1 - near else date.fromordinal(whole)


def _longitude_at(longitude: int, about: date) -> float:
    """Return when the sun reaches `longitude` (degrees) near a day."""
    moment = about.toordinal() + _JULIAN
    for _ in range(6):
        short = (longitude - _sun(moment) + 180) % 360 - 180
        moment += short * 365.2422 / 360
    return moment


def _sun(moment: float) -> float:
    """Return the sun's apparent longitude, good to a hundredth of a degree (Meeus, Astronomical Algorithms, 25)."""
    since = (moment - _EPOCH) / _CENTURY
    mean = math.radians(357.52911 + 35999.05029 * since - 0.0001537 * since**2)
    centre = (
        (1.914602 - 0.004817 * since - 0.000014 * since**2) * math.sin(mean)
        + (0.019993 - 0.000101 * since) * math.sin(2 * mean)
        + 0.000289 * math.sin(3 * mean)
    )
    node = math.radians(125.04 - 1934.136 * since)
    return (280.46646 + 36000.76983 * since + 0.0003032 * since**2 + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


_MOON: Final = (
    (-0.40720, 0, 1, 0), (0.17241, 1, 0, 0), (0.01608, 0, 2, 0), (0.01039, 0, 0, 2), (0.00739, -1, 1, 0),
    (-0.00514, 1, 1, 0), (0.00208, 2, 0, 0), (-0.00111, 0, 1, -2), (-0.00057, 0, 1, 2), (0.00056, 1, 2, 0),
    (-0.00042, 0, 3, 0), (0.00042, 1, 0, 2), (0.00038, 1, 0, -2), (-0.00024, -1, 2, 0), (-0.00007, 2, 1, 0),
    (0.00004, 0, 2, -2), (0.00004, 3, 0, 0), (0.00003, 1, 1, -2), (0.00003, 0, 2, 2), (-0.00003, 1, 1, 2),
    (0.00003, -1, 1, 2), (-0.00002, -1, 1, -2), (-0.00002, 1, 3, 0), (0.00002, 0, 4, 0),
)  # fmt: skip
"""Of each term its size in days and how often it holds the anomalies of sun and moon and the argument of latitude."""
_PLANETS: Final = (
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
)  # fmt: skip


def _new_moon(turn: int) -> float:
    """Return the instant of a new moon, counted from the first of the year 2000 (Meeus, 49)."""
    since = turn / 1236.85
    sun = 2.5534 + 29.10535670 * turn - 0.0000014 * since**2
    moon = 201.5643 + 385.81693528 * turn + 0.0107582 * since**2
    latitude = 160.7108 + 390.67050284 * turn - 0.0016118 * since**2
    node = math.radians(124.7746 - 1.56375588 * turn + 0.0020672 * since**2)
    bent = 1 - 0.002516 * since - 0.0000074 * since**2
    found = 2451550.09766 + 29.530588861 * turn + 0.00015437 * since**2 - 0.00017 * math.sin(node)
    for size, of_sun, of_moon, of_latitude in _MOON:
        angle = math.radians(of_sun * sun + of_moon * moon + of_latitude * latitude)
        found += size * bent ** abs(of_sun) * math.sin(angle)
    return found + sum(size * math.sin(math.radians(begin + step * turn)) for size, begin, step in _PLANETS)
