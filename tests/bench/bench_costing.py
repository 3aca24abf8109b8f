"""Measure the costing of wage talks: `python -m tests.bench.bench_costing [PEOPLE] [ROUNDS]`, 5,000 people, 9 rounds.

A firm of PEOPLE in 20 groups, each with a line and a pay of their own, and 6 offers. Prints processor and clock
seconds (median and most) of: the table read from pasted text and kept, the comparison in process (unsealed, counted,
held against the minimum wage), the same for staff who are paid alike in steps, the whole page, its arithmetic, its
spreadsheet, a comparison with dismissals. Exit 1 where the slowest comparison in process takes more than a second of the processor.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from flask import Flask

from mediation import config, db
from mediation.app import create_app
from mediation.config import Settings
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer
from mediation.models.user import User
from mediation.office import talks_costing, talks_wages, talks_whatif
from tests import make, talks_make
from tests.web.house import sign_in

NOW = make.NOW
MOST_SECONDS = 1
GROUPS, OFFERS = 20, 6
CLAUSES: tuple[dict[str, Any], ...] = (
    {"wage_level": {"change": 850, "months": 1200}, "bonus": {"months": 150}},
    {"wage_level": {"change": -800, "months": 650}},
    {"wage_level": {"change": 420, "amount": 10_000}, "minimum_pay": {"amount": 420_000}},
    {"wage_level": {"change": -300, "months": 1200}, "overtime_pay": {"weekday": 16_000, "rest": 20_000}},
    {"wage_level": {"change": 200}, "allowances": {"amount": 15_000}, "training": {"amount": 50_000_000}},
    {"wage_level": {"change": -125, "months": 975}, "overtime_base": {"percent": 10_000}},
)
PLAN = {
    "plan_title": "x", "basis": "employer-2", "left_on": "2026-11-30", "leavers[0].staff_group": "第01组",
    "leavers[0].leaving": "40", "leavers[0].hired_on": "2016-12-01",
}  # fmt: skip


def wages(people: int, *, step: int) -> str:
    """Return a table of `people` lines; pay goes by steps of so many fen."""
    random = Random(11)
    rows = ["类别\t月工资\t津贴\t年终奖月数\t平日加班小时\t休息日加班小时\t节假日加班小时\t加班基数"]
    for nth in range(people):
        pay = random.randrange(280_000, 2_400_000) // step * step
        rest = (random.choice((0, 300)), random.choice((0, 1, 2)), random.choice((0, 20)), random.choice((0, 8)), 0)
        base = random.choice(("", "4000"))
        rows.append(f"第{nth % GROUPS:02d}组\t{pay / 100:.2f}\t" + "\t".join(map(str, rest)) + f"\t{base}")
    return "\n".join(rows)


def talks(station_id: str) -> str:
    """Store a round with six offers and return its id."""
    with db.transaction() as session:
        row = talks_make.talks(session, station_id, agenda=["wage_level"], staff=None)
        for nth, clauses in enumerate(CLAUSES[:OFFERS], 1):
            session.add(TalksOffer(
                station_id=station_id, talks_id=row.id, position=nth, round=(nth + 1) // 2, made_on=NOW.date(),
                side="workers" if nth % 2 else "employer", clauses=clauses, noted_at=NOW,
            ))  # fmt: skip
        return row.id


def keep(talks_id: str, text: str, by: User) -> None:
    """Read and keep a wage table as the page does."""
    given = talks_wages.read({"wages": text, "on": NOW.date().isoformat()})
    with db.transaction() as session:
        talks_wages.keep(session, talks_id, given, by=by, now=NOW)


def compare(talks_id: str, number: int) -> None:
    """Cost all six offers by a version of the table, without a page."""
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        table = talks_wages.version_of(session, row, number)
        assert table is not None
        every = talks_costing.options(session, row)
        found = talks_costing.tables(talks_costing.ground(row, table), every, row)
        assert len(found.columns) == OFFERS + 1
        assert len(found.groups) == GROUPS


def dismiss(talks_id: str) -> None:
    """Compare with dismissals, without keeping it."""
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        table = talks_wages.version_of(session, row, 1)
        assert table is not None
        talks_whatif.result(session, row, PLAN, talks_costing.ground(row, table))


def timed(name: str, rounds: int, act: Callable[[], Any]) -> float:
    """Do something so often; print and return the most processor seconds of one time."""
    worked, passed = list[float](), list[float]()
    for _ in range(rounds):
        began, begun = time.process_time(), time.perf_counter()
        act()
        worked.append(time.process_time() - began)
        passed.append(time.perf_counter() - begun)
    print(f"{name:<44}{median(worked):>8.3f}{max(worked):>8.3f}{median(passed):>8.3f}{max(passed):>8.3f}", flush=True)
    return max(worked)


def pages(app: Flask, talks_id: str, rounds: int) -> None:
    """Measure what a visitor waits for."""
    visitor = sign_in(app, "wang").client
    asked = "&".join(f"offer={side}-{nth}" for side in ("workers", "employer") for nth in (1, 2, 3))

    def get(path: str) -> None:
        assert visitor.get(f"/talks/{talks_id}/{path}").status_code == 200, path

    timed("the whole page", rounds, lambda: get(f"costing?table=1&{asked}"))
    timed("its arithmetic, one offer", rounds, lambda: get("costing/steps?table=1&offer=employer-2"))
    timed("its spreadsheet", rounds, lambda: get(f"costing.xlsx?table=1&{asked}"))


def main(people: int = 5_000, rounds: int = 9) -> None:
    """Fill, measure, print; exit 1 where a comparison takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        config.use(Settings(data_dir=Path(folder), argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1))
        config.ensure_keys()
        db.migrate()
        with db.transaction() as session:
            station = make.station(session)
            by = make.user(session, "wang", at=station)
        talks_id = talks(station.id)
        print(f"{f'{people} people, {GROUPS} groups, {OFFERS} offers':<44}{'cpu p50':>8}{'most':>8}{'p50 s':>8}{'most':>8}")
        timed("a table of lines all unlike, read and kept", 1, lambda: keep(talks_id, wages(people, step=1), by))
        timed("a table of pay by steps, read and kept", 1, lambda: keep(talks_id, wages(people, step=50_000), by))
        slowest = max(
            timed("six offers compared, lines all unlike", rounds, lambda: compare(talks_id, 1)),
            timed("six offers compared, pay by steps", rounds, lambda: compare(talks_id, 2)),
        )
        timed("lower pay against dismissals", rounds, lambda: dismiss(talks_id))
        pages(create_app(), talks_id, rounds)
        db.dispose()
    sys.exit(1 if slowest > MOST_SECONDS else 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
