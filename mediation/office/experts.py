"""Calling an expert in by video: a lawyer of the roster, who first answers for conflicts, or one of a station list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.case import Case
from mediation.models.docket import ConflictCheck
from mediation.models.expert import EXPERTISE, Expert, ExpertCall
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Lawyer
from mediation.office import conflicts, history, notices
from mediation.office.casebook import facts_of
from mediation.office.conflicts_names import DUTY_PAGE

LATE: Final = timedelta(hours=1)
AHEAD: Final = timedelta(days=90)
LENGTHS: Final = {"question": 500, "address": 500, "notes": 2000}
ANSWERS: Final = ("clear", "conflict", "unsure", "declined")
NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    "asked": ("accepted", "declined", "withdrawn"), "accepted": ("took_part", "declined", "withdrawn"),
}  # fmt: skip
"""What may become of a call, by its state."""


@dataclass(frozen=True)
class NewCall:
    """A call as typed: `who` is `lawyer:ID` or `expert:ID`."""

    who: str
    at: datetime | None
    address: str
    expertise: str = "law"
    question: str = ""


def call(session: Session, case_id: str, new: NewCall, *, by: Reader, now: datetime) -> ExpertCall:
    """Ask an expert to join by video. Raises Refused with every fault, also for a lawyer the case stays shut to."""
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "expert.call", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已结案，不能再邀请专家。"))
    problems = _problems(new, now)
    lawyer, expert = _whom(session, case, new.who)
    if lawyer is None and expert is None:
        problems.insert(0, Problem(N_("请选择邀请哪位专家"), "who"))
    if lawyer is not None and _referral(session, case) is None:
        problems.append(Problem(N_("该案没有分流到律师事务所，不能邀请律师；可邀请名册中的其他专家"), "who"))
    if problems:
        raise Refused(problems)
    row = ExpertCall(
        station_id=case.station_id, case_id=case.id, lawyer_id=lawyer.id if lawyer else None,
        expert_id=expert.id if expert else None, expertise=expert.expertise if expert else "law",
        question=new.question.strip(), at=new.at or now, address_sealed=b"", asked_at=now, asked_by=by.id,
    )  # fmt: skip
    row.address_sealed = seals.seal(new.address.strip(), table="expert_call", column="address", row=row.id)
    session.add(row)
    name = lawyer.name if lawyer else expert.name if expert else ""
    _note(session, row, "expert.call", {"expert": name, "expertise": row.expertise, "at": row.at}, by, now)
    if lawyer is not None and lawyer.user_id:
        notices.tell(
            session, station_id=case.station_id, people=[lawyer.user_id], kind="docket", key=f"expert:{row.id}",
            message=N_("请您于 %(at)s 以视频方式参加案件 %(number)s 的办理，请先核对当事人名称"),
            params={"at": row.at, "number": case.number}, target=DUTY_PAGE, now=now,
        )  # fmt: skip
    return row


def answer(
    session: Session, call_id: str, *, word: str, ground: str = "firm", by: Reader, now: datetime
) -> ExpertCall:
    """Take a called lawyer's word: the conflict gate as on the docket, then accepted; or simply declined.

    `unsure` leaves the call open until a supervisor has decided. Raises NotFound for another's call.
    """
    row, lawyer = _own(session, call_id, by)
    if row.state not in NEXT:
        raise Conflict(N_("这次邀请已经有了结果，请刷新页面查看。"))
    if word not in ANSWERS:
        raise Refused(Problem(N_("请选择核对结果"), "answer", word, ", ".join(ANSWERS)))
    if word != "declined" and not (word == "clear" and _cleared(session, row, lawyer)):
        with access.as_house(session, "find the referral a called lawyer answers for"):
            referral = _referral(session, session.get_one(Case, row.case_id))
        if referral is None:
            raise Conflict(N_("该案已不在律师事务所，不能答复。"))
        conflicts.answer(session, referral.id, answer=word, ground=ground, take=False, by=by, now=now)
    if word != "unsure":
        row.state, row.answered_at = "accepted" if word == "clear" else "declined", now
        session.add(row)
    _note(session, row, "expert.answer", {"answer": word}, by, now)
    _tell_asker(session, row, lawyer.name, now)
    return row


def mark(session: Session, call_id: str, *, state: str, notes: str = "", by: Reader, now: datetime) -> ExpertCall:
    """Note what became of a call, with the notes of what the expert said; a lawyer with an account answers alone."""
    row = Scope(session, by).get(ExpertCall, call_id)
    access.require(by, "expert.call", facts_of(session, session.get_one(Case, row.case_id)))
    if state not in may_mark(session, row):
        raise Conflict(N_("这次邀请已经有了结果，请刷新页面查看。"))
    if len(notes) > LENGTHS["notes"]:
        params = {"length": len(notes)}
        raise Refused(Problem(N_("过长：%(length)d 个字"), "notes", "", f"≤ {LENGTHS['notes']}", params))
    row.state, row.answered_at = state, row.answered_at or now
    row.notes = notes.strip() or row.notes
    session.add(row)
    act = {"took_part": "expert.took_part", "withdrawn": "expert.withdraw"}.get(state, "expert.answer")
    _note(session, row, act, {"answer": state, **({"note": row.notes} if row.notes else {})}, by, now)
    return row


def may_mark(session: Session, row: ExpertCall) -> tuple[str, ...]:
    """Return what may be noted of a call now: the yes or no of a lawyer with an account is the lawyer's own."""
    states = NEXT.get(row.state, ())
    lawyer = session.get(Lawyer, row.lawyer_id) if row.lawyer_id else None
    own_word = lawyer is not None and lawyer.user_id is not None
    return tuple(one for one in states if not (own_word and one in ("accepted", "declined")))


