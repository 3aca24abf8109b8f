"""The signed-in user as the templates see them."""

from __future__ import annotations

from typing import Any

from flask import g, request
from werkzeug.exceptions import NotFound

from mediation import access
from mediation.config import clock
from mediation.models.station import Station
from mediation.office import second_factor


class Me:
    """Name, role, desk and station of the user, and what the role may do at all."""

    def __init__(self, user: Any) -> None:
        self.id: str = user.id
        self.name: str = user.display_name or user.name
        self.role: str = user.role
        self.desk: str = user.desk or ""
        self._user = user

    @property
    def stations(self) -> list[tuple[str, str]]:
        """Give the stations the user works at, code and name."""
        return [(station.code, station.name) for station in self._user.stations]

    @property
    def station_name(self) -> str:
        """Give the name of the user's station, of all of them when there are several."""
        return "、".join(name for _, name in self.stations)

    @property
    def days_left(self) -> int | None:
        """Give the days in which the second factor has to be set up, None for nothing to do."""
        return second_factor.days_left(self._user, now=clock.now())

    @property
    def opens_talks(self) -> bool:
        """Tell whether the user may open wage talks somewhere: a mediator, a supervisor, the union's desk."""
        stations = (access.Facts(station_id=one.id) for one in self._user.stations)
        return any(access.may(self._user, "talks.open", one) for one in stations)

    def may(self, act: str) -> bool:
        """Tell whether the user's role may do `act` at all."""
        return access.may(self._user, act)


def asked_station() -> Station:
    """Return the user's station that address or form name by its code, the first one if they name none."""
    code = request.values.get("station", "")
    own: list[Station] = [one for one in g.user.stations if code in ("", one.code)]
    if not own:
        raise NotFound
    return own[0]
