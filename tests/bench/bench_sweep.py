"""Measure the sweep: `python -m tests.bench.bench_sweep [SIZES...]`, by default 10,000, 50,000 and 100,000 open cases.

For each size a new SQLite database in which every case is due twice over (silent, its referral not accepted) and was
raised before: the sweep reads and decides all of it. Then 2,000 cases due for the first time, which are raised and told,
with more and more cases stored that are not due: time must follow what is due. Exit 1 over five minutes for reading and deciding 100,000,
or where ten times the cases with the same number due take more than twice the time.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediation import config, db
from mediation.config import Settings
from mediation.office import rules, sweep
from tests import due, make

SIZES = (10_000, 50_000, 100_000)
DUE = 2_000
MOST_SECONDS = 300
NOW = make.NOW


@contextmanager
def station(cases: int, *, due_ones: int, raised: bool = False) -> Iterator[None]:
    """Give a house with so many open cases in force."""
    with tempfile.TemporaryDirectory() as folder:
        config.use(Settings(data_dir=Path(folder), argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1))
        config.ensure_keys()
        db.migrate()
        with db.transaction() as session:
            made = make.station(session)
            make.user(session, "zhan", at=made, role="supervisor")
            make.user(session, "gong", at=made, role="desk_officer", desk="union")
        due.fill(made.id, cases, due=due_ones, now=NOW, raised=raised)
        rules.current()
        yield
        db.dispose()


def timed(name: str, cases: int) -> float:
    """Sweep once and print what it took."""
    began, worked = time.perf_counter(), time.process_time()
    report = sweep.sweep(now=NOW)
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{cases:>8} {name:<24}{report.subjects:>9}{len(report.raised):>9}{took:>10.1f}{cpu:>9.1f}{memory:>8}", flush=True)
    assert not report.faults, report.faults
    return took


def main(*sizes: int) -> None:
    """Measure, print, and exit 1 where a target is missed."""
    print(f"{'cases':>8} {'sweep':<24}{'subjects':>9}{'raised':>9}{'seconds':>10}{'cpu s':>9}{'MiB':>8}")
    slow = False
    for cases in sizes or SIZES:
        with station(cases, due_ones=cases, raised=True):
            slow |= timed("all due, decides", cases) > MOST_SECONDS
    same = []
    for cases in sizes or SIZES:
        with station(cases, due_ones=min(DUE, cases)):
            timed("2,000 due, raises", cases)
            same.append(min(timed("2,000 due, decides", cases) for _ in range(3)))
    sys.exit(1 if slow or same[-1] > 2 * same[0] + 0.5 else 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
