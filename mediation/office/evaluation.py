"""How the people of a station worked in a period: for supervisors all of them, for everybody the own figures.

A case is counted for who holds its lead referral (was given it, else accepted it), else for who closed it. People stand
by name or by load, never by success.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope, visible
from mediation.domain import evaluation as sums
from mediation.domain import figures as periods
from mediation.domain.evaluation import Handled, Work
from mediation.domain.figures import Period
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.domain.worktime import day_begins, station_day
from mediation.models.case import Case
from mediation.models.complaint import Complaint
from mediation.models.deadline import Deadline
from mediation.models.docket import Opinion
from mediation.models.evaluation import EvaluationRemark
from mediation.models.referral import Referral
from mediation.models.roster import Lawyer, Shift
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import history, supervision_staff
from mediation.office.inbox import whose
from mediation.office.roster_turns import served_minutes

REMARK_LENGTH: Final = 1000
ORDERS: Final = ("name", "load")


@dataclass(frozen=True)
class Person:
    """One person's figures. `opinions` and `minutes` only of a lawyer; `complaints`: those found justified."""

    id: str
    name: str
    role: str
    desk: str
    work: Work
    complaints: int = 0
    opinions: int | None = None
    minutes: int | None = None
    remark: str = ""
    remark_at: datetime | None = None


@dataclass(frozen=True)
class EvaluationPage:
    """The figures of people in one period, and the complaints of the station in it."""

    station: Station
    period: Period
    before: str
    after: str
    running: bool
    people: tuple[Person, ...]
    received: int = 0
    upheld: int = 0
    late: int = 0


@dataclass(frozen=True)
class _Ground:
    """What is counted over: one station, one period; `seen` whose eyes narrow it, None: the house itself."""

    session: Session
    station: Station
    period: Period
    now: datetime
    seen: Reader | None

    def of(self, model: Any) -> list[Any]:
        """Return what holds of every row of `model` that is counted."""
        narrowed = [visible(self.seen, model)] if self.seen is not None else []
        return [*narrowed, model.station_id == self.station.id]


def page(
    session: Session, *, user: Reader, now: datetime, period: str = "", station_id: str = "", order: str = "name"
) -> EvaluationPage:
    """Return everybody's figures by name, or by load with `order`; raises NotFound for what is no period."""
    ground = _ground(session, user, now, period, station_id, user)
    access.require(user, "evaluation.read", Facts(station_id=ground.station.id))
    staff = [one for one in supervision_staff.staff(Scope(session, user)) if ground.station.id in one.station_ids]
    people = sorted(_people(ground, staff), key=lambda one: one.name)
    if order == "load":
        people.sort(key=lambda one: -one.work.handled)
    return _page(ground, tuple(people), _complaint_counts(ground))


def own(session: Session, *, user: User, now: datetime, period: str = "", station_id: str = "") -> EvaluationPage:
    """Return the user's own figures, counted by the house: a desk doesn't see the cases it had any more."""
    access.require(user, "evaluation.own", Facts(user_id=user.id))
    ground = _ground(session, user, now, period, station_id, None)
    with access.as_house(session, "count the user's own work"):
        return _page(ground, tuple(_people(ground, [user])), (0, 0, 0))


def remark(
    session: Session, text: str, *, period: str, station_id: str, by: Reader, now: datetime
) -> EvaluationRemark:
    """Keep what the user says of the own figures of a period; the last word counts. Raises Refused when too long."""
    access.require(by, "evaluation.own", Facts(user_id=by.id))
    ground = _ground(session, by, now, period, station_id, by)
    text = text.strip()
    if not text or len(text) > REMARK_LENGTH:
        raise Refused(Problem(N_("请填写说明，不超过 1000 字"), "remark", "", f"≤ {REMARK_LENGTH}"))
    mine = select(EvaluationRemark).where(
        EvaluationRemark.user_id == by.id, EvaluationRemark.station_id == ground.station.id,
        EvaluationRemark.period == ground.period.key,
    )  # fmt: skip
    row = session.exec(mine).first()
    if row is None:
        row = EvaluationRemark(
            station_id=ground.station.id, user_id=by.id, period=ground.period.key, remark=text, at=now
        )
    row.remark, row.at = text, now
    session.add(row)
    history.record(
        session, station_id=ground.station.id, actor=by.id, act="evaluation.remark",
        subject=("evaluation", ground.period.key), fields={"period": ground.period.key}, now=now,
    )  # fmt: skip
    return row


def _ground(
    session: Session, user: Reader, now: datetime, period: str, station_id: str, seen: Reader | None
) -> _Ground:
    chosen = periods.period(period or periods.month_key(station_day(now)))
    if chosen is None or not user.station_ids:
        raise NotFound(N_("找不到该内容。"))
    station = Scope(session, user).get(Station, station_id or user.station_ids[0])
    return _Ground(session, station, chosen, now, seen)


def _page(ground: _Ground, people: tuple[Person, ...], counts: tuple[int, int, int]) -> EvaluationPage:
    before, after = periods.beside(ground.period)
    running = ground.period.last >= station_day(ground.now)
    return EvaluationPage(
        ground.station, ground.period, before, "" if running else after, running, people, *counts
    )


