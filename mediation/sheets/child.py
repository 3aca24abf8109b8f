"""Read one spreadsheet from standard input and write its cells to standard output as JSON.

Started as `python -P -m mediation.sheets.child LIMITS`, without settings, keys or files of the house.
Whatever a hostile file does happens here: within the limits it is refused, beyond them this process dies.
"""

import csv
import io
import json
import os
import statistics
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from mediation import confined
from mediation.confined import MIB

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 60
MOST_MERGES = 20_000
MOST_TEXT = 8_000
MOST_MEMBERS = 5_000
MOST_UNPACKED = 256 * MIB
DELIMITERS = (",", "\t", ";", "|", "，")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Refusal(Exception):  # noqa: N818 - a word for the parent, no fault
    """The file is refused: `word` says why."""

    def __init__(self, word: str, detail: str = "") -> None:
        super().__init__(word)
        self.word, self.detail = word, detail


def sheets_of(content: bytes) -> list[dict[str, Any]]:
    """Return the sheets of a workbook or of a text file with separators; raises Refusal."""
    if content.startswith(ZIP):
        _check_archive(content)
        return _workbook(content)
    if content.startswith(OLE):
        return _workbook(content)
    return [_text_sheet(content)]


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError) as fault:
        raise Refusal("damaged") from fault
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise Refusal("large")


def _workbook(content: bytes) -> list[dict[str, Any]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError as fault:
        raise Refusal("password") from fault
    except (calamine.CalamineError, ValueError, OSError) as fault:
        raise Refusal("damaged") from fault
    kinds, visible = calamine.SheetTypeEnum, calamine.SheetVisibleEnum.Visible
    found = [one for one in book.sheets_metadata if one.typ == kinds.WorkSheet]
    if len(found) > MOST_SHEETS:
        raise Refusal("large")
    try:
        return [_sheet(book.get_sheet_by_name(one.name), one.visible != visible) for one in found]
    except (calamine.CalamineError, ValueError, OSError) as fault:
        raise Refusal("damaged") from fault


def _sheet(sheet: Any, hidden: bool) -> dict[str, Any]:
    end = sheet.end or (0, 0)
    if end[0] >= MOST_ROWS or end[1] >= MOST_COLUMNS:
        raise Refusal("large", sheet.name)
    rows = sheet.to_python(skip_empty_area=False)
    merges = [[*top_left, *bottom_right] for top_left, bottom_right in (sheet.merged_cell_ranges or ())[:MOST_MERGES]]
    return {"name": sheet.name, "hidden": hidden, "rows": [_trimmed(row) for row in rows], "merges": merges}


def _trimmed(row: list[Any]) -> list[Any]:
    cells = [_cell(one) for one in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell[:MOST_TEXT]
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    if isinstance(cell, (time, timedelta)):
        return {"span": str(cell)}
    return cell if isinstance(cell, (bool, int, float)) else ""


def _text_sheet(content: bytes) -> dict[str, Any]:
    text = _decoded(content)
    if text.lstrip()[:1] == "<" or not text.strip():
        raise Refusal("form")
    csv.field_size_limit(MOST_TEXT * 4)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as fault:
        raise Refusal("damaged") from fault
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise Refusal("large")
    cells = [_trimmed([_as_text(one) for one in row]) for row in rows]
    return {"name": "", "hidden": False, "rows": cells, "merges": []}


def _as_text(cell: str) -> str:
    """Undo `="310…"`, by which programs keep long numbers whole."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell  # noqa: PLR2004


def _decoded(content: bytes) -> str:
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(character < " " and character not in "\t\r\n" for character in text):
            return text
    raise Refusal("form")


def _delimiter(text: str) -> str:
    """Return the separator by which the lines fall into the most columns, evenly."""
    head = text[:64_000]
    return max(DELIMITERS, key=lambda one: _columns(head, one))


def _columns(text: str, delimiter: str) -> float:
    try:
        counts = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except csv.Error:
        return 0
    return statistics.median(counts) if counts else 0


def main(arguments: list[str]) -> None:
    """Set the limits, read, answer."""
    import python_calamine  # noqa: F401 - loaded before the limits, which forbid threads

    confined.limit(arguments)
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"sheets": sheets_of(content)}
    except Refusal as refusal:
        answer = {"refused": refusal.word, "detail": refusal.detail}
    except (MemoryError, RecursionError):
        os._exit(3)
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    main(sys.argv[1:])
