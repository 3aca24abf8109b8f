"""Spreadsheet files: every form is read, hostile ones harm nobody."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from mediation import confined
from mediation.domain.ledger.grid import Merge
from mediation.domain.refusals import Refused
from mediation.sheets import reading
from mediation.sheets.reading import Damaged, TooLarge, UnknownForm

ROWS = [["日期", "姓名", "单位"], ["2026-03-05", "张三", "甲公司"], ["3月6日", "李，四", "乙；公司"]]
ROOT = Path(__file__).parents[2]


def xlsx(*, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    for row in ROWS:
        sheet.append(row)
    sheet["D2"], sheet["E2"], sheet["F2"] = date(2026, 3, 5), 46113, True
    sheet["A5"] = "合计"
    sheet.merge_cells("A5:C5")
    if hidden:
        book.create_sheet("藏").sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_is_read_with_its_days_numbers_merges_and_hidden_sheets() -> None:
    sheet, hidden = reading.read(xlsx(hidden=True), "台账.xlsx")

    assert sheet.rows[1] == ("2026-03-05", "张三", "甲公司", date(2026, 3, 5), 46113.0, True)
    assert sheet.merges == (Merge(4, 0, 4, 2),)
    assert (sheet.hidden, hidden.hidden) == (False, True)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_and_with_every_separator(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in ROWS)

    [sheet] = reading.read(text.encode(encoding), "台账.csv")

    assert [list(row) for row in sheet.rows] == ROWS


def test_a_long_number_kept_whole_by_a_formula_is_read_as_its_digits() -> None:
    [sheet] = reading.read(b'a,b\r\n"=""310112199001010038""",x\r\n', "x.csv")

    assert sheet.rows[1][0] == "310112199001010038"


def test_what_is_packed_comes_back_the_same() -> None:
    sheets = reading.read(xlsx(), "台账.xlsx")

    assert reading.unpack(reading.pack(sheets)) == sheets


def _zip(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def _with_sheet(body: bytes) -> bytes:
    """Return a workbook whose sheet is exactly `body`."""
    source, held = zipfile.ZipFile(io.BytesIO(xlsx())), io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for one in source.infolist():
            archive.writestr(one.filename, body if one.filename == "xl/worksheets/sheet1.xml" else source.read(one.filename))
    return held.getvalue()


HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def _lying(content: bytes, size: int = 10) -> bytes:
    """Say in both places of a zip that the members are small when unpacked."""
    told, place = bytearray(content), 0
    while (place := told.find(b"PK\x01\x02", place)) >= 0:
        told[place + 24 : place + 28] = struct.pack("<I", size)
        place += 4
    return bytes(told)


def bombs() -> dict[str, bytes]:
    spaces = _with_sheet(HEAD + b" " * (300 << 20) + TAIL)
    far = HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + TAIL
    wide = HEAD + b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>' + TAIL
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    ) + b"]>" + HEAD.partition(b"?>")[2] + b'<row r="1"><c r="A1" t="str"><v>&j;</v></c></row>' + TAIL
    return {
        "spaces": spaces,
        "spaces that lie": _lying(spaces),
        "a cell far away": _with_sheet(far),
        "a cell far to the right": _with_sheet(wide),
        "a billion laughs": _with_sheet(laughs),
        "many members": _zip(*((f"m{n}", b"") for n in range(20_000))),
        "a zip of nothing": _zip(("a.txt", b"a")),
        "a cut workbook": xlsx()[:2000],
        "an old workbook cut short": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    }


BOMBS = ("spaces", "spaces that lie", "a cell far away", "a cell far to the right", "a billion laughs", "many members",
         "a zip of nothing", "a cut workbook", "an old workbook cut short")  # fmt: skip


@pytest.fixture(scope="module")
def made_bombs() -> dict[str, bytes]:
    return bombs()


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_harm_is_refused_soon(made_bombs: dict[str, bytes], name: str) -> None:
    begun = time.monotonic()

    try:
        sheets = reading.read(made_bombs[name], name)
    except (Damaged, TooLarge, UnknownForm):
        sheets = ()

    assert name in ("a billion laughs",) or sheets == ()
    assert sum(len(str(cell)) for sheet in sheets for row in sheet.rows for cell in row) < 10_000
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("content", [b"", b"<html><table></table></html>", b"\0\1\2\3" * 100, b"MZ" + b"\0" * 90])
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        reading.read(content, "x.xls")


def test_a_file_over_the_limit_is_not_even_opened() -> None:
    with pytest.raises(TooLarge):
        reading.read(b"a" * (reading.MOST_BYTES + 1), "x.csv")


def test_more_rows_than_a_ledger_has_are_refused() -> None:
    with pytest.raises(TooLarge):
        reading.read(b"a,b\n" * 20_001, "x.csv")


def test_the_child_holds_its_limits_for_a_user_without_privileges(tmp_path: Path, made_bombs: dict[str, bytes]) -> None:
    """Root passes some limits by: the same bombs once more as nobody, who must be refused as well."""
    script = (
        "import os,sys; os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534));"
        "sys.argv[:]=['child','768','20','0','32']; from mediation.sheets import child; child.main(sys.argv[1:])"
    )
    for name in ("spaces that lie", "a cell far away"):
        done = subprocess.run(
            [sys.executable, "-c", script], input=made_bombs[name], capture_output=True, timeout=60, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        )  # fmt: skip
        assert done.returncode != 0 or b'"refused"' in done.stdout, (name, done.stderr[-300:])


def test_the_child_knows_nothing_of_the_house() -> None:
    assert not {name for name in confined.environment() if name.startswith("MEDIATION")}
