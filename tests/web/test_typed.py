"""What was typed stays as it was typed."""

import pytest

from mediation.domain.refusals import Problem
from mediation.web.typed import Typed, amount


def test_fields_become_the_nested_case_file():
    typed = Typed({"applicants[0].name": "王某", "applicants[1].name": "李某", "risk.threat": "false", "summary": ""})

    assert typed.tree(frozenset({"threat"})) == {
        "applicants": [{"name": "王某"}, {"name": "李某"}],
        "risk": {"threat": False},
        "summary": None,
    }


def test_a_word_that_looks_like_a_flag_stays_text_where_no_flag_is_expected():
    assert Typed({"applicants[0].name": "true"}).tree(frozenset({"threat"})) == {"applicants": [{"name": "true"}]}


def test_a_removed_row_lets_the_rows_below_move_up():
    typed = Typed({"claims[0].kind": "a", "claims[1].kind": "b", "claims[2].kind": "c"})

    typed.remove_row("claims", 1)

    assert typed.values == {"claims[0].kind": "a", "claims[1].kind": "c"}


def test_an_added_row_takes_the_focus():
    typed = Typed({"claims[0].kind": "overtime"})

    typed.add_row("claims", "kind")

    assert (list(typed.indices("claims")), typed.focus) == ([0, 1], "claims[1].kind")


def test_rows_with_nothing_but_their_defaults_are_dropped_and_the_first_stays():
    typed = Typed({"applicants[0].name": "", "applicants[0].kind": "person", "applicants[1].kind": "person"})

    typed.drop_empty("applicants", defaults=("kind",))

    assert list(typed.values) == ["applicants[0].name", "applicants[0].kind"]


def test_a_group_counts_as_touched_when_one_of_its_fields_is_wrong():
    typed = Typed({}, [Problem("x", field="risk.violence")])

    assert typed.touched("risk")
    assert not typed.touched("willing")


@pytest.mark.parametrize(
    ("given", "read"),
    [("8000", "8000.00"), ("８，０００", "8000.00"), ("8,000.5", "8000.50"), ("¥ 8000元", "8000.00"), ("0010", "10.00")],
)
def test_sums_are_read_as_people_type_them(given: str, read: str):
    assert amount(given) == read


@pytest.mark.parametrize("given", ["八千", "-5", "1.234", "1e5", "8.000,00"])
def test_text_that_is_no_sum_is_left_for_the_form_to_refuse(given: str):
    assert amount(given) == given


def test_a_hostile_row_number_makes_no_thousand_rows():
    typed = Typed({"claims[999].kind": "overtime", "claims[12345].kind": "overtime"})

    assert len(typed.indices("claims")) <= 500
