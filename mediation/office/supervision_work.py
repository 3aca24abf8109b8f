"""The work of desks and people, and the duties of four weeks that nobody has."""

from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col

from mediation.access import Scope, visible
from mediation.domain.worktime import station_day
from mediation.models.deadline import Deadline
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Shift
from mediation.models.station import DESKS
from mediation.office import supervision_staff
from mediation.office.records.supervision import GapRow, LoadRow
from mediation.office.supervision_staff import PERSON

MEDIAN_DAYS: Final = 90
"""How far back acceptances are looked at for the median."""

GAP_DAYS: Final = 28
DAY_SECONDS: Final = 86_400


def living() -> list[Any]:
    """Hold for a referral in hand; those of a case that is closed are closed with it."""
    return [col(Referral.state).in_(ALIVE)]


def overdue(today: date) -> Any:
    """Hold for a referral whose desk has let a date of the case pass."""
    whose = sa.or_(
        col(Deadline.who) == col(Referral.desk), sa.and_(col(Deadline.who) == "lead", col(Referral.role) == "lead")
    )
    return (
        sa.select(1)
        .where(
            col(Deadline.case_id) == col(Referral.case_id), col(Deadline.state) == "open",
            col(Deadline.safe_on) < today, whose,
        )  # fmt: skip
        .exists()
    )


def late(now: datetime) -> Any:
    """Hold for a referral nobody accepted in time."""
    return sa.and_(col(Referral.state) == "open", col(Referral.accept_by) < now)


def lately_accepted(now: datetime) -> Any:
    """Hold for a referral accepted in the days the median looks at, whatever became of it."""
    return col(Referral.accepted_at) >= now - timedelta(days=MEDIAN_DAYS)


def load(scope: Scope, *, now: datetime) -> tuple[LoadRow, ...]:
    """Return the work of every desk, each followed by its people; three queries however much there is."""
    people = supervision_staff.names(scope)
    counted = _counted(scope, now)
    medians = _medians(scope, now)
    found: list[LoadRow] = []
    for desk in DESKS:
        own = {person: figures for (at, person), figures in counted.items() if at == desk}
        persons = {person for at, person in medians if at == desk and person} | {one for one in own if one}
        whole = tuple(sum(column) for column in zip(*own.values(), strict=True)) or (0, 0, 0, 0)
        found.append(_row(desk, "", "", whole, medians))
        found += [
            _row(desk, person, people.get(person, person), own.get(person, (0, 0, 0, 0)), medians)
            for person in sorted(persons, key=lambda one: people.get(one, one))
        ]
        if None in own:
            found.append(_row(desk, "none", "", own[None], {}))
    return tuple(found)


Figures = tuple[int, ...]


def _row(
    desk: str, person: str, name: str, figures: Figures, medians: dict[tuple[str, str], tuple[int, float]]
) -> LoadRow:
    accepted, median = medians.get((desk, person), (0, None))
    in_hand, waiting, beyond, missed = figures
    return LoadRow(desk, person, name, in_hand, waiting, beyond, missed, accepted, median)


def _counted(scope: Scope, now: datetime) -> dict[tuple[str, str | None], Figures]:
    """Count the living referrals of each desk and person: all, waiting, late, with a date missed."""

    def number(condition: Any) -> Any:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    query = (
        sa.select(
            col(Referral.desk), PERSON, sa.func.count(), number(col(Referral.state) == "open"), number(late(now)),
            number(overdue(station_day(now))),
        )  # fmt: skip
        .where(visible(scope.user, Referral), *living())
        .group_by(col(Referral.desk), PERSON)
    )
    return {(desk, person): tuple(int(one) for one in rest) for desk, person, *rest in scope.session.execute(query)}


def _medians(scope: Scope, now: datetime) -> dict[tuple[str, str], tuple[int, float]]:
    """Return how many referrals each desk and each person (desk, "" for the desk) accepted lately, and the median of
    days that took."""
    took = sa.extract("epoch", col(Referral.accepted_at)) - sa.extract("epoch", col(Referral.referred_at))
    query = sa.select(col(Referral.desk), col(Referral.accepted_by), took).where(
        visible(scope.user, Referral), lately_accepted(now)
    )
    found: dict[tuple[str, str], list[float]] = {}
    for desk, person, seconds in scope.session.execute(query):
        for whose in {"", person or ""}:
            found.setdefault((desk, whose), []).append(float(seconds) / DAY_SECONDS)
    return {whose: (len(days), median(days)) for whose, days in found.items()}


def gaps(scope: Scope, *, now: datetime) -> tuple[GapRow, ...]:
    """Return the duties of the next four weeks without a lawyer, with who must find one."""
    today = station_day(now)
    query = (
        scope.select(Shift)
        .where(
            col(Shift.state) == "nobody", col(Shift.ends_at) > now, col(Shift.on) <= today + timedelta(days=GAP_DAYS)
        )
        .order_by(col(Shift.starts_at))
    )
    found = list(scope.session.exec(query).all())
    people = supervision_staff.names(scope, [one.owner_id for one in found])
    return tuple(
        GapRow(one.id, one.on, one.starts_at, one.ends_at, people.get(one.owner_id or "", ""), (one.on - today).days)
        for one in found
    )
