"""`mediation intake` from the console: answers, refusals, exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from mediation import db
from mediation.config import Settings
from tests import make
from tests.commands.running import Done, run
from tests.domain.test_casefile import PLAIN


def file(folder: Path, content: Any) -> str:
    path = folder / "case.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(path)


def refused(done: Done, *words: str) -> None:
    assert done.code == 1
    assert done.out == ""
    assert all(word in done.err for word in words), done.err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wokers": 3}, ("wokers", "workers")),
        ({"claims": [{"kind": "wages"}]}, ("claims[0].kind", "wages", "unpaid_wages")),
        ({"received_at": "2099-01-01T00:00:00+08:00"}, ("received_at", "2099")),
        ({"applicants": [{"name": "甲" * 300}]}, ("applicants[0].name", "300", "120")),
        ({"applicants": [{"name": "张\x00三"}]}, ("applicants[0].name", "U+0000")),
        ({"respondents": [{"name": "某", "credit_code": "91350100M000100Y44"}]}, ("respondents[0].credit_code", "校验码")),
        ({"workers": "12"}, ("workers", "12")),
    ],
)
def test_a_bad_case_file_is_refused_with_field_value_and_what_is_allowed(
    tmp_path: Path, change: dict[str, Any], words: tuple[str, ...]
) -> None:
    refused(run("intake", file(tmp_path, {**PLAIN, **change}), "--dry-run", data_dir=tmp_path), *words)


@pytest.mark.parametrize("content", ["", "{", "[1", '{"a": NaN}', '{"station": 1, "station": 2}', "null", "[" * 5000, '"\\ud800"'])
def test_what_is_no_case_file_is_refused_without_a_crash(tmp_path: Path, content: str) -> None:
    refused(run("intake", file(tmp_path, content), "--dry-run", data_dir=tmp_path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused(run("intake", str(tmp_path / "none.json"), "--dry-run", data_dir=tmp_path), "none.json")


def test_wrong_usage_is_told_apart_from_bad_data(tmp_path: Path) -> None:
    assert run("intake", "--dry-run", data_dir=tmp_path).code == 2
    assert run("intak", data_dir=tmp_path).code == 2


def test_a_case_is_decided_as_of_the_instant_given(tmp_path: Path) -> None:
    case = {**PLAIN, "claims": [{"kind": "severance", "known_on": "2026-01-31"}]}
    path = file(tmp_path, case)

    at_receipt = json.loads(run("intake", path, "--dry-run", "--json", data_dir=tmp_path).out)
    later = json.loads(run("intake", path, "--dry-run", "--json", "--on", "2027-01-25T09:00:00+08:00", data_dir=tmp_path).out)

    assert at_receipt["escalations"] == []
    assert later["escalations"] == [{"rule": "escalation.limitation", "level": 3}]


def test_an_instant_without_offset_is_refused(tmp_path: Path) -> None:
    refused(run("intake", file(tmp_path, PLAIN), "--dry-run", "--on", "2026-11-20T09:00", data_dir=tmp_path), "--on")


def test_the_answer_for_people_says_desk_time_and_rule(tmp_path: Path) -> None:
    done = run("intake", file(tmp_path, PLAIN), "--dry-run", data_dir=tmp_path)

    assert "主办 工会" in done.out
    assert "2026-11-17 09:20" in done.out
    assert "routing.pay" in done.out


def test_without_dry_run_the_case_is_stored_and_numbered(settings: Settings, tmp_path: Path) -> None:
    with db.transaction() as session:
        make.station(session)

    done = run("intake", file(tmp_path, PLAIN), "--json")

    assert json.loads(done.out)["number"] == "CH-2026-0001", done.err


def test_a_station_that_does_not_exist_is_refused_and_nothing_is_stored(settings: Settings, tmp_path: Path) -> None:
    refused(run("intake", file(tmp_path, PLAIN)), "station", "CH")
