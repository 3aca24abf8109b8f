"""Take a file in: told by its content, hashed and sealed piece by piece, each in a short transaction of its own.

No more than a few pieces are ever in memory, and nobody waits to write while a large file is stored. Until its last
piece is there the row is `arriving` and nobody sees it; what stays so is dropped by the nightly job.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import IO, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, config, db, places, seals
from mediation.access import Reader, Scope
from mediation.domain import filelabel
from mediation.domain.refusals import N_, Problem, Refused
from mediation.files import looking
from mediation.files.kinds import TAKEN
from mediation.models.case import Case
from mediation.models.evidence import KINDS, SHOWN_TO, Evidence, EvidencePiece
from mediation.models.party import Party
from mediation.office import history
from mediation.office.casebook import facts_of
from mediation.press.fonts import missing_characters

PIECE: Final = 1 << 20
SMALL: Final = -1
"""The number of the piece that holds the small picture."""
MOST_FILES: Final = 400
MOST_TEXT: Final = {"title": 120, "proves": 300}
LEFT_FOR_DEAD: Final = timedelta(days=1)
FULL: Final = N_("本案证据已有 %(most)s 件，不能再增加；请合并成 PDF 后上传")
UNDRAWN: Final = N_("文书里打印不出这些字符：%(characters)s；请改用文字")
TWICE: Final = N_("“%(name)s”已经交过，是第 %(number)s 件“%(title)s”，没有重复保存")


@dataclass(frozen=True)
class Upload:
    """One file as it comes in; its name is a label, told by whoever sent it."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True)
class Details:
    """What is said about a file: who gave it (None: the station), what it proves, which sides may be shown it."""

    kind: str = "other"
    title: str = ""
    party_id: str | None = None
    dated_on: date | None = None
    proves: str = ""
    original_seen: bool | None = None
    shown_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Held:
    """A file on disk, without a name there, with its measure and sum."""

    file: IO[bytes]
    size: int
    sha256: str


def add(case_id: str, upload: Upload, details: Details, *, by: Reader, now: datetime) -> str:
    """Take one file into the evidence of a case and return its id; commits by itself.

    Raises Refused for details that don't hold, Unwelcome for a file that isn't taken in, NotFound, Forbidden.
    """
    upload = replace(upload, name=filelabel.shown(upload.name))
    with db.reading() as session:
        _check(session, case_id, details, by)
    with _held(upload) as held:
        found = looking.look(held.file, upload.name)
        with db.transaction() as session:
            row = _begin(session, case_id, upload, details, held, found, by, now)
        _store(row, held.file, by)
        if found.small:
            _put(row, SMALL, found.small, by)
        with db.transaction() as session:
            return _finish(session, row.id, by, now)


def clear_out(session: Session, *, now: datetime) -> int:
    """Drop what never arrived whole; return how many files."""
    dead = sa.select(col(Evidence.id)).where(
        col(Evidence.state) == "arriving", col(Evidence.given_at) < now - LEFT_FOR_DEAD
    )
    ids = list(session.execute(dead).scalars())
    session.execute(sa.delete(EvidencePiece).where(col(EvidencePiece.evidence_id).in_(ids)))
    session.execute(sa.delete(Evidence).where(col(Evidence.id).in_(ids)))
    return len(ids)


def check_details(session: Session, case_id: str, details: Details) -> None:
    """Raise Refused with everything about the details that doesn't hold."""
    wrong = []
    if details.kind not in KINDS:
        wrong.append(Problem(N_("请选择一项"), "kind", details.kind[:40]))
    for name, most in MOST_TEXT.items():
        if len(getattr(details, name)) > most:
            wrong.append(Problem(N_("最多 %(most)s 个字"), name, params={"most": most}))
        elif strange := missing_characters(getattr(details, name)):
            wrong.append(Problem(UNDRAWN, name, params={"characters": "".join(strange)[:20]}))
    if not set(details.shown_to) <= set(SHOWN_TO):
        wrong.append(Problem(N_("请选择一项"), "shown_to", "、".join(details.shown_to)[:40]))
    of_case = select(Party.id).where(Party.id == details.party_id, Party.case_id == case_id)
    if details.party_id is not None and session.exec(of_case).first() is None:
        wrong.append(Problem(N_("提交人须为本案当事人或者工作站"), "party_id"))
    if wrong:
        raise Refused(wrong)


