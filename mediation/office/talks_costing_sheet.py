"""The comparison of offers as a spreadsheet. Chinese, as every document; text is never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import NotFound
from mediation.office import talks, talks_costing, talks_costing_pages, talks_wages
from mediation.office.records.talks_costing import Cell, CostColumn, CostRow, CostTables
from mediation.sheets import writing
from mediation.sheets.writing import Column, Table

SUMMARY: Final = (
    Column("方案"), Column("全年合计（元）", "money"), Column("人均（元）", "money"),
    Column("比现状增减（元）", "money"), Column("比现状增减（%）", "number"), Column("其中一次性投入（元）", "money"),
    Column("条款"),
)  # fmt: skip
FLOORS: Final = (Column("方案"), Column("问题"), Column("怎样处理"), Column("依据"))
ASSUMED: Final = (Column("前提"), Column("数值"), Column("来源"), Column("核实情况"))
MARKS: Final = {"V": "已核对原文", "S": "转引", "U": "待核", "": "使用者填写"}
NOTE: Final = "本表为测算，供协商参考"


def comparison(
    session: Session, talks_id: str, *, number: int | None, wanted: Sequence[str], by: Reader, now: datetime
) -> bytes:
    """Return the comparison as an .xlsx file and write down who took it; raises NotFound without a wage table."""
    row = talks.may_be_seen(session, talks_id, by=by)
    table = talks_wages.version_of(session, row, number)
    if table is None:
        raise NotFound(talks_costing_pages.NOTHING_KEPT)
    options = talks_costing.chosen(talks_costing.options(session, row), wanted)
    tables = talks_costing.tables(talks_costing.ground(row, table), options, row)
    talks_wages.note_taken(session, row, "talks.costing_export", table.number, by=by, now=now)
    title = f"{row.employer}协商方案成本测算　按第{table.number}版工资表（{table.heads}人）　{NOTE}"
    return writing.write(_sheets(tables, title), made_at=now)


def _sheets(found: CostTables, title: str) -> list[Table]:
    labels = [str(one.label) for one in found.columns]
    money = [Column(f"{one}（元）", "money") for one in labels]
    more = [Column(f"{one}比现状（元）", "money") for one in labels[1:]]
    heads = [Column(f"{one}人均（元）", "money") for one in labels]
    return [
        Table("汇总", title, SUMMARY, [_summary(one) for one in found.columns]),
        Table("分项", title, (Column("项目"), *money, *more), [(one.item, *_amounts(one)) for one in found.items]),
        Table("分类别", title, (Column("类别"), Column("人数", "number"), *money, *more, *heads),
              [(one.name, one.heads, *_amounts(one), *(cell.per_head for cell in one.cells)) for one in found.groups]),
        Table("分类别分项", title, (Column("类别"), Column("人数", "number"), Column("项目"), *money, *more),
              [(one.name, one.heads, one.item, *_amounts(one)) for one in found.parts]),
        Table("方案之间", f"{title}　行的方案比列的方案多（元）",
              (Column("方案"), *(Column(one, "money") for one in labels[1:])), _beside(found.columns[1:])),
        Table("最低工资", title, FLOORS, _floors(found)),
        Table("前提", title, ASSUMED,
              [(str(one.title), str(one.shown), one.source, MARKS[one.verified]) for one in found.assumptions]
              + [("说明", str(one), "", "") for one in found.notes]),
    ]  # fmt: skip


def _summary(one: CostColumn) -> tuple[Any, ...]:
    cell, first = one.cell, one.key == talks_costing.NOW
    share = None if first or cell.percent is None else cell.percent / 100
    terms = "\n".join(f"{line.title.zh}：{line.text}" for line in one.terms)
    return str(one.label), cell.total, cell.per_head, None if first else cell.more, share, one.lump or None, terms


def _amounts(row: CostRow) -> Iterable[int]:
    cells: tuple[Cell, ...] = row.cells
    return (*(one.total for one in cells), *(one.more for one in cells[1:]))


def _beside(offers: Sequence[CostColumn]) -> list[tuple[Any, ...]]:
    return [(str(one.label), *(one.beside.get(other.key) for other in offers)) for one in offers]


def _floors(found: CostTables) -> list[tuple[str, ...]]:
    return [
        (str(column.label), str(one.what), str(one.remedy), "；".join(str(law.title) for law in one.laws))
        for column in found.columns
        for one in column.findings
    ]
