"""Changes of single shifts and absences: an absence frees what was planned, a supervisor fills a gap or cancels."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.roster import CANCELLED
from mediation.domain.rotation import hindrance
from mediation.domain.worktime import station_day
from mediation.models.roster import Absence, Lawyer, Shift
from mediation.office import duty_dates, notices, roster, roster_turns
from mediation.office.roster_turns import drop_swaps, duty_of, fill, hands, lock, tell_lawyers

REASON_LENGTH = 200
LONGEST_ABSENCE_DAYS = 366
HINDERED = {
    "absent": N_("%(name)s 当天请假，不能安排"),
    "elsewhere": N_("%(name)s 同一时间另有班次，不能安排"),
}


def assign(session: Session, shift_id: str, lawyer_id: str, *, by: Reader, now: datetime) -> Shift:
    """Give a shift that has not begun to a lawyer of the station: a gap, or instead of another.

    Raises Refused for a lawyer who is absent or on another shift at that time, at whatever station.
    """
    shift, before = roster.open_shift(session, shift_id, "roster.manage", by=by, now=now)
    lawyer = session.exec(
        Scope(session, by).select(Lawyer).where(Lawyer.id == lawyer_id, Lawyer.station_id == shift.station_id)
    ).first()
    if lawyer is None or not lawyer.active:
        raise Refused(Problem(N_("请选择律师"), field="lawyer"))
    refuse_hindered(session, lawyer, shift, field="lawyer")
    shift.state, shift.lawyer_id, shift.owner_id, shift.changed_at = "planned", lawyer.id, None, now
    shift.because = {"message": N_("由站长指定")}
    session.add(shift)
    drop_swaps(session, [shift], now=now)
    if before is not None and before.id != lawyer.id:
        tell_taken(session, shift, before, now=now)
    tell_lawyers(session, [shift], now=now)
    fields = {"on": shift.on, "lawyer": lawyer.id, "before": before.id if before else None}
    roster.record(session, shift.station_id, "roster.assign", ("shift", shift.id), fields, by, now)
    return shift


def refuse_hindered(session: Session, lawyer: Lawyer, shift: Shift, *, field: str, but: tuple[str, ...] = ()) -> None:
    """Raise Refused for a lawyer who can't serve the shift; their shifts `but` don't count."""
    with access.as_house(session, "an overlap is one at any station"):
        found = hindrance(hands(session, [lawyer], but=(shift.id, *but))[lawyer.id], duty_of(shift))
    if found:
        raise Refused(Problem(HINDERED[found], field=field, params={"name": lawyer.name}))


def tell_taken(session: Session, shift: Shift, before: Lawyer, *, now: datetime) -> None:
    """Tell a lawyer that a shift is theirs no more."""
    notices.tell(
        session, station_id=shift.station_id, people=[before.user_id] if before.user_id else [], kind="roster",
        key=f"taken:{shift.id}:{before.id}:{now.timestamp():.0f}", message=N_("您 %(at)s 的班次已另行安排。"),
        params={"at": shift.starts_at}, target=roster_turns.OWN_TARGET, now=now,
    )  # fmt: skip


def cancel(session: Session, shift_id: str, *, reason: str, by: Reader, now: datetime) -> Shift:
    """Cancel a shift that has not begun; the lawyer is told, the calendar doesn't bring it back."""
    shift, lawyer = roster.open_shift(session, shift_id, "roster.manage", by=by, now=now)
    why = checked_reason(reason)
    shift.state, shift.lawyer_id, shift.owner_id, shift.changed_at = "cancelled", None, None, now
    shift.because = {"message": CANCELLED, "params": {"reason": why}}
    session.add(shift)
    drop_swaps(session, [shift], now=now)
    if lawyer is not None:
        tell_taken(session, shift, lawyer, now=now)
    fields = {"on": shift.on, "reason": why}
    roster.record(session, shift.station_id, "roster.cancel", ("shift", shift.id), fields, by, now)
    duty_dates.recount(session, shift.station_id, actor=by.id, now=now)
    return shift


def deal_again(session: Session, station_id: str, *, by: Reader, now: datetime) -> int:
    """Deal the coming shifts anew to those whose turn it is, but for what a supervisor decided; return how many.

    For a station whose lawyers came after its shifts were made.
    """
    access.require(by, "roster.manage", Facts(station_id=station_id))
    lock(session)
    rows = [
        one
        for one in session.exec(
            select(Shift).where(Shift.station_id == station_id, Shift.state == "planned", col(Shift.starts_at) > now)
        ).all()
        if one.checked_in_at is None and (one.because or {}).get("message") == roster_turns.BY_TURN
    ]
    before = {one.id: one.lawyer_id for one in rows}
    for row in rows:
        row.lawyer_id = None
    with access.as_house(session, "a roster looks at all shifts of its lawyers"):
        fill(session, station_id, rows, now=now, tell=False)
    moved = [one for one in rows if one.lawyer_id != before[one.id]]
    for row in moved:
        former = before[row.id]
        if former:
            tell_taken(session, row, session.get_one(Lawyer, former), now=now)
    tell_lawyers(session, moved, now=now)
    drop_swaps(session, moved, now=now)
    dealt = [f"{one.on.isoformat()} {one.lawyer_id}" for one in moved]
    roster.record(session, station_id, "roster.deal_again", ("station", station_id), {"given": dealt}, by, now)
    return len(moved)


