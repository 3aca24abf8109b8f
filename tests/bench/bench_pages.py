"""Measure pages over a full station: `python -m tests.bench.bench_pages [CASES] [ROUNDS]`.

Fills a new SQLite database with CASES cases (20,000), signs in as mediator, desk officer and supervisor, and prints
for each page the server time (p50, p95, most), the time a processor was at it (p50) and the number of statements.
"""

import sys
import tempfile
import time
from pathlib import Path
from random import Random

from mediation import config, db
from mediation.app import create_app
from mediation.config import Settings, clock
from tests import make
from tests.bench import crowd
from tests.web.conftest import counted
from tests.web.house import sign_in

ASKED = (
    ("wang", "/"), ("zhan", "/"), ("gong", "/"), ("wang", "/cases/{}"), ("gong", "/inbox"), ("wang", "/cases"),
    ("zhan", "/supervision"), ("zhan", "/supervision/referrals"), ("zhan", "/supervision/findings"),
    ("zhan", "/figures"), ("zhan", "/figures?period={year}"), ("zhan", "/figures/cases?figure=applications&period={year}"),
)  # fmt: skip


def main(cases: int = 20_000, rounds: int = 100) -> None:
    """Fill, ask, print; exit 1 if a board or a case page is over 100 ms at p95."""
    with tempfile.TemporaryDirectory() as folder:
        config.use(Settings(data_dir=Path(folder), argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1))
        config.ensure_keys()
        db.migrate()
        with db.transaction() as session:
            station = make.station(session)
            for name, role, desk in (("wang", "mediator", None), ("zhan", "supervisor", None), ("gong", "desk_officer", "union")):
                make.user(session, name, at=station, role=role, desk=desk)
        ids = crowd.fill(station.id, cases, now=clock.now())
        db.refresh_statistics()  # as the server does when it starts, and the worker every quarter of an hour
        app, random, slow = create_app(), Random(1), False
        print(f"{cases} cases, {rounds} rounds a page\n{'page':<48}{'as':<8}{'p50 ms':>8}{'p95 ms':>8}{'most':>8}{'cpu ms':>8}{'queries':>9}")
        for who, path in ASKED:
            visitor, times, worked, sent = sign_in(app, who), [], [], 0
            open_ids = [one for nth, one in enumerate(ids) if nth % 7 == 0]
            for _ in range(rounds):
                wanted = path.format(random.choice(open_ids), year=clock.now().year)
                with counted() as statements:
                    began, begun = time.perf_counter(), time.process_time()
                    answer = visitor.client.get(wanted)
                    worked.append((time.process_time() - begun) * 1000)
                    times.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, (wanted, answer.status_code)
                sent = max(sent, len(statements))
            times.sort()
            worked.sort()
            p95 = times[int(len(times) * 0.95) - 1]
            slow = slow or (p95 > 100 and path in ("/", "/cases/{}"))
            print(f"{path:<48}{who:<8}{times[len(times) // 2]:8.1f}{p95:8.1f}{times[-1]:8.1f}{worked[rounds // 2]:8.1f}{sent:9}")
        db.dispose()
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
