"""A worker beside the server: begun with it, begun again when it dies, stopped with it."""

import subprocess
import sys
import threading
from typing import Final

COMMAND: Final = (sys.executable, "-c", "from mediation.cli import main; main()")
PAUSE: Final = 5.0
"""Seconds before a worker that died is begun again."""
PATIENCE: Final = 30.0
"""Seconds a worker may take to finish its jobs."""


class Beside:
    """Keeps one worker process. The pipe to its input closes when this process dies, however, and so ends it too."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        """Begin the worker and keep it."""
        self._thread.start()

    def stop(self) -> None:
        """Let the worker finish its jobs and end."""
        self._stopping.set()
        self._thread.join(PATIENCE + PAUSE)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            process = subprocess.Popen([*COMMAND, "worker", "--until-eof"], stdin=subprocess.PIPE)
            while process.poll() is None and not self._stopping.wait(0.2):
                pass
            if process.poll() is None:
                _end(process)
            self._stopping.wait(PAUSE)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
