"""Close a case with one of the endings, and open it again. What was open is closed with the reason, never deleted.

Closing contradicts nothing that is on file: an agreement in force and "not settled" can't both be true. The dates of
an agreement in force and its payments go on running: they outlive the case.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import endings
from mediation.domain.endings import Said
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.referral import ALIVE, Referral
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.office import casebook, history, locks, notices_referral, routing
from mediation.office.afterwards import grounds
from mediation.office.casebook import facts_of
from mediation.office.closure import AGREED, CLOSED, NOTE_LENGTH, Agreed, Closure, too_long
from mediation.office.in_force import IN_FORCE
from mediation.office.sittings import calling_off

__all__ = ["AGREED", "agreed_of", "close", "end", "reopen"]

DECLARED = {"settled_themselves": "申请人于%s声明已自行和解并撤回申请。", "withdrawn": "申请人于%s声明撤回调解申请。"}
"""What is written into the note of an ending that the applicant declared: papers take it from there."""


def end(session: Session, case_id: str, said: Said, *, by: Reader, now: datetime, seen: str = "") -> Case:
    """End a mediation for one of the closed reasons and close its case.

    Raises Refused with everything that must exist before such an ending and doesn't; all that `close` raises.
    """
    case = _closable(session, case_id, by, seen)
    agreed = agreed_of(session, case, _claims(session, case))
    outcome = said.outcome(whole=agreed.whole)
    declared = DECLARED[said.reason] % _shown(said.declared_on) if said.reason in DECLARED and said.declared_on else ""
    closure = Closure(outcome, said.on, declared + said.note.strip(), by.id, now, said.reason)
    missing = endings.missing(said, grounds.of_case(session, case, today=station_day(now)))
    problems = [missing] if missing else []
    problems += [one for one in closure.faults(case, agreed) if one.field != "outcome"]
    untold = (said.untold or "").strip()
    if said.untold is not None and outcome != "settled" and not 0 < len(untold) <= NOTE_LENGTH:
        problems.append(too_long("untold", untold) if untold else Problem(endings.NOT_TOLD, "untold"))
    if problems:
        raise Refused(problems)
    more = {"untold": untold} if untold and outcome != "settled" else {}
    return _enter(session, case, agreed, closure, more)


def _shown(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def close(
    session: Session, case_id: str, *, outcome: str, on: date, note: str = "", by: Reader, now: datetime,
    seen: str = "",
) -> Case:  # fmt: skip
    """Close a case of which only the outcome is known, as of the day `on`; what is open closes with it.

    Pages end a mediation with its reason (`end`). `seen` is the version of the case that a form showed. Raises
    Refused for an outcome that contradicts the agreement on file, a day before the receipt or in the future, a missing
    note; Outdated (office/locks) where the case changed since it was seen; Conflict for a case that is closed.
    """
    case = _closable(session, case_id, by, seen)
    agreed = agreed_of(session, case, _claims(session, case))
    closure = Closure(outcome, on, note.strip(), by.id, now)
    closure.check(case, agreed)
    return _enter(session, case, agreed, closure, {})


def _closable(session: Session, case_id: str, by: Reader, seen: str) -> Case:
    case = _locked(session, case_id, by)
    access.require(by, "case.close", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已经结案，请刷新页面查看。"))
    if seen not in ("", str(case.version)):
        raise locks.outdated(session, case, "ending")
    return case


def _enter(session: Session, case: Case, agreed: Agreed, end: Closure, more: dict[str, str]) -> Case:
    end.enter(case)
    session.add(case)
    _shut(session, case, agreed, end)
    actor = end.by or history.HOUSE
    history.record_all(session, [end.line(case, **more)], station_id=case.station_id, actor=actor, now=end.now)
    return case


def reopen(session: Session, case_id: str, *, reason: str, by: Reader, now: datetime) -> Case:
    """Open a closed case again: its outcome is taken back, what closed with it lives again, the rules are asked anew.

    Raises Refused without a reason, Conflict for a case that is open or was merged into another.
    """
    case = _locked(session, case_id, by)
    access.require(by, "case.reopen", facts_of(session, case))
    if case.state != "closed" or case.merged_into:
        raise Conflict(N_("只有已结案、未并入别案的案件可以恢复办理。"))
    reason = reason.strip()
    if not reason:
        raise Refused(Problem(N_("请写明恢复办理的理由"), "reopen_reason"))
    if len(reason) > NOTE_LENGTH:
        raise Refused(too_long("reopen_reason", reason))
    fields = {"reason": reason, "outcome": case.outcome, "closed_on": case.closed_on}
    fields |= {"ending": case.ending} if case.ending else {}
    case.state, case.outcome, case.outcome_note, case.ending = "open", None, "", None
    case.closed_at = case.closed_on = case.closed_by = None
    session.add(case)
    _revive(session, case)
    _record(session, "case.reopen", case, fields, by, now)
    with access.as_house(session, "route a case again that is taken up once more"):
        station = session.get_one(Station, case.station_id)
        routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)
    return case


def agreed_of(session: Session, case: Case, claims: Sequence[Claim]) -> Agreed:
    """Return what the ending of a case with these `claims` must fit."""
    in_force = select(Settlement).where(Settlement.case_id == case.id, Settlement.state == "issued", IN_FORCE)
    return Agreed(tuple(session.exec(in_force)), tuple(claims))


def _claims(session: Session, case: Case) -> Sequence[Claim]:
    return session.exec(select(Claim).where(Claim.case_id == case.id)).all()


def _locked(session: Session, case_id: str, by: Reader) -> Case:
    scope = Scope(session, by)
    query = scope.select(Case).where(col(Case.id) == case_id).with_for_update()
    return session.exec(query).first() or scope.get(Case, case_id)


def _shut(session: Session, case: Case, agreed: Agreed, end: Closure) -> None:
    living = select(Referral).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))
    referrals = session.exec(living).all()
    for one in referrals:
        session.add(one.sqlmodel_update(end.of_referral()))
    notices_referral.ended(session, case, referrals, actor=end.by or history.HOUSE, now=end.now)
    kept = _outliving(session, agreed)
    for due in session.exec(select(Deadline).where(Deadline.case_id == case.id, Deadline.state == "open")).all():
        if due.subject not in kept:
            session.add(due.sqlmodel_update(end.of_deadline(due.kind)))
    raised = sa.update(Escalation).where(
        col(Escalation.case_id) == case.id, col(Escalation.state) == "open",
        col(Escalation.subject_kind).in_(("case", "referral", "deadline")),
    )  # fmt: skip
    session.execute(raised.values(state="closed", closed_at=end.now, closed_why=dict(CLOSED)))
    calling_off.call_off(session, case, calling_off.CLOSED, actor=end.by or history.HOUSE, now=end.now)
    advised = sa.update(Suggestion).where(col(Suggestion.case_id) == case.id, col(Suggestion.state) == "open")
    session.execute(advised.values(**end.of_suggestion()))


def _outliving(session: Session, agreed: Agreed) -> frozenset[str | None]:
    """Return the ids of the agreements in force and their payments."""
    ids = [one.id for one in agreed.in_force]
    payments = session.exec(select(Instalment.id).where(col(Instalment.settlement_id).in_(ids)))
    return frozenset([*ids, *payments])


def _revive(session: Session, case: Case) -> None:
    """Open again the referrals and dates that the closing closed."""
    for one in session.exec(select(Referral).where(Referral.case_id == case.id, Referral.state == "closed")).all():
        if one.closed_why == CLOSED:
            one.state = "accepted" if one.accepted_at else "open"
            one.closed_at = one.closed_why = None
            session.add(one)
    for due in session.exec(select(Deadline).where(Deadline.case_id == case.id, Deadline.state != "open")).all():
        if due.closed_why == CLOSED:
            due.state, due.met_on, due.closed_why = "open", None, None
            session.add(due)
    session.flush()


def _record(session: Session, act: str, case: Case, fields: dict[str, Any], by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("case", case.id), fields=fields, now=now
    )
