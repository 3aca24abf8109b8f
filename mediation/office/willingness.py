"""Ask a party by an automated call or message whether it is willing to mediate, and take its answer.

An answer is only what somebody at that number said: it becomes the party's consent, and starts a clock, when a person
of the station confirms it. A party that refused is not asked again (law.md §10).
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.case import Case
from mediation.models.notice import Delivery
from mediation.models.party import Party
from mediation.models.willingness import ANSWERS, AnswerTry, Inquiry, VoiceGateway
from mediation.office import history, notices, outbox_queue
from mediation.office.casebook import facts_of
from mediation.office.consents import answers, sides
from mediation.office.consents.answers import Answer

OPEN_FOR: Final = timedelta(days=7)
A_WEEK: Final = timedelta(days=7)
MOST_A_WEEK: Final = 3
"""How long an answer may take and how often one party is asked: the station's own habit, unverified."""

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH: Final = 12
MINUTE: Final = timedelta(minutes=1)
WRONG_A_MINUTE: Final = 10
NOTE_LENGTH: Final = 200
NO_SUCH: Final = N_("链接无效或已失效，请联系工作站。")


class TooMany(Refused):
    """Too many wrong codes came from this place."""

    status = 429


def ask(session: Session, party_id: str, *, by: Reader, now: datetime) -> Inquiry:
    """Ask a party: a call of the station's gateway is queued with a code only this question has.

    Raises Refused without a number or a gateway, or where the party was asked too often; Conflict where it refused,
    an answer is still awaited, or mediation is blocked.
    """
    party = Scope(session, by).get(Party, party_id)
    case = _allowed(session, party.case_id, by)
    _check(session, case, party, now)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    inquiry = Inquiry(
        station_id=case.station_id, case_id=case.id, party_id=party.id, code_sealed=b"", code_digest=_digest(code),
        asked_at=now, asked_by=by.id, until=now + OPEN_FOR,
    )  # fmt: skip
    inquiry.code_sealed = seals.seal(code, table="inquiry", column="code", row=inquiry.id)
    session.add(inquiry)
    session.flush()
    call = outbox_queue.call(f"inquiry:{inquiry.id}", {"inquiry_id": inquiry.id}, station_id=case.station_id, now=now)
    outbox_queue.add_new(session, Delivery, [call | {"template": "inquiry"}])
    _record(session, inquiry, "inquiry.ask", {"side": party.side}, by.id, now)
    return inquiry


def by_code(session: Session, code: str, *, source: str, now: datetime) -> Inquiry:
    """Return the question a code belongs to. Raises NotFound for any other, TooMany when a place keeps guessing."""
    tries = sa.select(sa.func.count()).select_from(AnswerTry)
    recent = tries.where(col(AnswerTry.source) == source[:64], col(AnswerTry.at) > now - MINUTE)
    if session.execute(recent).scalar_one() >= WRONG_A_MINUTE:
        raise TooMany(N_("尝试次数过多，请稍后再试。"))
    plain = code.strip().upper()
    if len(plain) != CODE_LENGTH or not set(plain) <= set(LETTERS):
        raise NotFound(NO_SUCH)
    found = session.exec(select(Inquiry).where(Inquiry.code_digest == _digest(plain))).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def note_wrong_code(session: Session, *, source: str, now: datetime) -> None:
    """Count a wrong code against the place it came from."""
    session.execute(sa.delete(AnswerTry).where(col(AnswerTry.at) < now - timedelta(days=1)))
    session.add(AnswerTry(at=now, source=source[:64]))


def is_open(inquiry: Inquiry, now: datetime) -> bool:
    """Tell whether a question may still be answered."""
    return inquiry.state == "asked" and now < inquiry.until


def answer(session: Session, inquiry_id: str, said: str, *, source: str, now: datetime) -> Inquiry:
    """Keep what a party answered and tell who asked; nothing else of the case changes.

    Raises Refused for another word, Conflict for a question that is over; the same answer again changes nothing.
    """
    query = select(Inquiry).where(Inquiry.id == inquiry_id).with_for_update()
    inquiry = session.exec(query.execution_options(populate_existing=True)).one()
    if said not in ANSWERS:
        raise Refused(Problem(N_("请选择一项"), "answer_given", said[:20], ", ".join(ANSWERS)))
    if inquiry.state in ("answered", "confirmed") and inquiry.answer == said:
        return inquiry
    if not is_open(inquiry, now):
        raise Conflict(NO_SUCH)
    inquiry.state, inquiry.answer, inquiry.source, inquiry.answered_at = "answered", said, source, now
    session.add(inquiry)
    _record(session, inquiry, "inquiry.answer", {"answer_given": said, "answer_source": source}, history.PARTY, now)
    number = session.get_one(Case, inquiry.case_id).number
    notices.tell(
        session, station_id=inquiry.station_id, people=[inquiry.asked_by], kind="case",
        key=f"inquiry:{inquiry.id}", message=N_("%(number)s：当事人答复了调解意愿，请确认"), params={"number": number},
        target=f"/cases/{inquiry.case_id}/willingness", case_id=inquiry.case_id, now=now,
    )  # fmt: skip
    return inquiry


