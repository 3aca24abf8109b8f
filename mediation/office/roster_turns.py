"""Whose turn a shift is: a lawyer of the rotation, or nobody, with a supervisor who must find one and is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain.refusals import N_
from mediation.domain.rotation import Duty, Hand, hindrance, turn
from mediation.models.roster import Absence, DutyPattern, Firm, Lawyer, Shift, Swap
from mediation.models.user import Membership, User
from mediation.office import notices

ROSTER_LOCK: Final = 0x726F7374  # "rost": one number for the advisory lock of PostgreSQL
TARGET: Final = "/roster"
OWN_TARGET: Final = "/roster/mine"
BY_TURN: Final = N_("轮到值班：已值和已排共 %(hours)s 小时，在可值班的 %(count)s 名律师中最少")
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Filled:
    """What became of shifts that waited for a lawyer."""

    given: tuple[Shift, ...] = ()
    gaps: tuple[Shift, ...] = ()


def lock(session: Session) -> None:
    """Let one change of rosters happen at a time, in all stations: a person may serve at several.

    Taken before the rows are read, so that what was read is still so. SQLite has one writer anyway.
    """
    if not db.is_sqlite(session):
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(ROSTER_LOCK)))


def duty_of(shift: Shift) -> Duty:
    """Return the hours of a shift as the rotation reads them."""
    return Duty(shift.on, shift.starts_at, shift.ends_at)


def served_minutes(shift: Shift) -> int:
    """Return what a shift counts in the rotation: what was served, else its length while it is still to come."""
    if shift.state == "served" and shift.checked_in_at and shift.checked_out_at:
        return (shift.checked_out_at - shift.checked_in_at) // MINUTE
    return duty_of(shift).minutes if shift.state == "planned" else 0


def serving(session: Session, station_id: str) -> list[Lawyer]:
    """Return the lawyers who take turns at a station: active, of an active firm."""
    query = (
        select(Lawyer)
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(Lawyer.station_id == station_id, col(Lawyer.active), col(Firm.active))
        .order_by(col(Lawyer.name), col(Lawyer.id))
    )
    return list(session.exec(query))


def hands(session: Session, lawyers: Sequence[Lawyer], *, but: Iterable[str] = ()) -> dict[str, Hand]:
    """Return each lawyer as the rotation sees them, by id; the shifts `but` are left out.

    Absences and hours are those of the person: of every station and firm that knows the same account.
    """
    left_out = set(but)
    persons = {one.id: one.user_id or one.id for one in lawyers}
    twins = _twins(session, lawyers)
    everybody = [*persons, *twins]
    shifts = session.exec(
        select(Shift).where(col(Shift.lawyer_id).in_(everybody), col(Shift.state).in_(("planned", "served")))
    ).all()
    absences = session.exec(select(Absence).where(col(Absence.lawyer_id).in_(everybody))).all()
    person_of = persons | twins
    made = {}
    for one in lawyers:
        own = [shift for shift in shifts if shift.lawyer_id == one.id and shift.id not in left_out]
        theirs = [s for s in shifts if person_of[str(s.lawyer_id)] == persons[one.id] and s.id not in left_out]
        away = [a for a in absences if person_of[a.lawyer_id] == persons[one.id]]
        made[one.id] = Hand(
            one.id,
            one.name,
            one.credit_minutes + sum(served_minutes(shift) for shift in own),
            tuple(shift.starts_at for shift in own),
            tuple((absence.from_on, absence.until_on) for absence in away),
            tuple((shift.starts_at, shift.ends_at) for shift in theirs),
        )
    return made


def served_by(session: Session, lawyers: Sequence[Lawyer]) -> dict[str, int]:
    """Return the minutes each lawyer served, with the credit they started with, by id."""
    ids = [one.id for one in lawyers]
    minutes = {one.id: one.credit_minutes for one in lawyers}
    for shift in session.exec(select(Shift).where(col(Shift.lawyer_id).in_(ids), Shift.state == "served")):
        minutes[str(shift.lawyer_id)] += served_minutes(shift)
    return minutes


def _twins(session: Session, lawyers: Sequence[Lawyer]) -> dict[str, str]:
    """Return the rows other stations keep of the same persons: id → account."""
    accounts = [one.user_id for one in lawyers if one.user_id]
    query = sa.select(col(Lawyer.id), col(Lawyer.user_id)).where(col(Lawyer.user_id).in_(accounts))
    return {row[0]: row[1] for row in session.execute(query)}


def fill(
    session: Session, station_id: str, waiting: Iterable[Shift], *, tell: bool = True, now: datetime
) -> Filled:
    """Give each shift that waits to the lawyer whose turn it is, else leave it to nobody with an owner.

    Who got a shift, and the owner of a new gap, are told.
    """
    shifts = sorted(waiting, key=lambda one: (one.starts_at, one.id))
    if not shifts:
        return Filled()
    session.flush()
    lawyers = serving(session, station_id)
    at_hand = hands(session, lawyers, but=[one.id for one in shifts])
    patterns = session.exec(select(DutyPattern).where(DutyPattern.station_id == station_id))
    firms = {one.id: one.firm_id for one in patterns}
    given: list[Shift] = []
    gaps: list[Shift] = []
    for shift in shifts:
        firm = firms.get(shift.pattern_id or "")
        able = [at_hand[one.id] for one in lawyers if firm in (None, one.firm_id)]
        chosen = turn(able, duty_of(shift))
        if chosen is not None:
            at_hand[chosen.key] = chosen.given(duty_of(shift))
            _give(shift, chosen, able, now)
            given.append(shift)
        elif _leave_open(session, shift, able, now):
            gaps.append(shift)
        session.add(shift)
    if tell:
        tell_lawyers(session, given, now=now)
    _tell_owners(session, gaps, now)
    return Filled(tuple(given), tuple(gaps))


def _give(shift: Shift, chosen: Hand, able: Sequence[Hand], now: datetime) -> None:
    free = sum(hindrance(one, duty_of(shift)) is None for one in able)
    shift.state, shift.lawyer_id, shift.owner_id, shift.changed_at = "planned", chosen.key, None, now
    shift.because = {"message": BY_TURN, "params": {"hours": _hours(chosen.minutes), "count": free}}


def _leave_open(session: Session, shift: Shift, able: Sequence[Hand], now: datetime) -> bool:
    """Leave the shift to nobody; tell whether that is news, or its owner is."""
    owners = supervisors(session, shift.station_id)
    if shift.state == "nobody" and shift.owner_id in [one.id for one in owners]:
        return False
    absent = sum(hindrance(one, duty_of(shift)) == "absent" for one in able)
    why = N_("没有可值班的律师：请假 %(absent)s 人，另有班次 %(elsewhere)s 人")
    shift.because = {"message": why, "params": {"absent": absent, "elsewhere": len(able) - absent}}
    shift.owner_id = _least_burdened(session, owners)
    shift.state, shift.lawyer_id, shift.changed_at = "nobody", None, now
    session.add(shift)
    session.flush()
    return True


def supervisors(session: Session, station_id: str) -> list[User]:
    """Return the active supervisors of a station by name."""
    query = (
        select(User)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(Membership.station_id == station_id, User.role == "supervisor", col(User.active))
        .order_by(col(User.name))
    )
    return list(session.exec(query))


def _least_burdened(session: Session, owners: Sequence[User]) -> str | None:
    """Return the one of `owners` with the fewest gaps to fill."""
    query = (
        sa.select(col(Shift.owner_id), sa.func.count())
        .where(col(Shift.owner_id).in_([one.id for one in owners]), col(Shift.state) == "nobody")
        .group_by(col(Shift.owner_id))
    )
    gaps: dict[str | None, int] = {row[0]: row[1] for row in session.execute(query)}
    return min(owners, key=lambda one: (gaps.get(one.id, 0), one.name)).id if owners else None


def drop_swaps(session: Session, shifts: Iterable[Shift], *, now: datetime) -> None:
    """Withdraw the wishes to change shifts that aren't the asker's any more; who asked is told."""
    ids = [one.id for one in shifts]
    query = select(Swap).where(
        Swap.state == "asked", sa.or_(col(Swap.shift_id).in_(ids), col(Swap.for_shift_id).in_(ids))
    )
    for swap in session.exec(query).all():
        swap.state, swap.decided_at = "withdrawn", now
        session.add(swap)
        notices.tell(
            session, station_id=swap.station_id, people=[swap.asked_by], kind="swap", key=f"swap:{swap.id}:dropped",
            message=N_("您的换班申请已失效：班次另有安排。"), target=OWN_TARGET, now=now,
        )  # fmt: skip


def tell_lawyers(session: Session, given: Sequence[Shift], *, now: datetime) -> None:
    """Tell each lawyer with an account of the shifts they got, in one notice."""
    by_lawyer: dict[str, list[Shift]] = {}
    for shift in given:
        by_lawyer.setdefault(str(shift.lawyer_id), []).append(shift)
    one_shift, several = N_("您被安排于 %(at)s 值班。"), N_("为您安排了 %(count)s 个班次，最近一次为 %(at)s。")
    for lawyer_id, shifts in sorted(by_lawyer.items()):
        account = session.get_one(Lawyer, lawyer_id).user_id
        if account is None:
            continue
        first = min(shifts, key=lambda one: one.starts_at)
        params = {"at": first.starts_at} | ({"count": len(shifts)} if len(shifts) > 1 else {})
        notices.tell(
            session, station_id=first.station_id, people=[account], kind="roster",
            key=f"given:{first.id}:{lawyer_id}:{now.timestamp():.0f}", params=params,
            message=several if len(shifts) > 1 else one_shift, target=OWN_TARGET, now=now,
        )  # fmt: skip


def _tell_owners(session: Session, gaps: Sequence[Shift], now: datetime) -> None:
    by_owner: dict[str, list[Shift]] = {}
    for shift in gaps:
        if shift.owner_id:
            by_owner.setdefault(shift.owner_id, []).append(shift)
    one_gap = N_("%(at)s 无人值班，请安排律师。")
    several = N_("有 %(count)s 个班次无人值班，最近一次为 %(at)s，请安排律师。")
    for owner, shifts in sorted(by_owner.items()):
        first = min(shifts, key=lambda one: one.starts_at)
        params = {"at": first.starts_at} | ({"count": len(shifts)} if len(shifts) > 1 else {})
        notices.tell(
            session, station_id=first.station_id, people=[owner], kind="roster",
            key=f"gap:{first.id}:{now.timestamp():.0f}", message=several if len(shifts) > 1 else one_gap, params=params,
            target=TARGET, now=now,
        )  # fmt: skip


def _hours(minutes: int) -> str:
    """Write minutes as hours with at most one decimal: `3`, `4.5`."""
    return f"{minutes / 60:.1f}".removesuffix(".0")
