"""What desks do with a referral: accept it, send it back with a reason; the police withdraw the danger flag."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.referral import Referral
from mediation.models.station import Station
from mediation.office import casebook, clockwork, history, routing
from mediation.office.casebook import facts_of
from mediation.office.records import Said

RETURN_CODES = (
    "wrong_desk", "conflict_of_interest", "facts_missing", "already_handled", "no_capacity", "other",
)  # fmt: skip
REASON_LENGTH = 500


def accept(session: Session, referral_id: str, *, by: Reader, now: datetime) -> Referral:
    """Accept a referral for the user's desk; the lead's acceptance starts the clocks of mediation.

    Raises Conflict when somebody was quicker, NotFound for a referral of another desk or station.
    """
    referral, case = _open(session, referral_id, "referral.accept", by)
    if referral.state != "open":
        raise Conflict(N_("这件分流已经有人处理，请刷新页面查看。"))
    referral.state, referral.accepted_at, referral.accepted_by = "accepted", now, by.id
    referral.assigned_to = referral.assigned_to or by.id
    session.add(referral)
    _record(session, case, referral, "referral.accept", by, now, {})
    if referral.role == "lead":
        _begin(session, case, referral, by=by, now=now)
    return referral


def _begin(session: Session, case: Case, referral: Referral, *, by: Reader, now: datetime) -> None:
    """Let the lead's acceptance start what it starts: the acceptance clock is met, the next ones run."""
    station = session.get_one(Station, case.station_id)
    if case.accepted_on is None and case.mediation == "open":
        case.accepted_on = station_day(now)
        session.add(case)
        meet(session, case, "mediation.accept", on=case.accepted_on)
        routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)
    if case.mediation == "open":
        facts = {"desk": referral.desk, "role": referral.role, "accepted_on": station_day(now)}
        clockwork.start(session, case, "referral", facts, subject=referral.id, now=now)


def meet(session: Session, case: Case, kind: str, *, on: date) -> None:
    """Note that what a date demanded was done."""
    rows = session.exec(
        select(Deadline).where(Deadline.case_id == case.id, Deadline.kind == kind, Deadline.state == "open")
    ).all()
    for row in rows:
        row.state, row.met_on = "met", on
        session.add(row)


def note_first_contact(session: Session, case_id: str, *, by: Reader, now: datetime) -> None:
    """Note that the station has been in touch with the parties: the date for the first contact is met."""
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "case.read", facts_of(session, case))
    meet(session, case, "station.first_contact", on=station_day(now))
    history.record(
        session, station_id=case.station_id, actor=by.id, act="case.first_contact", subject=("case", case.id),
        fields={"on": station_day(now)}, now=now,
    )  # fmt: skip


def send_back(
    session: Session, referral_id: str, *, reason: str, note: str = "", by: Reader, now: datetime
) -> Referral:
    """Return a referral with a coded reason and a note; the case is routed again without this desk.

    Raises Refused for an unknown code, a missing or over-long note, and for the police, who withdraw the flag.
    """
    referral, case = _open(session, referral_id, "referral.return", by)
    if referral.state not in ("open", "accepted"):
        raise Conflict(N_("这件分流已经有人处理，请刷新页面查看。"))
    _check_reason(reason, note)
    if referral.desk == "police":
        raise Refused(N_("派出所的分流不能退回；危险已经排除的，请撤销危险标记。"))
    return give_back(session, referral, case, reason=reason, note=note, by=by, now=now)


def give_back(
    session: Session, referral: Referral, case: Case, *, reason: str, note: str = "", by: Reader, now: datetime
) -> Referral:
    """Do what `send_back` does for a caller who has made sure of right and reason: a desk that may not open it."""
    referral.state, referral.closed_at, referral.closed_by = "returned", now, by.id
    referral.return_code, referral.return_reason = reason, note.strip()
    session.add(referral)
    fields = {"reason": reason, "note": note.strip()}
    _record(session, case, referral, "referral.return", by, now, fields)
    with access.as_house(session, "route a case again that its desk sends back"):
        station = session.get_one(Station, case.station_id)
        routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)
    return referral


def _check_reason(reason: str, note: str) -> None:
    problems = []
    if reason not in RETURN_CODES:
        problems.append(Problem(N_("请选择退回的原因"), "reason", reason, ", ".join(RETURN_CODES)))
    if reason == "other" and not note.strip():
        problems.append(Problem(N_("请说明退回的原因"), "note"))
    if len(note) > REASON_LENGTH:
        problems.append(Problem(N_("过长：%(length)d 个字"), "note", "", f"≤ {REASON_LENGTH}", {"length": len(note)}))
    if problems:
        raise Refused(problems)


def withdraw_unsafe(session: Session, case_id: str, *, reason: str, by: Reader, now: datetime) -> Case:
    """Withdraw the danger flag of a case (police desk only); the case is routed again, mediation may begin."""
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "unsafe.withdraw", facts_of(session, case))
    if "unsafe" not in case.flags:
        raise Conflict(N_("该案没有危险标记。"))
    if not reason.strip():
        raise Refused(Problem(N_("请写明危险已经排除的依据"), field="reason"))
    case.unsafe_withdrawn = True
    session.add(case)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="unsafe.withdraw", subject=("case", case.id),
        fields={"reason": reason.strip()}, now=now,
    )  # fmt: skip
    with access.as_house(session, "route a case again whose danger the police withdrew"):
        station = session.get_one(Station, case.station_id)
        routing.reroute(session, casebook.open_book(session, case), station, actor=by.id, now=now)
    return case


def _open(session: Session, referral_id: str, act: str, by: Reader) -> tuple[Referral, Case]:
    scope = Scope(session, by)
    query = scope.select(Referral).where(col(Referral.id) == referral_id).with_for_update()
    referral = session.exec(query).first() or scope.get(Referral, referral_id)
    case = scope.get(Case, referral.case_id)
    access.require(by, act, Facts(station_id=case.station_id, desk=referral.desk, lead_desk=case.lead))
    return referral, case




def _record(
    session: Session, case: Case, referral: Referral, act: str, by: Reader, now: datetime, fields: dict[str, str]
) -> None:
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("referral", referral.id),
        case_id=case.id, fields={"desk": referral.desk, "role": referral.role, **fields}, now=now,
    )  # fmt: skip


_RETURNED = {
    "wrong_desk": N_("退回：不属本窗口职责"),
    "conflict_of_interest": N_("退回：存在利益冲突"),
    "facts_missing": N_("退回：事实不全，无法办理"),
    "already_handled": N_("退回：已由其他部门受理"),
    "no_capacity": N_("退回：当前无人可接"),
    "other": N_("退回：%(note)s"),
}


def closed_why(row: Referral) -> Said | None:
    """Return why a referral ended: the return's reason, or what routing said when it closed it."""
    if row.state == "returned":
        return Said(_RETURNED[row.return_code or "other"], {"note": row.return_reason or ""})
    return Said(row.closed_why["message"], row.closed_why.get("params", {})) if row.closed_why else None
