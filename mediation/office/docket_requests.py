"""What a duty leaves behind on a case: evidence a side is asked for, questions that wait for the next duty day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.docket import EvidenceRequest, OpenQuestion
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Shift
from mediation.office import docket, history, notices
from mediation.office.casebook import facts_of
from mediation.office.parties import short_names
from mediation.office.records.duty import QuestionRow, RequestRow

LONGEST = 500
LONGEST_ANSWER = 1000
SIDES = ("applicant", "respondent")


def ask_evidence(
    session: Session, case_id: str, what: str, *, side: str, due_on: date | None, by: Reader, now: datetime
) -> EvidenceRequest:
    """Ask a side for evidence by a day; who handles the case is told. Raises Refused for what is missing."""
    case = _case(session, case_id, "evidence.ask", by)
    problems = _text_problems("what", what, N_("请写明需要的证据"), LONGEST)
    if side not in SIDES:
        problems.append(Problem(N_("请选择由哪一方提供"), "side", side, ", ".join(SIDES)))
    if due_on is not None and due_on < station_day(now):
        problems.append(Problem(N_("提交日期不能早于今天"), "due_on", due_on.isoformat()))
    if problems:
        raise Refused(problems)
    row = EvidenceRequest(
        station_id=case.station_id, case_id=case.id, what=what.strip(), side=side, due_on=due_on, asked_at=now,
        asked_by=by.id,
    )  # fmt: skip
    session.add(row)
    _note(session, case, "evidence.ask", ("evidence_request", row.id), by, now, {"side": side, "give_by": due_on})
    notices.tell(
        session, station_id=case.station_id, people=_handlers(session, case, by), kind="evidence",
        key=f"evidence:{row.id}", message=N_("案件 %(number)s：驻站律师要求补充证据"), params={"number": case.number},
        target=f"/cases/{case.id}#duty", case_id=case.id, now=now,
    )  # fmt: skip
    return row


def end_evidence(session: Session, request_id: str, *, state: str, by: Reader, now: datetime) -> EvidenceRequest:
    """Note that evidence came in (`received`) or is no longer asked for (`withdrawn`)."""
    row = Scope(session, by).get(EvidenceRequest, request_id)
    case = _case(session, row.case_id, "request.end", by)
    _may_end(row.state, state, ("received", "withdrawn"))
    row.state, row.ended_at, row.ended_by = state, now, by.id
    session.add(row)
    _note(session, case, "evidence.end", ("evidence_request", row.id), by, now, {"request_state": state})
    return row


def ask(
    session: Session, case_id: str, question: str, *, by: Reader, now: datetime, shift_id: str | None = None
) -> OpenQuestion:
    """Leave a question open for the next duty day: it reappears on every one until it is answered or withdrawn."""
    case = _case(session, case_id, "question.ask", by)
    if problems := _text_problems("question", question, N_("请写明遗留的问题"), LONGEST):
        raise Refused(problems)
    row = OpenQuestion(
        station_id=case.station_id, case_id=case.id, shift_id=shift_id or _duty_of(session, case, now),
        question=question.strip(), asked_at=now, asked_by=by.id,
    )  # fmt: skip
    session.add(row)
    _note(session, case, "question.ask", ("open_question", row.id), by, now, {})
    return row


def answer(
    session: Session, question_id: str, text: str, *, state: str = "answered", by: Reader, now: datetime
) -> OpenQuestion:
    """Answer an open question, or withdraw it with the reason in `text`."""
    row = Scope(session, by).get(OpenQuestion, question_id)
    case = _case(session, row.case_id, "request.end", by)
    _may_end(row.state, state, ("answered", "withdrawn"))
    if problems := _text_problems("answer", text, N_("请写明答复或撤回的理由"), LONGEST_ANSWER):
        raise Refused(problems)
    row.state, row.answer, row.ended_at, row.ended_by = state, text.strip(), now, by.id
    session.add(row)
    _note(session, case, "question.end", ("open_question", row.id), by, now, {"question_state": state})
    return row


def evidence_of(scope: Scope, case_id: str, today: date) -> tuple[RequestRow, ...]:
    """Return the requests for evidence on a case, open ones first, by day."""
    query = scope.select(EvidenceRequest).where(EvidenceRequest.case_id == case_id)
    rows = list(scope.session.exec(query).all())
    people = docket.names_of_people(scope.session, {row.asked_by for row in rows})
    rows.sort(key=lambda one: (one.state != "open", one.due_on or date.max, one.asked_at))
    return tuple(
        RequestRow(
            row.id, row.what, row.side, row.due_on, row.state, row.asked_at, people.get(row.asked_by, ""),
            late=row.state == "open" and row.due_on is not None and row.due_on < today,
        )  # fmt: skip
        for row in rows
    )


def questions_of(scope: Scope, case_id: str) -> tuple[QuestionRow, ...]:
    """Return the questions on a case, open ones first, oldest first."""
    query = scope.select(OpenQuestion).where(OpenQuestion.case_id == case_id)
    rows = sorted(scope.session.exec(query).all(), key=lambda one: (one.state != "open", one.asked_at, one.id))
    people = docket.names_of_people(scope.session, {row.asked_by for row in rows})
    return tuple(
        QuestionRow(
            row.id, "", "", row.asked_at, row.case_id, row.question, "", row.state, row.answer,
            people.get(row.asked_by, ""), row.ended_at,
        )  # fmt: skip
        for row in rows
    )


def open_questions(scope: Scope, station_id: str) -> tuple[QuestionRow, ...]:
    """Return every open question of the station's open cases, oldest first; its words if the user may see them."""
    session = scope.session
    seen = {row.id for row in session.exec(scope.select(OpenQuestion).where(OpenQuestion.state == "open"))}
    with access.as_house(session, "tell a lawyer that a question waits in a case that may not be seen yet"):
        alive = (col(Referral.desk) == access.GATED_DESK) & col(Referral.state).in_(ALIVE)
        query = (
            select(OpenQuestion, Case, Referral)
            .join(Case, col(Case.id) == col(OpenQuestion.case_id))
            .outerjoin(Referral, (col(Referral.case_id) == col(Case.id)) & alive)
            .where(OpenQuestion.station_id == station_id, OpenQuestion.state == "open", Case.state == "open")
            .order_by(col(OpenQuestion.asked_at), col(OpenQuestion.id))
        )
        rows = session.exec(query).all()
        names = short_names(session, [case.id for _, case, _ in rows])
    people = docket.names_of_people(session, {row.asked_by for row, _, _ in rows})
    return tuple(
        QuestionRow(
            row.id, case.number, names[case.id], row.asked_at, case.id if row.id in seen else "",
            row.question if row.id in seen else "", referral.id if referral else "", "open", "",
            people.get(row.asked_by, ""),
        )  # fmt: skip
        for row, case, referral in rows
    )


