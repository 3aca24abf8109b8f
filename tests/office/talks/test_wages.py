"""The wage table: read with every fault in its place, kept sealed in versions, given back as it came."""

import io
from datetime import date

import openpyxl
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from mediation import db
from mediation.domain.ledger.grid import Merge, Sheet
from mediation.domain.refusals import NotFound, Refused
from mediation.domain.talks import wagetable
from mediation.domain.talks.wagetable import Line, paste
from mediation.office import talks_wages, talks_wages_sheet
from mediation.office.talks import Stale
from mediation.office.talks_wages import WagesRefused
from mediation.sheets import reading
from tests import make, talks_make
from tests.office.talks.costed import FORM, NOW, WAGES, keep, opened
from tests.office.working import Working


def lines(talks_id: str, number: int | None = None) -> tuple[Line, ...]:
    with db.reading() as session:
        row = session.get_one(talks_make.Talks, talks_id)
        table = talks_wages.version_of(session, row, number)
        assert table is not None
        return talks_wages.lines_of(table)


def everything() -> str:
    """Return all that the database holds, as text."""
    with db.reading() as session:
        rows = [row for table in SQLModel.metadata.sorted_tables for row in session.execute(sa.select(table))]
    return repr(rows)


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_versions_are_kept_sealed_and_say_nothing_of_wages_elsewhere(working: Working) -> None:
    talks_id = opened(working)

    assert (keep(working, talks_id), keep(working, talks_id, wages="", insurance="24.5", low="7384")) == (1, 2)

    assert lines(talks_id) == lines(talks_id, 1) == paste(WAGES)
    with db.reading() as session:
        row = session.get_one(talks_make.Talks, talks_id)
        second, first = talks_wages.versions(session, row)
    assert (second.insurance, second.low, first.insurance, first.heads, first.groups) == (2_450, 738_400, None, 220, 2)
    held = everything()
    assert not [text for text in ("一线", "后勤", "800000", "280000", "8000.00") if text in held]
    assert "talks.wages" in held


def test_a_form_made_before_somebody_else_s_change_is_stale(station: Working) -> None:
    talks_id = opened(station)
    keep(station, talks_id)

    with pytest.raises(Stale), db.transaction() as session:
        talks_wages.keep(session, talks_id, talks_wages.read(FORM), by=station["union"], now=NOW, version=1)


def test_every_fault_is_told_at_once_with_its_line_and_column() -> None:
    with pytest.raises(WagesRefused) as refused:
        talks_wages.read({
            "wages": "类别\t人数\t月工资\n甲\t三\t6000\n乙\t4\t约七千\n", "on": "昨天", "insurance": "126%", "low": "多",
            "note": "长" * 401,
        })  # fmt: skip

    told = [(one.field, one.params.get("line"), one.params.get("name"), one.value) for one in refused.value.problems]
    assert told[:2] == [("wages", 2, "人数", "三"), ("wages", 3, "月工资", "约七千")]
    assert [field for field, *_ in told[2:]] == ["on", "insurance", "low", "note"]


def test_without_a_table_there_is_nothing_to_keep(station: Working) -> None:
    with pytest.raises(Refused) as refused:
        keep(station, opened(station), wages=" ")

    assert [one.message for one in refused.value.problems] == [talks_wages.NOTHING]


def test_names_of_people_as_groups_are_refused() -> None:
    many = "类别\t月工资\n" + "\n".join(f"职工{number}\t6000" for number in range(201))

    with pytest.raises(WagesRefused) as refused:
        talks_wages.read({"wages": many, "on": "2026-11-16"})

    assert [one.message for one in refused.value.problems] == [talks_wages.GROUPS]


@pytest.mark.parametrize(("place", "given", "field"), [("national", {}, "insurance"), ("shanghai", {"low": "40000"}, "low"),
                                                       ("shanghai", {"on": "2001-01-01", "insurance": "25"}, "on")])  # fmt: skip
def test_what_the_costing_would_lack_is_asked_for_beside_its_field(station: Working, place, given, field) -> None:
    with pytest.raises(Refused) as refused:
        keep(station, opened(station, place=place), **given)

    assert {one.field for one in refused.value.problems} == {field}
    assert all(one.text() for one in refused.value.problems)


