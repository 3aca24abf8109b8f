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
LARGEST_KEPT = 4 * 1024 * 1024
"""Bytes of rows, living and dead, above which a used PostgreSQL database is dropped instead of emptied."""

SHAPE = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT concat_ws(' ', relname, relkind, attname, atttypid, atttypmod, attnotnull, pg_get_expr(adbin, adrelid)) AS line
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', proname, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
) AS lines
"""
CATALOGUES = ("pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_trigger", "pg_proc")
TOUCHED = "SELECT concat_ws(' ', (SELECT string_agg(version_num, ' ') FROM alembic_version), {})".format(
    ", ".join(f"(SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM {name})" for name in CATALOGUES)
)
"""What no change of the schema leaves alone: how many lines each catalogue has, and which transaction wrote there last."""
FILLED = """
SELECT quote_ident(relname), size FROM (
    SELECT relname, pg_relation_size(oid) AS size FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
) AS tables WHERE size > 0
"""

_spare: dict[str, list[str]] = {}
"""Empty databases of this worker by their template, to be used again: making one costs a hundred times an emptying."""
_standing: dict[str, psycopg.Connection[Any]] = {}
"""By database, this worker's own connection to it: a new one has to learn every table anew."""
_engines: dict[str, Engine] = {}
"""By database, the engine of its last test, whose connections know the tables; the next test goes on with it."""
_touched: dict[str, str] = {}
"""By database, the answer to TOUCHED when its schema was last compared in full: that takes ten times as long."""
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
    elif engine.dialect is not _dialects[kind]:
        engine.dialect.initialize = _known  # type: ignore[method-assign]  # else it asks the server again
    engine.dialect = _dialects[kind]
    engine.update_execution_options(compiled_cache=_compiled)


def _known(_connection: object) -> None:
    """Ask the server nothing: the dialect that is put in this one's place knows."""


def take_up(url: str) -> None:
    """Let the program use the engine that an earlier test left to the same database."""
    if kept := _engines.pop(url, None):
        db._engines[os.getpid(), url, False] = kept


def lay_down(url: str) -> None:
    """Keep the program's engine for a PostgreSQL database, unless a test left one of its connections at work."""
    found = db._engines.get((os.getpid(), url, False))
    if found is not None and url.startswith("postgresql") and found.pool.checkedout() == 0:  # type: ignore[attr-defined]
        _engines[url] = db._engines.pop((os.getpid(), url, False))
    db.dispose()


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

    def end_worker(self) -> None:
        """Leave the server; drop the databases kept for the next test, if it is somebody else's."""
        while _standing:
            _standing.popitem()[1].close()
        while _engines:
            _engines.popitem()[1].dispose()
        note = self.folder / "postgresql.json"
        if note.exists() and not (state := json.loads(note.read_text()))["pid"]:
            for name in _spare.pop(state["template"], []):
                _drop(_url(state["admin"]), name)

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
        admin, spare = _url(state["admin"]), _spare.setdefault(state["template"], [])
        name = spare.pop() if spare else _copy(admin, state["template"])
        used = admin.set(database=name)
        try:
            yield used.render_as_string(hide_password=False)
        finally:
            if _emptied(used, state["shape"]):
                spare.append(name)
            else:
                self._forget(used)
                _drop(admin, name)

    def _forget(self, used: sa.URL) -> None:
        """Leave a database that will be dropped."""
        standing(used).close()
        if kept := _engines.pop(used.render_as_string(hide_password=False), None):
            kept.dispose()

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
        template = _url(given).set(database=state["template"])
        _execute(_url(given), sql.SQL("CREATE DATABASE {}").format(sql.Identifier(state["template"])))
        _migrate(template.render_as_string(hide_password=False))
        with connected(template) as connection:
            state["shape"] = _answer(connection, SHAPE)
        note.write_text(json.dumps(state))
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


def _copy(admin: sa.URL, template: str) -> str:
    name = f"test_{secrets.token_hex(8)}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _execute(admin, statement.format(sql.Identifier(name), sql.Identifier(template)))
    return name


def _emptied(used: sa.URL, shape: str) -> bool:
    """Make a used database as good as new; False if that can't be: too large, another schema, no right to do so."""
    try:
        connection = standing(used)
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IS DISTINCT FROM 'idle'"
        )
        filled = connection.execute(FILLED).fetchall()
        if sum(size for _, size in filled) > LARGEST_KEPT or not _has_shape(connection, str(used.database), shape):
            return False
        connection.execute("; ".join(f"DELETE FROM {table}" for table, _ in filled).encode())
        if filled:  # else rows of the next test fill the gaps, in another order than they were written
            names = ", ".join(table for table, _ in filled)
            connection.execute(f"VACUUM (INDEX_CLEANUP ON, TRUNCATE ON) {names}".encode())
        connection.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
        return True
    except psycopg.Error:
        return False


def _has_shape(connection: psycopg.Connection[Any], name: str, shape: str) -> bool:
    touched = _answer(connection, TOUCHED)
    if touched != _touched.get(name) and _answer(connection, SHAPE) == shape:
        _touched[name] = touched
    return touched == _touched.get(name)


def _answer(connection: psycopg.Connection[Any], question: str) -> str:
    found = connection.execute(question.encode()).fetchone()
    return str(found[0]) if found else ""


def standing(to: sa.URL) -> psycopg.Connection[Any]:
    """Return this worker's connection to a test's database, which stays for the next test; no trigger watches it.

    The history refuses to be deleted from, and rows that are put back come in any order, as they were.
    """
    name = str(to.database)
    if name not in _standing or _standing[name].closed:
        _standing[name] = connected(to)
        _standing[name].execute("SET session_replication_role = replica")
    return _standing[name]


def connected(to: sa.URL) -> psycopg.Connection[Any]:
    """Open a connection of one's own, beside the engine's; each statement is committed at once."""
    plain = to.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def _execute(admin: sa.URL, statement: sql.Composed) -> None:
    with connected(admin) as connection:
        connection.execute(statement)
