import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, db
from mediation.config import Settings
from mediation.migrations.triggers import APPEND_ONLY
from mediation.models.history import HOUSE, HistoryLine
from mediation.office import history
from tests.make import NOW


def write(session: Session, chain: str | None = "s1", act: str = "case.log", **fields: object) -> HistoryLine:
    return history.record(
        session, station_id=chain, actor="u1", act=act, subject=("case", "c1"), fields=fields, now=NOW
    )


@pytest.fixture
def chain(settings: Settings) -> list[str]:
    """Five lines of one chain, two of another."""
    with db.transaction() as session:
        lines = [write(session, nth=number) for number in range(5)]
        lines += [write(session, "s2", nth=number) for number in range(2)]
    return [line.id for line in lines]


def check() -> history.Verified:
    with db.reading() as session:
        return history.verify(session)


@contextmanager
def as_intruder() -> Iterator[sa.Connection]:
    """Open the database past the program: whoever has the file can drop the triggers."""
    with db.engine().begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER history_line_no_{verb}")
        else:
            connection.exec_driver_sql("ALTER TABLE history_line DISABLE TRIGGER USER")
        yield connection
        if connection.dialect.name != "sqlite":  # a database whose schema is as it was serves the next test
            connection.exec_driver_sql("ALTER TABLE history_line ENABLE TRIGGER USER")


def test_an_untouched_history_holds(chain: list[str]) -> None:
    assert check() == history.Verified(lines=7, broken=None)


