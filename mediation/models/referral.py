"""Referrals: which desk has the case, in which role, by when it must say yes, and why it got it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text
from mediation.models.station import DESKS

ROLES = ("lead", "assist")
PRIORITIES = ("normal", "urgent", "immediate")
STATES = ("open", "accepted", "returned", "closed")
ALIVE = ("open", "accepted")


class Referral(Row, table=True):
    """One desk's part in a case. `because` lists the rules that made it, each with the facts it used."""

    __tablename__ = "referral"
    __table_args__ = (
        # inboxes and workloads are read within this alone: the rows are wide
        sa.Index(
            "ix_referral_station_id_state_desk", "station_id", "state", "desk", "priority", "accept_by", "id",
            "assigned_to", "accepted_by", "role", "case_id",
        ),
        sa.Index("ix_referral_station_id_state_accept_by", "station_id", "state", "accept_by"),
        sa.Index("ix_referral_station_id_accepted_at", "station_id", "accepted_at"),
        sa.Index(
            "ix_referral_case_id_station_id_desk_state", "case_id", "station_id", "desk", "state", "role", "accepted_at"
        ),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    desk: str = Field(sa_type=choice("desk", DESKS))
    role: str = Field(sa_type=choice("role", ROLES))
    priority: str = Field(sa_type=choice("priority", PRIORITIES))
    state: str = Field(default="open", sa_type=choice("state", STATES))
    referred_at: datetime = Field(sa_type=UTCDateTime)
    referred_on: date
    accept_by: datetime = Field(sa_type=UTCDateTime)
    twice_by: datetime | None = Field(
        default=None, sa_type=UTCDateTime, description="when twice the time for accepting is over"
    )
    assigned_to: str | None = Field(default=None, foreign_key="user_account.id", index=True, sa_type=text(32))
    accepted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    accepted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    closed_why: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    return_code: str | None = Field(default=None, sa_type=text(40))
    return_reason: str | None = Field(default=None, sa_type=text(500))
    because: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    rulebook: str = Field(sa_type=text(80))
