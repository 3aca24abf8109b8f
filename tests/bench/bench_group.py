"""Measure the pages of a large group: `python -m tests.bench.bench_group [WORKERS] [TIMES]`.

Fills a new SQLite database with a case of WORKERS workers (400) whose settlement lists them all and half of whom
agreed, asks its pages TIMES times (60) and prints the server time (p50, p95, most), the time a processor was at it
(p50, p95), the size of the page and the number of statements. Exit 1 if a page is over 200 ms at p95, or takes more
statements than for two workers.
"""

import sys
import tempfile
import time
from pathlib import Path

from mediation import config, db
from mediation.commands.serve import application
from mediation.config import Settings, clock
from mediation.models.case import Case
from mediation.models.group import GroupConsent
from mediation.models.user import User
from mediation.office import group
from mediation.office.group import agreeing, lines, roll
from tests import make
from tests.office.group import drafted
from tests.office.group import roll as pasted
from tests.web.conftest import counted
from tests.web.house import Visitor, sign_in

MOST_MS = 200
PAGES = ("", "/answers", "/elected")


def main(workers: int = 400, times: int = 60) -> None:
    """Fill, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        config.use(Settings(data_dir=Path(folder), argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1))
        config.ensure_keys()
        db.migrate()
        with db.transaction() as session:
            station = make.station(session)
            user = make.user(session, "wang", at=station)
            small = make.case(session, station, "CH-2026-0001", workers=2)
            large = make.case(session, station, "CH-2026-0002", workers=workers)
            ids = [one.id for one in (small, large)]
        for case_id, count in zip(ids, (2, workers), strict=True):
            _fill(case_id, count, user)
        db.refresh_statistics()
        slow = _asked(ids[0], ids[1], times)
        db.dispose()
    sys.exit(1 if slow else 0)


def _fill(case_id: str, count: int, user: User) -> None:
    """Take in a list of so many, settle with them all, note that every other agreed."""
    now = clock.now()
    begun = time.perf_counter()
    listed, _ = roll.read(pasted(count), None, now=now)
    with db.transaction() as session:
        roll.take(session, case_id, listed, by=user, now=now)
    print(f"list of {count} taken in: {(time.perf_counter() - begun) * 1000:.0f} ms")
    with db.transaction() as session:
        names = [name for name, _ in group.shares(session, case_id)]
        row = drafted(session, session.get_one(Case, case_id), user, [(name, "8000.00") for name in names])
        for worker in lines.rows(session, case_id)[::2]:
            session.add(
                GroupConsent(
                    station_id=row.station_id, case_id=case_id, settlement_id=row.id, worker_id=worker.id, amount=800_000,
                    terms_digest=agreeing.digest_of(row, 800_000), agreed=True, way="in_person", said_at=now, noted_at=now,
                    noted_by=user.id,
                )  # fmt: skip
            )


def _asked(small: str, large: str, times: int) -> bool:
    slow = False
    visitor = sign_in(application(), "wang")
    for page in PAGES:
        with counted() as few:
            visitor.get(f"/cases/{small}/group{page}")
        path = f"/cases/{large}/group{page}"
        with counted() as many:
            size = len(visitor.get(path).data)
        slow |= _timed(visitor, path, page, size, len(many), times) or len(many) > len(few)
    return slow


def _timed(visitor: Visitor, path: str, page: str, size: int, statements: int, times: int) -> bool:
    wall, busy = [], []
    for _ in range(times):
        begun, at_work = time.perf_counter(), time.process_time()
        assert visitor.get(path).status_code == 200
        wall.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - at_work) * 1000)
    p50, p95, worst = _part(wall, 0.5), _part(wall, 0.95), max(wall)
    print(
        f"group{page or '/'}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {worst:.0f} ms; processor p50 {_part(busy, 0.5):.0f},"
        f" p95 {_part(busy, 0.95):.0f} ms; {size // 1024} KiB, {statements} statements"
    )
    return p95 > MOST_MS


def _part(found: list[float], part: float) -> float:
    return sorted(found)[min(len(found) - 1, int(len(found) * part))]


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
