"""Mediation sessions (调解会): the room, the times offered to each side, who came, what was noted, who offered what."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, no_items, text
from mediation.models.party import SIDES

FORMS = ("joint", "separate", "phone", "video")
STATES = ("planned", "open", "held", "cancelled")
SLOT_STATES = ("offered", "accepted", "declined", "lapsed")
ATTENDANCES = ("expected", "present", "late", "excused", "no_show", "left_early")
RECORDINGS = ("none", "audio", "video")
TALKING_WITH = ("joint", "applicant", "respondent", "pause")
FACT_STATES = ("agreed", "disputed", "withdrawn")
OFFER_STATES = ("open", "accepted", "rejected", "countered", "withdrawn", "lapsed")


class Room(Row, table=True):
    """A room of the station in which sessions are held."""

    __tablename__ = "room"
    __table_args__ = (sa.UniqueConstraint("station_id", "name"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    name: str = Field(sa_type=text(60))
    seats: int = 6
    active: bool = True


class Sitting(Row, Versioned, table=True):
    """One mediation session of a case. Times of people and rooms never overlap (office, under a lock of the station).

    `talking_with` says who is with the mediator now; what is noted while it is one side is private from the start.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "nth"),
        sa.Index("ix_sitting_station_id_starts_at", "station_id", "starts_at", "ends_at", "state"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    nth: int
    form: str = Field(default="joint", sa_type=choice("form", FORMS))
    state: str = Field(default="planned", sa_type=choice("state", STATES))
    starts_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="null until both sides agreed")
    ends_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    room_id: str | None = Field(default=None, foreign_key="room.id", sa_type=text(32))
    mediator_id: str = Field(foreign_key="user_account.id", index=True, sa_type=text(32))
    recorder_id: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    interpreter: str = Field(default="", sa_type=text(80))
    guests: str = Field(default="", sa_type=text(300), description="people invited who don't mediate (人民调解法 20)")
    recording: str = Field(default="none", sa_type=choice("recording", RECORDINGS))
    in_public: bool = Field(default=False, description="others may listen (17号令 24: unless a party is against it)")
    talking_with: str | None = Field(default=None, sa_type=choice("talking_with", TALKING_WITH))
    opened_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    result: str = Field(default="", sa_type=text(1000))
    cancelled_why: str = Field(default="", sa_type=text(300))
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    entered_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="of one held on paper before")
    entered_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class SittingSlot(Row, table=True):
    """A time offered to one side for a session; the other side is asked for what this one accepted."""

    __tablename__ = "sitting_slot"
    __table_args__ = (sa.Index("ix_sitting_slot_sitting_id", "sitting_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    sitting_id: str = Field(foreign_key="sitting.id", sa_type=text(32))
    side: str = Field(sa_type=choice("side", SIDES))
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    room_id: str | None = Field(default=None, foreign_key="room.id", sa_type=text(32))
    state: str = Field(default="offered", sa_type=choice("state", SLOT_STATES))
    offered_at: datetime = Field(sa_type=UTCDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))


class Attendance(Row, table=True):
    """Whether one party came to one session, and who came for it."""

    __tablename__ = "attendance"
    __table_args__ = (sa.UniqueConstraint("sitting_id", "party_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    sitting_id: str = Field(foreign_key="sitting.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    state: str = Field(default="expected", sa_type=choice("state", ATTENDANCES))
    people: str = Field(default="", sa_type=text(300), description="who came, blank: the party itself")
    why: str = Field(default="", sa_type=text(300))
    noted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SittingNote(Row, table=True):
    """One note. A private one is sealed text that nobody but its author reads, in no paper, search or export."""

    __tablename__ = "sitting_note"
    __table_args__ = (sa.Index("ix_sitting_note_case_id_noted_at", "case_id", "noted_at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    sitting_id: str | None = Field(default=None, foreign_key="sitting.id", index=True, sa_type=text(32))
    private: bool
    talking_with: str | None = Field(default=None, sa_type=choice("talking_with", TALKING_WITH))
    speaker_id: str | None = Field(default=None, foreign_key="party.id", sa_type=text(32))
    words: str = Field(default="", sa_type=text(4000), description="of a shared note")
    words_sealed: bytes | None = Field(default=None, description="of a private one")
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    shared_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="its author made it shared")


class SittingSpan(Row, table=True):
    """A stretch of a session's time: with whom the mediator spoke from when to when."""

    __tablename__ = "sitting_span"
    __table_args__ = (sa.Index("ix_sitting_span_sitting_id", "sitting_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    sitting_id: str = Field(foreign_key="sitting.id", sa_type=text(32))
    talking_with: str = Field(sa_type=choice("talking_with", TALKING_WITH))
    began_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SharedFact(Row, table=True):
    """One fact on which both sides agree, or which stays disputed (无争议事实)."""

    __tablename__ = "shared_fact"
    __table_args__ = (sa.Index("ix_shared_fact_case_id_position", "case_id", "position"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    sitting_id: str | None = Field(default=None, foreign_key="sitting.id", sa_type=text(32))
    position: int
    words: str = Field(sa_type=text(500))
    state: str = Field(default="agreed", sa_type=choice("state", FACT_STATES))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))


class Offer(Row, table=True):
    """What one side proposes: `amount` in fen, by when, in which instalments, what else. `told` the other side or not.

    Concessions made here are no evidence later (17号令 11(2)); they stand in no paper but the agreement they end in.
    """

    __tablename__ = "offer"
    __table_args__ = (sa.UniqueConstraint("case_id", "nth"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    sitting_id: str | None = Field(default=None, foreign_key="sitting.id", sa_type=text(32))
    nth: int
    side: str = Field(sa_type=choice("side", SIDES))
    amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    pay_on: date | None = None
    instalments: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    other_terms: str = Field(default="", sa_type=text(1000))
    told: bool = Field(default=True, description="may be told to the other side")
    state: str = Field(default="open", sa_type=choice("state", OFFER_STATES))
    made_at: datetime = Field(sa_type=UTCDateTime)
    entered_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="of one made on paper before")
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
