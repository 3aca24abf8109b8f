"""The list of a group's workers, read from pasted or uploaded rows by what their headings say.

Either a cell is plainly what its heading says, or it is told with its row and column; everything wrong at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mediation.domain.casefile import NAME_LENGTH
from mediation.domain.ledger import columns
from mediation.domain.ledger.amounts import read_amount
from mediation.domain.ledger.grid import Cell, Sheet, empty, shown, squeezed, tidy
from mediation.domain.ledger.people import read_id_numbers, read_phone
from mediation.domain.refusals import N_, Problem, Refused

MOST_WORKERS: Final = 500
MOST_CHARACTERS: Final = 200_000
MOST_POST: Final = 40
LOOKED_AT: Final = 20
MOST_TOLD: Final = 60
FIELD: Final = "roll"

NAMES: Final = {
    "name": "姓名 工人姓名 劳动者姓名 员工姓名 职工姓名 名字 申请人 申请人姓名 劳动者 工人 name",
    "id_number": "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 证件号码 证件号 idnumber",
    "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 phone",
    "post": "岗位 工种 职务 工作岗位 班组 职位 post",
    "claimed": "主张金额 请求金额 申请金额 诉求金额 拖欠金额 拖欠工资 欠薪金额 欠薪 欠付工资 欠发工资 金额 claimed",
    "offered": "协商金额 应付金额 协议金额 调解金额 分得金额 同意金额 确认金额 offered",
    "paid": "实付金额 已付金额 付款金额 转账金额 已发金额 实发金额 本次付款 累计已付 paid",
}
"""How people head the columns; the first of each is what they are called in what is told."""
SUMS: Final = ("claimed", "offered", "paid")
_BY_NAME: Final = {name: key for key, names in NAMES.items() for name in names.split()}
FIRST: Final = {key: names.split()[0] for key, names in NAMES.items()}
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总人数)[:：]?")

EMPTY: Final = N_("没有读到名单；请连同表头一并粘贴，或者上传表格文件")
TOO_LONG: Final = N_("名单过长：一案最多 %(most)d 名劳动者")
NO_HEADING: Final = N_("没有找到表头；表头应有“姓名”，以及“身份证号”“电话”“岗位”“主张金额”“协商金额”等栏中的至少一栏")
SEVERAL: Final = N_("文件中有 %(count)d 张表都有名单的表头（%(names)s），请只保留一张再上传")
TWICE: Final = N_("表头中有两栏都是“%(name)s”，请只保留一栏")
NO_LINES: Final = N_("表头下没有任何一名劳动者")
NO_NAME: Final = N_("没有姓名")
LONG: Final = N_("过长或者含有不能使用的字符")
NOT_A_SUM: Final = N_("金额不能确定，请核对；金额写作 8000.00，最多两位小数")
SAME_ID: Final = N_("与第 %(other)d 行的身份证号相同")
SAME_NAME: Final = N_("与第 %(other)d 行同名，又没有身份证号可以区分；确是两人的，请补填身份证号")
MORE: Final = N_("另有 %(count)d 处问题没有列出")
CELLS: Final = N_("本行有 %(cells)d 格，表头有 %(wanted)d 格；金额中的千分位逗号请去掉")


@dataclass(frozen=True)
class Row:
    """One worker of a list; `line` as people count the lines. Only what the list has a column for is said."""

    line: int
    name: str
    id_number: str = ""
    phone: str = ""
    post: str = ""
    sums: dict[str, int] = field(default_factory=dict)


def cells_of(text: str) -> list[list[str]]:
    """Return the cells of pasted text, parted by tabs, else by commas."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if "\t" in text:
        return [line.split("\t") for line in text.split("\n")]
    try:
        return list(csv.reader(io.StringIO(text.replace("，", ","))))
    except csv.Error:
        return []


