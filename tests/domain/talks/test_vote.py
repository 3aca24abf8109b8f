"""Quorum and majority of all delegates, in exact shares, with every boundary on both sides."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.refusals import Refused
from mediation.domain.talks.vote import Count, Share, result
from tests.domain.talks.places import rows

ON = date(2026, 12, 15)


def outcome(
    delegates: int, present: int, yes: int, no: int = 0, *, place: str = "shanghai", secret: bool | None = True
):
    count = Count(delegates, present, yes, no, present - yes - no, secret=secret)
    return result(count, rows=rows(place), on=ON)


@pytest.mark.parametrize(
    ("delegates", "present", "yes", "adopted", "for_lawyer"),
    [
        (90, 60, 46, True, False),
        (90, 60, 45, True, True),
        (90, 60, 44, False, False),
        (90, 59, 59, False, False),
        (100, 67, 51, True, False),
        (100, 67, 50, True, True),
        (100, 67, 49, False, False),
        (100, 66, 66, False, False),
        (101, 68, 51, True, False),
        (101, 68, 50, False, False),
        (3, 2, 2, True, False),
        (3, 1, 1, False, False),
        (2, 2, 1, True, True),
        (1, 1, 1, True, False),
        (1, 0, 0, False, False),
        (90, 60, 40, False, False),
    ],
)
@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_a_draft_is_adopted_by_half_of_all_delegates_where_two_thirds_came(
    place: str, delegates: int, present: int, yes: int, adopted: bool, for_lawyer: bool
):
    found = outcome(delegates, present, yes, place=place)

    assert (found.adopted, found.for_lawyer) == (adopted, for_lawyer)
    assert any(one.severity == "error" for one in found.findings) is not adopted


@given(st.integers(1, 400), st.data())
def test_the_outcome_agrees_with_counting_heads_one_by_one(delegates: int, data: st.DataObject):
    present = data.draw(st.integers(0, delegates))
    yes = data.draw(st.integers(0, present))

    found = outcome(delegates, present, yes)

    attended = sum(3 for _ in range(present)) >= sum(2 for _ in range(delegates))
    approved = sum(2 for _ in range(yes)) >= delegates
    assert found.quorum.holds is attended
    assert found.majority.holds is approved
    assert found.adopted is (attended and approved)
    assert found.for_lawyer is (attended and 2 * yes == delegates)
    assert found.majority.share == Fraction(yes, delegates)


@given(st.integers(1, 60), st.integers(1, 20), st.integers(1, 20))
def test_the_heads_needed_are_the_fewest_that_hold(whole: int, part: int, of: int):
    least = Fraction(min(part, of), max(part, of))
    needed = next(heads for heads in range(whole + 1) if Share(heads, whole, least).holds)

    assert Share(0, whole, least).needed == needed


def test_shanghai_asks_for_a_secret_ballot_and_the_national_rules_do_not():
    for secret in (False, None):
        here, there = outcome(90, 80, 70, secret=secret), outcome(90, 80, 70, secret=secret, place="national")
        assert not here.adopted
        assert [one.code for one in here.findings] == ["vote.secret"]
        assert here.findings[0].law == ("wc-sh-31",)
        assert there.adopted
        assert not there.findings


def test_the_articles_are_those_of_the_place():
    assert outcome(90, 80, 70).law == ("wc-sh-28", "ccl-sh-22", "wc-sh-31")
    assert outcome(90, 80, 70, place="national").law == ("mr22-36",)
    assert outcome(90, 80, 20, place="national").findings[0].law == ("mr22-36",)


def test_the_receipt_shows_shares_cut_off_never_rounded_up():
    found = outcome(90, 62, 45, 10)

    assert [one.text() for one in found.steps] == [
        "全体 90 人，到会 62 人；赞成 45、反对 10、弃权 7、无效 0",
        "到会 62 ÷ 全体 90 = 68.88…%，要求 2/3 以上（至少 60 人）：达到",
        "赞成 45 ÷ 全体 90 = 50.00%，要求 1/2 以上（至少 45 票）：达到",
    ]
    assert found.findings[0].text() == "赞成 45 票，恰为全体 90 人的 1/2（“以上”包括本数，民法典第1259条）"


def test_a_majority_of_those_present_is_not_enough():
    found = outcome(100, 70, 40, 30)

    assert not found.adopted
    assert found.findings[0].facts["needed"] == 50


GOOD = Count(90, 70, 50, 10, 5, 5, secret=True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"present": 91}, "present"),
        ({"yes": 51}, "yes"),
        ({"invalid": 6}, "yes"),
        ({"no": -1}, "no"),
        ({"abstain": -1}, "abstain"),
        ({"delegates": 0, "present": 0, "yes": 0, "no": 0, "abstain": 0, "invalid": 0}, "delegates"),
        ({"body": "board"}, "body"),
    ],
)
def test_counts_that_cannot_be_are_refused(changes: dict[str, int], field: str):
    with pytest.raises(Refused) as refused:
        result(replace(GOOD, **changes), rows=rows(), on=ON)

    assert field in [one.field for one in refused.value.problems]


def test_counts_at_the_edge_of_what_can_be_are_taken():
    assert result(GOOD, rows=rows(), on=ON).adopted
    assert result(replace(GOOD, present=90, yes=70), rows=rows(), on=ON).adopted


def test_ballots_that_were_not_cast_are_told():
    found = result(replace(GOOD, present=71), rows=rows(), on=ON)

    assert found.adopted
    assert [(one.severity, one.facts["missing"]) for one in found.findings] == [("warning", 1)]


def test_a_day_before_the_rules_has_no_answer():
    with pytest.raises(LookupError, match=r"vote\.quorum"):
        result(GOOD, rows=rows("national"), on=date(2004, 4, 30))
    assert result(GOOD, rows=rows("national"), on=date(2004, 5, 1)).adopted
