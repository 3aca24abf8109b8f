"""A holiday list from every kind of file is the same list; what a file doesn't say is asked, not guessed."""

import io
from datetime import date

import pytest
import xlsxwriter

from mediation.domain.refusals import Refused
from mediation.office import calendar_files
from tests.checkout import ROOT
from tests.domain.test_holidaylist import shipped

SHIPPED = shipped(2026)
OFF, WORK = sorted(SHIPPED.off), sorted(SHIPPED.work)


def csv() -> bytes:
    lines = ["日期,类型,备注", *(f"{day},放假," for day in OFF), *(f"{day.year}年{day.month}月{day.day}日,补班,x" for day in WORK)]
    return "\n".join([*lines, "2026-03-07,周末,"]).encode("gb18030")


def xlsx() -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for nth, (day, word) in enumerate([*((day, "holiday") for day in OFF), *((day, "workday") for day in WORK)]):
        sheet.write_datetime(nth, 0, day)
        sheet.write_string(nth, 1, word)
    book.close()
    return kept.getvalue()


def ics() -> bytes:
    events = [(one.first, one.last.toordinal() + 1, f"{one.name} 休") for one in SHIPPED.holidays]
    events += [(day, day.toordinal() + 1, "补班") for day in WORK] + [(date(2026, 3, 8), date(2026, 3, 9).toordinal(), "妇女节")]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for nth, (first, end, told) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{nth}", f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
                  f"DTEND;VALUE=DATE:{date.fromordinal(end):%Y%m%d}", f"SUMMARY:{told}", "END:VEVENT"]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_each_kind_of_file_gives_the_same_list() -> None:
    files = {
        "2026.yaml": (ROOT / "rules/workdays/2026.yaml").read_bytes(), "a.csv": csv(), "a.xlsx": xlsx(), "a.ics": ics(),
    }  # fmt: skip
    for name, content in files.items():
        found = calendar_files.read(content, name, 2026)
        assert (found.year, sorted(found.off), sorted(found.work)) == (2026, OFF, WORK), name
        assert [one.name for one in found.holidays] == [one.name for one in SHIPPED.holidays], name
    assert calendar_files.read(files["2026.yaml"], "2026.yaml", 2027).notice == SHIPPED.notice


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", b"year: 2026\noff: [2026-13-01]\n", "第 2 行不合放假安排的格式：“2026-13-01”不是历法上的日期"),
        ("a.yaml", b"year: [", "行不合放假安排的格式：不合 YAML 格式"),
        ("a.yaml", b"[]", "第 1 行不合放假安排的格式：应为若干行"),
        ("a.csv", "2027-01-01,也许\n2027-01-02,放假".encode(), "看不出是放假还是补班"),
        ("a.csv", "甲,乙\n".encode(), "没有读出任何"),
        ("a.ics", b"BEGIN:VCALENDAR\nEND:VEVENT\n", "没有读出任何"),
        ("a.ics", b"\xff\xfe\x00", "日历文件"),
        ("a.csv", b"", "文件是空的"),
        ("a.xlsx", b"PK\x03\x04broken", "文件无法读取"),
    ],
)
def test_a_file_that_says_no_list_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        calendar_files.read(content, name, 2027)
