"""Schema revisions, run in-process by Alembic; its settings are built here, no file beside the project."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine
from sqlmodel import SQLModel

import mediation.models.every  # noqa: F401 - fills SQLModel.metadata
from mediation.config import HouseFault
from mediation.migrations import fulltext

HERE: Final = Path(__file__).parent
LOCK_NUMBER: Final = 0x6D656469  # "medi": one number for the advisory lock of PostgreSQL
AUTOGENERATE: Final[dict[str, Any]] = {
    "target_metadata": SQLModel.metadata,
    "compare_type": True,
    "include_object": fulltext.is_ours,
    "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
}


class SchemaTooNew(HouseFault):
    """The database was changed by a newer program than this one."""


class BrokenForeignKeys(RuntimeError):
    """A revision left rows that point to nothing; it was rolled back."""


@cache
def script() -> ScriptDirectory:
    """Return Alembic's view of the revision files, which it reads once: each of them is compiled to be read."""
    made = ScriptDirectory.from_config(configuration())
    made.get_current_head()  # now, not in whichever thread asks first
    return made


def configuration() -> Config:
    """Build the Alembic settings: where the revisions are, how new ones are named."""
    made = Config()
    made.set_main_option("script_location", str(HERE).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made


def head() -> str:
    """Return the newest revision this program knows."""
    found = script().get_current_head()
    if found is None:
        raise RuntimeError("there are no revisions: run `python -m mediation.migrations new TEXT`")
    return found


def current(on: Engine) -> str | None:
    """Return the revision the database stands at; None for a database without a schema."""
    with on.connect() as connection:
        return standing(connection)


def standing(connection: Connection) -> str | None:
    """Return the revision as `connection` sees it, which may be an older snapshot."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(on: Engine, target: str = "head") -> tuple[str | None, str]:
    """Bring the schema up to `target`; return the revision before and after."""
    before, after = _run(on, lambda revisions, at, context: revisions._upgrade_revs(target, at))
    return before, after or ""


def downgrade(on: Engine, target: str = "base") -> tuple[str | None, str | None]:
    """Take the schema back to `target`; return the revision before and after."""
    return _run(on, lambda revisions, at, context: revisions._downgrade_revs(target, at))


def differences(on: Engine) -> list[Any]:
    """List what the models have and the database hasn't, or the other way round; empty: they are equal."""
    with on.connect() as connection:
        context = MigrationContext.configure(connection, opts=AUTOGENERATE)
        return list(compare_metadata(context, SQLModel.metadata))


def _run(on: Engine, steps: Any) -> tuple[str | None, str | None]:
    """Run revisions in one transaction that holds the schema's lock; on any fault nothing has changed."""
    with on.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        lite = connection.dialect.name == "sqlite"
        if lite:
            _set_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if not lite:
                    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:n)"), {"n": LOCK_NUMBER})
                before = standing(connection)
                refuse_unknown(before)
                _migrate(connection, steps)
                after = standing(connection)
                if lite:
                    _check_foreign_keys(connection)
        finally:
            if lite:
                _set_foreign_keys(connection, on=True)
    return before, after


def _migrate(connection: Connection, steps: Any) -> None:
    revisions = script()
    options = {**AUTOGENERATE, "render_as_batch": True, "transaction_per_migration": False}
    with EnvironmentContext(configuration(), revisions) as environment:
        environment.configure(connection=connection, fn=lambda at, context: steps(revisions, at, context), **options)
        environment.run_migrations()


def refuse_unknown(revision: str | None) -> None:
    """Raise SchemaTooNew for a revision that this program has no file of."""
    if revision is None:
        return
    try:
        script().get_revision(revision)
    except CommandError as fault:
        raise SchemaTooNew(
            f"the database stands at revision {revision}, which this program doesn't know: install the newer program"
        ) from fault


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch the check of foreign keys, past SQLAlchemy: SQLite ignores it inside a transaction."""
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}").close()


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise BrokenForeignKeys(f"{len(broken)} rows point to nothing, in: {tables}")
