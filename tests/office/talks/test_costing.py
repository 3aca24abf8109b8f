"""Offers beside each other: held against the slow formulation, with floors, assumptions, arithmetic and spreadsheet."""

import io
from fractions import Fraction

import openpyxl
import pytest

from mediation import db
from mediation.domain.refusals import NotFound
from mediation.domain.talks.costing import ITEMS, PRESENT, change_of
from mediation.domain.talks.wagetable import Line
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer
from mediation.office import talks_costing, talks_costing_pages, talks_costing_sheet, talks_state, talks_wages
from mediation.office.records.talks_costing import CostingPage
from tests import make
from tests.domain.talks import slowcost
from tests.make import NOW
from tests.office.talks.costed import keep, opened
from tests.office.working import Working

UNEVEN = (
    "类别\t人数\t月工资\t津贴\t年终奖月数\t平日加班小时\t休息日加班小时\t节假日加班小时\t加班基数\n"
    "一线\t61\t8123.45\t301.7\t1.33\t10.5\t8\t\t\n一线\t1\t39000\t\t2\t\t\t\t\n后勤\t20\t2800\t\t\t3\t\t2.25\t2740\n"
    "一线\t61\t8123.45\t301.7\t1.33\t10.5\t8\t\t\n"
)


@pytest.fixture
def costed(station: Working) -> tuple[Working, str]:
    talks_id = opened(station)
    keep(station, talks_id, wages=UNEVEN, insurance="26.75", low="7384")
    return station, talks_id


def page(working: Working, talks_id: str, *wanted: str, number: int | None = None) -> CostingPage:
    with db.reading() as session:
        return talks_costing_pages.page(
            session, talks_id, number=number, wanted=wanted, user=working["union"], now=NOW
        )


def test_every_figure_of_a_comparison_equals_a_slow_recount_person_by_person(costed: tuple[Working, str]) -> None:
    working, talks_id = costed
    found = page(working, talks_id, "employer-1", "workers-1", "employer-2").tables
    assert found is not None
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        table = talks_wages.version_of(session, row)
        options = talks_costing.options(session, row)
        assert table is not None
        lines, given = talks_wages.lines_of(table), talks_costing.ground(row, table).given
    changes = [PRESENT, *(change_of(one.clauses, talks_state.library()) for one in options)]
    people = [Line(one.group, 1, *_rest(one)) for one in lines for _ in range(one.heads)]
    recounts = [slowcost.months_of(people, one, given, 12) for one in changes]
    rounded = [
        {group: {item: slowcost.half_up(value) for item, value in items.items()} for group, items in one.items()}
        for one in recounts
    ]

    totals = [sum(sum(items.values()) for items in one.values()) for one in rounded]
    assert [one.cell.total for one in found.columns] == totals
    assert [one.cell.more for one in found.columns] == [total - totals[0] for total in totals]
    assert [one.cell.per_head for one in found.columns] == [slowcost.half_up(Fraction(total, 143)) for total in totals]
    assert [one.cell.percent for one in found.columns[1:]] == [_percent(total, totals[0]) for total in totals[1:]]
    for row_ in found.groups:
        assert [cell.total for cell in row_.cells] == [sum(one[row_.name].values()) for one in rounded]
    for part in found.parts:
        item = next(key for key, text in ITEMS.items() if text == part.item)
        assert [cell.total for cell in part.cells] == [one[part.name][item] for one in rounded]
    for part, item in zip(found.items, ITEMS, strict=True):
        assert [cell.total for cell in part.cells] == [sum(one[name][item] for name in one) for one in rounded]
    assert found.columns[1].beside == {"workers-1": totals[1] - totals[2], "employer-2": totals[1] - totals[3]}


def _rest(line: Line) -> tuple[int | None, ...]:
    return (line.monthly, line.allowance, line.bonus, line.weekday, line.rest, line.holiday, line.overtime_base)


def _percent(total: int, present: int) -> int:
    """Round the change in hundredths of a percent; every offer here is cheaper than the present."""
    assert total < present
    return -slowcost.half_up(Fraction((present - total) * 10_000, present))


def test_without_a_choice_the_last_offer_of_each_side_and_never_more_than_six(costed: tuple[Working, str]) -> None:
    working, talks_id = costed
    assert [one.key for one in page(working, talks_id).choices if one.chosen] == ["workers-1", "employer-2"]
    with db.transaction() as session:
        row = session.get_one(Talks, talks_id)
        for number in range(3, 9):
            session.add(TalksOffer(
                station_id=row.station_id, talks_id=row.id, position=number + 1, round=number, side="employer",
                made_on=NOW.date(), clauses={"bonus": {"months": number * 10}}, noted_at=NOW,
            ))  # fmt: skip

    every = page(working, talks_id, *(one.key for one in page(working, talks_id).choices))

    assert every.tables is not None
    assert len(every.choices) == 9
    assert [one.key for one in every.tables.columns][1:] == [one.key for one in every.choices][:6]
    assert talks_costing_pages.TOO_MANY in every.notes


