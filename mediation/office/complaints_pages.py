"""Complaints as their pages show them: the list a user may see, one of them, the form for another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.complaint import STATES, Complaint
from mediation.models.user import User
from mediation.office import complaints, supervision_staff

LISTED: Final = 25


@dataclass(frozen=True)
class ComplaintList:
    """One page of complaints, the unanswered first by their day."""

    rows: tuple[Complaint, ...]
    total: int
    page: int
    pages: int
    people: Mapping[str, str]
    numbers: Mapping[str, str]
    today: date
    about: str  # the case's number where only its complaints are listed


@dataclass(frozen=True)
class ComplaintPage:
    """One complaint, and what the user may do about it."""

    row: Complaint
    contact: str
    number: str
    people: Mapping[str, str]
    examiners: tuple[User, ...]
    may: frozenset[str]
    late: bool


@dataclass(frozen=True)
class ComplaintForm:
    """What a new complaint may be about."""

    staff: tuple[User, ...]
    number: str


def listing(
    session: Session, *, user: Reader, now: datetime, page: int = 1, state: str = "", case_id: str = ""
) -> ComplaintList:
    """Return one page of the complaints the user may read; with `case_id` those of one case."""
    scope = Scope(session, user)
    narrowed: list[Any] = [col(Complaint.state) == state] if state in STATES else []
    about = ""
    if case_id:
        about = scope.get(Case, case_id).number
        narrowed.append(col(Complaint.case_id) == case_id)
    total = scope.count(Complaint, *narrowed)
    pages = max(1, -(-total // LISTED))
    page = min(max(page, 1), pages)
    order = (col(Complaint.answered_on).is_not(None), col(Complaint.due_on), col(Complaint.id))
    query = scope.select(Complaint).where(*narrowed).order_by(*order).limit(LISTED).offset((page - 1) * LISTED)
    rows = tuple(session.exec(query).all())
    ids = {one.case_id for one in rows if one.case_id}
    numbers = {one.id: one.number for one in session.exec(scope.select(Case).where(col(Case.id).in_(ids)))}
    people = supervision_staff.names(scope)
    return ComplaintList(rows, total, page, pages, people, numbers, station_day(now), about)


def one(session: Session, complaint_id: str, *, user: Reader, now: datetime) -> ComplaintPage:
    """Return one complaint; raises NotFound for one the user may not read."""
    scope = Scope(session, user)
    row = scope.get(Complaint, complaint_id)
    about = Facts(station_id=row.station_id, user_id=row.examiner_id)
    access.require(user, "complaint.read", about)
    case = session.exec(scope.select(Case).where(Case.id == row.case_id)).first() if row.case_id else None
    may = {act for act in ("complaint.assign", "complaint.answer") if access.may(user, act, about)}
    if row.state == "answered":
        may = set()
    if row.state != "examining":
        may.discard("complaint.answer")
    late = row.answered_on is None and row.due_on < station_day(now)
    return ComplaintPage(
        row, complaints.contact_of(row), case.number if case else "", supervision_staff.names(scope),
        tuple(complaints.examiners(scope, row)), frozenset(may), late,
    )  # fmt: skip


def form(session: Session, *, user: Reader, case_id: str = "") -> ComplaintForm:
    """Return what a new complaint may be about, and the number of the case it comes from."""
    scope = Scope(session, user)
    number = scope.get(Case, case_id).number if case_id else ""
    return ComplaintForm(tuple(complaints.staff(scope, user.station_ids[0])), number)
