"""Two sweeps at once over two thousand due subjects, twenty of them killed half-way: each escalation once, none lost."""

import os
import random
import signal
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from mediation import db
from mediation.config import Settings
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.sweep import SweepRun
from mediation.office import escalations, history, raising
from mediation.office import sweep as sweeps
from tests import due, make

NOW = make.NOW
CASES = 1_000
SUBJECTS = 2 * CASES
KILLS = 20
POINTS = ("before the rows", "between rows and history", "while people are told", "before the commit", "after the commit")


def killer() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(act: Callable[..., Any], calls: int, *, first: bool = False) -> Callable[..., Any]:
    """Return `act` that kills this process at its call number `calls`: before it, or when it is done."""
    left = iter(range(calls, -1, -1))

    def wrapped(*given: Any, **named: Any) -> Any:
        last = next(left) <= 1
        if last and first:
            killer()
        done = act(*given, **named)
        if last:
            killer()
        return done

    return wrapped


def arm(point: str, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set this (child) process up to die at `point` of its batch number `batch`."""
    where: dict[str, tuple[Any, str, int, bool]] = {
        "before the rows": (raising, "write", batch, True),
        "between rows and history": (history, "record_all", batch, True),
        "while people are told": (escalations.notices, "_call", batch, True),
        "before the commit": (sweeps, "_numbers", batch, False),
        "after the commit": (sweeps, "_note", batch, True),
    }
    module, name, calls, first = where[point]
    monkeypatch.setattr(module, name, after(getattr(module, name), calls, first=first))


def sweeping(prepare: Callable[[], None]) -> int:
    """Sweep in a process of its own; return its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        prepare()
        sweeps.sweep(now=NOW)
        status = 0
    finally:
        os._exit(status)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def counted(model: type, *conditions: Any) -> int:
    with db.reading() as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(model).where(*conditions)).scalar_one())


@pytest.mark.slow
def test_killed_and_doubled_sweeps_raise_everything_exactly_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "BATCH", 40)
    with db.transaction() as session:
        station = make.station(session)
        make.user(session, "gong", at=station, role="desk_officer", desk="union")
        make.user(session, "zhan", at=station, role="supervisor")
    due.fill(station.id, CASES + 50, due=CASES, now=NOW)
    chance = random.Random(20)

    ends = []
    for nth in range(KILLS // 2):
        points = [(POINTS[(2 * nth + one) % len(POINTS)], chance.choice((1, 2))) for one in (0, 1)]
        pair = [sweeping(lambda at=at: arm(*at, monkeypatch)) for at in points]
        ends += [ended(one) for one in pair]
    half_way = counted(Escalation)
    ends += [ended(one) for one in [sweeping(lambda: None), sweeping(lambda: None)]]

    assert ends == [-signal.SIGKILL] * KILLS + [0, 0]
    assert 0 < half_way < SUBJECTS
    with db.reading() as session:
        rows = session.exec(select(Escalation)).all()
        lines = session.exec(select(HistoryLine.subject_id).where(HistoryLine.act == "escalation.raised")).all()
        told = session.exec(select(Notice.key)).all()
        verified = history.verify(session)
    assert sorted({(one.rule, one.level) for one in rows}) == [("escalation.not_accepted", 2), ("escalation.silent", 1)]
    assert len({one.subject for one in rows}) == len(rows) == SUBJECTS
    assert sorted(lines) == sorted(one.id for one in rows)
    assert sorted(key.split(":")[1] for key in told) == sorted(one.id for one in rows)
    assert verified.broken is None
    assert counted(SweepRun, col(SweepRun.state) == "running") == KILLS
    assert counted(SweepRun, col(SweepRun.state) == "done") == 2
