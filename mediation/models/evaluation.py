"""What a person says of the figures about the own work."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, text


class EvaluationRemark(Row, table=True):
    """One person's remark on the own figures of one period (2026-11, 2026-Q4, 2026)."""

    __tablename__ = "evaluation_remark"
    __table_args__ = (sa.UniqueConstraint("user_id", "station_id", "period"),)

    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    period: str = Field(sa_type=text(10))
    remark: str = Field(sa_type=text(1000))
    at: datetime = Field(sa_type=UTCDateTime)
