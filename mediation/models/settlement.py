"""Settlement terms as drafted and agreed, and the payments they promise."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, text

STATES = ("draft", "issued")
CONFIRMATIONS = ("court", "arbitration")
PAYMENTS = ("due", "paid")


class Settlement(Row, Versioned, table=True):
    """The terms of one settlement; issued, it is never changed. The payee's account number is sealed, never in `terms`.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        sa.Index(
            "ix_settlement_station_id_effective_on", "station_id", "effective_on", "case_id", "state", "total", "id"
        ),
        sa.Index("ix_settlement_station_id_sent_on", "station_id", "sent_to", "sent_on", "case_id"),
        sa.Index("ix_settlement_case_id_state", "case_id", "state", "effective_on", "station_id"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    state: str = Field(default="draft", sa_type=choice("state", STATES))
    number: str | None = Field(default=None, sa_type=text(60), description="given when first sent to print")
    terms: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    total: int | None = Field(default=None, sa_type=sa.BigInteger)
    effective_on: date | None = None
    sent_to: str | None = Field(
        default=None, sa_type=choice("sent_to", CONFIRMATIONS), description="for confirmation or review"
    )
    sent_on: date | None = None
    changed_at: datetime = Field(sa_type=UTCDateTime)
    changed_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    account_sealed: bytes | None = None
    account_digest: str | None = Field(default=None, sa_type=text(64))
    account_tail: str | None = Field(default=None, sa_type=text(4))
    corrects: str | None = Field(
        default=None, foreign_key="settlement.id", sa_type=text(32), description="the issued one this replaces"
    )
    replaced_on: date | None = None
    locked_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="the last signature came")


class Instalment(Row, table=True):
    """One promised payment; `amount` in fen."""

    __tablename__ = "instalment"
    __table_args__ = (
        sa.Index("ix_instalment_state_due_on", "state", "due_on"),
        sa.Index(
            "ix_instalment_station_id_due_on", "station_id", "due_on", "settlement_id", "case_id", "paid_on", "amount"
        ),
        sa.Index("ix_instalment_station_id_paid_on", "station_id", "paid_on", "case_id", "amount"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    settlement_id: str = Field(foreign_key="settlement.id", index=True, sa_type=text(32))
    position: int
    due_on: date
    amount: int = Field(sa_type=sa.BigInteger)
    state: str = Field(default="due", sa_type=choice("state", PAYMENTS))
    paid_on: date | None = None
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
