"""Backup and restore: the whole database in one encrypted file, taken from one snapshot while the server runs.

The file holds every row as plain values, so that it goes back into SQLite or PostgreSQL alike, the anchors of the
history, and the key files. It is sealed with `backup.key`, which is kept apart: without it the file is noise.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from mediation import config, db, migrations, places
from mediation.office import history, searchwords
from mediation.office.archive import DamagedArchive, LineWriter, read_lines
from mediation.office.cells import pack, unpack

FORMAT: Final = 1
BATCH: Final = 500
HEAVY: Final = {"evidence_piece": 4, "document_content": 16}
"""Of tables whose rows hold files, so many rows at once: a piece of evidence is a mebibyte."""
SKIPPED: Final = ("alembic_version",)
DERIVED: Final = ("search_text", "search_words")  # and what SQLite keeps beside it; made again from the cases
KEPT_KEYS: Final = tuple(name for name in config.KEY_NAMES if name != "backup")


class NotEmpty(config.HouseFault):
    """The database to restore into already holds something."""


@dataclass
class Manifest:
    """What a backup holds: schema revision, day, rows and SHA-256 of every table."""

    revision: str
    made_at: str
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Give the number of rows of all tables."""
        return sum(int(table["rows"]) for table in self.tables.values())


def make(target: Path, *, now: datetime) -> Manifest:
    """Write a backup to `target`, which must not exist, and read it back; return what it holds.

    Writers go on meanwhile. Raises FileExistsError, or RuntimeError when the schema isn't the program's.
    """
    if target.exists():
        raise FileExistsError(f"{target} is already there: choose another name")
    draft = target.with_name(target.name + ".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            manifest = _dump(LineWriter(file, config.key("backup")), now)
            file.flush()
            os.fsync(file.fileno())
        if inspect(draft).tables != manifest.tables:
            raise DamagedArchive("the backup doesn't read back as it was written: the disk is at fault")
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    places.sync(target.parent)
    fields = {"rows": manifest.rows, "revision": manifest.revision}
    with db.transaction() as session:
        history.record(
            session, station_id=None, actor="backup", act="backup.make", subject=("backup", target.name[:64]),
            fields=fields, now=now,
        )  # fmt: skip
    return manifest


def inspect(source: Path, *, key: bytes | None = None) -> Manifest:
    """Read a whole backup without touching anything; return its manifest. Raises DamagedArchive."""
    for _ in _sections(source, key or config.key("backup")):
        pass
    return _manifest(source, key or config.key("backup"))


def restore(source: Path, *, key: bytes | None = None, now: datetime) -> tuple[Manifest, history.Verified]:
    """Put a backup into the empty database of the settings; return what it held and the check of its history.

    Nothing is touched before the whole file proved right. Raises DamagedArchive, NotEmpty, SchemaTooNew; on any of
    them, and on a break-off, the database is as empty as before.
    """
    opener = key or config.key("backup")
    manifest = inspect(source, key=opener)
    engine = db.engine()
    refuse_filled(engine)
    migrations.refuse_unknown(manifest.revision)
    _place_files(source, opener, now)
    standing = migrations.current(engine)
    if standing is not None and standing != manifest.revision:
        migrations.downgrade(engine)
    migrations.upgrade(engine, manifest.revision)
    _load(engine, source, opener, manifest)
    db.migrate(engine)
    searchwords.catch_up()
    with db.transaction() as session:
        checked = history.verify(session)
        history.record(
            session, station_id=None, actor="restore", act="backup.restore", subject=("backup", source.name[:64]),
            fields={"rows": manifest.rows, "made_at": manifest.made_at}, now=now,
        )  # fmt: skip
    return manifest, checked


def refuse_filled(engine: Engine) -> None:
    """Raise NotEmpty when any table of the database has a row."""
    with engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            held = sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)
            if name not in SKIPPED and not name.startswith(DERIVED) and connection.execute(held).first():
                raise NotEmpty(f"the database is not empty (table {name}): restore into an empty one")


def _dump(lines: LineWriter, now: datetime) -> Manifest:
    anchors = _text(history.anchor_file())  # before the snapshot, so that no anchor is newer than its line
    with _snapshot() as connection:
        manifest = Manifest(migrations.standing(connection) or "", now.isoformat())
        if manifest.revision != migrations.head():
            raise RuntimeError("the database has another schema than this program: run `mediation migrate` first")
        lines.write({"head": FORMAT, "revision": manifest.revision, "made_at": manifest.made_at})
        for table in _reflected(connection):
            if table.name not in SKIPPED:
                manifest.tables[table.name] = _dump_table(connection, table, lines)
    lines.write({"files": {"anchors": anchors}})
    lines.write({"keys": {name: config.key(name).hex() for name in KEPT_KEYS}})
    lines.write({"manifest": manifest.tables})
    lines.close()
    return manifest


