"""The full-text index of `search_text`, which Alembic doesn't see: FTS5 on SQLite, a tsvector on PostgreSQL."""

from typing import Any, Final

from alembic import op

TABLE: Final = "search_words"
COLUMN: Final = "words"
INDEX: Final = "ix_search_text_words"

_SQLITE: Final = (  # no triggers: under trusted_schema=OFF none may touch a virtual table; office/searchwords.py does
    "CREATE VIRTUAL TABLE search_words USING fts5(tokens, tokenize='unicode61 remove_diacritics 0')",
)
_POSTGRES: Final = (
    "ALTER TABLE search_text ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED",
    "CREATE INDEX ix_search_text_words ON search_text USING gin (words)",
)


def make_index() -> None:
    """Make the index. PostgreSQL keeps it by itself; for SQLite whoever writes `search_text` does."""
    for step in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(step)


def drop_index() -> None:
    """Take the index away again (only on the way down)."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
        return
    op.execute("DROP INDEX ix_search_text_words")
    op.execute("ALTER TABLE search_text DROP COLUMN words")


def is_ours(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Tell whether Alembic should compare something: not what this module makes."""
    return not (kind in ("table", "column", "index") and name and name.startswith((TABLE, INDEX)) or name == COLUMN)