def require_add(session: Session, case_id: str, by: Reader) -> Case:
    """Return the case if the user may take evidence into it; raises NotFound, Forbidden."""
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "evidence.add", facts_of(session, case))
    return case


def _check(session: Session, case_id: str, details: Details, by: Reader) -> None:
    case = require_add(session, case_id, by)
    check_details(session, case.id, details)
    if Scope(session, by).count(Evidence, Evidence.case_id == case.id) >= MOST_FILES:
        raise Refused(Problem(FULL, "file", params={"most": MOST_FILES}))


@contextmanager
def _held(upload: Upload) -> Iterator[_Held]:
    """Copy a file to the disk of the data folder, where it has no name, and hash it on the way."""
    most = config.settings().evidence_file_mib
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile(dir=places.owned(config.settings().data_dir / "cache")) as file:
        upload.stream.seek(0)
        while piece := upload.stream.read(PIECE):
            size += len(piece)
            if size > most * PIECE:
                raise looking.refusal("size", upload.name, most)
            digest.update(piece)
            file.write(piece)
        file.flush()
        yield _Held(file, size, digest.hexdigest())


def _begin(
    session: Session, case_id: str, upload: Upload, details: Details, held: _Held, found: looking.Found, by: Reader,
    now: datetime,
) -> Evidence:  # fmt: skip
    """Store the row of a file that is arriving; the same bytes from the same giver are told and not taken twice."""
    scope = Scope(session, by)
    case = scope.get(Case, case_id)
    twice = scope.select(Evidence).where(
        Evidence.case_id == case.id, Evidence.sha256 == held.sha256, Evidence.state == "kept",
        col(Evidence.party_id).is_not_distinct_from(details.party_id),
    )  # fmt: skip
    if twin := session.exec(twice).first():
        told = {"name": upload.name, "number": twin.position, "title": twin.title}
        raise Refused(Problem(TWICE, "file", upload.name, params=told))
    row = Evidence(
        station_id=case.station_id, case_id=case.id, party_id=details.party_id, kind=details.kind,
        title=details.title.strip() or _called(upload.name), proves=details.proves.strip(),
        dated_on=details.dated_on, original_seen=details.original_seen, shown_to=sorted(set(details.shown_to)),
        name=filelabel.label(upload.name, TAKEN[found.mime].ending), mime=found.mime, size=held.size,
        sha256=held.sha256, pages=found.pages, given_at=now, noted_by=by.id,
        about={**found.about, "small": bool(found.small)},
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _called(name: str) -> str:
    """Return the title a file gets by its name: without what no paper can print, an emoji say."""
    stem = filelabel.stem(name)
    strange = dict.fromkeys(map(ord, missing_characters(stem)))
    return stem.translate(strange).strip(" .-_—（）()") or filelabel.NAMELESS if strange else stem


def _store(row: Evidence, file: IO[bytes], by: Reader) -> None:
    """Store the pieces of a file, each in a transaction of its own."""
    file.seek(0)
    nth = 0
    while piece := file.read(PIECE):
        _put(row, nth, piece, by)
        nth += 1


def _put(row: Evidence, nth: int, content: bytes, by: Reader) -> None:
    piece = EvidencePiece(
        station_id=row.station_id, case_id=row.case_id, evidence_id=row.id, nth=nth, sealed=b""
    )
    piece.sealed = seals.seal_bytes(content, table="evidence_piece", column="sealed", row=piece.id)
    with db.transaction() as session:
        Scope(session, by)
        session.add(piece)


def _finish(session: Session, evidence_id: str, by: Reader, now: datetime) -> str:
    """Turn a file that arrived whole into evidence, under the next number of its case."""
    scope = Scope(session, by)
    row = scope.get(Evidence, evidence_id)
    access.require(by, "evidence.add", facts_of(session, scope.get(Case, row.case_id)))
    history.hold(session, [row.station_id])
    last = sa.select(sa.func.max(col(Evidence.position))).where(
        col(Evidence.case_id) == row.case_id, col(Evidence.state) != "arriving"
    )
    row.state, row.position = "kept", (session.execute(last).scalar_one() or 0) + 1
    session.add(row)
    fields = {"number": row.position, "evidence_kind": row.kind, "sha256": row.sha256}
    history.record(
        session, station_id=row.station_id, actor=by.id, act="evidence.add", subject=("evidence", row.id),
        case_id=row.case_id, fields=fields, now=now,
    )  # fmt: skip
    return row.id
