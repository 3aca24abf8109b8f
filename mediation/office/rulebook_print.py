"""The printed rule book: asked for on a page, set by the worker, kept beside the data under the digest of the book.

What is kept can be made again at any time: a note that a print is wanted, one that a worker took it, the file itself.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from sqlmodel import select

from mediation import config, db, places, press
from mediation.access import Reader, require
from mediation.domain.refusals import N_, NotFound
from mediation.models.rulebook import RuleVersion
from mediation.models.station import Station
from mediation.office import making_notes, rulebook_paper, rules
from mediation.press.fonts import DOCUMENTS
from mediation.press.templates import template_version

KIND: Final = "rule_book"
LIMITS: Final = press.Limits(memory_mib=2500, cpu_seconds=600, wall_seconds=3600)
LEFT_FOR_DEAD: Final = timedelta(hours=2)
"""A print begun so long ago was killed with its worker; another takes it up."""
PRINTS_KEPT: Final = 5
State = Literal["none", "wanted", "failed", "ready"]


@dataclass(frozen=True, slots=True)
class Print:
    """How far the print of the book in use is; `made_at` and `size` (bytes) of a finished one."""

    state: State
    made_at: datetime | None = None
    size: int = 0


def state(*, user: Reader) -> Print:
    """Say whether the book in use has been printed."""
    require(user, "rulebook.read")
    file = _file(rules.current().book.digest)
    with contextlib.suppress(FileNotFoundError):
        told = file.stat()
        return Print("ready", datetime.fromtimestamp(told.st_mtime, UTC), told.st_size)
    if making_notes.wanted(file).exists() or making_notes.taken(file).exists():
        return Print("wanted")
    return Print("failed" if making_notes.failed(file).exists() else "none")


def ask(*, by: Reader) -> None:
    """Let the worker print the book in use, unless that was done."""
    require(by, "rulebook.read")
    file = _file(rules.current().book.digest)
    if not (file.exists() or making_notes.taken(file).exists()):
        making_notes.failed(file).unlink(missing_ok=True)
        making_notes.wanted(file).touch(mode=0o600)


def content(*, user: Reader) -> bytes:
    """Return the printed book. Raises NotFound while there is none."""
    require(user, "rulebook.read")
    try:
        return _file(rules.current().book.digest).read_bytes()
    except FileNotFoundError:
        raise NotFound(N_("规则手册的打印稿尚未制成")) from None


def run_due(now: datetime) -> bool:
    """Print the book in use if somebody asked for it; say whether it was printed."""
    room = rules.current()
    file = _file(room.book.digest)
    if not _take(file, now):
        return False
    making_notes.failed(file).touch(mode=0o600)  # until it is done; a worker that is killed leaves it so
    try:
        made = rulebook_paper.record(room.book, version=_version(room.book.digest), organisation=_house(), made_at=now)
        with contextlib.closing(press.Pool(1, limits=LIMITS)) as pool:
            printed = press.print_document(KIND, made, created=now, pool=pool)
        _keep(file, printed.pdf)
        making_notes.failed(file).unlink(missing_ok=True)
    finally:
        making_notes.taken(file).unlink(missing_ok=True)
    return True


def _take(file: Path, now: datetime) -> bool:
    """Take the print that is wanted, or one whose worker died; of all workers one gets it."""
    taken = making_notes.taken(file)
    with contextlib.suppress(FileNotFoundError):
        if now - datetime.fromtimestamp(taken.stat().st_mtime, UTC) > LEFT_FOR_DEAD:
            taken.rename(making_notes.wanted(file))
    try:
        making_notes.wanted(file).rename(taken)
    except FileNotFoundError:
        return False
    os.utime(taken)
    return True


def _keep(file: Path, pdf: bytes) -> None:
    """Put the finished file in its place at once, and drop the oldest prints of other books."""
    part = file.with_suffix(".part")
    part.write_bytes(pdf)
    part.chmod(0o600)
    part.rename(file)
    prints = sorted(file.parent.glob("*.pdf"), key=lambda one: one.stat().st_mtime)
    for old in prints[:-PRINTS_KEPT]:
        old.unlink(missing_ok=True)


def _version(digest: str) -> str:
    """Return what the book is called: the version that was published, else the rules of the installation."""
    query = select(RuleVersion.number, RuleVersion.title).where(RuleVersion.digest == digest)
    with db.reading() as session:
        found = session.exec(query).first()
    return f"第 {found[0]} 版　{found[1]}" if found and found[0] else "随系统安装的规则"


def _house() -> str:
    """Return the organisation whose book it is; where several share the house, its general name."""
    with db.reading() as session:
        names = session.exec(select(Station.organisation_name).distinct()).all()
    return names[0] if len(names) == 1 else "三所联动调解工作台"


def _file(digest: str) -> Path:
    folder = places.owned(config.settings().data_dir / "cache" / "prints")
    return folder / f"{digest.partition(':')[2]}-{template_version(DOCUMENTS, KIND).replace('/', '-')}.pdf"
