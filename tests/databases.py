"""Fresh, migrated databases for the tests: SQLite files and PostgreSQL databases, each a copy of one template."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.util import LRUCache

from mediation import db
from tests import postgres

KINDS = ("sqlite", "postgresql")
STATEMENTS_KEPT = 2000

_dialects: dict[str, Dialect] = {}
_compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)


def share_compiled(engine: Engine) -> None:
    """Let the engine of a test use the statements that engines of earlier tests compiled.

    Each test has its own engine, connections and database; only the SQL text of a statement is kept between them.
    """
    kind = engine.dialect.name
    if kind not in _dialects:
        engine.connect().close()  # its first connection tells a dialect about the server
        _dialects[kind] = engine.dialect
    engine.dialect = _dialects[kind]
    engine.update_execution_options(compiled_cache=_compiled)


class Databases:
    """Makes and drops the databases of one test run; all workers of the run share `folder`."""

    def __init__(self, folder: Path, *, run_pid: int) -> None:
        """Work in `folder`, which belongs to the test run of process `run_pid`."""
        self.folder = folder
        self.run_pid = run_pid

    @contextmanager
    def fresh(self, kind: str, folder: Path) -> Iterator[str]:
        """Give the address of a migrated, empty database of `kind`; a SQLite file lies in `folder`."""
        if kind == "sqlite":
            yield self._sqlite(folder)
        else:
            with self._postgresql() as url:
                yield url

    def describe(self) -> str:
        """Say which PostgreSQL the tests use."""
        given = os.environ.get("TEST_DATABASE_URL")
        if given:
            return f"PostgreSQL: {_url(given).render_as_string(hide_password=True)} (TEST_DATABASE_URL)"
        try:
            found = postgres.find_binaries()
        except postgres.NoPostgres as missing:
            return f"PostgreSQL: none, its tests will fail. {missing}"
        return f"PostgreSQL: {found.version()} from {found.origin} {found.folder}"

    def close(self) -> None:
        """End the server that this run started and drop what it left on a server that was given."""
        note = self.folder / "postgresql.json"
        if note.exists():
            state = json.loads(note.read_text())
            if state["pid"]:
                postgres.stop(self.folder / "postgresql", state["pid"])
            else:
                _drop(_url(state["admin"]), state["template"])
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sqlite(self, folder: Path) -> str:
        template = self.folder / "template.db"
        with self._alone():
            if not template.exists():
                draft = self.folder / "draft.db"
                _migrate(f"sqlite:///{draft}")
                draft.rename(template)
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / "mediation.db"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    @contextmanager
    def _postgresql(self) -> Iterator[str]:
        with self._alone():
            state = self._server()
        admin, name = _url(state["admin"]), f"test_{secrets.token_hex(8)}"
        _execute(
            admin,
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(state["template"])),
        )
        try:
            yield admin.set(database=name).render_as_string(hide_password=False)
        finally:
            _drop(admin, name)

    def _server(self) -> dict[str, Any]:
        """Return the running server's address, process id and template; start and fill it at the first call."""
        note = self.folder / "postgresql.json"
        if note.exists():
            state: dict[str, Any] = json.loads(note.read_text())
            return state
        given, pid = os.environ.get("TEST_DATABASE_URL"), 0
        if not given:
            given, pid = postgres.start(self.folder / "postgresql", watched=self.run_pid)
        state = {"admin": given, "pid": pid, "template": f"template_{secrets.token_hex(8)}"}
        note.write_text(json.dumps(state))
        _execute(_url(given), sql.SQL("CREATE DATABASE {}").format(sql.Identifier(state["template"])))
        _migrate(_url(given).set(database=state["template"]).render_as_string(hide_password=False))
        return state

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep the other workers of this run out of the block."""
        with (self.folder / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _migrate(url: str) -> None:
    engine = db.make_engine(url)
    try:
        db.migrate(engine)
    finally:
        engine.dispose()


def _url(given: str) -> sa.URL:
    return sa.make_url(given).set(drivername="postgresql+psycopg")


def _drop(admin: sa.URL, name: str) -> None:
    _execute(admin, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(admin: sa.URL, statement: sql.Composed) -> None:
    plain = admin.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
