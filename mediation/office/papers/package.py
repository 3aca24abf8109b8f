"""A whole case as a data package (.zip): the case file, its rows, its papers, its evidence, a manifest with sums.

Streamed piece by piece. Private notes, digests and sealed columns stay out; who may have it is checked again for
every file. Sums of money in the rows are whole fen.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from sqlmodel import Session, SQLModel, select

from mediation import access, db
from mediation.access import Reader, Scope
from mediation.domain.money import figures
from mediation.domain.refusals import Refused
from mediation.domain.worktime import ZONE
from mediation.files.kinds import TAKEN
from mediation.models.afterwards import FollowUp, PaymentReport, RouteStep, Satisfaction
from mediation.models.case import Case
from mediation.models.chain import ChainSign, Representative
from mediation.models.claim import Claim
from mediation.models.claim_sheet import ClaimSheet
from mediation.models.clock_entry import ClockEntry
from mediation.models.consent import Consent, Invitation, Service
from mediation.models.deadline import Deadline
from mediation.models.document import Document
from mediation.models.evidence import Evidence
from mediation.models.group import GroupConsent, GroupWorker
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.settlement import Instalment, Settlement
from mediation.models.signing import FloorCheck, Signature
from mediation.models.sitting import Attendance, Offer, SharedFact, Sitting, SittingSlot, SittingSpan
from mediation.office import documents, history
from mediation.office.casebook import facts_of
from mediation.office.consents import sharing
from mediation.office.evidence import lines, reading
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.papers import making, sides
from mediation.office.papers.called import KIND_NAMES
from mediation.office.papers.sources import Sources
from mediation.office.sittings import notes as notes_of

TABLES: Final[tuple[type[SQLModel], ...]] = (
    Party, Claim, Referral, Deadline, ClockEntry, Consent, Invitation, Service, ChainSign, Representative, Sitting,
    SittingSlot, SittingSpan, Attendance, SharedFact, Offer, Evidence, GroupWorker, GroupConsent, Settlement,
    Instalment, FloorCheck, Signature, RouteStep, PaymentReport, FollowUp, Satisfaction, ClaimSheet, Document,
    HistoryLine,
)  # fmt: skip
"""Whose rows go with a case; not what belongs to people of the house: conflicts, complaints, notices, locks."""
LEFT_OUT: Final = ("_sealed", "_digest")
READ_ME: Final = (
    "本数据包由联合调解工作台导出。case.json 为案件登记的数据；rows 为各项记录（金额以分为单位，时间为世界时）；"
    "documents 为已出具的文书；evidence 为证据；manifest.json 列明每个文件的大小和 SHA-256。"
    "不公开的调解笔记不在其中。数据包含个人信息，请按规定保管。\n"
)


@dataclass
class _Zip:
    """A zip file that is given out while it is written, with the sums of what went in."""

    now: datetime
    held: io.BytesIO = field(default_factory=io.BytesIO)
    files: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.file = zipfile.ZipFile(_Outlet(self.held), "w")

    def add(self, name: str, pieces: Iterator[bytes], *, packed: bool = True) -> Iterator[bytes]:
        """Write one file, yielding what is ready to go out."""
        local, told, size = self.now.astimezone(ZONE), hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        with self.file.open(entry, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                told.update(piece)
                size += len(piece)
                yield self.drained()
        self.files.append({"path": name, "size": size, "sha256": told.hexdigest()})

    def drained(self) -> bytes:
        """Return what was written since the last call."""
        ready = self.held.getvalue()
        self.held.seek(0)
        self.held.truncate()
        return ready


class _Outlet(io.RawIOBase):
    """The end a zip file writes to: it can't go back in it."""

    def __init__(self, held: io.BytesIO) -> None:
        self._held = held

    def writable(self) -> bool:
        """Tell that this stream is for writing."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes."""
        return self._held.write(data)


def export(case_id: str, *, basis: str = "", by: Reader, now: datetime) -> tuple[Iterator[bytes], str]:
    """Return the package of a case piece by piece, and its name; the export is a line of the history.

    `basis` says to whom it goes and on which duty, without which everybody in it must have agreed. Raises NotFound for
    a case the user may not see, Forbidden for one that another desk leads, Refused where neither is there.
    """
    basis = " ".join(basis.split())
    with db.transaction() as session:
        sources = making.open_sources(session, case_id, by=by, now=now)
        case = sources.book.case
        if problems := sharing.basis_faults(session, case.id, basis):
            raise Refused(problems)
        given = lines.of_case(session, case_id, by)
        history.record(
            session, station_id=case.station_id, actor=by.id, act="paper.package", subject=("case", case.id),
            case_id=case.id, fields={"number": case.number, "files": len(sources.documents) + len(given),
                    **({"share_basis": basis} if basis else {})}, now=now,
        )  # fmt: skip
        small = {"case.json": case_json(sources)} | rows_of(session, sources)
        papers = [(one.id, one.kind, one.number) for one in reversed(sources.documents)]
    return _pieces(case_id, small, papers, given, by, now), f"{case.number} 数据包.zip"


