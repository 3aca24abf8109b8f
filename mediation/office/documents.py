"""Issue documents: printed once, sealed, stored with their digest; read back from storage, never printed again."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, NotFound, Problem
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.document import Document, DocumentContent
from mediation.models.station import Station
from mediation.models.talks import Talks
from mediation.office import documents_standing, history
from mediation.office.casebook import facts_of
from mediation.office.records import Verification
from mediation.press import Printed

TALKS_KINDS: Final = (
    "talks_request", "talks_reply", "talks_representatives", "talks_minutes", "ballot_sheet", "congress_resolution",
    "wage_agreement", "filing_form", "talks_publication",
)  # fmt: skip
CASE_KINDS: Final = (
    "application", "registration", "acceptance_notice", "non_acceptance_notice", "rights_notice", "interview_record",
    "mediation_record", "termination_notice", "arbitration_review_application", "court_confirmation_application",
    "payment_order_application", "follow_up_record", "service_receipt", "power_of_attorney", "closing_report",
    "file_cover", "file_contents",
)  # fmt: skip
KINDS: Final = ("agreement", "proof_sheet", "claim_annex", *CASE_KINDS, *TALKS_KINDS)

NO_SUCH: Final = {
    False: N_("没有案件 %(number)s，或该案尚未出具这种文书；请先在案件页面出具。"),
    True: N_("没有协商 %(number)s，或者尚未出具这种文书；请先在协商的“协商文书”页面出具。"),
}


class Altered(RuntimeError):
    """A stored document is no longer what was issued: its digest differs."""


def new_code() -> str:
    """Return a fresh code for the verification page: 80 bits, easy to type from paper."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return "".join(secrets.choice(letters) for _ in range(16))


@dataclass(frozen=True)
class Issue:
    """What a document is issued as: kind, number, verification code, and the settlement it belongs to.

    `about`: which session or vote of talks it is about; `fields` go into the history with it.
    """

    kind: str
    number: str
    code: str
    settlement_id: str | None = None
    about: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def store(
    session: Session, of: Case | Talks, issue: Issue, printed: Printed, *, by: Reader, now: datetime
) -> Document:
    """Store a printed document of a case or of talks for good, its bytes sealed, with number, digests, history line."""
    owner = {"station_id": of.station_id, "talks_id" if isinstance(of, Talks) else "case_id": of.id}
    document = Document(
        **owner, settlement_id=issue.settlement_id, about=issue.about, kind=issue.kind,
        number=issue.number, code=issue.code, sha256=printed.sha256, record_sha256=printed.record_sha256,
        template=printed.template, size=len(printed.pdf), issued_at=now, issued_by=by.id,
    )  # fmt: skip
    session.add(document)
    session.flush()
    sealed = seals.seal_bytes(printed.pdf, table="document_content", column="sealed", row=document.id)
    session.add(DocumentContent(**owner, document_id=document.id, sealed=sealed))
    fields = {"kind": issue.kind, "number": issue.number, "sha256": printed.sha256, **issue.fields}
    _record(session, document, "document.issue", fields, actor=by.id, now=now)
    return document


def store_signed(
    session: Session, original: Document, printed: Printed, *, number: str, actor: str, now: datetime
) -> Document:
    """Store the signed file of an issued document beside it: a document of its own, with a code of its own."""
    document = Document(
        station_id=original.station_id, case_id=original.case_id, settlement_id=original.settlement_id,
        about=original.about, kind=original.kind, number=number, code=new_code(), sha256=printed.sha256,
        record_sha256=printed.record_sha256, template=printed.template, size=len(printed.pdf), issued_at=now,
        signed_of=original.id, issued_by=None,
    )  # fmt: skip
    session.add(document)
    session.flush()
    sealed = seals.seal_bytes(printed.pdf, table="document_content", column="sealed", row=document.id)
    session.add(
        DocumentContent(
            station_id=original.station_id, case_id=original.case_id, document_id=document.id, sealed=sealed
        )
    )
    fields = {"kind": document.kind, "number": number, "sha256": printed.sha256}
    _record(session, document, "document.signed", fields, actor=actor, now=now)
    return document


