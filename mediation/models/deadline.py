"""Dates that bind, each with its receipt: what started it, how it was counted, which list, which rule."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text

STATES = ("open", "met", "closed")


class Deadline(Row, table=True):
    """One date of a case. `kind` is the interface's id; `safe_on` unrolled, `last_on` rolled or null: not computable.

    `subject` names the row the date belongs to besides the case: a claim, referral, settlement or instalment id.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        sa.Index("ix_deadline_station_id_state_safe_on", "station_id", "state", "safe_on"),
        sa.Index("ix_deadline_case_id_state", "case_id", "state", "safe_on", "who"),
        sa.Index(
            "ix_deadline_station_id_kind", "station_id", "kind", "safe_on", "last_on", "state", "met_on", "case_id"
        ),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    subject: str | None = Field(default=None, sa_type=text(32))
    kind: str = Field(sa_type=text(60))
    rule: str = Field(sa_type=text(80))
    law: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    who: str = Field(sa_type=text(20))
    safe_on: date
    last_on: date | None = None
    trigger: str = Field(sa_type=text(60))
    trigger_on: date
    steps: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    skipped: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    calendar: str = Field(default="", sa_type=text(400))
    because: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    rulebook: str = Field(sa_type=text(80))
    state: str = Field(default="open", sa_type=choice("state", STATES))
    made_at: datetime = Field(sa_type=UTCDateTime)
    met_on: date | None = None
    paused_since: date | None = Field(default=None, description="it stands still since this day")
    extended_to: date | None = Field(default=None, description="the day to which it was made longer")
    others: list[dict[str, Any]] | None = Field(
        default=None, sa_type=sa.JSON(none_as_null=True), description="later dates by other first days that were told"
    )
    closed_why: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
