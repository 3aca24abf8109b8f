"""Invite a party to mediation or to a session; what became of it; the invitation in words, to print or to read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import serving
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.consent import CHANNELS, Invitation
from mediation.models.party import Party
from mediation.models.sitting import Room, Sitting
from mediation.models.station import Station
from mediation.office import history
from mediation.office.casebook import facts_of
from mediation.office.consents import sides
from mediation.office.consents.answers import ACT, party_of
from mediation.office.papers.called import claim_name

USUAL_DAYS: Final = 7
LONGEST: Final = timedelta(days=90)
"""How long a party may take to answer: the station's own habit, no law has a number."""

OPENLY: Final = ("phone", "message", "post")
"""Channels that others in the house may see or hear."""
REFUSED: Final = N_("该方已明确不愿调解，不再邀请；意愿改变的，由其主动提出后登记新的答复。")
BLOCKED: Final = N_("本案暂停普通调解（人身危险或涉及未满十六周岁者），不能邀请。")


@dataclass(frozen=True)
class Invite:
    """How a party is invited and by which day it is asked to answer; `safely`: a safe way was made sure of."""

    channel: str
    answer_by: date | None
    sitting_id: str = ""
    safely: bool = False


@dataclass(frozen=True)
class Letter:
    """The words of an invitation: the letter to hand over, and what is said or sent where others may see it."""

    to: str
    body: tuple[str, ...]
    short: str
    organisation: str
    on: date


def invite(session: Session, party_id: str, given: Invite, *, by: Reader, now: datetime) -> Invitation:
    """Invite a party. Raises Refused with every fault of the form, Conflict where it may not be invited."""
    party, case = party_of(session, party_id, by)
    if case.mediation == "blocked":
        raise Conflict(BLOCKED)
    if sides.of_case(session, case)[party.side] is False:
        raise Conflict(REFUSED)
    if problems := _faults(session, party, given, now):
        raise Refused(problems)
    row = Invitation(
        station_id=case.station_id, case_id=case.id, party_id=party.id, sitting_id=_sitting(session, case, given),
        channel=given.channel, answer_by=given.answer_by, made_at=now, made_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, "invitation.make", by, now)
    return row


def move(
    session: Session, invitation_id: str, state: str, *, receiver: str = "", note: str = "", by: Reader, now: datetime
) -> Invitation:
    """Note what became of an invitation: sent, delivered, failed and why, answered, withdrawn."""
    row = Scope(session, by).get(Invitation, invitation_id)
    case = Scope(session, by).get(Case, row.case_id)
    access.require(by, ACT, facts_of(session, case))
    if state not in serving.NEXT.get(row.state, ()):
        raise Conflict(N_("这份邀请的状态已经变动，请刷新页面查看。"))
    receiver, note = receiver.strip(), note.strip()
    problems = [
        Problem(N_("过长：%(length)d 个字"), name, "", f"≤ {most}", {"length": len(text)})
        for name, text, most in (("receiver", receiver, 80), ("invitation_note", note, 300))
        if len(text) > most
    ]
    if state == "failed" and not note:
        problems.append(Problem(N_("请写明为什么没有送达，例如：三次拨打无人接听"), "invitation_note"))
    if problems:
        raise Refused(problems)
    row.state, row.receiver, row.note = state, receiver or row.receiver, note or row.note
    if state == "sent":
        row.sent_at = now
    else:
        row.ended_at = now
    session.add(row)
    _record(session, row, "invitation.move", by, now)
    return row


def days_failed(rows: list[Invitation]) -> int:
    """Return on how many different days the invitations of one party failed."""
    return len({station_day(one.ended_at or one.made_at) for one in rows if one.state == "failed"})


