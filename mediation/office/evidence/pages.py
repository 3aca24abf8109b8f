"""The evidence of a case as its pages show it."""

from dataclasses import dataclass

from sqlmodel import Session

from mediation import access
from mediation.access import Reader, Scope
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.office import casebook, cases
from mediation.office.casebook import facts_of
from mediation.office.evidence import lines
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.evidence.reading import readable
from mediation.office.records import CaseHeader


@dataclass(frozen=True)
class EvidencePage:
    """The evidence of a case: what is kept, what was withdrawn, who may have given it, what the user may do.

    `merged`: what is kept of cases merged into it; bundles hold it, too.
    """

    header: CaseHeader
    kept: tuple[EvidenceLine, ...]
    withdrawn: tuple[EvidenceLine, ...]
    parties: tuple[Party, ...]
    may_add: bool
    may_withdraw: bool
    sees: bool
    merged: tuple[EvidenceLine, ...] = ()


@dataclass(frozen=True)
class OnePage:
    """One file with what is said about it."""

    header: CaseHeader
    line: EvidenceLine
    parties: tuple[Party, ...]
    may_edit: bool
    may_withdraw: bool


def of_case(session: Session, case_id: str, *, user: Reader) -> EvidencePage:
    """Return the evidence page of a case; raises NotFound and Forbidden."""
    every = lines.every(session, case_id, user)
    case = Scope(session, user).get(Case, case_id)
    about = facts_of(session, case)
    book = casebook.open_book(session, case)
    sees = access.sees(user, "wage_papers", about)
    return EvidencePage(
        cases.header(session, book, cases.names_of(session, case.station_id)),
        tuple(one for one in every if one.state == "kept"), tuple(one for one in every if one.state == "withdrawn"),
        tuple(book.parties), sees and access.may(user, "evidence.add", about),
        access.may(user, "evidence.withdraw", about), sees, tuple(lines.taken_over(session, case.id, user)),
    )  # fmt: skip


def of_one(session: Session, evidence_id: str, *, user: Reader) -> OnePage:
    """Return the page of one file; raises NotFound and Forbidden."""
    row = readable(session, evidence_id, user)
    page = of_case(session, row.case_id, user=user)
    line = next(one for one in (*page.kept, *page.withdrawn) if one.id == row.id)
    kept = line.state == "kept"
    return OnePage(page.header, line, page.parties, kept and page.may_add, kept and page.may_withdraw)
