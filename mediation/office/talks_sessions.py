"""Sessions of wage talks: planned, held with their minutes, cancelled; and the chiefs' signatures under the minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from sqlmodel import Session

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.talks import SIDES, Talks, TalksMember
from mediation.models.talks_table import TalksSession
from mediation.models.user import User
from mediation.office import rules, talks, talks_state
from mediation.office.reasons import law_record
from mediation.office.talks_typed import day, words

FIELDS: Final = {
    f"{kind}.{name}": "on"
    for kind in ("order", "ahead")
    for name in ("first_session_on", "session", "suspended_on", "resumed_on", "replied_on", "agreed_later_on")
}
"""Which field of the form a finding about a session's day is about."""
RECORDER_LAW: Final = "mr22-33"
STORY: Final = 4000
CONTENT: Final = (
    "on", "begins", "ends", "place", "chair", "recorder", "attended", "guests", "topics", "said_workers",
    "said_employer", "result",
)  # fmt: skip
OUTDATED: Final = N_("打开页面之后，%(name)s于 %(at)s 修改过，请核对后再保存")
SIGNED: Final = N_("会议记录已由首席代表签字；需要改正的，先清空签字日期，改正后重新签字")
NO_CHIEF: Final = N_("本方没有首席代表，先在“协商代表”中确定")


