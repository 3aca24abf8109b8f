"""The shape of the report of a month, quarter or year for the four partners: words and figures, ready to be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from mediation.press.records import Label, Line, Name, OptionalLine, Paragraph, Record

Shown = Annotated[str, Field(min_length=1, max_length=40)]


class FigureLine(Record):
    """One figure: what it is called, its value with its unit, what it counts or is a share of."""

    title: Name
    value: Shown
    meaning: OptionalLine = ""


class FigureSection(Record):
    """Figures that belong together."""

    title: Label
    lines: Annotated[tuple[FigureLine, ...], Field(min_length=1, max_length=40)]


class PartLine(Record):
    """One line of a table: its name and its count, with its share of all where the table says it."""

    name: Line
    value: Shown
    share: OptionalLine = ""


class PartTable(Record):
    """One count taken apart."""

    title: Label
    meaning: Line
    total: Shown
    unit: Label = "件"
    lines: Annotated[tuple[PartLine, ...], Field(max_length=200)] = ()


class TrendLine(Record):
    """One month of the trend, a value for each heading."""

    month: Label
    values: Annotated[tuple[Shown, ...], Field(min_length=1, max_length=12)]


class MonthlyReportRecord(Record):
    """The report for the partners (统计报表); small numbers are hidden before it is made."""

    organisation: Name
    station: Name
    period: Label
    first: date
    last: date
    notes: Paragraph
    sections: Annotated[tuple[FigureSection, ...], Field(min_length=1, max_length=12)]
    tables: Annotated[tuple[PartTable, ...], Field(max_length=12)]
    trend_heads: Annotated[tuple[Label, ...], Field(min_length=1, max_length=12)]
    trend: Annotated[tuple[TrendLine, ...], Field(min_length=1, max_length=24)]
    not_recorded: Annotated[tuple[Line, ...], Field(max_length=12)] = ()
    printed_at: Label
    printed_by: Label


FIGURE_RECORDS: dict[str, type[Record]] = {"monthly_report": MonthlyReportRecord}
"""The records of what is printed of figures."""
