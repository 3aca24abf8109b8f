"""The database: engines, the two kinds of session, the way to the current schema."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from mediation import config, places

__all__ = [
    "Session", "dispose", "engine", "is_sqlite", "make_engine", "migrate", "reading", "refresh_statistics", "retrying",
    "transaction",
]  # fmt: skip

SQLITE_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=15000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
)
ROWS_LOOKED_AT: Final = 1000
"""Of each index, for the statistics: enough to tell a station's rows from a case's, and done in milliseconds."""
FRESH_SECONDS: Final = 1800
"""A connection to SQLite reads the statistics once, when it is made."""
CLASHES: Final = frozenset({"40001", "40P01"})

T = TypeVar("T")

_engines: dict[tuple[int, str, bool], Engine] = {}
_engines_lock = threading.Lock()


def make_engine(url: str, *, pgbouncer: bool = False) -> Engine:
    """Make an engine for `url` (SQLite or PostgreSQL) with the house's settings on every connection."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return _make_sqlite(url)
    arguments: dict[str, Any] = {"prepare_threshold": None} if pgbouncer else {}
    return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=arguments, pool_size=8)


def _make_sqlite(url: str) -> Engine:
    path = sa.make_url(url).database
    if path and path != ":memory:":
        places.owned(Path(path).parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # its owner's alone; the journals take after it
    made = sa.create_engine(url, hide_parameters=True, pool_size=8, max_overflow=24, pool_recycle=FRESH_SECONDS)
    event.listen(made, "connect", _set_up_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def engine() -> Engine:
    """Return this process's engine for the current settings; a forked worker makes its own."""
    chosen = config.settings()
    name = (os.getpid(), chosen.database, chosen.db_pgbouncer)
    with _engines_lock:
        if name not in _engines:
            _engines[name] = make_engine(chosen.database, pgbouncer=chosen.db_pgbouncer)
        return _engines[name]


def dispose() -> None:
    """Close every connection this process holds."""
    with _engines_lock:
        for name in [name for name in _engines if name[0] == os.getpid()]:
            _engines.pop(name).dispose()


def is_sqlite(session: Session) -> bool:
    """Tell whether `session` works on SQLite."""
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def transaction(on: Engine | None = None) -> Iterator[Session]:
    """Open a session whose changes are committed at the end of the block, or not at all.

    The only committer. On SQLite the transaction takes the write lock at its first statement.
    """
    bound = (on or engine()).execution_options(sqlite_begin="IMMEDIATE")
    with Session(bound, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(on: Engine | None = None) -> Iterator[Session]:
    """Open a session that only reads; an attempt to store something raises ReadOnlySession."""
    bound = (on or engine()).execution_options(postgresql_readonly=True)
    with Session(bound, expire_on_commit=False, autoflush=False) as session:
        event.listen(session, "before_flush", _refuse_flush)
        yield session


class ReadOnlySession(RuntimeError):
    """Something was stored through a session opened by `reading()`: a fault of the program."""


def _refuse_flush(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise ReadOnlySession("use db.transaction() to store")


def retrying(act: Callable[[], T], *, tries: int = 3) -> T:
    """Run `act`, again when PostgreSQL reports a clash of transactions (SQLSTATE 40001, 40P01).

    Only for an act that is one whole transaction and does nothing outside the database.
    """
    for left in range(tries - 1, -1, -1):
        try:
            return act()
        except DBAPIError as fault:
            if left == 0 or getattr(fault.orig, "sqlstate", None) not in CLASHES:
                raise
    raise AssertionError("unreachable")


def refresh_statistics(on: Engine | None = None) -> None:
    """Let SQLite look at its rows anew, so that it needn't guess which index fits; PostgreSQL does so by itself."""
    bound = on or engine()
    if bound.dialect.name == "sqlite":
        with bound.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
            connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            connection.exec_driver_sql("ANALYZE")


def migrate(on: Engine | None = None) -> tuple[str | None, str]:
    """Bring the database to the current schema; return the revision before and after.

    Safe when two servers start at once: the second waits, then finds nothing to do. Raises SchemaTooNew on a
    database that a newer program has changed.
    """
    from mediation import migrations  # Alembic is loaded only where it is used

    return migrations.upgrade(on or engine())
