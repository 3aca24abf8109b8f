"""What was really served: check-in and check-out, shifts that nobody came to, hours a month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.workdays import add_months
from mediation.domain.worktime import ZONE
from mediation.models.roster import Firm, Lawyer, Shift
from mediation.office import history, notices, roster_turns
from mediation.office.roster_turns import lock, served_minutes

EARLY: Final = timedelta(hours=1)
"""How long before its hours a lawyer may check in."""

GRACE: Final = timedelta(hours=12)
"""How long after its hours a shift waits for a check-out before the nightly run settles it."""

NOTED: Final = timedelta(days=1)
"""How long after a duty its note may be written."""

NOTE_LENGTH: Final = 2000


@dataclass(frozen=True)
class Served:
    """One lawyer's month: shifts served, missed and still planned, minutes served."""

    firm: str
    lawyer: str
    served: int
    missed: int
    planned: int
    minutes: int


def check_in(session: Session, shift_id: str, *, by: Reader, now: datetime) -> Shift:
    """Note that the lawyer has come; raises Conflict too early, after the end, or a second time."""
    shift = _own(session, shift_id, by)
    if shift.state != "planned" or shift.checked_in_at is not None:
        raise Conflict(N_("该班次已经签到或已结束。"))
    if now < shift.starts_at - EARLY:
        raise Conflict(N_("值班开始前一小时内才能签到。"))
    if now >= shift.ends_at:
        raise Conflict(N_("值班时间已过，不能再签到；请联系站长补记。"))
    shift.checked_in_at = now
    _store(session, shift, "duty.check_in", {}, by.id, now)
    return shift


def check_out(session: Session, shift_id: str, *, by: Reader, now: datetime) -> Shift:
    """Note that the lawyer leaves: the shift is served, its hours count."""
    shift = _own(session, shift_id, by)
    if shift.state != "planned" or shift.checked_in_at is None:
        raise Conflict(N_("该班次尚未签到，或已经签退。"))
    shift.checked_out_at, shift.state = max(now, shift.checked_in_at), "served"
    _store(session, shift, "duty.check_out", {"minutes": served_minutes(shift)}, by.id, now)
    return shift


def leave_note(session: Session, shift_id: str, text: str, *, by: Reader, now: datetime) -> Shift:
    """Leave a note for who serves next; it can be changed until the day after the duty. An empty one takes it back."""
    shift = _own(session, shift_id, by)
    if not may_leave_note(shift, now):
        raise Conflict(N_("值班开始前一小时至值班次日才能填写交接事项。"))
    if len(text.strip()) > NOTE_LENGTH:
        params = {"length": len(text.strip())}
        raise Refused(Problem(N_("过长：%(length)d 个字"), "handover", "", f"≤ {NOTE_LENGTH}", params))
    shift.handover = text.strip()
    _store(session, shift, "duty.note", {"length": len(shift.handover)}, by.id, now)
    return shift


def may_leave_note(shift: Shift, now: datetime) -> bool:
    """Tell whether it is the time for a note, of a duty that is or was served."""
    return shift.state in ("planned", "served") and shift.starts_at - EARLY <= now < shift.ends_at + NOTED


def correct(session: Session, shift_id: str, *, came: str, left: str, by: Reader, now: datetime) -> Shift:
    """Record the hours of a shift that is over (a supervisor); both left empty: nobody came.

    `came` and `left` are wall-clock times as `13:30`. Raises Refused for times that aren't, or in the wrong order.
    """
    lock(session)
    shift = Scope(session, by).get(Shift, shift_id)
    session.refresh(shift)
    access.require(by, "roster.manage", Facts(station_id=shift.station_id))
    if shift.lawyer_id is None or shift.state == "cancelled" or shift.ends_at > now:
        raise Conflict(N_("班次结束后才能补记，且须有驻站律师。"))
    if came.strip() or left.strip():
        begin, end = _instant(shift, came, "came"), _instant(shift, left, "left")
        if end <= begin or end > now:
            raise Refused(Problem(N_("签退时间须晚于签到时间，且不晚于现在"), "left", left.strip()))
        shift.checked_in_at, shift.checked_out_at, shift.state = begin, end, "served"
    else:
        shift.checked_in_at = shift.checked_out_at = None
        shift.state = "missed"
    _store(session, shift, "duty.correct", {"minutes": served_minutes(shift)}, by.id, now)
    return shift