def _people(ground: _Ground, staff: list[User]) -> list[Person]:
    cases = _cases(ground)
    upheld = _upheld(ground)
    lawyers = _lawyers(ground)
    remarks = {
        one.user_id: one
        for one in ground.session.exec(
            select(EvaluationRemark).where(
                *ground.of(EvaluationRemark), EvaluationRemark.period == ground.period.key
            )
        )
    }
    found = []
    for user in staff:
        said = remarks.get(user.id)
        opinions, minutes = lawyers.get(user.id, (0, 0)) if user.role == "duty_lawyer" else (None, None)
        found.append(
            Person(
                user.id, user.display_name or user.name, user.role, user.desk or "",
                sums.work_of(cases.get(user.id, [])), upheld.get(user.id, 0), opinions, minutes,
                said.remark if said else "", said.at if said else None,
            )
        )  # fmt: skip
    return found


def _cases(ground: _Ground) -> dict[str, list[Handled]]:
    """Return the cases of the period by the person they are counted for."""
    first, last = ground.period.first, ground.period.last
    ended = col(Case.closed_on)
    alive = [
        *ground.of(Case), col(Case.merged_into).is_(None), col(Case.received_on) <= last,
        sa.or_(ended.is_(None), ended >= first),
    ]  # fmt: skip
    leading = (
        sa.select(col(Referral.case_id), whose())
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(*alive, col(Referral.role) == "lead", col(Referral.state) != "returned", whose().is_not(None))
        .order_by(col(Referral.referred_at))
    )
    person: dict[str, str] = {row[0]: row[1] for row in ground.session.execute(leading)}
    missed = _missed(ground, alive)
    rows = ground.session.execute(
        sa.select(col(Case.id), col(Case.received_on), ended, col(Case.outcome), col(Case.closed_by)).where(*alive)
    )
    found: dict[str, list[Handled]] = {}
    for case_id, received_on, closed_on, outcome, closed_by in rows:
        closed = closed_on is not None and closed_on <= last
        days = (closed_on - received_on).days if closed else 0
        one = Handled((outcome or "other") if closed else "", days, missed.get(case_id, 0))
        if who := person.get(case_id) or closed_by:
            found.setdefault(who, []).append(one)
    return found


def _missed(ground: _Ground, alive: list[Any]) -> dict[str, int]:
    """Count, by case, the dates of the period that passed without being met, or were met late."""
    today, met = station_day(ground.now), col(Deadline.met_on)
    late = sa.or_(sa.and_(col(Deadline.state) == "open", col(Deadline.safe_on) < today), met > col(Deadline.safe_on))
    query = (
        sa.select(col(Deadline.case_id), sa.func.count())
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .where(*alive, late, col(Deadline.safe_on).between(ground.period.first, ground.period.last))
        .group_by(col(Deadline.case_id))
    )
    return {row[0]: int(row[1]) for row in ground.session.execute(query)}


def _upheld(ground: _Ground) -> dict[str, int]:
    query = (
        sa.select(col(Complaint.about_id), sa.func.count())
        .where(*ground.of(Complaint), *_found_justified(ground))
        .group_by(col(Complaint.about_id))
    )
    return {row[0]: int(row[1]) for row in ground.session.execute(query) if row[0]}


def _found_justified(ground: _Ground) -> list[Any]:
    answered = col(Complaint.answered_on).between(ground.period.first, ground.period.last)
    return [answered, col(Complaint.result).in_(("upheld", "partly"))]


def _complaint_counts(ground: _Ground) -> tuple[int, int, int]:
    """Count the complaints received in the period, those found justified in it, and those overdue today."""
    received = [col(Complaint.received_on).between(ground.period.first, ground.period.last)]
    late = [col(Complaint.answered_on).is_(None), col(Complaint.due_on) < station_day(ground.now)]
    numbers = [
        ground.session.execute(
            sa.select(sa.func.count()).select_from(Complaint).where(*ground.of(Complaint), *conditions)
        ).scalar_one()
        for conditions in (received, _found_justified(ground), late)
    ]
    return numbers[0], numbers[1], numbers[2]


def _lawyers(ground: _Ground) -> Mapping[str, tuple[int, int]]:
    """Return how many opinions each lawyer gave in the period, and how many minutes of duty were served."""
    first, last = ground.period.first, ground.period.last
    begins, ends = day_begins(first), day_begins(last + timedelta(days=1))
    given = (
        sa.select(col(Lawyer.user_id), sa.func.count())
        .join(Opinion, col(Opinion.lawyer_id) == col(Lawyer.id))
        .where(*ground.of(Opinion), col(Opinion.given_at) >= begins, col(Opinion.given_at) < ends)
        .group_by(col(Lawyer.user_id))
    )
    opinions = {row[0]: int(row[1]) for row in ground.session.execute(given)}
    duties = (
        select(Shift, Lawyer.user_id)
        .join(Lawyer, col(Lawyer.id) == col(Shift.lawyer_id))
        .where(*ground.of(Shift), col(Shift.on).between(first, last), Shift.state == "served")
    )
    minutes: dict[str, int] = {}
    for shift, user_id in ground.session.exec(duties):
        if user_id:
            minutes[user_id] = minutes.get(user_id, 0) + served_minutes(shift)
    return {who: (opinions.get(who, 0), minutes.get(who, 0)) for who in opinions.keys() | minutes.keys() if who}
