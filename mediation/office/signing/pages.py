"""What the signing pages show: every signer's state for the station, the text to be signed for a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from mediation import access, config, seals
from mediation.access import Reader, Scope
from mediation.domain import money
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.station import Station
from mediation.office import agreement, casebook, cases, documents, evidence, settlement_pages, settlements
from mediation.office.casebook import facts_of
from mediation.office.evidence import EvidenceLine
from mediation.office.records import CaseHeader, PreviewInstalment, PreviewSection
from mediation.office.signing import codes, finishing, lines
from mediation.office.signing.lines import SignerLine


@dataclass(frozen=True)
class SigningPage:
    """The signing of one agreement: every signer with the state, and what may be done."""

    header: CaseHeader
    id: str
    number: str
    organisation_kind: str
    document_id: str
    signed_document_id: str
    lines: tuple[SignerLine, ...]
    effective_on: date | None
    first: date
    today: date
    may_collect: bool
    scans: tuple[EvidenceLine, ...] = ()
    replaced: bool = False

    @property
    def done(self) -> int:
        """Give how many have signed."""
        return sum(one.done for one in self.lines)

    @property
    def complete(self) -> bool:
        """Tell whether nobody is missing."""
        return bool(self.lines) and self.done == len(self.lines)

    @property
    def refused(self) -> tuple[SignerLine, ...]:
        """Give those who refused to sign."""
        return tuple(one for one in self.lines if one.state == "refused")


@dataclass(frozen=True)
class CodePage:
    """One signer's code, to be shown to that signer alone; `address` is what the QR code holds."""

    header: CaseHeader
    settlement_id: str
    line: SignerLine
    address: str
    shown: str


@dataclass(frozen=True)
class PublicPage:
    """What a phone shows of an agreement: its whole text, and whether its bearer may still sign."""

    name: str
    role: str
    side: str
    state: str
    may_sign: bool
    over: bool
    effective_on: date | None
    station: str
    number: str
    sections: tuple[PreviewSection, ...]
    instalments: tuple[PreviewInstalment, ...]
    total: int
    upper: str
    sha256: str
    drawn: bool
    firm: bool = False
    by: str = ""
    closed: bool = False


def page(session: Session, settlement_id: str, *, user: Reader, now: datetime) -> SigningPage:
    """Return the signing of an agreement; raises NotFound for one the user may not see or that isn't issued."""
    scope = Scope(session, user)
    row = scope.get(Settlement, settlement_id)
    case = scope.get(Case, row.case_id)
    mine = facts_of(session, case)
    access.require(user, "settlement.draft", mine)
    book, people = casebook.open_book(session, case), cases.names_of(session, row.station_id)
    original = finishing.printed(session, row.id) if row.state == "issued" else None
    signed = finishing.signed_file(session, row.id)
    today = station_day(now)
    may = original is not None and row.effective_on is None and row.replaced_on is None
    may = may and _going_on(case) and access.may(user, "signature.collect", mine)
    return SigningPage(
        header=cases.header(session, book, people), id=row.id, number=row.number or "",
        organisation_kind=session.get_one(Station, row.station_id).organisation_kind,
        document_id=original.id if original else "", signed_document_id=signed.id if signed else "",
        lines=tuple(lines.state(session, row.id, today=today if may else None, people=people)),
        effective_on=row.effective_on, first=station_day(original.issued_at) if original else today, today=today,
        may_collect=may, replaced=row.replaced_on is not None,
        scans=tuple(evidence.attachable(session, case.id, user, ("signed_paper",))) if may else (),
    )  # fmt: skip


def code(session: Session, signature_id: str, *, user: Reader, now: datetime) -> CodePage | None:
    """Return the open code of a signer, None where none is open; raises NotFound for a signer of another station."""
    row, header = _mine(session, signature_id, user)
    if row.code_until is None or row.code_until <= now or row.code_digest is None:
        return None
    plain = codes.code_of(row)
    line = next(one for one in lines.state(session, row.settlement_id) if one.id == row.id)
    grouped = "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    return CodePage(header, row.settlement_id, line, f"{config.settings().base_url.rstrip('/')}/sign/{plain}", grouped)


def drawn(session: Session, signature_id: str, *, user: Reader) -> bytes | None:
    """Return the picture of a drawn signature, None where there is none."""
    row, _ = _mine(session, signature_id, user)
    return _drawn(row)


def public(session: Session, plain: str, *, source: str, now: datetime) -> PublicPage:
    """Return what the bearer of a code may see: the text, and who the code lets sign. Raises NotFound, TooMany."""
    row = codes.by_code(session, plain, source=source, now=now)
    of = session.get_one(Settlement, row.settlement_id)
    station = session.get_one(Station, row.station_id)
    book = casebook.open_book(session, session.get_one(Case, row.case_id))
    terms = settlements.checked_terms(of, book, of.changed_at)
    record: dict[str, Any] = agreement.record(
        book, station, terms, code="-", number=of.number or "", replaces=agreement.replacing(session, of)
    )
    line = next(one for one in lines.state(session, of.id) if one.id == row.id)
    closed = of.effective_on is None and of.replaced_on is None and not _going_on(book.case)
    over = closed or of.effective_on is not None or of.replaced_on is not None
    return PublicPage(
        name=row.name if row.role == "representative" else line.name, role=row.role, side=line.side, state=line.state,
        may_sign=not over, over=over, effective_on=of.effective_on, station=station.organisation_name,
        number=of.number or "", sections=tuple(settlement_pages.sections_of(record, terms)),
        instalments=tuple(
            PreviewInstalment(nth, one.due_on, one.amount, money.capitals(one.amount))
            for nth, one in enumerate(terms.instalments, 1)
        ),
        total=terms.total or 0, upper=money.capitals(terms.total or 0),
        sha256=finishing.printed(session, of.id).sha256, drawn=row.drawn_sealed is not None,
        firm=line.firm and row.role != "representative", by=line.by, closed=closed,
    )  # fmt: skip


def _going_on(case: Case) -> bool:
    return case.state == "open" and case.mediation == "open"


def public_file(session: Session, plain: str, *, source: str, now: datetime) -> tuple[bytes, str]:
    """Return the printed agreement to the bearer of a code, and its name."""
    row = codes.by_code(session, plain, source=source, now=now)
    document: Document = finishing.printed(session, row.settlement_id)
    return documents.stored(session, document), f"{document.number}.pdf"


def public_drawn(session: Session, plain: str, *, source: str, now: datetime) -> bytes | None:
    """Return to the bearer of a code what was drawn with it."""
    return _drawn(codes.by_code(session, plain, source=source, now=now))


def _mine(session: Session, signature_id: str, user: Reader) -> tuple[Signature, CaseHeader]:
    scope = Scope(session, user)
    row = scope.get(Signature, signature_id)
    case = scope.get(Case, row.case_id)
    access.require(user, "signature.collect", facts_of(session, case))
    book = casebook.open_book(session, case)
    return row, cases.header(session, book, cases.names_of(session, row.station_id))


def _drawn(row: Signature) -> bytes | None:
    if row.drawn_sealed is None:
        return None
    return seals.open_bytes(row.drawn_sealed, table="signature", column="drawn_sealed", row=row.id)