def _dump_table(connection: Connection, table: sa.Table, lines: LineWriter) -> dict[str, Any]:
    lines.write({"table": table.name, "columns": [column.name for column in table.columns]})
    digest, count = hashlib.sha256(), 0
    few = connection.execution_options(yield_per=HEAVY.get(table.name, BATCH))
    for row in few.execute(sa.select(table).order_by(*table.primary_key.columns)):
        digest.update(lines.write([pack(value) for value in row]))
        count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def _sections(source: Path, key: bytes) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a backup in order, each checked: head, table, row, files, keys, manifest."""
    counted: dict[str, dict[str, Any]] = {}
    name, digest, count, ended = "", hashlib.sha256(), 0, False
    for value, raw in read_lines(source, key):
        if isinstance(value, list):
            digest.update(raw)
            count += 1
            yield "row", value
            continue
        if name:
            counted[name] = {"rows": count, "sha256": digest.hexdigest()}
        kind = next(iter(value))
        name, digest, count = (value["table"] if kind == "table" else ""), hashlib.sha256(), 0
        ended = kind == "manifest"
        if ended and value["manifest"] != counted:
            raise DamagedArchive("the rows of the backup don't agree with its manifest")
        if kind == "head" and value["head"] != FORMAT:
            raise DamagedArchive("the backup has a format that this program doesn't know: install the newer program")
        yield kind, value
    if not ended:
        raise DamagedArchive("the backup has no manifest")


def _manifest(source: Path, key: bytes) -> Manifest:
    head: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for kind, value in _sections(source, key):
        head = value if kind == "head" else head
        tables = value["manifest"] if kind == "manifest" else tables
    return Manifest(head["revision"], head["made_at"], tables)


def _load(engine: Engine, source: Path, key: bytes, manifest: Manifest) -> None:
    with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        tables = {table.name: table for table in _reflected(connection)}
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        table: sa.Table | None = None
        columns: list[str] = []
        batch: list[dict[str, Any]] = []
        for kind, value in _sections(source, key):
            if kind == "row" and table is not None:
                batch.append({name: unpack(cell) for name, cell in zip(columns, value, strict=True)})
            if table is not None and batch and (len(batch) >= HEAVY.get(table.name, BATCH) or kind != "row"):
                connection.execute(sa.insert(table), batch)
                batch = []
            if kind != "row":
                table = tables[value["table"]] if kind == "table" else None
                columns = value.get("columns", [])
        _count_again(connection, tables, manifest)


def _count_again(connection: Connection, tables: dict[str, sa.Table], manifest: Manifest) -> None:
    for name, expected in manifest.tables.items():
        found = connection.execute(sa.select(sa.func.count()).select_from(tables[name])).scalar_one()
        if found != expected["rows"]:
            raise DamagedArchive(f"table {name}: {found} rows arrived, {expected['rows']} were saved")


def _place_files(source: Path, key: bytes, now: datetime) -> None:
    """Put keys and anchors back; files that differ are set aside under a dated name, never deleted."""
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    keys_dir = places.owned(config.settings().keys_dir)
    for kind, value in _sections(source, key):
        if kind == "keys":
            for name, content in value["keys"].items():
                _place(keys_dir / f"{name}.key", content + "\n", stamp)
        if kind == "files":
            _place(history.anchor_file(), value["files"]["anchors"], stamp)
    _place(keys_dir / "backup.key", key.hex() + "\n", stamp)
    config.forget_keys()


def _place(path: Path, content: str, stamp: str) -> None:
    if _text(path) == content:
        return
    if path.exists():
        path.rename(path.with_name(f"{path.name}.set-aside-{stamp}"))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """Open a connection that sees the database as it is at this moment, whatever is written meanwhile."""
    engine = db.engine()
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection, connection.begin():
        yield connection


def _reflected(connection: Connection) -> list[sa.Table]:
    """Return the tables as they stand in the database, those pointed to before those that point.

    Only columns and keys: to read the constraints and indexes of every table, too, takes as long again.
    """
    asked, found = sa.inspect(connection), sa.MetaData()
    names = [name for name in asked.get_table_names() if not name.startswith(DERIVED)]
    columns = asked.get_multi_columns(filter_names=names)
    points = asked.get_multi_foreign_keys(filter_names=names)
    for place, key in asked.get_multi_pk_constraint(filter_names=names).items():
        own = [_column(one["name"], one["type"], key["constrained_columns"]) for one in columns[place]]
        others = [
            sa.ForeignKeyConstraint(
                one["constrained_columns"], [f"{one['referred_table']}.{name}" for name in one["referred_columns"]]
            )
            for one in points[place]
        ]
        sa.Table(place[1], found, *own, *others)
    return found.sorted_tables


def _column(name: str, kind: Any, keys: list[str]) -> sa.Column[Any]:
    if isinstance(kind, sa.JSON):
        kind.none_as_null = True
    return sa.Column(name, kind, primary_key=name in keys)


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
