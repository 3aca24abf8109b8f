"""Steps on the ways from an agreement to a title: chosen, filed, accepted, granted …; the last can be taken back.

Handing in for confirmation or review is noted once, by office/performance, which keeps the agreement in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import routes
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.routes import JOINT
from mediation.domain.worktime import station_day
from mediation.models.afterwards import ROUTES, STEPS, RouteStep
from mediation.models.case import Case
from mediation.models.settlement import Settlement
from mediation.office import history, performance
from mediation.office.afterwards import deals
from mediation.office.casebook import facts_of
from mediation.office.performance import Authority

MOST = {"authority": 120, "number": 80, "note": 500}
BEGINNING = ("chosen", "filed")


@dataclass(frozen=True)
class Typed:
    """One step as a form says it."""

    route: str
    step: str
    on: date
    at: Authority


def note(
    session: Session, case_id: str, settlement_id: str, typed: Typed, *, by: Reader, now: datetime
) -> None:
    """Note one step. Raises Refused for one that can't follow, and on a way that isn't open that day: why."""
    row, case = _settlement(session, settlement_id, by)
    if case.id != case_id:
        raise NotFound(N_("找不到该内容。"))
    rows = deals.rows_of(session, row)
    _check(rows, typed, station_day(now))
    if typed.step == "filed" and typed.route in JOINT:
        performance.note_sent(session, row.id, to=JOINT[typed.route], on=typed.on, by=by, now=now, at=typed.at)
        return
    if typed.step == "withdrawn" and row.sent_to == JOINT.get(typed.route, ""):
        performance.unsend(session, row, by, now)
    step = performance.filed_step(row, typed.route, typed.on, typed.at, by, now)
    step.step = typed.step
    session.add(step)
    fields = {"route": typed.route, "route_step": typed.step, "on": typed.on, "handed_to": typed.at.name}
    _record(session, "route.note", case, row, fields, by, now)


def take_back(session: Session, step_id: str, *, by: Reader, now: datetime) -> Settlement:
    """Take back the last step on a way. Raises Conflict for one that isn't the last."""
    step = Scope(session, by).get(RouteStep, step_id)
    row, case = _settlement(session, step.settlement_id, by)
    own = [one for one in deals.alive(deals.rows_of(session, row).steps) if one.route == step.route]
    if not own or own[-1].id != step.id:
        raise Conflict(N_("只能撤销这条途径最后一项登记，请刷新页面查看。"))
    if step.step == "filed" and row.sent_to == JOINT.get(step.route, ""):
        performance.take_back_sent(session, row.id, by=by, now=now)
        return row
    step.taken_back_at = now
    session.add(step)
    if step.step == "withdrawn" and step.route in JOINT:
        _send_again(session, row, step.route, own, by, now)
    fields = {"route": step.route, "route_step": step.step, "on": step.on}
    _record(session, "route.undo", case, row, fields, by, now)
    return row


def _send_again(session: Session, row: Settlement, way: str, own: list[RouteStep], by: Reader, now: datetime) -> None:
    """Let the agreement be sent as it was before a withdrawal that was noted wrongly."""
    filed = [one for one in own if one.step == "filed"]
    if filed and row.sent_to:
        raise Conflict(N_("撤回之后已经改走另一条途径，请先撤销那一项登记。"))
    for one in filed[-1:]:
        one.taken_back_at = now
        session.add(one)
        session.flush()
        at = Authority(one.authority, one.number, one.note)
        performance.note_sent(session, row.id, to=JOINT[way], on=one.on, by=by, now=now, at=at)


def _check(rows: deals.Rows, typed: Typed, today: date) -> None:
    problems = [
        Problem(N_("最多 %(most)s 个字"), name, params={"most": most})
        for name, most in MOST.items()
        if len({"authority": typed.at.name, "number": typed.at.number, "note": typed.at.note}[name]) > most
    ]
    if typed.route not in ROUTES or typed.step not in STEPS:
        raise Refused([*problems, Problem(N_("请选择一项"), "step")])
    taken = deals.newest(rows).get(typed.route)
    if typed.step not in routes.FOLLOWING[taken.step if taken else ""]:
        problems.append(Problem(N_("这条途径现在不能登记这一步，请按实际进展选择"), "step"))
    first = max(one for one in (rows.settlement.effective_on, taken.on if taken else None) if one is not None)
    if not first <= typed.on <= today:
        message = N_("日期应在上一步（没有的，协议生效）当日至今日之间")
        problems.append(Problem(message, "on", str(typed.on), f"{first} – {today}"))
    elif typed.step in BEGINNING and not problems:
        way = routes.one(deals.deal(rows, typed.on), typed.route, typed.on)
        problems += [] if way.open else [deals.why(way, "step")]
    if problems:
        raise Refused(problems)


def _settlement(session: Session, settlement_id: str, by: Reader) -> tuple[Settlement, Case]:
    scope = Scope(session, by)
    query = scope.select(Settlement).where(col(Settlement.id) == settlement_id).with_for_update()
    row = session.exec(query).first() or scope.get(Settlement, settlement_id)
    case = session.exec(select(Case).where(Case.id == row.case_id)).one()
    access.require(by, "route.note", facts_of(session, case))
    if row.effective_on is None:
        raise Conflict(N_("协议尚未登记生效，还没有可走的途径。"))
    return row, case


def _record(
    session: Session, act: str, case: Case, row: Settlement, fields: dict[str, object], by: Reader, now: datetime
) -> None:
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("settlement", row.id), case_id=case.id,
        fields=fields, now=now,
    )  # fmt: skip
