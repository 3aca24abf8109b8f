"""Sessions called off by hand with a reason or because mediation ended: their people are told, offered times lapse."""

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.sitting import Sitting, SittingSlot
from mediation.office import history, notices
from mediation.office.notices import Telling
from mediation.office.records import Words
from mediation.office.sittings.planning import KEPT_FREE, found

MOST_REASON: Final = 300
REFUSED: Final = Words(N_("一方明确不愿调解"), "one side refused mediation")
DANGER: Final = Words(
    N_("人身危险或者涉及未满十六周岁者，本案暂停普通调解"),
    "danger to people, or a worker under sixteen: ordinary mediation is paused",
)
STOPPED: Final = {"refused": REFUSED, "blocked": DANGER}
"""Why nothing is held any more, by what the rules say of mediation."""
CLOSED: Final = Words(N_("案件已结案"), "the case is closed")
CANCELLED: Final = N_("%(number)s 第 %(nth)s 次调解会（%(at)s）已取消：%(why)s")
CALLED_OFF: Final = N_("%(number)s 第 %(nth)s 次调解会（%(at)s）已自动取消：%(why)s。请通知各方不必到会")
UNTIMED: Final = Words("时间未定", "no time set yet")


def cancel(session: Session, sitting_id: str, *, reason: str, by: Reader, now: datetime) -> Sitting:
    """Call a planned session off, with the reason; times offered for it lapse, others who were to hold it are told."""
    row, case = found(session, sitting_id, "sitting.plan", by)
    if row.state != "planned":
        raise Conflict(N_("这次调解会已经开始或者结束，不能取消；请刷新页面查看。"))
    reason = reason.strip()
    if not reason or len(reason) > MOST_REASON:
        raise Refused(Problem(N_("请写明取消的原因（不超过 300 字）"), "cancelled_why", reason[:40]))
    _end(session, row, reason, by.id, now)
    _tell(session, case, [row], CANCELLED, {"why": reason}, besides=by.id, now=now)
    return row


def call_off(session: Session, case: Case, why: Words, *, actor: str, now: datetime) -> int:
    """Call off every planned session of a case in which mediation doesn't go on, as `why` says; return how many.

    Sessions that are being held go on until they are ended.
    """
    query = select(Sitting).where(Sitting.case_id == case.id, Sitting.state == "planned").order_by(col(Sitting.nth))
    rows = list(session.exec(query))
    for row in rows:
        _end(session, row, why.zh, actor, now)
    _tell(session, case, rows, CALLED_OFF, {"why": why}, besides="", now=now)
    return len(rows)


def called_off(session: Session, case_id: str, why: Words) -> list[int]:
    """Return which sessions of a case were called off for this reason."""
    query = select(Sitting.nth).where(
        Sitting.case_id == case_id, Sitting.state == "cancelled", Sitting.cancelled_why == why.zh
    )
    return list(session.exec(query.order_by(col(Sitting.nth))))


def _end(session: Session, row: Sitting, why: str, actor: str, now: datetime) -> None:
    row.state, row.cancelled_why = "cancelled", why
    session.add(row)
    own = sa.update(SittingSlot).where(col(SittingSlot.sitting_id) == row.id, col(SittingSlot.state).in_(KEPT_FREE))
    lapsed = session.execute(own.values(state="lapsed", answered_at=now))
    fields: dict[str, Any] = {"sitting_number": row.nth, "reason": why}
    if taken_back := lapsed.rowcount:  # type: ignore[attr-defined]
        fields["times_lapsed"] = taken_back
    history.record(
        session, station_id=row.station_id, actor=actor, act="sitting.cancel", subject=("sitting", row.id),
        case_id=row.case_id, fields=fields, now=now,
    )  # fmt: skip


def _tell(
    session: Session, case: Case, rows: list[Sitting], message: str, why: dict[str, Any], *, besides: str, now: datetime
) -> None:
    """Tell who was to hold or to record each session, but for who called it off."""
    tellings = []
    for row in rows:
        people = frozenset({row.mediator_id, row.recorder_id or row.mediator_id} - {besides})
        at: object = f"{row.starts_at.astimezone(ZONE):%m-%d %H:%M}" if row.starts_at else UNTIMED
        params = {"number": case.number, "nth": row.nth, "at": at, **why}
        target = f"/cases/{case.id}/sittings"
        tellings.append(Telling(people, f"sitting.cancel:{row.id}", message, params, target, case.id))
    if tellings:
        notices.tell_all(session, tellings, station_id=case.station_id, kind="case", now=now)