def test_a_workbook_is_read_as_it_would_be_pasted_with_merged_names_and_unclean_numbers() -> None:
    content = book(
        ("说明", [["栏目", "怎样填"], ["月工资", "元"]]),
        ("十一月", [["某厂工资表"], [], ["车间", "人数", "月工资"], ["一车间", 3, 8961.100000000001], [None, "4人", "1.2万"],
                  ["合计", 7, None]]),
    )  # fmt: skip
    made = openpyxl.load_workbook(io.BytesIO(content))
    made["十一月"].merge_cells("A4:A5")
    held = io.BytesIO()
    made.save(held)

    given = talks_wages.read({"on": "2026-11-16"}, reading.read(held.getvalue(), "工资.xlsx"))

    assert given.lines == (Line("一车间", 3, 896_110), Line("一车间", 4, 1_200_000))
    assert paste(given.text) == given.lines


@pytest.mark.parametrize(
    ("sheets", "message"),
    [((Sheet("甲", (("类别", "月工资"), ("一", 6000.0))), Sheet("乙", (("类别", "月工资"), ("一", 6000.0)))),
      talks_wages_sheet.SEVERAL),
     ((Sheet("甲", (("类别", "月工资"), ("一", 6000.0)), hidden=True),), wagetable.NO_HEADING), ((), wagetable.NO_HEADING)],
)  # fmt: skip
def test_a_file_must_hold_one_wage_table_that_can_be_seen(sheets: tuple[Sheet, ...], message: str) -> None:
    with pytest.raises(WagesRefused) as refused:
        talks_wages.read({"on": "2026-11-16"}, sheets)

    assert [(one.field, one.message) for one in refused.value.problems] == [("wage_file", message)]


def test_a_line_of_a_file_that_is_refused_comes_back_as_text() -> None:
    sheets = (Sheet("表", (("类别", "月工资"), ("一\t线", "约六千"))),)

    with pytest.raises(WagesRefused) as refused:
        talks_wages.read({"on": "2026-11-16"}, sheets)

    assert refused.value.text == "类别\t月工资\n一 线\t约六千"
    assert [(one.field, one.params["line"]) for one in refused.value.problems] == [("wages", 2)]


def test_regions_that_overlap_are_followed_once() -> None:
    rows = (("类别", "月工资"), *(("甲", 6000.0) for _ in range(3_000)))
    sheet = Sheet("表", rows, tuple(Merge(1, 0, 3_000, 0) for _ in range(20_000)))

    assert len(talks_wages_sheet.rows_of((sheet,))) == 3_001


def test_what_is_downloaded_can_be_uploaded_and_text_is_no_formula(station: Working) -> None:
    talks_id = opened(station)
    given = (Line("=cmd|' /C calc'!A0", 3, 650_001, 12_300, 150, 2_050, 825, 800, 400_000), Line("+1", 2, 700_000))
    with db.transaction() as session:
        read = talks_wages.WagesGiven(given, date(2026, 11, 16), None, None, "")
        talks_wages.keep(session, talks_id, read, by=station["union"], now=NOW)
    with db.transaction() as session:
        content = talks_wages.sheet(session, talks_id, None, by=station["union"], now=NOW)

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["A"][2:]] == ["s", "s"]
    assert talks_wages.read({"on": "2026-11-16"}, reading.read(content, "x.xlsx")).lines == given
    assert "talks.wages_export" in everything()


def test_the_empty_form_asks_for_what_can_be_read() -> None:
    made = openpyxl.load_workbook(io.BytesIO(talks_wages_sheet.form(made_at=NOW)))
    made.worksheets[0].append(["一线", 12, 6500, 300, 1.5, 20, 8, 0, 5000])
    held = io.BytesIO()
    made.save(held)

    given = talks_wages.read({"on": "2026-11-16"}, reading.read(held.getvalue(), "x.xlsx"))

    assert given.lines == (Line("一线", 12, 650_000, 30_000, 150, 2_000, 800, 0, 500_000),)


def test_the_table_of_another_station_does_not_exist(station: Working) -> None:
    talks_id = opened(station)
    keep(station, talks_id)
    with db.transaction() as session:
        stranger = make.user(session, "yuan", at=make.station(session, "XZ"))

    with pytest.raises(NotFound), db.transaction() as session:
        talks_wages.sheet(session, talks_id, None, by=stranger, now=NOW)
    with pytest.raises(NotFound), db.transaction() as session:
        talks_wages.keep(session, talks_id, talks_wages.read(FORM), by=stranger, now=NOW)
