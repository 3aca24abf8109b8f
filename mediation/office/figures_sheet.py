"""The report as a spreadsheet: figures, tables, trend, definitions. Chinese, as every document.

Codes are put into words by whoever asks: `word(code, table)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mediation.domain.figurelist import DEFINITIONS, SECTIONS, SPLITS, TREND
from mediation.domain.figures import Period
from mediation.domain.smallnumbers import ALSO, LEAST, SMALL
from mediation.office.records.figures import Part, Report, Table, Value
from mediation.sheets import writing
from mediation.sheets.writing import Column

Word = Callable[[str, str], str]
UNITS = {"cases": "件", "people": "人", "answers": "份", "fen": "元", "percent": "%", "days": "天"}
UNKNOWN = "未登记"
HIDING = f"小于{LEAST}的数以“{SMALL}”表示；为防止由合计推算，一并隐去的以“{ALSO}”表示。单位不足{LEAST}件的不列名。"
SHOWING = "本表含小于5的数，仅供本站内部使用，不得外传。"


def write(report: Report, *, word: Word) -> bytes:
    """Return the report as an .xlsx file."""
    title = f"{report.station}　{period_words(report.period)}统计报表"
    note = notes(report)
    tables = [
        writing.Table("数据", f"{title}　{note}", _FIGURES, _figures(report)),
        *(_table(one, title, word) for one in report.tables),
        writing.Table("趋势", f"{title}　十三个月趋势", _trend_columns(), _trend(report)),
        writing.Table("说明", f"{title}　指标说明　{note}", _MEANINGS, _meanings(report)),
    ]
    return writing.write(tables, made_at=report.made_at)


def _table(table: Table, title: str, word: Word) -> writing.Table:
    head = f"{title}　{table.split.title}（{table.split.meaning}）"
    columns = (_PARTS[0], Column(f"{UNITS[table.split.unit]}数", "number"), *([_SHARE] if table.split.shares else []))
    return writing.Table(table.split.title, head, columns, _parts(table, word))


_FIGURES = (Column("类别"), Column("指标"), Column("数值", "number"), Column("单位"), Column("口径"))
_PARTS = (Column("项目"),)
_SHARE = Column("占比（%）", "number")
_MEANINGS = (Column("指标"), Column("含义"), Column("分母"))


def period_words(period: Period) -> str:
    """Return a period as documents write it: 2026年11月, 2026年第四季度, 2026年, 2026-01-05至2026-03-20."""
    if period.kind == "span":
        return f"{period.first}至{period.last}"
    year = f"{period.first.year}年"
    if period.kind == "quarter":
        return f"{year}第{'一二三四'[period.first.month // 3]}季度"
    return f"{year}{period.first.month}月" if period.kind == "month" else year


def notes(report: Report) -> str:
    """Return what must be said with the numbers: what is hidden, and that the period still runs."""
    running = "本期未满，数据截至制表之日。" if report.running else ""
    return (HIDING if report.hidden else SHOWING) + running


def said(part: Part, table: Table, word: Word) -> str:
    """Return what one line of a table is called."""
    if not part.code:
        return UNKNOWN
    return part.name or word(part.code, table.split.words)


def cell(value: Value, unit: str) -> Value:
    """Return a value as a cell holds it: yuan for fen, a dash where there is nothing to say."""
    if value is None:
        return "无"
    return value / 100 if unit == "fen" and isinstance(value, int) else value


def _figures(report: Report) -> Iterable[tuple[Value, ...]]:
    for section, definitions in SECTIONS:
        for one in definitions:
            yield section, one.title, cell(report.values[one.key], one.unit), UNITS[one.unit], one.over or one.meaning
    for title in report.not_recorded:
        yield UNKNOWN, title, UNKNOWN, "", "案件系统中没有这项登记"


def _parts(table: Table, word: Word) -> Iterable[tuple[Value, ...]]:
    return [
        (said(part, table, word), part.value, *([cell(table.share(part), "percent")] if table.split.shares else []))
        for part in table.parts
    ]


def _trend_columns() -> tuple[Column, ...]:
    titles = (f"{DEFINITIONS[key].title}（{UNITS[DEFINITIONS[key].unit]}）" for key in TREND)
    return (Column("月份"), *(Column(title, "number") for title in titles))


def _trend(report: Report) -> Iterable[tuple[Value, ...]]:
    return [(one.key, *(cell(one.values[key], DEFINITIONS[key].unit) for key in TREND)) for one in report.trend]


def _meanings(report: Report) -> Iterable[tuple[Value, ...]]:
    for one in DEFINITIONS.values():
        yield one.title, one.meaning, one.over
    for split in SPLITS:
        yield split.title, split.meaning, ""
    yield "期间", f"{report.period.first} 至 {report.period.last}（含首尾日，按上海时间）", ""
    yield "公开说明", notes(report), ""
