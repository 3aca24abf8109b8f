"""The invented firms: every file is sound, both sides could agree, and faults are told with their line."""

import pytest

from mediation.domain.faults import RuleFault
from mediation.domain.talks import teams
from mediation.domain.talks.place import SIDES
from mediation.domain.talks.practice import reading
from mediation.domain.talks.practice.counterpart import team_of
from mediation.domain.talks.practice.play import begin
from mediation.domain.talks.practice.worth import POINT, acceptable, candidates, is_clean, worth, zone
from mediation.domain.talks.wagetable import heads
from tests.domain.talks.places import book
from tests.domain.talks.practice.players import FOLDER, NAMES, room


def test_every_scenario_file_is_known_by_its_name():
    files = sorted(FOLDER.glob("practice_*.yaml"))

    assert [one.stem for one in files] == [f"practice_{name}" for name in NAMES]
    assert [room(name).scenario.id for name in NAMES] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_could_agree_and_each_has_more_and_less_to_win(name: str):
    ground = room(name)
    both = zone(ground)

    assert heads(ground.scenario.lines) == ground.scenario.unit.staff
    assert len(both) > 10
    for side in SIDES:
        found = {one.worth[side].total for one in both}
        assert max(found) - min(found) > 10 * POINT
        assert acceptable(ground, side)[0].worth[side].total >= ground.scenario.sides[side].script.opens * POINT
    assert all(is_clean(ground, one.terms) for one in both[:5])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", SIDES)
def test_the_people_of_the_script_make_a_lawful_team(name: str, side: str):
    course = begin(room(name), "workers")
    named = []
    for one in SIDES:
        own = room(name).scenario.sides[one]
        people = {person.id: person for person in own.people}
        named += team_of(course, one, [people[ident] for ident in own.script.team], own.script.team[0])
    found = teams.check(named, room(name).scenario.unit, rows=course.ground.rows, calendar=course.ground.calendar, today=course.day)

    assert [one.text() for one in found if one.side in (side, "")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_worth_of_an_agreement_is_the_sum_of_its_aims_and_stops_at_their_ends(name: str):
    ground = room(name)
    for one in candidates(ground)[::97]:
        for side in SIDES:
            found = worth(ground, side, one.terms)
            assert found == one.worth[side]
            assert found.total == sum(each.points for each in found.aims) <= 100 * POINT
            assert all(0 <= each.points <= each.aim.points * POINT for each in found.aims)
            assert found.fine == (all(each.kept for each in found.aims) and found.total >= ground.scenario.sides[side].walk_away * POINT)


def test_nothing_agreed_is_worth_what_the_present_is():
    ground = room("falling_orders")
    found = {one.aim.id: one.value for one in worth(ground, "employer", {}).aims}

    assert found == {"cost": 0, "jobs": 0, "floor": 0, "training": 0}
    assert not worth(ground, "workers", {}).fine


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("walk_away: 40", "walkaway: 40", "walkaway"),
        ("points: 35", "points: 30", "add up to 100"),
        ('"-8%", "-6%"', '"-8%", "minus six"', "minus six"),
        ("of: minimum_pay.amount, worst: 2740, best: 2900", "of: minimum_pay.sum, worst: 2740, best: 2900", "minimum_pay.sum"),
        ("team: [qin, bao, yan, shan]", "team: [qin, bao, nobody]", "nobody"),
        ("ends_on: 2026-09-30", "ends_on: 2026-02-28", "before ends_on"),
        ("一线操作工,150,7200", "一线操作工,150,lots", "wages"),
        ("place: shanghai", "place: shangai", "shanghai"),
    ],
)
def test_a_faulty_scenario_is_refused_with_the_line(before: str, after: str, reason: str):
    file = FOLDER / "practice_falling_orders.yaml"
    text = file.read_text("utf-8")
    assert before in text

    with pytest.raises(RuleFault) as caught:
        reading.read(file.name, text.replace(before, after, 1).encode(), book())

    assert any(reason in one.reason and one.line > 0 for one in caught.value.faults)
