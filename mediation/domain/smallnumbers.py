"""Hide small numbers before a report leaves the station, and as many others as keep them from being computed.

The reader knows the sums: a number hidden alone in a column whose total is shown is not hidden at all. So intervals are
narrowed, as such a reader would, until no small number can be told; each time one can, another of its sum is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

LEAST: Final = 5
SMALL: Final = "<5"
ALSO: Final = "—"
FAR: Final = 10**12

Sum = tuple[str, Sequence[str]]
"""A number and the numbers that add up to it, by name."""


def hidden(values: Mapping[str, int], sums: Sequence[Sum]) -> dict[str, str]:
    """Return the marks of the numbers that must not be shown: SMALL for 1 to 4, ALSO for those hidden beside them."""
    marks = {name: SMALL for name, value in values.items() if 0 < value < LEAST}
    floors: dict[str, int] = {}
    while told := _told(values, sums, marks, floors):
        _hide_more(values, told, marks, floors)
    return marks


def _told(
    values: Mapping[str, int], sums: Sequence[Sum], marks: Mapping[str, str], floors: Mapping[str, int]
) -> Sum | None:
    """Return a sum by which a reader can tell a small number, None if there is none."""
    bounds = bounds_of(values, sums, marks, floors)
    for one in sums:
        if any(marks.get(name) == SMALL and bounds[name][0] == bounds[name][1] for name in (one[0], *one[1])):
            return one
    return None


def bounds_of(
    values: Mapping[str, int], sums: Sequence[Sum], marks: Mapping[str, str], floors: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Return what a reader can tell of every number: the least and the most it can be."""
    start = {SMALL: (1, LEAST - 1), ALSO: (LEAST, FAR)}
    bounds = {
        name: (value, value) if name not in marks else (floors.get(name, start[marks[name]][0]), start[marks[name]][1])
        for name, value in values.items()
    }
    moved = True
    while moved:
        narrowed = [_narrow(bounds, total, parts) for total, parts in sums]
        moved = any(narrowed)
    return bounds


def _narrow(bounds: dict[str, tuple[int, int]], total: str, parts: Sequence[str]) -> bool:
    lows, highs = sum(bounds[one][0] for one in parts), sum(bounds[one][1] for one in parts)
    moved = _cut(bounds, total, lows, highs)
    low, high = bounds[total]
    for one in parts:
        others_low = sum(bounds[other][0] for other in parts if other != one)
        others_high = sum(bounds[other][1] for other in parts if other != one)
        moved = _cut(bounds, one, low - others_high, high - others_low) or moved
    return moved


def _cut(bounds: dict[str, tuple[int, int]], name: str, low: int, high: int) -> bool:
    old = bounds[name]
    bounds[name] = (max(old[0], low), min(old[1], high))
    return bounds[name] != old


def _hide_more(values: Mapping[str, int], told: Sum, marks: dict[str, str], floors: dict[str, int]) -> None:
    """Hide the smallest shown part of the sum; its total when no part is left; else give up its parts altogether."""
    total, parts = told
    shown = [one for one in parts if one not in marks and values[one]]
    if shown:
        marks[min(shown, key=lambda one: (values[one], one))] = ALSO
    elif total not in marks:
        marks[total] = ALSO
    else:
        for one in parts if any(marks.get(part) != ALSO for part in parts) else (total,):
            marks[one], floors[one] = ALSO, 0
