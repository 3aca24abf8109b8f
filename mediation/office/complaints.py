"""Complaints about a person or a service: written down, examined by somebody else, answered in time.

The person complained about neither examines nor reads it (access/rows.py); the history says only that and when. No
source of ours names a period for the answer: ANSWER_DAYS is the station's own, unverified.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.complaint import RESULTS, SUBJECTS, WAYS, Complaint
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import casebook, history, notices, supervision_staff

ANSWER_DAYS: Final = 15
TEXT_LENGTH, NAME_LENGTH, LINE_LENGTH, CONTACT_LENGTH = 4000, 80, 120, 80
EXAMINERS: Final = ("supervisor", "mediator")


def note(session: Session, given: Mapping[str, str], *, by: Reader, now: datetime) -> Complaint:
    """Write a complaint down as typed; without `complainant` it is anonymous. Raises Refused with every fault.

    Supervisors are told, never the person it is about.
    """
    scope = Scope(session, by)
    case = _case(scope, given.get("case_number", "").strip())
    station = session.get_one(Station, case.station_id if case else by.station_ids[0])
    access.require(by, "complaint.note", Facts(station_id=station.id))
    row = _read(scope, station, given, case, by, now)
    session.add(row)
    session.flush()
    _record(session, row, "complaint.note", {"complaint_subject": row.subject}, by, now)
    told = [one.id for one in _people(scope, station.id, ("supervisor",)) if one.id != row.about_id]
    notices.tell(
        session, station_id=station.id, people=told, kind="case", key=f"complaint:{row.id}",
        message=N_("收到一件投诉，请指定核查人"), target=f"/complaints/{row.id}", now=now,
    )  # fmt: skip
    return row


def assign(session: Session, complaint_id: str, *, to: str, elsewhere: str, by: Reader, now: datetime) -> Complaint:
    """Say who examines a complaint: a colleague it isn't about, or a body outside the station (`elsewhere`)."""
    row = _locked(session, complaint_id, by)
    access.require(by, "complaint.assign", Facts(station_id=row.station_id))
    if row.state == "answered":
        raise Conflict(N_("这件投诉已经答复，请刷新页面查看。"))
    scope, elsewhere = Scope(session, by), elsewhere.strip()
    examiner = next((one for one in examiners(scope, row) if one.id == to), None)
    if examiner is None and (to or not elsewhere):
        raise Refused(Problem(N_("请选择核查人，或写明站外核查单位；被投诉人不能核查"), "examiner_id", to[:32]))
    if examiner is not None and elsewhere:
        raise Refused(Problem(N_("核查人和站外单位只能填一项"), "elsewhere", elsewhere[:40]))
    if len(elsewhere) > LINE_LENGTH:
        raise Refused(_too_long("elsewhere", elsewhere, LINE_LENGTH))
    row.examiner_id, row.elsewhere = examiner.id if examiner else None, elsewhere
    row.state, row.examining_since = "examining", row.examining_since or now
    session.add(row)
    _record(session, row, "complaint.assign", {}, by, now)
    if examiner:
        notices.tell(
            session, station_id=row.station_id, people=[examiner.id], kind="case",
            key=f"complaint:{row.id}:examine:{examiner.id}", message=N_("请核查一件投诉"),
            target=f"/complaints/{row.id}", now=now,
        )  # fmt: skip
    return row