def plan(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> TalksSession:
    """Plan a session: `on`, `begins`, `ends`, `session_place`, topics ticked as `topics.KEY`."""
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    found = talks_state.gather(session, row)
    problems: list[Problem] = []
    planned = TalksSession(
        station_id=row.station_id, talks_id=row.id, on=day(given, "on", problems, required=True) or date.min,
        number=1 + max((one.number for one in found.sessions), default=0), noted_at=now, noted_by=by.id,
        begins=_hour(given, "begins", problems), ends=_hour(given, "ends", problems),
        place=words(given, "session_place", problems, most=200), topics=_topics(given),
    )  # fmt: skip
    _in_order(planned, problems)
    if problems:
        raise Refused(problems)
    known = talks.findings(session, row, now=now)
    session.add(planned)
    fields = {"session": planned.number, "on": planned.on, "place": planned.place}
    talks.settle(session, row, "talks.session_plan", by=by, now=now, fields=fields, field_of=FIELDS, known=known)
    return planned


def minutes(
    session: Session, talks_id: str, session_id: str, given: Mapping[str, str], *, by: Reader, now: datetime,
    seen: str = "",
) -> TalksSession:  # fmt: skip
    """Write the minutes of a session that was held; they may be written anew until a chief has signed them.

    `seen` is the `seal` of what the form was made from: raises Stale where somebody has written since, so that neither
    version is lost. Raises Refused with every fault: both sides must have been there, the recorder sits for neither.
    """
    row, one = _held(session, talks_id, session_id, by)
    if seen and seen != seal(one):
        raise _outdated(session, one)
    found = talks_state.gather(session, row)
    problems: list[Problem] = []
    if one.signed_workers_on or one.signed_employer_on:
        problems.append(Problem(SIGNED, "result"))
    if one.state == "cancelled":
        problems.append(Problem(N_("会议已取消，不能登记记录"), "on"))
    fresh = _read(given, one, found.members, problems, today=station_day(now))
    if problems:
        raise Refused(problems)
    known = talks.findings(session, row, now=now)
    changed = [name for name, value in fresh.items() if getattr(one, name) != value]
    for name, value in fresh.items():
        setattr(one, name, value)
    one.state, one.noted_at, one.noted_by = "held", now, by.id
    session.add(one)
    fields = {"session": one.number, "on": one.on, "attended": len(one.attended), "changed": "、".join(changed)}
    talks.settle(session, row, "talks.session_minutes", by=by, now=now, fields=fields, field_of=FIELDS, known=known)
    return one


def sign(
    session: Session, talks_id: str, session_id: str, given: Mapping[str, str], *, by: Reader, now: datetime,
    seen: str = "",
) -> TalksSession:  # fmt: skip
    """Note the day on which each side's chief signed the minutes; left empty, the side hasn't."""
    row, one = _held(session, talks_id, session_id, by)
    if seen and seen != seal(one):
        raise _outdated(session, one)
    problems: list[Problem] = []
    chiefs = chiefs_on(talks_state.gather(session, row).members, one.on)
    known = talks.findings(session, row, now=now)
    for side in SIDES:
        name = f"signed_{side}_on"
        on = day(given, name, problems)
        if on is not None:
            problems += _signature(name, on, one, chiefs.get(side), today=station_day(now))
        setattr(one, name, on)
    if one.state != "held":
        problems.append(Problem(N_("先登记会议记录，再登记签字"), "signed_workers_on"))
    if problems:
        raise Refused(problems)
    session.add(one)
    fields = {"session": one.number, "workers_on": one.signed_workers_on, "employer_on": one.signed_employer_on}
    talks.settle(session, row, "talks.session_sign", by=by, now=now, fields=fields, known=known)
    return one


def cancel(session: Session, talks_id: str, session_id: str, *, reason: str, by: Reader, now: datetime) -> TalksSession:
    """Call a planned session off; the reason stays where the result would stand."""
    row, one = _held(session, talks_id, session_id, by)
    if one.state != "planned":
        raise Conflict(N_("会议已经举行或者取消，请刷新页面查看。"))
    problems: list[Problem] = []
    one.result = words({"cancelled_why": reason}, "cancelled_why", problems, most=400, required=True)
    if problems:
        raise Refused(problems)
    known = talks.findings(session, row, now=now)
    one.state, one.noted_at, one.noted_by = "cancelled", now, by.id
    session.add(one)
    fields = {"session": one.number, "on": one.on, "reason": one.result}
    talks.settle(session, row, "talks.session_cancel", by=by, now=now, fields=fields, known=known)
    return one


def seal(one: TalksSession) -> str:
    """Return what names one version of a session: another as soon as a word of it differs."""
    content = [getattr(one, name) for name in (*CONTENT, "state", "signed_workers_on", "signed_employer_on")]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def chiefs_on(members: Iterable[TalksMember], on: date) -> dict[str, TalksMember]:
    """Return each side's chief as the teams stood on a day."""
    return {
        one.side: one for one in members if one.chief and one.since <= on and (one.until is None or on <= one.until)
    }


def _held(session: Session, talks_id: str, session_id: str, by: Reader) -> tuple[Talks, TalksSession]:
    row = talks.held(session, talks_id, "talks.edit", by=by)
    one = Scope(session, by).get(TalksSession, session_id)
    if one.talks_id != row.id:
        raise Conflict(N_("这次会议属于另一次协商。"))
    return row, one


def _outdated(session: Session, one: TalksSession) -> talks.Stale:
    author = session.get(User, one.noted_by) if one.noted_by else None
    params = {"name": (author.display_name or author.name) if author else "—", "at": one.noted_at}
    return talks.Stale(Problem(OUTDATED, "result", params=params))


def _read(
    given: Mapping[str, str], one: TalksSession, members: Iterable[TalksMember], problems: list[Problem], *, today: date
) -> dict[str, Any]:
    """Return the content of the minutes as typed, by column."""
    team = list(members)
    attended = [member.id for member in team if given.get(f"attended.{member.id}") == "yes"]
    there = {member.side for member in team if member.id in attended}
    if there != set(SIDES):
        problems.append(Problem(N_("双方都要有代表到会，请勾选到会的代表"), "attended"))
    recorder = words(given, "recorder", problems, most=80)
    problems += _neutral(recorder, team)
    if not (topics := _topics(given)):
        problems.append(Problem(N_("请勾选会议议题；会议记录须列明"), "topics"))
    on = day(given, "on", problems, required=True) or one.on
    if on > today:
        problems.append(Problem(N_("晚于今天，还没有发生"), "on", on.isoformat()))
    for member in team:
        if member.id in attended and not (member.since <= on and (member.until is None or on <= member.until)):
            message = N_("%(name)s 在 %(day)s 不是代表；列席的，写在“其他到会人员”")
            problems.append(Problem(message, "attended", params={"name": member.name, "day": on}))
    fresh = {
        "on": on, "begins": _hour(given, "begins", problems, required=True), "ends": _hour(given, "ends", problems),
        "place": words(given, "session_place", problems, most=200, required=True),
        "chair": words(given, "chair", problems, most=80, required=True), "recorder": recorder, "attended": attended,
        "guests": words(given, "guests", problems, most=400), "topics": topics,
        "said_workers": words(given, "said_workers", problems, most=STORY),
        "said_employer": words(given, "said_employer", problems, most=STORY),
        "result": words(given, "result", problems, most=STORY, required=True),
    }  # fmt: skip
    _in_order(TalksSession(**{**one.model_dump(), **fresh}), problems)
    return fresh


def _neutral(recorder: str, team: Iterable[TalksMember]) -> list[Problem]:
    """Return the fault of a recorder who sits for a side (集体合同规定 33(5))."""
    if not any(one.name == recorder for one in team):
        return []
    law = law_record(rules.current().book, RECORDER_LAW).title
    message = N_("记录人 %(name)s 是协商代表，应由不担任代表的人记录（%(law)s）")
    return [Problem(message, "recorder", params={"name": recorder, "law": law})]


def _signature(name: str, on: date, one: TalksSession, chief: TalksMember | None, *, today: date) -> list[Problem]:
    found = []
    if on < one.on:
        found.append(Problem(N_("早于会议之日 %(day)s"), name, on.isoformat(), params={"day": one.on}))
    if on > today:
        found.append(Problem(N_("晚于今天，还没有发生"), name, on.isoformat()))
    if chief is None:
        found.append(Problem(NO_CHIEF, name))
    return found


def _topics(given: Mapping[str, str]) -> list[str]:
    """Return the clauses ticked as topics, in the order of the library."""
    return [key for key in talks_state.library() if given.get(f"topics.{key}") == "yes"]


def _hour(given: Mapping[str, str], name: str, problems: list[Problem], *, required: bool = False) -> str:
    text = given.get(name, "").strip()
    if not text and not required:
        return ""
    try:
        return f"{time.fromisoformat(text):%H:%M}"
    except ValueError:
        problems.append(Problem(N_("请填写时间"), name, text[:20], "13:30"))
        return ""


def _in_order(one: TalksSession, problems: list[Problem]) -> None:
    if one.begins and one.ends and one.ends < one.begins:
        problems.append(Problem(N_("结束早于开始"), "ends", one.ends))
