"""Complaints about a person or a service of the station."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, text

SUBJECTS = ("person", "service")
WAYS = ("walk_in", "phone", "letter", "online", "handed_on")
STATES = ("received", "examining", "answered")
RESULTS = ("upheld", "partly", "not_upheld")


class Complaint(Row, Versioned, table=True):
    """One complaint. `about_id` is the person complained about, who never sees the row; None: a service.

    Without `complainant` it is anonymous. The contact is sealed. `elsewhere` names the body outside the station that
    examines it where nobody inside can.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        sa.UniqueConstraint("station_id", "number"),
        sa.Index("ix_complaint_station_id_state_due_on", "station_id", "state", "due_on"),
        sa.Index("ix_complaint_station_id_received_on", "station_id", "received_on"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    number: str = Field(sa_type=text(40))
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))
    subject: str = Field(sa_type=choice("subject", SUBJECTS))
    about_id: str | None = Field(default=None, foreign_key="user_account.id", index=True, sa_type=text(32))
    about_text: str = Field(default="", sa_type=text(120))
    complainant: str = Field(default="", sa_type=text(80))
    contact_sealed: bytes | None = None
    way: str = Field(sa_type=choice("way", WAYS))
    received_on: date
    due_on: date
    words: str = Field(sa_type=text())
    state: str = Field(default="received", sa_type=choice("state", STATES))
    examiner_id: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    elsewhere: str = Field(default="", sa_type=text(120))
    examining_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    result: str | None = Field(default=None, sa_type=choice("result", RESULTS))
    answer: str = Field(default="", sa_type=text())
    answered_on: date | None = None
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
