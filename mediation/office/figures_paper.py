"""The report as it is printed for the four partners: every number as a reader sees it, in Chinese."""

from __future__ import annotations

from typing import Any

from mediation.domain import money
from mediation.domain.figurelist import DEFINITIONS, SECTIONS, TREND, Definition
from mediation.domain.worktime import ZONE
from mediation.office.figures_sheet import UNITS, Word, notes, period_words, said
from mediation.office.records.figures import Part, Report, Table, Value

MOST_LINES = 40


def record(report: Report, *, by: str, word: Word) -> dict[str, Any]:
    """Return the record of the printed report; `word` puts codes into words."""
    return {
        "organisation": report.organisation,
        "station": report.station,
        "period": period_words(report.period),
        "first": report.period.first,
        "last": report.period.last,
        "notes": notes(report),
        "sections": [
            {
                "title": title,
                "lines": [_line(one, report.values[one.key]) for one in definitions],
            }
            for title, definitions in SECTIONS
        ],
        "tables": [_table(one, word) for one in report.tables],
        "trend_heads": [f"{DEFINITIONS[key].title}（{UNITS[DEFINITIONS[key].unit]}）" for key in TREND],
        "trend": [
            {"month": one.key, "values": [_plain(one.values[key], DEFINITIONS[key].unit) for key in TREND]}
            for one in report.trend
        ],
        "not_recorded": list(report.not_recorded),
        "printed_at": f"{report.made_at.astimezone(ZONE):%Y-%m-%d %H:%M}",
        "printed_by": by,
    }


def _line(told: Definition, value: Value) -> dict[str, str]:
    return {"title": told.title, "value": shown(value, told.unit), "meaning": told.over or told.meaning}


def shown(value: Value, unit: str) -> str:
    """Return a value with its unit; hidden ones as their mark, what can't be said as 无."""
    if value is None:
        return "无"
    if isinstance(value, str):
        return value
    return f"{_plain(value, unit)} {UNITS[unit]}"


def shared(table: Table, part: Part) -> str:
    """Return a part's share of its table in words, "" where a table says none, 无 where there is none to say."""
    return shown(table.share(part), "percent") if table.split.shares else ""


def _plain(value: Value, unit: str) -> str:
    if value is None or isinstance(value, str):
        return value or "无"
    if unit == "fen":
        return money.figures(int(value))
    return f"{value:.1f}" if unit == "percent" else f"{value:g}" if unit == "days" else f"{value:,}"


def _table(table: Table, word: Word) -> dict[str, Any]:
    lines = [
        {"name": said(part, table, word), "value": _plain(part.value, "cases"), "share": shared(table, part)}
        for part in table.parts
    ]
    return {
        "title": table.split.title,
        "meaning": table.split.meaning,
        "total": _plain(table.total, "cases"),
        "unit": UNITS[table.split.unit],
        "lines": lines[:MOST_LINES],
    }
