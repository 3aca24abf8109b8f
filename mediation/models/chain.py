"""Who is behind an employer: what speaks for each firm of the chain; who acts for a party with which authority."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, no_items, text

SIGNS = (
    "contract", "payslip", "bank_record", "insurance_record", "badge", "app", "attendance", "instructions",
    "dispatch_agreement", "subcontract", "site_board", "tax_record", "witness", "other",
)  # fmt: skip
CAPACITIES = (
    "lawyer", "legal_worker", "kin", "colleague", "union", "staff", "legal_representative", "guardian", "other",
)  # fmt: skip
AUTHORITIES = ("general", "special")
POWERS = ("admit", "waive", "settle", "receive_payment", "receive_papers", "sign")


class ChainSign(Row, table=True):
    """One thing that speaks for (or against) one firm being the worker's employer."""

    __tablename__ = "chain_sign"
    __table_args__ = (sa.Index("ix_chain_sign_case_id", "case_id", "party_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    kind: str = Field(sa_type=choice("kind", SIGNS))
    speaks_for: bool = True
    words: str = Field(default="", sa_type=text(300))
    evidence_id: str | None = Field(default=None, foreign_key="evidence.id", sa_type=text(32))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))


class Representative(Row, table=True):
    """Who acts for a party; `powers` beyond a general authority are named one by one (调仲法 24, CPL 62).

    Without a written authority on file (`evidence_id` or `document_id`) nobody signs for a party.
    """

    __tablename__ = "representative"
    __table_args__ = (sa.Index("ix_representative_case_id", "case_id", "party_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    name: str = Field(sa_type=text(80))
    capacity: str = Field(sa_type=choice("capacity", CAPACITIES))
    office: str = Field(default="", sa_type=text(120), description="firm of a lawyer, post of an employee, kinship")
    authority: str = Field(default="general", sa_type=choice("authority", AUTHORITIES))
    powers: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    given_on: date | None = None
    until: date | None = None
    evidence_id: str | None = Field(default=None, foreign_key="evidence.id", sa_type=text(32))
    document_id: str | None = Field(default=None, foreign_key="document.id", sa_type=text(32))
    version_of: str | None = Field(default=None, foreign_key="representative.id", sa_type=text(32))
    replaced_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="a former version, until then")
    ended_on: date | None = None
    ended_why: str = Field(default="", sa_type=text(200))
    phone_sealed: bytes | None = None
    phone_digest: str | None = Field(default=None, sa_type=text(64))
    phone_tail: str | None = Field(default=None, sa_type=text(4))
    id_number_sealed: bytes | None = None
    id_number_digest: str | None = Field(default=None, sa_type=text(64))
    id_number_tail: str | None = Field(default=None, sa_type=text(4))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
