"""Danger in a case: write it down, let the rules act on it, tell the police in time, lift it with a reason.

What is written down becomes a fact of the case, so that desks, flags and escalations follow from the rules alone. The
law asks to tell the police at once and names no hours (law.md, R06); the periods here are the station's: unverified.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.risk import KINDS, VIOLENT, Risk, RiskCall
from mediation.models.station import Station
from mediation.office import casebook, escalations, history, notices, risks_calls, routing
from mediation.office.casebook import facts_of

REPORT_WITHIN: Final = {True: timedelta(minutes=30), False: timedelta(hours=4)}
"""How soon the police are told of violence, and of any other danger: as policy.md gives them to accept such a case."""

PLACE_LENGTH, WORDS_LENGTH, MEASURES_LENGTH, REASON_LENGTH, NUMBER_LENGTH = 120, 2000, 1000, 500, 60
MOST_PEOPLE: Final = 99_999


def note(session: Session, case_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> Risk:
    """Write down a danger as typed (`risk_kind`, `crowd`, `place`, `seen_at`, `seen_words`, `measures`).

    The case is routed again, its call sheet made, supervisors are told. Raises Refused with every fault, Conflict for a
    closed case.
    """
    scope = Scope(session, by)
    case = scope.get(Case, case_id)
    access.require(by, "risk.note", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已结案，请由督导先恢复办理；情况紧急的，先拨打 110。"))
    risk = _read(case, given, by, now)
    session.add(risk)
    session.flush()
    with access.as_house(session, "route a case again in which somebody saw danger"):
        session.add_all(risks_calls.sheet(session, risk))
        _record(session, risk, "risk.note", {"risk_kind": risk.kind, "crowd": risk.people}, by, now)
        _enter(case, risk.kind)
        _reroute(session, case, by, now)
        people = escalations.people_of_level(session, station_id=case.station_id, desk=case.lead, level=2)
        notices.tell(
            session, station_id=case.station_id, people=people, kind="case", key=f"risk:{risk.id}",
            message=N_("%(number)s：登记了现场风险，请查看呼叫单和报警情况"), params={"number": case.number},
            target=f"/cases/{case.id}/risks", case_id=case.id, urgency="immediate", now=now,
        )  # fmt: skip
    return risk


def reach(session: Session, call_id: str, *, note: str = "", by: Reader, now: datetime) -> RiskCall:
    """Note that somebody on the call sheet was reached; a second time, take the note back."""
    call = Scope(session, by).get(RiskCall, call_id)
    case = _allowed(session, call.case_id, "risk.note", by)
    reached = call.reached_at is None
    call.reached_at, call.reached_by = (now, by.id) if reached else (None, None)
    call.note = note.strip()[:200] if reached else ""
    session.add(call)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="risk.call" if reached else "risk.call_undone",
        subject=("risk", call.risk_id), case_id=case.id, fields={"who": call.who}, now=now,
    )  # fmt: skip
    return call


def report(session: Session, risk_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> Risk:
    """Note who at the police took the report, when, under which number; raises Refused, Conflict a second time."""
    risk = _locked(session, risk_id, by)
    _allowed(session, risk.case_id, "risk.note", by)
    if risk.reported_at is not None:
        raise Conflict(N_("已经登记过报警，请刷新页面查看。"))
    to, number = given.get("reported_to", "").strip(), given.get("reported_number", "").strip()
    problems = [*_missing("reported_to", to, PLACE_LENGTH), *_too_long("reported_number", number, NUMBER_LENGTH)]
    at = _instant(given.get("reported_at", ""), now)
    if at is None or not risk.seen_at <= at <= now:
        typed = given.get("reported_at", "")[:40]
        problems.append(Problem(N_("报警时间应在发现风险之后、现在之前"), "reported_at", typed))
    if problems or at is None:
        raise Refused(problems)
    risk.reported_at, risk.reported_to, risk.reported_number, risk.reported_by = at, to, number, by.id
    session.add(risk)
    _record(session, risk, "risk.report", {"to_police": to, "at": at}, by, now)
    return risk


def lift(session: Session, risk_id: str, *, reason: str, by: Reader, now: datetime) -> Risk:
    """Say that a danger is over; the case is routed again. Raises Refused without a reason.

    Raises Conflict where it was lifted before, and for violence as long as the police keep its flag.
    """
    risk = _locked(session, risk_id, by)
    case = _allowed(session, risk.case_id, "risk.lift", by)
    if risk.state != "open":
        raise Conflict(N_("这条风险已经解除，请刷新页面查看。"))
    if risk.kind in VIOLENT and "unsafe" in case.flags:
        raise Conflict(N_("人身危险须先由派出所解除标记，再解除这条风险。"))
    reason = reason.strip()
    if problems := _missing("lifted_why", reason, REASON_LENGTH):
        raise Refused(problems)
    risk.state, risk.lifted_at, risk.lifted_by, risk.lifted_why = "lifted", now, by.id, reason
    session.add(risk)
    _record(session, risk, "risk.lift", {"risk_kind": risk.kind, "reason": reason}, by, now)
    others = select(Risk.id).where(
        Risk.case_id == case.id, Risk.kind == risk.kind, Risk.state == "open", col(Risk.id) != risk.id
    )
    with access.as_house(session, "route a case again in which a danger is over"):
        if case.state == "open" and risk.kind not in VIOLENT and session.exec(others).first() is None:
            setattr(case, risk.kind, False)
            _reroute(session, case, by, now)
    return risk


def _read(case: Case, given: Mapping[str, str], by: Reader, now: datetime) -> Risk:
    typed = {name: given.get(name, "").strip() for name in ("risk_kind", "crowd", "place", "seen_words", "measures")}
    problems = [
        *_missing("place", typed["place"], PLACE_LENGTH), *_missing("seen_words", typed["seen_words"], WORDS_LENGTH),
        *_too_long("measures", typed["measures"], MEASURES_LENGTH),
    ]  # fmt: skip
    if typed["risk_kind"] not in KINDS:
        problems.append(Problem(N_("请选择风险种类"), "risk_kind", typed["risk_kind"][:40], ", ".join(KINDS)))
    crowd = typed["crowd"]
    if crowd and not (crowd.isascii() and crowd.isdigit() and 0 < int(crowd) <= MOST_PEOPLE):
        problems.append(Problem(N_("请填写人数"), "crowd", crowd[:20], f"1 – {MOST_PEOPLE}"))
    seen_at = _instant(given.get("seen_at", ""), now)
    if seen_at is None or seen_at > now:
        problems.append(Problem(N_("请填写发现的时间，不晚于现在"), "seen_at", given.get("seen_at", "")[:40]))
    if problems or seen_at is None:
        raise Refused(problems)
    kind = typed["risk_kind"]
    return Risk(
        station_id=case.station_id, case_id=case.id, kind=kind, people=int(crowd) if crowd else None,
        place=typed["place"], seen_at=seen_at, words=typed["seen_words"], measures=typed["measures"], noted_at=now,
        noted_by=by.id, report_by=now + REPORT_WITHIN[kind in VIOLENT],
    )  # fmt: skip


def _enter(case: Case, kind: str) -> None:
    """Make the danger a fact of the case; violence after a withdrawal is a danger again."""
    if kind in VIOLENT:
        case.violence, case.unsafe_withdrawn = kind, False
    else:
        setattr(case, kind, True)


def _reroute(session: Session, case: Case, by: Reader, now: datetime) -> None:
    session.add(case)
    station = session.get_one(Station, case.station_id)
    routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)


def _allowed(session: Session, case_id: str, act: str, by: Reader) -> Case:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, act, facts_of(session, case))
    return case


def _locked(session: Session, risk_id: str, by: Reader) -> Risk:
    scope = Scope(session, by)
    query = scope.select(Risk).where(col(Risk.id) == risk_id).with_for_update()
    return session.exec(query).first() or scope.get(Risk, risk_id)


def _instant(text: str, now: datetime) -> datetime | None:
    """Read a local time as a form writes it, 2026-11-16T09:20; an empty one is now."""
    if not text.strip():
        return now
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return local if local.tzinfo else local.replace(tzinfo=ZONE)


def _missing(field: str, text: str, most: int) -> list[Problem]:
    return _too_long(field, text, most) if text else [Problem(N_("请填写"), field)]


def _too_long(field: str, text: str, most: int) -> list[Problem]:
    if len(text) <= most:
        return []
    return [Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {most}", {"length": len(text)})]


def _record(session: Session, risk: Risk, act: str, fields: Mapping[str, Any], by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=risk.station_id, actor=by.id, act=act, subject=("risk", risk.id), case_id=risk.case_id,
        fields=fields, now=now,
    )  # fmt: skip
