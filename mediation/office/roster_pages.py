"""The roster's pages: four weeks of a station, a lawyer's own shifts, one shift with who could serve it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, NotFound
from mediation.domain.rotation import hindrance
from mediation.domain.worktime import station_day
from mediation.models.roster import Absence, DutyPattern, Firm, Lawyer, Shift, Swap
from mediation.models.station import Station
from mediation.office import roster_changes, roster_turns
from mediation.office.records.roster import (
    AbsenceRow,
    CallRow,
    MinePage,
    RosterPage,
    ShiftPage,
    ShiftRow,
    SwapPage,
    Week,
)
from mediation.office.records.words import Said
from mediation.office.roster_rows import Rows
from mediation.office.roster_turns import duty_of, hands

WEEKS: Final = 4
BACK: Final = timedelta(weeks=4)
MOST_OWN: Final = 60


def station_for(session: Session, user: Reader, wanted: str = "") -> Station:
    """Return the station of `wanted` (its id), the first of the user's without one; NotFound for a foreign one."""
    stations = own_stations(session, user)
    found = next((one for one in stations if one.id == wanted or not wanted), None)
    if found is None:
        raise NotFound(N_("找不到该内容。"))
    return found


def own_stations(session: Session, user: Reader) -> list[Station]:
    """Return the stations the user belongs to, by code."""
    return list(session.exec(Scope(session, user).select(Station).order_by(col(Station.code))))


def roster_page(session: Session, *, user: Reader, now: datetime, station_id: str = "") -> RosterPage:
    """Return the four weeks from this week's Monday on."""
    station = station_for(session, user, station_id)
    access.require(user, "roster.read", Facts(station_id=station.id))
    scope = Scope(session, user)
    today = station_day(now)
    monday = today - timedelta(days=today.weekday())
    query = scope.select(Shift).where(
        Shift.station_id == station.id, col(Shift.on) >= monday, col(Shift.on) < monday + timedelta(weeks=WEEKS)
    )
    rows = Rows(scope, station.id, now)
    shifts = [rows.shift(one) for one in session.exec(query.order_by(col(Shift.starts_at), col(Shift.pattern_on)))]
    manages = access.may(user, "roster.manage", Facts(station_id=station.id))
    return RosterPage(
        station.id,
        station.name,
        tuple((one.id, one.name) for one in own_stations(session, user)),
        tuple(_weeks(shifts, monday)),
        tuple(one for one in shifts if one.state == "nobody" and not one.over),
        calls(scope, station.id),
        tuple(rows.swap(one) for one in _asked(scope, station.id)) if manages else (),
        planned=scope.count(DutyPattern, col(DutyPattern.station_id) == station.id, most=1) > 0,
        may_manage=manages,
    )


def _weeks(shifts: list[ShiftRow], monday: date) -> Iterable[Week]:
    for nth in range(WEEKS):
        first = monday + timedelta(weeks=nth)
        yield Week(first, tuple(one for one in shifts if first <= one.on < first + timedelta(weeks=1)))


def _asked(scope: Scope, station_id: str) -> list[Swap]:
    query = scope.select(Swap).where(Swap.station_id == station_id, Swap.state == "asked")
    return list(scope.session.exec(query.order_by(col(Swap.asked_at), col(Swap.id))))


def calls(scope: Scope, station_id: str) -> tuple[CallRow, ...]:
    """Return whom to call when nobody is on duty: the firms that send lawyers."""
    query = scope.select(Firm).where(Firm.station_id == station_id, col(Firm.active)).order_by(col(Firm.name))
    return tuple(CallRow(one.name, one.contact, one.phone) for one in scope.session.exec(query))


