"""What becomes of an agreement in force: which payments came, and where it was sent to be made enforceable.

Either note can be taken back by whoever may make it; both stand in the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.routes import JOINT
from mediation.domain.worktime import station_day
from mediation.models.afterwards import RouteStep
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.settlement import CONFIRMATIONS, Instalment, Settlement
from mediation.office import agreement, history
from mediation.office.afterwards import deals
from mediation.office.casebook import facts_of

PAID: Final = {"message": N_("款项已付")}
SENT: Final = {"message": N_("已提交确认")}
OTHER_WAY: Final = {"message": N_("双方已选择另一种确认途径")}
FOLLOW_UP: Final = "station.follow_up"
"""The visit that asks whether a payment came; the final one asks for more."""

WAYS: Final = {name: way for way, name in JOINT.items()}
DATES: Final = {"arbitration": "agreement.arbitration_review", "court": "agreement.court_confirmation"}


@dataclass(frozen=True)
class Authority:
    """Where something was handed in: the court, commission or notary, its own number, a note."""

    name: str = ""
    number: str = ""
    note: str = ""


def note_paid(session: Session, instalment_id: str, *, on: date, by: Reader, now: datetime) -> Instalment:
    """Note that a promised payment came on the day `on`; what the sweep raised about it is closed.

    Raises Refused for a day before the agreement or in the future, Conflict when it was noted before or the agreement
    isn't in force.
    """
    row, case = _instalment(session, instalment_id, by)
    settlement = session.get_one(Settlement, row.settlement_id)
    if settlement.effective_on is None:
        raise Conflict(N_("协议尚未登记生效，不能登记付款。"))
    if row.state != "due":
        raise Conflict(N_("这一期已经登记付款，请刷新页面查看。"))
    _check_day("paid_on", on, settlement.effective_on, now)
    row.state, row.paid_on, row.noted_by = "paid", on, by.id
    session.add(row)
    _meet(session, row.id, FOLLOW_UP, on)
    _close_raised(session, row.id, PAID, now)
    _record(session, "performance.note", case, row.id, {"instalment": row.position + 1, "on": on}, by, now)
    return row


def take_back_paid(session: Session, instalment_id: str, *, by: Reader, now: datetime) -> Instalment:
    """Take back the note of a payment; the payment is due again. Raises Conflict where none was noted."""
    row, case = _instalment(session, instalment_id, by)
    if row.state != "paid":
        raise Conflict(N_("这一期没有登记付款，请刷新页面查看。"))
    fields = {"instalment": row.position + 1, "on": row.paid_on}
    row.state, row.paid_on, row.noted_by = "due", None, None
    session.add(row)
    _reopen(session, row.id, "met")
    _record(session, "performance.undo", case, row.id, fields, by, now)
    return row


def note_sent(
    session: Session, settlement_id: str, *, to: str, on: date, by: Reader, now: datetime, at: Authority | None = None
) -> Settlement:
    """Note that both sides sent an agreement for confirmation: to the `court` or to `arbitration` for review.

    The date of the chosen way is met, that of the other closed with the reason; the step stands among those on the
    way. Raises Refused for an impossible day, one past the time allowed, and for an agreement that only confirms a
    labour relation (no review: 办案规则 75), Conflict when it was sent.
    """
    row, case = _settlement(session, settlement_id, by)
    if row.effective_on is None:
        raise Conflict(N_("协议尚未登记生效，不能登记提交确认。"))
    if row.sent_to and _going(session, row):
        raise Conflict(N_("已经登记过提交确认，请刷新页面查看。"))
    if to not in CONFIRMATIONS:
        raise Refused(Problem(N_("请选择提交法院还是仲裁委员会"), "sent_to", to, ", ".join(CONFIRMATIONS)))
    if to == "arbitration" and not reviewable(session, row):
        raise Refused(Problem(N_("仅确认劳动关系的协议，仲裁委员会不受理审查申请（办案规则第七十五条）。"), "sent_to"))
    _check_day("sent_on", on, row.effective_on, now)
    way = WAYS[to]
    if not (route := deals.on_day(session, row, way, on)).open:
        raise Refused(deals.why(route, "sent_on", str(on)))
    row.sent_to, row.sent_on, row.changed_at, row.changed_by = to, on, now, by.id
    session.add(row)
    session.add(filed_step(row, way, on, at or Authority(), by, now))
    for due in _open_dates(session, row.id):
        if due.kind == DATES[to]:
            due.state, due.met_on = "met", on
        elif due.kind in DATES.values():
            due.state, due.closed_why = "closed", dict(OTHER_WAY)
        session.add(due)
    _close_raised(session, row.id, SENT, now)
    _record(session, "confirmation.note", case, row.id, {"to": to, "on": on}, by, now)
    return row


def take_back_sent(session: Session, settlement_id: str, *, by: Reader, now: datetime) -> Settlement:
    """Take back that an agreement was sent; both ways are open again. Raises Conflict where nothing was noted."""
    row, case = _settlement(session, settlement_id, by)
    if not row.sent_to:
        raise Conflict(N_("没有登记过提交确认，请刷新页面查看。"))
    fields = {"to": row.sent_to, "on": row.sent_on}
    steps = deals.alive(deals.rows_of(session, row).steps)
    own = [one for one in steps if one.route == WAYS[str(row.sent_to)]]
    if own and own[-1].step != "filed":
        raise Conflict(N_("提交之后已经登记了后续进展，请先撤销后续的登记。"))
    for one in own[-1:]:
        one.taken_back_at = now
        session.add(one)
    unsend(session, row, by, now)
    _record(session, "confirmation.undo", case, row.id, fields, by, now)
    return row


def unsend(session: Session, row: Settlement, by: Reader, now: datetime) -> None:
    """Let an agreement be sent anew: both ways are open again as long as their time runs."""
    row.sent_to, row.sent_on, row.changed_at, row.changed_by = None, None, now, by.id
    session.add(row)
    _reopen(session, row.id, "met", "closed")


def filed_step(row: Settlement, way: str, on: date, at: Authority, by: Reader, now: datetime) -> RouteStep:
    """Return the step that an agreement was handed in on a way."""
    return RouteStep(
        station_id=row.station_id, case_id=row.case_id, settlement_id=row.id, route=way, step="filed", on=on,
        authority=at.name, number=at.number, note=at.note, noted_at=now, noted_by=by.id,
    )  # fmt: skip


def _going(session: Session, row: Settlement) -> bool:
    """Tell whether what an agreement was sent for is still decided on, or was granted."""
    taken = deals.newest(deals.rows_of(session, row))
    return taken[WAYS[str(row.sent_to)]].step not in ("dismissed", "withdrawn")


def reviewable(session: Session, settlement: Settlement) -> bool:
    """Tell whether the arbitration commission reviews such an agreement."""
    claims = session.exec(select(Claim).where(Claim.case_id == settlement.case_id)).all()
    return not agreement.agreement_facts(claims, settlement.terms.get("claims") or {})["confirms_relation_only"]


def _instalment(session: Session, instalment_id: str, by: Reader) -> tuple[Instalment, Case]:
    scope = Scope(session, by)
    query = scope.select(Instalment).where(col(Instalment.id) == instalment_id).with_for_update()
    row = session.exec(query).first() or scope.get(Instalment, instalment_id)
    case = scope.get(Case, row.case_id)
    access.require(by, "performance.note", facts_of(session, case))
    return row, case


def _settlement(session: Session, settlement_id: str, by: Reader) -> tuple[Settlement, Case]:
    scope = Scope(session, by)
    row = scope.get(Settlement, settlement_id)
    case = scope.get(Case, row.case_id)
    access.require(by, "confirmation.note", facts_of(session, case))
    return row, case


def _check_day(field: str, on: date, first: date, now: datetime) -> None:
    today = station_day(now)
    if not first <= on <= today:
        raise Refused(Problem(N_("日期应在协议生效当日至今日之间"), field, str(on), f"{first} – {today}"))


def _open_dates(session: Session, subject: str) -> list[Deadline]:
    return list(session.exec(select(Deadline).where(Deadline.subject == subject, Deadline.state == "open")).all())


def _meet(session: Session, subject: str, kind: str, on: date) -> None:
    for due in _open_dates(session, subject):
        if due.kind == kind:
            due.state, due.met_on = "met", on
            session.add(due)


def _reopen(session: Session, subject: str, *states: str) -> None:
    query = select(Deadline).where(Deadline.subject == subject, col(Deadline.state).in_(states))
    for due in session.exec(query).all():
        if due.state == "met" or due.closed_why == OTHER_WAY:
            due.state, due.met_on, due.closed_why = "open", None, None
            session.add(due)


def _close_raised(session: Session, subject: str, why: dict[str, str], now: datetime) -> None:
    raised = sa.update(Escalation).where(col(Escalation.subject) == subject, col(Escalation.state) == "open")
    session.execute(raised.values(state="closed", closed_at=now, closed_why=dict(why)))


def _record(
    session: Session, act: str, case: Case, subject: str, fields: dict[str, Any], by: Reader, now: datetime
) -> None:
    kind = "instalment" if act.startswith("performance") else "settlement"
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=(kind, subject), case_id=case.id,
        fields=fields, now=now,
    )  # fmt: skip
