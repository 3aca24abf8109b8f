"""Bound evidence: asked for on the page; a short bundle is made at once, a long one by the worker, progress shown.

What is kept can be made again at any time: under the digest of what is bound lie a note that it is wanted, one that
it is being made, which says how far, and the file itself, sealed. After a few days the nightly cleaning drops it.
"""

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

from mediation import access, config, db, places
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.files.binding import Unbound
from mediation.models.case import Case
from mediation.models.user import User
from mediation.office import archive, history
from mediation.office.casebook import facts_of
from mediation.office.evidence import bundle_making, lines
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.evidence.pages import EvidencePage
from mediation.office.evidence.reading import Opened
from mediation.press.fonts import DOCUMENTS
from mediation.press.records_evidence import MOST_PAGES
from mediation.press.templates import template_version

SIDES: Final = ("", "applicant", "respondent")
AT_ONCE_PAGES: Final = bundle_making.FEW_PAGES
AT_ONCE_BYTES: Final = 20 << 20
MOST_BYTES: Final = 600 << 20
KEPT: Final = timedelta(days=3)
LEFT_FOR_DEAD: Final = timedelta(hours=1)
PIECE: Final = 64 * 1024
_log = logging.getLogger(__name__)
State = Literal["none", "wanted", "making", "failed", "ready"]


@dataclass(frozen=True)
class Bundle:
    """How far a bundle is: of how many files and pages, pages done; when it was made and how large it is."""

    state: State
    files: int
    pages: int
    done: int = 0
    made_at: datetime | None = None
    size: int = 0


def state(page: EvidencePage, side: str) -> Bundle:
    """Say how far the bundle for a side ("": for the station itself) of the evidence on the page is."""
    chosen = chosen_for(page.kept, side)
    files, pages = len(chosen), sum(bundle_making.pages_of(one) for one in chosen)
    if not chosen:
        return Bundle("none", 0, 0)
    file = _file(page.header.id, side, chosen)
    with contextlib.suppress(FileNotFoundError):
        size = int(json.loads(_about(file).read_text("ascii"))["size"])
        return Bundle("ready", files, pages, pages, datetime.fromtimestamp(file.stat().st_mtime, UTC), size)
    with contextlib.suppress(FileNotFoundError, ValueError):
        return Bundle("making", files, pages, int(_taken(file).read_bytes()[:8] or 0))
    known: dict[State, Path] = {"wanted": _wanted(file), "failed": _failed(file)}
    return Bundle(next((word for word, path in known.items() if path.exists()), "none"), files, pages)


def chosen_for(kept: tuple[EvidenceLine, ...] | list[EvidenceLine], side: str) -> list[EvidenceLine]:
    """Return what goes into the bundle for a side: its own, and what it may be shown of the others'."""
    return [one for one in kept if not side or one.may_see(side)]


def ask(case_id: str, side: str, *, by: User, now: datetime) -> None:
    """Have the evidence bound: at once if it is short, else by the worker.

    Raises Refused where there is nothing to bind or too much, NotFound, Forbidden.
    """
    with db.transaction() as session:
        chosen = _chosen(session, case_id, side, by)
        pages = sum(bundle_making.pages_of(one) for one in chosen)
        size = sum(one.size for one in chosen)
        if not chosen:
            raise Refused(N_("没有可以装订的证据。"))
        if pages > MOST_PAGES or size > MOST_BYTES:
            raise Refused(N_("证据过多，一册最多 %(most)s 页、600 MB，请分别下载。"), most=MOST_PAGES)
        _note(session, case_id, "evidence.bundle", side, chosen, by, now)
    file = _file(case_id, side, chosen)
    if file.exists() or _taken(file).exists():
        return
    _failed(file).unlink(missing_ok=True)
    order = json.dumps({"case_id": case_id, "side": side, "by": by.id, "at": now.isoformat()})
    _wanted(file).write_text(order, "ascii")
    if pages <= AT_ONCE_PAGES and size <= AT_ONCE_BYTES:
        _make(_wanted(file), now)


