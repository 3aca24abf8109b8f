"""Measure the pages of the table: `python -m tests.bench.bench_talks_page [ROUNDS] [CLAUSES] [TIMES]`.

Fills a new SQLite database with talks of ROUNDS rounds (30) by both sides over CLAUSES clauses (40; a library of that
many is made from the project's own), asks each page TIMES times (100) and prints the server time (p50, p95, most), the
time a processor was at it (p50, p95) and the number of statements. Exit 1 if the table is over 150 ms at p95 or takes
more statements than for one round.
"""

import itertools
import json
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlmodel import Session

from mediation import config, db
from mediation.commands.serve import application
from mediation.config import Settings, clock
from mediation.domain.talks import clauses as library_of
from mediation.models.talks_table import TalksOffer
from mediation.office import talks_rounds, talks_state
from tests import make, talks_make
from tests.checkout import ROOT
from tests.web.conftest import counted
from tests.web.house import sign_in

MOST_MS = 150
PAGES = ("", "/offer?side=workers", "/{last}", "/{last}?from=0", "/gaps")
SPREAD = {"fen": 500_000, "percent": 30_000, "change": 900, "months": 1200, "hours": 4000, "heads": 100}
TEXT = "由双方代表共同拟定，报职工代表大会审议后执行，每半年公布一次执行情况"


def main(rounds: int = 30, clauses: int = 40, times: int = 100) -> None:
    """Fill, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules"
        _widened(rules, clauses)
        config.use(
            Settings(data_dir=Path(folder), rules_dir=rules, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1)
        )
        config.ensure_keys()
        db.migrate()
        with db.transaction() as session:
            station = make.station(session)
            make.user(session, "wang", at=station)
            short, full = (_talks(session, station.id, number) for number in (1, rounds))
        db.refresh_statistics()
        slow = _asked(short, full, rounds, clauses, times)
        db.dispose()
    sys.exit(1 if slow else 0)


def _widened(rules: Path, clauses: int) -> None:
    """Copy the rules with as many clauses as wanted: the project's own, again under other names."""
    shutil.copytree(ROOT / "rules", rules)
    path = rules / "talks" / "clauses.yaml"
    own = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    more = itertools.islice(itertools.cycle(own), max(clauses - len(own), 0))
    plain = {key: {name: part for name, part in one.items() if name != "required"} for key, one in own.items()}
    copies = {f"{key}_{nth}": plain[key] for nth, key in enumerate(more)}
    path.write_text(json.dumps(own | copies, ensure_ascii=False, indent=1), "utf-8")  # YAML without anchors


def _talks(session: Session, station_id: str, rounds: int) -> str:
    """Store talks with that many rounds: both sides come nearer in every clause, every fourth is agreed at half time."""
    library = talks_state.library()
    begun = clock.today() - timedelta(days=2 * rounds + 10)
    row = talks_make.talks(
        session, station_id, now=clock.now(), agenda=list(library), proposed_on=begun, received_on=begun, replied_on=begun,
        reply="accepted",
    )  # fmt: skip
    talks_make.team(session, row, begun)
    agreed = set(list(library)[::4]) if rounds > 1 else set()
    for number in range(1, rounds + 1):
        for nth, side in enumerate(("workers", "employer")):
            accepting = sorted(agreed) if (number, side) == (rounds // 2, "employer") else []
            left = [key for key in library if not (key in agreed and number > rounds // 2) and key not in accepting]
            session.add(
                TalksOffer(
                    station_id=station_id, talks_id=row.id, position=2 * number + nth, round=number, side=side,
                    made_on=begun + timedelta(days=2 * number + nth - 2), accepts=accepting, noted_at=clock.now(),
                    clauses={key: _values(library[key], number, side, begun) for key in left}, reason=TEXT,
                )  # fmt: skip
            )
    session.flush()
    talks_rounds.play(session, row)
    return row.id


def _values(clause: library_of.Clause, number: int, side: str, begun: date) -> dict[str, Any]:
    """Return what a side offers in a round: figures that come nearer by a hundredth a round, long texts, days."""
    found: dict[str, Any] = {}
    for key, field in clause.fields.items():
        if field.unit == "day":
            found[key] = (begun + timedelta(days=400 if key in ("until", "paid_by") else 100)).isoformat()
        elif field.unit == "text":
            found[key] = f"{TEXT}（第{number}稿）。" * 4
        else:
            plain = SPREAD[field.unit]
            found[key] = plain + (100 - number) * plain // 100 * (1 if side == "workers" else -1) // 2
    return found


def _asked(short: str, full: str, rounds: int, clauses: int, times: int) -> bool:
    """Ask every page of both talks and print; tell whether the table is too slow or takes more statements."""
    visitor, slow = sign_in(application(), "wang"), False
    print(f"{rounds} rounds, {clauses} clauses, {times} times a page\n{'page':<22}{'p50 ms':>8}{'p95 ms':>8}{'most':>8}"
          f"{'cpu p50':>9}{'cpu p95':>9}{'queries':>9}{'of 1 round':>12}{'kB':>7}")
    for page in PAGES:
        with counted() as few:
            visitor.client.get(f"/talks/{short}/rounds{page.format(last=1)}")
        wall, work, sent, size = [], [], [], 0
        for _ in range(times):
            with counted() as statements:
                began, begun = time.perf_counter(), time.process_time()
                answer = visitor.client.get(f"/talks/{full}/rounds{page.format(last=rounds)}")
                work.append((time.process_time() - begun) * 1000)
                wall.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, (page, answer.status_code)
            sent.append(len(statements))
            size = len(answer.data) // 1024
        wall.sort()
        work.sort()
        p95, least = int(times * 0.95) - 1, min(sent)  # now and then a sign-in notes that it is still in use
        slow = slow or least > len(few) or (wall[p95] > MOST_MS and page == "")
        print(f"{page or '(table)':<22}{wall[times // 2]:8.1f}{wall[p95]:8.1f}{wall[-1]:8.1f}{work[times // 2]:9.1f}"
              f"{work[p95]:9.1f}{least:9}{len(few):12}{size:7}")
    return slow


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
