"""Dangers seen in a case: what was seen, who was called, what the police were told."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, text

VIOLENT = ("assault", "injury", "weapon", "restraint", "self_harm")
KINDS = ("threat", "gathering", "stoppage", *VIOLENT)
STATES = ("open", "lifted")
OCCASIONS = ("always", "violence", "crowd")


class Risk(Row, Versioned, table=True):
    """One danger as somebody saw it. `report_by` is when the police must have been told, `reported_to` who took it."""

    __tablename__ = "risk"
    __table_args__ = (sa.Index("ix_risk_station_id_state", "station_id", "state", "reported_at", "report_by"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    kind: str = Field(sa_type=choice("kind", KINDS))
    people: int | None = None
    place: str = Field(sa_type=text(120))
    seen_at: datetime = Field(sa_type=UTCDateTime)
    words: str = Field(sa_type=text(2000), description="what was seen and said")
    measures: str = Field(default="", sa_type=text(1000), description="what was done at once")
    state: str = Field(default="open", sa_type=choice("state", STATES))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    report_by: datetime = Field(sa_type=UTCDateTime)
    reported_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reported_to: str = Field(default="", sa_type=text(120))
    reported_number: str = Field(default="", sa_type=text(60), description="the police's own number")
    reported_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    lifted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    lifted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    lifted_why: str = Field(default="", sa_type=text(500))


class RiskCall(Row, table=True):
    """One line of a risk's call sheet: whom to call, and who reached them when."""

    __tablename__ = "risk_call"
    __table_args__ = (sa.UniqueConstraint("risk_id", "position"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    risk_id: str = Field(foreign_key="risk.id", sa_type=text(32))
    position: int
    who: str = Field(sa_type=text(80))
    phone: str = Field(default="", sa_type=text(40))
    reached_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reached_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    note: str = Field(default="", sa_type=text(200))


class CallContact(Row, table=True):
    """Whom a station calls in danger, in this order; `occasion` says in which danger."""

    __tablename__ = "call_contact"
    __table_args__ = (sa.UniqueConstraint("station_id", "position"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    position: int
    who: str = Field(sa_type=text(80))
    phone: str = Field(sa_type=text(40))
    occasion: str = Field(default="always", sa_type=choice("occasion", OCCASIONS))
