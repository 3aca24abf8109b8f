"""Write a revision file: `python -m mediation.migrations new "Add the case tables"`.

Compares the models with a fresh SQLite database brought to the newest revision. The very first revision
(`0001`) is rewritten by `python -m mediation.migrations first` while nothing is released.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import RevisionContext
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import AddColumnOp, ExecuteSQLOp, MigrationScript, ModifyTableOps
from alembic.runtime.environment import EnvironmentContext

from mediation import db, migrations
from mediation.migrations.triggers import APPEND_ONLY
from mediation.models.base import UTCDateTime


def write(text: str, *, number: str) -> list[str]:
    """Write the revision `number` that takes the newest known schema to the models; return the files made."""
    with tempfile.TemporaryDirectory() as folder:
        engine = db.make_engine(f"sqlite:///{Path(folder) / 'blank.db'}")
        revisions = migrations.script()
        if revisions.get_current_head():
            migrations.upgrade(engine)
        made = _generate(engine, text, number)
        engine.dispose()
    return made


def _generate(engine: Any, text: str, number: str) -> list[str]:
    configuration, revisions = migrations.configuration(), migrations.script()
    arguments = {
        "message": text,
        "autogenerate": True,
        "sql": False,
        "head": "head",
        "splice": False,
        "branch_label": None,
        "version_path": None,
        "rev_id": number,
        "depends_on": None,
    }
    context = RevisionContext(configuration, revisions, arguments)

    def compare(at: Any, migration: Any) -> list[Any]:
        context.run_autogenerate(at, migration)
        return []

    with engine.connect() as connection, EnvironmentContext(configuration, revisions) as environment:
        environment.configure(
            connection=connection,
            fn=compare,
            render_as_batch=True,
            render_item=_render,
            process_revision_directives=_finish,
            **migrations.AUTOGENERATE,
        )
        environment.run_migrations()
    return [script.path for script in context.generate_scripts() if script]


def _render(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write plain types into revisions: they must not change when the models do."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__module__.startswith("sqlmodel"):
        return f"sa.String(length={item.length})" if item.length else "sa.Text()"
    return False


def _finish(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    """Finish what was generated: columns fit for tables with rows, guards on append-only tables."""
    for script in scripts:
        for part in script.upgrade_ops.ops if script.upgrade_ops else ():
            if isinstance(part, ModifyTableOps):
                _suit_rows(part)
    _add_guards(scripts)


def _suit_rows(part: ModifyTableOps) -> None:
    """Give new columns that may not be null their default for rows already there; their checks are steps of their own.
    """
    for step in part.ops:
        if not isinstance(step, AddColumnOp):
            continue
        column = step.column
        if isinstance(column.type, sa.Enum):
            words = column.type
            column.type = sa.Enum(*words.enums, name=words.name, native_enum=False, length=words.length)
        value = getattr(column.default, "arg", None)
        if not column.nullable and isinstance(value, str | int):
            column.server_default = sa.DefaultClause(str(int(value)) if isinstance(value, bool) else str(value))


def _add_guards(scripts: list[MigrationScript]) -> None:
    """Guard each append-only table that this revision creates."""
    for script in scripts:
        if script.upgrade_ops is None or script.downgrade_ops is None:
            continue
        created = {getattr(step, "table_name", None) for step in script.upgrade_ops.ops}
        for table in APPEND_ONLY:
            if table in created:
                script.upgrade_ops.ops.append(ExecuteSQLOp(f"triggers:guard:{table}"))
                script.downgrade_ops.ops.insert(0, ExecuteSQLOp(f"triggers:lift:{table}"))


def _place_guards(path: str) -> None:
    """Turn the marks of `_add_guards` into calls."""
    file = Path(path)
    source = file.read_text("utf-8")
    for table in APPEND_ONLY:
        source = source.replace(f"op.execute('triggers:guard:{table}')", f'triggers.guard_append_only("{table}")')
        source = source.replace(f"op.execute('triggers:lift:{table}')", f'triggers.lift_append_only("{table}")')
    file.write_text(source, "utf-8")


def main(arguments: list[str]) -> int:
    """Carry out `new TEXT` or `first`."""
    folder = migrations.HERE / "versions"
    if arguments[:1] == ["first"] and len(arguments) == 1:
        for old in folder.glob("0*.py"):
            old.unlink()
        made = write("The house and the main job", number="0001")
    elif arguments[:1] == ["new"] and len(arguments) == 2:
        made = write(arguments[1], number=f"{len(list(folder.glob('0*.py'))) + 1:04d}")
    else:
        print(__doc__, file=sys.stderr)
        return 2
    for path in made:
        _place_guards(path)
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
