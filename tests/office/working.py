"""A small station at work: people at every desk, and cases logged as a mediator logs them."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from mediation import db
from mediation.domain import casefile
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.referral import Referral
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import intake
from tests import make

RECEIVED = datetime(2026, 11, 16, 1, 20, tzinfo=UTC)
LATER = RECEIVED + timedelta(hours=2)
FILE: dict[str, Any] = {
    "station": "CH",
    "received_at": "2026-11-16T09:20:00+08:00",
    "summary": "拖欠工资",
    "applicants": [{"name": "张玥", "id_number": "11010519491231002X", "phone": "13900001234"}],
    "respondents": [{"name": "城厢建筑公司", "credit_code": "91350100M000100Y43"}],
    "claims": [{"kind": "unpaid_wages", "amount": "8000.00"}],
}
PEOPLE = {
    "mediator": ("mediator", None),
    "union": ("desk_officer", "union"),
    "judicial_office": ("desk_officer", "judicial_office"),
    "police": ("desk_officer", "police"),
    "lawyer": ("duty_lawyer", "law_firm"),
    "supervisor": ("supervisor", None),
    "admin": ("admin", None),
}


@dataclass
class Working:
    """The station with its people by name."""

    station: Station
    people: dict[str, User]

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def log(self, *, at: datetime = RECEIVED, key: str | None = None, **changes: Any) -> str:
        """Log a case and return its id."""
        given = {**deepcopy(FILE), "received_at": at.isoformat(), **changes}
        file = casefile.read(given, now=at)
        with db.transaction() as session:
            return intake.log(session, file, by=self["mediator"], now=at, idempotency_key=key).id


def open_station() -> Working:
    """Make the station in this test's database."""
    with db.transaction() as session:
        station = make.station(session, "CH", name="曹行联合调解工作站", short_name="曹行")
        people = {
            name: make.user(session, name, at=station, role=role, desk=desk) for name, (role, desk) in PEOPLE.items()
        }
        return Working(station, people)


def referrals(session: Session, case_id: str) -> dict[str, Referral]:
    """Return the living referrals of a case by desk."""
    rows = session.exec(select(Referral).where(Referral.case_id == case_id))
    return {row.desk: row for row in rows if row.state in ("open", "accepted")}


def dates(session: Session, case_id: str) -> dict[str, Deadline]:
    """Return the dates of a case that aren't closed, by kind."""
    rows = session.exec(select(Deadline).where(Deadline.case_id == case_id, Deadline.state != "closed"))
    return {row.kind: row for row in rows}


def case_of(session: Session, case_id: str) -> Case:
    """Return a case as stored."""
    return session.get_one(Case, case_id)