def _pieces(
    case_id: str, small: dict[str, Any], papers: list[tuple[str, str, str]], given: list[EvidenceLine], by: Reader,
    now: datetime,
) -> Iterator[bytes]:  # fmt: skip
    out = _Zip(now)
    yield from out.add("README.txt", iter([READ_ME.encode()]))
    for name, content in small.items():
        yield from out.add(name, iter([_json(content)]))
    for nth, (document_id, kind, number) in enumerate(papers, 1):
        name = f"documents/{nth:03d} {KIND_NAMES.get(kind, kind)} {_plain(number)}.pdf"
        content = _checked(case_id, by, partial(_paper, document_id=document_id))
        yield from out.add(name, iter([content]), packed=False)
    for line in given:
        name = f"evidence/{line.nth:03d} {_plain(line.title)}.{_ending(line)}"
        _checked(case_id, by)
        yield from out.add(name, reading.pieces_of(line.id, user=by), packed=False)
    yield from out.add("manifest.json", iter([_json({"case": case_id, "made_at": now, "files": out.files})]))
    out.file.close()
    yield out.drained()


def _checked(case_id: str, by: Reader, read: Callable[[Session], bytes] = lambda _: b"") -> bytes:
    """Read one file after asking again whether the user may."""
    with db.reading() as session:
        access.require(by, "paper.issue", facts_of(session, Scope(session, by).get(Case, case_id)))
        return read(session)


def _paper(session: Session, document_id: str) -> bytes:
    return documents.stored(session, session.get_one(Document, document_id))


def _ending(line: EvidenceLine) -> str:
    return line.name.rpartition(".")[2][:8] if line.mime not in TAKEN else TAKEN[line.mime].ending


def _plain(name: str) -> str:
    """Return a name that is one on every system."""
    kept = "".join(one if one.isalnum() or one in "（）()-_ 　" else "_" for one in name)
    return kept.strip()[:80] or "_"


def rows_of(session: Session, sources: Sources) -> dict[str, Any]:
    """Return the rows of a case by file name; of notes the shared ones only."""
    case = sources.book.case
    found: dict[str, Any] = {"rows/case_file.json": [_row(case)]}
    for model in TABLES:
        rows = session.exec(select(model).where(model.case_id == case.id)).all()  # type: ignore[attr-defined]
        found[f"rows/{model.__tablename__}.json"] = [_row(one) for one in rows]
    notes = [note for one in sources.sittings for note in notes_of.every_shared(session, one.id)]
    return found | {"rows/sitting_note.json": [_row(one) for one in notes]}


def _row(row: SQLModel) -> dict[str, Any]:
    kept = {key: value for key, value in row.model_dump().items() if not key.endswith(LEFT_OUT)}
    return {key: value for key, value in kept.items() if not isinstance(value, bytes)}


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1, default=_said).encode() + b"\n"


def _said(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def case_json(sources: Sources) -> dict[str, Any]:
    """Return the case in the shape in which a case is logged, with its numbers in full."""
    case = sources.book.case
    return {
        "station": sources.station.code, "received_at": case.received_at.astimezone(ZONE).isoformat(),
        "channel": case.channel, "summary": case.summary, "workers": case.workers,
        "applicants": [_party(one) for one in sources.book.parties if one.side == "applicant"],
        "respondents": [_party(one) for one in sources.book.parties if one.side == "respondent"],
        "employment": {
            "hired_on": case.hired_on, "ended_on": case.ended_on, "relation": case.relation,
            "written_contract": case.written_contract, "union_told_of_dismissal": case.union_told,
        },
        "claims": [_claim(one) for one in sources.book.claims],
        "risk": {
            name: getattr(case, name)
            for name in ("threat", "gathering", "stoppage", "violence", "employer_absconded", "payment_order_ignored")
        },
        "willing": {"applicant": case.willing_applicant, "respondent": case.willing_respondent},
    }  # fmt: skip


def _party(row: Party) -> dict[str, Any]:
    common = {"kind": row.kind, "name": row.name, "address": row.address}
    if row.kind == "employer":
        return common | {"credit_code": row.credit_code, "industry": row.industry, "has_union": row.has_union}
    return common | {
        "id_number": sides.opened(row, "id_number") or None, "born": row.born,
        "phone": sides.opened(row, "phone") or None, "union_member": row.union_member, "migrant": row.migrant,
        "hardship": row.hardship,
    }  # fmt: skip


def _claim(row: Claim) -> dict[str, Any]:
    days = {name: getattr(row, name) for name in ("known_on", "accident_on", "diagnosed_on")}
    amount = figures(row.amount).replace(",", "") if row.amount is not None else None
    return {"kind": row.kind, "amount": amount} | days
