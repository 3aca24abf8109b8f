"""Write spreadsheets that open in Excel and WPS: text stays text, whatever it begins with; days are real days."""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

WIDEST: Final = 48
NARROWEST: Final = 8
LONGEST: Final = 32_000
_NAME_MARKS: Final = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True)
class Column:
    """One column: its heading and what it holds, `text`, `day`, `money` (fen) or `number`."""

    title: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """One sheet: a title, columns and rows; None leaves a cell empty."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def write(tables: Sequence[Table], *, made_at: datetime) -> bytes:
    """Return an .xlsx file with one sheet a table: title row, frozen heading, filter, widths by content."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})  # fmt: skip
    book.set_properties({"created": made_at.replace(tzinfo=None)})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        "number": book.add_format({"num_format": "General", "valign": "top"}),
    }
    for table in tables:
        _sheet(book, table, formats)
    book.close()
    return held.getvalue()


def _sheet(book: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.name.translate(_NAME_MARKS)[:31] or "1")
    sheet.write_string(0, 0, table.title, formats["title"])
    widths = [_width(column.title) for column in table.columns]
    for place, column in enumerate(table.columns):
        sheet.write_string(1, place, column.title, formats["head"])
    last = 1
    for last, row in enumerate(table.rows, 2):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value is not None:
                widths[place] = max(widths[place], _put(sheet, (last, place), column.kind, value, formats))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(2, 0)
    if table.columns:
        sheet.autofilter(1, 0, max(last, 2), len(table.columns) - 1)


def _put(sheet: Any, at: tuple[int, int], kind: str, value: Any, formats: dict[str, Any]) -> int:
    """Write one cell and return how wide it is."""
    if kind == "day" and isinstance(value, date):
        sheet.write_datetime(*at, value, formats["day"])
        return len("2026-01-01")
    if kind == "money" and isinstance(value, int):
        sheet.write_number(*at, value / 100, formats["money"])
        return len(f"{value / 100:,.2f}")
    if kind == "number" and isinstance(value, (int, float)):
        sheet.write_number(*at, value, formats["number"])
        return len(str(value))
    text = str(value)[:LONGEST]
    sheet.write_string(*at, text, formats["text"])
    return max((_width(line) for line in text.splitlines()), default=0)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
