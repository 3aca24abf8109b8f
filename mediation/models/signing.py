"""Signatures under an agreement, the station's certificate, and the check against what the law grants at least."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

ROLES = ("party", "representative", "group_worker", "mediator", "recorder", "seal")
STATES = ("waiting", "signed", "refused", "void")
WAYS = ("phone", "pad", "paper", "seal", "fingerprint")
CERTIFICATE_SOURCES = ("own", "uploaded")


class Signature(Row, table=True):
    """One signature that an agreement needs: whose, in what way, and its picture once it is there.

    The code opens the public signing page of this one signer until `code_until`; only its digest is kept.
    """

    __tablename__ = "signature"
    __table_args__ = (
        sa.UniqueConstraint("settlement_id", "position"),
        sa.Index("ix_signature_case_id_state", "case_id", "state"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    settlement_id: str = Field(foreign_key="settlement.id", sa_type=text(32))
    position: int
    role: str = Field(sa_type=choice("role", ROLES))
    party_id: str | None = Field(default=None, foreign_key="party.id", sa_type=text(32))
    representative_id: str | None = Field(default=None, foreign_key="representative.id", sa_type=text(32))
    worker_id: str | None = Field(default=None, foreign_key="group_worker.id", sa_type=text(32))
    user_id: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    name: str = Field(sa_type=text(120))
    state: str = Field(default="waiting", sa_type=choice("state", STATES))
    way: str | None = Field(default=None, sa_type=choice("way", WAYS))
    code_digest: str | None = Field(default=None, unique=True, sa_type=text(64))
    code_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    drawn_sealed: bytes | None = Field(default=None, description="PNG of what was drawn")
    evidence_id: str | None = Field(
        default=None, foreign_key="evidence.id", sa_type=text(32), description="scan of the signed paper"
    )
    document_sha256: str = Field(default="", sa_type=text(64), description="of the agreement that was read and signed")
    signed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    source: str = Field(default="", sa_type=text(64), description="network address a phone signed from")
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    refused_why: str = Field(default="", sa_type=text(300))


class StationCertificate(Row, table=True):
    """The key with which a station signs PDF files (PAdES): PKCS#12 with its passphrase, sealed together."""

    __tablename__ = "station_certificate"
    __table_args__ = (sa.Index("ix_station_certificate_station_id", "station_id", "made_at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    source: str = Field(sa_type=choice("source", CERTIFICATE_SOURCES))
    subject: str = Field(sa_type=text(300))
    issuer: str = Field(sa_type=text(300))
    fingerprint: str = Field(sa_type=text(64), description="SHA-256 of the certificate")
    certificate: str = Field(sa_type=text(), description="PEM, with its chain")
    key_sealed: bytes
    valid_from: datetime = Field(sa_type=UTCDateTime)
    valid_until: datetime = Field(sa_type=UTCDateTime)
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class FloorCheck(Row, table=True):
    """One claim of a settlement that stays below what it was worked out to: why, read back to whom, who read it too.

    Amounts in fen. It holds for these very amounts: other terms need it anew. `claim_id` stays when the claim itself is
    taken out of the case.
    """

    __tablename__ = "floor_check"
    __table_args__ = (sa.Index("ix_floor_check_settlement_id", "settlement_id", "claim_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    settlement_id: str = Field(foreign_key="settlement.id", sa_type=text(32))
    claim_id: str = Field(sa_type=text(32))
    floor: int = Field(sa_type=sa.BigInteger)
    agreed: int = Field(sa_type=sa.BigInteger)
    sheet_id: str | None = Field(default=None, foreign_key="claim_sheet.id", sa_type=text(32))
    reason: str = Field(sa_type=text(1000), description="the worker's own reason")
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    read_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    read_back_to: str = Field(default="", sa_type=text(120))
    second_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    second_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    second_says: str = Field(default="", sa_type=text(500))
    second_agrees: bool | None = None
