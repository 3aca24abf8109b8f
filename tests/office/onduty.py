"""A station with two firms, three lawyers and duties to come, for the tests about the docket."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from mediation import db
from mediation.domain.worktime import ZONE
from mediation.models.roster import Firm, Lawyer, Shift
from mediation.models.user import User
from mediation.office import conflicts
from tests import make
from tests.office.working import Working, open_station, referrals

MONDAY = datetime(2026, 11, 23, 13, 30, tzinfo=ZONE)
WEDNESDAY = datetime(2026, 11, 18, 9, tzinfo=ZONE)


@dataclass
class OnDuty:
    """A station at work with its firms' lawyers, and their duties on the next Mondays."""

    working: Working
    lawyers: dict[str, Lawyer]
    users: dict[str, User]
    shifts: list[Shift]

    def __getitem__(self, name: str) -> User:
        return self.users.get(name) or self.working[name]

    def log(self, **changes: Any) -> str:
        """Log a case that goes to the law firm, too; return its id."""
        plain = {"claims": [{"kind": "severance", "amount": "8000.00", "known_on": "2026-10-01"}]}
        return self.working.log(**{**plain, **changes})

    def clear(self, case_id: str, who: str = "lawyer", *, now: datetime = WEDNESDAY) -> None:
        """Let a lawyer answer that there is no conflict."""
        with db.transaction() as session:
            conflicts.answer(session, referral_of(session, case_id), answer="clear", by=self[who], now=now)


def referral_of(session: Session, case_id: str) -> str:
    """Return the id of the law firm's living referral of a case."""
    return referrals(session, case_id)["law_firm"].id


def open_with_roster() -> OnDuty:
    """Make a station and its roster in this test's database."""
    return add_roster(open_station())


def add_roster(working: Working, *, mondays: int = 3) -> OnDuty:
    """Give the station two firms: `lawyer` and `colleague` of the first, `other` of the second; `lawyer` serves first."""
    with db.transaction() as session:
        station_id = working.station.id
        firms = [Firm(station_id=station_id, name=name) for name in ("城厢律师事务所", "江浦律师事务所")]
        session.add_all(firms)
        session.flush()
        users = {"lawyer": working["lawyer"]}
        for name in ("colleague", "other"):
            users[name] = make.user(session, name, at=working.station, role="duty_lawyer", desk="law_firm")
        lawyers = {
            name: Lawyer(
                station_id=station_id, firm_id=firms[name == "other"].id, user_id=user.id, name=f"{name}律师"
            )
            for name, user in users.items()
        }
        session.add_all(lawyers.values())
        session.flush()
        turns = ("lawyer", "other", "colleague")
        shifts = [shift(station_id, MONDAY + timedelta(weeks=nth), lawyers[turns[nth % 3]].id) for nth in range(mondays)]
        session.add_all(shifts)
    return OnDuty(working, lawyers, users, shifts)


def shift(station_id: str, begins: datetime, lawyer_id: str | None, **given: Any) -> Shift:
    """Return a duty of three hours."""
    on = begins.astimezone(ZONE).date()
    plain = {"pattern_on": on, "on": on, "starts_at": begins, "ends_at": begins + timedelta(hours=3)}
    return Shift(station_id=station_id, lawyer_id=lawyer_id, **{**plain, **given})


def reload(session: Session, row: Shift) -> Shift:
    """Return a shift as this session sees it."""
    return session.exec(select(Shift).where(Shift.id == row.id)).one()
