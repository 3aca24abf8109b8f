"""Settle a pair of cases: one and the same, so that the later is merged into the earlier; or different. Either can be
taken back."""

from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.referral import ALIVE, Referral
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.models.supervision import DuplicatePair
from mediation.office import casebook, duplicates_sheets, history, routing

MERGED: Final = {"message": N_("并入先登记的案件")}
FACTS: Final = (
    "hired_on", "ended_on", "written_contract", "union_told", "willing_applicant", "willing_respondent", "willing_on",
    "accepted_on",
)  # fmt: skip
"""Facts the earlier case takes from the later where it doesn't know them."""

DANGERS: Final = ("threat", "gathering", "stoppage", "employer_absconded", "payment_order_ignored")
"""Dangers reported in either case are true of the one that remains."""


def same(session: Session, pair_id: str, *, by: Reader, now: datetime) -> Case:
    """Merge the later case into the earlier, which takes over its claims and what only it knew; return the earlier.

    The later case is closed with its referrals, dates, escalations and advice; nothing is deleted. Raises Conflict
    when the pair was settled or a case merged already, Refused where an agreement was issued or the earlier is closed.
    """
    pair, late, early = _open(session, pair_id, by)
    _check(session, late, early)
    pair.moved = {**_move(session, late, early, by, now), **shut(session, late, now)}
    late.state, late.merged_into = "closed", early.id
    late.closed_at, late.closed_on, late.closed_by = now, station_day(now), by.id
    pair.state, pair.settled_at, pair.settled_by = "same", now, by.id
    session.add_all([pair, late, early])
    session.flush()
    kinds = [claim["kind"] for claim in pair.moved["claims"]]
    _record(session, "case.merged", late, {"number": early.number}, by, now)
    _record(session, "case.took_over", early, {"number": late.number, "claims": kinds}, by, now)
    _reroute(session, early, by, now)
    return early


def different(session: Session, pair_id: str, *, by: Reader, now: datetime) -> DuplicatePair:
    """Note that the two cases are two; they aren't put side by side again."""
    pair, late, early = _open(session, pair_id, by)
    pair.state, pair.settled_at, pair.settled_by = "different", now, by.id
    session.add(pair)
    _record(session, "duplicate.different", late, {"number": early.number}, by, now)
    return pair


def take_back(session: Session, pair_id: str, *, by: Reader, now: datetime) -> DuplicatePair:
    """Open a settled pair again; a merge is undone: the later case lives on as it was, the earlier gives back its own.

    What was changed in the earlier case since stays there. Raises Conflict for a pair that waits to be settled.
    """
    pair, late, early = _pair(session, pair_id, by)
    if pair.state == "open":
        raise Conflict(N_("这一对案件还没有处理。"))
    if pair.state == "same":
        _unmerge(session, pair, late, early, by, now)
    else:
        _record(session, "duplicate.reopened", late, {"number": early.number}, by, now)
    pair.state, pair.settled_at, pair.settled_by, pair.moved = "open", None, None, None
    session.add(pair)
    return pair


def _pair(session: Session, pair_id: str, by: Reader) -> tuple[DuplicatePair, Case, Case]:
    scope = Scope(session, by)
    query = scope.select(DuplicatePair).where(col(DuplicatePair.id) == pair_id).with_for_update()
    pair = session.exec(query).first()
    if pair is None:
        raise NotFound(N_("找不到该内容。"))
    access.require(by, "duplicate.settle", Facts(station_id=pair.station_id))
    return pair, scope.get(Case, pair.case_id), scope.get(Case, pair.other_id)


def _open(session: Session, pair_id: str, by: Reader) -> tuple[DuplicatePair, Case, Case]:
    pair, late, early = _pair(session, pair_id, by)
    if pair.state != "open":
        raise Conflict(N_("这一对案件已经有人处理，请刷新页面查看。"))
    return pair, late, early


def _check(session: Session, late: Case, early: Case) -> None:
    if late.id == early.id or late.merged_into or early.merged_into:
        raise Conflict(N_("其中一件已并入别的案件，请刷新页面查看。"))
    if early.state != "open":
        raise Refused(N_("先登记的案件已结案，并入后将无人办理；请保留后登记的案件，并选择“不是同一件”。"))
    issued = select(Settlement.id).where(Settlement.case_id == late.id, Settlement.state == "issued")
    if session.exec(issued).first():
        raise Refused(N_("后登记的案件已出具调解协议，不能并入；请保留两案，并选择“不是同一件”。"))