def note_absence(
    session: Session, lawyer_id: str, *, from_on: date, until_on: date, reason: str = "", by: Reader, now: datetime
) -> Absence:
    """Note days on which a lawyer can't serve (the lawyer, or a supervisor); planned shifts go to others at once.

    Raises Refused for a span that ends before it begins, lies in the past, or is longer than a year.
    """
    lock(session)
    lawyer = Scope(session, by).get(Lawyer, lawyer_id)
    access.require(by, "absence.note", Facts(station_id=lawyer.station_id, user_id=lawyer.user_id))
    _check_span(from_on, until_on, reason, now)
    absence = Absence(
        station_id=lawyer.station_id, lawyer_id=lawyer.id, from_on=from_on, until_on=until_on, reason=reason.strip()
    )
    session.add(absence)
    session.flush()
    fields = {"lawyer": lawyer.id, "from": from_on, "until": until_on}
    roster.record(session, lawyer.station_id, "absence.note", ("absence", absence.id), fields, by, now)
    release(session, lawyer, by=by, now=now, first=from_on, last=until_on)
    return absence


def release(
    session: Session, lawyer: Lawyer, *, by: Reader, now: datetime, first: date = date.min, last: date = date.max
) -> list[Shift]:
    """Free the shifts of a lawyer that have not begun, between two days, and find others for them at once.

    Those of the same person at other stations are freed too when the next run looks at them.
    """
    rows = session.exec(
        select(Shift).where(
            Shift.lawyer_id == lawyer.id, Shift.state == "planned", col(Shift.starts_at) > now,
            col(Shift.on) >= first, col(Shift.on) <= last,
        )  # fmt: skip
    ).all()
    for row in rows:
        row.lawyer_id, row.changed_at = None, now
        session.add(row)
    drop_swaps(session, rows, now=now)
    with access.as_house(session, "a roster looks at all shifts of its lawyers"):
        filled = fill(session, lawyer.station_id, rows, now=now)
    if rows:
        fields = {
            "freed": [row.on.isoformat() for row in rows],
            "given": [f"{row.on.isoformat()} {row.lawyer_id}" for row in filled.given],
            "gaps": [row.on.isoformat() for row in filled.gaps],
        }
        roster.record(session, lawyer.station_id, "roster.release", ("lawyer", lawyer.id), fields, by, now)
    return list(rows)


def withdraw_absence(session: Session, absence_id: str, *, by: Reader, now: datetime) -> None:
    """Take back an absence; gaps that the lawyer can fill again are filled, shifts given to others stay theirs."""
    lock(session)
    absence = Scope(session, by).get(Absence, absence_id)
    lawyer = session.get_one(Lawyer, absence.lawyer_id)
    access.require(by, "absence.note", Facts(station_id=absence.station_id, user_id=lawyer.user_id))
    if absence.until_on < station_day(now):
        raise Conflict(N_("请假已经结束，不能撤回。"))
    session.delete(absence)
    fields = {"lawyer": lawyer.id, "from": absence.from_on, "until": absence.until_on}
    roster.record(session, absence.station_id, "absence.withdraw", ("absence", absence.id), fields, by, now)
    roster.replan(session, absence.station_id, now=now, by=by)


def own_lawyer(session: Session, *, by: Reader) -> Lawyer:
    """Return the lawyer that the user is; raises NotFound for an account that no firm's lawyer has."""
    found = roster.current_lawyer(session, by)
    if found is None:
        raise NotFound(N_("您的账号尚未登记为律所的驻站律师，请联系站长。"))
    return found


def checked_reason(reason: str, *, field: str = "reason") -> str:
    """Return a reason without blanks around it; raises Refused for none, or one too long."""
    plain = reason.strip()
    if not plain:
        raise Refused(Problem(N_("请写明理由"), field=field))
    refuse_long(plain, field)
    return plain


def refuse_long(text: str, field: str, most: int = REASON_LENGTH) -> None:
    """Raise Refused for a text longer than its column."""
    if len(text) > most:
        raise Refused(Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {most}", {"length": len(text)}))


def _check_span(from_on: date, until_on: date, reason: str, now: datetime) -> None:
    problems = []
    if until_on < from_on:
        problems.append(Problem(N_("结束日期早于开始日期"), "until_on", until_on.isoformat(), f"≥ {from_on}"))
    elif until_on < station_day(now):
        problems.append(Problem(N_("请假日期已过"), "until_on", until_on.isoformat(), f"≥ {station_day(now)}"))
    elif (until_on - from_on).days >= LONGEST_ABSENCE_DAYS:
        problems.append(Problem(N_("一次请假最长一年"), "until_on", until_on.isoformat()))
    if len(reason.strip()) > REASON_LENGTH:
        length = {"length": len(reason.strip())}
        problems.append(Problem(N_("过长：%(length)d 个字"), "reason", "", f"≤ {REASON_LENGTH}", length))
    if problems:
        raise Refused(problems)
