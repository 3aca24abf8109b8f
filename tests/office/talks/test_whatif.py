"""Lower pay against dismissals: the example of falling orders recounted, faults by field, computed anew on view."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from mediation import db
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.domain.talks import costing, whatif
from mediation.domain.talks.wagetable import paste
from mediation.models.talks_table import WhatIfPlan
from mediation.office import talks_whatif, talks_whatif_typed
from mediation.office.records.talks_costing import WhatIfPage
from tests.domain.talks import slowcost
from tests.domain.talks.terms import standards
from tests.make import NOW
from tests.office.talks.costed import WAGES, keep, opened
from tests.office.working import Working

FORTY = {
    "plan_title": "降薪 3% 与裁员 40 人", "basis": "employer-2", "left_on": "2026-11-30", "horizon": "24",
    "leavers[0].staff_group": "一线", "leavers[0].leaving": "40", "leavers[0].hired_on": "2016-12-01",
}  # fmt: skip
TYPED = {**FORTY, "basis": "typed", "change": "-3", "months": "12", "promise": "yes"}


def plan(working: Working, talks_id: str, given: Mapping[str, str] = FORTY, **more: str) -> str:
    with db.transaction() as session:
        return talks_whatif.keep(session, talks_id, {**given, **more}, by=working["union"], now=NOW).id


def page(working: Working, talks_id: str, plan_id: str, number: int | None = None) -> WhatIfPage:
    with db.reading() as session:
        return talks_whatif.page(session, talks_id, plan_id, number=number, user=working["union"], now=NOW)


@pytest.fixture
def talks_id(station: Working) -> str:
    made = opened(station)
    keep(station, made)
    return made


def test_falling_orders_month_by_month_equal_a_slow_recount(station: Working, talks_id: str) -> None:
    found = page(station, talks_id, plan(station, talks_id)).result

    assert found is not None
    lines, given = paste(WAGES), costing.assumptions(standards(day=date(2026, 11, 16)))
    average = Fraction(8_000_00 + 300_00) + Fraction(8_000_00, 12)
    one_off = 40 * 10 * slowcost.half_up(average)
    head = sum(slowcost.months_of([lines[0]], costing.PRESENT, given, 1)["一线"].values()) / 200
    for number, month in enumerate(found.months, 1):
        now, cut = (
            sum((sum(items.values()) for items in slowcost.months_of(lines, one, given, number).values()), Fraction(0))
            for one in (costing.PRESENT, costing.Change(change=-300, months=1200))
        )
        left = now - 40 * head * number + one_off
        assert (month.present, month.cut, month.dismissals) == tuple(slowcost.half_up(one) for one in (now, cut, left))
        assert (found.recovers is not None and found.recovers <= number) == (left <= now)
        assert (found.overtakes is not None and found.overtakes <= number) == (left <= cut)
    assert (found.severance, found.notice, len(found.months)) == (one_off, 0, 24)
    assert found.promise
    assert [str(one.what)[:4] for one in found.findings] == ["“后勤”", "裁减 4", "裁减 4"]
    assert [law.key for law in found.laws] == ["lcl-47", "lclr-27", "lcl-42"]


def test_a_typed_change_is_the_same_as_the_offer_that_says_it(station: Working, talks_id: str) -> None:
    offered, typed = (page(station, talks_id, plan(station, talks_id, one)).result for one in (FORTY, TYPED))

    assert offered is not None
    assert typed is not None
    assert offered.months == typed.months


def test_it_is_computed_by_the_table_of_the_day_it_is_read(station: Working, talks_id: str) -> None:
    made = plan(station, talks_id, notice_pay="yes")
    before = page(station, talks_id, made)
    keep(station, talks_id, wages="班组\t人数\t月工资\n一线\t200\t9000\n")

    now, then = page(station, talks_id, made), page(station, talks_id, made, 1)

    assert before.result is not None
    assert now.result is not None
    assert (now.table, now.shown.number if now.shown else 0) == (1, 2)
    assert now.result.notice == 40 * 9_000_00
    assert then.result == before.result
    keep(station, talks_id, wages="班组\t人数\t月工资\n后勤\t20\t9000\n")
    gone = page(station, talks_id, made)
    assert gone.result is None
    assert [one.message for one in gone.problems] == [whatif.NO_SUCH_GROUP]


def test_several_groups_leave_and_each_severance_is_told(station: Working, talks_id: str) -> None:
    more = {"leavers[1].staff_group": "后勤", "leavers[1].leaving": "2", "leavers[1].hired_on": "2026-07-15"}

    found = page(station, talks_id, plan(station, talks_id, {**FORTY, **more})).result

    assert found is not None
    assert [(one.group, one.heads, one.years, one.each) for one in found.leavers] == [
        ("一线", 40, "10", 10 * 896_667), ("后勤", 2, "0.5", 140_000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"plan_title": " "}, ["plan_title"]),
        ({"basis": "workers-7"}, ["basis"]),
        ({"basis": "typed"}, ["change"]),
        ({"basis": "typed", "change": "-60"}, ["change"]),
        ({"basis": "typed", "change": "3", "amount": "多", "months": "半年"}, ["amount", "months"]),
        ({"left_on": "2007-12-31"}, ["left_on"]),
        ({"left_on": "9999-12-31", "horizon": "121"}, ["left_on", "horizon"]),
        ({"horizon": "0"}, ["horizon"]),
        ({"leavers[0].leaving": ""}, ["leavers[0].leaving"]),
        ({"leavers[0].leaving": "0"}, ["leavers[0].leaving"]),
        ({"leavers[0].leaving": "201"}, ["leavers[0].leaving"]),
        ({"leavers[0].staff_group": "司机"}, ["leavers[0].staff_group"]),
        ({"leavers[0].hired_on": "2026-12-01"}, ["leavers[0].hired_on"]),
        ({"leavers[0].hired_on": "1949-12-31"}, ["leavers[0].hired_on"]),
        ({"leavers[0].staff_group": "", "leavers[0].leaving": "", "leavers[0].hired_on": ""}, ["leavers[0].leaving"]),
    ],
)
def test_what_can_not_be_compared_is_refused_beside_its_field(station: Working, talks_id: str, changed, fields) -> None:
    with pytest.raises(Refused) as refused:
        plan(station, talks_id, {**FORTY, **changed})

    assert [one.field for one in refused.value.problems] == fields
    assert all(one.text() for one in refused.value.problems)


@pytest.mark.parametrize(("place", "leaving", "warned"), [("shanghai", "20", 2), ("shanghai", "19", 0), ("national", "20", 1),
                                                          ("national", "19", 0)])  # fmt: skip
def test_a_mass_layoff_is_told_with_what_the_place_makes_of_it(station: Working, place: str, leaving: str, warned: int) -> None:
    made = opened(station, place=place)
    keep(station, made, wages="班组\t人数\t月工资\n一线\t300\t8000\n", insurance="26")

    found = page(station, made, plan(station, made, {**FORTY, "leavers[0].leaving": leaving})).result

    assert found is not None
    assert len([one for one in found.findings if one.code == "whatif.mass"]) == warned
    assert [law.key for one in found.findings for law in one.laws] == ["lcl-41", "ccl-sh-15"][:warned]


def test_there_are_at_most_so_many_and_one_is_deleted_by_its_own_talks_alone(
    station: Working, talks_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talks_whatif, "MOST_PLANS", 1)
    made, other = plan(station, talks_id), opened(station)

    with pytest.raises(Refused) as refused:
        plan(station, talks_id)
    assert [one.message for one in refused.value.problems] == [talks_whatif.ENOUGH]
    with pytest.raises(NotFound), db.transaction() as session:
        talks_whatif.remove(session, other, made, by=station["union"], now=NOW)
    with pytest.raises(Conflict):
        plan(station, other)
    with db.transaction() as session:
        talks_whatif.remove(session, talks_id, made, by=station["union"], now=NOW)
    with db.reading() as session:
        assert session.get(WhatIfPlan, made) is None


def test_empty_rows_are_left_out_and_the_others_move_up() -> None:
    given = {"leavers[2].leaving": " 3 ", "leavers[1].hired_on": " ", "leavers[x].leaving": "9", "seen": "1", "change": "-3"}

    assert talks_whatif_typed.kept(given) == {
        "change": "-3", "leavers[0].staff_group": "", "leavers[0].leaving": "3", "leavers[0].hired_on": "",
    }  # fmt: skip
