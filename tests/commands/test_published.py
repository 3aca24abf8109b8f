"""Every published case, time limit and claim, through the command as a script would call it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import run

HERE = Path(__file__).parents[1] / "published"
SHARED = Path(__file__).parents[3] / "shared"
FOLDERS = [folder for folder in (HERE, SHARED) if folder.is_dir()]
CASES = [
    path for folder in FOLDERS for path in sorted((folder / "cases").glob("*.json")) if "expected" not in path.name
]
CLAIMS = [path for folder in FOLDERS for path in sorted((folder / "claims").glob("*.json"))]
DATES = [
    row
    for folder in FOLDERS
    for name in ("dates.json", "dates.refused.json")
    for row in json.loads((folder / name).read_text())
]


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """Put an answer into the shape of the expectations."""
    assist = [
        {"desk": one["desk"], "priority": one["priority"]} for one in answer["referrals"] if one["role"] == "assist"
    ]
    [lead] = [one["desk"] for one in answer["referrals"] if one["role"] == "lead"]
    dates = {one["id"]: {"safe_on": one["safe_on"], "last_on": one["last_on"]} for one in answer["deadlines"]}
    return {
        "flags": answer["flags"],
        "mediation": answer["mediation"],
        "lead": lead,
        "assist": sorted(assist, key=lambda one: one["desk"]),
        "deadlines": dates,
        "escalations": answer["escalations"],
    }


def test_there_are_published_cases_dates_and_claims_to_run() -> None:
    assert len(CASES) >= 14
    assert len(DATES) >= 21
    assert len(CLAIMS) >= 15


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder that stays: the first command proves the rules, the next take them from the cache."""
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_a_published_case_is_answered_as_expected(path: Path, data_dir: Path) -> None:
    expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text())["expect"]

    done = run("intake", str(path), "--dry-run", "--json", data_dir=data_dir)

    assert done.code == 0, done.err
    found = told(json.loads(done.out))
    assert {name: found[name] for name in expected if name != "deadlines"} == {
        name: value for name, value in expected.items() if name != "deadlines"
    }
    assert {name: found["deadlines"].get(name) for name in expected["deadlines"]} == expected["deadlines"]


@pytest.mark.parametrize("row", DATES, ids=lambda row: f"{row['from']}+{row['days']}{row['unit']}")
def test_a_published_time_limit_is_counted_as_expected(row: dict[str, Any], data_dir: Path) -> None:
    done = run(
        "date", "--from", row["from"], "--days", str(row["days"]), "--unit", row["unit"], "--json", data_dir=data_dir
    )

    if refused := row.get("refused"):
        assert done.code == 1
        assert refused in done.err
        return
    answer = json.loads(done.out)
    assert (answer["safe_on"], answer["last_on"]) == (row["safe_on"], row["last_on"])
    assert answer["steps"]
    assert "国务院办公厅" in answer["calendar"]


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_a_published_claim_comes_to_what_was_awarded(path: Path, data_dir: Path, tmp_path: Path) -> None:
    claim = json.loads(path.read_text())
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(claim["facts"]))

    done = run("claim", claim["kind"], str(facts), "--on", claim["on"], "--json", data_dir=data_dir)

    assert done.code == 0, done.err
    assert json.loads(done.out)["amount"] == claim["amount"]