def settle_past(session: Session, *, now: datetime) -> int:
    """Settle shifts over for half a day: without a check-in missed, without a check-out served to their end.

    Supervisors are told of what was missed. Returns how many were settled.
    """
    lock(session)
    late = session.exec(
        select(Shift)
        .where(Shift.state == "planned", col(Shift.ends_at) <= now - GRACE)
        .order_by(col(Shift.station_id), col(Shift.starts_at))
        .execution_options(populate_existing=True)
    ).all()
    for shift in late:
        if shift.checked_in_at is None:
            shift.state = "missed"
            _tell_missed(session, shift, now)
        else:
            shift.checked_out_at, shift.state = max(shift.ends_at, shift.checked_in_at), "served"
            shift.because = {"message": N_("未签退，按班次结束时间计")}
        _store(session, shift, "duty.settle", {"state": shift.state}, "house", now)
    return len(late)


def month_of(session: Session, station_id: str, month: date, *, user: Reader) -> list[Served]:
    """Return the month of each lawyer of the station who had a shift in it, by firm and name."""
    scope = Scope(session, user)
    first = month.replace(day=1)
    rows = session.exec(
        scope.select(Shift).where(
            Shift.station_id == station_id, col(Shift.lawyer_id).is_not(None), col(Shift.on) >= first,
            col(Shift.on) < add_months(first, 1),
        )  # fmt: skip
    ).all()
    lawyers = {one.id: one for one in session.exec(scope.select(Lawyer).where(Lawyer.station_id == station_id))}
    firms = {one.id: one.name for one in session.exec(scope.select(Firm).where(Firm.station_id == station_id))}
    by_lawyer: dict[str, list[Shift]] = {}
    for row in rows:
        by_lawyer.setdefault(str(row.lawyer_id), []).append(row)
    made = [_month(firms[lawyers[one].firm_id], lawyers[one].name, shifts) for one, shifts in by_lawyer.items()]
    return sorted(made, key=lambda one: (one.firm, one.lawyer))


def _month(firm: str, lawyer: str, shifts: Iterable[Shift]) -> Served:
    states = [one.state for one in shifts]
    minutes = sum(served_minutes(one) for one in shifts if one.state == "served")
    return Served(firm, lawyer, states.count("served"), states.count("missed"), states.count("planned"), minutes)


def _own(session: Session, shift_id: str, by: Reader) -> Shift:
    lock(session)
    shift = Scope(session, by).get(Shift, shift_id)
    session.refresh(shift)
    lawyer = session.get(Lawyer, shift.lawyer_id) if shift.lawyer_id else None
    access.require(by, "duty.serve", Facts(station_id=shift.station_id, user_id=lawyer.user_id if lawyer else None))
    return shift


def _instant(shift: Shift, text: str, field: str) -> datetime:
    try:
        at = time.fromisoformat(text.strip())
    except ValueError:
        raise Refused(Problem(N_("请填写时间"), field, text.strip()[:20], "13:30")) from None
    return datetime.combine(shift.on, at.replace(tzinfo=None), ZONE)


def _tell_missed(session: Session, shift: Shift, now: datetime) -> None:
    people = [one.id for one in roster_turns.supervisors(session, shift.station_id)]
    name = session.get_one(Lawyer, str(shift.lawyer_id)).name
    notices.tell(
        session, station_id=shift.station_id, people=people, kind="roster", key=f"missed:{shift.id}",
        message=N_("%(at)s 的班次没有签到记录（%(name)s），请核实。"), params={"at": shift.starts_at, "name": name},
        target=roster_turns.TARGET, now=now,
    )  # fmt: skip


def _store(session: Session, shift: Shift, act: str, fields: Mapping[str, object], actor: str, now: datetime) -> None:
    shift.changed_at = now
    session.add(shift)
    history.record(
        session, station_id=shift.station_id, actor=actor, act=act, subject=("shift", shift.id),
        fields={"on": shift.on, "lawyer": shift.lawyer_id, **fields}, now=now,
    )  # fmt: skip
