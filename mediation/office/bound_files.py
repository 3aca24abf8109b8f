"""Bound files that can be made again at any time: asked for on a page, made with progress shown, kept sealed for days.

Under the digest of what a file says lie a note that it is wanted, one that it is being made, which says how far, one
that it failed, and the file itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Final, Literal

from mediation import config, places
from mediation.files.binding import Unbound
from mediation.office import archive, making_notes

KEPT: Final = timedelta(days=3)
LEFT_FOR_DEAD: Final = timedelta(hours=1)
PIECE: Final = 64 * 1024
_log = logging.getLogger(__name__)
State = Literal["none", "wanted", "making", "failed", "ready"]
Making = Callable[[Mapping[str, Any], Path, IO[bytes], datetime], AbstractContextManager[IO[bytes] | None]]
"""Binds what was ordered for a place, noting its progress; None where by now the order belongs to another place."""


@dataclass(frozen=True)
class Standing:
    """How far a file is: pages done; when it was made and how large it is, in bytes."""

    state: State
    done: int = 0
    made_at: datetime | None = None
    size: int = 0


def place_of(folder: str, said: object) -> Path:
    """Return where the file lies that says exactly this, in a folder of its sort."""
    return _folder(folder) / f"{hashlib.sha256(json.dumps(said).encode()).hexdigest()}.sealed"


def standing(file: Path) -> Standing:
    """Say how far a file is."""
    with contextlib.suppress(FileNotFoundError):
        return Standing("ready", 0, datetime.fromtimestamp(file.stat().st_mtime, UTC), _size(file))
    with contextlib.suppress(FileNotFoundError, ValueError):
        return Standing("making", int(making_notes.taken(file).read_bytes()[:8] or 0))
    known: dict[State, Path] = {"wanted": making_notes.wanted(file), "failed": making_notes.failed(file)}
    return Standing(next((word for word, path in known.items() if path.exists()), "none"))


def order(file: Path, what: Mapping[str, Any]) -> bool:
    """Note that a file is wanted and by which order it is made; False where it is there, or being made."""
    if file.exists() or making_notes.taken(file).exists():
        return False
    making_notes.failed(file).unlink(missing_ok=True)
    making_notes.wanted(file).write_text(json.dumps(what), "ascii")
    return True


def contents(file: Path) -> tuple[Iterator[bytes], int]:
    """Return a finished file piece by piece, and its size in bytes."""
    return _unsealed(file.open("rb")), _size(file)


def make_due(folder: str, making: Making, now: datetime) -> int:
    """Make the files that are wanted, give up those whose worker died, drop old ones; return how many were made."""
    kept = _folder(folder)
    for path in kept.glob("*.taken"):
        if _age(path, now) > LEFT_FOR_DEAD:
            path.unlink(missing_ok=True)
            path.with_suffix(".failed").touch(mode=0o600)
    made = sum(make(path, making, now) for path in sorted(kept.glob("*.wanted")))
    for path in kept.iterdir():
        if _age(path, now) > KEPT:
            path.unlink(missing_ok=True)
    return made


def make(file: Path, making: Making, now: datetime) -> bool:
    """Make a file that is wanted; of all who try, one does. `file` is its place, or the note that it is wanted."""
    file, taken = file.with_suffix(".sealed"), making_notes.taken(file)
    try:
        what: dict[str, Any] = json.loads(making_notes.wanted(file).read_text("ascii"))
        making_notes.wanted(file).rename(taken)
    except FileNotFoundError:
        return False
    making_notes.failed(file).touch(mode=0o600)  # until it is done; a process that is killed leaves it so
    try:
        with taken.open("r+b") as progress:
            progress.truncate(0)
            with making(what, file, progress, now) as pdf:
                if pdf is None:
                    return False
                _keep(file, pdf, now)
        making_notes.failed(file).unlink(missing_ok=True)
    except Unbound as fault:
        _log.error("a file could not be bound: %s", fault)  # the page says that it failed
        return False
    finally:
        taken.unlink(missing_ok=True)
    return True


def _keep(file: Path, pdf: IO[bytes], now: datetime) -> None:
    """Seal the finished file and put it in its place at once."""
    part, size = file.with_suffix(".part"), pdf.seek(0, os.SEEK_END)
    pdf.seek(0)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out, archive.Writer(out, config.key("seal")) as sealed:
        while piece := pdf.read(PIECE):
            sealed.write(piece)
    _about(file).write_text(json.dumps({"size": size}), "ascii")
    for one in (part, _about(file)):
        os.utime(one, (now.timestamp(), now.timestamp()))
    part.rename(file)


def _unsealed(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        sealed = archive.Reader(file, config.key("seal"))
        while piece := sealed.read(PIECE):
            yield piece


def _size(file: Path) -> int:
    return int(json.loads(_about(file).read_text("ascii"))["size"])


def _folder(name: str) -> Path:
    return places.owned(config.settings().data_dir / "cache" / name)


def _age(path: Path, now: datetime) -> timedelta:
    try:
        return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return timedelta()


def _about(file: Path) -> Path:
    return file.with_suffix(".json")
