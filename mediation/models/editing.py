"""Who is at work on a form of a case, so that colleagues don't write over each other."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

FORMS = ("facts", "terms")


class Editing(Row, table=True):
    """That a person works on one form of a case. After `until` it counts no more: a forgotten tab holds nobody up."""

    __tablename__ = "editing"
    __table_args__ = (sa.UniqueConstraint("case_id", "form"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    form: str = Field(sa_type=choice("form", FORMS))
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    since: datetime = Field(sa_type=UTCDateTime)
    until: datetime = Field(sa_type=UTCDateTime)
