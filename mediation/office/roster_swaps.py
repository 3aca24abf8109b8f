"""Swaps: a lawyer asks to hand a shift to a colleague, or to change it for one of theirs; a supervisor decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.roster import Lawyer, Shift, Swap
from mediation.office import history, notices, roster, roster_turns
from mediation.office.roster_changes import checked_reason, refuse_hindered, refuse_long
from mediation.office.roster_turns import drop_swaps, lock

APPROVED = {"message": N_("换班，站长批准")}


def ask(
    session: Session, shift_id: str, *, to: str, for_shift: str = "", reason: str, by: Reader, now: datetime
) -> Swap:
    """Ask to hand an own shift to the colleague `to`, if wished for the colleague's shift `for_shift`.

    Raises Refused for a colleague who is absent or busy then, Conflict for a shift that is asked about already.
    """
    shift, mine = roster.open_shift(session, shift_id, "swap.ask", by=by, now=now)
    assert mine is not None  # the act is open to the shift's lawyer only  # noqa: S101
    if _asked_about(session, shift):
        raise Conflict(N_("该班次已有待批的换班申请。"))
    colleague = _colleague(session, to, mine, by)
    other = _their_shift(session, for_shift, colleague, now) if for_shift else None
    why = checked_reason(reason)
    _refuse_impossible(session, shift, mine, colleague, other)
    swap = Swap(
        station_id=shift.station_id, shift_id=shift.id, to_lawyer_id=colleague.id,
        for_shift_id=other.id if other else None, reason=why, asked_at=now, asked_by=by.id,
    )  # fmt: skip
    session.add(swap)
    _record(session, swap, "swap.ask", {"on": shift.on, "to": colleague.id}, by, now)
    people = [one.id for one in roster_turns.supervisors(session, shift.station_id)]
    params = {"name": mine.name, "at": shift.starts_at, "to": colleague.name}
    text = N_("%(name)s 申请将 %(at)s 的班次换给 %(to)s，请审批。")
    _tell(session, swap, people, text, params, "asked", roster_turns.TARGET, now)
    if colleague.user_id:
        text = N_("%(name)s 申请与您换班：%(at)s，等待站长审批。")
        _tell(session, swap, [colleague.user_id], text, {"name": mine.name, "at": shift.starts_at}, "asked",
              roster_turns.OWN_TARGET, now)  # fmt: skip
    return swap


def withdraw(session: Session, swap_id: str, *, by: Reader, now: datetime) -> Swap:
    """Take back an own wish that nobody has decided."""
    swap = _waiting(session, swap_id, by)
    access.require(by, "swap.ask", Facts(station_id=swap.station_id, user_id=swap.asked_by))
    swap.state, swap.decided_at, swap.decided_by = "withdrawn", now, by.id
    session.add(swap)
    _record(session, swap, "swap.withdraw", {}, by, now)
    return swap


def approve(session: Session, swap_id: str, *, by: Reader, now: datetime) -> Swap:
    """Let the swap happen, if both can still serve; the lawyers are told.

    Raises Conflict when a shift has begun or changed hands meanwhile, Refused when somebody is hindered now.
    """
    swap = _waiting(session, swap_id, by)
    access.require(by, "swap.decide", Facts(station_id=swap.station_id))
    shift, colleague = session.get_one(Shift, swap.shift_id), session.get_one(Lawyer, swap.to_lawyer_id)
    other = session.get_one(Shift, swap.for_shift_id) if swap.for_shift_id else None
    for one in filter(None, (shift, other)):
        session.refresh(one)
        if one.state != "planned" or one.starts_at <= now or one.lawyer_id is None:
            raise Conflict(N_("班次已开始或另有安排，不能再换。"))
    mine = session.get_one(Lawyer, str(shift.lawyer_id))
    if mine.user_id != swap.asked_by or (other and other.lawyer_id != colleague.id) or not colleague.active:
        raise Conflict(N_("班次已开始或另有安排，不能再换。"))
    _refuse_impossible(session, shift, mine, colleague, other)
    swap.state, swap.decided_at, swap.decided_by = "approved", now, by.id
    session.add(swap)
    _hand_over(session, shift, colleague, now)
    if other is not None:
        _hand_over(session, other, mine, now)
    session.flush()
    drop_swaps(session, [shift, *([other] if other else [])], now=now)
    _record(session, swap, "swap.approve", {"on": shift.on, "from": mine.id, "to": colleague.id}, by, now)
    people = [one for one in (swap.asked_by, colleague.user_id) if one]
    params = {"name": mine.name, "to": colleague.name, "at": shift.starts_at}
    text = N_("换班已批准：%(at)s 的班次由 %(name)s 换给 %(to)s。")
    _tell(session, swap, people, text, params, "approved", roster_turns.OWN_TARGET, now)
    return swap


def refuse(session: Session, swap_id: str, *, why: str = "", by: Reader, now: datetime) -> Swap:
    """Refuse the swap; the shift stays as it is, who asked is told."""
    swap = _waiting(session, swap_id, by)
    access.require(by, "swap.decide", Facts(station_id=swap.station_id))
    refuse_long(why.strip(), "why")
    shift = session.get_one(Shift, swap.shift_id)
    swap.state, swap.decided_at, swap.decided_by, swap.decided_why = "refused", now, by.id, why.strip()
    session.add(swap)
    _record(session, swap, "swap.refuse", {"on": shift.on, "why": why.strip()}, by, now)
    params: dict[str, object] = {"at": shift.starts_at}
    text = N_("您 %(at)s 的换班申请未获批准。")
    if swap.decided_why:
        text, params = N_("您 %(at)s 的换班申请未获批准：%(why)s"), {**params, "why": swap.decided_why}
    _tell(session, swap, [swap.asked_by], text, params, "refused", roster_turns.OWN_TARGET, now)
    return swap


def _asked_about(session: Session, shift: Shift) -> bool:
    return session.exec(select(Swap.id).where(Swap.shift_id == shift.id, Swap.state == "asked")).first() is not None


def _colleague(session: Session, lawyer_id: str, mine: Lawyer, by: Reader) -> Lawyer:
    wanted = Scope(session, by).select(Lawyer).where(Lawyer.id == lawyer_id, Lawyer.station_id == mine.station_id)
    found = session.exec(wanted).first()
    if found is None or not found.active or found.id == mine.id:
        raise Refused(Problem(N_("请选择一位同事"), field="colleague"))
    return found


def _their_shift(session: Session, shift_id: str, colleague: Lawyer, now: datetime) -> Shift:
    found = session.exec(select(Shift).where(Shift.id == shift_id, Shift.lawyer_id == colleague.id)).first()
    if found is None or found.state != "planned" or found.starts_at <= now:
        raise Refused(Problem(N_("该班次不是这位同事的，或已开始"), field="for_shift"))
    return found


def _refuse_impossible(session: Session, shift: Shift, mine: Lawyer, colleague: Lawyer, other: Shift | None) -> None:
    """Raise Refused unless each can serve what the other had."""
    but = (other.id,) if other else ()
    refuse_hindered(session, colleague, shift, field="colleague", but=but)
    if other is not None:
        refuse_hindered(session, mine, other, field="for_shift", but=(shift.id,))


def _hand_over(session: Session, shift: Shift, to: Lawyer, now: datetime) -> None:
    shift.lawyer_id, shift.because, shift.changed_at = to.id, dict(APPROVED), now
    session.add(shift)


def _waiting(session: Session, swap_id: str, by: Reader) -> Swap:
    lock(session)
    swap = Scope(session, by).get(Swap, swap_id)
    session.refresh(swap)
    if swap.state != "asked":
        raise Conflict(N_("该换班申请已经处理。"))
    return swap


def _tell(
    session: Session, swap: Swap, people: Sequence[str], message: str, params: Mapping[str, object], step: str,
    target: str, now: datetime,
) -> None:  # fmt: skip
    notices.tell(
        session, station_id=swap.station_id, people=people, kind="swap", key=f"swap:{swap.id}:{step}", message=message,
        params=params, target=target, now=now,
    )  # fmt: skip


def _record(session: Session, swap: Swap, act: str, fields: Mapping[str, object], by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=swap.station_id, actor=by.id, act=act, subject=("swap", swap.id),
        fields={"shift": swap.shift_id, **fields}, now=now,
    )  # fmt: skip
