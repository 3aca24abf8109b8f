"""What people recorded that moves the clocks of a case: events, interruptions, pauses, extensions, disputed days."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

SORTS = ("event", "interruption", "pause", "extension", "dispute")


class ClockEntry(Row, table=True):
    """One entry; never deleted, a wrong one is withdrawn with the reason.

    `code`: what happened, the interruption, the reason of a pause, the field whose day is disputed. `deadline` and
    `about` name the date it stops or lengthens; `about` is a claim's or an event's id. `until`: the day on which
    counting goes on after a pause, the last day of an extension. `details`: facts of an event, consents, whose word.
    """

    __tablename__ = "clock_entry"
    __table_args__ = (sa.Index("ix_clock_entry_case_id_sort", "case_id", "sort", "on"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    sort: str = Field(sa_type=choice("sort", SORTS))
    code: str = Field(default="", sa_type=text(40))
    deadline: str = Field(default="", sa_type=text(60))
    about: str | None = Field(default=None, sa_type=text(32))
    on: date
    until: date | None = None
    evidence: str = Field(default="", sa_type=text(500))
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    withdrawn_why: str = Field(default="", sa_type=text(500))
