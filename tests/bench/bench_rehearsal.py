"""Measure the rehearsal of a draft: `python -m tests.bench.bench_rehearsal [CASES]`, by default 10,000 stored cases.

A new SQLite database with cases of all kinds over two years, a sixth of them open, decided by the rules as they are and by
three drafts: one in which every case moves, a changed threshold, a period from next year on. Exit 1 over 60 seconds or 500 MiB.
"""

import random
import resource
import sys
import tempfile
import time
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlmodel import select

from mediation import config, db
from mediation.config import Settings
from mediation.domain.rulefile import listed
from mediation.domain.vocabulary import CHANNELS, RELATIONS
from mediation.models.case import Case
from mediation.models.station import Station
from mediation.office import rehearsal, rules
from tests import make
from tests.bench import crowd
from tests.checkout import ROOT

CASES = 10_000
MOST_SECONDS, MOST_MIB = 60.0, 500
NOW = make.NOW
DRAFTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "every case moves": (("deadlines/station.yaml", "", ""), ("deadlines/mediation.yaml", "", "")),
    "a threshold moves": (("routing/group.yaml", "", ""),),
}


def lively(cases: int) -> None:
    """Give the crowd facts to decide on: dates, employment, risks, so that no two cases are alike."""
    draw = random.Random(5)
    with db.transaction() as session:
        for row in session.exec(select(Case)).all():
            ended = row.received_on - timedelta(days=draw.randrange(400))
            row.channel, row.relation = draw.choice(list(CHANNELS)), draw.choice(list(RELATIONS))
            row.workers, row.hired_on = draw.choice((1, 1, 1, 2, 9, 10, 40)), ended - timedelta(days=draw.randrange(4000))
            row.ended_on = draw.choice((None, ended))
            row.written_contract, row.threat = draw.choice((None, True, False)), draw.random() < 0.05
            row.willing_applicant, row.willing_respondent = True, draw.choice((True, True, None, False))
    with db.transaction() as session:
        session.execute(_known_on())


def _known_on() -> Any:
    import sqlalchemy as sa

    from mediation.models.claim import Claim

    return sa.update(Claim).values(known_on=NOW.date() - timedelta(days=90))


def draft_of(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    """Return the files of a draft."""
    found = dict(files)
    if name == "every case moves":
        text = found["rules/deadlines/mediation.yaml"].decode()
        head, _, tail = text.partition("id: deadline.mediation.from_receipt")
        end = tail.index("\n---") if "\n---" in tail else len(tail)
        one = tail[:end].replace("days: 15", "days: 16")
        found["rules/deadlines/mediation.yaml"] = (head + "id: deadline.mediation.from_receipt" + _aged(one) + tail[end:]).encode()
    if name == "a threshold moves":
        text = found["rules/routing/group.yaml"].decode()
        text = text.replace("at_least: 10}", "at_least: 9}").replace("workers: 9}", "workers: 8}").replace("workers: 10}", "workers: 9}")
        found["rules/routing/group.yaml"] = text.encode()
    return found


def _aged(text: str) -> str:
    """Move each expected day of the examples by one."""
    import re
    from datetime import date

    def later(found: re.Match[str]) -> str:
        return f"{found[1]}{date.fromisoformat(found[2]) + timedelta(days=1)}"

    return re.sub(r"(from_receipt: )(\d{4}-\d\d-\d\d)", later, text)


def main(cases: int = CASES) -> None:
    """Make the cases here, measure in a process of its own; exit 1 where a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        config.use(_settings(folder))
        config.ensure_keys()
        db.migrate()
        with db.transaction() as session:
            station: Station = make.station(session)
        crowd.fill(station.id, cases, now=NOW)
        lively(cases)
        db.dispose()
        work = get_context("spawn").Process(target=measure, args=(folder,))
        work.start()
        work.join()
    sys.exit(work.exitcode)


def measure(folder: str) -> None:
    """Rehearse each draft as the office's worker does, print what it took; exit 1 where a target is missed."""
    config.use(_settings(folder))
    rules.current()
    files, slow = listed(ROOT / "rules"), False
    print(f"{'cases':>8} {'draft':<24}{'moved':>8}{'seconds':>9}{'cpu s':>8}{'MiB':>7}")
    for name in ("nothing moves", "a threshold moves", "every case moves"):
        draft = draft_of(files, name)
        if name == "nothing moves":
            draft["rules/parameters/shanghai.yaml"] += b"# amended\n"
        began, before = time.perf_counter(), _cpu()
        report = rehearsal.rehearse(rehearsal.Wanted(files, draft, NOW))
        took, memory = time.perf_counter() - began, _memory()
        print(f"{report.cases:>8} {name:<24}{len(report.moved):>8}{took:>9.1f}{_cpu() - before:>8.1f}{memory:>7}", flush=True)
        assert not report.faults, report.faults[:3]
        slow = slow or took > MOST_SECONDS or memory > MOST_MIB
    db.dispose()
    sys.exit(1 if slow else 0)


def _settings(folder: str) -> Settings:
    return Settings(data_dir=Path(folder), argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1)


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _memory() -> int:
    """Return the most memory of this process and of two children as large as the largest, in MiB."""
    told = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    own = int(told.split()[1])
    return (own + rehearsal.PROCESSES * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
