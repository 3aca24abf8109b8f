"""The sessions of one's own day for the board, and of the coming months for one's own calendar, without names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col

from mediation.access import Scope
from mediation.domain.refusals import N_
from mediation.domain.worktime import day_begins
from mediation.models.case import Case
from mediation.models.sitting import Room, Sitting
from mediation.office.records.roster import FeedEvent
from mediation.office.records.words import Said

MOST: Final = 40
DAY: Final = timedelta(days=1)
ALIVE: Final = ("planned", "open", "held")


@dataclass(frozen=True)
class Appointment:
    """One session of a day."""

    id: str
    case_id: str
    number: str
    parties: str
    starts_at: datetime
    ends_at: datetime
    room: str
    form: str
    state: str


def of_day(scope: Scope, day: date) -> list[Any]:
    """Return the sessions of a day that concern the user, by hour; a supervisor's are all of the station. One query."""
    begins = day_begins(day)
    query = (
        scope.select(Sitting)
        .add_columns(col(Case.number), col(Room.name))
        .join(Case, col(Case.id) == col(Sitting.case_id))
        .join(Room, col(Room.id) == col(Sitting.room_id), isouter=True)
        .where(
            col(Sitting.station_id).in_(scope.user.station_ids), col(Sitting.state).in_(ALIVE),
            col(Sitting.starts_at) >= begins, col(Sitting.starts_at) < begins + DAY,
            sa.or_(col(Case.state) == "open", col(Sitting.state) == "held"),
        )
        .order_by(col(Sitting.starts_at), col(Sitting.id))
        .limit(MOST)
    )  # fmt: skip
    return list(scope.session.execute(query if scope.user.role == "supervisor" else query.where(_own(scope))))


def listed(found: list[Any], names: Mapping[str, str]) -> tuple[Appointment, ...]:
    """Return the sessions found for a day as the board shows them; `names` has the parties of each case."""
    return tuple(
        Appointment(
            one.id, one.case_id, number, names.get(one.case_id, ""), one.starts_at, one.ends_at, room or "", one.form,
            one.state,
        )  # fmt: skip
        for one, number, room in found
    )


def events(scope: Scope, station_id: str, first: date, last: date) -> Iterator[FeedEvent]:
    """Give the sessions that the user holds or records as entries of a calendar: numbers of cases, never names."""
    query = (
        scope.select(Sitting)
        .add_columns(col(Case.number), col(Room.name))
        .join(Case, col(Case.id) == col(Sitting.case_id))
        .join(Room, col(Room.id) == col(Sitting.room_id), isouter=True)
        .where(
            col(Sitting.station_id) == station_id, col(Sitting.starts_at) >= day_begins(first),
            col(Sitting.starts_at) < day_begins(last), _own(scope),
        )
        .order_by(col(Sitting.starts_at), col(Sitting.id))
    )  # fmt: skip
    for one, number, room in scope.session.execute(query):
        yield FeedEvent(
            f"sitting-{one.id}", one.starts_at, one.ends_at, Said(N_("调解会（%(number)s）"), {"number": number}),
            (Said(room),) if room else (), one.version - 1, one.made_at, cancelled=one.state == "cancelled",
        )  # fmt: skip


def _own(scope: Scope) -> Any:
    return sa.or_(col(Sitting.mediator_id) == scope.user.id, col(Sitting.recorder_id) == scope.user.id)
