"""The rooms of a station in which sessions are held: added, renamed, taken out of use; never deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.sitting import Room
from mediation.models.station import Station
from mediation.office import history
from mediation.office.roster_pages import own_stations, station_for

MOST_NAME: Final = 60
MOST_SEATS: Final = 200


@dataclass(frozen=True)
class RoomsPage:
    """The rooms of a station, those in use first, and the stations of the user."""

    station: Station
    stations: tuple[Station, ...]
    rooms: tuple[Room, ...]


def page(session: Session, *, user: Reader, station_id: str = "") -> RoomsPage:
    """Return the rooms of a station; raises NotFound and Forbidden."""
    station = station_for(session, user, station_id)
    access.require(user, "room.manage", Facts(station_id=station.id))
    query = Scope(session, user).select(Room).where(Room.station_id == station.id)
    rooms = session.exec(query.order_by(col(Room.active).desc(), col(Room.name)))
    return RoomsPage(station, tuple(own_stations(session, user)), tuple(rooms))


def add(session: Session, station_id: str, name: str, seats: int, *, by: Reader, now: datetime) -> Room:
    """Add a room. Raises Refused for a name that the station has already."""
    station = station_for(session, by, station_id)
    access.require(by, "room.manage", Facts(station_id=station.id))
    row = Room(station_id=station.id, name=_name(session, station.id, name), seats=_seats(seats))
    session.add(row)
    _record(session, row, "room.add", by, now)
    return row


def edit(session: Session, room_id: str, name: str, seats: int, active: bool, *, by: Reader, now: datetime) -> Room:
    """Rename a room or take it out of use; sessions that are planned in it stay where they are."""
    row = Scope(session, by).get(Room, room_id)
    access.require(by, "room.manage", Facts(station_id=row.station_id))
    row.name, row.seats, row.active = _name(session, row.station_id, name, row.id), _seats(seats), active
    session.add(row)
    _record(session, row, "room.edit", by, now)
    return row


def _name(session: Session, station_id: str, name: str, besides: str = "") -> str:
    name = " ".join(name.split())
    if not name or len(name) > MOST_NAME:
        raise Refused(Problem(N_("请填写调解室名称（不超过 60 字）"), "room_name", name[:40]))
    same = select(Room.id).where(Room.station_id == station_id, Room.name == name, Room.id != besides)
    if session.exec(same).first():
        raise Refused(Problem(N_("已有同名的调解室"), "room_name", name))
    return name


def _seats(seats: int) -> int:
    if not 1 <= seats <= MOST_SEATS:
        raise Refused(Problem(N_("座位数应在 1 至 200 之间"), "seats", str(seats)))
    return seats


def _record(session: Session, row: Room, act: str, by: Reader, now: datetime) -> None:
    fields = {"room_name": row.name, "seats": row.seats, "active": row.active}
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("room", row.id), fields=fields, now=now
    )