def _move(session: Session, late: Case, early: Case, by: Reader, now: datetime) -> dict[str, Any]:
    """Give the earlier case the claims, workings and facts that only the later has; return what was given."""
    known = session.exec(select(Claim).where(Claim.case_id == early.id)).all()
    held = {claim.kind for claim in known}
    fresh = {
        one.id: Claim(
            station_id=early.station_id, case_id=early.id, position=len(known) + nth, kind=one.kind, amount=one.amount,
            known_on=one.known_on, accident_on=one.accident_on, diagnosed_on=one.diagnosed_on,
        )  # fmt: skip
        for nth, one in enumerate(session.exec(select(Claim).where(Claim.case_id == late.id)))
        if one.kind not in held
    }
    session.add_all(fresh.values())
    sheets = duplicates_sheets.carry(session, late, early, fresh, by=by, now=now)
    facts: dict[str, list[Any]] = {}
    for name in (*FACTS, *DANGERS, "relation", "violence", "workers"):
        before, after = getattr(early, name), _joined(name, getattr(early, name), getattr(late, name))
        if after != before:
            setattr(early, name, after)
            facts[name] = [_plain(before), _plain(after)]
    claims = [{"id": one.id, "kind": one.kind, "amount": one.amount} for one in fresh.values()]
    return {"claims": claims, "facts": facts, "sheets": sheets}


def _joined(name: str, early: Any, late: Any) -> Any:
    if name in DANGERS:
        return True if late else late if early is None else early
    if name == "workers":
        return max(early, late)
    nothing = {"relation": "unknown", "violence": "none"}.get(name)
    return late if early in (None, nothing) and late is not None else early


def shut(session: Session, late: Case, now: datetime) -> dict[str, Any]:
    """Close what lives of the later case; return the ids, referrals with the state they had."""
    moved: dict[str, Any] = {"referrals": {}, "deadlines": [], "escalations": [], "suggestions": []}
    living = select(Referral).where(Referral.case_id == late.id, col(Referral.state).in_(ALIVE))
    for one in session.exec(living).all():
        moved["referrals"][one.id] = one.state
        one.state, one.closed_at, one.closed_why = "closed", now, dict(MERGED)
        session.add(one)
    for due in session.exec(select(Deadline).where(Deadline.case_id == late.id, Deadline.state == "open")).all():
        moved["deadlines"].append(due.id)
        due.state, due.closed_why = "closed", dict(MERGED)
        session.add(due)
    raised = select(Escalation).where(Escalation.case_id == late.id, Escalation.state == "open")
    for escalation in session.exec(raised).all():
        moved["escalations"].append(escalation.id)
        escalation.state, escalation.closed_at, escalation.closed_why = "closed", now, dict(MERGED)
        session.add(escalation)
    advised = select(Suggestion).where(Suggestion.case_id == late.id, Suggestion.state == "open")
    for advice in session.exec(advised).all():
        moved["suggestions"].append(advice.id)
        advice.state = "closed"
        session.add(advice)
    return moved


def _unmerge(
    session: Session, pair: DuplicatePair, late: Case, early: Case, by: Reader, now: datetime
) -> None:
    if late.merged_into != early.id or pair.moved is None:
        raise Conflict(N_("这次合并之后案件又有变动，不能撤销。"))
    if early.state != "open":
        raise Conflict(N_("先登记的案件已结案，不能撤销合并。"))
    moved = pair.moved
    late.state, late.merged_into = "open", None
    late.closed_at = late.closed_on = late.closed_by = None
    for name, (before, after) in moved["facts"].items():
        if _plain(getattr(early, name)) == after:
            setattr(early, name, _read(name, before))
    copies = moved.get("sheets", ())
    reworked = duplicates_sheets.reworked(session, early, copies)
    for given in moved["claims"]:
        claim = session.get(Claim, given["id"])
        untouched = claim is not None and claim.state == "open" and claim.amount == given["amount"]
        if claim is not None and untouched and claim.id not in reworked:
            session.delete(claim)
    duplicates_sheets.lay_aside(session, copies, late.number, by=by, now=now)
    session.add_all([late, early])
    _reopen(session, moved)
    session.flush()
    _record(session, "case.unmerged", late, {"number": early.number}, by, now)
    _record(session, "case.gave_back", early, {"number": late.number}, by, now)
    _reroute(session, late, by, now)
    _reroute(session, early, by, now)


def _reopen(session: Session, moved: dict[str, Any]) -> None:
    for one in session.exec(select(Referral).where(col(Referral.id).in_(list(moved["referrals"])))).all():
        one.state, one.closed_at, one.closed_why = moved["referrals"][one.id], None, None
        session.add(one)
    for due in session.exec(select(Deadline).where(col(Deadline.id).in_(moved["deadlines"]))).all():
        due.state, due.closed_why = "open", None
        session.add(due)
    for raised in session.exec(select(Escalation).where(col(Escalation.id).in_(moved["escalations"]))).all():
        raised.state, raised.closed_at, raised.closed_why = "open", None, None
        session.add(raised)
    for advice in session.exec(select(Suggestion).where(col(Suggestion.id).in_(moved["suggestions"]))).all():
        advice.state = "open"
        session.add(advice)


def _reroute(session: Session, case: Case, by: Reader, now: datetime) -> None:
    with access.as_house(session, "route a case again whose claims or facts a merge changed"):
        station = session.get_one(Station, case.station_id)
        routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name.endswith("_on") and value is not None else value


def _record(
    session: Session, act: str, case: Case, fields: dict[str, Any], by: Reader, now: datetime
) -> None:
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("case", case.id), fields=fields, now=now
    )
