"""The rule book in use: loaded once a process, kept while the files on disk are faulty, renewed when they are good."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mediation import config, places
from mediation.domain.calendars import calendar_of
from mediation.domain.engine import Engine
from mediation.domain.rulebook import RuleBook, RuleFault, kept, load
from mediation.domain.workdays import Calendar

LOOK_AGAIN_SECONDS = 5.0
"""How often a running server looks whether the rule files changed."""

MOST_RENEWALS = 50
"""How many rule books one process takes up: the engine gives about 0.4 MB back for none of them."""

LAST_GOOD = "last-good-rules"

_lock = threading.Lock()
_rooms: dict[Path, RulesInUse] = {}


@dataclass
class RulesInUse:
    """One process's rules: the book, the engine that reads it, the calendar, and what is wrong on disk."""

    book: RuleBook
    engine: Engine
    calendar: Calendar
    loaded_at: datetime
    checked_at: datetime
    mark: tuple[tuple[str, int, int], ...]
    faults: tuple[RuleFault, ...] = ()
    looked: float = 0.0
    renewals: int = 0


def current(directory: Path | None = None) -> RulesInUse:
    """Return the rules in use; while the files are faulty, the last good ones, also in a process that begins now.

    Raises RuleFault where the files are faulty and no good book was ever in use (`mediation serve` never starts so).
    """
    place = (directory or config.settings().rules_dir).absolute()
    with _lock:
        room = _rooms.get(place)
        if room is None:
            room = _rooms[place] = _open(place)
        elif time.monotonic() - room.looked > LOOK_AGAIN_SECONDS:
            _look_again(room, place)
        return room


def forget() -> None:
    """Drop all loaded rules; the next reader loads them anew."""
    with _lock:
        _rooms.clear()


def _open(place: Path) -> RulesInUse:
    mark, now = _mark(place), config.clock.now()
    faults: tuple[RuleFault, ...] = ()
    try:
        book = load(place, cache=_cache())
        _remember(book)
    except RuleFault as fault:
        last = _last_good()
        if last is None:
            raise
        book, faults = last, tuple(fault.faults)
    return RulesInUse(book, Engine(book), calendar_of(book), now, now, mark, faults, looked=time.monotonic())


def _remember(book: RuleBook) -> None:
    """Note which book is good, for the process that begins while the files are not."""
    cache = _cache()
    with contextlib.suppress(OSError):
        if cache:
            (cache / LAST_GOOD).write_text(book.digest, "ascii")


def _last_good() -> RuleBook | None:
    cache = _cache()
    if cache is None or not (cache / LAST_GOOD).is_file():
        return None
    return kept(cache, (cache / LAST_GOOD).read_text("ascii").strip())


def _look_again(room: RulesInUse, place: Path) -> None:
    room.looked, room.checked_at = time.monotonic(), config.clock.now()
    mark = _mark(place)
    if mark == room.mark or room.renewals >= MOST_RENEWALS:
        return
    room.mark = mark
    try:
        book = load(place, cache=_cache())
    except RuleFault as fault:
        room.faults = tuple(fault.faults)
        return
    room.faults = ()
    _remember(book)
    if book.digest != room.book.digest:
        room.book, room.engine, room.calendar = book, Engine(book), calendar_of(book)
        room.loaded_at, room.renewals = config.clock.now(), room.renewals + 1


def _cache() -> Path | None:
    return places.cache_dir(config.settings().data_dir)


def _mark(place: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(path for path in place.rglob("*.yaml") if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
