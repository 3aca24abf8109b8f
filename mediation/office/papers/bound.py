"""The bound file of a case: asked for on the page, made by the worker, its progress shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlmodel import Session

from mediation import db
from mediation.access import Reader
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.files.binding import Unbound
from mediation.models.user import User
from mediation.office import bound_files, history
from mediation.office.evidence import lines
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.papers import bound_making, filing, making
from mediation.office.papers.sources import Sources
from mediation.press.fonts import DOCUMENTS
from mediation.press.templates import template_version

FOLDER: Final = "bound"
NOT_MADE: Final = N_("案卷还没有装订，或者文书、证据已有变动；请在文书页面重新装订。")


@dataclass(frozen=True)
class Bound:
    """How far a bound file is: of how many pieces, pages done; when it was made and how large it is."""

    state: bound_files.State
    pieces: int
    done: int = 0
    made_at: datetime | None = None
    size: int = 0


def state(sources: Sources, user: Reader) -> Bound:
    """Say how far the bound file of what lies in the file now is."""
    merged = lines.taken_over(sources.session, sources.book.case.id, user)
    kept = sum(one.state == "kept" for one in sources.evidence)
    pieces = len(filing.filed(sources.documents)) + kept + len(merged)
    if not pieces:
        return Bound("none", 0)
    made = bound_files.standing(_file(sources, merged))
    return Bound(made.state, pieces, made.done, made.made_at, made.size)


def ask(case_id: str, *, by: User, now: datetime) -> None:
    """Have the file bound by the worker; raises Refused where there is nothing to bind."""
    with db.transaction() as session:
        sources = making.open_sources(session, case_id, by=by, now=now)
        if not state(sources, by).pieces:
            raise Refused(filing.NOTHING_FILED)
        file = _file_of(sources, by)
        _note(session, sources, "paper.bind", by, now)
    bound_files.order(file, {"case_id": case_id, "by": by.id})


def opened(case_id: str, *, user: Reader, now: datetime) -> tuple[Iterator[bytes], int, str]:
    """Return the bound file piece by piece, its size and name, and note the reading; raises NotFound before."""
    with db.transaction() as session:
        sources = making.open_sources(session, case_id, by=user, now=now)
        file = _file_of(sources, user)
        if not file.exists():
            raise NotFound(NOT_MADE)
        _note(session, sources, "paper.bound_read", user, now)
        number = sources.book.case.number
    pieces, size = bound_files.contents(file)
    return pieces, size, f"{number} 案卷.pdf"


def run_due(now: datetime) -> int:
    """Bind the files that are wanted, give up those whose worker died, drop old ones; return how many were made."""
    return bound_files.make_due(FOLDER, _made, now)


@contextlib.contextmanager
def _made(
    what: Mapping[str, Any], file: Path, progress: IO[bytes], now: datetime
) -> Iterator[IO[bytes] | None]:
    """Bind the file; None where something came into it meanwhile: another file. Raises Unbound."""
    try:
        with db.reading() as session:
            by = session.get_one(User, what["by"])
            sources = making.open_sources(session, what["case_id"], by=by, now=now)
            if _file_of(sources, by) != file:
                yield None
                return
            plan = bound_making.plan(session, sources, user=by)
            with bound_making.bound(plan, session=session, progress=progress, user=by, now=now) as pdf:
                yield pdf
    except Refused as refused:
        raise Unbound(str(refused)) from refused


def _note(session: Session, sources: Sources, act: str, by: Reader, now: datetime) -> None:
    case = sources.book.case
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("case", case.id), case_id=case.id,
        fields={"number": case.number}, now=now,
    )  # fmt: skip


def _file_of(sources: Sources, user: Reader) -> Path:
    """Return where the bound file lies that this user may have: nothing of a merged case that the user may not read."""
    return _file(sources, lines.taken_over(sources.session, sources.book.case.id, user))


def _file(sources: Sources, merged: Sequence[EvidenceLine]) -> Path:
    """Return where the bound file of exactly these papers and this evidence lies."""
    papers = [(one.id, one.sha256) for one in filing.filed(sources.documents)]
    given = [(one.id, one.sha256, one.title, str(one.dated_on)) for one in sources.evidence if one.state == "kept"]
    given += [(one.id, one.sha256, one.title, str(one.dated_on)) for one in merged]
    case = sources.book.case
    said = [case.id, papers, given, case.number, str(case.closed_on), str(sources.keep_years), sources.title]
    versions = [template_version(DOCUMENTS, kind) for kind in ("file_cover", "file_contents", "file_stamps")]
    return bound_files.place_of(FOLDER, [said, versions])
