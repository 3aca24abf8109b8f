"""Versions of the rules: each text that was ever in use, the drafts of new ones, and whom each draft moves."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, no_items, text

KINDS = ("parameter", "period", "rule", "calendar", "upload")
STATES = ("draft", "published", "dropped")
WORK = ("none", "asked", "running", "done", "failed")


class RuleVersion(Row, table=True):
    """The whole text of one rule folder under its digest, so that what it decided can be explained for good.

    `number` counts what was published here; a text from the disk that was only in use has none. Published again, an
    older text gets the next number.
    """

    __tablename__ = "rule_version"
    __table_args__ = (sa.UniqueConstraint("digest"), sa.UniqueConstraint("number"))

    digest: str = Field(sa_type=text(80))
    number: int | None = None
    title: str = Field(default="", sa_type=text(120))
    note: str = Field(default="", sa_type=text(1000))
    files: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="path below the folder → text")
    kept_at: datetime = Field(sa_type=UTCDateTime)
    published_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    from_draft: str | None = Field(default=None, sa_type=text(32))


class RuleDraft(Row, Versioned, table=True):
    """A change of the rules that isn't law of the house yet: files laid over the book that was in use at its making.

    `overlay` maps a path to its new text, or to null for a file taken out. `change` is what the form said, so that
    the draft can be made anew on another base; with a `station` in it, it lays no files but says what that station
    shall go by. `rehearsal` says how far the rehearsal of `digest` is, `progress` counts its cases; `forecast` sums it
    up. `carried` does the same for the cases decided anew after publishing.
    """

    __tablename__ = "rule_draft"
    __table_args__ = (sa.Index("ix_rule_draft_state_made_at", "state", "made_at"),)

    title: str = Field(sa_type=text(120))
    kind: str = Field(sa_type=choice("kind", KINDS))
    change: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    overlay: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    base: str = Field(sa_type=text(80))
    digest: str = Field(default="", sa_type=text(80), description="of base and overlay together; empty while faulty")
    faults: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    state: str = Field(default="draft", sa_type=choice("state", STATES))
    made_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    made_at: datetime = Field(sa_type=UTCDateTime)
    confirmed_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    rehearsal: str = Field(default="none", sa_type=choice("rehearsal", WORK))
    rehearsed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    progress: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    forecast: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    published: str | None = Field(default=None, sa_type=text(80), description="the digest it was published under")
    published_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    carried: str = Field(default="none", sa_type=choice("carried", WORK))
    carried_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class RuleMove(Row, table=True):
    """One case that a draft moves: what was foreseen, and, once it was decided anew, what really changed.

    `people` are those at whom the case's referrals lie. A case that is closed is foreseen only.
    """

    __tablename__ = "rule_move"
    __table_args__ = (
        sa.UniqueConstraint("draft_id", "case_id"),
        sa.Index("ix_rule_move_draft_id_done_at", "draft_id", "live", "done_at"),
        sa.Index("ix_rule_move_case_id", "case_id"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    draft_id: str = Field(foreign_key="rule_draft.id", ondelete="CASCADE", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", ondelete="CASCADE", sa_type=text(32))
    live: bool = Field(description="the case is open: publishing decides it anew")
    people: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="desk → user id")
    foreseen: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    happened: list[dict[str, Any]] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
