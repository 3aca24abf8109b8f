"""Practice: runs of invented talks. Nothing real points here, and nothing here points at anything real but a person."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, no_items, text

ROLES = ("workers", "employer")
STATES = ("playing", "done", "left", "time")
"""done: played to the publication · left: broken off · time: the scenario's last day came."""


class PracticeRun(Row, Versioned, table=True):
    """One person's run of a scenario: its moves, from which everything else follows, and in the end its score.

    `day` is an invented day. `sheet` keeps the score as it was told, `rulebook` says by which rules.
    """

    __tablename__ = "practice_run"
    __table_args__ = (
        sa.Index("ix_practice_run_user_id_changed_at", "user_id", "changed_at"),
        sa.Index("ix_practice_run_station_id_shared", "station_id", "shared"),
    )

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    station_id: str | None = Field(default=None, foreign_key="station.id", sa_type=text(32))
    scenario: str = Field(sa_type=text(40))
    role: str = Field(sa_type=choice("role", ROLES))
    seed: int = Field(default=0, description="0: the scripted side keeps to its script to the day and the point")
    moves: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    day: date
    state: str = Field(default="playing", sa_type=choice("state", STATES))
    shared: bool = Field(default=False, description="the learner lets the station's supervisors see name and score")
    score: int | None = None
    sheet: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    rulebook: str = Field(sa_type=text(80))
    started_at: datetime = Field(sa_type=UTCDateTime)
    changed_at: datetime = Field(sa_type=UTCDateTime)
