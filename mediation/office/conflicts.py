"""The gate before a case: a lawyer of the firm sees its names, says clear, conflict or unsure, and only then the rest.

A lawyer with a conflict is refused; the case goes to the next lawyer, or back to be routed again where there is none.
What a lawyer is unsure of, a supervisor decides or another lawyer takes. Every answer is a line of the history.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.case import Case
from mediation.models.docket import ANSWERS, GROUNDS, ConflictCheck, Visit
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Lawyer, Shift
from mediation.office import conflicts_clients, history, notices, referrals
from mediation.office.conflicts_lawyers import lawyer_of, next_lawyer, supervisors_of
from mediation.office.conflicts_names import DUTY_PAGE, names_of
from mediation.office.records.duty import HitRecord, NameRecord


@dataclass(frozen=True)
class Outcome:
    """What came of an answer: the case is open to the lawyer, or who was asked next; neither: it was sent back."""

    answer: str
    case_id: str
    next_lawyer: str = ""


def answer(
    session: Session, referral_id: str, *, answer: str, ground: str = "firm", take: bool = True, by: Reader,
    now: datetime,
) -> Outcome:  # fmt: skip
    """Store a lawyer's answer about a case of which only the names were shown, and do what follows from it.

    Without `take` the lawyer is only called in: the case neither becomes theirs nor goes on to the next. Raises
    NotFound for a referral that isn't an open one of the law firm, Refused for an unknown word or for `clear` where the
    firm's own list names a party as its client, Conflict for `clear` after another answer.
    """
    referral, case = _asked(session, referral_id, by)
    lawyer = lawyer_of(session, by, case.station_id)
    access.require(by, "conflict.answer", Facts(station_id=case.station_id))
    if answer not in ANSWERS:
        raise Refused(Problem(N_("请选择核对结果"), "answer", answer, ", ".join(ANSWERS)))
    if answer == "conflict" and ground not in GROUNDS:
        raise Refused(Problem(N_("请选择冲突的范围"), "ground", ground, ", ".join(GROUNDS)))
    shown = names_of(session, case.id)
    hits = conflicts_clients.match(session, lawyer, shown)
    row = _row(session, case, lawyer, now)
    if answer == "clear":
        _refuse_clear(row, hits, shown)
    row.names = [{"role": one.role, "kind": one.kind, "name": one.name} for one in shown]
    row.found = [{"name": one.name, "grade": one.grade, "kind": one.kind} for one in hits]
    row.answer, row.ground = answer, ground if answer == "conflict" else None
    row.answered_at, row.answered_by, row.firm_id = now, by.id, lawyer.firm_id
    session.add(row)
    _note(session, case, row, by, now, {"checked": answer, "ground": row.ground or ""})
    return _follow(session, referral, case, lawyer, answer, take=take, by=by, now=now)


def _follow(
    session: Session, referral: Referral, case: Case, lawyer: Lawyer, answer: str, *, take: bool, by: Reader,
    now: datetime,
) -> Outcome:  # fmt: skip
    """Do what an answer leads to: the case is taken on, goes to the next lawyer, or to the supervisor."""
    if answer == "clear":
        if take and referral.state == "open":
            referrals.accept(session, referral.id, by=by, now=now)
        return Outcome(answer, case.id)
    _leave_docket(session, case, lawyer, answer, now)
    if answer == "unsure":
        _tell_supervisors(
            session, case, f"unsure:{case.id}:{lawyer.id}",
            N_("案件 %(number)s：%(lawyer)s不能确定有无利益冲突，请决定"),
            {"number": case.number, "lawyer": lawyer.name}, now,
        )  # fmt: skip
        return Outcome(answer, case.id)
    if not take:
        return Outcome(answer, case.id)
    return Outcome(answer, case.id, pass_on(session, referral, case, besides=lawyer, by=by, now=now))


def pass_on(session: Session, referral: Referral, case: Case, *, besides: Lawyer, by: Reader, now: datetime) -> str:
    """Give the case to the next lawyer and tell them; where there is none, send it back to be routed without the firm.

    Returns the next lawyer's name, "" for none.
    """
    session.flush()
    found = next_lawyer(session, case.id, besides=besides, now=now)
    fields = {"return_code": "conflict_of_interest", "lawyer": besides.name, "next_lawyer": found.name if found else ""}
    history.record(
        session, station_id=case.station_id, actor=by.id, act="referral.reassign", subject=("referral", referral.id),
        case_id=case.id, fields=fields, now=now,
    )  # fmt: skip
    if found is None:
        note = N_("驻站律师均有利益冲突或不能确定")
        referrals.give_back(session, referral, case, reason="conflict_of_interest", note=note, by=by, now=now)
        said = N_("案件 %(number)s：%(lawyer)s申报利益冲突，已无其他律师可以承接，案件已退回重新分流")
        params = {"number": case.number, "lawyer": besides.name}
        _tell_supervisors(session, case, f"no-lawyer:{referral.id}", said, params, now)
        return ""
    referral.assigned_to = found.user_id
    session.add(referral)
    notices.tell(
        session, station_id=case.station_id, people=[found.user_id or ""], kind="conflict",
        key=f"next:{referral.id}:{found.id}", message=N_("案件 %(number)s 改由您承接，请先核对当事人名称"),
        params={"number": case.number}, target=DUTY_PAGE, now=now,
    )  # fmt: skip
    said = N_("案件 %(number)s：%(lawyer)s不能承接，已改请%(next)s核对")
    params = {"number": case.number, "lawyer": besides.name, "next": found.name}
    _tell_supervisors(session, case, f"passed:{referral.id}:{found.id}", said, params, now)
    return found.name


def _asked(session: Session, referral_id: str, by: Reader) -> tuple[Referral, Case]:
    """Return an open referral of the law firm at an own station, and its case, locked; before the answer, unseen."""
    with access.as_house(session, "let a lawyer answer for a case that may not be seen before the answer"):
        query = (
            select(Referral, Case)
            .join(Case, col(Case.id) == col(Referral.case_id))
            .where(
                Referral.id == referral_id,
                Referral.desk == by.desk,
                col(Referral.state).in_(ALIVE),
                col(Referral.station_id).in_(by.station_ids),
                Case.state == "open",
            )
            .with_for_update()
        )
        found = session.exec(query).first() if by.desk == access.GATED_DESK and referral_id.isascii() else None
    if found is None:
        raise NotFound(N_("找不到该内容。"))
    return found[0], found[1]


def _row(session: Session, case: Case, lawyer: Lawyer, now: datetime) -> ConflictCheck:
    found = session.exec(
        select(ConflictCheck).where(ConflictCheck.case_id == case.id, ConflictCheck.lawyer_id == lawyer.id)
    ).first()
    return found or ConflictCheck(
        station_id=case.station_id, case_id=case.id, lawyer_id=lawyer.id, firm_id=lawyer.firm_id, asked_at=now
    )


def _refuse_clear(row: ConflictCheck, hits: tuple[HitRecord, ...], shown: tuple[NameRecord, ...]) -> None:
    """Refuse `clear` after another answer, and where the list names a firm of the case as a client of today."""
    if row.answer in ("conflict", "unsure") and row.firm_id:
        raise Conflict(N_("您已答复有冲突或不能确定；改为无冲突，须由站长决定。"))
    firms = {one.name for one in shown if one.kind != "person"}
    clients = [one for one in hits if one.grade == "same" and one.kind != "former" and one.name in firms]
    if clients:
        message = N_("本所客户名单中有“%(name)s”，不能答复无冲突；名单有误的，请先更正名单")
        raise Refused([Problem(message, "answer", params={"name": one.name}) for one in clients[:3]])


def _leave_docket(session: Session, case: Case, lawyer: Lawyer, why: str, now: datetime) -> None:
    """Free the slots the case has in the lawyer's duties to come."""
    rows = session.exec(
        select(Visit)
        .join(Shift, col(Shift.id) == col(Visit.shift_id))
        .where(Visit.case_id == case.id, Visit.state == "queued", Shift.lawyer_id == lawyer.id)
    ).all()
    for row in rows:
        row.state, row.why, row.changed_at, row.starts_at, row.ends_at = "conflict", why, now, None, None
        session.add(row)


def _tell_supervisors(
    session: Session, case: Case, key: str, message: str, params: dict[str, str], now: datetime
) -> None:
    notices.tell(
        session, station_id=case.station_id, people=supervisors_of(session, case.station_id), kind="conflict", key=key,
        message=message, params=params, target=DUTY_PAGE, case_id=case.id, now=now,
    )  # fmt: skip


def _note(
    session: Session, case: Case, row: ConflictCheck, by: Reader, now: datetime, fields: dict[str, str]
) -> None:
    history.record(
        session, station_id=case.station_id, actor=by.id, act="conflict.answer", subject=("conflict_check", row.id),
        case_id=case.id, fields=fields, now=now,
    )  # fmt: skip
