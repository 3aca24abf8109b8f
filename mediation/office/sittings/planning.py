"""When and where a session is held: planned, moved, called off; no room and nobody is ever booked twice.

Whoever books takes the lock of the station and of the people first, looks, then writes, in one transaction. A time that
is offered to a side, or that it accepted, is kept free for it, too, until the session has its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.sitting import FORMS, Room, Sitting, SittingSlot
from mediation.models.station import Station
from mediation.models.user import Membership, User
from mediation.office import history, rules
from mediation.office.casebook import facts_of

SHORTEST: Final = timedelta(minutes=10)
LONGEST: Final = timedelta(hours=10)
FARTHEST: Final = timedelta(days=366)
"""Bounds against slips of the pen: the station's own habit, taken from no source."""

BOOKED: Final = ("planned", "open")
KEPT_FREE: Final = ("offered", "accepted")
LEADERS: Final = ("mediator", "supervisor", "desk_officer")
BLOCKED: Final = N_("本案暂停普通调解（人身危险或涉及未满十六周岁者），不能安排或者举行调解会。")
REFUSED: Final = N_("一方明确不愿调解，不能再安排或者举行调解会；请出具调解终止告知书。")
CLOSED: Final = N_("本案已结案，不能安排或者举行调解会；请由督导先恢复办理。")
ROOM_TAKEN: Final = N_("%(name)s 在 %(begins)s 至 %(ends)s 已安排其他调解会，请改时间或者换调解室")
PERSON_TAKEN: Final = N_("%(name)s 在 %(begins)s 至 %(ends)s 已有其他调解会，请改时间或者换人")


@dataclass(frozen=True)
class Plan:
    """What a session is planned with; a time that is null is still to be agreed on with both sides."""

    mediator_id: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room_id: str | None = None
    recorder_id: str | None = None
    form: str = "joint"
    interpreter: str = ""
    guests: str = ""

    @property
    def people(self) -> list[str]:
        """Give the ids of the people of the station who are needed."""
        return [one for one in (self.mediator_id, self.recorder_id) if one]


@dataclass(frozen=True)
class Wish:
    """A time that is wished for, with what it needs; `besides` is the session that may stand there itself."""

    station_id: str
    starts_at: datetime
    ends_at: datetime
    room_id: str | None = None
    people: tuple[str, ...] = ()
    besides: str = ""


@dataclass(frozen=True)
class Taken:
    """What is taken already: a room or a person, by its id, from when to when."""

    what: str  # room | person
    id: str
    begins: datetime
    ends: datetime


def lock(session: Session, station_id: str, people: Iterable[str]) -> None:
    """Let whoever books at this station, or these people, do so one after the other until the transaction ends.

    The lock doesn't hinder rows that refer to the station or a person, as one for update would.
    """
    session.exec(select(Station.id).where(Station.id == station_id).with_for_update(key_share=True)).one()
    wanted = select(User.id).where(col(User.id).in_(sorted(set(people)))).order_by(col(User.id))
    session.exec(wanted.with_for_update(key_share=True)).all()


def taken(session: Session, wish: Wish) -> list[Taken]:
    """Return which of the room and the people is booked, or kept free for an offered time, in the time wished for."""
    found = [
        *session.execute(_standing(wish, Sitting, col(Sitting.state).in_(BOOKED))),
        *session.execute(_standing(wish, SittingSlot, col(SittingSlot.state).in_(KEPT_FREE))),
    ]
    booked: dict[tuple[str, str], Taken] = {}
    for begins, ends, room_id, mediator_id, recorder_id in found:
        if room_id and room_id == wish.room_id:
            booked.setdefault(("room", room_id), Taken("room", room_id, begins, ends))
        for one in {mediator_id, recorder_id} & set(wish.people):
            booked.setdefault(("person", one), Taken("person", one, begins, ends))
    return list(booked.values())


def _standing(wish: Wish, timed: Any, alive: Any) -> Any:
    """Return the query of the rows of `timed` that overlap with the wish, of cases in which mediation may go on."""
    query = sa.select(
        timed.starts_at, timed.ends_at, timed.room_id, col(Sitting.mediator_id), col(Sitting.recorder_id)
    ).where(alive, timed.starts_at < wish.ends_at, timed.ends_at > wish.starts_at)
    needed = [col(Sitting.mediator_id).in_(wish.people), col(Sitting.recorder_id).in_(wish.people)]
    query = query.where(sa.or_(timed.room_id == wish.room_id, *needed) if wish.room_id else sa.or_(*needed))
    if timed is SittingSlot:
        query = query.join(Sitting, col(Sitting.id) == timed.sitting_id)
        query = query.where(col(Sitting.state) == "planned", col(Sitting.starts_at).is_(None))
    query = query.join(Case, col(Case.id) == col(Sitting.case_id))
    return query.where(col(Case.state) == "open", col(Case.mediation) != "refused", col(Sitting.id) != wish.besides)


