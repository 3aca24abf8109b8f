"""What a claim was worked out to: facts, amount, every step, kept with the claim; a later one replaces it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text

STATES = ("current", "replaced")
CURRENT = sa.text("state = 'current'")


class ClaimSheet(Row, table=True):
    """One working of one claim, as it was shown; never changed but for its state, never deleted.

    `claim_id` stays when the claim itself is taken out of the case. `facts` are those of `domain.claims`, as given;
    `on` is the day it was worked out for, `governed_on` the one whose parameters hold. `steps` and `warnings` are
    stored sentences, `parameters` the values used with source and mark.
    """

    __tablename__ = "claim_sheet"
    __table_args__ = (
        sa.Index(
            "uq_claim_sheet_claim_id_current", "claim_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT
        ),
        sa.Index("ix_claim_sheet_case_id_state", "case_id", "state"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    claim_id: str = Field(sa_type=text(32))
    kind: str = Field(sa_type=text(40))
    place: str = Field(sa_type=text(40))
    on: date
    governed_on: date
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    amount: int = Field(sa_type=sa.BigInteger)
    steps: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    law: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    warnings: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    parameters: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    final_award: bool | None = None
    rulebook: str = Field(sa_type=text(80))
    made_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    made_at: datetime = Field(sa_type=UTCDateTime)
    state: str = Field(default="current", sa_type=choice("state", STATES))
    replaced_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
