"""Measure the signing of an agreement: `python -m tests.bench.bench_signing [TIMES]`.

On a database of its own: an agreement is issued, then both sides and the mediator draw their signatures and the seal
is noted, each in a transaction of its own as the pages do it; the last one stamps, signs and stores the file. Printed:
the median of TIMES (5) agreements. Exit 1 when four signatures take over one second.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from mediation import config, db
from mediation.config import Settings
from mediation.domain.worktime import station_day
from mediation.office.signing import codes, collecting, lines
from tests.hands import HAND
from tests.office.test_settlements import drafted, issued
from tests.office.working import LATER, open_station

ALLOWED_SECONDS = 1.0


def main(times: int = 5) -> None:
    """Issue, sign, measure."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1)
        config.use(settings)
        config.ensure_keys(settings)
        db.migrate()
        working = open_station()
        taken = [_one(working) for _ in range(times + 1)][1:]  # the first one loads what signs
        db.dispose()
    wall, cpu = (statistics.median(one[which] for one in taken) for which in (0, 1))
    print(f"four signatures: {wall:.2f} s (CPU {cpu:.2f} s), allowed {ALLOWED_SECONDS:.2f} s")
    sys.exit(wall > ALLOWED_SECONDS)


def _one(working) -> tuple[float, float]:
    """Return the seconds that four signatures took, by the wall and by the processor."""
    settlement_id = drafted(working, working.log())
    issued(working, settlement_id)
    by = working["mediator"]
    with db.transaction() as session:
        waiting = lines.state(session, settlement_id)
        opened = {
            one.id: codes.code_of(collecting.open_code(session, one.id, by=by, now=LATER))
            for one in waiting
            if one.role != "seal"
        }
    begun, worked = time.perf_counter(), time.process_time()
    for one in waiting:
        with db.transaction() as session:
            if one.role == "seal":
                collecting.put_seal(session, one.id, on=station_day(LATER), by=by, now=LATER)
            else:
                collecting.draw(session, opened[one.id], HAND, agrees=True, source="127.0.0.1", now=LATER)
    return time.perf_counter() - begun, time.process_time() - worked


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
