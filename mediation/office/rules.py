"""The rule book in use: the version published last, else the folder of the settings; the last good one while faulty."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from mediation import config, db, places
from mediation.domain.calendars import calendar_of
from mediation.domain.engine import Engine
from mediation.domain.rulebook import RuleBook, RuleFault, kept, load_files
from mediation.domain.rulefile import listed
from mediation.domain.workdays import Calendar
from mediation.office import rule_texts

LOOK_AGAIN_SECONDS = 5.0
"""How often a running server looks whether another version was published or the rule files changed."""

MOST_RENEWALS = 50
"""How many rule books one process takes up: the engine gives about 0.4 MB back for none of them."""

LAST_GOOD = "last-good-rules"
ROOMS_KEPT: Final = 3

_Name = tuple[Path, str]
"""A folder of data and the address of its database."""

_lock = threading.Lock()
_rooms: dict[Path, RulesInUse] = {}
_published: dict[tuple[_Name, str], RulesInUse] = {}
_sources: dict[_Name, _Source] = {}
_pinned: ContextVar[RulesInUse | None] = ContextVar("pinned", default=None)


@dataclass
class RulesInUse:
    """One process's rules: the book, the engine that reads it, the calendar, and what is wrong with what should be."""

    book: RuleBook
    engine: Engine
    calendar: Calendar
    loaded_at: datetime
    checked_at: datetime
    mark: tuple[tuple[str, int, int], ...]
    faults: tuple[RuleFault, ...] = ()
    looked: float = 0.0
    renewals: int = 0
    files: rule_texts.Files | None = None  # None: read from the cache of good books, while the files are faulty
    published: bool = False


@dataclass
class _Source:
    """What one database says is in use, and when it was asked; `digest` None: nothing was published there."""

    digest: str | None
    looked: float
    room: RulesInUse | None = None


def current(directory: Path | None = None) -> RulesInUse:
    """Return the rules in use; while they are faulty, the last good ones, also in a process that begins now.

    Raises RuleFault where they are faulty and no good book was ever in use (`mediation serve` never starts so).
    """
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    if directory is None:
        published = _in_use()
        if published is not None:
            return published
    place = (directory or config.settings().rules_dir).absolute()
    with _lock:
        room = _rooms.get(place)
        if room is None:
            room = _rooms[place] = _open(place)
        elif time.monotonic() - room.looked > LOOK_AGAIN_SECONDS:
            _look_again(room, place)
        return room


@contextlib.contextmanager
def pinned(room: RulesInUse) -> Iterator[RulesInUse]:
    """Let these rules be the ones in use inside the block, for this thread alone."""
    token = _pinned.set(room)
    try:
        yield room
    finally:
        _pinned.reset(token)


def room_of(files: rule_texts.Files, *, cached: bool = True) -> RulesInUse:
    """Return a room of its own for some files. Raises RuleFault."""
    now, cache = config.clock.now(), _cache() if cached else None
    book = load_files(files, cache=cache)
    return RulesInUse(book, Engine(book), calendar_of(book), now, now, (), files=files, published=True)


def on_disk() -> rule_texts.Files:
    """Return the rule files of the settings as they lie on the disk, in use or not. Raises RuleFault."""
    return rule_texts.renamed(listed(config.settings().rules_dir.absolute()))


def look_now() -> None:
    """Ask the database at the next reading, whenever it was asked last: for who has just published."""
    with _lock:
        for source in _sources.values():
            source.looked = float("-inf")


def forget() -> None:
    """Drop all loaded rules; the next reader loads them anew."""
    with _lock:
        _rooms.clear()
        _published.clear()
        _sources.clear()


def _in_use() -> RulesInUse | None:
    """Return the rules published last in the database of the settings, None where nothing was."""
    chosen = config.settings()
    name = (chosen.data_dir, chosen.database)
    with _lock:
        source = _sources.get(name)
        if source is not None and time.monotonic() - source.looked <= LOOK_AGAIN_SECONDS:
            return source.room
        if source is not None:
            source.looked = time.monotonic()  # the other threads go on with what they have
    digest = _asked(source)
    with _lock:
        return _taken_up(name, digest).room


def _asked(source: _Source | None) -> str | None:
    """Return what the database says was published last; while it doesn't answer, what it said before."""
    try:
        with db.reading() as session:
            return rule_texts.newest(session)
    except DBAPIError:
        if source is not None:
            return source.digest
        pointed = places.rules_in_use().parent.name
        return f"sha256:{pointed}" if places.NAMED.fullmatch(pointed) else None


def _taken_up(name: _Name, digest: str | None) -> _Source:
    source = _sources.setdefault(name, _Source(None, time.monotonic()))
    if digest == source.digest and (source.room is not None) == (digest is not None) and not _failing(source):
        if source.room is not None:
            source.room.checked_at = config.clock.now()
        return source
    source.digest = digest
    if digest is None:
        source.room = None
        rule_texts.lay_out(None, {})
        return source
    try:
        source.room = _published.get((name, digest)) or _read(digest)
        _hold((name, digest), source.room)
    except RuleFault as fault:
        source.room = replace(source.room or _fallback(), faults=tuple(fault.faults), checked_at=config.clock.now())
        source.room.published = True
    return source


def _failing(source: _Source) -> bool:
    return source.room is not None and bool(source.room.faults)


def _read(digest: str) -> RulesInUse:
    """Read a published version from the database, and put it on the disk for the commands that need none."""
    with db.reading() as session:
        files = rule_texts.text_of(session, digest)
    if files is None:
        raise RuleFault("rules", "", f"the published version {digest} isn't in the database", code="missing")
    room = room_of(files)
    _remember(room.book)
    rule_texts.lay_out(digest, files)
    return room


def _hold(version: tuple[_Name, str], room: RulesInUse) -> None:
    """Keep the few rooms that were in use last: each engine's memory stays taken for good."""
    _published.pop(version, None)
    _published[version] = room
    for old in list(_published)[:-ROOMS_KEPT]:
        del _published[old]


def _fallback() -> RulesInUse:
    """Return what a process goes by that begins while the published version can't be read."""
    now, last = config.clock.now(), _last_good()
    if last is None:
        return _open(config.settings().rules_dir.absolute())
    return RulesInUse(last, Engine(last), calendar_of(last), now, now, (), published=True)


def _open(place: Path) -> RulesInUse:
    mark, now = _mark(place), config.clock.now()
    faults: tuple[RuleFault, ...] = ()
    files: rule_texts.Files | None = None
    try:
        files = listed(place)
        book = load_files(files, folder=place.name, cache=_cache())
        _remember(book)
    except RuleFault as fault:
        last = _last_good()
        if last is None:
            raise
        book, faults, files = last, tuple(fault.faults), None
    calendar, looked = calendar_of(book), time.monotonic()
    return RulesInUse(book, Engine(book), calendar, now, now, mark, faults, looked=looked, files=files)


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
        files = listed(place)
        book = load_files(files, folder=place.name, cache=_cache())
    except RuleFault as fault:
        room.faults = tuple(fault.faults)
        return
    room.faults, room.files = (), files
    _remember(book)
    if book.digest != room.book.digest:
        room.book, room.engine, room.calendar = book, Engine(book), calendar_of(book)
        room.loaded_at, room.renewals = config.clock.now(), room.renewals + 1


def _cache() -> Path | None:
    return places.cache_dir(config.settings().data_dir)


def _mark(place: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(path for path in place.rglob("*.yaml") if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
