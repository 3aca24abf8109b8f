import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from mediation import config, db, migrations, seals
from mediation.config import MissingKey, Settings
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.search import SearchText
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import backup, history, searchwords, sign_in
from mediation.office.archive import PIECE, DamagedArchive
from mediation.office.backup import NotEmpty
from tests import kept, make
from tests.databases import KINDS, Databases
from tests.make import NOW, PASSWORD


@pytest.fixture
def house(settings: Settings) -> Settings:
    """A small house with something of every sort in it, on each kind of database."""
    kept.built(furnish)
    return settings


@pytest.fixture
def sqlite_house(sqlite_settings: Settings) -> Settings:
    """The same house on SQLite only: for tests of the file."""
    kept.built(furnish)
    return sqlite_settings


def furnish() -> None:
    """Fill this test's empty database."""
    with db.transaction() as session:
        station = make.station(session)
        make.user(session, at=station)
        case = make.case(session, station, flags=["group"], situation={"workers": 12}, hired_on=date(2020, 3, 15))
        make.referral(session, case, because=[{"rule": "routing.pay"}])
        party = Party(station_id=station.id, case_id=case.id, side="applicant", position=1, kind="person", name="张三")
        party.id_number_sealed, party.id_number_digest, party.id_number_tail = seals.close(
            "31010119900101123X", table="party", column="id_number", row=party.id
        )
        session.add(party)
        history.record(
            session, station_id=station.id, actor="u1", act="case.log", subject=("case", case.id), fields={}, now=NOW
        )
    with db.reading() as session:
        history.anchor(session, now=NOW)


