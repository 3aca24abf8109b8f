"""Asking a party by call or message whether it is willing to mediate, and what it answered."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

STATES = ("asked", "answered", "confirmed", "withdrawn")
ANSWERS = ("willing", "not_willing", "call_me")
SOURCES = ("page", "call")


class Inquiry(Row, table=True):
    """One question to one party. The code opens the public page; what was answered counts once a person confirmed it.
    """

    __tablename__ = "inquiry"
    __table_args__ = (sa.Index("ix_inquiry_case_id_asked_at", "case_id", "asked_at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    state: str = Field(default="asked", sa_type=choice("state", STATES))
    code_sealed: bytes
    code_digest: str = Field(unique=True, sa_type=text(64))
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    until: datetime = Field(sa_type=UTCDateTime)
    answer: str | None = Field(default=None, sa_type=choice("answer", ANSWERS))
    source: str | None = Field(default=None, sa_type=choice("source", SOURCES))
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    note: str = Field(default="", sa_type=text(200))


class AnswerTry(Row, table=True):
    """One try with a code nobody was given, to slow down guessing."""

    __tablename__ = "answer_try"
    __table_args__ = (sa.Index("ix_answer_try_source_at", "source", "at"),)

    at: datetime = Field(sa_type=UTCDateTime)
    source: str = Field(sa_type=text(64))


class VoiceGateway(Row, table=True):
    """The service that calls or writes to parties for a station; calls both ways are signed with the sealed secret."""

    __tablename__ = "voice_gateway"

    station_id: str = Field(foreign_key="station.id", unique=True, sa_type=text(32))
    url: str = Field(sa_type=text(500))
    secret_sealed: bytes
    active: bool = True