def _case(session: Session, case_id: str, act: str, by: Reader) -> Case:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, act, facts_of(session, case))
    return case


def _may_end(state: str, wanted: str, allowed: tuple[str, ...]) -> None:
    if wanted not in allowed:
        raise Refused(Problem(N_("请选择处理结果"), "state", wanted, ", ".join(allowed)))
    if state != "open":
        raise Conflict(N_("这一项已经办结，请刷新页面查看。"))


def _text_problems(field: str, text: str, missing: str, most: int) -> list[Problem]:
    if not text.strip():
        return [Problem(missing, field)]
    if len(text) > most:
        return [Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {most}", {"length": len(text)})]
    return []


def _duty_of(session: Session, case: Case, now: datetime) -> str | None:
    query = select(Shift.id).where(Shift.station_id == case.station_id, Shift.on == station_day(now))
    return session.exec(query.order_by(col(Shift.starts_at))).first()


def _handlers(session: Session, case: Case, by: Reader) -> list[str]:
    """Return who logged the case and who took it on at the leading desk."""
    lead = session.exec(
        select(Referral).where(Referral.case_id == case.id, Referral.role == "lead", col(Referral.state).in_(ALIVE))
    ).first()
    found = {case.logged_by, lead.accepted_by if lead else None, lead.assigned_to if lead else None}
    return [one for one in found if one and one != by.id]


def _note(
    session: Session, case: Case, act: str, subject: tuple[str, str], by: Reader, now: datetime,
    fields: Mapping[str, Any],
) -> None:  # fmt: skip
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=subject, case_id=case.id, fields=fields,
        now=now,
    )  # fmt: skip
