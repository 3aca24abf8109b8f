"""`mediation rules rehearse`: what other rules would move, as JSON and as lines; nothing is written."""

import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from mediation import config, db
from tests.checkout import ROOT
from tests.commands.running import Done, run
from tests.office.amending import GROUP, smaller_groups
from tests.office.working import Working, open_station


@pytest.fixture
def working(sqlite_settings: config.Settings) -> Working:
    return open_station()


def rehearse(folder: Path, *more: str) -> Done:
    return run("rules", "rehearse", str(folder), *more)


def rows() -> dict[str, int]:
    with db.reading() as session:
        names = sa.inspect(session.get_bind()).get_table_names()
        return {name: session.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}  # noqa: S608


def test_what_would_move_is_told_by_case_desk_and_person_and_nothing_is_written(working: Working, tmp_path: Path) -> None:
    working.log(workers=3)
    working.log(workers=8, claims=[{"kind": "severance", "known_on": "2026-08-01"}])
    shutil.copytree(ROOT / "rules", tmp_path / "a-draft")
    (tmp_path / "a-draft" / GROUP).write_text(smaller_groups()[GROUP] or "", "utf-8")
    before = rows()

    found = json.loads(rehearse(tmp_path / "a-draft", "--json").out)
    said = rehearse(tmp_path / "a-draft").out
    later = json.loads(rehearse(tmp_path / "a-draft", "--from", "2026-11-17", "--json").out)

    assert (found["cases"], found["moved"], later["cases"]) == (2, 1, 0)
    [moved] = found["list"]
    assert moved["number"] == "CH-2026-0002"
    referral = next(one for one in moved["changes"] if (one["about"], one["id"]) == ("referral", "union"))
    assert (referral["was"], referral["becomes"]["role"]) == (None, "lead")
    assert found["by_desk"]["union"]["cases"] == 1
    assert found["rulebook"]["now"] != found["rulebook"]["draft"]
    assert "演练案件 2 件，其中 1 件会变动。" in said
    assert "CH-2026-0002" in said
    assert rows() == before


def test_faulty_rules_and_days_that_are_none_are_refused(working: Working, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "desks.yaml").unlink()

    faulty, day = rehearse(tmp_path / "rules"), rehearse(ROOT / "rules", "--from", "2026-13-01")

    assert (faulty.code, day.code) == (1, 1)
    assert "rules/desks.yaml" in faulty.err
    assert "2026-13-01" in day.err
    assert json.loads(rehearse(ROOT / "rules", "--json").out)["moved"] == 0
