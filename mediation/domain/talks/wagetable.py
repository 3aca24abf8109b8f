"""The wage table: a line for each group of staff or each person, read from pasted text with Chinese headings.

Tabs or commas part the cells. A heading names a column as people name it (`班组`, `人数`, `月工资(万元)`,
`平日加班小时`); amounts may be `1.2万`. Either a cell is plainly a number, or the line is refused with its place.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mediation.domain.ledger import columns
from mediation.domain.ledger.amounts import read_amount
from mediation.domain.ledger.grid import squeezed, tidy
from mediation.domain.refusals import N_, Problem, Refused

MOST_LINES: Final = 20_000
MOST_CHARACTERS: Final = 4_000_000
MOST_HEADS: Final = 1_000_000
MOST_NAME: Final = 60
MOST_TOLD: Final = 50
LEAST_BY_COMMA: Final = 100_000
"""Where commas part the cells, monthly pay below this (fen) may be the half of `12,500`."""

EMPTY: Final = N_("没有读到工资表；请连同表头一并粘贴")
TOO_LONG: Final = N_("工资表过长：最多 %(most)d 行")
NO_HEADING: Final = N_("没有找到表头；表头应有“月工资”一栏，最好还有“类别”和“人数”")
TWICE: Final = N_("表头中有两栏都是“%(name)s”，请只保留一栏")
NOT_READ: Final = N_("第 %(line)d 行“%(name)s”不能确定，请核对")
NO_PAY: Final = N_("第 %(line)d 行没有月工资")
NO_GROUP: Final = N_("第 %(line)d 行没有类别名称")
NO_HEADS: Final = N_("第 %(line)d 行没有人数")
CELLS: Final = N_("第 %(line)d 行有 %(cells)d 格，表头有 %(wanted)d 格；金额中的千分位逗号请去掉或者加引号")
TOO_LITTLE: Final = N_("第 %(line)d 行的月工资不足 1,000 元，可能被千分位逗号拆开，请核对")
NO_LINES: Final = N_("表头下没有任何一行")
MORE: Final = N_("另有 %(count)d 处问题没有列出")

NAMES: Final = {
    "group": "类别 人员类别 岗位 岗位类别 班组 部门 工种 职位 职级 群体 组别 车间 人员分类 岗位名称 部门名称",
    "heads": "人数 职工人数 员工人数 在岗人数 人员数量 定员",
    "monthly": "月工资 月工资标准 人均月工资 平均月工资 月平均工资 基本工资 工资标准 月薪 应发工资 月应发工资 工资",
    "allowance": "津贴 补贴 津贴补贴 月津贴 月补贴 津补贴 人均津贴",
    "bonus": "年终奖月数 奖金月数 年终奖 奖金",
    "weekday": "平日加班小时 延时加班小时 月加班小时 加班小时 平时加班小时 工作日加班小时",
    "rest": "休息日加班小时 周末加班小时 双休日加班小时",
    "holiday": "节假日加班小时 法定节假日加班小时 法定休假日加班小时",
    "overtime_base": "加班基数 加班工资基数 加班费基数 加班计算基数",
}
_BY_NAME: Final = {name: key for key, names in NAMES.items() for name in names.split()}
_FIRST: Final = {key: names.split()[0] for key, names in NAMES.items()}
_FEN: Final = ("monthly", "allowance", "overtime_base")
_HUNDREDTHS = re.compile(r"(\d{1,4})(?:\.(\d{1,2}))?(?:小时|个月|个?月|h)?", re.IGNORECASE)
_HEADS = re.compile(r"(\d{1,7})(?:\.0+)?(?:人|名)?")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总人数|平均)[:：]?")


@dataclass(frozen=True, slots=True)
class Line:
    """Staff of one group who are paid alike; money in fen a month and a head, months and hours in hundredths.

    `bonus` is the yearly bonus in months of pay; hours are overtime hours a month; `overtime_base` None: that month's
    pay.
    """

    group: str
    heads: int
    monthly: int
    allowance: int = 0
    bonus: int = 0
    weekday: int = 0
    rest: int = 0
    holiday: int = 0
    overtime_base: int | None = None


def paste(text: str) -> tuple[Line, ...]:
    """Return the lines of a pasted wage table; total rows and blank rows are passed over.

    Without a column of heads every row is one person. Raises Refused with every cell that can't be read, by line
    (counted from 1 with the heading).
    """
    if len(text) > MOST_CHARACTERS:
        raise Refused(TOO_LONG, most=MOST_LINES)
    rows = _cells(text)
    if not any(squeezed(cell) for row in rows for cell in row):
        raise Refused(EMPTY)
    if len(rows) > MOST_LINES + 20:
        raise Refused(TOO_LONG, most=MOST_LINES)
    return of_rows(rows, by_comma="\t" not in text)


def of_rows(rows: Sequence[Sequence[str]], *, by_comma: bool = False) -> tuple[Line, ...]:
    """Return the lines of a table's rows, the heading among the first twenty; `by_comma`: commas parted the cells.

    Raises Refused with what is wrong, line by line.
    """
    top, places, wan = _heading(rows)
    found: list[Line] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows[top + 1 :], top + 2):
        cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
        if not any(squeezed(cell) for cell in row) or any(_TOTAL.fullmatch(squeezed(cell)) for cell in row[:3]):
            continue
        if by_comma and len(row) != len(rows[top]):
            params = {"line": number, "cells": len(row), "wanted": len(rows[top])}
            problems.append(Problem(CELLS, f"line{number}", params=params))
            continue
        line = _line(cells, number, wan, problems)
        if line is not None and by_comma and line.monthly < LEAST_BY_COMMA:
            problems.append(_told(TOO_LITTLE, number, "monthly", cells["monthly"]))
        if line is not None and line.heads:
            found.append(line)
    if problems:
        told = problems[:MOST_TOLD]
        left = len(problems) - len(told)
        raise Refused([*told, Problem(MORE, params={"count": left})] if left else told)
    if not found:
        raise Refused(NO_LINES)
    return tuple(found)


def heads(lines: Iterable[Line]) -> int:
    """Return the number of people of a table."""
    return sum(line.heads for line in lines)


def _cells(text: str) -> list[list[str]]:
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if "\t" in text:
        return [line.split("\t") for line in text.split("\n")]
    if not re.search(r"(?m)^[^\n]*,[^\n]*$", text):
        text = text.replace("，", ",")
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error:
        return []


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int], frozenset[str]]:
    for top, row in enumerate(rows[:20]):
        names = [_BY_NAME.get(columns.cleaned(cell)) for cell in row]
        if "monthly" not in names or len({one for one in names if one}) < 2:
            continue
        places = {key: place for place, key in enumerate(names) if key}
        for key in places:
            if names.count(key) > 1:
                raise Refused(TWICE, name=_FIRST[key])
        wan = frozenset(key for key, place in places.items() if key in _FEN and columns.in_wan((row[place],)))
        return top, places, wan
    raise Refused(NO_HEADING)


def _line(cells: dict[str, str], number: int, wan: frozenset[str], problems: list[Problem]) -> Line | None:
    before, values = len(problems), dict[str, int]()
    for key, cell in cells.items():
        if key == "group" or not squeezed(cell):
            continue
        value = _value(key, cell, key in wan)
        if value is None:
            problems.append(_told(NOT_READ, number, key, cell))
        else:
            values[key] = value
    name = tidy(unicodedata.normalize("NFC", cells.get("group", "")))[:MOST_NAME]
    if "group" in cells and not name:
        problems.append(_told(NO_GROUP, number, "group", ""))
    if "heads" in cells and not squeezed(cells["heads"]):
        problems.append(_told(NO_HEADS, number, "heads", ""))
    if len(problems) == before and not values.get("monthly"):
        problems.append(_told(NO_PAY, number, "monthly", ""))
    if len(problems) > before:
        return None
    return Line(group=name or "全体", heads=values.pop("heads", 1), **values)


def _value(key: str, cell: str, in_wan: bool) -> int | None:
    if key in _FEN:
        found = read_amount(cell, in_wan=in_wan)
        return None if found.doubts else found.value if found.value is not None else 0
    match = (_HEADS if key == "heads" else _HUNDREDTHS).fullmatch(squeezed(cell))
    if match is None:
        return None
    if key == "heads":
        return int(match[1]) if int(match[1]) <= MOST_HEADS else None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _told(message: str, number: int, key: str, cell: str) -> Problem:
    params = {"line": number, "name": _FIRST[key]}
    return Problem(message, field=f"line{number}.{key}", value=cell.strip()[:60], params=params)