def plan(session: Session, case_id: str, given: Plan, *, by: Reader, now: datetime) -> Sitting:
    """Plan a session of a case. Raises Refused with every fault, also where room or people are booked; Conflict where
    mediation may not go on.
    """
    case = holdable(session, case_id, "sitting.plan", by)
    given = _unbooked(session, case, given, by, now)
    last = session.exec(select(sa.func.max(Sitting.nth)).where(Sitting.case_id == case.id)).one()
    row = Sitting(
        station_id=case.station_id, case_id=case.id, nth=(last or 0) + 1, mediator_id=given.mediator_id,
        made_at=now, made_by=by.id,
    )  # fmt: skip
    fill(row, given)
    session.add(row)
    record(session, row, "sitting.plan", by, now, {"starts_at": _written(row.starts_at), "sitting_form": row.form})
    return row


def move(session: Session, sitting_id: str, given: Plan, *, by: Reader, now: datetime) -> Sitting:
    """Plan a session anew that wasn't opened yet; raises as `plan` does."""
    row, case = found(session, sitting_id, "sitting.plan", by)
    if row.state != "planned":
        raise Conflict(N_("这次调解会已经开始或者结束，不能改期；请刷新页面查看。"))
    require_holdable(case)
    given = _unbooked(session, case, given, by, now, besides=row.id)
    before = _written(row.starts_at)
    fill(row, given)
    session.add(row)
    fields = {"moved_from": before, "starts_at": _written(row.starts_at), "sitting_form": row.form}
    record(session, row, "sitting.move", by, now, fields)
    return row


