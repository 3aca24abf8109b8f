"""What somebody higher up must know, and what a rule advises."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text

STATES = ("open", "closed")
SUBJECTS = ("case", "referral", "deadline", "instalment", "agreement", "talks")
ADVICE = ("suggest", "require", "warn")


class Escalation(Row, table=True):
    """One raised escalation, at most one a subject, rule and level; `subject` is the id of a case, referral, date …"""

    __tablename__ = "escalation"
    __table_args__ = (
        sa.UniqueConstraint("station_id", "subject", "rule", "level"),
        sa.Index("ix_escalation_station_id_state_level", "station_id", "state", "level"),
        sa.Index("ix_escalation_station_id_raised_at", "station_id", "raised_at", "case_id"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))
    subject_kind: str = Field(default="case", sa_type=choice("subject_kind", SUBJECTS))
    subject: str = Field(sa_type=text(32))
    rule: str = Field(sa_type=text(80))
    level: int
    state: str = Field(default="open", sa_type=choice("state", STATES))
    raised_at: datetime = Field(sa_type=UTCDateTime)
    due_on: date | None = Field(default=None, description="the day it is about; days left are counted to it")
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="when people were told last")
    assigned_to: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    assigned_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    acknowledged_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    acknowledged_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_why: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    because: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    rulebook: str = Field(sa_type=text(80))


class Suggestion(Row, table=True):
    """One thing a rule suggests, requires or warns of; `code` is its word in the rule files."""

    __tablename__ = "suggestion"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    kind: str = Field(sa_type=choice("kind", ADVICE))
    code: str = Field(sa_type=text(60))
    state: str = Field(default="open", sa_type=choice("state", STATES))
    made_at: datetime = Field(sa_type=UTCDateTime)
    because: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    rulebook: str = Field(sa_type=text(80))