def save_expert(
    session: Session, station_id: str, *, name: str, expertise: str, organisation: str = "", contact: str = "",
    by: Reader, now: datetime,
) -> Expert:  # fmt: skip
    """Add an expert to the station's list; one of the same name and organisation is changed and active again."""
    access.require(by, "expert.manage", Facts(station_id=station_id))
    given = {"name": (name.strip(), 64), "organisation": (organisation.strip(), 100), "contact": (contact.strip(), 100)}
    problems = [
        Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {most}", {"length": len(text)})
        for field, (text, most) in given.items()
        if len(text) > most
    ]
    if not name.strip():
        problems.append(Problem(N_("必须填写"), "name"))
    if expertise not in EXPERTISE:
        problems.append(Problem(N_("请选择专业领域"), "expertise"))
    if problems:
        raise Refused(problems)
    same = select(Expert).where(
        Expert.station_id == station_id, Expert.name == name.strip(), Expert.organisation == organisation.strip()
    )
    row = session.exec(same).first() or Expert(
        station_id=station_id, name=name.strip(), expertise=expertise, organisation=organisation.strip()
    )
    row.expertise, row.contact, row.active = expertise, contact.strip(), True
    session.add(row)
    _note_list(session, row, by, now)
    return row


def retire_expert(session: Session, expert_id: str, *, by: Reader, now: datetime) -> None:
    """Take an expert off the list; calls that were made stay."""
    row = Scope(session, by).get(Expert, expert_id)
    access.require(by, "expert.manage", Facts(station_id=row.station_id))
    row.active = False
    session.add(row)
    _note_list(session, row, by, now)


def _problems(new: NewCall, now: datetime) -> list[Problem]:
    problems = []
    if new.at is None or not now - LATE <= new.at <= now + AHEAD:
        problems.append(Problem(N_("请填写时间：不早于现在，九十天以内"), "at"))
    if not is_video_address(new.address.strip()):
        problems.append(Problem(N_("请填写以 https 开头的视频会议地址"), "address"))
    if len(new.question) > LENGTHS["question"]:
        params = {"length": len(new.question)}
        problems.append(
            Problem(N_("过长：%(length)d 个字"), "question", "", f"≤ {LENGTHS['question']}", params)
        )
    return problems


