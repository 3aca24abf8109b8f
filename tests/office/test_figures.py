"""Every figure agrees with a count over all rows in plain Python and with its own list of cases."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation import db
from mediation.domain import figures as sums
from mediation.domain.figurelist import DEFINITIONS, SPLITS, TREND
from mediation.domain.refusals import Forbidden, NotFound
from mediation.domain.smallnumbers import ALSO, LEAST, SMALL, hidden
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.office import figures, figures_sheet
from mediation.office.figures_hidden import for_partners
from mediation.web.words import chinese
from tests import kept, make
from tests.office import figureworld
from tests.office.figureworld import World, parts
from tests.office.working import open_station

NOW = datetime.combine(date(2026, 11, 20), time(15), ZONE)
FIRST, TODAY = date(2025, 8, 1), date(2026, 11, 20)
PERIODS = ("2026-10", "2026-11", "2026-02", "2025-12", "2026-Q3", "2026-Q4", "2026", "2025", "2027-01")


@pytest.fixture
def world(settings):
    """Give a station of 160 random cases, and another station's that must not be counted."""
    return kept.built(random_world)


def random_world():
    working = open_station()
    with db.transaction() as session:
        figureworld.fill(session, working.station, first=FIRST, last=TODAY, number=160, seed=7)
        other = make.station(session, "XZ")
        figureworld.fill(session, other, first=FIRST, last=TODAY, number=20, seed=8)
    return working


def of(working, key, session):
    return figures.report(session, working.station, sums.period(key), now=NOW, user=working["supervisor"])


def test_every_figure_is_what_counting_one_by_one_gives(world):
    with db.reading() as session:
        rows = World.read(session, world.station.id)
        for key in PERIODS:
            report, period = of(world, key, session), sums.period(key)
            sets = rows.sets(period, TODAY)
            wanted = {one: len(sets.get(one, ())) for one, told in DEFINITIONS.items() if told.unit == "cases"}
            assert {one: report.values[one] for one in wanted} == wanted, key
            slow = rows.sums(period, sets)
            assert {one: report.values[one] for one in slow} == slow, key
            for table in report.tables:
                graded = table.split.key == "satisfaction"
                slow_parts = rows.graded(period) if graded else parts(sets, table.split.key)
                shown = {part.code: part.value for part in table.parts if part.value}
                if table.split.key == "employer":
                    slow_parts = dict(sorted(slow_parts.items(), key=lambda one: (-one[1], one[0]))[:10])
                assert shown == dict(slow_parts), (key, table.split.key)
                assert not table.split.whole or sum(shown.values()) == table.total


def test_shares_are_of_the_figures_they_name(world):
    with db.reading() as session:
        report = of(world, "2026", session)
    for one in DEFINITIONS.values():
        if one.unit == "percent":
            part, whole = report.values[one.part], report.values[one.whole]
            assert report.values[one.key] == round(part * 100 / whole, 1)
            assert 0 <= report.values[one.key] <= 100
            assert one.over.startswith("分母")


def test_behind_every_number_are_exactly_its_cases(world):
    with db.reading() as session:
        report = of(world, "2026-Q3", session)
        asked = [(one.key, None, report.values[one.key]) for one in DEFINITIONS.values() if one.unit == "cases"]
        asked += [(table.split.key, part.code, part.value) for table in report.tables for part in table.parts]
        rows = World.read(session, world.station.id).sets(sums.period("2026-Q3"), TODAY)
        for figure, part, number in asked:
            found = listed(session, world, figure, part)
            assert len(found) == number or (figure == "satisfaction" and len(found) < number), (figure, part)
            assert found == rows.get(figure if part is None else f"{figure}:{part}", set()), (figure, part)


def listed(session, working, figure, part):
    found: set[str] = set()
    pages, page = 1, 1
    while page <= pages:
        one = figures.cases(
            session, figure, part=part, period="2026-Q3", user=working["supervisor"], now=NOW, page=page
        )
        found |= {row.id for row in one.rows}
        pages, page = one.pages, page + 1
    assert len(found) == one.total
    return found


def test_the_trend_says_of_each_month_what_its_own_report_says(world):
    with db.reading() as session:
        report = of(world, "2026-11", session)
        assert [one.key for one in report.trend] == list(sums.months_until("2026-11", 13))
        for month in report.trend:
            own = of(world, month.key, session)
            assert {key: own.values[key] for key in TREND} == dict(month.values), month.key


@pytest.mark.parametrize(("on", "counted"), [("2026-09-30", 0), ("2026-10-01", 1), ("2026-10-31", 1), ("2026-11-01", 0)])
def test_both_ends_of_a_period_are_station_days(working, on, counted):
    day = date.fromisoformat(on)
    at = datetime.combine(day, time(0, 30), ZONE)  # still the day before in UTC
    with db.transaction() as session:
        case = make.case(session, working.station, received_on=day, received_at=at, closed_on=day, outcome="withdrawn")
        session.add(
            figureworld.Escalation(
                station_id=working.station.id, case_id=case.id, subject=case.id, rule="x", level=1, raised_at=at,
                rulebook="r",
            )  # fmt: skip
        )
    with db.reading() as session:
        report = of(working, "2026-10", session)
    assert [report.values[key] for key in ("applications", "closed", "escalated")] == [counted] * 3


def test_the_number_of_queries_does_not_grow_with_the_cases(world):
    def asked() -> int:
        sent = []
        listen = lambda *given: sent.append(given[2])  # noqa: E731
        sa.event.listen(db.engine(), "before_cursor_execute", listen)
        with db.reading() as session:
            figures.page(session, user=world["supervisor"], now=NOW, period="2026")
        sa.event.remove(db.engine(), "before_cursor_execute", listen)
        return len(sent)

    before = asked()
    with db.transaction() as session:
        station = session.merge(world.station)
        figureworld.fill(session, _renumbered(station), first=FIRST, last=TODAY, number=60, seed=9)
    assert asked() == before
    assert before < 40