def mine(session: Session, *, user: Reader, now: datetime) -> MinePage:
    """Return the user's own shifts; raises NotFound for an account that is no firm's lawyer."""
    lawyer = roster_changes.own_lawyer(session, by=user)
    scope = Scope(session, user)
    rows = Rows(scope, lawyer.station_id, now)
    own = scope.select(Shift).where(Shift.lawyer_id == lawyer.id)
    coming = session.exec(own.where(col(Shift.ends_at) > now).order_by(col(Shift.starts_at)).limit(MOST_OWN)).all()
    past = own.where(col(Shift.ends_at) <= now, col(Shift.ends_at) > now - BACK).order_by(col(Shift.starts_at).desc())
    swaps = scope.select(Swap).where(Swap.asked_by == user.id).order_by(col(Swap.asked_at).desc()).limit(10)
    absences = scope.select(Absence).where(Absence.lawyer_id == lawyer.id, col(Absence.until_on) >= station_day(now))
    month = scope.select(Shift).where(
        Shift.lawyer_id == lawyer.id, Shift.state == "served", col(Shift.on) >= station_day(now).replace(day=1)
    )
    return MinePage(
        lawyer.name,
        rows.firm_of(lawyer),
        tuple(rows.shift(one) for one in coming),
        tuple(rows.shift(one) for one in session.exec(past)),
        tuple(rows.swap(one) for one in session.exec(swaps)),
        tuple(absence_row(one, lawyer.name, now) for one in session.exec(absences.order_by(col(Absence.from_on)))),
        sum(roster_turns.served_minutes(one) for one in session.exec(month)),
    )


def absence_row(one: Absence, name: str, now: datetime) -> AbsenceRow:
    """Return an absence as lists show it."""
    return AbsenceRow(one.id, name, one.from_on, one.until_on, one.reason, one.until_on >= station_day(now))


def swap_page(session: Session, shift_id: str, *, user: Reader, now: datetime) -> SwapPage:
    """Return what an own shift can be changed for; raises NotFound or Forbidden for another's."""
    scope = Scope(session, user)
    shift = scope.get(Shift, shift_id)
    lawyer = session.get(Lawyer, shift.lawyer_id) if shift.lawyer_id else None
    facts = Facts(station_id=shift.station_id, user_id=lawyer.user_id if lawyer else None)
    access.require(user, "swap.ask", facts)
    free, hindered = _candidates(session, shift)
    others = [one for one in free if one.id != shift.lawyer_id]
    names = {one.id: one.name for one in others}
    theirs = session.exec(
        scope.select(Shift)
        .where(col(Shift.lawyer_id).in_(names), Shift.state == "planned", col(Shift.starts_at) > now)
        .order_by(col(Shift.starts_at))
        .limit(MOST_OWN)
    )
    return SwapPage(
        Rows(scope, shift.station_id, now).shift(shift),
        tuple((one.id, one.name) for one in others),
        hindered,
        tuple((one.id, one.starts_at, names[str(one.lawyer_id)]) for one in theirs),
    )


def shift_page(session: Session, shift_id: str, *, user: Reader, now: datetime) -> ShiftPage:
    """Return one shift with who could serve it."""
    scope = Scope(session, user)
    shift = scope.get(Shift, shift_id)
    access.require(user, "roster.read", Facts(station_id=shift.station_id))
    manages = access.may(user, "roster.manage", Facts(station_id=shift.station_id))
    alive = shift.state in ("planned", "nobody") and shift.starts_at > now
    free, hindered = _candidates(session, shift) if manages and alive else ([], ())
    return ShiftPage(
        scope.get(Station, shift.station_id).name,
        Rows(scope, shift.station_id, now).shift(shift),
        tuple((one.id, one.name) for one in free if one.id != shift.lawyer_id),
        hindered,
        calls(scope, shift.station_id),
        may_assign=manages and alive,
        may_correct=manages and shift.lawyer_id is not None and shift.ends_at <= now and shift.state != "cancelled",
    )


def _candidates(session: Session, shift: Shift) -> tuple[list[Lawyer], tuple[Said, ...]]:
    """Return the station's lawyers who can serve the shift, and why each of the others can't."""
    lawyers = roster_turns.serving(session, shift.station_id)
    with access.as_house(session, "an overlap is one at any station"):
        at_hand = hands(session, lawyers, but=[shift.id])
    found = {one.id: hindrance(at_hand[one.id], duty_of(shift)) for one in lawyers}
    why = tuple(
        Said(roster_changes.HINDERED[reason], {"name": one.name}) for one in lawyers if (reason := found[one.id])
    )
    return [one for one in lawyers if found[one.id] is None], why
