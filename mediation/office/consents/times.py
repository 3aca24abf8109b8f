"""Times offered to one side for a session, then, what it accepted, to the other; with both, the session has its time.

Every time on offer keeps its room and its people free, so that no two offers can promise the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE
from mediation.models.party import SIDES
from mediation.models.sitting import Sitting, SittingSlot
from mediation.office.sittings import planning
from mediation.office.sittings.planning import KEPT_FREE, Plan, Wish

ACT: Final = "sitting.plan"
MOST: Final = 3
GONE: Final = N_("这个时间已经答复、过期或者收回，请刷新页面查看。")
HAS_TIME: Final = N_("这次调解会的时间已经定下；需要改期的，请在调解会页面更改。")


@dataclass(frozen=True)
class Times:
    """Up to three times for one side; `sitting_id` "" plans a new session with this mediator."""

    side: str
    starts: tuple[datetime, ...]
    minutes: int
    room_id: str | None = None
    mediator_id: str = ""
    form: str = "joint"
    sitting_id: str = ""


def state(slot: SittingSlot, now: datetime) -> str:
    """Return how an offered time stands; one that nobody answered lapses when it begins."""
    return "lapsed" if slot.state == "offered" and slot.starts_at <= now else slot.state


def offer(session: Session, case_id: str, given: Times, *, by: Reader, now: datetime) -> Sitting:
    """Offer times to one side. Raises Refused with every fault, also what is booked or on offer to others already;
    Conflict where mediation may not go on or the session has its time.
    """
    case = planning.holdable(session, case_id, ACT, by)
    if problems := _faults(given, now):
        raise Refused(problems)
    if given.sitting_id:
        row, _ = planning.found(session, given.sitting_id, ACT, by)
        if row.case_id != case.id or row.state != "planned" or row.starts_at is not None:
            raise Conflict(HAS_TIME)
    else:
        row = planning.plan(session, case.id, Plan(given.mediator_id, form=given.form), by=by, now=now)
        session.flush()
    people = [one for one in (row.mediator_id, row.recorder_id) if one]
    planning.lock(session, case.station_id, people)
    if any(state(one, now) in KEPT_FREE for one in of_sitting(session, row.id)):
        raise Refused(Problem(N_("上次提供的时间还没有答复完，请先登记答复或者收回"), "sitting_id"))
    length = timedelta(minutes=given.minutes)
    for begins in given.starts:
        wish = Wish(case.station_id, begins, begins + length, given.room_id, tuple(people), row.id)
        problems += planning.clashes(session, planning.taken(session, wish), row.recorder_id)
    if given.room_id and given.room_id not in {one.id for one in planning.rooms(session, case.station_id, by)}:
        problems.append(Problem(N_("请选择调解室"), "room_id"))
    if problems:
        raise Refused(problems)
    for begins in given.starts:
        session.add(_slot(row, given.side, begins, begins + length, given.room_id, by, now))
    session.flush()
    planning.record(session, row, "times.offer", by, now, {"side": given.side, "slot_times": _told(given.starts)})
    return row


def answer(session: Session, slot_id: str, accepted: bool, *, by: Reader, now: datetime) -> Sitting:
    """Note what a side said to a time: accepted, it goes to the other side; accepted by both, the session has it."""
    slot = Scope(session, by).get(SittingSlot, slot_id)
    row, case = planning.found(session, slot.sitting_id, ACT, by)
    planning.lock(session, row.station_id, [row.mediator_id])
    session.refresh(slot)
    if state(slot, now) != "offered" or row.starts_at is not None or row.state != "planned":
        raise Conflict(GONE)
    if accepted:
        planning.require_holdable(case)
    slot.state, slot.answered_at, slot.noted_by = "accepted" if accepted else "declined", now, by.id
    session.add(slot)
    slots = of_sitting(session, row.id)
    theirs = [one for one in slots if one.side != slot.side and one.starts_at == slot.starts_at]
    agreed = next((one for one in theirs if one.state == "accepted"), None)
    if accepted:
        _let_go([one for one in slots if one.side == slot.side and one.id != slot.id], "declined", now, session)
    fields = {"side": slot.side, "slot_times": _told([slot.starts_at]), "slot_state": slot.state}
    planning.record(session, row, "times.answer", by, now, fields)
    if not accepted:
        _let_go([agreed] if agreed else [], "lapsed", now, session)
    elif agreed is None:
        other = next(one for one in SIDES if one != slot.side)
        session.add(_slot(row, other, slot.starts_at, slot.ends_at, slot.room_id, by, now))
    else:
        plan = Plan(
            row.mediator_id, slot.starts_at, slot.ends_at, slot.room_id, row.recorder_id, row.form, row.interpreter,
            row.guests,
        )  # fmt: skip
        planning.move(session, row.id, plan, by=by, now=now)
    session.flush()
    return row


def take_back(session: Session, sitting_id: str, *, by: Reader, now: datetime) -> Sitting:
    """Take back every time on offer for a session: room and people are free again."""
    row, _ = planning.found(session, sitting_id, ACT, by)
    slots = [one for one in of_sitting(session, row.id) if one.state in KEPT_FREE]
    if row.starts_at is not None or not slots:
        raise Conflict(GONE)
    _let_go(slots, "lapsed", now, session)
    planning.record(session, row, "times.withdraw", by, now, {})
    return row


def of_sitting(session: Session, sitting_id: str) -> list[SittingSlot]:
    """Return the times offered for a session, in the order in which they were."""
    query = select(SittingSlot).where(SittingSlot.sitting_id == sitting_id)
    return list(session.exec(query.order_by(col(SittingSlot.offered_at), col(SittingSlot.starts_at))))


def _let_go(slots: Sequence[SittingSlot], to: str, now: datetime, session: Session) -> None:
    for one in slots:
        if one.state in KEPT_FREE:
            one.state, one.answered_at = to, now
            session.add(one)


def _slot(
    row: Sitting, side: str, begins: datetime, ends: datetime, room_id: str | None, by: Reader, now: datetime
) -> SittingSlot:
    return SittingSlot(
        station_id=row.station_id, case_id=row.case_id, sitting_id=row.id, side=side, starts_at=begins, ends_at=ends,
        room_id=room_id, offered_at=now, noted_by=by.id,
    )  # fmt: skip


def _told(starts: Sequence[datetime]) -> str:
    """Return instants for the history, as the station's clock shows them."""
    return "、".join(f"{one.astimezone(ZONE):%Y-%m-%d %H:%M}" for one in starts)


def _faults(given: Times, now: datetime) -> list[Problem]:
    problems = []
    if given.side not in SIDES:
        problems.append(Problem(N_("请选择申请人或者被申请人"), "side", given.side[:20]))
    length = timedelta(minutes=given.minutes)
    if not planning.SHORTEST <= length <= planning.LONGEST:
        problems.append(Problem(N_("时长应在 10 分钟至 10 小时之间"), "minutes"))
    if not 1 <= len(given.starts) <= MOST:
        problems.append(Problem(N_("请填写一至三个时间"), "times[0].on"))
    for nth, begins in enumerate(given.starts):
        if not now < begins <= now + planning.FARTHEST:
            problems.append(Problem(N_("时间应晚于现在、在一年以内"), f"times[{nth}].on"))
        if any(abs(begins - one) < length for one in given.starts[:nth]):
            problems.append(Problem(N_("与前面的时间重叠"), f"times[{nth}].on"))
    return problems
