from pathlib import Path

import pytest
import sqlalchemy as sa

from mediation import db, migrations
from mediation.config import Settings
from tests import make
from tests.databases import Databases


def test_the_migrated_schema_equals_the_models(settings: Settings) -> None:
    assert migrations.differences(db.engine()) == []


def test_a_missing_check_is_noticed(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("postgresql", tmp_path) as url:
        engine = db.make_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE user_account DROP CONSTRAINT ck_user_account_role"))

        found = migrations.differences(engine)
        engine.dispose()

    assert len(found) == 1


def test_the_schema_goes_down_and_up_again(settings: Settings) -> None:
    engine = db.engine()

    assert migrations.downgrade(engine) == (migrations.head(), None)
    assert [name for name in sa.inspect(engine).get_table_names() if name != "alembic_version"] == []
    assert migrations.upgrade(engine) == (None, migrations.head())
    assert migrations.differences(engine) == []


def test_a_current_schema_is_left_alone(settings: Settings) -> None:
    assert db.migrate() == (migrations.head(), migrations.head())


def test_a_database_of_a_newer_program_is_refused(settings: Settings) -> None:
    with db.engine().begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(migrations.SchemaTooNew, match="9999"):
        db.migrate()


def test_a_revision_that_leaves_loose_ends_is_rolled_back(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction() as session:
        station = make.station(session)
        make.user(session, at=station)
    engine = db.engine()

    def drop_station(connection: sa.Connection, _steps: object) -> None:
        connection.execute(sa.text("DELETE FROM station"))

    monkeypatch.setattr(migrations, "_migrate", drop_station)
    with pytest.raises(migrations.BrokenForeignKeys, match="membership"):
        migrations.upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM station")).scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
