"""The sweep and the other jobs: each run with what it read, raised and could not read."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text

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
    turned: int = Field(default=0, description="cases routed again since time changed what a rule says")
    turning: str = Field(default="", sa_type=text(32), description="the pattern by which days of turning are stored")
    faults: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)


class JobRun(Row, table=True):
    """That a job was begun for a slot of time (a day, a quarter of an hour): the guard against running it twice."""

    __tablename__ = "job_run"
    __table_args__ = (sa.UniqueConstraint("job", "slot"), sa.Index("ix_job_run_begun_at", "begun_at"))

    job: str = Field(sa_type=text(60))
    slot: str = Field(sa_type=text(40))
    begun_at: datetime = Field(sa_type=UTCDateTime)