def _record(
    session: Session, document: Document, act: str, fields: dict[str, str], *, actor: str, now: datetime
) -> None:
    """Write the history line of a document; one of talks stands in the history of the talks."""
    subject = ("talks", document.talks_id) if document.talks_id else ("document", document.id)
    history.record(
        session, station_id=document.station_id, actor=actor, act=act, subject=subject, case_id=document.case_id,
        fields=fields, now=now,
    )  # fmt: skip


def content(session: Session, document_id: str, *, user: Reader, now: datetime) -> tuple[bytes, str]:
    """Return the bytes of an issued document as stored, and a file name; the reading is a line of the history.

    Raises NotFound for one the user may not see, Altered if the bytes are not those that were issued.
    """
    scope = Scope(session, user)
    document = scope.get(Document, document_id)
    if document.talks_id:
        access.require(user, "talks.read", Facts(station_id=scope.get(Talks, document.talks_id).station_id))
    else:
        access.require(user, "document.read", facts_of(session, scope.get(Case, document.case_id or "")))
    _record(session, document, "document.read", {"number": document.number}, actor=user.id, now=now)
    return stored(session, document), f"{document.number}.pdf"


def stored(session: Session, document: Document) -> bytes:
    """Return the stored bytes of a document the caller may read; raises Altered if they don't match their digest."""
    row = session.exec(select(DocumentContent).where(DocumentContent.document_id == document.id)).first()
    if row is None:
        raise Altered(f"document {document.id}: its content is gone")
    pdf = seals.open_bytes(row.sealed, table="document_content", column="sealed", row=document.id)
    if hashlib.sha256(pdf).hexdigest() != document.sha256:
        raise Altered(f"document {document.id}: its content is not what was issued")
    return pdf


def verification(session: Session, code: str, digest: str = "") -> Verification:
    """Return what the public page may say about a verification code, and the sum its paper carries: no names."""
    wanted = code.strip().upper()
    document = session.exec(select(Document).where(Document.code == wanted)).first() if wanted.isalnum() else None
    if document is None:
        return Verification(False, code)
    station = session.get_one(Station, document.station_id)
    return Verification(
        True, wanted, document.number, document.kind, station_day(document.issued_at), document.record_sha256,
        station.organisation_name, document.sha256, digest.lower() == document.record_sha256 if digest else None,
        documents_standing.standing(session, document, by_code=True),
    )  # fmt: skip


def for_console(session: Session, number: str, kind: str, *, now: datetime) -> tuple[Document, bytes]:
    """Return the newest issued document of a kind for the number or id of a case, or of talks for their papers.

    For the operator; noted in the history. Raises NotFound where there is no such case or nothing was issued.
    """
    owner, of = (Talks, Document.talks_id) if kind in TALKS_KINDS else (Case, Document.case_id)
    query = (
        select(Document)
        .join(owner, col(owner.id) == col(of))
        .where(sa.or_(col(owner.number) == number, col(owner.id) == number), Document.kind == kind)
        .order_by(col(Document.issued_at).desc(), col(Document.signed_of).is_(None))  # at one instant: the signed file
    )
    document = session.exec(query).first()
    if document is None:
        raise NotFound(Problem(NO_SUCH[owner is Talks], "CASE", number, params={"number": number}))
    _record(session, document, "document.read", {"number": document.number}, actor="command", now=now)
    return document, stored(session, document)


def of_bytes(session: Session, content: bytes) -> Document | None:
    """Return the register's entry for exactly these bytes, None if there is none."""
    digest = hashlib.sha256(content).hexdigest()
    return session.exec(select(Document).where(Document.sha256 == digest)).first()
