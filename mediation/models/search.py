"""What the search box looks through."""

from sqlmodel import Field, SQLModel

from mediation.models.base import text


class SearchText(SQLModel, table=True):
    """The words of one case, one token a Chinese character.

    `place` counts up and is the number under which SQLite's full-text table `search_words` knows the row; PostgreSQL
    keeps a column `words` beside it (mediation/migrations/fulltext.py makes both).
    """

    __tablename__ = "search_text"

    place: int | None = Field(default=None, primary_key=True)
    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", unique=True, sa_type=text(32))
    tokens: str = Field(sa_type=text())
