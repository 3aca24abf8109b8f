"""The house itself as a user: what an operator does from the command line, for every station."""

from dataclasses import dataclass

from sqlmodel import Session, select

from mediation.models.station import Station


@dataclass(frozen=True)
class HouseUser:
    """Acts as a mediator of all stations; its lines in the history name the command."""

    station_ids: tuple[str, ...]
    id: str = "command"
    role: str = "mediator"
    desk: str | None = None


def at_the_console(session: Session) -> HouseUser:
    """Return the house as a user of every station there is."""
    return HouseUser(tuple(session.exec(select(Station.id))))
