"""What a learner does is judged by the real rules: days, teams, offers, votes, filings, and the order of them."""

from dataclasses import replace
from datetime import date

import pytest

from mediation.domain.refusals import Refused
from mediation.domain.talks.place import chain
from mediation.domain.talks.practice.course import Move
from mediation.domain.talks.practice.moves import doable
from mediation.domain.talks.practice.play import begin, go, play
from mediation.domain.talks.practice.score import own_clocks
from tests.domain.talks.places import book
from tests.domain.talks.practice.players import DAY, NAMES, TERM, Player, bargain, room, to_effect, to_the_table, well

LOW = {"minimum_pay.amount": "2500", "job_security.until": "2027-06-30", "wage_level.change": "-3%", "wage_level.months": "12",
       "training.amount": "0"}  # fmt: skip


def judged(player: Player) -> list[tuple[str, bool]]:
    return [(one.finding.code, one.taken) for one in player.course.judged]


def clock(player: Player, ident: str) -> str:
    [found] = [one for one in player.course.clocks() if one.id == ident and not one.second and one.side in (player.role, "")]
    return found.state


@pytest.mark.parametrize(("day", "state"), [("2026-03-16", "met"), ("2026-03-17", "met"), ("2026-03-18", "late")])
def test_a_reply_on_the_fifteenth_day_is_in_time_and_on_the_sixteenth_late(day: str, state: str):
    player = Player("falling_orders", "employer")
    player.do("reply", day, reply="accepted")

    assert clock(player, "talks.reply") == state
    assert [one.state for one in own_clocks(player.course) if one.id == "talks.reply"] == [state]


def test_to_refuse_what_may_not_be_refused_is_told_with_its_article_and_the_union_takes_the_next_steps():
    player = Player("falling_orders", "employer")
    player.do("reply", "2026-03-10", reply="refused", reason="")

    assert {one.finding.code: one.finding.law for one in player.course.judged} == {
        "mandatory.refusal": ("ccl-sh-15",), "refusal.unjustified": ("ccl-sh-39", "tur-sh-22"), "refusal.reason": ("ccl-sh-15",),
    }  # fmt: skip
    player.do("wait", "2026-03-31")
    assert list(player.course.talks.steps_taken)[:2] == ["order_correction", "guidance"]
    player.do("agree", "2026-04-02")
    assert player.course.talks.agreed_on == date(2026, 4, 2)


def test_a_lawful_step_is_taken_only_when_something_calls_for_it():
    player = Player("refusal", "workers")
    player.do("request", "2026-03-02")
    player.do("step", "2026-03-05", step="guidance")
    assert judged(player) == [("step.none", False)]
    player.until(lambda talks: talks.replied_on)
    player.do("step", step="coordination")
    assert judged(player)[1:] == [("step.order", True)]
    player.do("step", step="guidance")
    player.do("step", step="rectification")
    player.until(lambda talks: talks.agreed_on)
    assert player.course.talks.agreed_later_on == player.course.talks.steps_taken["rectification"] + 7 * DAY


def test_of_several_steps_that_are_open_any_may_be_taken_first():
    player = Player("refusal", "workers")
    player.do("request", "2026-03-02")
    player.until(lambda talks: talks.replied_on)
    player.do("step", step="rectification")
    assert list(player.course.talks.steps_taken) == ["rectification"]
    assert judged(player) == []


@pytest.mark.parametrize(
    ("people", "chief", "code"),
    [
        (["fang", "lu"], "fang", "team.least"),
        (["fang", "lu", "wei"], "fang", ""),
        (["fang", "lu", "xie", "hong"], "", "team.chief"),
        (["lu", "xie", "hong"], "lu", "team.chief"),
        (["fang", "lu", "xie"], "fang", ""),
    ],
)
def test_a_team_against_the_law_is_not_named(people: list[str], chief: str, code: str):
    player = Player("falling_orders", "employer")
    player.do("reply", reply="accepted")
    player.do("name", people=people, chief=chief)

    assert ([one for one, taken in judged(player) if not taken] == [code]) if code else ("employer" in player.course.talks.named)
    assert ("employer" in player.course.talks.named) == (not code)


def test_an_offer_below_the_minimum_wage_is_not_put_on_the_table():
    player = Player("falling_orders", "employer")
    to_the_table(player)
    player.do("offer", minutes="yes", clauses=LOW)

    assert judged(player) == [("floor.minimum_wage", False), ("floor.group_pay", False)] or judged(player) == [("floor.minimum_wage", False)]
    assert player.course.table.bids("employer") == {}
    assert player.course.rounds == len(player.course.talks.sessions) == 1
    with pytest.raises(Refused):
        player.do("offer", minutes="yes", clauses={**LOW, "minimum_pay.amount": "2740"})
    player = replay(player)
    player.do("offer", player.course.day + DAY, minutes="no", clauses={**LOW, "minimum_pay.amount": "2740"})
    assert judged(player)[-1] == ("minutes", True)
    assert "minimum_pay" in player.course.table.bids("employer")


def replay(player: Player) -> Player:
    """Return the player at the state before a refused move."""
    fresh = Player(player.name, player.role, player.seed)
    for move in player.done:
        fresh.do(move.kind, move.on, **move.values)
    return fresh