def _renumbered(station):
    station.code = "CX"
    return station


def test_only_who_supervises_the_station_reads_its_figures(world):
    with db.reading() as session:
        for name in ("mediator", "union", "admin"):
            with pytest.raises(Forbidden):
                figures.page(session, user=world[name], now=NOW)
        other = next(one for one in session.exec(sa.select(Case.station_id)).scalars() if one != world.station.id)
        with pytest.raises(NotFound):
            figures.page(session, user=world["supervisor"], now=NOW, station_id=other)
        for wrong in ("2026-13", "2026-Q5", "26", "0000", "2026-1", "x"):
            with pytest.raises(NotFound):
                figures.page(session, user=world["supervisor"], now=NOW, period=wrong)
        with pytest.raises(NotFound):
            figures.cases(session, "outcome", part="won", period="2026", user=world["supervisor"], now=NOW)


def test_no_file_tells_a_small_number(world):
    with db.reading() as session:
        for key in PERIODS:
            report = of(world, key, session)
            shown = for_partners(report)
            numbers = [shown.values[one] for one, told in DEFINITIONS.items() if told.unit == "cases"]
            numbers += [part.value for table in shown.tables for part in table.parts]
            numbers += [month.values[one] for month in shown.trend for one in TREND]
            assert not [one for one in numbers if isinstance(one, int) and 0 < one < LEAST]
            for one in DEFINITIONS.values():
                behind = [shown.values[name] for name in (one.cases, one.part, one.whole) if name]
                if any(isinstance(value, str) for value in behind):
                    assert isinstance(shown.values[one.key], str), (key, one.key)
            for table in shown.tables:
                gaps = [part for part in table.parts if isinstance(part.value, str)]
                if table.split.whole and isinstance(table.total, int) and table.split.key != "outcome":
                    assert len(gaps) != 1, (key, table.split.key)


def test_the_sheet_is_the_report_with_definitions_and_says_what_is_hidden(world):
    with db.reading() as session:
        report = of(world, "2026-10", session)
        book = openpyxl.load_workbook(io.BytesIO(figures_sheet.write(for_partners(report), word=chinese)))
    assert book.sheetnames == ["数据", *(split.title for split in SPLITS), "趋势", "说明"]
    cells = {row[1].value: row[2].value for row in book["数据"].iter_rows(min_row=3)}
    hidden_values = for_partners(report).values
    for one in DEFINITIONS.values():
        wanted = figures_sheet.cell(hidden_values[one.key], one.unit)
        assert cells[one.title] == (pytest.approx(wanted) if not isinstance(wanted, str) else wanted)
    assert cells["法律援助转介"] == "未登记"
    graded = {row[0].value: row[1:] for row in book["满意度回答"].iter_rows(min_row=3)}
    assert [len(row) for row in graded.values()] == [2] * 5
    assert list(graded) == ["5 很满意", "4 满意", "3 一般", "2 不满意", "1 很不满意"]
    assert SMALL in book["数据"]["A1"].value
    assert {row[0].value for row in book["说明"].iter_rows(min_row=3)} >= {one.title for one in DEFINITIONS.values()}


def told_by_all(values, found, marks):
    """Return what a reader can tell of each number, by trying all sums that the others may have: the slow way."""
    total, names = found
    known = {name: value for name, value in values.items() if name not in marks}
    open_names = [name for name in names if name in marks]
    totals = [known[total]] if total in known else range(60)
    start = sum(known.get(name, 0) for name in names)
    left = {one - start for one in totals if one >= start}
    spans = {name: range(1, 5) if marks[name] == SMALL else range(max(left) + 1) for name in open_names}
    fits = {}
    for name in open_names:
        others = {0}
        for other in open_names:
            if other != name:
                others = {one + value for one in others for value in spans[other] if one + value <= max(left)}
        fits[name] = {value for value in spans[name] if any(one - value in others for one in left)}
    return fits


@settings(max_examples=150)
@given(st.lists(st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 9, 14)), min_size=1, max_size=5))
def test_no_hidden_number_can_be_computed_from_its_total(numbers):
    names = [f"p{nth}" for nth in range(len(numbers))]
    values = dict(zip(names, numbers, strict=True)) | {"t": sum(numbers)}

    marks = hidden(values, [("t", names)])

    assert {name for name, value in values.items() if 0 < value < LEAST} <= set(marks)
    for name, possible in told_by_all(values, ("t", names), marks).items():
        if marks[name] == SMALL:
            assert len(possible) > 1, (values, marks)
    assert set(marks.values()) <= {SMALL, ALSO}


@pytest.mark.parametrize(
    ("key", "first", "last", "before", "after"),
    [
        ("2026-02", "2026-02-01", "2026-02-28", "2026-01", "2026-03"),
        ("2026-12", "2026-12-01", "2026-12-31", "2026-11", "2027-01"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4", "2026-Q2"),
        ("2024", "2024-01-01", "2024-12-31", "2023", "2025"),
    ],
)
def test_periods(key, first, last, before, after):
    found = sums.period(key)
    assert (str(found.first), str(found.last)) == (first, last)
    assert sums.beside(found) == (before, after)
    assert len(found.months) == {"month": 1, "quarter": 3, "year": 12}[found.kind]
    assert sums.month_key(found.first + timedelta(days=1)) == found.months[0]
