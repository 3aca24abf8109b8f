"""A station with a firm of three lawyers, for tests of the roster."""

from datetime import date, datetime, time

from sqlmodel import Session, col, select

from mediation import db
from mediation.domain.worktime import ZONE
from mediation.models.notice import Notice
from mediation.models.roster import Lawyer, Shift
from mediation.models.user import User
from mediation.office import roster_setup
from mediation.office.roster_setup import FirmForm, LawyerForm, NewPattern
from tests.office.working import RECEIVED, Working

NOW = RECEIVED  # Monday 16 November 2026, 09:20
MONDAY = NewPattern(1, time(13, 30), time(16, 30), date(2026, 11, 16))
NAMES = ("安律师", "白律师", "陈律师")


def at(text: str) -> datetime:
    """Return an instant in station time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def found_firm(working: Working) -> Working:
    """Add a firm of three lawyers, the first of whom signs in as `lawyer`."""
    boss = working["supervisor"]
    with db.transaction() as session:
        form = FirmForm("城厢律师事务所", "前台", "021-50000000")
        made = roster_setup.save_firm(session, working.station.id, form, by=boss, now=NOW)
        for name in NAMES:
            account = working["lawyer"].id if name == NAMES[0] else ""
            roster_setup.save_lawyer(session, made.id, LawyerForm(name, account=account), by=boss, now=NOW)
    return working


def plan_mondays(working: Working) -> Working:
    """Plan Mondays for eight weeks."""
    with db.transaction() as session:
        roster_setup.add_pattern(session, working.station.id, MONDAY, by=working["supervisor"], now=NOW)
    return working


def stored(session: Session) -> list[Shift]:
    """Return every shift in order."""
    return list(session.exec(select(Shift).order_by(col(Shift.starts_at))))


def names(session: Session) -> dict[str | None, str]:
    """Return the lawyers\' names by id."""
    return {one.id: one.name for one in session.exec(select(Lawyer))} | {None: "—"}


def lawyer(session: Session, name: str) -> Lawyer:
    """Return a lawyer by name."""
    return session.exec(select(Lawyer).where(Lawyer.name == name)).one()


def notices_of(session: Session, user: User) -> list[str]:
    """Return what a person was told, in order."""
    query = select(Notice).where(Notice.user_id == user.id).order_by(col(Notice.made_at))
    return [one.message for one in session.exec(query)]
