"""What is claimed; one row a claim, each with its own amount and result."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from mediation.domain.casefile import CLAIMS
from mediation.models.base import Row, choice, text

STATES = ("open", "settled", "reserved")
NO_AMOUNT = sa.text("amount IS NULL")


class Claim(Row, table=True):
    """One claim; `amount` in fen, null where none was named."""

    __tablename__ = "claim"
    __table_args__ = (
        sa.Index("ix_claim_case_id_kind", "case_id", "kind", "amount", "known_on"),
        sa.Index(
            "ix_claim_no_amount", "station_id", "kind", "case_id", sqlite_where=NO_AMOUNT, postgresql_where=NO_AMOUNT
        ),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    position: int = 0
    kind: str = Field(sa_type=choice("kind", CLAIMS))
    amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    known_on: date | None = None
    accident_on: date | None = None
    diagnosed_on: date | None = None
    state: str = Field(default="open", sa_type=choice("state", STATES))
