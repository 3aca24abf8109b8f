"""Where the parts of a map around an employer stand: linked firms left, the employer, cases by month, people right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mediation.office.records.supervision import EmployerMap, LinkRow, MapCase, WorkerRow

ROW: Final = 46
TOP: Final = 52
FIRM_X, MONTH_X, DOT_X, WORKER_X, WIDTH = 345, 470, 530, 800, 960
DOT: Final = 26
DOTS_A_ROW: Final = 9
MOST_WORKERS: Final = 8


@dataclass(frozen=True)
class Dot:
    """One case."""

    x: int
    y: int
    case: MapCase
    kind: str  # closed | unsafe | flagged | plain


@dataclass(frozen=True)
class Line:
    """A line between two parts."""

    x1: int
    y1: int
    x2: int
    y2: int
    kind: str  # firm | month | worker


@dataclass(frozen=True)
class Drawing:
    """Everything a map shows, with its place."""

    width: int
    height: int
    centre: int
    links: tuple[tuple[int, LinkRow], ...]
    months: tuple[tuple[int, str, int], ...]
    dots: tuple[Dot, ...]
    workers: tuple[tuple[int, WorkerRow], ...]
    lines: tuple[Line, ...]


def drawn(around: EmployerMap) -> Drawing:
    """Return the drawing of a map; it grows downwards with what there is."""
    months, dots, bottom = _cases(around)
    links = [(TOP + nth * ROW, link) for nth, link in enumerate(around.links)]
    workers = [(TOP + nth * ROW, worker) for nth, worker in enumerate(around.workers[:MOST_WORKERS])]
    height = max(bottom, *(y + ROW for y, _ in [*links, *workers]), TOP + 2 * ROW)
    centre = height // 2 + TOP // 4
    places = {dot.case.row.id: dot for dot in dots}
    lines = [Line(230, y, FIRM_X - 85, centre, "firm") for y, _ in links]
    lines += [Line(FIRM_X + 85, centre, MONTH_X - 4, y, "month") for y, _, _ in months]
    lines += [
        Line(places[case_id].x, places[case_id].y, WORKER_X, y, "worker")
        for y, worker in workers
        for case_id in worker.case_ids
        if case_id in places
    ]
    return Drawing(WIDTH, height, centre, tuple(links), tuple(months), tuple(dots), tuple(workers), tuple(lines))


def _cases(around: EmployerMap) -> tuple[list[tuple[int, str, int]], list[Dot], int]:
    """Place every case in its month's row, a new line after every ninth."""
    months, dots, y = [], [], TOP
    for month in reversed(around.months):
        own = [one for one in around.cases if one.month == month]
        months.append((y, month, len(own)))
        for nth, one in enumerate(own):
            line, place = divmod(nth, DOTS_A_ROW)
            dots.append(Dot(DOT_X + place * DOT + 10, y + line * DOT, one, _kind(one)))
        y += ROW + DOT * ((len(own) - 1) // DOTS_A_ROW)
    return months, dots, y


def _kind(one: MapCase) -> str:
    if one.state == "closed":
        return "closed"
    return "unsafe" if "unsafe" in one.row.flags else "flagged" if set(one.row.flags) - {"cluster"} else "plain"
