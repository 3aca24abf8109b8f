"""The commands that keep a house: migrate, backup, restore, audit, and what serve checks before it starts."""

import json
from pathlib import Path

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from mediation import config, db
from mediation.commands import serve
from mediation.commands.audit import audit
from mediation.commands.backup import backup, restore
from mediation.commands.migrate import migrate
from mediation.config import MissingKey, Settings
from mediation.domain.faults import RuleFault
from mediation.migrations import SchemaTooNew
from tests import make


def run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """Settings of a machine where nothing is yet."""
    chosen = Settings(data_dir=tmp_path / "fresh")
    config.use(chosen)
    return chosen


@pytest.fixture
def used(sqlite_settings: Settings) -> Settings:
    """A house with a station and a user."""
    with db.transaction() as session:
        make.user(session, at=make.station(session))
    return sqlite_settings


def test_migrate_makes_keys_and_schema_where_nothing_is(fresh: Settings) -> None:
    told = run(migrate)

    assert told.exit_code == 0
    assert "seal.key" in told.output
    assert run(migrate).output.startswith("The schema is current")
    assert (fresh.data_dir / "mediation.db").exists()


@pytest.mark.parametrize("command", [migrate, serve.serve])
def test_a_house_that_holds_something_never_gets_new_keys_by_itself(used: Settings, command: click.Command) -> None:
    (used.keys_dir / "seal.key").unlink()
    config.forget_keys()

    told = run(command)

    assert told.exit_code == 1
    assert "seal.key" in told.output
    assert not (used.keys_dir / "seal.key").exists()


def test_backup_and_restore_answer_with_what_they_hold(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"

    told = run(backup, str(file))
    assert told.exit_code == 0
    assert "rows" in told.output

    db.dispose()
    config.use(Settings(data_dir=tmp_path / "elsewhere"))
    without = run(restore, str(file))
    assert without.exit_code == 1
    assert "backup.key" in without.output
    told = run(restore, str(file), "--key", str(used.keys_dir / "backup.key"))
    assert told.exit_code == 0, told.output
    assert "every link holds" in told.output
    db.dispose()


def test_restore_refuses_a_damaged_file_and_a_used_house(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    run(backup, str(file))

    again = run(restore, str(file))
    assert (again.exit_code, "not empty" in again.output) == (1, True)

    file.write_bytes(file.read_bytes()[:-1])
    damaged = run(restore, str(file))
    assert (damaged.exit_code, "cut off" in damaged.output or "damaged" in damaged.output) == (1, True)
    assert run(backup, str(file)).exit_code == 1


def test_audit_verify_says_how_many_lines_hold_and_where_one_does_not(used: Settings, tmp_path: Path) -> None:
    run(backup, str(tmp_path / "a.backup"))
    assert json.loads(run(audit, "verify", "--json").output) == {"lines": 1, "broken": None}
    assert (used.data_dir / "anchors.jsonl").exists()

    with db.engine().begin() as connection:
        connection.execute(sa.text("DROP TRIGGER history_line_no_delete"))
        connection.execute(sa.text("DELETE FROM history_line"))

    told = run(audit, "verify")
    assert told.exit_code == 1
    assert "cut off" in told.output


def test_serving_migrates_an_empty_database(fresh: Settings) -> None:
    serve.prepare()

    assert run(migrate).output.startswith("The schema is current")


def test_serving_refuses_a_schema_it_does_not_know(used: Settings) -> None:
    with db.engine().begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaTooNew):
        serve.prepare()


def test_serving_refuses_faulty_rules(used: Settings, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "bad.yaml").write_text("id: x\nwhen: {nonsense: true}\n")
    config.use(used.model_copy(update={"rules_dir": rules}))

    with pytest.raises(RuleFault):
        serve.prepare()


def test_a_missing_key_is_named(used: Settings) -> None:
    (used.keys_dir / "history.key").unlink()
    config.forget_keys()

    with pytest.raises(MissingKey, match=r"history\.key"):
        serve.prepare()
