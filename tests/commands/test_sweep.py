"""`mediation sweep` as a program reads it."""

import json

import pytest

from mediation import db
from mediation.config import Settings
from mediation.models.case import Case
from tests.commands.running import run
from tests.office.working import Working, open_station


@pytest.fixture
def station(sqlite_settings: Settings) -> Working:
    return open_station()


def test_it_says_what_was_raised_and_the_second_time_nothing(station: Working) -> None:
    station.log()

    first = run("sweep", "--at", "2026-11-17T09:20:01+08:00", "--json")
    second = run("sweep", "--at", "2026-11-17T09:20:01+08:00", "--json")

    found = json.loads(first.out)
    assert first.code == second.code == 0
    assert found["at"] == "2026-11-17T09:20:01+08:00"
    assert [(one["rule"], one["level"], one["subject"], one["case"]) for one in found["raised"]] == [
        ("escalation.not_accepted", 1, "referral", "CH-2026-0001")
    ]
    assert json.loads(second.out)["raised"] == []


def test_a_row_it_can_not_read_is_named_and_the_exit_status_is_one(station: Working) -> None:
    case_id = station.log()
    with db.transaction() as session:
        row = session.get_one(Case, case_id)
        row.situation = {"workers": "many"}
        session.add(row)

    done = run("sweep", "--at", "2026-12-17T09:20:01+08:00")

    assert done.code == 1
    assert case_id in done.err
    assert "workers" in done.err


def test_an_instant_without_a_zone_is_refused(station: Working) -> None:
    done = run("sweep", "--at", "2026-11-17T09:20:01")

    assert done.code == 1
    assert "--at" in done.err
