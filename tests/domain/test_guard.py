"""The guard of minimum rights: a floor exactly met is met, one fen below asks for reason, reading back, second reader."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.guard import Check, Floor, findings, open_steps, step_of

COMPUTABLE = ("unpaid_wages", "severance")


def found(agreed: int, floor: Floor | None, kind: str = "unpaid_wages"):
    return findings({"c": agreed}, {"c": kind}, {"c": floor} if floor else {}, COMPUTABLE)[0]


@given(floor=st.integers(0, 10**11), difference=st.integers(-(10**6), 10**6))
def test_a_claim_is_below_exactly_when_less_than_its_floor_is_agreed(floor: int, difference: int) -> None:
    agreed = max(0, floor + difference)

    assert (found(agreed, Floor(floor)).state == "below") == (agreed < floor)


@pytest.mark.parametrize(("agreed", "state"), [(799_999, "below"), (800_000, "met"), (800_001, "met"), (0, "below")])
def test_the_edge_of_a_floor(agreed: int, state: str) -> None:
    assert found(agreed, Floor(800_000)).state == state


def test_nothing_is_guessed() -> None:
    assert found(0, None).state == "unknown"
    assert found(0, Floor(None, "sheet")).state == "unknown"
    assert found(0, Floor(800_000), "reinstatement").state == "no_method"
    assert {step_of(found(0, one), ()) for one in (None, Floor(None))} == {"none"}


def test_each_step_is_asked_for_in_turn_and_for_these_amounts_alone() -> None:
    below = found(700_000, Floor(800_000))
    reason = Check("k", "c", 800_000, 700_000, noted_by="a", reason="急用钱")
    read = replace(reason, read_back=True)

    assert step_of(below, ()) == "reason"
    assert step_of(below, (replace(reason, reason="  "),)) == "reason"
    assert step_of(below, (reason,)) == "read_back"
    assert step_of(below, (read,)) == "second"
    assert step_of(below, (replace(read, second_by="a", second_agrees=True),)) == "second"  # never the same person
    assert step_of(below, (replace(read, second_by="b", second_agrees=False),)) == "objected"
    assert step_of(below, (replace(read, second_by="b", second_agrees=True),)) == "cleared"
    other = replace(read, second_by="b", second_agrees=True, agreed=700_001)
    assert step_of(below, (other,)) == "reason"
    assert open_steps([below], (read,)) == {"c": "second"}
