"""What the search box looks through."""

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, text


class SearchText(Row, table=True):
    """The words of one case, one token a character; SQLite keeps an FTS5 table beside it, PostgreSQL a tsvector of it.

    `place` is the number under which the full-text table knows the row.
    """

    __tablename__ = "search_text"
    __table_args__ = (sa.UniqueConstraint("case_id"), sa.UniqueConstraint("place"))

    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    place: int = Field(sa_type=sa.BigInteger)
    tokens: str = Field(sa_type=text())