def rows_of(sheets: Iterable[Sheet]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of the one visible sheet that has the heading of a list; raises Refused for none or several."""
    found = {one.name: one.rows for one in sheets if not one.hidden and _heading(one.rows) is not None}
    if len(found) > 1:
        raise Refused(Problem(SEVERAL, FIELD, params={"count": len(found), "names": "、".join(found)[:60]}))
    if not found:
        raise Refused(Problem(NO_HEADING, FIELD))
    return next(iter(found.values()))


def text_of(rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows as they would be pasted, to be corrected on the page; a long number keeps that it was stored as one.

    A number of 15 digits and more has lost its last ones: put back as digits it would look like one that was typed.
    """
    return "\n".join("\t".join(_text(cell) for cell in row).rstrip("\t") for row in rows).rstrip("\n")


def _text(cell: Cell) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 10**14:
        return f"{cell:.14E}"
    return " ".join(shown(cell).split())


def read(rows: Sequence[Sequence[Cell]], *, today: date, by_comma: bool = False) -> tuple[Row, ...]:
    """Return the workers of a list; raises Refused with every cell that can't be read, by line and column.

    Blank lines, lines of totals and headings that are repeated on every page are passed over.
    """
    if not any(squeezed(cell) for row in rows for cell in row):
        raise Refused(Problem(EMPTY, FIELD))
    heading = _heading(rows)
    if heading is None:
        raise Refused(Problem(NO_HEADING, FIELD))
    top, places = heading
    reading = _Reading(rows[top], places, today)
    for number, row in enumerate(rows[top + 1 :], top + 2):
        if _passed_over(row, rows[top]):
            continue
        if by_comma and len(row) != len(rows[top]):
            reading.tell(number, "name", CELLS, "", cells=len(row), wanted=len(rows[top]))
            continue
        reading.take(number, row)
    return reading.done()


class _Reading:
    def __init__(self, heading: Sequence[Cell], places: dict[str, int], today: date) -> None:
        self.heading, self.places, self.today = heading, places, today
        self.found: list[Row] = []
        self.problems: list[Problem] = []

    def tell(self, line: int, key: str, message: str, value: str, **params: object) -> None:
        told = {"line": line, "name": FIRST[key], **params}
        self.problems.append(Problem(message, f"{FIELD}.{line}.{key}", value.strip()[:60], params=told))

    def take(self, line: int, row: Sequence[Cell]) -> None:
        cells = {key: row[place] if place < len(row) else None for key, place in self.places.items()}
        name, post = tidy(cells["name"]), tidy(cells.get("post"))
        if not name:
            self.tell(line, "name", NO_NAME, "")
        elif len(name) > NAME_LENGTH or not isinstance(cells["name"], str):
            self.tell(line, "name", LONG, name)
        if len(post) > MOST_POST:
            self.tell(line, "post", LONG, post)
        numbers = read_id_numbers(cells.get("id_number"), 1, today=self.today)
        for one in numbers.doubts:
            self.tell(line, "id_number", one.message, "", **one.params)
        phone = read_phone(cells.get("phone"))
        if phone.value is None:
            for one in phone.doubts:
                self.tell(line, "phone", one.message, shown(cells.get("phone")), **one.params)
        id_number = numbers.value[0] if numbers.value else ""
        self.found.append(Row(line, name, id_number, phone.value or "", post, self._sums(line, cells)))

    def _sums(self, line: int, cells: dict[str, Cell]) -> dict[str, int]:
        sums: dict[str, int] = {}
        for key in (one for one in SUMS if one in cells and not empty(cells[one])):
            wan = columns.in_wan((shown(self.heading[self.places[key]]),))
            found = read_amount(cells[key], in_wan=wan)
            if found.doubts or found.approximate:
                self.tell(line, key, NOT_A_SUM, shown(cells[key]))
            elif found.value is not None:
                sums[key] = found.value
        return sums

    def done(self) -> tuple[Row, ...]:
        if len(self.found) > MOST_WORKERS:
            raise Refused(Problem(TOO_LONG, FIELD, params={"most": MOST_WORKERS}))
        for line, other, key in twice([(one.line, one.name, one.id_number) for one in self.found]):
            self.tell(line, key, SAME_ID if key == "id_number" else SAME_NAME, "", other=other)
        if self.problems:
            told = sorted(self.problems, key=lambda one: int(str(one.params["line"])))[:MOST_TOLD]
            left = len(self.problems) - len(told)
            raise Refused([*told, Problem(MORE, FIELD, params={"count": left})] if left else told)
        if not self.found:
            raise Refused(Problem(NO_LINES, FIELD))
        return tuple(self.found)


def twice(people: Iterable[tuple[int, str, str]]) -> list[tuple[int, int, str]]:
    """Return who stands in a list again: number, the number of the first, and by which column it is told.

    `people`: number, name, and what names the ID number ("" for none). Two of one name with two ID numbers are two.
    """
    found: list[tuple[int, int, str]] = []
    by_id: dict[str, int] = {}
    by_name: dict[str, list[tuple[int, str]]] = {}
    for number, name, id_number in people:
        same = next((one for one in by_name.get(name, []) if name and not (one[1] and id_number)), None)
        if id_number and id_number in by_id:
            found.append((number, by_id[id_number], "id_number"))
        elif same:
            found.append((number, same[0], "name"))
        if id_number:
            by_id.setdefault(id_number, number)
        by_name.setdefault(name, []).append((number, id_number))
    return found


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]] | None:
    for top, row in enumerate(rows[:LOOKED_AT]):
        names = [_BY_NAME.get(columns.cleaned(shown(cell))) for cell in row]
        if "name" not in names or len({one for one in names if one}) < 2:
            continue
        for key in {one for one in names if one}:
            if names.count(key) > 1:
                raise Refused(Problem(TWICE, FIELD, params={"name": FIRST[key]}))
        return top, {key: place for place, key in enumerate(names) if key}
    return None


def _passed_over(row: Sequence[Cell], heading: Sequence[Cell]) -> bool:
    texts = [squeezed(cell) for cell in row]
    if not any(texts) or any(_TOTAL.fullmatch(text) for text in texts[:3]):
        return True
    return [text for text in texts if text] == [text for cell in heading if (text := squeezed(cell))]
