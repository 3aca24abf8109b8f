"""Worlds that many tests begin with: built once a run, then put into the next empty database as they were."""

import hashlib
import os
import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa

from mediation import config, db
from tests.databases import FILLED, share_compiled, standing

T = TypeVar("T")

SEQUENCES = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"


@dataclass(frozen=True)
class _World:
    """One built world: what its builder returned, the files beside the database (the keys are such), every row."""

    answer: bytes
    files: dict[str, bytes]
    rows: Any


_worlds: dict[str, _World] = {}
"""By builder, kind of database and the instant at which the clock stands, or the day when it goes."""
_shared: list[Path] = []
"""The folder in which the workers of a run leave their worlds for each other."""


def share_in(folder: Path) -> None:
    """Keep worlds in `folder`, too, where other workers of this run find them."""
    _shared[:] = [folder]


def built(build: Callable[[], T]) -> T:
    """Return what `build` makes of this test's empty database; only the first call of the run builds it.

    A later call copies what the first left: the same rows and keys, and a copy of what it returned. So `build` is a
    function of a module, takes nothing, and depends on nothing but its module and the clock.
    """
    url = sa.make_url(config.settings().database)
    kind = url.get_backend_name()
    moment = config.clock._still or config.clock.today()
    name = f"{build.__module__}.{build.__qualname__} {kind} {moment.isoformat()}"
    if name not in _worlds and (file := _file(name)) and file.exists():
        _worlds[name] = pickle.loads(file.read_bytes())
    if name in _worlds:
        _put(_worlds[name], url)
        return pickle.loads(_worlds[name].answer)  # type: ignore[no-any-return]
    made = build()
    rows = _sqlite_rows(url) if kind == "sqlite" else _postgresql_rows(url)
    _worlds[name] = _World(pickle.dumps(made), _files(config.settings().data_dir), rows)
    _leave(name)
    return made


def _file(name: str) -> Path | None:
    return _shared[0] / f"{hashlib.sha256(name.encode()).hexdigest()}.world" if _shared else None


def _leave(name: str) -> None:
    """Leave a world for the other workers, whole or not at all."""
    if file := _file(name):
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_bytes(pickle.dumps(_worlds[name]))
        draft.rename(file)


def _put(world: _World, url: sa.URL) -> None:
    for name, content in world.files.items():
        path = config.settings().data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    config.forget_keys()
    if url.get_backend_name() != "sqlite":
        _fill_postgresql(url, *world.rows)
        return
    db.dispose()
    Path(str(url.database)).write_bytes(world.rows)
    share_compiled(db.engine())


def _files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("mediation.db")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def _sqlite_rows(url: sa.URL) -> bytes:
    connection = sqlite3.connect(str(url.database))
    try:
        return connection.serialize()
    finally:
        connection.close()


def _postgresql_rows(url: sa.URL) -> tuple[dict[str, bytes], list[tuple[str, int]]]:
    connection = standing(url)
    tables = [name for name, _ in connection.execute(FILLED).fetchall()]
    rows = {name: _copied(connection, name) for name in tables}
    numbers = [(name, last) for name, last in connection.execute(SEQUENCES).fetchall()]
    return {name: content for name, content in rows.items() if content}, numbers


def _copied(connection: psycopg.Connection[Any], table: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} TO STDOUT") as given:
        return b"".join(bytes(piece) for piece in given)


def _fill_postgresql(url: sa.URL, rows: dict[str, bytes], numbers: list[tuple[str, int]]) -> None:
    connection = standing(url)
    for table, content in rows.items():
        with connection.cursor().copy(f"COPY {table} FROM STDIN") as taken:
            taken.write(content)
    for name, last in numbers:
        connection.execute(f"SELECT setval('{name}', {last})")
