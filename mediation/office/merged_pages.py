"""What lies in the cases that were merged into one, as the page of that one shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.models.case import Case
from mediation.models.consent import Consent, Invitation
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.sitting import Offer, Sitting
from mediation.office import casebook, cases, merged
from mediation.office.casebook import facts_of
from mediation.office.evidence import lines
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.records import CaseHeader

T = TypeVar("T", Consent, Invitation)


@dataclass(frozen=True)
class MergedCase:
    """One case that was merged: what was said and handed in there. None where the user may not see that part."""

    id: str
    number: str
    merged_on: date | None
    evidence: tuple[EvidenceLine, ...] | None
    sittings: tuple[Sitting, ...]
    offers: tuple[Offer, ...] | None
    consents: tuple[tuple[Consent, str], ...]
    invitations: tuple[tuple[Invitation, str], ...]
    papers: tuple[Document, ...]


@dataclass(frozen=True)
class MergedPage:
    """The cases merged into one, with the head of that one."""

    header: CaseHeader
    cases: tuple[MergedCase, ...]


def page(session: Session, case_id: str, *, user: Reader) -> MergedPage:
    """Return what lies in the cases merged into one, as far as the user may see it; raises NotFound, Forbidden."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    access.require(user, "case.read", facts_of(session, case))
    ids = [one for one, _ in merged.numbers(session, case)]
    rows = session.exec(scope.select(Case).where(col(Case.id).in_(ids)).order_by(col(Case.number))).all()
    asks = access.may(user, "consent.note", facts_of(session, case))
    read = [one for one in rows if access.may(user, "case.read", facts_of(session, one))]
    seen = tuple(_merged(scope, one, asks=asks) for one in read)
    book = casebook.open_book(session, case)
    return MergedPage(cases.header(session, book, cases.names_of(session, case.station_id)), seen)


def _merged(scope: Scope, case: Case, *, asks: bool) -> MergedCase:
    """Return one case; what its parties said of consent only to who notes that in the case that goes on."""
    session = scope.session
    names = {one.id: one.name for one in session.exec(select(Party).where(Party.case_id == case.id))}
    sittings = scope.select(Sitting).where(Sitting.case_id == case.id).order_by(col(Sitting.nth))
    offers = scope.select(Offer).where(Offer.case_id == case.id).order_by(col(Offer.nth))
    consents = scope.select(Consent).where(Consent.case_id == case.id).order_by(col(Consent.said_at), col(Consent.id))
    asked = scope.select(Invitation).where(Invitation.case_id == case.id).order_by(col(Invitation.made_at))
    papers = scope.select(Document).where(Document.case_id == case.id).order_by(col(Document.issued_at))
    wages = access.sees(scope.user, "wage_papers", facts_of(session, case))
    return MergedCase(
        case.id, case.number, case.closed_on, _evidence(scope, case.id), tuple(session.exec(sittings)),
        tuple(session.exec(offers)) if wages else None, _named(session.exec(consents) if asks else (), names),
        _named(session.exec(asked) if asks else (), names), tuple(session.exec(papers)) if wages else (),
    )  # fmt: skip


def _named(rows: Iterable[T], names: dict[str, str]) -> tuple[tuple[T, str], ...]:
    return tuple((one, names.get(one.party_id, "")) for one in rows)


def _evidence(scope: Scope, case_id: str) -> tuple[EvidenceLine, ...] | None:
    case = scope.get(Case, case_id)
    if not access.may(scope.user, "evidence.read", facts_of(scope.session, case)):
        return None
    return tuple(lines.of_case(scope.session, case_id, scope.user))
