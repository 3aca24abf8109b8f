"""The history: one keyed chain of lines a station, only ever added to."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, text

HOUSE = "house"


class HistoryLine(Row, table=True):
    """One act of one person. `mac` covers every other column but `id`, and `prev`, the line before.

    `station_id` is `house` for acts that belong to no station. `fields_json` holds field names and harmless
    values; of sensitive fields only a keyed fingerprint.
    """

    __tablename__ = "history_line"
    __table_args__ = (
        sa.UniqueConstraint("station_id", "seq"),
        sa.Index("ix_history_line_case_at", "case_id", "at"),
        sa.Index("ix_history_line_subject", "subject_kind", "subject_id"),
    )

    station_id: str = Field(sa_type=text(32))
    seq: int = Field(sa_type=sa.BigInteger)
    at: datetime = Field(sa_type=UTCDateTime)
    actor: str = Field(sa_type=text(64), description="user id, or the name of the command or job")
    act: str = Field(sa_type=text(64))
    subject_kind: str = Field(sa_type=text(40))
    subject_id: str = Field(sa_type=text(64))
    case_id: str | None = Field(default=None, sa_type=text(32))
    fields_json: str = Field(sa_type=sa.Text)
    prev: str = Field(sa_type=text(64))
    mac: str = Field(sa_type=text(64))
