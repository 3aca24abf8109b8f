"""Shares of one sum: exact, in proportion, nobody more than a fen off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import shares

CLAIMS = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=400).filter(any)
TOTALS = st.integers(min_value=0, max_value=10**11)


@given(TOTALS, CLAIMS)
def test_shares_add_up_and_none_is_a_fen_from_its_exact_part(total: int, claims: list[int]) -> None:
    found = shares.in_proportion(total, claims)

    assert sum(found) == total
    assert all(abs(got * sum(claims) - total * claim) < sum(claims) for got, claim in zip(found, claims, strict=True))


@given(TOTALS, CLAIMS)
def test_who_claims_more_never_gets_less_and_who_claims_nothing_gets_nothing(total: int, claims: list[int]) -> None:
    pairs = sorted(zip(claims, shares.in_proportion(total, claims), strict=True))

    assert all(low[1] <= high[1] for low, high in zip(pairs, pairs[1:], strict=False) if low[0] < high[0])
    assert all(got == 0 for claim, got in pairs if claim == 0)


@given(CLAIMS)
def test_a_sum_that_is_what_is_claimed_gives_each_what_each_claims(claims: list[int]) -> None:
    assert shares.in_proportion(sum(claims), claims) == claims


def test_what_is_left_over_goes_to_the_first_of_equals_and_nothing_can_not_be_divided_by() -> None:
    assert shares.in_proportion(100, [1, 1, 1]) == [34, 33, 33]
    assert shares.in_proportion(11, [1, 1, 1]) == [4, 4, 3]
    for total, claims in ((-1, [1]), (1, [-1, 2]), (1, [0, 0]), (1, [])):
        with pytest.raises(ValueError, match="nought|nothing"):
            shares.in_proportion(total, claims)
