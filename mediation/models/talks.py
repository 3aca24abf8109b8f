"""Wage talks: the request that opens them and its answer."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.domain.casefile import NAME_LENGTH
from mediation.models.base import Row, UTCDateTime, choice, text

STATES = ("requested", "replied", "closed")


class Talks(Row, table=True):
    """One request for collective consultation to an employer; `reply_by` is the last day for the written answer."""

    __tablename__ = "talks"
    __table_args__ = (sa.Index("ix_talks_state_reply_by", "state", "reply_by"),)

    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    employer: str = Field(sa_type=text(NAME_LENGTH))
    firm_key: str | None = Field(default=None, sa_type=text(160))
    requested_on: date
    reply_by: date
    replied_on: date | None = None
    state: str = Field(default="requested", sa_type=choice("state", STATES))
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
