"""Teams by place: every boundary on both sides, terms of office and protection."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.talks.teams import Representative, Unit, check, mandate, protections, vacancies
from tests.domain.talks.places import calendar, day, rows

TODAY = day("11-22")
SINCE = day("11-02")
UNIT = Unit(unionised=True, women_committee=True)


def workers(count: int = 3, **first: Any) -> list[Representative]:
    chief = Representative("职工1", "workers", SINCE, chief=True, post="union_head", chosen="office", woman=True)
    return [replace(chief, **first), *(Representative(f"职工{n}", "workers", SINCE) for n in range(2, count + 1))]


def employer(count: int = 3, **first: Any) -> list[Representative]:
    chief = Representative("单位1", "employer", SINCE, chief=True, post="legal_representative", chosen="office")
    return [replace(chief, **first), *(Representative(f"单位{n}", "employer", SINCE) for n in range(2, count + 1))]


def found(team: list[Representative], unit: Unit = UNIT, place: str = "shanghai", today: date = TODAY) -> set[tuple]:
    findings = check(team, unit, rows=rows(place), calendar=calendar(), today=today)
    return {(one.severity, one.code, one.side) for one in findings}


def test_a_good_team_has_no_finding_in_either_place():
    assert found(workers() + employer()) == set()
    assert found(workers() + employer(), place="national") == set()


@pytest.mark.parametrize(
    ("mine", "theirs", "shanghai", "national"),
    [
        (3, 3, set(), set()),
        (4, 3, {("warning", "team.balance")}, {("error", "team.balance")}),
        (3, 4, {("error", "team.balance")}, {("error", "team.balance")}),
        (
            2,
            3,
            {("error", "team.least"), ("error", "team.balance")},
            {("error", "team.least"), ("error", "team.balance")},
        ),
        (
            3,
            2,
            {("error", "team.least"), ("warning", "team.balance")},
            {("error", "team.least"), ("error", "team.balance")},
        ),
        (9, 9, set(), set()),
    ],
)
def test_three_each_and_the_balance_of_the_place(mine: int, theirs: int, shanghai: set, national: set):
    team = workers(mine) + employer(theirs)

    assert {one[:2] for one in found(team)} == shanghai
    assert {one[:2] for one in found(team, place="national")} == national


def test_the_national_balance_is_a_second_warning_in_shanghai():
    [one] = check(workers(4) + employer(3), UNIT, rows=rows(), calendar=calendar(), today=TODAY)

    assert (one.place, one.second, one.law, one.verified) == ("national", True, ("mr22-19",), "S")
    assert one.text() == "双方代表人数不相等：职工 4 人，用人单位 3 人"


@given(st.integers(1, 12), st.integers(0, 12))
def test_outsiders_are_at_most_a_third(count: int, outsiders: int):
    outsiders = min(outsiders, count - 1)
    team = workers(count)
    team = [team[0], *(replace(one, outsider=index < outsiders) for index, one in enumerate(team[1:]))]

    told = ("error", "team.outsiders", "workers") in found(team + employer(count))

    thirds = 0
    while 3 * (thirds + 1) <= count:
        thirds += 1
    assert told is (outsiders > thirds)


@pytest.mark.parametrize(
    ("team", "told"),
    [
        (workers(chief=False) + employer(), "team.chief"),
        ([replace(one, chief=True) for one in workers()] + employer(), "team.chief"),
        (workers(post="other") + employer(), "team.chief"),
        (workers(outsider=True) + employer(), "team.chief"),
        (workers() + employer(post="other"), "team.chief"),
        (workers() + employer(post="other", chosen="delegated", outsider=True), "team.chief"),
        (workers(woman=False) + employer(), "team.woman"),
        (workers() + employer(person="职工2"), "team.one_side"),
    ],
)
def test_what_a_place_asks_of_a_team_is_told(team: list[Representative], told: str):
    assert {one[1] for one in found(team) if one[0] == "error"} == {told}


def test_a_chief_by_written_delegation():
    assert found(workers() + employer(post="other", chosen="delegated")) == set()
    assert found(workers(post="other", chosen="delegated") + employer()) == {("warning", "team.chief", "workers")}


@pytest.mark.parametrize(
    ("staff", "agreed", "severity"),
    [(100, 49, "error"), (100, 50, "warning"), (100, 51, None), (101, 50, "error"), (101, 51, None), (None, 51, "warning"),
     (100, None, "warning"), (0, 0, "warning")],
)  # fmt: skip
def test_without_a_union_half_the_staff_must_agree(staff: int | None, agreed: int | None, severity: str | None):
    unit = Unit(unionised=False, women_committee=False, staff=staff, consenting=agreed)
    team = workers(post="other", chosen="elected") + employer()

    told = {one[0] for one in found(team, unit) if one[1] == "team.consent"}

    assert told == ({severity} if severity else set())
    assert ("error", "team.chief", "workers") in found(workers(post="other", chosen="union") + employer(), unit)


def test_a_woman_is_asked_for_where_there_is_a_womens_committee():
    team = workers(woman=False) + employer()

    assert found(team, replace(UNIT, women_committee=False)) == set()
    assert found(team, replace(UNIT, women_committee=None)) == {("warning", "team.woman", "workers")}
    assert found(team, place="national") == set()


def test_only_those_who_serve_on_the_day_count():
    team = workers(4) + employer()
    gone = [*team[:3], replace(team[3], until=day("11-21")), *team[4:]]

    assert {one[1] for one in found(gone, today=day("11-21"))} == {"team.balance"}
    assert found(gone) == set()
    late = [*team[:3], replace(team[3], since=day("11-23")), *team[4:]]
    assert found(late) == set()
    assert {one[1] for one in found(late, today=day("11-23"))} == {"team.balance"}


@pytest.mark.parametrize(
    ("since", "ends"),
    [("05-12", "11-12"), ("2026-08-31", "2027-02-28"), ("2023-08-31", "2024-02-29"), ("2026-02-28", "2026-08-28")],
)
def test_without_a_contract_a_term_runs_six_months(since: str, ends: str):
    one = replace(workers()[0], since=day(since))

    assert mandate(one, UNIT, rows=rows(), calendar=calendar()) == day(ends)
    assert mandate(one, UNIT, rows=rows("national"), calendar=calendar()) is None
    told = {date_: ("error", "team.mandate", "workers") in found([one, *workers()[1:], *employer()], today=date_)
            for date_ in (day(ends), date.fromordinal(day(ends).toordinal() + 1))}  # fmt: skip
    assert list(told.values()) == [False, True]


def test_under_a_contract_a_term_runs_to_its_expiry():
    one, unit = workers()[0], replace(UNIT, contract_until=day("12-31"))

    assert mandate(one, unit, rows=rows(), calendar=calendar()) == day("12-31")
    assert mandate(one, unit, rows=rows("national"), calendar=calendar()) == day("12-31")
    assert mandate(replace(one, since=day("12-31")), unit, rows=rows(), calendar=calendar()) == day("12-31")
    assert mandate(replace(one, since=date(2027, 1, 1)), unit, rows=rows(), calendar=calendar()) == date(2027, 7, 1)


def test_the_contract_that_the_talks_brought_prolongs_the_term_to_its_own_expiry():
    one, until = workers()[0], date(2027, 12, 31)
    for unit in (replace(UNIT, term_until=until), replace(UNIT, contract_until=day("12-31"), term_until=until)):
        assert mandate(one, unit, rows=rows(), calendar=calendar()) == until
        [shield] = protections([one], unit, rows=rows(), calendar=calendar())
        assert shield.until == until
        assert vacancies([replace(one, until=until)], unit, today=until) == ()
        told = found([one, *workers()[1:], *employer()], unit=unit, today=date(2027, 6, 1))
        assert ("error", "team.mandate", "workers") not in told


@pytest.mark.parametrize(
    ("labour_contract", "extends"),
    [(None, False), ("12-30", True), ("12-31", False), ("11-02", True), ("11-01", False), ("2027-01-01", False)],
)
def test_a_labour_contract_that_ends_first_runs_on(labour_contract: str | None, extends: bool):
    unit = replace(UNIT, contract_until=day("12-31"))
    team = workers(contract_until=day(labour_contract) if labour_contract else None) + employer()

    [first, *others] = protections(team, unit, rows=rows(), calendar=calendar())

    assert (first.name, first.since, first.until, first.extends) == ("职工1", SINCE, day("12-31"), extends)
    assert (first.law, first.verified) == (("ccl-sh-10", "ccl-sh-38"), "V")
    assert [one.name for one in others] == ["职工2", "职工3"]
    assert ("warning", "team.protection", "workers") in found(team, unit) or not extends


def test_protection_ends_with_the_duty_and_outsiders_have_none():
    team = workers(until=day("11-10"))
    team[1] = replace(team[1], outsider=True)

    shields = protections(team, UNIT, rows=rows("national"), calendar=calendar())

    assert [(one.name, one.until) for one in shields] == [("职工1", day("11-10")), ("职工3", None)]


def test_a_seat_given_up_is_vacant_until_somebody_takes_it():
    team = workers(4)
    team[3] = replace(team[3], until=day("11-10"))

    assert vacancies(team, UNIT, today=day("11-09")) == ()
    [vacancy] = vacancies(team, UNIT, today=day("11-10"))
    assert (vacancy.side, vacancy.name, vacancy.since, vacancy.filled_on) == ("workers", "职工4", day("11-10"), None)
    team.append(Representative("职工5", "workers", day("11-20"), replaces="职工4"))
    [vacancy] = vacancies(team, UNIT, today=TODAY)
    assert vacancy.filled_on == day("11-20")
    assert vacancies(team, replace(UNIT, contract_until=day("11-10")), today=TODAY) == ()
