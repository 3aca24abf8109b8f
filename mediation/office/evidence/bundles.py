"""Bound evidence: asked for on the page; a short bundle is made at once, a long one by the worker, progress shown."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlmodel import Session

from mediation import access, db
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.models.case import Case
from mediation.models.user import User
from mediation.office import bound_files, history
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
FOLDER: Final = "bundles"


@dataclass(frozen=True)
class Bundle:
    """How far a bundle is: of how many files and pages, pages done; when it was made and how large it is."""

    state: bound_files.State
    files: int
    pages: int
    done: int = 0
    made_at: datetime | None = None
    size: int = 0


def state(page: EvidencePage, side: str) -> Bundle:
    """Say how far the bundle for a side ("": for the station itself) of the evidence on the page is."""
    chosen = chosen_for(lines.numbered_on((*page.kept, *page.withdrawn), page.merged), side)
    files, pages = len(chosen), sum(bundle_making.pages_of(one) for one in chosen)
    if not chosen:
        return Bundle("none", 0, 0)
    made = bound_files.standing(_file(page.header.id, side, chosen))
    return Bundle(made.state, files, pages, made.done, made.made_at, made.size)


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
    what = {"case_id": case_id, "side": side, "by": by.id, "at": now.isoformat()}
    if bound_files.order(file, what) and pages <= AT_ONCE_PAGES and size <= AT_ONCE_BYTES:
        bound_files.make(file, _made, now)


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
    pieces, size = bound_files.contents(file)
    return Opened("application/pdf", f"{number} {name}.pdf", size, pieces)


def run_due(now: datetime) -> int:
    """Make the bundles that are wanted, give up those whose worker died, drop old ones; return how many were made."""
    return bound_files.make_due(FOLDER, _made, now)


@contextlib.contextmanager
def _made(
    what: Mapping[str, Any], file: Path, progress: IO[bytes], now: datetime
) -> Iterator[IO[bytes] | None]:
    """Bind the evidence; None where something was added, changed or taken back meanwhile: another bundle."""
    case_id, side = what["case_id"], what["side"]
    with db.reading() as session:
        by = session.get_one(User, what["by"])
        chosen = _chosen(session, case_id, side, by)
        same = _file(case_id, side, chosen) == file
        record = bundle_making.record(session, case_id, side, chosen, by=by, now=now) if same else {}
    if not same:
        yield None
        return
    with bundle_making.bound(record, chosen, progress=progress, user=by, now=now) as pdf:
        yield pdf


def _chosen(session: Session, case_id: str, side: str, user: Reader) -> list[EvidenceLine]:
    if side not in SIDES:
        raise NotFound(N_("找不到该内容。"))
    kept = lines.of_file(session, case_id, user)
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
    return bound_files.place_of(FOLDER, [case_id, side, version, said])