def test_what_is_agreed_stands_beside_the_offers(costed: tuple[Working, str]) -> None:
    working, talks_id = costed
    with db.transaction() as session:
        row = session.get_one(Talks, talks_id)
        session.add(TalksOffer(
            station_id=row.station_id, talks_id=row.id, position=4, round=2, side="workers", made_on=NOW.date(),
            accepts=["wage_level", "job_security"], noted_at=NOW,
        ))  # fmt: skip

    found = page(working, talks_id, "employer-2", "agreed").tables

    assert found is not None
    offered, agreed = found.columns[1:]
    assert offered.cell == agreed.cell
    assert [one.title.zh for one in agreed.terms] == ["年度平均工资水平及调整幅度", "稳定岗位"]


def test_a_group_below_the_minimum_wage_is_named_under_each_offer_that_leaves_it_there(costed: tuple[Working, str]) -> None:
    found = page(*costed, "employer-1", "workers-1", "employer-2").tables

    assert found is not None
    named = {one.key: [(str(f.what), f.severity, f.laws[1].key) for f in one.findings] for one in found.columns}
    assert named["present"] == []
    assert named["employer-2"] == [
        ("“后勤”20人调整后月工资为2,716.00元，低于法定下限2,740.00元，差24.00元", "error", "lcl-55")
    ]
    assert named["workers-1"] == []
    assert len(named["employer-1"]) == 1


def test_assumptions_say_their_source_and_what_is_unverified(station: Working) -> None:
    talks_id = opened(station)
    keep(station, talks_id)
    keep(station, talks_id, insurance="25")

    marks = [
        {str(one.title): one.verified for one in found.tables.assumptions}
        for found in (page(station, talks_id, number=1), page(station, talks_id)) if found.tables
    ]  # fmt: skip

    assert [one["单位社会保险费比例"] for one in marks] == ["U", ""]
    assert marks[0]["月计薪天数"] == "V"
    assert page(station, talks_id).notes == ()
    assert page(station, opened(station)).tables is None


def test_staff_that_the_table_does_not_have_is_told(station: Working) -> None:
    talks_id = opened(station, staff=230)
    keep(station, talks_id)

    (note,) = page(station, talks_id).notes
    assert str(note) == "工资表共 220 人，登记的职工人数为 230 人，请核对"


def test_the_arithmetic_ends_with_the_total(costed: tuple[Working, str]) -> None:
    working, talks_id = costed
    found = page(working, talks_id, "employer-2").tables
    with db.reading() as session:
        steps = talks_costing_pages.steps(session, talks_id, "employer-2", user=working["union"], now=NOW).steps

    assert found is not None
    assert f"全年合计 {found.columns[1].cell.total / 100:,.2f}元" in str(steps[-1])
    with pytest.raises(NotFound), db.reading() as session:
        talks_costing_pages.steps(session, talks_id, "employer-9", user=working["union"], now=NOW)


def test_the_spreadsheet_holds_the_figures_of_the_page_and_no_formula(costed: tuple[Working, str]) -> None:
    working, talks_id = costed
    keep(working, talks_id, wages="类别\t人数\t月工资\n=1+1\t3\t8000\n")
    with db.transaction() as session:
        content = talks_costing_sheet.comparison(
            session, talks_id, number=None, wanted=["employer-2"], by=working["union"], now=NOW
        )
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = page(working, talks_id, "employer-2").tables

    assert found is not None
    assert [row[1].value for row in book["汇总"].iter_rows(min_row=3)] == [one.cell.total / 100 for one in found.columns]
    assert (book["分类别"]["A3"].value, book["分类别"]["A3"].data_type) == ("=1+1", "s")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_another_station_sees_no_comparison(costed: tuple[Working, str]) -> None:
    _, talks_id = costed
    with db.transaction() as session:
        stranger = make.user(session, "yuan", at=make.station(session, "XZ"))

    with pytest.raises(NotFound), db.reading() as session:
        talks_costing_pages.page(session, talks_id, user=stranger, now=NOW)
    with pytest.raises(NotFound), db.transaction() as session:
        talks_costing_sheet.comparison(session, talks_id, number=None, wanted=(), by=stranger, now=NOW)