def answer(session: Session, complaint_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> Complaint:
    """Keep what the examination found and what was answered; raises Conflict before anybody examines, or twice."""
    row = _locked(session, complaint_id, by)
    access.require(by, "complaint.answer", Facts(station_id=row.station_id, user_id=row.examiner_id))
    if row.state != "examining":
        raise Conflict(N_("先指定核查人；已答复的不能再改。"))
    result, text = given.get("complaint_result", ""), given.get("complaint_answer", "").strip()
    on = _day(given.get("answered_on", ""), station_day(now))
    problems = []
    if result not in RESULTS:
        problems.append(Problem(N_("请选择核查结论"), "complaint_result", result[:20], ", ".join(RESULTS)))
    problems += _long_text("complaint_answer", text, N_("请写明查明的情况和答复"))
    if on is None or not row.received_on <= on <= station_day(now):
        problems.append(Problem(N_("答复日期应在收到之日至今日之间"), "answered_on", given.get("answered_on", "")[:20]))
    if problems:
        raise Refused(problems)
    row.state, row.result, row.answer, row.answered_on = "answered", result, text, on
    session.add(row)
    _record(session, row, "complaint.answer", {}, by, now)
    return row


def examiners(scope: Scope, row: Complaint) -> list[User]:
    """Return who may examine a complaint: supervisors and mediators of the station, never whom it is about."""
    return [one for one in _people(scope, row.station_id, EXAMINERS) if one.id != row.about_id]


def staff(scope: Scope, station_id: str) -> list[User]:
    """Return the people of a station somebody may complain about."""
    return _people(scope, station_id, ("supervisor", *supervision_staff.WORKING))


def contact_of(row: Complaint) -> str:
    """Return how the complainant is reached, "" where nothing was left."""
    if row.contact_sealed is None:
        return ""
    return seals.open(row.contact_sealed, table="complaint", column="contact", row=row.id)


def _people(scope: Scope, station_id: str, roles: tuple[str, ...]) -> list[User]:
    query = scope.select(User).where(col(User.active), col(User.role).in_(roles)).order_by(col(User.display_name))
    return [one for one in scope.session.exec(query) if station_id in one.station_ids]


def _read(
    scope: Scope, station: Station, given: Mapping[str, str], case: Case | None, by: Reader, now: datetime
) -> Complaint:
    today = station_day(now)
    typed = {name: given.get(name, "").strip() for name in (
        "complaint_subject", "about_id", "about_text", "complainant", "contact_of_complainant", "complaint_way",
        "complaint_text",
    )}  # fmt: skip
    on = _day(given.get("received_on", ""), today)
    if problems := [*_faults(scope, station, typed), *_case_and_day(given, case, on, today)]:
        raise Refused(problems)
    person = typed["complaint_subject"] == "person"
    year, received = today.year, on or today
    number = casebook.next_number(scope.session, station, year, "complaint")
    row = Complaint(
        station_id=station.id, number=f"{station.code}-TS-{year}-{number:03d}", case_id=case.id if case else None,
        subject=typed["complaint_subject"], about_id=typed["about_id"] if person else None,
        about_text=typed["about_text"], complainant=typed["complainant"], way=typed["complaint_way"],
        received_on=received, due_on=received + timedelta(days=ANSWER_DAYS), words=typed["complaint_text"],
        noted_at=now, noted_by=by.id,
    )  # fmt: skip
    if contact := typed["contact_of_complainant"]:
        row.contact_sealed = seals.seal(contact, table="complaint", column="contact", row=row.id)
    return row


def _faults(scope: Scope, station: Station, typed: Mapping[str, str]) -> list[Problem]:
    found = []
    if typed["complaint_subject"] not in SUBJECTS:
        found.append(Problem(N_("请选择投诉对象"), "complaint_subject", "", ", ".join(SUBJECTS)))
    if typed["complaint_way"] not in WAYS:
        found.append(Problem(N_("请选择投诉方式"), "complaint_way", "", ", ".join(WAYS)))
    known = {one.id for one in staff(scope, station.id)}
    if typed["complaint_subject"] == "person" and typed["about_id"] not in known:
        found.append(Problem(N_("请选择被投诉的工作人员"), "about_id", typed["about_id"][:32]))
    if typed["complaint_subject"] == "service" and not typed["about_text"]:
        found.append(Problem(N_("请写明被投诉的服务或设施"), "about_text"))
    limits = {"about_text": LINE_LENGTH, "complainant": NAME_LENGTH, "contact_of_complainant": CONTACT_LENGTH}
    found += [_too_long(name, typed[name], most) for name, most in limits.items() if len(typed[name]) > most]
    return [*found, *_long_text("complaint_text", typed["complaint_text"], N_("请写明投诉内容"))]


def _case_and_day(given: Mapping[str, str], case: Case | None, on: date | None, today: date) -> list[Problem]:
    found = []
    if given.get("case_number", "").strip() and case is None:
        found.append(Problem(N_("没有这个案件编号"), "case_number", given["case_number"][:40]))
    if on is None or on > today:
        found.append(Problem(N_("收到日期不晚于今日"), "received_on", given.get("received_on", "")[:20]))
    return found


def _case(scope: Scope, number: str) -> Case | None:
    return scope.session.exec(scope.select(Case).where(Case.number == number)).first() if number else None


def _day(text: str, today: date) -> date | None:
    if not text.strip():
        return today
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _long_text(field: str, text: str, missing: str) -> list[Problem]:
    if not text:
        return [Problem(missing, field)]
    return [_too_long(field, text, TEXT_LENGTH)] if len(text) > TEXT_LENGTH else []


def _too_long(field: str, text: str, most: int) -> Problem:
    return Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {most}", {"length": len(text)})


def _locked(session: Session, complaint_id: str, by: Reader) -> Complaint:
    scope = Scope(session, by)
    query = scope.select(Complaint).where(col(Complaint.id) == complaint_id).with_for_update()
    return session.exec(query).first() or scope.get(Complaint, complaint_id)


def _record(session: Session, row: Complaint, act: str, fields: Mapping[str, Any], by: Reader, now: datetime) -> None:
    """Write the line into the station's history, not the case's: there the person complained about could read it."""
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("complaint", row.id), fields=fields, now=now
    )