def letter(session: Session, invitation_id: str, *, user: Reader) -> tuple[Invitation, Letter]:
    """Return an invitation with its words; raises NotFound and Forbidden."""
    row = Scope(session, user).get(Invitation, invitation_id)
    case = Scope(session, user).get(Case, row.case_id)
    access.require(user, ACT, facts_of(session, case))
    station, party = session.get_one(Station, case.station_id), session.get_one(Party, row.party_id)
    parties = sides.present(session, case.id)
    others = "、".join(one.name for one in parties if one.side != party.side)
    kinds = session.exec(select(Claim.kind).where(Claim.case_id == case.id).order_by(col(Claim.position))).all()
    matter = "、".join(list(dict.fromkeys(claim_name(one) for one in kinds))[:3])
    asks = f"你（单位）与{others}因{matter}发生劳动争议，" + (
        f"你（单位）于{_day(case.received_on)}向本组织申请调解" if party.side == "applicant"
        else f"对方于{_day(case.received_on)}向本组织申请调解"
    )  # fmt: skip
    until = f"请于{_day(row.answer_by)}前答复是否同意调解" if row.answer_by else "请尽快答复是否同意调解"
    reach = "，".join(one for one in (f"电话{station.phone}" if station.phone else "", station.address) if one)
    body = (
        f"{asks}（案号{case.number}）。现邀请你（单位）参加调解。",
        *_when(session, row, station),
        f"{until}，当面、来电、来函均可{f'（{reach}）' if reach else ''}。委托他人参加的，请带授权委托书。",
        "调解自愿，不收费用。同意之后也可以随时要求终止；不同意的，本组织即行终止调解，不影响任何一方依法申请仲裁、提起诉讼。",
        "调解不妨碍申请仲裁，请留意仲裁时效。",
    )
    short = (
        f"【{station.name}】您好，有一起劳动纠纷想请您参加调解。调解自愿、免费，不影响申请仲裁或者起诉。"
        f"{until}{f'，{reach}' if reach else ''}。"
    )
    made = station_day(row.made_at)
    return row, Letter(party.name, body, short, station.organisation_name or station.name, made)


def _when(session: Session, row: Invitation, station: Station) -> list[str]:
    sitting = session.get(Sitting, row.sitting_id) if row.sitting_id else None
    if sitting is None or sitting.starts_at is None:
        return []
    begins = sitting.starts_at.astimezone(ZONE)
    room = session.get(Room, sitting.room_id) if sitting.room_id else None
    place = f"{station.address}{room.name if room else ''}" or station.name
    return [f"调解时间：{_day(begins.date())}{begins:%H时%M分}；地点：{place}。"]


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _sitting(session: Session, case: Case, given: Invite) -> str | None:
    if not given.sitting_id:
        return None
    query = select(Sitting.id).where(
        Sitting.id == given.sitting_id[:64], Sitting.case_id == case.id, Sitting.state == "planned"
    )
    found = session.exec(query).first()
    if found is None:
        raise Refused(Problem(N_("请选择本案已安排的调解会"), "sitting_id"))
    return found


def _faults(session: Session, party: Party, given: Invite, now: datetime) -> list[Problem]:
    problems = []
    if given.channel not in CHANNELS:
        problems.append(Problem(N_("请选择邀请方式"), "invitation_channel", given.channel[:20], ", ".join(CHANNELS)))
    today = station_day(now)
    if given.answer_by is not None and not today <= given.answer_by <= today + LONGEST:
        text = N_("答复期限应在今天至九十日以内")
        problems.append(Problem(text, "answer_by", given.answer_by.isoformat(), f"{today} – {today + LONGEST}"))
    if party.contact_unsafe and given.channel in OPENLY and not given.safely:
        text = N_("该当事人须用安全方式联系；确认按登记的方式联系、不会被旁人看到或者听到的，请勾选")
        problems.append(Problem(text, "safely"))
    waiting = select(Invitation.id).where(
        Invitation.party_id == party.id, col(Invitation.state).in_(("made", "sent"))
    )
    if session.exec(waiting).first():
        problems.append(Problem(N_("上一份邀请还没有登记结果，请先登记结果或者撤回"), "invitation_channel"))
    return problems


def _record(session: Session, row: Invitation, act: str, by: Reader, now: datetime) -> None:
    fields = {"invitation_channel": row.channel, "invitation_state": row.state, "answer_by": row.answer_by}
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("party", row.party_id), case_id=row.case_id,
        fields=fields, now=now,
    )  # fmt: skip
