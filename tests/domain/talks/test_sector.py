"""Talks with several firms: which firms, who signs and who is bound, as far as the place's file says and how surely."""

from typing import Any

import pytest

from mediation.domain.talks.sector import Bound, Firm, bound, check
from tests.domain.talks.places import day, rows
from tests.domain.talks.test_table import third_town

ON = day("11-22")
TWO = (Firm("甲厂", "a", 30, authorised=True), Firm("乙厂", "b", 12, authorised=True))


def told(unit: str, firms: tuple[Firm, ...], place: str = "shanghai") -> list[tuple[Any, ...]]:
    found = check(unit, firms, rows=rows(place), on=ON)
    assert all(one.text() and one.remedy for one in found)
    return [(one.severity, one.code, one.law, one.verified) for one in found]


UNSURE = [("warning", "sector.signs", ("ccl-sh-26",), "U"), ("warning", "sector.bound", ("ccl-sh-26",), "U")]
NO_RULE = [("warning", "sector.signs", (), "U"), ("warning", "sector.bound", (), "U")]


@pytest.mark.parametrize("unit", ["sector", "area"])
def test_what_the_place_says_of_several_firms_is_shown_with_its_mark(unit: str):
    assert told(unit, TWO) == UNSURE
    assert told(unit, TWO, "national") == NO_RULE
    texts = [one.text() for one in check(unit, TWO, rows=rows("national"), on=ON)]
    assert texts[0] == "没有收录行业性、区域性合同由谁署名的规定"


def test_one_firm_is_asked_nothing_of_it():
    assert told("firm", TWO[:1]) == []
    assert told("firm", TWO) == [("error", "sector.firms", (), "V")]
    assert told("firm", ()) == [("error", "sector.firms", (), "V")]


@pytest.mark.parametrize(
    ("firms", "code"),
    [
        (TWO[:1], "sector.firms"),
        ((), "sector.firms"),
        ((*TWO, Firm("甲 厂", "a", 30, authorised=True)), "sector.twice"),
    ],
)
def test_a_sector_has_two_firms_or_more_each_once(firms: tuple[Firm, ...], code: str):
    assert [one for one in told("sector", firms) if one[0] == "error"] == [("error", code, (), "V")]


def test_only_firms_that_gave_authority_are_bound_and_the_others_are_told():
    firms = (TWO[0], Firm("乙厂", "b", 12, authorised=False), Firm("丙厂", "c", None))

    assert bound("sector", firms, rows=rows(), on=ON) == Bound((firms[0],), (firms[2],), 30, ())
    assert bound("sector", firms, rows=rows("national"), on=ON) == Bound((firms[0],), (firms[2],), 30, ())
    assert bound("firm", firms[2:], rows=rows(), on=ON) == Bound(firms[2:], (), 0, firms[2:])
    codes = [(one[0], one[1]) for one in told("sector", firms)]
    assert codes.count(("warning", "sector.bound")) == 3
    assert ("warning", "sector.staff") in codes


def test_a_place_that_says_all_listed_firms_are_bound_is_followed():
    place = (third_town().places["thirdtown"],)
    firms = (TWO[0], Firm("乙厂", "b", 12, authorised=False))

    assert bound("area", firms, rows=place, on=ON).heads == 42
    assert check("area", firms, rows=place, on=ON) == ()