def is_video_address(text: str) -> bool:
    """Tell whether a text is an https address with a host, without a name or password in it."""
    if len(text) > LENGTHS["address"] or not text.isprintable() or not text.isascii() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and parts.port in (None, *range(1, 65536)) and (
            parts.username is None and parts.password is None
        )  # fmt: skip
    except ValueError:
        return False


def _whom(session: Session, case: Case, who: str) -> tuple[Lawyer | None, Expert | None]:
    kind, _, key = who.partition(":")
    if kind == "lawyer":
        query = select(Lawyer).where(Lawyer.id == key, Lawyer.station_id == case.station_id, col(Lawyer.active))
        return session.exec(query).first(), None
    listed = select(Expert).where(Expert.id == key, Expert.station_id == case.station_id, col(Expert.active))
    return None, session.exec(listed).first()


def _referral(session: Session, case: Case) -> Referral | None:
    return session.exec(
        select(Referral).where(
            Referral.case_id == case.id, Referral.desk == access.GATED_DESK, col(Referral.state).in_(ALIVE)
        )
    ).first()


def _cleared(session: Session, row: ExpertCall, lawyer: Lawyer) -> bool:
    query = select(ConflictCheck.answer).where(
        ConflictCheck.case_id == row.case_id, ConflictCheck.lawyer_id == lawyer.id,
        ConflictCheck.firm_id == lawyer.firm_id,
    )  # fmt: skip
    return session.exec(query).first() == "clear"


def _own(session: Session, call_id: str, by: Reader) -> tuple[ExpertCall, Lawyer]:
    """Return a call and its lawyer, who is the user; before the answer the case itself isn't to be seen."""
    with access.as_house(session, "let a lawyer answer a call to a case that may not be seen yet"):
        query = (
            select(ExpertCall, Lawyer)
            .join(Lawyer, col(Lawyer.id) == col(ExpertCall.lawyer_id))
            .where(
                ExpertCall.id == call_id, Lawyer.user_id == by.id, col(Lawyer.active),
                col(ExpertCall.station_id).in_(by.station_ids),
            )
            .with_for_update(of=ExpertCall)
        )  # fmt: skip
        found = session.exec(query).first() if call_id.isascii() else None
    if found is None:
        raise NotFound(N_("找不到该内容。"))
    access.require(by, "expert.answer", Facts(station_id=found[0].station_id, user_id=found[1].user_id))
    return found[0], found[1]


def _tell_asker(session: Session, row: ExpertCall, name: str, now: datetime) -> None:
    said = {
        "accepted": N_("%(name)s 接受视频邀请：案件 %(number)s，%(at)s"),
        "declined": N_("%(name)s 不能参加视频：案件 %(number)s，%(at)s"),
    }.get(row.state)
    if said is None:
        return
    with access.as_house(session, "name the case to whoever asked"):
        number = session.get_one(Case, row.case_id).number
    notices.tell(
        session, station_id=row.station_id, people=[row.asked_by], kind="docket", key=f"expert:{row.id}:{row.state}",
        message=said, params={"name": name, "number": number, "at": row.at}, target=f"/cases/{row.case_id}/experts",
        case_id=row.case_id, now=now,
    )  # fmt: skip


def _note(
    session: Session, row: ExpertCall, act: str, fields: Mapping[str, object], by: Reader, now: datetime
) -> None:
    """Write a line into the case's history; the video address is never part of it."""
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("expert_call", row.id),
        case_id=row.case_id, fields=fields, now=now,
    )  # fmt: skip


def _note_list(session: Session, row: Expert, by: Reader, now: datetime) -> None:
    fields = {"name": row.name, "expertise": row.expertise, "active": row.active}
    history.record(
        session, station_id=row.station_id, actor=by.id, act="expert.save", subject=("expert", row.id), fields=fields,
        now=now,
    )  # fmt: skip
