"""Forms that were sent: a second press of the same form makes no second record."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, text


class FormTaken(Row, table=True):
    """One form as it was shown to one person, sent at `at`; `led_to` is the address it led to, null while at work."""

    __tablename__ = "form_taken"
    __table_args__ = (sa.UniqueConstraint("user_id", "token"), sa.Index("ix_form_taken_at", "at"))

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    token: str = Field(sa_type=text(43))
    at: datetime = Field(sa_type=UTCDateTime)
    led_to: str | None = Field(default=None, sa_type=text(1000))
