"""Measure an explanation with its flips: `python -m tests.bench.bench_explain [CASES]`.

For random cases the proof of one result at a time (rules, articles, conditions, every fact that would change it), with
nothing kept from one to the next; milliseconds of the wall and of the processor, so that a busy machine shows.
"""

from __future__ import annotations

import sys
import time
from random import Random

from mediation.domain.calendars import calendar_of
from mediation.domain.resultproof import proofs, silent
from mediation.domain.results import Ground, Result
from tests.domain import random_cases
from tests.domain.rulefolder import whole

ASKED = (
    Result("desk", "union"), Result("desk", "law_firm"), Result("priority", "law_firm"), Result("flag", "limitation"),
    Result("mediation"), Result("date", "mediation.from_receipt"), Result("date", "station.opinion"),
    Result("escalation", "escalation.limitation"),
)  # fmt: skip
LIMIT_MS = 50


def timed(ground: Ground, result: Result) -> tuple[float, float]:
    """Return the milliseconds, by the wall and by the processor, that one proof takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    proofs([result], ground, whole())
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3


def told(name: str, times: list[tuple[float, float]]) -> None:
    """Print the middle, the ninety-fifth of a hundred and the worst."""
    walls, cpus = (sorted(one) for one in zip(*times, strict=True))
    at = [len(walls) // 2, len(walls) * 95 // 100, -1]
    shown = " ".join(f"{walls[place]:7.1f}/{cpus[place]:6.1f}" for place in at)
    print(f"{name:<34}{shown}")


def main(count: int = 40) -> None:
    """Measure and print."""
    random, book = Random(7), whole()
    grounds = [random_cases.ground(random, calendar_of(book)) for _ in range(count)]
    timed(grounds[0], ASKED[0])
    print(f"{len(book.rules)} rules, {count} cases; ms wall/cpu: p50, p95, worst (limit {LIMIT_MS})")
    every: list[tuple[float, float]] = []
    for result in ASKED:
        times = [timed(ground, result) for ground in grounds]
        every += times
        told(result.key, times)
    told("all", every)
    times = []
    for ground in grounds:
        wall, cpu = time.perf_counter(), time.process_time()
        silent(ground, book)
        times.append(((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3))
    told("rules that did not hold", times)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
