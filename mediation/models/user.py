"""The people who sign in, and the stations they belong to."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from mediation.models.base import Row, UTCDateTime, choice, text
from mediation.models.station import DESKS, Station

ROLES = ("mediator", "desk_officer", "duty_lawyer", "supervisor", "admin", "auditor")
LOCALES = ("zh_Hans", "en")


class Membership(Row, table=True):
    """That a user works at a station."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("user_id", "station_id"),)

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))


class User(Row, table=True):
    """One person's account. `name` is what they sign in with; `desk` is set for desk officers and duty lawyers."""

    __tablename__ = "user_account"

    name: str = Field(unique=True, sa_type=text(64))
    display_name: str = Field(default="", sa_type=text(64))
    role: str = Field(sa_type=choice("role", ROLES))
    desk: str | None = Field(default=None, sa_type=choice("desk", DESKS))
    password_hash: str = Field(sa_type=text(256))
    password_set_at: datetime = Field(sa_type=UTCDateTime)
    must_change_password: bool = Field(default=False)
    active: bool = Field(default=True)
    email: str | None = Field(default=None, sa_type=text(200), description="confirmed by a code mailed to it")
    locale: str | None = Field(default=None, sa_type=choice("locale", LOCALES))
    role_since: datetime | None = Field(
        default=None, sa_type=UTCDateTime, description="when the role came, unless it came with the account"
    )
    totp_sealed: bytes | None = Field(default=None)
    totp_last_step: int | None = Field(default=None, sa_type=sa.BigInteger)
    created_at: datetime = Field(sa_type=UTCDateTime)

    stations: list[Station] = Relationship(
        link_model=Membership, sa_relationship_kwargs={"lazy": "selectin", "order_by": "Station.code"}
    )

    @property
    def station_ids(self) -> tuple[str, ...]:
        """Give the ids of the stations this user belongs to."""
        return tuple(station.id for station in self.stations)

    def __repr_args__(self) -> Any:
        """Show id and role only, so that no secret reaches a log."""
        return [("id", self.id), ("role", self.role)]
