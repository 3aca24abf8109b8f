"""A whole sheet: rows that are no cases are skipped, the others read one by one, the same case twice refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.ledger import columns, headings
from mediation.domain.ledger.days import read_day
from mediation.domain.ledger.grid import Cell, Sheet, empty, squeezed
from mediation.domain.ledger.headings import Heading
from mediation.domain.ledger.rows import ReadRow, Setting, key_of, read_row

DITTO: Final = frozenset({"同上", "〃", "″", "”", '"', "''", "同前", "々", "同上行"})
CARRIED: Final = ("received_on", "employer", "type", "channel", "summary", "handler")
_TOTAL = re.compile(
    r"(?:本[月周页季年期]|第?[一二三四1-4]季度|[一二三四五六七八九十\d]{1,3}月份?|上半年|下半年|"
    r"全[年站]|(?:20\d\d)?年度?|以上|累计)?"
    r"(?:合计|总计|小计|共计|累计|总和|汇总|总数)(?:[:：(（\d].{0,30}|[一二三四五六七八九十百]+[件人].{0,20})?"
)
_FOOTER = re.compile(
    r"(?:填表|制表|审核|审批|复核|核对|统计|填报|报送|单位负责|负责|站长|主任|经办人?签|签字|盖章|注|"
    r"说明|备注|附|本表|本页|以下|打印|日期|截至)"
    r"(?:[^,，]{0,12})[:：]?.*"
)
_RULE = re.compile(r"[-—–=*·~_#【\[<《>]{2,}.*|.{0,12}(?:月份?|[上中下]旬|季度|年度?|周)[^\w]*")
_FIGURES = re.compile(r"[￥¥]?[\d,，.]+(?:元|万元?|人|件|起)?")
_NUMBER = re.compile(r"[\d.\-、号#№第(（)）]+")


@dataclass(frozen=True)
class ReadSheet:
    """A ledger as understood: its heading and what became of each row below it."""

    sheet: Sheet
    heading: Heading
    fields: Mapping[str, int]
    rows: tuple[ReadRow, ...]

    def count(self, status: str) -> int:
        """Return the number of rows of a status."""
        return sum(row.status == status for row in self.rows)


def read(sheet: Sheet, heading: Heading, *, today: date, fields: Mapping[str, int] | None = None) -> ReadSheet:
    """Read every row below the heading; `fields` says which column holds what, as chosen, not as found."""
    chosen = dict(heading.fields if fields is None else fields)
    in_wan = frozenset(
        name for name, column in chosen.items() if column < len(heading.paths) and columns.in_wan(heading.paths[column])
    )
    reader = _Reader(sheet, heading, chosen, today)
    setting = Setting(chosen, heading.year or reader.year(), today, in_wan)
    seen: dict[tuple[object, ...], int] = {}
    rows = []
    for row in range(heading.last + 1, reader.end()):
        rows.append(_once(reader.read(row, setting), seen))
    return ReadSheet(sheet, heading, chosen, tuple(rows))


def choose(sheets: tuple[Sheet, ...], *, hints: tuple[str, ...] = ()) -> tuple[Sheet, Heading] | None:
    """Return the visible sheet that looks most like a ledger, the first of equals, None if none does."""
    found = [
        (sheet, heading)
        for sheet in sheets
        if not sheet.hidden and (heading := headings.find(sheet, hints=(sheet.name, *hints)))
    ]
    return max(found, key=lambda one: (_needed(one[1]), len(one[0].rows)), default=None)


def _needed(heading: Heading) -> int:
    return sum(name in heading.fields for name in columns.NEEDED)


def _once(row: ReadRow, seen: dict[tuple[object, ...], int]) -> ReadRow:
    """Refuse a row that says the same as an earlier one."""
    if row.status != "accepted":
        return row
    first = seen.setdefault(key_of(row), row.row)
    if first == row.row:
        return row
    return ReadRow(row.row, "refused", "duplicate", first, row.cells, row.values)


class _Reader:
    """Reads the rows of one sheet; remembers the row above for `同上`."""

    def __init__(self, sheet: Sheet, heading: Heading, fields: Mapping[str, int], today: date) -> None:
        self.sheet, self.heading, self.fields, self.today = sheet, heading, fields, today
        self.above: dict[str, Cell] = {}
        self.down = {
            (row, merge.left): (merge.top, merge.left)
            for merge in sheet.merges
            if merge.bottom > merge.top > heading.last
            for row in range(merge.top, min(merge.bottom + 1, len(sheet.rows)))
        }
        self.wide = {(merge.top, merge.left) for merge in sheet.merges if merge.right > merge.left}

    def end(self) -> int:
        """Return the row after the last one in which something stands."""
        filled = [row for row, cells in enumerate(self.sheet.rows) if any(not empty(cell) for cell in cells)]
        return max(filled, default=-1) + 1

    def year(self) -> int | None:
        """Return the one year that all dates written with a year name."""
        column = self.fields.get("received_on")
        if column is None:
            return None
        cells = (self.cell(row, column) for row in range(self.heading.last + 1, self.end()))
        read = (read_day(cell, year=None, today=self.today).value for cell in cells)
        return headings.year_of_days([day.year for day in read if day])

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; one merged over several rows gives its value to each of them."""
        return self.sheet.cell(*self.down.get((row, column), (row, column)))

    def read(self, row: int, setting: Setting) -> ReadRow:
        """Read one row, or say why it is none."""
        skipped = self._no_case(row)
        if skipped:
            return ReadRow(row + 1, "skipped", skipped)
        cells = {name: self.cell(row, column) for name, column in self.fields.items() if name != "number"}
        for name in columns.NEEDED:
            cells.setdefault(name, None)
        cells |= {
            name: self.above[name] for name in CARRIED
            if name in cells and name in self.above and squeezed(cells[name]) in DITTO
        }  # fmt: skip
        self.above = cells
        places = {**dict.fromkeys(columns.NEEDED, -1), **setting.fields}
        return read_row(row + 1, cells, Setting(places, setting.year, setting.today, setting.in_wan))

    def _no_case(self, row: int) -> str | None:
        """Return why a row is no case: blank, a total, a label; None for one to be read."""
        cells = self.sheet.rows[row]
        texts = {column: text for column, cell in enumerate(cells) if (text := squeezed(cell))}
        number = self.fields.get("number", -1)
        if not texts or (set(texts) == {number} and _NUMBER.fullmatch(texts[number])):
            return "blank"
        if self._is_total(row, texts):
            return "total"
        return "label" if self._is_label(row, texts) else None

    def _is_total(self, row: int, texts: Mapping[int, str]) -> bool:
        counted = {self.fields.get(name) for name in ("amount", "workers", "settled_amount")}
        if set(texts) <= counted and all(_FIGURES.fullmatch(text) for text in texts.values()):
            return True
        applicant = texts.get(self.fields.get("applicant", -1), "")
        if applicant and not _TOTAL.fullmatch(applicant):
            return False
        said = {self.fields.get(name) for name in ("amount", "summary", "remark", "outcome", "type")}
        first = min(texts)
        return any(_TOTAL.fullmatch(text) for column, text in texts.items() if column == first or column not in said)

    def _is_label(self, row: int, texts: Mapping[int, str]) -> bool:
        if headings.repeated(self.heading, self.fields, self._named(texts)):
            return True
        held = [name for name in columns.NEEDED if self.fields.get(name) in texts]
        first = min(texts)
        if len(held) < len(columns.NEEDED) - 1 and _FOOTER.fullmatch(texts[first]):
            return True
        return len(set(texts.values())) == 1 and self._stands_alone(row, first, texts[first])

    def _stands_alone(self, row: int, column: int, text: str) -> bool:
        """Tell whether the only text of a row parts the rows around it instead of belonging to a case."""
        if (row, column) in self.wide or _RULE.fullmatch(text):
            return True
        field = next((name for name, place in self.fields.items() if place == column), "")
        if field == "received_on":
            return read_day(self.cell(row, column), year=2000, today=self.today).value is None
        return field in ("", "number", "remark", "handler")

    def _named(self, texts: Mapping[int, str]) -> dict[str, str]:
        return {
            name: texts[column]
            for name, column in self.fields.items()
            if column in texts and column < len(self.heading.paths)
        }
