"""The pool: first come, first served; one that dies is replaced; nothing heavy is imported by its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from mediation.press import Busy, LibraryMissing, Limits, Pool, PrintFailed, TimedOut, prepare
from mediation.press import process as process_module
from mediation.press.canonical import canonical, digest
from mediation.press.process import Job
from tests.press import attacks, samples


def _job() -> Job:
    data = prepare("agreement", samples.short())
    return Job(kind="agreement", created=samples.CREATED.isoformat(), digest=digest(data), data=data)


def _endless() -> Job:
    data = canonical({"html": attacks.BOMBS["flex 30 deep"]})
    return Job(kind="raw", created=samples.CREATED.isoformat(), digest=digest(data), data=data)


def test_importing_the_press_imports_no_weasyprint() -> None:
    script = "import sys, mediation.press; print([n for n in ('weasyprint', 'pydantic', 'jinja2') if n in sys.modules])"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_no_process_is_started_before_the_first_job() -> None:
    pool = Pool(2)

    assert pool.processes() == ()
    pool.close()


def test_a_worker_that_died_while_idle_is_replaced(pool: Pool) -> None:
    pool.run(_job())
    (before,) = pool.processes()
    os.kill(before, signal.SIGKILL)
    _wait_for_end(before)

    header, _ = pool.run(_job())

    assert header["status"] == "done"
    assert pool.processes() != (before,)


def test_a_job_whose_worker_died_before_it_read_it_is_done_by_another(pool: Pool) -> None:
    pool.run(_job())
    (before,) = pool.processes()
    os.kill(before, signal.SIGSTOP)  # alive, as one killed this very moment still looks
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(pool.run(_job())[0]["status"]))
    thread.start()
    time.sleep(0.3)
    os.kill(before, signal.SIGKILL)
    thread.join(60)

    assert answers == ["done"]
    assert pool.processes() != (before,)


def test_a_worker_killed_in_the_middle_of_a_job_is_replaced(tmp_path: Path) -> None:
    pool = Pool(1, documents=attacks.raw_templates(tmp_path / "documents"))
    raised: list[Exception] = []

    def run() -> None:
        with pytest.raises(TimedOut) as caught:
            pool.run(_endless())
        raised.append(caught.value)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(1.5)
    (victim,) = pool.processes()
    os.kill(victim, signal.SIGKILL)
    thread.join(10)

    assert "SIGKILL" in str(raised[0])
    assert victim not in pool.processes()
    pool.close()


def test_the_processor_limit_counts_for_each_job_anew() -> None:
    pool = Pool(1, limits=Limits(cpu_seconds=2))

    for _ in range(6):
        header, _ = pool.run(_job())

        assert header["status"] == "done"
    pool.close()


def test_callers_are_served_in_order_of_arrival(pool: Pool) -> None:
    job, order = _job(), []
    first = threading.Event()

    def call(number: int) -> None:
        if number == 0:
            first.set()
        pool.run(job)
        order.append(number)

    threads = [threading.Thread(target=call, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
        time.sleep(0.03)
    for thread in threads:
        thread.join(60)

    assert order == [0, 1, 2, 3]


def test_a_caller_who_waits_too_long_is_told_so(tmp_path: Path) -> None:
    documents = attacks.raw_templates(tmp_path / "documents")
    pool = Pool(1, documents=documents, limits=Limits(cpu_seconds=3, wait_seconds=0.1))
    thread = threading.Thread(target=lambda: pytest.raises(TimedOut, pool.run, _endless()))
    thread.start()
    time.sleep(0.3)

    with pytest.raises(Busy):
        pool.run(_endless())

    pool.close()
    thread.join(10)


def test_a_worker_is_replaced_after_so_many_jobs() -> None:
    pool = Pool(1, limits=Limits(recycle_after=1))
    pool.run(_job())
    before = pool.processes()
    pool.run(_job())

    assert pool.processes() != before
    pool.close()


def test_closing_ends_a_job_under_way_and_takes_no_other(tmp_path: Path) -> None:
    pool = Pool(1, documents=attacks.raw_templates(tmp_path / "documents"))
    raised: list[type[BaseException]] = []

    def run() -> None:
        with pytest.raises(TimedOut) as caught:
            pool.run(_endless())
        raised.append(caught.type)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.3)
    pool.close()
    thread.join(10)

    assert raised == [TimedOut]
    assert pool.processes() == ()
    with pytest.raises(PrintFailed, match="closed"):
        pool.run(_endless())


def test_closing_leaves_no_process_and_no_file() -> None:
    pool = Pool(1)
    pool.run(_job())
    (pid,) = pool.processes()
    directory = pool._directory
    pool.close()

    assert not Path(f"/proc/{pid}").exists()
    assert not directory.exists()


def test_workers_end_with_their_parent_however_it_ends_and_leave_nothing() -> None:
    script = (
        "import os, sys; from mediation.press import default_pool; from tests.press.test_pool import _job;"
        "p = default_pool(); p.run(_job()); print(*p.processes(), p._directory, flush=True); os.kill(os.getpid(), 9)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)
    pid, directory = run.stdout.split()
    _wait_for_end(int(pid))

    assert _has_ended(int(pid))
    assert not Path(directory).exists()


def test_a_missing_system_library_is_named_with_the_command_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint").mkdir()
    fault = "raise OSError(\"cannot load library 'libgobject-2.0-0': no such file\")"
    (tmp_path / "weasyprint" / "__init__.py").write_text(fault)
    monkeypatch.setattr(process_module, "_PACKAGE_ROOT", f"{tmp_path}{os.pathsep}{process_module._PACKAGE_ROOT}")
    pool = Pool(1)

    with pytest.raises(LibraryMissing) as refused:
        pool.run(_job())

    assert "libgobject-2.0-0" in str(refused.value)
    assert "apt-get install -y --no-install-recommends libpango-1.0-0" in str(refused.value)
    pool.close()


def test_a_broken_template_is_a_fault_with_its_traceback(tmp_path: Path) -> None:
    documents = attacks.raw_templates(tmp_path / "documents")
    (documents / "raw" / "html.j2").write_text("{{ record.not_there }}")
    pool = Pool(1, documents=documents)

    with pytest.raises(PrintFailed, match="not_there"):
        pool.run(_endless())

    pool.close()


def _wait_for_end(pid: int) -> None:
    until = time.monotonic() + 5
    while not _has_ended(pid) and time.monotonic() < until:
        time.sleep(0.02)


def _has_ended(pid: int) -> bool:
    """Tell whether the process is gone, or waits only for its parent to take note."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1].startswith("Z")
    except FileNotFoundError:
        return True