def opened(case_id: str, side: str, *, user: Reader, now: datetime) -> Opened:
    """Return the bound evidence for its reader and note the reading; raises NotFound while there is none."""
    with db.transaction() as session:
        chosen = _chosen(session, case_id, side, user)
        file = _file(case_id, side, chosen)
        if not chosen or not file.exists():
            raise NotFound(N_("证据册尚未制成，或者证据已有变动；请在证据页面重新制作。"))
        _note(session, case_id, "evidence.bundle_read", side, chosen, user, now)
        number = session.get_one(Case, case_id).number
    name = {"": "证据册", "applicant": "证据册（供申请人）", "respondent": "证据册（供被申请人）"}[side]
    size = int(json.loads(_about(file).read_text("ascii"))["size"])
    return Opened("application/pdf", f"{number} {name}.pdf", size, _unsealed(file.open("rb")))


def run_due(now: datetime) -> int:
    """Make the bundles that are wanted, take up those whose worker died, drop old ones; return how many were made."""
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
    """Make one bundle; of all who try, one does."""
    file, taken = wanted.with_suffix(".sealed"), wanted.with_suffix(".taken")
    try:
        order: dict[str, Any] = json.loads(wanted.read_text("ascii"))
        wanted.rename(taken)
    except FileNotFoundError:
        return False
    _failed(file).touch(mode=0o600)  # until it is done; a process that is killed leaves it so
    try:
        with taken.open("r+b") as progress:
            progress.truncate(0)
            with db.reading() as session:
                by = session.get_one(User, order["by"])
                chosen = _chosen(session, order["case_id"], order["side"], by)
                if _file(order["case_id"], order["side"], chosen) != file:
                    return False  # something was added, changed or taken back meanwhile: another bundle
                record = bundle_making.record(session, order["case_id"], order["side"], chosen, by=by, now=now)
            with bundle_making.bound(record, chosen, progress=progress, user=by, now=now) as pdf:
                _keep(file, pdf)
        _failed(file).unlink(missing_ok=True)
    except Unbound as fault:
        _log.error("a bundle of evidence could not be made: %s", fault)  # the page says that it failed
        return False
    finally:
        taken.unlink(missing_ok=True)
    return True


def _keep(file: Path, pdf: IO[bytes]) -> None:
    """Seal the finished file and put it in its place at once."""
    part, size = file.with_suffix(".part"), pdf.seek(0, os.SEEK_END)
    pdf.seek(0)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out, archive.Writer(out, config.key("seal")) as sealed:
        while piece := pdf.read(PIECE):
            sealed.write(piece)
    _about(file).write_text(json.dumps({"size": size}), "ascii")
    part.rename(file)


def _unsealed(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        sealed = archive.Reader(file, config.key("seal"))
        while piece := sealed.read(PIECE):
            yield piece


def _chosen(session: Session, case_id: str, side: str, user: Reader) -> list[EvidenceLine]:
    if side not in SIDES:
        raise NotFound(N_("找不到该内容。"))
    kept = lines.of_case(session, case_id, user)
    access.require(user, "evidence.read", facts_of(session, Scope(session, user).get(Case, case_id)))
    return chosen_for(kept, side)


def _note(
    session: Session, case_id: str, act: str, side: str, chosen: list[EvidenceLine], by: Reader, now: datetime
) -> None:
    fields = {"bundle_for": side, "files_bound": len(chosen)}
    history.record(
        session, station_id=session.get_one(Case, case_id).station_id, actor=by.id, act=act, subject=("case", case_id),
        fields=fields, now=now,
    )  # fmt: skip


def _file(case_id: str, side: str, chosen: list[EvidenceLine]) -> Path:
    """Return where the bundle of exactly these files, as they are described now, lies."""
    said = [
        (one.id, one.nth, one.title, one.kind, one.giver, one.proves, str(one.dated_on), str(one.original_seen))
        for one in chosen
    ]
    version = template_version(DOCUMENTS, bundle_making.KIND)
    digest = hashlib.sha256(json.dumps([case_id, side, version, said]).encode()).hexdigest()
    return _folder() / f"{digest}.sealed"


def _folder() -> Path:
    return places.owned(config.settings().data_dir / "cache" / "bundles")


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
