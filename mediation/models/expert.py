"""Experts: whom the station may call in by video, and the calls on its cases."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, text

EXPERTISE = ("injury", "insurance", "law", "medicine", "accounting", "psychology", "interpreter", "other")
CALL_STATES = ("asked", "accepted", "declined", "took_part", "withdrawn")


class Expert(Row, table=True):
    """A person outside the house whom the station may ask, with the field of knowledge."""

    __tablename__ = "expert"
    __table_args__ = (sa.UniqueConstraint("station_id", "name", "organisation"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    name: str = Field(sa_type=text(64))
    expertise: str = Field(sa_type=choice("expertise", EXPERTISE))
    organisation: str = Field(default="", sa_type=text(100))
    contact: str = Field(default="", sa_type=text(100), description="how the station reaches them")
    active: bool = True


class ExpertCall(Row, Versioned, table=True):
    """One expert asked to join a session on a case by video: a lawyer of the roster, or one of the station's list.

    Who knows the video address can join, so it is sealed and never written into the history or a log.
    """

    __tablename__ = "expert_call"
    __table_args__ = (sa.Index("ix_expert_call_lawyer_id_state", "lawyer_id", "state"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    lawyer_id: str | None = Field(default=None, foreign_key="lawyer.id", sa_type=text(32))
    expert_id: str | None = Field(default=None, foreign_key="expert.id", index=True, sa_type=text(32))
    expertise: str = Field(sa_type=choice("expertise", EXPERTISE))
    question: str = Field(default="", sa_type=text(500))
    at: datetime = Field(sa_type=UTCDateTime)
    address_sealed: bytes
    state: str = Field(default="asked", sa_type=choice("state", CALL_STATES))
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by: str = Field(foreign_key="user_account.id", index=True, sa_type=text(32))
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    notes: str = Field(default="", sa_type=text(2000))
