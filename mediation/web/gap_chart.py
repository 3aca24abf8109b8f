"""Where the lines of a chart of one figure over the rounds stand: each side's offers, the scale, the rounds below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from mediation.domain.talks.offers import SIDES

LEFT, TOP, WIDTH, HEIGHT, RIGHT, BELOW = 96, 14, 560, 150, 24, 30
MOST_NAMED: Final = 15
"""How many rounds are named below the chart; of more, every second, third …"""


class Point(Protocol):
    """What stood after a round; each side's figure lies under the side's name."""

    @property
    def round(self) -> int:
        """Give the number of the round, or of the offer."""
        ...

    @property
    def agreed(self) -> bool:
        """Tell whether the sides agreed on the figure."""
        ...


@dataclass(frozen=True)
class Mark:
    """One figure of one side, with its place."""

    x: float
    y: float
    value: int
    round: int


@dataclass(frozen=True)
class Drawing:
    """A chart: runs of marks by side (a round without a figure ends a run), the scale, rounds, what is agreed."""

    width: int
    height: int
    bottom: int
    lines: dict[str, list[list[Mark]]]
    scale: list[tuple[float, int]]
    rounds: list[tuple[float, int]]
    agreed: list[Mark]


def drawn(points: Sequence[Point], unit: str, sides: Sequence[str] = SIDES) -> Drawing:
    """Return the drawing of a figure over its rounds; shares and sums of money begin at the lowest figure named."""
    values = [value for one in points for side in sides if (value := _figure(one, side)) is not None]
    low, high = min(values, default=0), max(values, default=0)
    if low == high:
        low, high = low - max(abs(low) // 10, 1), high + max(abs(high) // 10, 1)
    low = 0 if unit == "heads" and low < 0 else low
    bottom = TOP + HEIGHT
    step = WIDTH / max(len(points) - 1, 1)

    def across(nth: int) -> float:
        return round(LEFT + (nth * step if len(points) > 1 else WIDTH / 2), 1)

    def up(value: int) -> float:
        return round(bottom - (value - low) * HEIGHT / (high - low), 1)

    lines = {side: _runs(points, side, across, up) for side in sides}
    agreed = [
        Mark(across(nth), up(value), value, one.round)
        for nth, one in enumerate(points)
        if one.agreed and (value := _figure(one, sides[0])) is not None and (nth == 0 or not points[nth - 1].agreed)
    ]
    every = -(-len(points) // MOST_NAMED)
    rounds = [(across(nth), one.round) for nth, one in enumerate(points) if nth % every == 0]
    scale = [(up(value), value) for value in dict.fromkeys((low, (low + high) // 2, high))]
    return Drawing(LEFT + WIDTH + RIGHT, bottom + BELOW, bottom, lines, scale, rounds, agreed)


def _figure(point: Point, side: str) -> int | None:
    value: int | None = getattr(point, side)
    return value


def _runs(
    points: Sequence[Point], side: str, across: Callable[[int], float], up: Callable[[int], float]
) -> list[list[Mark]]:
    """Return one side's marks, a new run after every round without a figure."""
    runs: list[list[Mark]] = [[]]
    for nth, one in enumerate(points):
        value = _figure(one, side)
        if value is None:
            runs.append([])
        else:
            runs[-1].append(Mark(across(nth), up(value), value, one.round))
    return [run for run in runs if run]
