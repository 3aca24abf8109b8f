"""The parent's side of one printing process: start it, give it a job, end it.

A plain child process instead of `multiprocessing`: nothing of the parent's main module is imported again, so that it
works the same under gunicorn, the console command, a test run or a script from standard input.
"""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mediation.press.fonts import write_fontconfig
from mediation.press.refusals import LibraryMissing, PrintFailed, TimedOut

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclasses.dataclass(frozen=True)
class Limits:
    """What one printing process may use; seconds and MiB."""

    memory_mib: int = 700
    cpu_seconds: int = 16
    wall_seconds: float = 40
    start_seconds: float = 60
    wait_seconds: float = 20
    recycle_after: int = 400


@dataclasses.dataclass(frozen=True)
class Job:
    """One document to print: the canonical record with its digest, and the instant it was made."""

    kind: str
    created: str
    digest: str
    data: bytes

    def header(self) -> bytes:
        """Return the first message to the worker."""
        return json.dumps({"kind": self.kind, "created": self.created, "digest": self.digest}).encode()


class NotBegun(PrintFailed):
    """The worker ended before it had read its job: another may do it, nothing of the job was tried."""


class Process:
    """One running worker. `alive` is False once it has ended or was stopped."""

    def __init__(self, documents: Path, directory: Path, limits: Limits) -> None:
        self._limits, self._ready, self.jobs = limits, False, 0
        self._errors = tempfile.TemporaryFile(dir=directory)  # noqa: SIM115 - lives as long as the process
        self._connection, theirs = Pipe()
        command = [sys.executable, "-P", "-m", "mediation.press.worker", str(theirs.fileno()), str(documents)]
        command += [str(limits.memory_mib), str(limits.cpu_seconds)]
        self._child = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,  # Ctrl-C is the parent's; the worker ends when the connection closes
            cwd=directory,
            env=_environment(directory),
        )
        theirs.close()

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._child.poll() is None

    def run(self, job: Job) -> tuple[dict[str, Any], bytes]:
        """Return the worker's answer to one job.

        Raises LibraryMissing, TimedOut, NotBegun, or PrintFailed when the worker broke; after each it must be stopped.
        """
        if not self._ready:
            self._await_ready()
        self.jobs += 1
        try:
            self._connection.send_bytes(job.header())
            self._connection.send_bytes(job.data)
            header, data = self._receive(self._limits.wall_seconds)
        except (BrokenPipeError, ConnectionResetError) as fault:
            # The system resets a connection whose other side was closed with something still to read in it;
            # a worker that had read its whole job leaves the plain end of a file.
            raise NotBegun(str(self._ended())) from fault
        if header["status"] == "limit":
            raise TimedOut(str(header["reason"]))
        return header, data

    def kill(self) -> None:
        """Kill the process; whoever waits for its answer gets TimedOut and stops it."""
        self._child.kill()

    def stop(self) -> None:
        """Kill the process, wait for its end, let go of its files. Only for whoever has it in hand."""
        self._child.kill()
        self._child.wait()
        self._connection.close()
        self._errors.close()

    def _await_ready(self) -> None:
        header, _ = self._receive(self._limits.start_seconds)
        if header["status"] == "library":
            raise LibraryMissing(header["library"])
        self._ready = True

    def _receive(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        until = time.monotonic() + seconds
        try:
            return json.loads(_message(self._connection, until)), _message(self._connection, until)
        except TimeoutError as fault:
            raise TimedOut(f"{seconds:.0f} s") from fault
        except EOFError as fault:
            raise self._ended() from fault

    def _ended(self) -> Exception:
        """Return what to raise for a process that ended instead of answering."""
        try:
            code = self._child.wait(2)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL
        if code < 0:
            cause = signal.Signals(-code).name
            return TimedOut(f"CPU {self._limits.cpu_seconds} s" if code == -signal.SIGPROF else cause)
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - 4000))
        tail = self._errors.read().decode("utf-8", "replace")
        return PrintFailed(f"the printing process ended with {code}:\n{tail}")


def _message(connection: Connection, until: float) -> bytes:
    if not connection.poll(max(0, until - time.monotonic())):
        raise TimeoutError
    return connection.recv_bytes()


def _environment(directory: Path) -> dict[str, str]:
    """Return the little that the worker gets to know: no settings, no keys, no database address."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed | {
        "FONTCONFIG_FILE": str(write_fontconfig(directory)),
        "TMPDIR": str(directory),
        "HOME": str(directory),
        "PYTHONPATH": str(_PACKAGE_ROOT),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
