"""What a party volunteers about itself for equality figures: sealed, in a table of its own."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, text


class EqualityAnswer(Row, table=True):
    """One person's answers, sealed as one cell of constant length: neither a value nor which was left out shows.

    No row rule opens it to anybody (access/rows.py); office/equality.py alone reads it, for sums over a whole year.
    """

    __tablename__ = "equality_answer"
    __table_args__ = (sa.UniqueConstraint("party_id"),)

    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    consented_on: date = Field(description="the day on which the person agreed, and was told what it is for")
    answers_sealed: bytes
