"""What an offer costs: by hand, against a slow formulation, and its receipt."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain.refusals import Refused
from mediation.domain.talks import coststeps
from mediation.domain.talks.costing import (
    ITEMS,
    PRESENT,
    Assumptions,
    Change,
    assumptions,
    below_minimum,
    change_of,
    compare,
    cost,
    lowest_pay,
)
from mediation.domain.talks.wagetable import Line, paste
from tests.domain.talks import slowcost
from tests.domain.talks.terms import library, standards

GIVEN = Assumptions(15_000, 20_000, 30_000, 2_175, 2_600)
STAFF = (Line("一线", 100, 870_000, 30_000, 100, 2_000), Line("管理", 10, 1_500_000))


def test_the_present_by_hand() -> None:
    found = cost(STAFF, PRESENT, GIVEN)

    front, office = found.groups
    assert front.items == {
        "pay": 100 * 8_700_00 * 12,
        "allowance": 100 * 300_00 * 12,
        "bonus": 100 * 8_700_00,
        "overtime": 100 * 12 * 1_500_00,
        "insurance": int(100 * (12 * (8_700_00 + 300_00 + 1_500_00) + 8_700_00) * 0.26),
    }
    assert office.items == {"pay": 1_800_000_00, "allowance": 0, "bonus": 0, "overtime": 0, "insurance": 468_000_00}
    assert found.total == sum(front.items.values()) + 2_268_000_00
    assert (found.heads, office.per_head, office.total) == (110, 226_800_00, 2_268_000_00)


def test_three_per_cent_less_for_a_year_is_three_per_cent_less_of_everything_that_follows_pay() -> None:
    staff = (Line("一线", 200, 800_000),)
    now, cut = (cost(staff, one, GIVEN) for one in (PRESENT, Change(change=-300)))

    (found,) = compare(now, {"调整": cut})

    assert (found.percent, found.more) == (-300, -(200 * 800_000 * 12 * 126 * 3) // 10_000)


def test_a_cut_for_six_months_and_a_half_saves_that_share_of_the_year() -> None:
    now, year, part = (
        cost((Line("一线", 100, 1_000_000),), one, GIVEN)
        for one in (PRESENT, Change(change=-300), Change(change=-300, months=650))
    )

    assert (now.total - part.total) * 1_200 == (now.total - year.total) * 650


def test_a_floor_lifts_only_those_below_it() -> None:
    staff = (Line("甲", 1, 300_000), Line("甲", 1, 400_000))

    assert cost(staff, Change(floor=350_000), GIVEN).items["pay"] == (350_000 + 400_000) * 12
    assert cost(staff, Change(floor=300_000), GIVEN).items["pay"] == 700_000 * 12


def test_insurance_is_bounded_month_by_month() -> None:
    given = Assumptions(15_000, 20_000, 30_000, 2_175, 1_000, low=500_000, high=1_000_000)

    paid = [cost((Line("甲", 1, pay),), PRESENT, given).items["insurance"] for pay in (400_000, 700_000, 1_000_001)]

    assert paid == [600_000, 840_000, 1_200_000]


def test_each_item_of_a_group_is_rounded_once_half_up() -> None:
    staff = (Line("甲", 1, 101, bonus=50), Line("甲", 1, 100, bonus=50), Line("乙", 1, 101, bonus=50))

    found = cost(staff, PRESENT, Assumptions(15_000, 20_000, 30_000, 2_175, 0))

    assert [one.items["bonus"] for one in found.groups] == [101, 51]


def test_an_offer_does_what_its_clauses_say() -> None:
    offer = {
        "wage_level": {"change": -300, "months": 1200, "from": date(2026, 12, 1)},
        "job_security": {"from": date(2026, 12, 1), "until": date(2027, 11, 30)},
        "minimum_pay": {"amount": 300_000}, "bonus": {"months": 150}, "allowances": {"amount": 10_000},
        "overtime_base": {"percent": 10_000}, "overtime_pay": {"weekday": 16_000},
        "training": {"amount": 5_000_000}, "safety": {"measure": "通风", "amount": 1_000_000},
    }  # fmt: skip

    assert change_of(offer, library()) == Change(
        change=-300, floor=300_000, bonus=150, allowance=10_000, overtime_base=10_000, weekday=16_000, lump=6_000_000
    )
    assert cost(STAFF, change_of(offer, library()), GIVEN).lump == 6_000_000


def test_offers_are_compared_with_the_present_and_each_other() -> None:
    now = cost(STAFF, PRESENT, GIVEN)
    up, down = (cost(STAFF, Change(change=one), GIVEN) for one in (500, -300))

    first, second = compare(now, {"职工方": up, "企业方": down})

    assert first.beside == {"企业方": up.total - down.total}
    assert second.beside == {"职工方": down.total - up.total}
    assert first.more > 0 > second.more


def test_pay_that_an_offer_pushes_below_the_minimum_is_found_by_group() -> None:
    staff = (Line("甲", 30, 280_000), Line("甲", 5, 290_000), Line("乙", 2, 900_000))
    low = lowest_pay(staff, Change(change=-300), GIVEN, 274_000)

    assert low == {"甲": (271_600, 30), "乙": (873_000, 0)}
    assert lowest_pay(staff, PRESENT, GIVEN, 280_000)["甲"] == (280_000, 0)
    (found,) = below_minimum(staff, Change(change=-300), GIVEN, standards())
    assert (found.facts["group"], found.facts["short"], found.facts["heads"]) == ("甲", 2_400, 30)
    assert below_minimum(staff, Change(change=-214), GIVEN, standards()) == ()
    assert below_minimum(staff, Change(change=-300), GIVEN, standards("national")) == ()


def test_the_assumptions_of_shanghai_come_with_their_marks() -> None:
    made = assumptions(standards())

    assert (made.weekday, made.rest, made.holiday, made.paid_days) == (15_000, 20_000, 30_000, 2_175)
    assert made.high == 3 * 1_257_700
    assert {one.name: one.verified for one in made.told}["employer_insurance_rate"] == "U"
    assert "employer_insurance_rate" not in {one.name for one in assumptions(standards(), insurance=2_500).told}


def test_where_no_rate_is_known_one_must_be_typed() -> None:
    with pytest.raises(Refused) as refused:
        assumptions(standards("national"))

    assert [one.field for one in refused.value.problems] == ["insurance"]
    assert assumptions(standards("national"), insurance=2_500).high is None


def test_a_day_without_standards_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        assumptions(standards(day=date(2008, 1, 2)), insurance=2_500)

    assert [one.field for one in refused.value.problems] == ["paid_days"]


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(Refused):
        cost((), PRESENT, GIVEN)


def test_the_receipt_shows_each_figure_of_the_cost() -> None:
    change = Change(change=-300, months=600, floor=500_000, lump=100_000)
    staff = (*STAFF, Line("后勤", 3, 400_000))
    found = cost(staff, change, GIVEN)

    lines = [one.text() for one in coststeps.steps(staff, change, GIVEN, found)]

    assert lines[0] == "一线：月工资 8,700.00元 × (1 − 3%) + 0.00元 = 8,439.00元，执行 6 个月"
    assert "后勤：低于企业最低工资的提高到 5,000.00元" in lines
    figures = {coststeps.figures(value) for group in found.groups for value in (*group.items.values(), group.total)}
    for figure in figures - {"0.00"}:
        assert any(figure in line for line in lines)
    assert lines[-2:] == [
        "一次性投入 1,000.00元",
        f"全年合计 {coststeps.figures(found.total)}元，人均 {coststeps.figures(found.per_head)}元（113人）",
    ]


LINES = st.builds(
    Line,
    st.sampled_from(["甲", "乙", "丙"]), st.integers(1, 300), st.integers(1, 5_000_000), st.integers(0, 200_000),
    st.integers(0, 400), st.integers(0, 4_000), st.integers(0, 2_000), st.integers(0, 1_600),
    st.none() | st.integers(0, 2_000_000),
)  # fmt: skip
MAYBE = st.none() | st.integers(0, 40_000)
CHANGES = st.builds(
    Change,
    change=st.integers(-5_000, 10_000), amount=st.integers(0, 500_000), months=st.integers(100, 3_600),
    floor=st.none() | st.integers(0, 900_000), bonus=st.none() | st.integers(0, 600), allowance=st.integers(0, 99_999),
    overtime_base=MAYBE, weekday=MAYBE, rest=MAYBE, holiday=MAYBE, lump=st.integers(0, 10**8),
)  # fmt: skip
ASSUMED = st.builds(
    Assumptions, st.integers(10_000, 30_000), st.integers(10_000, 30_000), st.integers(10_000, 40_000),
    st.integers(1_500, 3_000), st.integers(0, 6_000), st.none() | st.integers(0, 800_000),
    st.none() | st.integers(800_000, 4_000_000),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5), CHANGES, ASSUMED)
def test_the_cost_agrees_with_a_slow_formulation(lines: list[Line], change: Change, assumed: Assumptions) -> None:
    found = cost(lines, change, assumed)

    slow = slowcost.months_of(lines, change, assumed, 12)
    assert {group.group: dict(group.items) for group in found.groups} == {
        group: {item: slowcost.half_up(value) for item, value in items.items()} for group, items in slow.items()
    }
    assert found.total == sum(one.total for one in found.groups) + change.lump
    assert found.items == {item: sum(one.items[item] for one in found.groups) for item in ITEMS}
    receipt = [one.text() for one in coststeps.steps(lines, change, assumed, found)]
    assert all("%(" not in line for line in receipt)


def test_a_pasted_table_of_five_thousand_people_is_costed_for_six_offers() -> None:
    text = "类别\t月工资\n" + "\n".join(f"第{number % 20}组\t{6000 + number}" for number in range(5_000))
    lines = paste(text)

    totals = [cost(lines, Change(change=one), GIVEN).total for one in range(-300, 300, 100)]

    assert len({line.group for line in lines}) == 20
    assert totals == sorted(totals)
