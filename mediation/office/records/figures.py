"""The report of a month, quarter or year: figures, tables, the trend of thirteen months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mediation.domain.figurelist import Definition, Split
from mediation.domain.figures import Period, share
from mediation.domain.worktime import station_day
from mediation.office.records.lists import CaseRow

Value = int | float | str | None
"""A number; None where there is nothing to divide by; a mark of domain.smallnumbers where it is hidden."""


@dataclass(frozen=True)
class Part:
    """One line of a table: a code with its words elsewhere, or a `name`."""

    code: str
    value: Value
    name: str = ""


@dataclass(frozen=True)
class Table:
    """A count taken apart; `total` is that of the figure, parts need not add up to it unless the split is whole."""

    split: Split
    total: Value
    parts: tuple[Part, ...]

    def share(self, part: Part) -> float | None:
        """Return what a part is of the total in per cent; None where it isn't said, or either is hidden or nothing."""
        if not self.split.shares or not isinstance(part.value, int) or not isinstance(self.total, int):
            return None
        return share(part.value, self.total)


@dataclass(frozen=True)
class Month:
    """One month of the trend; `values` by figure."""

    key: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Report:
    """Everything that is said of one period. `values` by the key of the figure; `hidden`: small numbers are hidden."""

    station_id: str
    station: str
    organisation: str
    period: Period
    made_at: datetime
    values: Mapping[str, Value]
    tables: tuple[Table, ...]
    trend: tuple[Month, ...]
    not_recorded: tuple[str, ...]
    weights: Mapping[str, int]  # cases behind the sums of the trend: `agreed@2026-11`
    hidden: bool = False

    @property
    def running(self) -> bool:
        """Tell whether the period isn't over yet."""
        return self.period.last >= station_day(self.made_at)


@dataclass(frozen=True)
class CasesOf:
    """The cases behind one figure; `of` is what its words are, `part` the code or name of a line of a table."""

    title: Definition | Split
    part: str
    part_words: str
    period: Period
    station_id: str
    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class FiguresPage:
    """The page of the figures: the report with what can be chosen."""

    report: Report
    stations: tuple[tuple[str, str], ...]
    before: str
    after: str  # "" where the next period lies in the future
    keys: Mapping[str, str]  # month, quarter and year of the day looked at
    today: date


__all__ = ["CasesOf", "Definition", "FiguresPage", "Month", "Part", "Report", "Split", "Table", "Value"]