def outside_hours(station: Station, starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a time lies outside the hours of the desks, wholly or in part: allowed, but said."""
    calendar = rules.current().calendar
    first, last = starts_at.astimezone(ZONE), ends_at.astimezone(ZONE)
    worked = not calendar.knows(first.date()) or calendar.is_workday(first.date())
    inside = station.opens_at <= first.time() and last.time() <= station.closes_at and first.date() == last.date()
    return not (worked and inside)


def staff(session: Session, station_id: str, user: Reader) -> list[User]:
    """Return who may be asked to hold or to record a session at a station, by name."""
    query = Scope(session, user).select(User).join(Membership, col(Membership.user_id) == col(User.id)).where(
        Membership.station_id == station_id, col(User.active), col(User.role).in_(LEADERS)
    )  # fmt: skip
    return sorted(session.exec(query), key=lambda one: one.display_name or one.name)


def rooms(session: Session, station_id: str, user: Reader) -> list[Room]:
    """Return the rooms in use, by name."""
    query = Scope(session, user).select(Room).where(Room.station_id == station_id, col(Room.active))
    return list(session.exec(query.order_by(col(Room.name))))


def holdable(session: Session, case_id: str, act: str, by: Reader) -> Case:
    """Return a case in which the user may do the act and mediation may go on; raises Conflict with the reason."""
    case = Scope(session, by).get(Case, case_id)
    access.require(by, act, facts_of(session, case))
    require_holdable(case)
    return case


def require_holdable(case: Case) -> None:
    """Raise Conflict, with the reason, where mediation may not go on (law: never after a refusal, never in danger)."""
    if case.state != "open":
        raise Conflict(CLOSED)
    if case.mediation in ("blocked", "refused"):
        raise Conflict(BLOCKED if case.mediation == "blocked" else REFUSED)


def found(session: Session, sitting_id: str, act: str, by: Reader) -> tuple[Sitting, Case]:
    """Return a session, locked, and its case; the user may do the act. Raises NotFound and Forbidden."""
    scope = Scope(session, by)
    query = scope.select(Sitting).where(Sitting.id == sitting_id).with_for_update(key_share=True)
    row = session.exec(query).first() if sitting_id.isascii() and sitting_id.isprintable() else None
    row = row or scope.get(Sitting, sitting_id)
    case = scope.get(Case, row.case_id)
    access.require(by, act, facts_of(session, case))
    return row, case


def record(session: Session, row: Sitting, act: str, by: Reader, now: datetime, fields: dict[str, Any]) -> None:
    """Write a line about a session into the history."""
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("sitting", row.id), case_id=row.case_id,
        fields={"sitting_number": row.nth, **fields}, now=now,
    )  # fmt: skip


def _written(at: datetime | None) -> str:
    """Return an instant for the history, as the station's clock shows it."""
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" if at else ""


def fill(row: Sitting, given: Plan) -> None:
    """Write into a session what it is planned with."""
    row.starts_at, row.ends_at, row.room_id, row.form = given.starts_at, given.ends_at, given.room_id, given.form
    row.mediator_id, row.recorder_id = given.mediator_id, given.recorder_id
    row.interpreter, row.guests = given.interpreter, given.guests


def _unbooked(session: Session, case: Case, given: Plan, by: Reader, now: datetime, besides: str = "") -> Plan:
    """Return the plan, its text trimmed, if it holds together and nothing it needs is booked; takes the locks."""
    given, problems = sound(session, case.station_id, given, by)
    if problems := [*_times(given, now), *problems]:
        raise Refused(problems)
    lock(session, case.station_id, given.people)
    if given.starts_at and given.ends_at:
        people = tuple(given.people)
        wish = Wish(case.station_id, given.starts_at, given.ends_at, given.room_id, people, besides)
        problems = clashes(session, taken(session, wish), given.recorder_id)
    if problems:
        raise Refused(problems)
    return given


def sound(session: Session, station_id: str, given: Plan, by: Reader) -> tuple[Plan, list[Problem]]:
    """Return a plan, its text trimmed, with what is wrong with it apart from its times."""
    given = replace(given, interpreter=given.interpreter.strip(), guests=given.guests.strip())
    problems = _who(session, station_id, given, by)
    if given.form not in FORMS:
        problems.append(Problem(N_("请选择调解会的形式"), "sitting_form", given.form[:20], ", ".join(FORMS)))
    for name, text, most in (("interpreter", given.interpreter, 80), ("guests", given.guests, 300)):
        if len(text) > most:
            problems.append(Problem(N_("过长：%(length)d 个字"), name, "", f"≤ {most}", {"length": len(text)}))
    return given, problems


def clashes(session: Session, found: Iterable[Taken], recorder_id: str | None = None) -> list[Problem]:
    """Return what is booked already as problems of the form of a session."""
    problems = []
    for one in found:
        params: dict[str, object] = {"begins": one.begins, "ends": one.ends}
        if one.what == "room":
            name = session.get_one(Room, one.id).name
            problems.append(Problem(ROOM_TAKEN, "room_id", params={"name": name, **params}))
        else:
            user = session.get_one(User, one.id)
            name, field = user.display_name or user.name, "recorder_id" if one.id == recorder_id else "mediator_id"
            problems.append(Problem(PERSON_TAKEN, field, params={"name": name, **params}))
    return problems


def _times(given: Plan, now: datetime) -> list[Problem]:
    begins, ends = given.starts_at, given.ends_at
    if begins is None or ends is None:
        return []
    if station_day(begins) < station_day(now):
        return [Problem(N_("早于今天，已经过去"), "on", station_day(begins).isoformat())]
    if begins > now + FARTHEST:
        return [Problem(N_("晚于一年以后，请核对"), "on", station_day(begins).isoformat())]
    if not SHORTEST <= ends - begins <= LONGEST:
        return [Problem(N_("时长应在 10 分钟至 10 小时之间"), "minutes")]
    return []


def _who(session: Session, station_id: str, given: Plan, by: Reader) -> list[Problem]:
    problems = []
    known = {one.id for one in staff(session, station_id, by)}
    if given.mediator_id not in known:
        problems.append(Problem(N_("请选择调解员"), "mediator_id"))
    if given.recorder_id and given.recorder_id not in known:
        problems.append(Problem(N_("请选择记录人"), "recorder_id"))
    if given.recorder_id and given.recorder_id == given.mediator_id:
        problems.append(Problem(N_("记录人不能是调解员本人；由调解员自己记录的，不必填"), "recorder_id"))
    if given.room_id and given.room_id not in {one.id for one in rooms(session, station_id, by)}:
        problems.append(Problem(N_("请选择调解室"), "room_id"))
    return problems
