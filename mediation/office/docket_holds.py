"""Holding a slot of a duty while a case is being referred: it becomes the case's place, or falls free by itself.

Who holds, and who gives places out, takes the shift's lock first: of two who want the last slot one gets it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.docket import Slot
from mediation.domain.refusals import N_, Conflict, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.docket import SlotHold, Visit
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Shift
from mediation.models.station import Station
from mediation.office import docket
from mediation.office.records.duty import HoldRecord

MOST_SHIFTS = 8


def take(
    session: Session, *, shift_id: str = "", station_id: str = "", case_id: str = "", by: Reader, now: datetime
) -> SlotHold | None:
    """Hold a free slot of a duty (the next with one, unless `shift_id` says which), for a case if it is known.

    For a case that the law firm has already the slot becomes its place at once: returns None. Raises Conflict where
    no slot is free, where the user holds one already, or the case has its place.
    """
    case = Scope(session, by).get(Case, case_id) if case_id else None
    shift, slot = _free(session, _shifts(session, shift_id, case.station_id if case else station_id, by, now), by, now)
    if _own(session, by.id, now):
        raise Conflict(N_("您已暂留一个时段，请先使用或放弃后再留。"))
    station = session.get_one(Station, shift.station_id)
    row = SlotHold(
        station_id=station.id, shift_id=shift.id, position=slot.position, starts_at=slot.starts_at,
        ends_at=slot.ends_at, held_by=by.id, held_at=now, until=now + timedelta(minutes=station.hold_minutes),
    )  # fmt: skip
    session.execute(sa.delete(SlotHold).where(col(SlotHold.shift_id) == shift.id, col(SlotHold.until) <= now))
    session.add(row)
    fields = {"at": slot.starts_at, "until": row.until}
    docket.record(session, shift, "slot.hold", by.id, now, fields, case.id if case else None)
    if case is not None:
        row.case_id = case.id
        return None if settle(session, case, actor=by.id, now=now) else row
    return row


def attach(session: Session, hold_id: str, case: Case, *, by: Reader, now: datetime) -> None:
    """Let an own hold be for a case that is being logged; one that has run out meanwhile is nobody's any more."""
    held = {one.id: one for one in _own(session, by.id, now) if one.station_id == case.station_id}
    if row := held.get(hold_id):
        row.case_id = case.id
        session.add(row)


def settle(session: Session, case: Case, *, actor: str, now: datetime) -> bool:
    """Give a case that has come to the law firm the slot that is held for it; tell whether it got its place."""
    session.flush()
    row = session.exec(select(SlotHold).where(SlotHold.case_id == case.id, col(SlotHold.until) > now)).first()
    if row is None:
        return False
    referral = session.exec(
        select(Referral).where(
            Referral.case_id == case.id, Referral.desk == access.GATED_DESK, col(Referral.state).in_(ALIVE)
        )
    ).first()
    if referral is None:
        return False
    docket.lock(session, row.shift_id)
    shift = session.get_one(Shift, row.shift_id)
    visit = session.exec(select(Visit).where(Visit.shift_id == shift.id, Visit.case_id == case.id)).first()
    session.delete(row)
    if shift.state not in docket.RUNNING or (visit is not None and visit.state != "handed_on"):
        return False
    visit = visit or Visit(station_id=case.station_id, shift_id=shift.id, case_id=case.id, changed_at=now)
    visit.promised = True
    slot = Slot(row.position, row.starts_at, row.ends_at)
    session.add(docket.seat(visit, docket.waiting_of(session, [(referral, case)])[referral.id], slot, now))
    session.flush()
    docket.record(session, shift, "slot.used", actor, now, {"at": row.starts_at}, case.id)
    return True


def release(session: Session, hold_id: str, *, by: Reader, now: datetime) -> None:
    """Let an own held slot go; a supervisor may let anybody's go."""
    row = Scope(session, by).get(SlotHold, hold_id)
    access.require(by, "slot.hold", Facts(station_id=row.station_id))
    if row.held_by != by.id and by.role != "supervisor":
        raise NotFound(N_("找不到该内容。"))
    shift = session.get_one(Shift, row.shift_id)
    docket.record(session, shift, "slot.release", by.id, now, {"at": row.starts_at}, row.case_id)
    session.delete(row)


def own(session: Session, *, user: Reader, now: datetime) -> HoldRecord | None:
    """Return the slot the user holds for a case that isn't logged yet."""
    row = next((one for one in _own(session, user.id, now) if one.case_id is None), None)
    return _record(row) if row else None


def of_case(session: Session, case_id: str, *, now: datetime) -> HoldRecord | None:
    """Return the slot that is held for a case."""
    row = session.exec(select(SlotHold).where(SlotHold.case_id == case_id, col(SlotHold.until) > now)).first()
    return _record(row) if row else None


def _record(row: SlotHold) -> HoldRecord:
    return HoldRecord(row.id, row.starts_at, row.until)


def _own(session: Session, user_id: str, now: datetime) -> Sequence[SlotHold]:
    query = select(SlotHold).where(SlotHold.held_by == user_id, col(SlotHold.until) > now)
    return session.exec(query.order_by(col(SlotHold.held_at))).all()


def _shifts(session: Session, shift_id: str, station_id: str, by: Reader, now: datetime) -> list[str]:
    """Return the duty meant, or the next ones of the station."""
    if shift_id:
        return [shift_id]
    station_id = station_id or next(iter(by.station_ids), "")
    query = (
        select(Shift.id)
        .where(Shift.station_id == station_id, col(Shift.state).in_(docket.RUNNING), col(Shift.ends_at) > now)
        .order_by(col(Shift.starts_at), col(Shift.id))
        .limit(MOST_SHIFTS)
    )
    return list(session.exec(query))


def _free(session: Session, shift_ids: Sequence[str], by: Reader, now: datetime) -> tuple[Shift, Slot]:
    """Return the first slot of the duties that may be held; those kept for walk-ins only on the day itself."""
    for shift_id in shift_ids:
        shift = docket.locked(session, shift_id, by, "slot.hold")
        if shift.state not in docket.RUNNING or shift.ends_at <= now:
            continue
        free = docket.of_shift(session, shift, now=now).plan.free
        ahead = [one for one in free if one.ends_at > now and (not one.kept or shift.on == station_day(now))]
        if ahead:
            return shift, min(ahead, key=lambda one: (one.kept, one.starts_at))
    raise Conflict(N_("没有可以暂留的空余时段；当日来访可使用为来访保留的时段。"))
