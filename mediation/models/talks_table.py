"""Wage talks at the table: sessions, information asked for, offers by round, private notes, the wage table."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text
from mediation.models.talks import SIDES

ATTENDED = ("planned", "held", "cancelled")


class TalksSession(Row, table=True):
    """One session with its minutes; `signed_…_on` the day on which a side's chief signed them."""

    __tablename__ = "talks_session"
    __table_args__ = (sa.UniqueConstraint("talks_id", "number"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    number: int
    state: str = Field(default="planned", sa_type=choice("state", ATTENDED))
    on: date
    begins: str = Field(default="", sa_type=text(5), description="HH:MM, the station's time")
    ends: str = Field(default="", sa_type=text(5))
    place: str = Field(default="", sa_type=text(200))
    chair: str = Field(default="", sa_type=text(80))
    recorder: str = Field(default="", sa_type=text(80))
    attended: list[str] = Field(default_factory=no_items, sa_type=sa.JSON, description="ids of talks_member")
    guests: str = Field(default="", sa_type=text(400))
    topics: list[str] = Field(default_factory=no_items, sa_type=sa.JSON, description="keys of the clause library")
    said_workers: str = Field(default="", sa_type=text(4000))
    said_employer: str = Field(default="", sa_type=text(4000))
    result: str = Field(default="", sa_type=text(4000))
    signed_workers_on: date | None = None
    signed_employer_on: date | None = None
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class TalksAsk(Row, table=True):
    """Information that one side asked of the other; `asked` is the side that must give it."""

    __tablename__ = "talks_ask"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    asked: str = Field(sa_type=choice("asked", SIDES))
    asked_on: date
    what: str = Field(sa_type=text(1000))
    given_on: date | None = None
    refused_why: str = Field(default="", sa_type=text(1000))
    secret: bool = Field(default=False, description="a secrecy agreement covers it")


class TalksOffer(Row, table=True):
    """What one side did in one round: `domain.talks.offers.Offer` as plain values (figures whole, days ISO)."""

    __tablename__ = "talks_offer"
    __table_args__ = (sa.UniqueConstraint("talks_id", "side", "round"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    session_id: str | None = Field(default=None, foreign_key="talks_session.id", sa_type=text(32))
    position: int = Field(description="the order in which offers follow each other, from 1")
    round: int
    side: str = Field(sa_type=choice("side", SIDES))
    made_on: date
    clauses: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    packages: list[list[str]] = Field(default_factory=no_items, sa_type=sa.JSON)
    withdraws: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    accepts: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    reopens: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    reason: str = Field(default="", sa_type=text(2000), description="as told to the other side")
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class TalksNote(Row, table=True):
    """A private note of one side, sealed; nobody of the other side and no document ever shows it."""

    __tablename__ = "talks_note"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    side: str = Field(sa_type=choice("side", SIDES))
    clause: str = Field(default="", sa_type=text(60))
    round: int | None = None
    text_sealed: bytes
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class WageTable(Row, table=True):
    """One version of the wage table; `lines_sealed` is JSON of `domain.talks.wagetable.Line`s, sealed."""

    __tablename__ = "wage_table"
    __table_args__ = (sa.UniqueConstraint("talks_id", "number"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    number: int = Field(description="the version, from 1; the last one counts")
    on: date = Field(description="the day whose parameters the costing takes")
    lines_sealed: bytes
    heads: int
    groups: int
    insurance: int | None = Field(default=None, description="typed rate, hundredths of a percent")
    low: int | None = Field(default=None, description="typed least insurance base a month, fen")
    note: str = Field(default="", sa_type=text(400))
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class WhatIfPlan(Row, table=True):
    """A comparison kept: an offer's terms against dismissals with severance, as typed (plain values)."""

    __tablename__ = "what_if_plan"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    title: str = Field(sa_type=text(80))
    typed: dict[str, Any] = Field(sa_type=sa.JSON)
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
