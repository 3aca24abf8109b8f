import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from mediation import config, db
from mediation.config import Settings
from mediation.models import every  # noqa: F401 - all tables at once
from mediation.models.base import fresh, table_of
from mediation.models.case import CaseCounter
from mediation.models.history import HistoryLine
from mediation.models.station import Station
from tests import make


def test_a_transaction_is_stored_whole_or_not_at_all(settings: Settings) -> None:
    def act() -> None:
        with db.transaction() as session:
            make.station(session)
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        act()

    with db.reading() as session:
        assert session.exec(select(Station)).all() == []


def test_a_reading_session_refuses_to_store(settings: Settings) -> None:
    with pytest.raises(db.ReadOnlySession), db.reading() as session:
        make.station(session)


def test_every_sqlite_connection_has_the_house_settings(sqlite_settings: Settings) -> None:
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "busy_timeout": 15000, "foreign_keys": 1,
        "secure_delete": 1, "trusted_schema": 0,
    }  # fmt: skip

    with db.engine().connect() as one, db.engine().connect() as two:
        for connection in (one, two):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert found == wanted


def test_a_database_fault_does_not_show_its_values(settings: Settings) -> None:
    with db.transaction() as session:
        make.station(session, "CH")

    with pytest.raises(sa.exc.IntegrityError) as caught, db.transaction() as session:
        make.station(session, "CH", address="秘密的地址")
    assert "秘密的地址" not in str(caught.value)


def test_no_writer_is_lost_when_many_read_and_then_write(settings: Settings) -> None:
    with db.transaction() as session:
        station_id = make.station(session).id
        session.add(CaseCounter(station_id=station_id, year=2026, last=0))

    def add_one(_: int) -> None:
        with db.transaction() as session:
            lock = select(CaseCounter).where(CaseCounter.station_id == station_id).with_for_update()
            session.exec(lock).one().last += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(64)))

    with db.reading() as session:
        assert session.exec(select(CaseCounter.last)).one() == 64


def test_a_clash_is_tried_again_and_other_faults_are_not(sqlite_settings: Settings) -> None:
    class Clash(Exception):
        sqlstate = "40001"

    tries = []

    def act() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise sa.exc.DBAPIError("x", None, Clash())
        return "done"

    assert db.retrying(act) == "done"
    with pytest.raises(sa.exc.DBAPIError):
        db.retrying(lambda: (_ for _ in ()).throw(sa.exc.DBAPIError("x", None, Exception())))


def test_pgbouncer_gets_no_prepared_statements() -> None:
    engine = db.make_engine("postgresql+psycopg://u@127.0.0.1:1/d", pgbouncer=True)
    plain = db.make_engine("postgresql+psycopg://u@127.0.0.1:1/d")

    assert _connect_arguments(engine)["prepare_threshold"] is None
    assert "prepare_threshold" not in _connect_arguments(plain)


def test_two_servers_may_migrate_at_once(databases: object, settings: Settings) -> None:
    from mediation import migrations

    migrations.downgrade(db.engine())
    barrier = threading.Barrier(4)

    def start(_: int) -> tuple[str | None, str]:
        engine = db.make_engine(config.settings().database)
        barrier.wait()
        try:
            return db.migrate(engine)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(start, range(4)))

    assert sorted(before or "" for before, _ in outcomes) == ["", *[migrations.head()] * 3]


def _connect_arguments(engine: sa.Engine) -> dict[str, object]:
    """Return what the driver would be called with."""
    seen: dict[str, object] = {}

    def stop(_dialect: object, _record: object, _args: object, arguments: dict[str, object]) -> None:
        seen.update(arguments)
        raise ConnectionAbortedError

    sa.event.listen(engine, "do_connect", stop)
    with pytest.raises(ConnectionAbortedError):
        engine.connect()
    return seen


def test_a_new_sqlite_database_is_its_owners_alone(tmp_path):
    made = db.make_engine(f"sqlite:///{tmp_path / 'house' / 'mediation.db'}")
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "house").iterdir()}
    made.dispose()

    assert (tmp_path / "house").stat().st_mode & 0o777 == 0o700
    assert modes == {"mediation.db": 0o600, "mediation.db-wal": 0o600, "mediation.db-shm": 0o600}


def test_sqlite_learns_that_a_case_has_fewer_rows_than_its_station(sqlite_settings: Settings) -> None:
    rows = [
        fresh(
            HistoryLine, station_id="here", seq=nth, at=config.clock.now(), actor="x", act="x", subject_kind="x",
            subject_id="x", case_id=f"case-{nth % 200}", fields_json="{}", prev="", mac="",
        )
        for nth in range(1000)
    ]  # fmt: skip
    with db.transaction() as session:
        session.execute(sa.insert(table_of(HistoryLine)), rows)

    def index_used() -> str:
        asked = "SELECT * FROM history_line WHERE station_id = 'here' AND case_id = 'case-7' ORDER BY seq DESC LIMIT 9"
        with db.engine().connect() as connection:
            return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").first())

    guessed = index_used()
    db.refresh_statistics()
    db.dispose()

    assert "ix_history_line_case_at" not in guessed
    assert "ix_history_line_case_at" in index_used()


def test_no_row_pays_for_the_signature_of_a_built_in_list() -> None:
    models = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    slow = [model.__name__ for model in models if list in {one.default_factory for one in model.model_fields.values()}]

    assert "Deadline" in {model.__name__ for model in models}
    assert slow == [], "use no_items of mediation.models.base"
