"""The bound file of a case: asked for on the page, made by the worker with its progress shown, kept sealed for a while.

What is kept can be made again at any time: under the digest of what is bound lie a note that it is wanted, one that
it is being made, which says how far, and the file itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Final, Literal

from sqlmodel import Session

from mediation import config, db, places
from mediation.access import Reader
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.files.binding import Unbound
from mediation.models.user import User
from mediation.office import archive, history
from mediation.office.papers import bound_making, filing, making
from mediation.office.papers.sources import Sources
from mediation.press.fonts import DOCUMENTS
from mediation.press.templates import template_version

KEPT: Final = timedelta(days=3)
LEFT_FOR_DEAD: Final = timedelta(hours=1)
PIECE: Final = 64 * 1024
NOT_MADE: Final = N_("案卷还没有装订，或者文书、证据已有变动；请在文书页面重新装订。")
_log = logging.getLogger(__name__)
State = Literal["none", "wanted", "making", "failed", "ready"]


@dataclass(frozen=True)
class Bound:
    """How far a bound file is: of how many pieces, pages done; when it was made and how large it is."""

    state: State
    pieces: int
    done: int = 0
    made_at: datetime | None = None
    size: int = 0


def state(sources: Sources) -> Bound:
    """Say how far the bound file of what lies in the file now is."""
    pieces = len(filing.filed(sources.documents)) + sum(one.state == "kept" for one in sources.evidence)
    if not pieces:
        return Bound("none", 0)
    file = _file(sources)
    with contextlib.suppress(FileNotFoundError):
        size = int(json.loads(_about(file).read_text("ascii"))["size"])
        return Bound("ready", pieces, 0, datetime.fromtimestamp(file.stat().st_mtime, UTC), size)
    with contextlib.suppress(FileNotFoundError, ValueError):
        return Bound("making", pieces, int(_taken(file).read_bytes()[:8] or 0))
    known: dict[State, Path] = {"wanted": _wanted(file), "failed": _failed(file)}
    return Bound(next((word for word, path in known.items() if path.exists()), "none"), pieces)


def ask(case_id: str, *, by: User, now: datetime) -> None:
    """Have the file bound by the worker; raises Refused where there is nothing to bind."""
    with db.transaction() as session:
        sources = making.open_sources(session, case_id, by=by, now=now)
        if not state(sources).pieces:
            raise Refused(filing.NOTHING_FILED)
        file = _file(sources)
        _note(session, sources, "paper.bind", by, now)
    if file.exists() or _taken(file).exists():
        return
    _failed(file).unlink(missing_ok=True)
    _wanted(file).write_text(json.dumps({"case_id": case_id, "by": by.id}), "ascii")


def opened(case_id: str, *, user: Reader, now: datetime) -> tuple[Iterator[bytes], int, str]:
    """Return the bound file piece by piece, its size and name, and note the reading; raises NotFound before."""
    with db.transaction() as session:
        sources = making.open_sources(session, case_id, by=user, now=now)
        file = _file(sources)
        if not file.exists():
            raise NotFound(NOT_MADE)
        _note(session, sources, "paper.bound_read", user, now)
        number = sources.book.case.number
    size = int(json.loads(_about(file).read_text("ascii"))["size"])
    return _unsealed(file.open("rb")), size, f"{number} 案卷.pdf"


def run_due(now: datetime) -> int:
    """Bind the files that are wanted, take up those whose worker died, drop old ones; return how many were made."""
    folder = _folder()
    for path in folder.glob("*.taken"):
        if _age(path, now) > LEFT_FOR_DEAD:
            path.unlink(missing_ok=True)
            path.with_suffix(".failed").touch(mode=0o600)
    made = sum(_make(path, now) for path in sorted(folder.glob("*.wanted")))
    for path in folder.iterdir():
        if _age(path, now) > KEPT:
            path.unlink(missing_ok=True)
    return made


def _make(wanted: Path, now: datetime) -> bool:
    """Bind one file; of all who try, one does."""
    file, taken = wanted.with_suffix(".sealed"), wanted.with_suffix(".taken")
    try:
        order: dict[str, Any] = json.loads(wanted.read_text("ascii"))
        wanted.rename(taken)
    except FileNotFoundError:
        return False
    _failed(file).touch(mode=0o600)  # until it is done; a process that is killed leaves it so
    try:
        with taken.open("r+b") as progress, db.reading() as session:
            progress.truncate(0)
            by = session.get_one(User, order["by"])
            sources = making.open_sources(session, order["case_id"], by=by, now=now)
            if _file(sources) != file:
                return False  # something came into the file meanwhile: another bundle
            plan = bound_making.plan(session, sources, user=by)
            with bound_making.bound(plan, session=session, progress=progress, user=by, now=now) as pdf:
                _keep(file, pdf, now)
        _failed(file).unlink(missing_ok=True)
    except (Unbound, Refused) as fault:
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


def _note(session: Session, sources: Sources, act: str, by: Reader, now: datetime) -> None:
    case = sources.book.case
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("case", case.id), case_id=case.id,
        fields={"number": case.number}, now=now,
    )  # fmt: skip


def _file(sources: Sources) -> Path:
    """Return where the bound file of exactly these papers and this evidence lies."""
    papers = [(one.id, one.sha256) for one in filing.filed(sources.documents)]
    given = [(one.id, one.sha256, one.title, str(one.dated_on)) for one in sources.evidence if one.state == "kept"]
    case = sources.book.case
    said = [case.id, papers, given, case.number, str(case.closed_on), str(sources.keep_years), sources.title]
    versions = [template_version(DOCUMENTS, kind) for kind in ("file_cover", "file_contents", "file_stamps")]
    return _folder() / f"{hashlib.sha256(json.dumps([said, versions]).encode()).hexdigest()}.sealed"


def _folder() -> Path:
    return places.owned(config.settings().data_dir / "cache" / "bound")


def _age(path: Path, now: datetime) -> timedelta:
    try:
        return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return timedelta()


def _wanted(file: Path) -> Path:
    return file.with_suffix(".wanted")


def _taken(file: Path) -> Path:
    return file.with_suffix(".taken")


def _failed(file: Path) -> Path:
    return file.with_suffix(".failed")


def _about(file: Path) -> Path:
    return file.with_suffix(".json")
