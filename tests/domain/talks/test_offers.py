"""Offers and counter-offers: states, turns, packages that are never torn, and what is agreed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain.refusals import Refused
from mediation.domain.talks import offers
from mediation.domain.talks.offers import OTHER, SIDES, Offer, table
from tests.domain.talks.terms import library

AGENDA = ("wage_level", "job_security", "bonus")
ASK = {"wage_level": {"change": 500}, "job_security": {"heads": 200}}
CUT = {"wage_level": {"change": -500}}
TOGETHER = (frozenset({"wage_level", "job_security"}),)


def states(*made: Offer, upto: int | None = None) -> dict[str, str]:
    return {key: one.state for key, one in table(made, AGENDA, library(), upto=upto).clauses.items()}


def refused(*made: Offer) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as found:
        table(made, AGENDA, library())
    assert all(one.text() for one in found.value.problems)
    return [(one.field, one.message) for one in found.value.problems]


def test_a_clause_goes_from_open_to_offered_to_countered_to_agreed() -> None:
    ask, counter = Offer("workers", 1, ASK), Offer("employer", 1, CUT)
    accept = Offer("workers", 2, accepts=frozenset({"wage_level"}))

    assert states() == {"wage_level": "open", "job_security": "open", "bonus": "open"}
    assert states(ask) == {"wage_level": "offered", "job_security": "offered", "bonus": "open"}
    assert states(ask, counter)["wage_level"] == "countered"
    assert states(ask, counter, accept) == {"wage_level": "agreed", "job_security": "offered", "bonus": "open"}
    assert table([ask, counter, accept], AGENDA, library()).agreed() == CUT


def test_equal_offers_of_both_sides_are_no_agreement() -> None:
    assert states(Offer("workers", 1, CUT), Offer("employer", 1, CUT))["wage_level"] == "countered"


def test_what_is_withdrawn_by_its_only_side_is_withdrawn_and_the_other_side_keeps_its_own() -> None:
    ask, counter = Offer("workers", 1, ASK), Offer("employer", 1, CUT)
    back = Offer("workers", 2, withdraws=frozenset({"wage_level", "job_security"}))

    assert states(ask, counter, back) == {"wage_level": "offered", "job_security": "withdrawn", "bonus": "open"}


def test_it_is_the_turn_of_the_side_that_did_not_speak_last_until_all_is_settled() -> None:
    ask = Offer("workers", 1, {"bonus": {"months": 100}})
    done = Offer("employer", 1, accepts=frozenset({"bonus"}))

    assert table([], ["bonus"], library()).turn is None
    assert table([ask], ["bonus"], library()).turn == "employer"
    assert table([ask, done], ["bonus"], library()).turn is None


def test_the_table_of_an_earlier_round_can_be_had() -> None:
    made = [Offer("workers", 1, ASK), Offer("employer", 1, CUT), Offer("workers", 2, {"wage_level": {"change": 300}})]

    assert table(made, AGENDA, library(), upto=1).clauses["wage_level"].bids["workers"].values == {"change": 500}
    assert table(made, AGENDA, library()).clauses["wage_level"].bids["workers"].values == {"change": 300}


def test_a_side_that_takes_a_counter_offer_up_has_it_in_its_version_of_the_agreement() -> None:
    made = [Offer("workers", 1, ASK), Offer("employer", 1, CUT), Offer("workers", 2, accepts=frozenset({"wage_level"}))]

    assert table(made, AGENDA, library()).bids("workers") == {**CUT, "job_security": {"heads": 200}}


@pytest.mark.parametrize(
    "half",
    [
        Offer("employer", 1, accepts=frozenset({"wage_level"})),
        Offer("workers", 2, {"wage_level": {"change": 400}}),
        Offer("workers", 2, withdraws=frozenset({"wage_level"})),
    ],
)
def test_half_a_package_is_neither_accepted_nor_changed_nor_withdrawn(half: Offer) -> None:
    assert refused(Offer("workers", 1, ASK, TOGETHER), half) == [("wage_level", offers.WHOLE_PACKAGE)]


def test_a_package_is_accepted_whole_and_opened_again_whole() -> None:
    ask = Offer("workers", 1, ASK, TOGETHER)
    taken = Offer("employer", 1, accepts=frozenset(ASK))
    again = Offer("workers", 2, reopens=frozenset(ASK))

    assert table([ask, taken], AGENDA, library()).agreed() == ASK
    assert refused(ask, taken, Offer("workers", 2, reopens=frozenset({"wage_level"}))) == [
        ("wage_level", offers.WHOLE_PACKAGE)
    ]
    assert states(ask, taken, again)["wage_level"] == "withdrawn"


def test_whoever_accepts_a_counter_offer_must_say_what_becomes_of_the_rest_of_his_own_package() -> None:
    ask, counter = Offer("workers", 1, ASK, TOGETHER), Offer("employer", 1, CUT)
    half = Offer("workers", 2, accepts=frozenset({"wage_level"}))
    whole = Offer("workers", 2, {"job_security": {"heads": 180}}, accepts=frozenset({"wage_level"}))

    assert refused(ask, counter, half) == [("wage_level", offers.WHOLE_PACKAGE)]
    assert states(ask, counter, whole)["job_security"] == "offered"


ASKED = Offer("workers", 2, ASK)


@pytest.mark.parametrize(
    ("offer", "field", "message"),
    [
        (Offer("employer", 1, CUT), "round", offers.OUT_OF_ORDER),
        (Offer("employer", 2), "", offers.EMPTY),
        (Offer("employer", 2, {"holiday_flat": {"rule": "有"}}), "holiday_flat", offers.NO_CLAUSE),
        (Offer("employer", 2, accepts=frozenset({"bonus"})), "bonus", offers.NOTHING_TO_ACCEPT),
        (Offer("employer", 2, withdraws=frozenset({"wage_level"})), "wage_level", offers.NOTHING_TO_WITHDRAW),
        (Offer("employer", 2, reopens=frozenset({"wage_level"})), "wage_level", offers.NOT_AGREED),
        (Offer("employer", 2, CUT, accepts=frozenset({"wage_level"})), "wage_level", offers.ONE_THING),
        (Offer("employer", 2, CUT, (frozenset({"wage_level"}),)), "packages", offers.SMALL_PACKAGE),
        (Offer("employer", 2, CUT, (frozenset({"wage_level", "bonus"}),)), "packages", offers.SMALL_PACKAGE),
    ],
)
def test_an_offer_that_cannot_follow_is_refused_with_the_clause(offer: Offer, field: str, message: str) -> None:
    assert refused(ASKED, offer) == [(field, message)]


def test_a_side_speaks_once_a_round() -> None:
    assert refused(ASKED, Offer("workers", 2, {"bonus": {"months": 100}})) == [("", offers.TWICE)]


def test_a_clause_belongs_to_one_package_only() -> None:
    three = {**ASK, "bonus": {"months": 100}}
    twice = (frozenset({"wage_level", "bonus"}), frozenset({"wage_level", "job_security"}))

    assert refused(Offer("workers", 1, three, twice)) == [("wage_level", offers.TWO_PACKAGES)]


def test_what_is_agreed_is_not_changed_before_it_is_opened_again() -> None:
    agreed = [Offer("workers", 1, CUT), Offer("employer", 1, accepts=frozenset({"wage_level"}))]

    assert refused(*agreed, Offer("workers", 2, CUT)) == [("wage_level", offers.IS_AGREED)]
    assert states(*agreed, Offer("workers", 2, ASK, reopens=frozenset({"wage_level"})))["wage_level"] == "offered"


KEYS = ("wage_level", "job_security", "bonus", "allowances")
SOME = st.frozensets(st.sampled_from(KEYS), max_size=3)


@st.composite
def moves(draw) -> list[Offer]:
    found = []
    for number in range(draw(st.integers(1, 7))):
        put = draw(SOME)
        package = (put,) if len(put) > 1 and draw(st.booleans()) else ()
        found.append(
            Offer(
                SIDES[number % 2] if draw(st.booleans()) else draw(st.sampled_from(SIDES)), number + 1,
                {key: {"amount": draw(st.integers(1, 5))} for key in put}, package,
                draw(SOME) - put if draw(st.booleans()) else frozenset(),
                draw(SOME) - put if draw(st.booleans()) else frozenset(),
            )
        )  # fmt: skip
    return found


@settings(max_examples=300)
@given(moves())
def test_no_sequence_of_offers_leaves_a_package_half_agreed_or_half_on_the_table(made: list[Offer]) -> None:
    taken: list[Offer] = []
    for offer in made:
        try:
            now = table([*taken, offer], KEYS, library())
        except Refused:
            continue
        taken.append(offer)
        for state in now.clauses.values():
            assert state.agreed is None or not state.bids
            for bid in [*state.bids.values(), *([state.agreed] if state.agreed else [])]:
                others = [now.clauses[key] for key in bid.package]
                if state.agreed:
                    assert all(one.agreed and one.agreed.package == bid.package for one in others)
                    assert {one.agreed_in for one in others} <= {state.agreed_in}
                else:
                    assert all(one.bids[bid.side].package == bid.package for one in others)
        if taken:
            assert now.turn in (OTHER[taken[-1].side], None)
