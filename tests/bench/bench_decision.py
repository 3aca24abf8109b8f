"""How long a full intake decision takes in process, every clock of the law in the book: 5 ms at most (median)."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from mediation.domain import casefile
from mediation.domain.calendars import calendar_of
from mediation.domain.casefile import CaseFile
from mediation.domain.clockrecord import ClockRecord, Event, Interruption
from mediation.domain.decision import decide
from mediation.domain.engine import Engine
from mediation.domain.facts import Standing
from mediation.domain.rulebook import load
from tests.checkout import ROOT

BOUND_MS = 5.0
ROUNDS = 40
WORKED_ON = ClockRecord(
    events=(Event("a", "arbitration_accepted", date(2026, 11, 2)), Event("b", "contract_ended", date(2026, 10, 8))),
    interruptions=(Interruption("c", "demanded", date(2026, 10, 12)),),
)
"""A case on which people have recorded what moves its clocks."""


def cases() -> Iterator[CaseFile]:
    """Yield the published case files."""
    for path in sorted((ROOT / "tests" / "published" / "cases").glob("*.json")):
        if not path.name.endswith(".expected.json"):
            yield casefile.read(json.loads(path.read_text()), now=datetime(2027, 1, 1, tzinfo=UTC))


def median_ms(files: list[CaseFile], engine: Engine, record: ClockRecord) -> float:
    """Return the median of the CPU time of one decision."""
    calendar, taken = calendar_of(engine.book), []
    for _ in range(ROUNDS):
        for one in files:
            begun = time.process_time_ns()
            decide(one, engine=engine, calendar=calendar, now=one.received_at, standing=Standing(record=record))
            taken.append((time.process_time_ns() - begun) / 1e6)
    return statistics.median(taken)


def main() -> int:
    """Measure and say so; 1 when the bound is passed."""
    files, engine = list(cases()), Engine(load(ROOT / "rules"))
    median_ms(files, engine, ClockRecord())
    logged, worked_on = (median_ms(files, engine, record) for record in (Standing().record, WORKED_ON))
    print(f"decision at intake, median of {ROUNDS * len(files)}: {logged:.2f} ms (bound {BOUND_MS:.0f} ms)")
    print(f"decision with events and an interruption: {worked_on:.2f} ms")
    return int(max(logged, worked_on) > BOUND_MS)


if __name__ == "__main__":
    sys.exit(main())
