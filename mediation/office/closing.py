"""Close a case with one of the endings, and open it again. What was open is closed with the reason, never deleted.

Closing contradicts nothing that is on file: an agreement in force and "not settled" can't both be true. The dates of
an agreement in force and its payments go on running: they outlive the case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import OUTCOMES, Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.referral import ALIVE, Referral
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.office import casebook, history, routing
from mediation.office.casebook import facts_of

AGREED: Final = ("settled", "partly_settled")
EXPLAINED: Final = ("transferred", "other")
"""Endings that say nothing without a note."""

NOTE_LENGTH: Final = 500
CLOSED: Final = {"message": N_("案件已结案")}
MEDIATED: Final = ("mediation.", "station.")
"""Dates that an ending meets; any other only stops to be the station's."""


@dataclass(frozen=True)
class Agreed:
    """What an ending must fit: the agreements in force, when the last took effect, and which claims it left open."""

    in_force: tuple[Settlement, ...]
    claims: tuple[Claim, ...]

    @property
    def since(self) -> date | None:
        """The day the last agreement took effect, None without one."""
        return max((one.effective_on for one in self.in_force if one.effective_on), default=None)

    @property
    def whole(self) -> bool:
        """Tell whether every claim is settled."""
        return all(claim.state == "settled" for claim in self.claims)


def close(
    session: Session, case_id: str, *, outcome: str, on: date, note: str = "", by: Reader, now: datetime
) -> Case:
    """Close a case with its outcome, as of the day `on`; its open dates, referrals and advice close with it.

    Raises Refused for an outcome that contradicts the agreement on file, a day before the receipt or in the future, a
    missing note; Conflict for a case that is closed.
    """
    case = _locked(session, case_id, by)
    access.require(by, "case.close", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已经结案，请刷新页面查看。"))
    note = note.strip()
    agreed = _agreed(session, case)
    problems = [*_outcome_faults(outcome, note, agreed), *_day_faults(case, outcome, on, agreed, station_day(now))]
    if problems:
        raise Refused(problems)
    case.state, case.outcome, case.outcome_note = "closed", outcome, note
    case.closed_at, case.closed_on, case.closed_by = now, on, by.id
    session.add(case)
    _shut(session, case, agreed, on, now)
    _record(session, "case.close", case, {"outcome": outcome, "on": on, "note": note}, by, now)
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
        raise Refused(_too_long("reopen_reason", reason))
    fields = {"reason": reason, "outcome": case.outcome, "closed_on": case.closed_on}
    case.state, case.outcome, case.outcome_note = "open", None, ""
    case.closed_at = case.closed_on = case.closed_by = None
    session.add(case)
    _revive(session, case)
    _record(session, "case.reopen", case, fields, by, now)
    with access.as_house(session, "route a case again that is taken up once more"):
        station = session.get_one(Station, case.station_id)
        routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)
    return case


def choices(session: Session, case: Case) -> tuple[str, ...]:
    """Return the outcomes that contradict nothing on file, in the order of a form."""
    agreed = _agreed(session, case)
    return tuple(one for one in OUTCOMES if not _contradiction(one, agreed))


def _locked(session: Session, case_id: str, by: Reader) -> Case:
    scope = Scope(session, by)
    query = scope.select(Case).where(col(Case.id) == case_id).with_for_update()
    return session.exec(query).first() or scope.get(Case, case_id)


def _agreed(session: Session, case: Case) -> Agreed:
    in_force = select(Settlement).where(
        Settlement.case_id == case.id, Settlement.state == "issued", col(Settlement.effective_on).is_not(None)
    )
    claims = select(Claim).where(Claim.case_id == case.id)
    return Agreed(tuple(session.exec(in_force)), tuple(session.exec(claims)))


def _outcome_faults(outcome: str, note: str, agreed: Agreed) -> list[Problem]:
    found = []
    if outcome not in OUTCOMES:
        found.append(Problem(N_("请选择结案方式"), "outcome", outcome, ", ".join(OUTCOMES)))
    elif message := _contradiction(outcome, agreed):
        found.append(Problem(message, "outcome"))
    if outcome in EXPLAINED and not note:
        found.append(Problem(N_("请说明移送何处，或其他结案的原因"), "note"))
    if len(note) > NOTE_LENGTH:
        found.append(_too_long("note", note))
    return found


def _too_long(field: str, text: str) -> Problem:
    return Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {NOTE_LENGTH}", {"length": len(text)})


def _contradiction(outcome: str, agreed: Agreed) -> str:
    """Return why an outcome can't be true beside what is on file, "" if it can."""
    if outcome in AGREED and not agreed.in_force:
        return N_("没有已生效的调解协议；请先出具协议并登记生效，再按达成协议结案")
    if outcome not in AGREED and agreed.in_force:
        return N_("已有生效的调解协议，不能按未达成协议结案")
    if outcome == "settled" and not agreed.whole:
        return N_("协议之外还有请求没有了结；请按部分达成协议结案")
    if outcome == "partly_settled" and agreed.whole:
        return N_("全部请求都已了结；请按达成协议结案")
    return ""


def _day_faults(case: Case, outcome: str, on: date, agreed: Agreed, today: date) -> list[Problem]:
    first = case.received_on
    if outcome in AGREED and agreed.since:
        first = max(first, agreed.since)
    if first <= on <= today:
        return []
    message = N_("结案日期应在受理（达成协议的，协议生效）当日至今日之间")
    return [Problem(message, "closed_on", str(on), f"{first} – {today}")]


def _shut(session: Session, case: Case, agreed: Agreed, on: date, now: datetime) -> None:
    living = select(Referral).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))
    for one in session.exec(living).all():
        one.state, one.closed_at, one.closed_why = "closed", now, dict(CLOSED)
        session.add(one)
    kept = _outliving(session, agreed)
    for due in session.exec(select(Deadline).where(Deadline.case_id == case.id, Deadline.state == "open")).all():
        if due.subject in kept:
            continue
        due.state, due.closed_why = "closed", dict(CLOSED)
        if due.kind.startswith(MEDIATED):
            due.state, due.met_on = "met", on
        session.add(due)
    raised = sa.update(Escalation).where(
        col(Escalation.case_id) == case.id, col(Escalation.state) == "open",
        col(Escalation.subject_kind).in_(("case", "referral", "deadline")),
    )  # fmt: skip
    session.execute(raised.values(state="closed", closed_at=now, closed_why=dict(CLOSED)))
    advised = sa.update(Suggestion).where(col(Suggestion.case_id) == case.id, col(Suggestion.state) == "open")
    session.execute(advised.values(state="closed"))


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