def test_an_empty_history_holds(settings: Settings) -> None:
    assert check() == history.Verified(lines=0, broken=None)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET act = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(chain: list[str], table: str, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.engine().begin() as connection:
        connection.exec_driver_sql(statement.format(table))


@pytest.mark.parametrize(
    "change",
    [
        "act = 'case.read'", "actor = 'u2'", "subject_id = 'c2'", "case_id = NULL", "case_id = 'c2'",
        "fields_json = '{}'", "subject_kind = 'x'", "prev = mac", "mac = prev", "seq = 9", "station_id = 's9'",
        "at = '2026-01-01 00:00:00.000000'",
    ],
)  # fmt: skip
def test_a_changed_line_is_noticed(chain: list[str], change: str) -> None:
    with as_intruder() as connection:
        connection.execute(sa.text(f"UPDATE history_line SET {change} WHERE id = :id"), {"id": chain[2]})  # noqa: S608

    broken = check().broken

    assert broken is not None
    if not change.startswith("station_id"):
        assert (broken.station_id, broken.seq) == ("s1", 3)


def test_a_deleted_line_is_noticed(chain: list[str]) -> None:
    with as_intruder() as connection:
        connection.execute(sa.text("DELETE FROM history_line WHERE id = :id"), {"id": chain[1]})

    assert check() == history.Verified(1, history.Broken("s1", 2, "line 2 is missing"))


def test_the_first_line_deleted_is_noticed(chain: list[str]) -> None:
    with as_intruder() as connection:
        connection.execute(sa.text("DELETE FROM history_line WHERE id = :id"), {"id": chain[0]})

    assert check().broken == history.Broken("s1", 1, "line 1 is missing")


def test_two_swapped_lines_are_noticed(chain: list[str]) -> None:
    with as_intruder() as connection:
        for seq, line in ((99, chain[1]), (2, chain[2]), (3, chain[1])):
            connection.execute(sa.text("UPDATE history_line SET seq = :seq WHERE id = :id"), {"seq": seq, "id": line})

    assert check().broken is not None


def test_a_forged_line_is_noticed(chain: list[str]) -> None:
    with db.transaction() as session:
        last = session.get_one(HistoryLine, chain[4])
        session.add(HistoryLine(**{**last.model_dump(), "id": "forged", "seq": 6, "prev": last.mac, "mac": "0" * 64}))

    assert check().broken == history.Broken("s1", 6, "the line was changed")


@pytest.mark.parametrize("gone", [[4], [3, 4], [0, 1, 2, 3, 4]])
def test_a_cut_off_tail_is_noticed_by_the_anchor(chain: list[str], gone: list[int]) -> None:
    with db.reading() as session:
        assert history.anchor(session, now=NOW) == 2
    with as_intruder() as connection:
        for nth in gone:
            connection.execute(sa.text("DELETE FROM history_line WHERE id = :id"), {"id": chain[nth]})

    broken = check().broken

    assert broken is not None
    assert (broken.station_id, broken.seq) == ("s1", 5)
    assert "cut off" in broken.reason


def test_a_chain_written_anew_with_the_key_is_noticed_by_the_anchor(chain: list[str]) -> None:
    with db.reading() as session:
        history.anchor(session, now=NOW)
    with as_intruder() as connection:
        connection.execute(sa.text("DELETE FROM history_line WHERE station_id = 's1'"))
    with db.transaction() as session:
        for nth in range(5):
            write(session, nth=nth + 100)

    broken = check().broken

    assert broken is not None
    assert "another one" in broken.reason


def test_a_changed_anchor_is_noticed(chain: list[str]) -> None:
    with db.reading() as session:
        history.anchor(session, now=NOW)
    file = history.anchor_file()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    lines[0]["seq"] = 1
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    broken = check().broken

    assert broken is not None
    assert "anchor file" in broken.reason


def test_a_torn_anchor_file_is_noticed(chain: list[str]) -> None:
    with db.reading() as session:
        history.anchor(session, now=NOW)
    file = history.anchor_file()
    file.write_bytes(file.read_bytes()[:-10])

    assert check().broken == history.Broken(HOUSE, 0, "the anchor file is damaged")


def test_an_anchor_is_written_only_when_a_chain_moved(chain: list[str]) -> None:
    with db.reading() as session:
        assert history.anchor(session, now=NOW) == 2
        assert history.anchor(session, now=NOW) == 0
    with db.transaction() as session:
        write(session)
    with db.reading() as session:
        assert history.anchor(session, now=NOW) == 1
    assert check() == history.Verified(8, None)


def test_another_key_does_not_verify(chain: list[str]) -> None:
    (config.settings().keys_dir / "history.key").write_text("11" * 32)
    config.forget_keys()

    assert check().broken == history.Broken("s1", 1, "the line was changed")


def test_a_line_is_stored_with_its_change_or_not_at_all(settings: Settings) -> None:
    def act() -> None:
        with db.transaction() as session:
            write(session)
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        act()

    assert check() == history.Verified(0, None)


def test_sensitive_fields_leave_only_a_fingerprint(settings: Settings) -> None:
    with db.transaction() as session:
        line = write(session, id_number="310101199001011239", phone=None, note="电话13812341234", day=NOW.date())

    fields = json.loads(line.fields_json)

    assert list(fields["id_number"]) == ["fingerprint"]
    assert fields["phone"] is None
    assert fields["note"] == "电话138****1234"
    assert fields["day"] == "2026-11-16"
    assert "310101199001011239" not in line.fields_json


def test_equal_sensitive_values_have_equal_fingerprints_of_the_same_field(settings: Settings) -> None:
    with db.transaction() as session:
        one, two = write(session, phone="13812341234"), write(session, phone="13812341234")

    assert one.fields_json == two.fields_json


def test_a_line_about_a_case_belongs_to_it(settings: Settings) -> None:
    with db.transaction() as session:
        assert write(session).case_id == "c1"
        other = history.record(
            session, station_id="s1", actor="u1", act="x", subject=("referral", "r1"), case_id="c2", now=NOW
        )
        assert other.case_id == "c2"


def test_acts_of_no_station_go_into_the_chain_of_the_house(settings: Settings) -> None:
    with db.transaction() as session:
        assert write(session, None).station_id == HOUSE


def test_writers_of_one_chain_at_once_leave_no_gap(settings: Settings) -> None:
    def act(number: int) -> None:
        with db.transaction() as session:
            write(session, "s1" if number % 3 else "s2", nth=number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(60)))

    assert check() == history.Verified(60, None)
    with db.reading() as session:
        seqs = session.exec(
            select(HistoryLine.seq).where(HistoryLine.station_id == "s1").order_by(col(HistoryLine.seq))
        ).all()
    assert list(seqs) == list(range(1, 41))


def test_instants_are_kept_to_the_microsecond(settings: Settings) -> None:
    at = NOW + timedelta(microseconds=123456)
    with db.transaction() as session:
        history.record(session, station_id="s1", actor="u1", act="x", subject=("case", "c1"), now=at)

    assert check() == history.Verified(1, None)


def test_anchors_may_lie_elsewhere(chain: list[str], tmp_path: Path) -> None:
    elsewhere = tmp_path / "copy.jsonl"
    with db.reading() as session:
        history.anchor(session, now=NOW, anchors=elsewhere)
        assert history.verify(session, anchors=elsewhere) == history.Verified(7, None)
    assert not history.anchor_file().exists()
