"""What the clocks of a case raise: boundaries on both sides."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.office.sweep import sweep
from tests.office.sweeping import TODAY, at, change, dated, of_rule, quiet, raised, still_open
from tests.office.working import RECEIVED, Working
from tests.office.working import referrals as living


@pytest.mark.parametrize(
    ("priority", "moment", "level"),
    [
        ("normal", "2026-11-17T09:20:00", []),
        ("normal", "2026-11-17T09:20:01", [1]),
        ("normal", "2026-11-18T09:20:00", [1]),
        ("normal", "2026-11-18T09:20:01", [2]),
        ("urgent", "2026-11-16T17:20:00", [1]),
        ("urgent", "2026-11-16T17:20:01", [2]),
        ("immediate", "2026-11-16T09:50:00", []),
        ("immediate", "2026-11-16T09:50:01", [1]),
        ("immediate", "2026-11-16T10:20:01", [2]),
    ],
)
def test_a_referral_escalates_past_its_time_and_past_twice_that_time(
    station: Working, priority: str, moment: str, level: list[int]
) -> None:
    extra: dict[str, Any] = {
        "normal": {},
        "urgent": {"applicants": [{"name": "张玥", "migrant": True}]},
        "immediate": {"risk": {"violence": "assault"}},
    }[priority]
    case_id = station.log(**extra)
    with db.reading() as session:
        row = living(session, case_id)["police" if priority == "immediate" else "union"]
    assert row.priority == priority

    report = sweep(now=at(moment))

    assert [one["level"] for one in report.raised if one["id"] == row.id] == level


def test_clocks_of_acceptance_stand_still_over_a_weekend(station: Working) -> None:
    case_id = station.log(at=at("2026-11-13T17:00:00"))

    assert raised(sweep(now=at("2026-11-16T17:00:00"))) == []
    assert raised(sweep(now=at("2026-11-16T17:00:01"))) == [("not_accepted", 1)]

    with db.reading() as session:
        row = living(session, case_id)["union"]
    assert row.twice_by == at("2026-11-17T17:00:00")


@pytest.mark.parametrize(
    ("days", "level"), [(4, []), (3, [("mediation_closing", 1)]), (0, [("mediation_closing", 1)]), (-1, [("mediation_closing", 2)])]
)
def test_mediation_about_to_end_without_an_outcome_escalates(station: Working, days: int, level: list[Any]) -> None:
    case_id = quiet(station)
    dated(case_id, "mediation.from_receipt", TODAY + timedelta(days=days))
    dated(case_id, "mediation.from_acceptance", TODAY + timedelta(days=9))

    assert raised(sweep(now=RECEIVED)) == level


def test_an_outcome_closes_what_the_end_of_mediation_raised(station: Working) -> None:
    case_id = quiet(station)
    dated(case_id, "mediation.from_receipt", TODAY)
    sweep(now=RECEIVED)
    change(Case, case_id, outcome="not_settled")

    assert sweep(now=RECEIVED).closed == 1
    assert of_rule("mediation_closing")[1].closed_why == {"message": "事由已经消除"}


@pytest.mark.parametrize(("days", "level"), [(61, []), (60, [1]), (31, [1]), (30, [2]), (8, [2]), (7, [3]), (-2, [3])])
def test_a_limitation_date_escalates_as_it_draws_near(station: Working, days: int, level: list[int]) -> None:
    case_id = quiet(station)
    dated(case_id, "limitation.unpaid_wages", TODAY + timedelta(days=days))

    found = raised(sweep(now=RECEIVED))

    assert found == [("limitation", one) for one in level]
    if level == [3]:
        assert of_rule("limitation")[3].because[0]["advice"] == ["urgent_legal_aid"]


def test_the_limitation_of_a_settled_claim_escalates_nothing_any_more(station: Working) -> None:
    case_id = quiet(station)
    with db.reading() as session:
        claim = session.exec(select(Claim).where(Claim.case_id == case_id)).one()
    dated(case_id, "limitation.unpaid_wages", TODAY, subject=claim.id)
    sweep(now=RECEIVED)
    change(Claim, claim.id, state="settled")

    assert sweep(now=RECEIVED).closed == 1
    assert still_open("limitation") == []


@pytest.mark.parametrize(("days", "level"), [(6, []), (7, [1]), (13, [1]), (14, [2])])
def test_a_silent_case_escalates(station: Working, days: int, level: list[int]) -> None:
    quiet(station)

    assert raised(sweep(now=RECEIVED + timedelta(days=days))) == [("silent", one) for one in level]


@pytest.mark.parametrize(
    ("moment", "level"),
    [
        ("2026-11-19T23:59:59", []),  # the last day: Thursday
        ("2026-11-20T00:00:00", [1]),
        ("2026-11-23T12:00:00", [1]),  # two working days late: Friday, Monday
        ("2026-11-24T00:00:00", [2]),
    ],
)
def test_a_missed_date_of_the_station_escalates_by_working_days(station: Working, moment: str, level: list[int]) -> None:
    case_id = quiet(station)
    dated(case_id, "station.first_session", date(2026, 11, 18), date(2026, 11, 19))
    dated(case_id, "injury.employer_recognition", date(2026, 11, 18))
    change(Case, case_id, last_entry_at=at(moment))

    assert raised(sweep(now=at(moment))) == [("station_deadline", one) for one in level]