def confirm(session: Session, inquiry_id: str, *, note: str, by: Reader, now: datetime) -> Inquiry:
    """Confirm an answer: who is willing or not becomes a fact of the case, and the rules have their say.

    `note` says how it was made sure. Raises Refused without it, Conflict without an answer.
    """
    inquiry = Scope(session, by).get(Inquiry, inquiry_id)
    _allowed(session, inquiry.case_id, by)
    if inquiry.state != "answered" or inquiry.answer is None:
        raise Conflict(N_("没有等待确认的答复，请刷新页面查看。"))
    note = note.strip()
    if not note or len(note) > NOTE_LENGTH:
        raise Refused(Problem(N_("请写明如何核实（不超过 200 字）"), "note", note[:40]))
    inquiry.state, inquiry.note, inquiry.ended_at, inquiry.ended_by = "confirmed", note, now, by.id
    session.add(inquiry)
    _record(session, inquiry, "inquiry.confirm", {"answer_given": inquiry.answer, "note": note}, by.id, now)
    if inquiry.answer != "call_me":
        party, _ = answers.party_of(session, inquiry.party_id, by)
        said = Answer(sides.MEDIATION, inquiry.answer == "willing", "inquiry", inquiry.answered_at or now)
        answers.enter(session, party, said, reason=note, by=by, now=now)
    return inquiry


def withdraw(session: Session, inquiry_id: str, *, by: Reader, now: datetime) -> Inquiry:
    """Take a question back: its code opens nothing any more, a call still waiting isn't made, an answer isn't used."""
    inquiry = Scope(session, by).get(Inquiry, inquiry_id)
    _allowed(session, inquiry.case_id, by)
    if inquiry.state not in ("asked", "answered"):
        raise Conflict(N_("这次征询已经结束，请刷新页面查看。"))
    inquiry.state, inquiry.ended_at, inquiry.ended_by = "withdrawn", now, by.id
    session.add(inquiry)
    _record(session, inquiry, "inquiry.withdraw", {}, by.id, now)
    return inquiry


def _check(session: Session, case: Case, party: Party, now: datetime) -> None:
    if case.state != "open" or case.mediation == "blocked":
        raise Conflict(N_("本案已结案或暂停调解，不能征询意愿。"))
    known = case.willing_applicant if party.side == "applicant" else case.willing_respondent
    if known is False:
        raise Conflict(N_("该方已明确不愿调解，不再征询；意愿改变的，由其主动提出后在“同意与邀请”中登记。"))
    before = session.exec(select(Inquiry).where(Inquiry.party_id == party.id)).all()
    if any(is_open(one, now) or one.state == "answered" for one in before):
        raise Conflict(N_("已经征询过，正在等待答复或确认；需要重新征询的，请先撤回。"))
    if sum(one.asked_at > now - A_WEEK for one in before) >= MOST_A_WEEK:
        raise Refused(Problem(N_("一周内已征询三次，请改为人工联系"), "party"))
    if party.contact_unsafe:
        raise Refused(Problem(N_("该当事人须用安全方式联系，不能自动呼叫或者发短信；请按登记的方式人工联系"), "party"))
    if party.phone_sealed is None:
        raise Refused(Problem(N_("没有登记该当事人的电话"), "party"))
    gateway = select(VoiceGateway.id).where(VoiceGateway.station_id == case.station_id, col(VoiceGateway.active))
    if session.exec(gateway).first() is None:
        raise Refused(Problem(N_("本站没有设置语音短信平台，请联系系统管理员"), "party"))


def _allowed(session: Session, case_id: str, by: Reader) -> Case:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "willingness.ask", facts_of(session, case))
    return case


def _digest(code: str) -> str:
    return hashlib.sha256(f"inquiry:{code}".encode()).hexdigest()


def _record(
    session: Session, inquiry: Inquiry, act: str, fields: dict[str, str], actor: str, now: datetime
) -> None:
    history.record(
        session, station_id=inquiry.station_id, actor=actor, act=act, subject=("inquiry", inquiry.id),
        case_id=inquiry.case_id, fields=fields, now=now,
    )  # fmt: skip
