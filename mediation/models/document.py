"""Issued documents: served from here, never rendered again."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, text


class Document(Row, table=True):
    """One issued document, of a case or of wage talks; `about`: which session or vote of the talks it is about.

    `code` is the verification page's; `sha256` of the bytes, `record_sha256` of the data.
    """

    __tablename__ = "document"
    __table_args__ = (sa.UniqueConstraint("station_id", "number"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))
    talks_id: str | None = Field(default=None, foreign_key="talks.id", index=True, sa_type=text(32))
    settlement_id: str | None = Field(default=None, foreign_key="settlement.id", sa_type=text(32))
    about: str = Field(
        default="", sa_type=text(32), description="id of a talks_session, a talks_vote or, of an annex, a settlement"
    )
    kind: str = Field(sa_type=text(40))
    number: str = Field(sa_type=text(60))
    code: str = Field(unique=True, sa_type=text(40))
    sha256: str = Field(sa_type=text(64))
    record_sha256: str = Field(sa_type=text(64))
    template: str = Field(sa_type=text(120))
    size: int
    issued_at: datetime = Field(sa_type=UTCDateTime)
    signed_of: str | None = Field(
        default=None, foreign_key="document.id", sa_type=text(32), description="the unsigned one of this"
    )
    issued_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class DocumentContent(Row, table=True):
    """The sealed bytes of an issued document, apart from its row so that lists stay light."""

    __tablename__ = "document_content"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))
    talks_id: str | None = Field(default=None, foreign_key="talks.id", index=True, sa_type=text(32))
    document_id: str = Field(foreign_key="document.id", unique=True, sa_type=text(32))
    sealed: bytes
