"""Gaps over the rounds, and the redline between two of them."""

from mediation.domain.talks.movement import changed, compare, gaps, tables
from mediation.domain.talks.offers import Offer
from tests.domain.talks.terms import library

AGENDA = ("wage_level", "job_security")


def offered(side: str, number: int, change: int, **more) -> Offer:
    return Offer(side, number, {"wage_level": {"change": change}}, **more)


MADE = [
    offered("workers", 1, 800),
    offered("employer", 2, -400),
    offered("workers", 3, 500),
    offered("employer", 3, 0),
    Offer("workers", 4, accepts=frozenset({"wage_level"})),
]


def test_the_gap_is_told_in_figures_and_as_what_is_left_of_the_first() -> None:
    (series,) = gaps(tables(MADE, AGENDA, library()), library())

    assert (series.clause, series.field.key) == ("wage_level", "change")
    assert [
        (one.round, one.workers, one.employer, one.gap, one.of_first, one.of_employer) for one in series.points
    ] == [
        (1, 800, None, None, None, None),
        (2, 800, -400, 1200, 10_000, 30_000),
        (3, 500, 0, 500, 4_167, None),
        (4, 0, 0, 0, 0, None),
    ]
    assert [one.agreed for one in series.points] == [False, False, False, True]


def test_figures_that_nobody_named_have_no_series() -> None:
    assert gaps(tables([], AGENDA, library()), library()) == ()


def test_a_redline_tells_what_a_side_added_changed_and_removed() -> None:
    first = Offer("workers", 1, {"wage_level": {"change": 500, "months": 1200}, "bonus": {"months": 100}})
    second = Offer(
        "workers", 2, {"wage_level": {"change": 300}, "minimum_pay": {"amount": 300_000}},
        withdraws=frozenset({"bonus"}),
    )  # fmt: skip
    after = tables([first, second], AGENDA, library())

    found = {one.clause: one for one in changed(after[1], after[2], "workers", library())}

    assert {key: one.change for key, one in found.items()} == {
        "wage_level": "changed", "bonus": "removed", "minimum_pay": "added",
    }  # fmt: skip
    assert [(one.field.key, one.change, one.before, one.after) for one in found["wage_level"].fields] == [
        ("change", "changed", 500, 300), ("months", "removed", 1200, None),
    ]  # fmt: skip
    assert ("removed", "5%") in found["wage_level"].text
    assert ("added", "3%") in found["wage_level"].text
    assert changed(after[1], after[1], "workers", library()) == ()


def test_an_acceptance_changes_the_state_even_where_the_words_stay() -> None:
    after = tables([offered("workers", 1, 0), offered("employer", 2, 0), MADE[4]], AGENDA, library())

    (found,) = changed(after[2], after[4], "workers", library())

    assert found.states == ("countered", "agreed")
    assert found.fields == ()
    assert all(one.change == "same" for one in found.text)


def test_two_equal_versions_of_a_clause_have_no_difference() -> None:
    assert compare(library()["bonus"], {"months": 100}, {"months": 100}) is None
