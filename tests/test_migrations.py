from datetime import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from mediation import db, migrations
from mediation.config import Settings
from mediation.models.roster import DutyPattern
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


def test_the_duty_of_a_station_becomes_its_first_pattern_and_back(settings: Settings) -> None:
    engine = db.engine()
    migrations.downgrade(engine, "0001")
    columns = "id, code, name, short_name, organisation_kind, organisation_name, address, phone, opens_at, closes_at"
    duty = "duty_weekday, duty_from, duty_until, duty_slot_minutes, duty_on_holiday"
    with engine.begin() as connection:
        connection.execute(sa.text(
            f"INSERT INTO station ({columns}, {duty}) VALUES ('s', 'CH', 'x', '', 'people_mediation', 'x', '', '', "
            "'08:30:00', '17:30:00', 3, '09:00:00', '11:00:00', 30, 'skip')"
        ))

    migrations.upgrade(engine)
    with db.reading() as session:
        pattern = session.exec(select(DutyPattern)).one()
    assert (pattern.station_id, pattern.weekday, pattern.on_holiday) == ("s", 3, "skip")
    assert (pattern.starts_at, pattern.ends_at, pattern.slot_minutes) == (time(9), time(11), 30)

    migrations.downgrade(engine, "0001")
    with engine.connect() as connection:
        row = connection.execute(sa.text(f"SELECT {duty} FROM station")).one()
    assert [str(value)[:8] for value in row] == ["3", "09:00:00", "11:00:00", "30", "skip"]
    migrations.upgrade(engine)
    assert migrations.differences(engine) == []