@pytest.fixture(params=KINDS)
def elsewhere(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a new machine: an empty database of each kind, no keys."""
    folder = tmp_path / "elsewhere"
    with databases.fresh(request.param, folder) as url:
        yield config.settings().model_copy(update={"data_dir": folder, "database_url": url})
        db.dispose()


@pytest.fixture
def new_machine(databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a new machine on SQLite only."""
    folder = tmp_path / "elsewhere"
    with databases.fresh("sqlite", folder) as url:
        yield config.settings().model_copy(update={"data_dir": folder, "database_url": url})
        db.dispose()


def content() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the notes that backup and restore leave themselves."""
    with db.engine().connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table)) if "house" not in tuple(row)), key=str
            )
            for table in SQLModel.metadata.sorted_tables
        }


def test_a_backup_goes_back_into_an_empty_database_of_either_kind(
    house: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    file, key = tmp_path / "a.backup", house.keys_dir / "backup.key"
    held = backup.make(file, now=NOW)
    with db.reading() as session:
        before = {
            model: [row.model_dump() for row in session.exec(select(model).order_by(model.id))]
            for model in (Station, User, Case, Referral, Party)
        }

    config.use(elsewhere)
    restored, checked = backup.restore(file, key=config.read_key(key), now=NOW)

    assert restored == held
    assert checked == history.Verified(lines=1, broken=None)
    with db.reading() as session:
        for model, rows in before.items():
            assert [row.model_dump() for row in session.exec(select(model).order_by(model.id))] == rows
        party = session.exec(select(Party)).one()
    assert party.id_number_sealed is not None
    opened = seals.open(party.id_number_sealed, table="party", column="id_number", row=party.id)
    assert opened == "31010119900101123X"
    assert sign_in.sign_in("zhang", PASSWORD, place=sign_in.Place("10.0.0.1"), now=NOW).user.name == "zhang"
    assert migrations.differences(db.engine()) == []


def test_the_words_for_the_search_are_made_again(sqlite_house: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    file, key = tmp_path / "a.backup", sqlite_house.keys_dir / "backup.key"
    searchwords.catch_up()
    held = backup.make(file, now=NOW)
    with db.reading() as session:
        before = [(row.case_id, row.tokens) for row in session.exec(select(SearchText))]

    config.use(elsewhere)
    backup.restore(file, key=config.read_key(key), now=NOW)

    assert len(before) == 1
    assert [name for name in held.tables if name.startswith("search_")] == []
    with db.reading() as session:
        assert [(row.case_id, row.tokens) for row in session.exec(select(SearchText))] == before
        if db.is_sqlite(session):
            question = sa.text("SELECT count(*) FROM search_words WHERE search_words MATCH :word")
            assert session.execute(question, {"word": before[0][1].split()[0]}).scalar_one() == 1


def test_a_backup_shows_one_moment_while_others_write(house: Settings, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with db.transaction() as session:
                station = session.exec(select(Station)).one()
                case = make.case(session, station, f"N{number}")
                make.referral(session, case)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup.make(tmp_path / f"{nth}.backup", now=NOW) for nth in range(3)]
    finally:
        stop.set()
        writer.join()

    for one in made:
        assert one.tables["case_file"]["rows"] == one.tables["referral"]["rows"]
    assert made[-1].rows > made[0].rows


def test_a_backup_tells_nothing_without_its_key(sqlite_house: Settings, tmp_path: Path) -> None:
    backup.make(tmp_path / "a.backup", now=NOW)

    stored = (tmp_path / "a.backup").read_bytes()
    assert not any(text.encode() in stored for text in ("CH-2026-0001", "拖欠工资", "case_file", "张三"))
    assert (tmp_path / "a.backup").stat().st_mode & 0o777 == 0o600
    with pytest.raises(DamagedArchive, match="another key"):
        backup.inspect(tmp_path / "a.backup", key=b"\0" * 32)


def test_a_damaged_backup_is_refused_and_nothing_touched(
    sqlite_house: Settings, new_machine: Settings, tmp_path: Path
) -> None:
    backup.make(tmp_path / "a.backup", now=NOW)
    whole = (tmp_path / "a.backup").read_bytes()
    config.use(new_machine)

    for where in (0, 10, 25, 40, 60, 300, -30, -1):
        broken = bytearray(whole)
        broken[where] ^= 0x20
        refuse(bytes(broken), sqlite_house, tmp_path)


def test_a_cut_or_foreign_file_is_refused(sqlite_house: Settings, new_machine: Settings, tmp_path: Path) -> None:
    with db.transaction() as session:
        station = session.exec(select(Station)).one()
        for nth in range(300):
            make.case(session, station, f"N{nth}", summary=os.urandom(400).hex())
    backup.make(tmp_path / "a.backup", now=NOW)
    whole = (tmp_path / "a.backup").read_bytes()
    config.use(new_machine)
    head, size = 35, PIECE + 16 + 5
    assert len(whole) > head + 2 * size
    changed = {
        "cut": whole[:-100],
        "cut at a piece": whole[: head + size],
        "empty": b"",
        "longer": whole + b"x",
        "foreign": b"PK\x03\x04" + whole,
        "swapped": whole[:head] + whole[head + size : head + 2 * size] + whole[head : head + size],
    }

    for one in changed.values():
        refuse(one, sqlite_house, tmp_path)


def refuse(content: bytes, house: Settings, folder: Path) -> None:
    """Check that a file with this content is refused by the empty house in force, which stays empty."""
    (folder / "b.backup").write_bytes(content)
    with pytest.raises(DamagedArchive):
        backup.restore(folder / "b.backup", key=config.read_key(house.keys_dir / "backup.key"), now=NOW)
    assert not config.settings().keys_dir.exists()
    backup.refuse_filled(db.engine())


def test_a_house_with_rows_is_not_overwritten(house: Settings, tmp_path: Path) -> None:
    backup.make(tmp_path / "a.backup", now=NOW)
    before = content()

    with pytest.raises(NotEmpty, match="not empty"):
        backup.restore(tmp_path / "a.backup", now=NOW)

    assert content() == before


def test_a_backup_of_a_newer_program_is_refused(
    sqlite_house: Settings, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "head", lambda: "9999")
        newer.setattr(migrations, "standing", lambda _connection: "9999")
        backup.make(tmp_path / "a.backup", now=NOW)

    with databases.fresh("sqlite", tmp_path / "fresh") as url:
        config.use(sqlite_house.model_copy(update={"data_dir": tmp_path / "fresh", "database_url": url}))
        with pytest.raises(migrations.SchemaTooNew):
            backup.restore(tmp_path / "a.backup", key=config.read_key(sqlite_house.keys_dir / "backup.key"), now=NOW)
        db.dispose()


def test_an_existing_file_is_not_overwritten(sqlite_house: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.backup").write_text("something else")

    with pytest.raises(FileExistsError):
        backup.make(tmp_path / "a.backup", now=NOW)

    assert (tmp_path / "a.backup").read_text() == "something else"
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []


def test_without_its_key_nothing_is_restored(sqlite_house: Settings, new_machine: Settings, tmp_path: Path) -> None:
    backup.make(tmp_path / "a.backup", now=NOW)
    config.use(new_machine)

    with pytest.raises(MissingKey, match=r"backup\.key"):
        backup.restore(tmp_path / "a.backup", now=NOW)


def test_keys_that_differ_are_set_aside_never_lost(
    sqlite_house: Settings, new_machine: Settings, tmp_path: Path
) -> None:
    backup.make(tmp_path / "a.backup", now=NOW)
    opener = config.read_key(sqlite_house.keys_dir / "backup.key")
    config.use(new_machine)
    config.ensure_keys()
    made_here = {path.read_text() for path in new_machine.keys_dir.iterdir()}

    backup.restore(tmp_path / "a.backup", key=opener, now=NOW)

    assert made_here <= {path.read_text() for path in new_machine.keys_dir.iterdir()}
    for name in config.KEY_NAMES:
        assert config.key(name) == config.read_key(sqlite_house.keys_dir / f"{name}.key")


def test_a_tampered_history_is_noticed_at_the_restore(
    sqlite_house: Settings, new_machine: Settings, tmp_path: Path
) -> None:
    (config.settings().keys_dir / "history.key").write_text("22" * 32)
    config.forget_keys()
    backup.make(tmp_path / "a.backup", now=NOW)
    opener = config.read_key(sqlite_house.keys_dir / "backup.key")

    config.use(new_machine)
    _, checked = backup.restore(tmp_path / "a.backup", key=opener, now=NOW)

    assert checked.broken is not None


def test_making_a_backup_is_written_into_the_history(house: Settings, tmp_path: Path) -> None:
    backup.make(tmp_path / "a.backup", now=NOW)

    with db.reading() as session:
        acts = session.exec(select(history.HistoryLine.act).where(history.HistoryLine.station_id == history.HOUSE))
        assert list(acts) == ["backup.make"]
