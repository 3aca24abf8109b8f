"""What a supervisor keeps and does: saved views, reassignments that can be undone, duplicates to settle."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text

PAIR_STATES = ("open", "same", "different")


class SavedView(Row, table=True):
    """Filters of a page under a name, one person's own."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("user_id", "page", "name"),)

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    page: str = Field(sa_type=text(40))
    name: str = Field(sa_type=text(40))
    query: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    words_sealed: bytes | None = Field(default=None, description="filters typed in free words: they may name people")
    saved_at: datetime = Field(sa_type=UTCDateTime)


class Reassignment(Row, table=True):
    """Referrals handed to other people in one act. `moves` lists referral, user before, user after."""

    __tablename__ = "reassignment"
    __table_args__ = (sa.Index("ix_reassignment_station_id_at", "station_id", "at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    at: datetime = Field(sa_type=UTCDateTime)
    by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    reason: str = Field(sa_type=text(300))
    moves: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    undo_until: datetime = Field(sa_type=UTCDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    undone_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class CaseSplit(Row, table=True):
    """One case taken apart: what went from `case_id` into the new case `new_id`; can be undone while both are open."""

    __tablename__ = "case_split"
    __table_args__ = (sa.Index("ix_case_split_case_id", "case_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    new_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    at: datetime = Field(sa_type=UTCDateTime)
    by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    reason: str = Field(sa_type=text(300))
    moved: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="row ids by table")
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    undone_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class DuplicatePair(Row, table=True):
    """Two cases that may be one; `case_id` is the later. `because` lists what is alike."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "other_id"),
        sa.Index("ix_duplicate_pair_station_id_state", "station_id", "state"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    other_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    state: str = Field(default="open", sa_type=choice("state", PAIR_STATES))
    because: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    found_at: datetime = Field(sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    settled_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    settled_why: str = Field(default="", sa_type=text(300))
    moved: dict[str, Any] | None = Field(
        default=None, sa_type=sa.JSON(none_as_null=True), description="what a merge closed and copied, by table"
    )
