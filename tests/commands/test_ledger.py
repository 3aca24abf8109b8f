"""`mediation import` and `mediation export` as a script would call them."""

import json
from pathlib import Path
from typing import Any

import pytest

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
