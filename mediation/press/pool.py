"""A bounded pool of printing processes: started when first needed, handed out in order of arrival, killed and
replaced when one breaks its limits. Safe to use from many threads.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import deque
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

from mediation.press.fonts import DOCUMENTS
from mediation.press.process import Job, Limits, NotBegun, Process
from mediation.press.refusals import Busy, PrintFailed


class Seat:
    """A place for one process; empty until it is first needed."""

    def __init__(self) -> None:
        self.process: Process | None = None


class Pool:
    """`size` seats for printing processes, shared by all threads of this process."""

    def __init__(self, size: int = 2, *, limits: Limits | None = None, documents: Path = DOCUMENTS) -> None:
        self._limits, self._documents = limits or Limits(), documents
        self._lock, self._closed, self._owner = Lock(), False, os.getpid()
        self._free = [Seat() for _ in range(size)]
        self._seats = tuple(self._free)
        self._waiting: deque[SimpleQueue[Seat]] = deque()
        self._directory = Path(tempfile.mkdtemp(prefix="press-"))

    def run(self, job: Job) -> tuple[dict[str, Any], bytes]:
        """Return a worker's answer to the job.

        Raises Busy when no process comes free in time, PrintFailed after `close`, and what `Process.run` raises.
        """
        seat = self._take()
        answered = False
        try:
            answer = self._print(seat, job)
            answered = True
            return answer
        finally:
            self._tidy(seat, answered)
            self._give_back(seat)

    def processes(self) -> tuple[int, ...]:
        """Return the ids of the running processes."""
        return tuple(seat.process.pid for seat in self._seats if seat.process and seat.process.alive)

    def close(self) -> None:
        """Kill the processes and remove what they left; a forked child leaves its parent's pool alone."""
        if self._closed or os.getpid() != self._owner:
            return
        with self._lock:
            self._closed = True
            idle, self._free = self._free, []
        for seat in self._seats:
            if seat.process:
                seat.process.stop() if seat in idle else seat.process.kill()
        shutil.rmtree(self._directory, ignore_errors=True)

    def _print(self, seat: Seat, job: Job) -> tuple[dict[str, Any], bytes]:
        """Give the job to the seat's process; once more to a fresh one when that ended before it read the job.

        A process killed a moment ago may still pass for alive: the system tells of its end a little later.
        """
        try:
            return self._process(seat).run(job)
        except NotBegun:
            if self._closed:
                raise
            self._empty(seat)
            return self._process(seat).run(job)

    def _process(self, seat: Seat) -> Process:
        if seat.process and not seat.process.alive:  # died while idle
            self._empty(seat)
        if not seat.process:
            seat.process = Process(self._documents, self._directory, self._limits)
        return seat.process

    def _empty(self, seat: Seat) -> None:
        if seat.process:
            seat.process.stop()
            seat.process = None

    def _tidy(self, seat: Seat, answered: bool) -> None:
        """Replace a process that failed or has printed enough; the new one warms up while nobody waits."""
        process = seat.process
        if process is None:
            return
        if answered and process.jobs < self._limits.recycle_after and not self._closed:
            return
        self._empty(seat)
        if process.jobs and not self._closed:
            seat.process = Process(self._documents, self._directory, self._limits)

    def _take(self) -> Seat:
        with self._lock:
            if self._closed:
                raise PrintFailed("this pool is closed")
            if self._free and not self._waiting:
                return self._free.pop()
            turn: SimpleQueue[Seat] = SimpleQueue()
            self._waiting.append(turn)
        try:
            return turn.get(timeout=self._limits.wait_seconds)
        except Empty:
            return self._give_up(turn)

    def _give_up(self, turn: SimpleQueue[Seat]) -> Seat:
        """Leave the queue, or take the seat that was handed over at the last moment."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise Busy(self._limits.wait_seconds)
        return turn.get_nowait()

    def _give_back(self, seat: Seat) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().put(seat)
            elif seat.process:
                self._free.append(seat)  # the warmest seat is taken first
            else:
                self._free.insert(0, seat)
