"""Evidence: what was handed in, by whom, whom it may be shown to; the bytes sealed piece by piece."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text

KINDS = (
    "identity", "contract", "payslip", "bank_record", "attendance", "insurance_record", "dismissal_paper", "chat",
    "photo", "recording", "medical", "ruling", "payment_proof", "authority", "signed_paper", "worker_list", "other",
)  # fmt: skip
STATES = ("arriving", "kept", "withdrawn")
SHOWN_TO = ("applicant", "respondent")


class Evidence(Row, table=True):
    """One file as it was handed in. `shown_to` lists the sides it may be shown to besides the giver's own.

    `arriving`: its pieces are still being stored; what stays so is dropped by the nightly job. `name` is a label only.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        sa.Index("ix_evidence_case_id_state", "case_id", "state"),
        sa.Index("ix_evidence_case_id_sha256", "case_id", "sha256"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str | None = Field(
        default=None, foreign_key="party.id", sa_type=text(32), description="who gave it; null: the station itself"
    )
    position: int = 0
    kind: str = Field(default="other", sa_type=choice("kind", KINDS))
    title: str = Field(sa_type=text(120))
    proves: str = Field(default="", sa_type=text(300), description="what it is to prove")
    dated_on: date | None = None
    original_seen: bool | None = Field(default=None, description="compared with the original at the station")
    shown_to: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    name: str = Field(sa_type=text(120))
    mime: str = Field(sa_type=text(80))
    size: int
    sha256: str = Field(default="", sa_type=text(64))
    pages: int | None = None
    state: str = Field(default="arriving", sa_type=choice("state", STATES))
    given_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_why: str = Field(default="", sa_type=text(300))
    about: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="width, height, encoding")


class EvidencePiece(Row, table=True):
    """One sealed piece of at most a mebibyte of a file, or (`nth` -1) its small picture."""

    __tablename__ = "evidence_piece"
    __table_args__ = (sa.UniqueConstraint("evidence_id", "nth"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    evidence_id: str = Field(foreign_key="evidence.id", sa_type=text(32))
    nth: int
    sealed: bytes
