"""The score: clocks, legality, result. Every point has its reason, and the better play has the higher score."""

from datetime import date

import pytest

from mediation.domain.talks.place import SIDES
from mediation.domain.talks.practice.score import NOT_REACHED, PARTS, Sheet, score
from mediation.domain.talks.practice.worth import best, worth
from tests.domain.talks.practice.players import (
    DAY,
    NAMES,
    TERM,
    Player,
    badly,
    bargain,
    room,
    to_effect,
    to_the_table,
    well,
)
from tests.domain.talks.practice.test_moves import LOW


def sheet(player: Player) -> Sheet:
    return score(player.course)


def points(found: Sheet, part: str) -> list[tuple[str, int]]:
    return [(one.verdict, one.points) for one in found.lines if one.part == part]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", SIDES)
def test_who_plays_well_has_more_points_than_who_plays_badly_in_every_part(name: str, role: str):
    good, bad = sheet(well(name, role)), sheet(badly(name, role))

    assert good.total >= 80 > 40 >= bad.total
    assert all(good.parts[part] > bad.parts[part] for part in PARTS)
    assert good.parts["clocks"] == good.parts["legality"] == 100
    assert sheet(well(name, role)) == good == score(well(name, role).again())


@pytest.mark.parametrize(("day", "clocks"), [("2026-03-17", 20), ("2026-03-18", 0)])
def test_a_day_too_late_costs_the_clock(day: str, clocks: int):
    player = Player("falling_orders", "employer")
    player.do("reply", day, reply="accepted")
    found = sheet(player)
    line = found.lines[0]

    assert (found.parts["clocks"], found.parts["legality"]) == (clocks, 100)
    assert [one.law[0] for one in found.lines if one.done.message == NOT_REACHED] == ["ccl-sh-17", "mr9-18", "ccl-sh-23", "mr9-23"]
    assert (line.law, line.title["zh"]) == (("ccl-sh-15",), "收到协商要约后十五日内书面答复")
    assert line.done.params["last"] == date(2026, 3, 17)
    assert [bool(one) for one in (line.better, line.receipt)] == [not clocks, True]


def test_an_illegal_offer_lowers_legality_and_nothing_else():
    def played(*, low: bool) -> Sheet:
        player = Player("falling_orders", "employer")
        to_the_table(player)
        if low:
            player.do("offer", minutes="yes", clauses=LOW)
        bargain(player, opens=9000, least=4200, step=500)
        to_effect(player)
        return sheet(player)

    fair, unfair = played(low=False), played(low=True)
    told = [one for one in unfair.lines if one.part == "legality"]

    assert fair.parts["legality"] == 100
    assert unfair.parts["legality"] == 100 - 20 * len(told)
    assert told[0].law == ("ll-48", "lcl-55")
    assert told[0].void
    assert told[0].better is not None
    assert unfair.parts["clocks"] == fair.parts["clocks"]


def test_what_is_only_doubtful_counts_once_however_often_it_is_done():
    player = Player("fast_growth", "employer")
    to_the_table(player)
    usual = {one.key: one.values[0] for one in room("fast_growth").scenario.issues}
    for _ in range(3):
        player.do("offer", player.course.day + DAY, minutes="no", clauses={**usual, "overtime_base.percent": "80%"})

    assert points(sheet(player), "legality") == [("bad", -5), ("bad", -5)]


def test_to_refuse_what_may_not_be_refused_costs_as_much_as_an_error():
    player = Player("couriers", "employer")
    player.do("reply", "2026-03-10", reply="refused", reason="precedent")

    assert points(sheet(player), "legality") == [("bad", -20), ("bad", -20)]


@pytest.mark.parametrize("role", SIDES)
def test_an_agreement_below_the_own_floor_earns_nothing_and_is_said_to_be_worse_than_none(role: str):
    player = Player("restaurants", role)
    to_the_table(player)
    player.do("offer", minutes="yes")
    player.do("offer", player.course.day + DAY, minutes="yes", accepts=list(player.course.table.clauses))
    player.do("draft", player.course.day + DAY, **TERM)
    found = sheet(player)

    assert player.course.agreed
    assert not found.deal.own.fine
    assert found.parts["result"] == 0
    assert any("不如不签" in one.done.message for one in found.lines)


def test_the_result_is_the_way_from_the_floor_to_the_best_there_is():
    player = well("fast_growth", "workers")
    found = sheet(player)
    own = worth(room("fast_growth"), "workers", player.course.terms).total
    ideal = best(room("fast_growth"), "workers")
    share = (own - 4500) / (ideal.worth["workers"].total - 4500)
    in_force, aims, joint, *_ = points(found, "result")

    assert (in_force, aims) == (("good", 30), ("good", round(50 * share)))
    assert found.deal.better == ideal.terms
    assert found.parts["result"] == 30 + aims[1] + joint[1]
    assert found.total == round(sum(found.parts[key] * weight for key, weight in PARTS.items()) / 100)


def test_who_does_nothing_or_walks_out_has_nothing_and_is_told_what_was_possible():
    idle, left = Player("refusal", "workers"), Player("refusal", "workers")
    idle.do("wait", "2026-10-31")
    left.do("leave", "2026-03-05")
    for player in (idle, left):
        found = sheet(player)
        assert (found.total, dict(found.parts)) == (0, {"clocks": 0, "legality": 0, "result": 0})
        assert found.deal.better
        assert all(one.points == 0 for one in found.lines)


def test_after_a_refusal_the_next_lawful_step_is_named():
    player = Player("refusal", "workers")
    player.do("request", "2026-03-02")
    player.do("leave", "2026-04-20")

    assert [one.done.params["step_key"] for one in sheet(player).lines if "step_key" in one.done.params] == ["guidance"]
