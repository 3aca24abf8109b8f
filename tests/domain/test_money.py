"""Figures and 大写, against an independent library and by hand."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import money

BY_HAND = {
    0: "零元整", 1: "壹分", 10: "壹角整", 100: "壹元整", 105: "壹元零伍分", 1050: "壹拾元伍角整", 100100: "壹仟零壹元整",
    16850000: "壹拾陆万捌仟伍佰元整", 10000000100: "壹亿零壹元整", 10010000000: "壹亿零壹拾万元整", 1234567: "壹万贰仟叁佰肆拾伍元陆角柒分",
}  # fmt: skip


@pytest.mark.parametrize(("amount", "words"), BY_HAND.items())
def test_capitals_are_written_as_banks_demand(amount: int, words: str) -> None:
    assert money.capitals(amount) == words


@given(st.integers(min_value=0, max_value=10**13))
def test_capitals_agree_with_an_independent_library_but_for_the_optional_zheng(amount: int) -> None:
    theirs = cn2an.an2cn(f"{amount // 100}.{amount % 100:02d}", "rmb")

    assert money.capitals(amount).removesuffix("整") == theirs.removesuffix("整")


@given(st.integers(min_value=0, max_value=money.MOST - 1))
def test_yuan_and_fen_turn_back_into_each_other(amount: int) -> None:
    assert money.fen(money.yuan(amount)) == amount
    assert money.figures(amount).replace(",", "") == money.yuan(amount)


@pytest.mark.parametrize("text", ["", "1.234", "-1.00", "1e5", "１００", "1,000.00", " 5", "5.", ".5", "NaN", "1" * 13])
def test_anything_but_a_plain_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        money.fen(text)


@pytest.mark.parametrize(("exact", "expected"), [("0.005", 1), ("0.0049", 0), ("7159.425", 715943), ("2.675", 268)])
def test_an_item_is_rounded_half_up_to_a_fen(exact: str, expected: int) -> None:
    assert money.rounded(Decimal(exact)) == expected


@pytest.mark.parametrize("amount", [-1, money.MOST])
def test_sums_beyond_words_are_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="capital"):
        money.capitals(amount)
