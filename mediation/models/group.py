"""The workers of a group case: one row a worker, and whether each agrees to what would be settled."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.domain.casefile import NAME_LENGTH
from mediation.models.base import Row, UTCDateTime, choice, text

STATES = ("joined", "agreed", "refused", "left", "paid")
WAYS = ("signed_list", "signed_alone", "phone_signature", "in_person")


class GroupWorker(Row, table=True):
    """One worker of a group; amounts in fen. `elected`: one of the representatives (调仲法 7: ten or more workers)."""

    __tablename__ = "group_worker"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "position"),
        sa.Index("ix_group_worker_case_id_state", "case_id", "state"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str | None = Field(default=None, foreign_key="party.id", sa_type=text(32), description="also a party")
    position: int
    name: str = Field(sa_type=text(NAME_LENGTH))
    post: str = Field(default="", sa_type=text(40))
    claimed: int | None = Field(default=None, sa_type=sa.BigInteger)
    offered: int | None = Field(default=None, sa_type=sa.BigInteger, description="the share in what is being settled")
    paid: int = Field(default=0, sa_type=sa.BigInteger)
    state: str = Field(default="joined", sa_type=choice("state", STATES))
    elected: bool = False
    elected_on: date | None = None
    elected_how: str = Field(default="", sa_type=text(200))
    left_why: str = Field(default="", sa_type=text(200))
    note: str = Field(default="", sa_type=text(200))
    id_number_sealed: bytes | None = None
    id_number_digest: str | None = Field(default=None, index=True, sa_type=text(64))
    id_number_tail: str | None = Field(default=None, sa_type=text(4))
    phone_sealed: bytes | None = None
    phone_digest: str | None = Field(default=None, sa_type=text(64))
    phone_tail: str | None = Field(default=None, sa_type=text(4))


class GroupConsent(Row, table=True):
    """One worker's own answer to one share of one settlement; another amount or settlement needs another answer."""

    __tablename__ = "group_consent"
    __table_args__ = (sa.Index("ix_group_consent_settlement_id", "settlement_id", "worker_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    settlement_id: str = Field(foreign_key="settlement.id", sa_type=text(32))
    worker_id: str = Field(foreign_key="group_worker.id", sa_type=text(32))
    amount: int = Field(sa_type=sa.BigInteger)
    terms_digest: str = Field(sa_type=text(64), description="SHA-256 of what was put before the worker")
    agreed: bool
    way: str = Field(sa_type=choice("way", WAYS))
    said_at: datetime = Field(sa_type=UTCDateTime)
    words: str = Field(default="", sa_type=text(300))
    evidence_id: str | None = Field(default=None, foreign_key="evidence.id", sa_type=text(32))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
