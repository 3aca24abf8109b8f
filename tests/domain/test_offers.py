"""Payments spread over days, the gap between two sides, whose turn it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.offers import Bid, points, spread, turn


def bid(nth: int, side: str, amount: int | None, state: str = "open", told: bool = True) -> Bid:
    return Bid(nth, side, amount, state, told)


def test_a_sum_is_spread_in_whole_yuan_and_ends_on_the_last_day_of_a_short_month() -> None:
    made = spread(1_000_050, 3, date(2026, 12, 31), 1)

    assert [(one.due_on, one.amount) for one in made] == [
        (date(2026, 12, 31), 333_300), (date(2027, 1, 31), 333_300), (date(2027, 2, 28), 333_450),
    ]  # fmt: skip


@given(st.integers(3600, 10**12), st.integers(1, 36), st.integers(1, 6))
def test_what_is_spread_adds_up(total: int, count: int, months: int) -> None:
    made = spread(total, count, date(2026, 1, 31), months)

    assert (sum(one.amount for one in made), len(made)) == (total, count)
    assert min(one.amount for one in made) >= 100
    assert [one.due_on for one in made] == sorted({one.due_on for one in made})


@pytest.mark.parametrize(("total", "count", "months"), [(100, 2, 1), (10_000, 0, 1), (10**9, 37, 1), (10_000, 2, 0)])
def test_what_can_not_be_spread_is_refused(total: int, count: int, months: int) -> None:
    with pytest.raises(ValueError, match="spread"):
        spread(total, count, date(2026, 1, 1), months)


def test_the_gap_is_told_in_figures_and_as_a_share_and_what_was_taken_back_does_not_count() -> None:
    found = points([
        bid(1, "applicant", 1_000_000), bid(2, "respondent", 400_000), bid(3, "respondent", 900_000, "withdrawn"),
        bid(4, "applicant", None), bid(5, "applicant", 700_000), bid(6, "respondent", 600_000, "accepted"),
    ])  # fmt: skip

    assert [(one.round, one.gap, one.of_first, one.of_applicant) for one in found] == [
        (1, None, None, None), (2, 600_000, 10_000, 6_000), (5, 300_000, 5_000, 4_286), (6, 0, 0, 0),
    ]  # fmt: skip
    assert [one.agreed for one in found] == [False, False, False, True]


def test_the_turn_is_of_the_side_that_was_told_and_of_the_mediator_who_has_still_to_tell() -> None:
    assert turn([]) == "both"
    assert turn([bid(1, "applicant", 1)]) == "respondent"
    assert turn([bid(1, "applicant", 1), bid(2, "respondent", 1, told=False)]) == "mediator"
    assert turn([bid(1, "applicant", 1, "rejected")]) == "both"
    assert turn([bid(1, "applicant", 1, "accepted"), bid(2, "respondent", 1)]) == "nobody"