@pytest.mark.parametrize(("days", "state"), [(8, "met"), (6, "late")])
def test_papers_are_sent_a_week_before_the_vote(days: int, state: str):
    player = Player("falling_orders", "workers")
    to_the_table(player)
    bargain(player, opens=9000, least=5200, step=500)
    player.do("draft", **TERM)
    player.do("papers", vote_on=(player.course.day + days * DAY).isoformat())

    assert clock(player, "talks.papers") == state


def test_a_vote_needs_a_signed_draft_and_secret_ballots_and_a_wrong_term_is_not_signed():
    player = Player("falling_orders", "workers")
    to_the_table(player)
    bargain(player, opens=9000, least=5200, step=500)
    player.do("vote", secret="yes")
    player.do("draft", **{"from": "2026-09-01", "until": "2027-03-01"})
    player.do("draft", **TERM)
    player.do("vote", secret="no")
    player.do("publish")

    assert judged(player) == [("signature", False), ("term.wage", False), ("vote.secret", False), ("order.published_on", False)]
    assert player.course.talks.adopted is None


def test_the_congress_votes_down_what_is_worse_than_nothing_and_everything_begins_anew():
    player = Player("falling_orders", "workers")
    to_the_table(player)
    player.do("offer", minutes="yes")
    player.do("offer", player.course.day + DAY, minutes="yes", accepts=list(player.course.table.clauses))
    assert player.course.agreed
    player.do("draft", **TERM)
    player.do("papers", vote_on=(player.course.day + 9 * DAY).isoformat())
    player.do("vote", player.course.talks.vote_on, secret="yes")
    assert (player.course.talks.adopted, player.course.agreed) == (False, False)
    bargain(player, opens=9000, least=5000, step=500)
    assert player.course.talks.draft_signed_on is None
    to_effect(player)

    assert [one.adopted for one in player.course.votes] == [False, True]
    assert player.course.over == "done"
    assert judged(player) == []
    assert [one.id for one in own_clocks(player.course)].count("talks.papers") == 2


def test_filing_twice_and_publishing_before_effect_have_no_effect():
    player = Player("falling_orders", "employer")
    to_the_table(player)
    bargain(player, opens=9000, least=4000, step=500)
    player.do("file")
    player.do("draft", **TERM)
    player.until(lambda talks: talks.adoption_notice_on)
    player.do("file", player.course.day + DAY)
    player.do("file", player.course.day + DAY)
    player.do("publish", player.course.day + DAY)

    assert judged(player) == [("filing.adopted", False), ("filing.twice", False), ("order.published_on", False)]
    assert len(player.course.talks.filings) == 1


@pytest.mark.parametrize("role", ["workers", "employer"])
def test_where_the_place_has_the_signature_after_the_vote_the_talks_go_the_other_way(role: str):
    player = Player("falling_orders", role)
    player.course = begin(replace(room("falling_orders"), rows=chain(book().places, "national")), role)
    to_the_table(player)
    bargain(player, opens=9000, least=5200, step=500)
    assert "draft" not in doable(player.course)
    player.do("file") if role == "employer" else player.do("sign", **TERM)
    to_effect(player)

    assert judged(player) == [("filing.adopted" if role == "employer" else "signature", False)]
    assert player.course.over == "done"
    assert player.course.talks.signed_on > player.course.talks.vote_on


def test_more_people_than_the_workers_have_are_sent_home_when_both_teams_are_known():
    player = Player("refusal", "employer")
    player.do("reply", reply="accepted")
    player.do("name", people=["xiang", "zhu", "liang", "ma", "pu"], chief="xiang")
    player.until(lambda talks: "workers" in talks.named)

    assert judged(player) == [("team.balance", False)]
    assert "name" in doable(player.course)
    player.do("name", people=["xiang", "zhu", "liang"], chief="xiang")
    assert player.course.both_named


def test_what_cannot_be_done_leaves_no_trace():
    ground = room("fast_growth")
    first = Move("request", date(2026, 3, 10))
    for wrong in (
        Move("offer", date(2026, 3, 11)), Move("wait", date(2026, 3, 9)), Move("wait", date(2026, 10, 1)),
        Move("reply", date(2026, 3, 11), {"reply": "accepted"}), Move("dance", date(2026, 3, 11)),
        Move("step", date(2026, 3, 11), {"step": "nothing"}),
    ):  # fmt: skip
        course = play(ground, "workers", 0, [first])
        with pytest.raises(Refused):
            go(course, wrong)
    course = play(ground, "workers", 0, [first, Move("leave", date(2026, 3, 12))])
    with pytest.raises(Refused, match="已经结束"):
        go(course, Move("wait", date(2026, 3, 13)))


def test_time_runs_out():
    player = Player("fast_growth", "workers")
    player.do("wait", "2026-09-30")

    assert (player.course.over, doable(player.course)) == ("time", ())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_moves_lead_to_the_same_course_and_only_a_seed_changes_the_script(name: str):
    player = well(name, "workers")
    again = player.again()

    assert (again.events, again.talks, again.table) == (player.course.events, player.course.talks, player.course.table)
    opened = set()
    for seed in range(6):
        other = Player(name, "workers", seed)
        to_the_table(other)
        other.do("offer", minutes="yes")
        opened.add(str(other.course.events))
    assert len(opened) > 1
