"""One printing process: takes a record, gives back a file, within limits of memory and processor time.

Started by `process.py` as `python -m mediation.press.worker FD DOCUMENTS MEMORY_MIB CPU_SECONDS`. Talks over the
connection FD: a header in JSON, then the bytes. What crosses it is data only, never code. It ends when the other
side closes; it dies by its limits or by a fault, and the parent starts another.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MIB = 1 << 20


def limit_process(memory_mib: int) -> None:
    """Bound memory, file size, open files; leave no core file with somebody's data in it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib * MIB, memory_mib * MIB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * MIB, 64 * MIB))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def limit_job(cpu_seconds: float) -> None:
    """Let this job use `cpu_seconds` from now on, or the process dies of SIGPROF; 0 lifts the limit.

    A timer, not RLIMIT_CPU: that one counts from the start of the process by sampled ticks, which run ahead of
    the time really used (5 % and more on a busy machine), so that a worker would die innocent after some hundred jobs.
    """
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def answer(connection: Connection, data: bytes = b"", **header: object) -> None:
    """Send one answer."""
    connection.send_bytes(json.dumps(header).encode())
    connection.send_bytes(data)


def print_one(typesetter: Any, connection: Connection, header: dict[str, Any], data: bytes) -> None:
    """Print one record and answer."""
    created = datetime.fromisoformat(header["created"])
    record = json.loads(data)
    pdf = typesetter.print(header["kind"], record, data, created=created, digest=header["digest"])
    missing, complaints = typesetter.complaints()
    if missing:
        answer(connection, status="missing", characters=missing)
    else:
        answer(connection, pdf, status="done", complaints=complaints)


def serve(connection: Connection, typesetter: Any, cpu_seconds: int) -> None:
    """Print until the other side closes the connection."""
    while True:
        try:
            header, data = json.loads(connection.recv_bytes()), connection.recv_bytes()
        except EOFError:
            return
        limit_job(cpu_seconds)
        try:
            print_one(typesetter, connection, header, data)
        except (MemoryError, RecursionError) as fault:
            answer(connection, status="limit", reason=type(fault).__name__)
            os._exit(3)
        limit_job(0)


def main(arguments: list[str]) -> None:
    """Set the limits, warm up, serve."""
    descriptor, documents, memory_mib, cpu_seconds = arguments
    limit_process(int(memory_mib))
    connection = Connection(int(descriptor))
    try:
        from mediation.press.typesetter import Typesetter, subsetter_present
    except OSError as fault:
        answer(connection, status="library", library=str(fault).split("\n")[0][:200])
        return
    if not subsetter_present():
        answer(connection, status="library", library="libharfbuzz-subset0")
        return
    typesetter = Typesetter(Path(documents))
    answer(connection, status="ready")
    serve(connection, typesetter, int(cpu_seconds))
    # A parent that still lives kills its workers before it lets go of them: this one can't tidy up any more.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
