"""`mediation import` and `mediation export` as a script would call them."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mediation import db
from mediation.config import Settings
from tests import make
from tests.commands.running import run

HERE = Path(__file__).parents[1] / "published"
SHARED = Path(__file__).parents[3] / "shared"
LEDGERS = [folder for folder in (HERE, SHARED) if (folder / "ledger.xlsx").exists()]
EXPECTED = json.loads((HERE / "ledger.expected.json").read_text())


@pytest.fixture(scope="module", params=LEDGERS, ids=lambda folder: folder.name)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    data = tmp_path_factory.mktemp("data")
    done = run("import", str(request.param / "ledger.xlsx"), "--dry-run", "--json", data_dir=data)
    assert done.code == 0, done.err
    answer: dict[str, Any] = json.loads(done.out)
    return answer


@pytest.mark.parametrize("row", EXPECTED["rows"], ids=lambda row: f"row-{row['row']}")
def test_a_published_row_is_answered_as_expected(told: dict[str, Any], row: dict[str, Any]) -> None:
    [found] = [one for one in told["rows"] if one["row"] == row["row"]]

    for key, value in row.items():
        if key == "amount_any_of":
            assert found["amount"] in value
        elif key == "types_one_of":
            assert found["types"] in value
        else:
            assert found.get(key) == value, key


def test_the_published_ledger_is_understood_as_a_whole(told: dict[str, Any]) -> None:
    assert {key: told[key] for key in ("sheet", "header_rows", "first_row", "counts")} == {
        key: EXPECTED[key] for key in ("sheet", "header_rows", "first_row", "counts")
    }
    assert [row["row"] for row in told["rows"]] == [row["row"] for row in EXPECTED["rows"]]


def test_a_dry_run_leaves_no_database(tmp_path: Path) -> None:
    run("import", str(HERE / "ledger.xlsx"), "--dry-run", data_dir=tmp_path)

    assert not (tmp_path / "mediation.db").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("no-such-file.xlsx",), "no-such-file.xlsx"),
        ((str(HERE / "README.md"),), "表头"),
        ((str(HERE / "ledger.xlsx"), "--sheet", "没有"), "没有"),
        ((str(HERE / "ledger.xlsx"), "--sheet", "填表说明"), "表头"),
    ],
)
def test_what_is_no_ledger_is_refused_in_words(arguments: tuple[str, ...], word: str, tmp_path: Path) -> None:
    done = run("import", *arguments, "--dry-run", data_dir=tmp_path)

    assert done.code == 1
    assert word in done.err
    assert done.out == ""


@pytest.fixture
def station(settings: Settings) -> Path:
    """Give the data folder of a house with one station, once on each database."""
    with db.transaction() as session:
        make.station(session, "CH")
    return settings.data_dir


def test_a_ledger_is_imported_once_however_often_it_is_sent(station: Path) -> None:
    first = json.loads(run("import", str(HERE / "ledger.xlsx"), "--json", data_dir=station).out)
    again = json.loads(run("import", str(HERE / "ledger.xlsx"), "--json", data_dir=station).out)

    assert first["counts"] == EXPECTED["counts"]
    assert [row["status"] for row in first["rows"]] == [row["status"] for row in EXPECTED["rows"]]
    assert len({row["case"] for row in first["rows"] if row["status"] == "accepted"}) == 45
    assert again["counts"] == {"accepted": 0, "refused": 9, "skipped": 51}
    assert {row["reason"] for row in again["rows"] if row["status"] == "skipped"} == {"blank", "label", "total", "imported"}
    assert [row.get("case") for row in again["rows"]] == [row.get("case") for row in first["rows"]]


def test_cases_are_exported_for_the_days_asked_and_read_again(station: Path, tmp_path: Path) -> None:
    run("import", str(HERE / "ledger.xlsx"), data_dir=station)
    out = tmp_path / "cases.xlsx"

    done = run("export", "cases", str(out), "--from", "2026-03-01", "--to", "2026-03-31", data_dir=station)
    sheet = openpyxl.load_workbook(io.BytesIO(out.read_bytes())).active
    again = json.loads(run("import", str(out), "--dry-run", "--json", data_dir=station).out)

    assert done.code == 0, done.err
    assert sheet is not None
    marched = [row for row in EXPECTED["rows"] if row["status"] == "accepted" and row["received_on"] >= "2026-03-01"]
    assert sheet.max_row - 2 == len(marched)
    assert again["counts"] == {"accepted": len(marched), "refused": 0, "skipped": 0}
    assert sorted(row["applicant"] for row in again["rows"]) == sorted(row["applicant"] for row in marched)


@pytest.mark.parametrize("days", [("--from", "2026-3-1"), ("--to", "x"), ("--from", "2026-03-02", "--to", "2026-03-01")])
def test_days_that_are_none_are_refused(station: Path, days: tuple[str, ...], tmp_path: Path) -> None:
    done = run("export", "cases", str(tmp_path / "x.xlsx"), *days, data_dir=station)

    assert done.code == 1
    assert done.err
    assert not (tmp_path / "x.xlsx").exists()


def test_of_several_stations_one_must_be_named(station: Path) -> None:
    with db.transaction() as session:
        make.station(session, "MH")

    assert "CH" in run("import", str(HERE / "ledger.xlsx"), data_dir=station).err
    assert run("import", str(HERE / "ledger.xlsx"), "--station", "MH", data_dir=station).code == 0
    assert run("import", str(HERE / "ledger.xlsx"), "--station", "X", data_dir=station).code == 1


def test_statistics_of_any_days_count_what_was_received_in_them(station: Path, tmp_path: Path) -> None:
    run("import", str(HERE / "ledger.xlsx"), data_dir=station)
    out, told = tmp_path / "figures.xlsx", {}
    for days in (("2026-03-05", "2026-03-10"), ("2026-03-01", "2026-03-31")):
        done = run("export", "statistics", str(out), "--from", days[0], "--to", days[1], "--in-station", data_dir=station)
        assert done.code == 0, done.err
        sheet = openpyxl.load_workbook(io.BytesIO(out.read_bytes())).worksheets[0]
        told[days] = (str(sheet["A1"].value), {str(row[1]): row[2] for row in sheet.iter_rows(min_row=3, values_only=True)})

    for (first, last), (_, figures) in told.items():
        counted = [row for row in EXPECTED["rows"] if row["status"] == "accepted" and first <= row["received_on"] <= last]
        assert len(counted) in figures.values()
    assert "2026-03-05至2026-03-10" in told["2026-03-05", "2026-03-10"][0]
    assert "2026年3月" in told["2026-03-01", "2026-03-31"][0]


def test_small_numbers_of_statistics_are_hidden_unless_they_stay_in_the_station(station: Path, tmp_path: Path) -> None:
    run("import", str(HERE / "ledger.xlsx"), data_dir=station)
    told = {}
    for flags in ((), ("--in-station",)):
        out = tmp_path / f"{len(flags)}.xlsx"
        done = run("export", "statistics", str(out), "--from", "2026-03-05", "--to", "2026-03-10", *flags, data_dir=station)
        assert done.code == 0, done.err
        sheets = openpyxl.load_workbook(io.BytesIO(out.read_bytes())).worksheets
        told[flags] = [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row]

    assert "<5" in told[()]
    assert "<5" not in told["--in-station",]
    assert not [one for one in told[()] if isinstance(one, int) and 0 < one < 5]
    assert [one for one in told["--in-station",] if isinstance(one, int) and 0 < one < 5]
    assert "--in-station" in run("export", "--help", data_dir=station).out
