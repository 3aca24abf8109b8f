"""`mediation worker` as it runs: a process of its own that sweeps at once and ends when asked."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from mediation import db
from mediation.commands import worker_beside
from mediation.commands.worker_beside import Beside
from mediation.config import Settings
from mediation.models.sweep import SweepRun


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def swept() -> bool:
    with db.reading() as session:
        return session.exec(select(SweepRun).where(SweepRun.state == "done")).first() is not None


def surroundings(settings: Settings) -> dict[str, str]:
    own = {"DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url, "RULES_DIR": str(settings.rules_dir)}
    return {**os.environ, **{f"MEDIATION_{name}": value for name, value in own.items()}}


@pytest.mark.slow
def test_a_worker_sweeps_at_once_and_ends_gracefully(settings: Settings) -> None:
    worker = subprocess.Popen([*worker_beside.COMMAND, "worker"], env=surroundings(settings), stderr=subprocess.PIPE)
    try:
        assert until(swept)
        worker.send_signal(signal.SIGINT)
        said = worker.communicate(timeout=30)[1].decode()
    finally:
        worker.kill()
        worker.wait()

    assert worker.returncode == 0, said
    assert "Traceback" not in said
    if settings.database.startswith("sqlite"):
        assert (settings.data_dir / "jobs.db").stat().st_mode & 0o077 == 0


def test_a_worker_beside_the_server_is_begun_again_when_it_dies_and_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "begun"
    standing_in = f"import os, sys; open({str(note)!r}, 'a').write(str(os.getpid()) + chr(10)); sys.stdin.read()"
    monkeypatch.setattr(worker_beside, "COMMAND", (sys.executable, "-c", standing_in))
    monkeypatch.setattr(worker_beside, "PAUSE", 0.1)

    def begun() -> list[int]:
        return [int(line) for line in note.read_text().split()] if note.exists() else []

    beside = Beside()
    beside.start()
    assert until(lambda: len(begun()) == 1)
    os.kill(begun()[0], signal.SIGKILL)
    assert until(lambda: len(begun()) == 2)
    beside.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(begun()[1], 0)
