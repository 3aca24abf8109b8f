"""What was asked of the parties of a case, and what they answered, as the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.models.willingness import Inquiry
from mediation.office import casebook, cases, willingness, willingness_gateway
from mediation.office.casebook import facts_of
from mediation.office.records import CaseHeader


@dataclass(frozen=True)
class Asked:
    """One party with the questions put to it, the newest first; `known`: the willingness on file of its side."""

    party: Party
    known: bool | None
    inquiries: tuple[tuple[Inquiry, str], ...]
    may_ask: bool


@dataclass(frozen=True)
class WillingnessPage:
    """The parties of a case with what they were asked and said."""

    header: CaseHeader
    parties: tuple[Asked, ...]
    people: Mapping[str, str]
    gateway: bool
    may: bool


def of_case(session: Session, case_id: str, *, user: Reader, now: datetime) -> WillingnessPage:
    """Return the questions to the parties of a case; raises NotFound and Forbidden as the acts do."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    access.require(user, "willingness.ask", facts_of(session, case))
    book = casebook.open_book(session, case)
    people = cases.names_of(session, case.station_id)
    found: dict[str, list[tuple[Inquiry, str]]] = {}
    query = scope.select(Inquiry).where(Inquiry.case_id == case.id).order_by(col(Inquiry.asked_at).desc())
    for one in session.exec(query):
        found.setdefault(one.party_id, []).append((one, _state(one, now)))
    gateway = willingness_gateway.of_station(session, case.station_id)
    ready = gateway is not None and gateway.active
    may = case.state == "open" and case.mediation != "blocked"
    known = {"applicant": case.willing_applicant, "respondent": case.willing_respondent}
    return WillingnessPage(
        cases.header(session, book, people),
        tuple(_asked(one, known[one.side], found.get(one.id, []), may and ready) for one in book.parties),
        people, ready, may,
    )  # fmt: skip


def _asked(party: Party, known: bool | None, inquiries: list[tuple[Inquiry, str]], may: bool) -> Asked:
    waiting = any(state in ("asked", "answered") for _, state in inquiries)
    free = may and known is not False and not waiting and party.phone_sealed is not None and not party.contact_unsafe
    return Asked(party, known, tuple(inquiries), free)


def _state(inquiry: Inquiry, now: datetime) -> str:
    """Return the state of a question; one nobody answered in time is over."""
    return "over" if inquiry.state == "asked" and not willingness.is_open(inquiry, now) else inquiry.state


def station_of(session: Session, inquiry: Inquiry) -> str:
    """Return the name of the station that asks: all the public page says."""
    return session.exec(select(Station.name).where(Station.id == inquiry.station_id)).one()
