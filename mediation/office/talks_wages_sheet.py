"""The wage table as a spreadsheet: read from an uploaded one, written as an empty form or with its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from mediation.domain.ledger.grid import Cell, Sheet, shown
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import wagetable
from mediation.domain.talks.wagetable import Line
from mediation.sheets import writing
from mediation.sheets.writing import Column, Table

FORM: Final = {
    "group": ("text", N_("班组、岗位或者部门的名称；同一类别可以有多行")),
    "heads": ("number", N_("本行的人数；每人一行的，可以删去本栏")),
    "monthly": ("money", N_("每人每月工资标准（应发），单位元")),
    "allowance": ("money", N_("每人每月津贴、补贴，单位元")),
    "bonus": ("number", N_("年终奖相当于几个月工资")),
    "weekday": ("number", N_("每人每月平日延时加班的小时数")),
    "rest": ("number", N_("每人每月休息日加班的小时数")),
    "holiday": ("number", N_("每人每月法定休假日加班的小时数")),
    "overtime_base": ("money", N_("每人每月的加班工资计算基数，单位元；不填即按月工资")),
}
"""The columns of the form: what each holds and what is written into it, by the names of `wagetable.Line`."""
COLUMNS: Final = tuple(Column(wagetable.NAMES[key].split()[0], kind) for key, (kind, _) in FORM.items())
HUNDREDTHS: Final = ("bonus", "weekday", "rest", "holiday")
EXPLAINED: Final = (Column("栏目"), Column("怎样填"))
MEANINGS: Final = tuple((column.title, text) for column, (_, text) in zip(COLUMNS, FORM.values(), strict=True))
LOOKED_AT: Final = 20
DECIMALS: Final = 6
LARGEST: Final = 10**12
SEVERAL: Final = N_("文件中有 %(count)d 张表都有工资表的表头（%(names)s），请只保留一张再上传")


def rows_of(sheets: Iterable[Sheet]) -> list[list[str]]:
    """Return the rows of the one visible sheet that has the heading of a wage table.

    Raises Refused where none has, or several. A text merged over rows stands in each of them; a figure only in the
    first, since nobody knows whether it was meant once or for each.
    """
    found = {one.name: rows for one in sheets if not one.hidden and _has_heading(rows := _texts(one))}
    if len(found) > 1:
        names = "、".join(found)[:60]
        raise Refused(Problem(SEVERAL, params={"count": len(found), "names": names}))
    if not found:
        raise Refused(wagetable.NO_HEADING)
    return next(iter(found.values()))


def text_of(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as they would be pasted, for correcting them on the page."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") for row in rows)


def form(*, made_at: datetime) -> bytes:
    """Return the empty form with a sheet that explains it."""
    empty = Table("工资表", "工资表（一行一类人员，或者一人一行）", COLUMNS, ())
    meaning = Table("填写说明", "填写说明：类别、月工资必填，其他各栏没有的可以不填", EXPLAINED, MEANINGS)
    return writing.write([empty, meaning], made_at=made_at)


def written(lines: Iterable[Line], title: str, *, made_at: datetime) -> bytes:
    """Return the lines as a spreadsheet that can be uploaded again."""
    rows = [[_value(line, key) for key in FORM] for line in lines]
    return writing.write([Table("工资表", title, COLUMNS, rows)], made_at=made_at)


def _value(line: Line, key: str) -> Any:
    value = getattr(line, key)
    return value / 100 if key in HUNDREDTHS else value


def _has_heading(rows: Sequence[Sequence[str]]) -> bool:
    try:
        wagetable.of_rows(rows[:LOOKED_AT])
    except Refused as refused:
        return all(one.message != wagetable.NO_HEADING for one in refused.problems)
    return True


def _texts(sheet: Sheet) -> list[list[str]]:
    rows, done = [[_text(cell) for cell in row] for row in sheet.rows], dict[int, int]()
    for merge in sorted(sheet.merges, key=lambda one: (one.left, one.top)):
        top = sheet.cell(merge.top, merge.left)
        if not isinstance(top, str) or not top.strip() or merge.top <= done.get(merge.left, -1):
            continue  # regions that overlap are no program's; following each of them would take for ever
        done[merge.left] = merge.bottom
        for row in rows[merge.top + 1 : merge.bottom + 1]:
            row.extend([""] * (merge.left + 1 - len(row)))
            row[merge.left] = top
    return rows


def _text(cell: Cell) -> str:
    """Return a cell as people see it: 8961.100000000001 is what programs make of 8961.1."""
    if isinstance(cell, float) and abs(cell) < LARGEST:
        return f"{cell:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return shown(cell)
