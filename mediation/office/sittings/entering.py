"""Sessions that took place on paper, when the system couldn't be used: entered afterwards with their true times.

Such a session is marked: who entered it and when stands beside it, in the history and in its record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.sitting import Sitting, SittingSpan
from mediation.office import referrals
from mediation.office.casebook import facts_of
from mediation.office.sittings import holding, planning, recording
from mediation.office.sittings.holding import Came
from mediation.office.sittings.planning import Plan

NO_TIME: Final = N_("请填写举行的日期和起止时间")
TO_COME: Final = N_("不能晚于现在；还没有举行的，请用“安排调解会”")
TOO_EARLY: Final = N_("早于收到申请的时间（%(at)s），请核对")
OVERLAPS: Final = N_("与第 %(nth)d 次调解会的时间重叠，可能已经登记")


@dataclass(frozen=True)
class Past:
    """A session as it took place; the plan's times are the true ones."""

    plan: Plan
    came: Mapping[str, Came] = field(default_factory=dict)
    result: str = ""
    recording: str = "none"
    in_public: bool = False


def enter(
    session: Session, case_id: str, given: Past, *, sitting_id: str = "", by: Reader, now: datetime
) -> Sitting:  # fmt: skip
    """Enter a session that took place; `sitting_id` is the one that had been planned for it.

    Raises Refused with every fault, Conflict for a closed case or a session that isn't planned any more.
    """
    case = _case(session, case_id, by)
    planning.lock(session, case.station_id, given.plan.people)
    row = _row(session, case, sitting_id, by, now)
    plan, problems = planning.sound(session, case.station_id, given.plan, by)
    problems = [*_when(session, case, plan, now), *problems]
    planning.fill(row, plan)
    row.opened_at, row.closed_at, row.entered_at, row.entered_by = plan.starts_at, plan.ends_at, now, by.id
    if problems or plan.starts_at is None or plan.ends_at is None:
        raise Refused(problems)
    session.add(row)
    session.flush()
    came = holding.conclude(session, row, given.came, given.result, now)
    if problems := recording.faults(session, row, given.recording, given.in_public):
        raise Refused(problems)
    row.recording, row.in_public = given.recording, given.in_public
    whom = None if row.form == "separate" else "joint"
    if came and whom:
        session.add(SittingSpan(
            station_id=row.station_id, case_id=row.case_id, sitting_id=row.id, talking_with=whom,
            began_at=plan.starts_at, ended_at=plan.ends_at,
        ))  # fmt: skip
    if came:
        referrals.meet(session, case, "station.first_session", on=station_day(plan.starts_at))
    fields = {
        "starts_at": f"{plan.starts_at.astimezone(ZONE):%Y-%m-%d %H:%M}", "sitting_form": row.form,
        "sitting_state": row.state, "sitting_came": holding.came_of(session, row), "recording": row.recording,
    }  # fmt: skip
    planning.record(session, row, "sitting.enter", by, now, fields)
    return row


def _case(session: Session, case_id: str, by: Reader) -> Case:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "sitting.hold", facts_of(session, case))
    if case.state != "open":
        raise Conflict(planning.CLOSED)
    return case


def _row(session: Session, case: Case, sitting_id: str, by: Reader, now: datetime) -> Sitting:
    if sitting_id:
        row, of = planning.found(session, sitting_id, "sitting.hold", by)
        if of.id != case.id or row.state != "planned":
            raise Conflict(N_("这次调解会已经开始、结束或者取消，请刷新页面查看。"))
        return row
    last = session.exec(select(sa.func.max(Sitting.nth)).where(Sitting.case_id == case.id)).one()
    return Sitting(
        station_id=case.station_id, case_id=case.id, nth=(last or 0) + 1, mediator_id=by.id, made_at=now, made_by=by.id
    )


def _when(session: Session, case: Case, plan: Plan, now: datetime) -> list[Problem]:
    begins, ends = plan.starts_at, plan.ends_at
    if begins is None or ends is None:
        return [Problem(NO_TIME, "on")]
    shown = f"{begins.astimezone(ZONE):%Y-%m-%d %H:%M}"
    if begins < case.received_at:
        return [Problem(TOO_EARLY, "on", shown, params={"at": case.received_at})]
    if ends > now:
        return [Problem(TO_COME, "on" if begins > now else "ends", shown)]
    if not planning.SHORTEST <= ends - begins <= planning.LONGEST:
        return [Problem(N_("时长应在 10 分钟至 10 小时之间"), "ends")]
    query = select(Sitting.nth).where(
        Sitting.case_id == case.id, col(Sitting.state).in_(("open", "held")), col(Sitting.opened_at) < ends,
        sa.or_(col(Sitting.closed_at).is_(None), col(Sitting.closed_at) > begins),
    )
    nth = session.exec(query).first()
    return [Problem(OVERLAPS, "on", shown, params={"nth": nth})] if nth is not None else []
