"""What a station's roster is made from, as its settings page shows it."""

from datetime import date, datetime

from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.roster import slots
from mediation.domain.worktime import station_day
from mediation.models.roster import Absence, DutyPattern, Firm, Lawyer
from mediation.models.user import User
from mediation.office import roster_pages, roster_setup, roster_turns
from mediation.office.records.roster import FirmRow, LawyerRow, PatternRow, RosterSettings


def settings(session: Session, *, user: Reader, now: datetime, station_id: str = "") -> RosterSettings:
    """Return the firms, lawyers, weekly duties and coming absences of a station, for its supervisor."""
    station = roster_pages.station_for(session, user, station_id)
    access.require(user, "roster.manage", Facts(station_id=station.id))
    scope = Scope(session, user)
    firms = firm_rows(scope, station.id)
    patterns = scope.select(DutyPattern).where(DutyPattern.station_id == station.id)
    order = (col(DutyPattern.weekday), col(DutyPattern.starts_at), col(DutyPattern.in_force_from))
    names = {one.id: one.name for one in firms}
    lawyers = {row.id: row.name for one in firms for row in one.lawyers}
    absences = scope.select(Absence).where(
        Absence.station_id == station.id, col(Absence.until_on) >= station_day(now)
    )
    return RosterSettings(
        station.id,
        station.name,
        tuple((one.id, one.name) for one in roster_pages.own_stations(session, user)),
        firms,
        tuple(_pattern(one, names, now) for one in session.exec(patterns.order_by(*order))),
        tuple(
            roster_pages.absence_row(one, lawyers[one.lawyer_id], now)
            for one in session.exec(absences.order_by(col(Absence.from_on), col(Absence.id)))
        ),
    )


def firm_rows(scope: Scope, station_id: str) -> tuple[FirmRow, ...]:
    """Return the firms of a station with their lawyers, those who send lawyers first."""
    session = scope.session
    wanted = scope.select(Lawyer).where(Lawyer.station_id == station_id)
    lawyers = session.exec(wanted.order_by(col(Lawyer.active).desc(), col(Lawyer.name))).all()
    served = roster_turns.served_by(session, lawyers)
    accounts = {one.id: one.name for one in session.exec(scope.select(User).where(User.role == "duty_lawyer"))}
    rows: dict[str, list[LawyerRow]] = {}
    for one in lawyers:
        account = accounts.get(one.user_id or "", "")
        row = LawyerRow(one.id, one.name, one.licence, account, one.user_id or "", one.active, served[one.id])
        rows.setdefault(one.firm_id, []).append(row)
    query = scope.select(Firm).where(Firm.station_id == station_id).order_by(col(Firm.active).desc(), col(Firm.name))
    return tuple(
        FirmRow(one.id, one.name, one.contact, one.phone, one.active, tuple(rows.get(one.id, ())))
        for one in session.exec(query)
    )


def accounts(session: Session, *, user: Reader, station_id: str, lawyer_id: str = "") -> list[tuple[str, str]]:
    """Return the accounts a lawyer can be linked to, id and name."""
    access.require(user, "roster.manage", Facts(station_id=station_id))
    found = roster_setup.free_accounts(session, station_id, lawyer_id)
    return [(one.id, f"{one.display_name or one.name}（{one.name}）") for one in found]


def _pattern(one: DutyPattern, firms: dict[str, str], now: datetime) -> PatternRow:
    day = date(2000, 1, 1)
    whole = slots(datetime.combine(day, one.starts_at), datetime.combine(day, one.ends_at), one.slot_minutes)
    ended = one.in_force_until is not None and one.in_force_until < station_day(now)
    return PatternRow(
        one.id, one.weekday, one.starts_at, one.ends_at, one.slot_minutes, len(whole), one.walk_in_slots,
        one.on_holiday, one.in_force_from, one.in_force_until, firms.get(one.firm_id or "", ""), ended,
    )  # fmt: skip
