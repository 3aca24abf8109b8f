"""The scripted side: it moves as its script says, and whatever it is offered it never goes below its own floor."""

from datetime import timedelta
from functools import cache

import hypothesis.strategies as st
from hypothesis import given, settings

from mediation.domain.refusals import Refused
from mediation.domain.talks.offers import table
from mediation.domain.talks.practice.bargain import ACCEPTS, COUNTERS, FINAL, STANDS, target
from mediation.domain.talks.practice.course import Move
from mediation.domain.talks.practice.play import go, play
from mediation.domain.talks.practice.worth import POINT, is_clean, worth
from tests.domain.talks.practice.players import DAY, NAMES, Player, room, to_the_table

FIGURES = st.one_of(st.integers(-60, 120).map(lambda one: f"{one / 10}%"), st.integers(0, 400_000).map(lambda one: f"{one / 100:.2f}"))
DAYS = st.integers(0, 700).map(lambda one: (Player("falling_orders", "workers").course.day + timedelta(days=one)).isoformat())


@cache
def seated(name: str, role: str, seed: int) -> tuple[Move, ...]:
    """Return the moves that lead to the first session."""
    player = Player(name, role, seed)
    to_the_table(player)
    return tuple(player.done)


@st.composite
def bargaining(draw):
    """Draw a scenario, a role and what a learner tries in up to ten sessions."""
    name, role, seed = draw(st.sampled_from(NAMES)), draw(st.sampled_from(("workers", "employer"))), draw(st.integers(0, 9))
    issues = room(name).scenario.issues
    values = {one.key: st.one_of(st.sampled_from(one.values), FIGURES, DAYS, st.just("")) for one in issues}
    sessions = st.fixed_dictionaries({"clauses": st.fixed_dictionaries(values), "accept": st.sampled_from(("no", "apart", "all"))})
    return name, role, seed, draw(st.lists(sessions, max_size=10))


@settings(max_examples=50)
@given(bargaining())
def test_the_scripted_side_never_goes_below_its_own_floor(drawn):
    name, role, seed, sessions = drawn
    ground, moves = room(name), list(seated(name, role, seed))
    for one in sessions:
        course = play(ground, role, seed, moves)
        if course.agreed:
            break
        theirs = course.table.bids(course.other)
        apart = [issue.clause for issue in ground.scenario.issues if issue.apart]
        accepts = {"no": [], "apart": apart, "all": list(ground.scenario.agenda)}[one["accept"]]
        accepts = [key for key in accepts if key in theirs and course.table.clauses[key].agreed is None]
        clauses = {key: text for key, text in one["clauses"].items() if key.split(".")[0] not in accepts}
        move = Move("offer", course.day + DAY, {"clauses": clauses, "accepts": accepts, "minutes": "yes"})
        try:
            go(course, move)
        except Refused:
            continue
        moves.append(move)
        assert target(course) >= course.opponent.walk_away * POINT
        offers = course.offers
        for nth, offer in enumerate(offers, 1):
            if offer.side == course.other:
                terms = table(offers[:nth], ground.scenario.agenda, ground.library).bids(course.other)
                assert worth(ground, course.other, terms).fine
                assert is_clean(ground, terms)
        if course.agreed:
            assert worth(ground, course.other, course.terms).fine


def test_it_gives_way_to_a_side_that_gives_way_and_hardly_to_one_that_does_not():
    given_way, stubborn = (offers_of("restaurants", [f"{nth}%" for nth in falls]) for falls in ((5, 4, 3, 2, 1), (5, 5, 5, 5, 5)))

    assert (given_way.moved, stubborn.moved) == (4 * 800, 4 * 200)
    assert [one.said.message for one in given_way.events[-9::2]][1:] == [*[COUNTERS] * 3, ACCEPTS]
    assert [one.said.message for one in stubborn.events[-9::2]][1:] == [STANDS] * 4


def test_after_so_many_rounds_it_stays_where_it_is():
    course = offers_of("restaurants", ["5%"] * 10)

    assert course.moved == 7 * 200
    assert course.events[-1].said.message == FINAL


def test_who_holds_information_back_is_given_half_as_much():
    open_, closed = (offers_of("restaurants", ["0%", "1%", "2%", "3%"], role="employer", give=give) for give in (True, False))

    assert (open_.moved, closed.moved) == (3 * 800, 3 * 400)


def offers_of(name: str, changes: list[str], *, role: str = "workers", give: bool = True):
    """Offer one change of pay a session, all else as the first values say; return the course."""
    ground = room(name)
    course = play(ground, role, 0, [one for one in seated(name, role, 0) if give or one.kind != "give"])
    usual = {one.key: one.values[-1 if one.key == "minimum_pay.amount" and role == "workers" else 0] for one in ground.scenario.issues}
    for change in changes:
        clauses = {**usual, "wage_level.change": change}
        go(course, Move("offer", course.day + DAY, {"clauses": clauses, "minutes": "yes"}))
    return course
