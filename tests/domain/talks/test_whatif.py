"""Lower pay with a promise against dismissals: the example of the issue, the break-even, and a closed form beside it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain.refusals import Refused
from mediation.domain.talks import whatif
from mediation.domain.talks.costing import Assumptions, Change
from mediation.domain.talks.severance import Caps
from mediation.domain.talks.wagetable import Line
from mediation.domain.talks.whatif import Dismissals, Leaver, compare_with_dismissals
from tests.domain.talks import slowcost

GIVEN = Assumptions(15_000, 20_000, 30_000, 2_175, 2_600)
CAPS = Caps(274_000, 1_257_700)
STAFF = (Line("一线", 200, 800_000), Line("管理", 20, 1_500_000))
CUT = Change(change=-300, months=1200)
DAY = date(2026, 11, 30)
FORTY = Dismissals((Leaver("一线", 40, date(2018, 12, 1)),), DAY)


def test_three_per_cent_for_a_year_against_forty_dismissals_by_hand() -> None:
    found = compare_with_dismissals(STAFF, CUT, FORTY, GIVEN, CAPS, mass=(20, Fraction(1, 10)))

    assert found.one_off == 40 * 8 * 800_000
    assert [
        (one.present, one.cut, one.dismissals) for one in (found.months[0], found.months[11], found.months[12])
    ] == [
        (239_400_000, 232_218_000, 256_000_000 + 199_080_000),
        (2_872_800_000, 2_786_616_000, 256_000_000 + 12 * 199_080_000),
        (3_112_200_000, 3_026_016_000, 256_000_000 + 13 * 199_080_000),
    ]
    assert (found.recovers, found.overtakes) == (7, 8)
    assert found.mass


def test_the_receipt_ends_with_the_months_and_names_the_duty_to_talk() -> None:
    lines = [
        one.text() for one in compare_with_dismissals(STAFF, CUT, FORTY, GIVEN, CAPS, mass=(20, Fraction(1, 10))).steps
    ]

    assert lines[0] == "一线月平均工资（工资、津贴补贴、年终奖分摊，不含加班工资）：8,000.00元"
    assert "一线 40 人 × 64,000.00元 = 2,560,000.00元" in lines
    assert "裁减的一次性支出合计 2,560,000.00元" in lines
    assert lines[-3:-1] == [
        "裁减节省的成本在第 7 个月收回一次性支出",
        "累计成本比较：裁减在第 8 个月起不高于调整工资的方案",
    ]
    assert lines[-1].startswith("裁减 40 人（共 220 人）")


def test_the_month_in_which_both_are_equal_is_the_one_that_counts() -> None:
    found = compare_with_dismissals(STAFF, Change(), FORTY, replace(GIVEN, insurance=0), CAPS)

    assert (found.recovers, found.overtakes) == (8, 8)
    assert found.months[7].dismissals == found.months[7].present == found.months[7].cut


def test_notice_pay_adds_a_month_for_each() -> None:
    found = compare_with_dismissals(STAFF, CUT, replace(FORTY, notice_pay=True), GIVEN, CAPS)

    assert found.one_off == 40 * 9 * 800_000


@pytest.mark.parametrize(
    ("leaving", "staff", "mass"), [(20, 300, True), (19, 300, False), (10, 100, True), (9, 100, False)]
)
def test_twenty_people_or_a_tenth_of_the_staff_is_a_mass_dismissal(leaving: int, staff: int, mass: bool) -> None:
    dismissals = Dismissals((Leaver("甲", leaving, date(2020, 1, 1)),), DAY)
    lines = (Line("甲", staff, 800_000),)

    found = compare_with_dismissals(lines, CUT, dismissals, GIVEN, CAPS, mass=(20, Fraction(1, 10)))

    assert found.mass is mass


def test_dismissals_that_save_too_little_never_pay_within_the_horizon() -> None:
    one = Dismissals((Leaver("一线", 1, date(2008, 1, 1)),), DAY)

    found = compare_with_dismissals(STAFF, Change(change=-300, months=3600), one, GIVEN, CAPS, horizon=12)

    assert (found.recovers, found.overtakes) == (None, None)
    texts = [step.message for step in found.steps]
    assert whatif.NEVER_RECOVERS in texts
    assert whatif.NEVER_OVERTAKES in texts


@pytest.mark.parametrize(
    ("dismissals", "horizon", "message"),
    [
        (Dismissals((Leaver("一线", 201, date(2020, 1, 1)),), DAY), 12, whatif.TOO_MANY),
        (Dismissals((Leaver("一线", 150, date(2020, 1, 1)),) * 2, DAY), 12, whatif.TOO_MANY),
        (Dismissals((Leaver("司机", 1, date(2020, 1, 1)),), DAY), 12, whatif.NO_SUCH_GROUP),
        (Dismissals((), DAY), 12, whatif.NOBODY),
        (Dismissals((Leaver("一线", 0, date(2020, 1, 1)),), DAY), 12, whatif.NOBODY),
        (FORTY, 0, whatif.BAD_HORIZON),
        (FORTY, 121, whatif.BAD_HORIZON),
    ],
)
def test_leavers_whom_the_table_does_not_have_are_refused(dismissals, horizon, message) -> None:
    with pytest.raises(Refused) as refused:
        compare_with_dismissals(STAFF, CUT, dismissals, GIVEN, CAPS, horizon=horizon)

    assert [one.message for one in refused.value.problems] == [message]
    assert refused.value.problems[0].text()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 400), st.integers(200_000, 4_000_000), st.integers(0, 200), st.integers(-3_000, 0),
    st.integers(100, 2_400), st.dates(date(2008, 1, 1), date(2026, 11, 1)), st.data(),
)  # fmt: skip
def test_the_months_and_the_break_even_agree_with_a_closed_form(
    people, pay, bonus, change, months, hired, data
) -> None:
    leaving = data.draw(st.integers(1, people))
    lines, cut = [Line("甲", people, pay, bonus=bonus)], Change(change=change, months=months)
    dismissals = Dismissals((Leaver("甲", leaving, hired),), DAY)

    found = compare_with_dismissals(lines, cut, dismissals, GIVEN, CAPS, horizon=30)

    for number in (1, 13, 30):
        slow = slowcost.months_of(lines, cut, GIVEN, number)["甲"]
        assert found.months[number - 1].cut == slowcost.half_up(sum(slow.values(), Fraction(0)))
    head = sum(slowcost.months_of([Line("甲", 1, pay, bonus=bonus)], Change(), GIVEN, 1)["甲"].values(), Fraction(0))
    closed = ceil(Fraction(found.one_off) / (leaving * head))
    assert found.recovers == (closed if closed <= 30 else None)
    stay = people * head
    lower, less, overtakes = Fraction(0), Fraction(found.one_off), None
    for number in range(1, 31):
        weight = min(max(Fraction(months, 100) - number + 1, Fraction(0)), Fraction(1))
        lower += people * sum(slowcost.head_month(lines[0], cut, GIVEN, weight).values(), Fraction(0))
        less += stay - leaving * head
        overtakes = number if overtakes is None and less <= lower else overtakes
    assert found.overtakes == overtakes
