"""The texts of rule books: kept in the database under their digest, and laid out on the disk for light commands."""

import contextlib
import os
import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, places
from mediation.domain import rulebook
from mediation.domain.rulebook import RuleBook
from mediation.models.base import fresh
from mediation.models.rulebook import RuleVersion
from mediation.office.outbox_queue import add_new

FOLDER: Final = "rules"
PATH: Final = re.compile(r"([a-z0-9][a-z0-9_-]*/){0,4}[a-z0-9][a-z0-9_-]*\.yaml", re.ASCII)
"""A path below the folder of rules: nothing that could lead out of it."""

Files = Mapping[str, bytes]


def newest(session: Session) -> str | None:
    """Return the digest of the version published last; None while none was."""
    numbered = col(RuleVersion.number)
    query = select(RuleVersion.digest).where(numbered.is_not(None)).order_by(numbered.desc()).limit(1)
    return session.exec(query).first()


def text_of(session: Session, digest: str) -> dict[str, bytes] | None:
    """Return the files that are kept under `digest`, the folder's name first in each path; None for none."""
    found = session.exec(select(RuleVersion.files).where(RuleVersion.digest == digest)).first()
    return None if found is None else as_files(found)


def as_files(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return texts by path below the folder as the loader takes them. Raises ValueError for a path that leads out."""
    strange = [path for path in texts if not PATH.fullmatch(path)]
    if strange:
        raise ValueError(f"no path of a rule file: {strange[0]!r}")
    return {f"{FOLDER}/{path}": texts[path].encode() for path in sorted(texts)}


def as_texts(files: Files) -> dict[str, str]:
    """Return the loader's files as texts by path below the folder."""
    return {path.partition("/")[2]: content.decode() for path, content in files.items()}


def renamed(files: Files) -> dict[str, bytes]:
    """Return the loader's files as those of a folder called rules, whatever the name of their own."""
    return {f"{FOLDER}/{path.partition('/')[2]}": content for path, content in files.items()}


def keep(session: Session, digest: str, files: Files, *, now: datetime) -> bool:
    """Keep a text under its digest unless it is kept already; say whether it is new."""
    known = session.execute(sa.select(sa.literal(1)).where(col(RuleVersion.digest) == digest)).first()
    if known:
        return False
    row = fresh(RuleVersion, digest=digest, files=as_texts(files), kept_at=now)
    return bool(add_new(session, RuleVersion, [row]))


def book_of(session: Session, digest: str) -> RuleBook | None:
    """Return the rule book that was in use under `digest`, for what it decided; None if its text isn't kept.

    Raises RuleFault where today's reader doesn't understand it any more.
    """
    cache = places.cache_dir(config.settings().data_dir)
    found = rulebook.kept(cache, digest) if cache else None
    if found is not None:
        return found
    files = text_of(session, digest)
    return None if files is None else rulebook.load_files(files, cache=cache)


def lay_out(digest: str | None, files: Files) -> None:
    """Put a text on the disk and point to it as the one in use; with None point to none. A full disk changes nothing.

    Commands that need no database read it there; everything else reads the database.
    """
    shelf = config.settings().data_dir / places.SHELF
    pointer = shelf / places.POINTER
    with contextlib.suppress(OSError):
        if digest is None:
            pointer.unlink(missing_ok=True)
            return
        name = digest.removeprefix("sha256:")
        if not (shelf / name).is_dir():
            _lay(places.owned(shelf), name, files)
        if not pointer.is_file() or pointer.read_text("ascii") != name:
            _replace(pointer, name.encode("ascii"))


def _lay(shelf: Path, name: str, files: Files) -> None:
    with tempfile.TemporaryDirectory(dir=shelf, prefix=".new-") as made:
        for path, content in files.items():
            target = Path(made, "text", path)
            places.owned(target.parent)
            target.write_bytes(content)
        with contextlib.suppress(FileExistsError):  # another process was first
            os.rename(Path(made, "text"), shelf / name)


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".pointer-")
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    os.replace(name, path)
