"""Open foreign files where they can do no harm: a child process with bounded memory and time that knows nothing.

The parent starts it with `run`; the child's first act is `limit`, before it touches a byte of the file.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

MIB: Final = 1 << 20
_PACKAGE_ROOT = Path(__file__).resolve().parents[1]
_PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Limits:
    """What one child may use; `file_mib` is the largest file it may write, `files` how many it may have open."""

    memory_mib: int = 768
    cpu_seconds: int = 20
    wall_seconds: float = 60
    answer_mib: int = 64
    file_mib: int = 0
    files: int = 32

    def arguments(self) -> list[str]:
        """Return the limits as the child's first arguments."""
        return [str(one) for one in (self.memory_mib, self.cpu_seconds, self.file_mib, self.files)]


class Died(Exception):  # noqa: N818 - no fault of the program: the file was too much for the child
    """The child ended without an answer: killed by its limits, out of time, or broken by what it read."""


def run(
    module: str, *, limits: Limits, arguments: Sequence[str] = (), content: bytes | None = None,
    source: IO[bytes] | None = None, passed: Sequence[int] = (),
) -> bytes:  # fmt: skip
    """Return what `python -m module` answers on its output about `content`, or about the open file `source`.

    `passed` are further open files it may use. Raises Died.
    """
    command = [sys.executable, "-P", "-m", module, *limits.arguments(), *arguments]
    given: dict[str, object] = {"stdin": source} if source is not None else {"input": content or b""}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=limits.wall_seconds, check=False,
            env=environment(), start_new_session=True, pass_fds=tuple(passed), **given,
        )  # type: ignore[call-overload]  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise Died(f"{limits.wall_seconds:.0f} s") from fault
    if done.returncode or len(done.stdout) > limits.answer_mib * MIB:
        raise Died(f"status {done.returncode}: {done.stderr[-500:].decode('utf-8', 'replace')}")
    answer: bytes = done.stdout
    return answer


def environment() -> dict[str, str]:
    """Return the little that the child gets to know: no settings, no keys, no database address."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed | {"PYTHONPATH": str(_PACKAGE_ROOT), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def limit(arguments: Sequence[str]) -> list[str]:
    """Bound this process by its first arguments and return the others; leave no core file with somebody's data in it.
    """
    memory_mib, cpu_seconds, file_mib, files = (int(one) for one in arguments[:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib * MIB, memory_mib * MIB))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_mib * MIB, file_mib * MIB))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    return list(arguments[4:])
