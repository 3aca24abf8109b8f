"""The sweep: each run with what it read, raised and could not read."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice

KINDS = ("quarter", "nightly", "command")
STATES = ("running", "done", "failed")


class SweepRun(Row, table=True):
    """One sweep over all stations; a run that never ended was killed. `faults` name the rows that were passed over."""

    __tablename__ = "sweep_run"
    __table_args__ = (sa.Index("ix_sweep_run_state_ended_at", "state", "ended_at"),)

    kind: str = Field(default="command", sa_type=choice("kind", KINDS))
    state: str = Field(default="running", sa_type=choice("state", STATES))
    at: datetime = Field(sa_type=UTCDateTime, description="the instant it judged by")
    started_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    subjects: int = 0
    raised: int = 0
    closed: int = 0
    told_again: int = 0
    faults: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
