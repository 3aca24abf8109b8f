"""Check digits of identity numbers and credit codes."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import identity

GOOD_ID = "11010519491231002X"
GOOD_CODE = "91350100M000100Y43"


def test_the_standards_own_examples_are_right() -> None:
    assert identity.id_number_fault(GOOD_ID) == ""
    assert identity.credit_code_fault(GOOD_CODE) == ""


@given(st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_in_an_identity_number_is_noticed(place: int, digit: str) -> None:
    wrong = GOOD_ID[:place] + digit + GOOD_ID[place + 1 :]

    assert (identity.id_number_fault(wrong) == "") == (wrong == GOOD_ID)


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_in_a_credit_code_is_noticed(place: int, letter: str) -> None:
    wrong = GOOD_CODE[:place] + letter + GOOD_CODE[place + 1 :]

    assert (identity.credit_code_fault(wrong) == "") == (wrong == GOOD_CODE)


@pytest.mark.parametrize(
    "number", ["", "1101051949123100", "11010519491231002x", "１１010519491231002X", GOOD_ID + "0"]
)
def test_a_number_of_another_form_is_told_apart(number: str) -> None:
    assert identity.id_number_fault(number) == "form"


def test_a_birthday_that_does_not_exist_is_noticed() -> None:
    first = "11010519490231002"

    assert identity.id_number_fault(first + identity.id_check_digit(first)) == "born"


@pytest.mark.parametrize("letter", sorted(set(string.ascii_uppercase) - set("0123456789ABCDEFGHJKLMNPQRTUWXY")))
def test_letters_that_look_like_others_stand_in_no_credit_code(letter: str) -> None:
    assert identity.credit_code_fault(letter + GOOD_CODE[1:]) == "form"
