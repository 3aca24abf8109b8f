"""Read evidence: in a stream, piece by piece, checked against the sum it came with; each reading is a history line."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access, db, seals
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, NotFound
from mediation.models.case import Case
from mediation.models.evidence import Evidence, EvidencePiece
from mediation.office import history
from mediation.office.casebook import facts_of
from mediation.office.evidence.keeping import SMALL

NO_PICTURE: Final = N_("找不到该内容。")


class Altered(RuntimeError):
    """Stored evidence is no longer what was handed in: a piece is missing, or its sum differs."""


@dataclass(frozen=True)
class Opened:
    """A file on its way out: kind, name, measure, and its pieces."""

    mime: str
    name: str
    size: int
    pieces: Iterator[bytes]


def stream(session: Session, evidence_id: str, user: Reader) -> Iterator[bytes]:
    """Yield the pieces of a file that the user may read; whoever asks notes the reading.

    Raises NotFound and Forbidden at once, Altered at the end of a file that isn't what was handed in.
    """
    row = readable(session, evidence_id, user)
    return _checked(lambda nth: _piece(session, row.id, nth), row.id, row.sha256)


def opened(evidence_id: str, *, user: Reader, now: datetime) -> Opened:
    """Return a file for its reader and note the reading; each piece is read only when it is wanted."""
    with db.transaction() as session:
        row = readable(session, evidence_id, user)
        note_reading(session, row, user, now)
        return Opened(row.mime, row.name, row.size, _slowly(row.id, row.sha256))


def pieces_of(evidence_id: str, *, user: Reader) -> Iterator[bytes]:
    """Yield the pieces of a file for what is made of several; whoever makes it notes the reading."""
    with db.reading() as session:
        row = readable(session, evidence_id, user)
        return _slowly(row.id, row.sha256)


def small(session: Session, evidence_id: str, *, user: Reader) -> bytes:
    """Return the small picture of a file, which shows too little to read; raises NotFound where there is none."""
    row = readable(session, evidence_id, user)
    content = _piece(session, row.id, SMALL)
    if content is None:
        raise NotFound(NO_PICTURE)
    return content


def readable(session: Session, evidence_id: str, user: Reader) -> Evidence:
    """Return the row of a file that arrived whole and that the user may read; raises NotFound, Forbidden."""
    scope = Scope(session, user)
    row = scope.get(Evidence, evidence_id)
    access.require(user, "evidence.read", facts_of(session, scope.get(Case, row.case_id)))
    if row.state == "arriving":
        raise NotFound(NO_PICTURE)
    return row


def note_reading(session: Session, row: Evidence, user: Reader, now: datetime) -> None:
    """Write down that somebody read a file."""
    history.record(
        session, station_id=row.station_id, actor=user.id, act="evidence.read", subject=("evidence", row.id),
        case_id=row.case_id, fields={"number": row.position}, now=now,
    )  # fmt: skip


def _slowly(evidence_id: str, sha256: str) -> Iterator[bytes]:
    """Yield the pieces as they are wanted, without holding a session while a slow reader takes its time."""

    def read(nth: int) -> bytes | None:
        with db.reading() as session:
            return _piece(session, evidence_id, nth)

    return _checked(read, evidence_id, sha256)


def _checked(read: Callable[[int], bytes | None], evidence_id: str, sha256: str) -> Iterator[bytes]:
    """Yield piece after piece; raise Altered at the end if they are not what was handed in."""
    digest, nth = hashlib.sha256(), 0
    while (piece := read(nth)) is not None:
        digest.update(piece)
        nth += 1
        yield piece
    if digest.hexdigest() != sha256:
        raise Altered(f"evidence {evidence_id}: its content is not what was handed in")


def _piece(session: Session, evidence_id: str, nth: int) -> bytes | None:
    query = sa.select(col(EvidencePiece.id), col(EvidencePiece.sealed)).where(
        col(EvidencePiece.evidence_id) == evidence_id, col(EvidencePiece.nth) == nth
    )
    found = session.execute(query).first()
    if found is None:
        return None
    return seals.open_bytes(found[1], table="evidence_piece", column="sealed", row=found[0])
