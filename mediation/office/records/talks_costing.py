"""Records of the costing of wage talks: wage tables, offers beside each other, dismissals against lower pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mediation.domain.refusals import Problem
from mediation.office.records.reasons import LawRecord
from mediation.office.records.talks import FindingRecord, TalksFrame
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class WageVersion:
    """One version of the wage table, without its lines; `insurance` and `low` as typed, None where they weren't."""

    number: int
    on: date
    heads: int
    groups: int
    insurance: int | None
    low: int | None
    note: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class OfferChoice:
    """One offer that may be compared."""

    key: str
    label: Said
    made_on: date | None
    chosen: bool


@dataclass(frozen=True)
class TermLine:
    """One clause of an offer that costs something or promises not to dismiss."""

    title: Words
    text: str


@dataclass(frozen=True)
class Cell:
    """A yearly cost in fen with the difference to the present: fen, and hundredths of a percent (None: of nothing)."""

    total: int
    more: int
    percent: int | None
    per_head: int | None = None


@dataclass(frozen=True)
class CostColumn:
    """The present or one offer; `beside` is how much dearer it is than each other offer."""

    key: str
    label: Said
    terms: tuple[TermLine, ...]
    cell: Cell
    lump: int
    beside: Mapping[str, int]
    findings: tuple[FindingRecord, ...]


@dataclass(frozen=True)
class CostRow:
    """One item, one group, or one item of a group, with a cell for each column."""

    name: str
    item: str
    heads: int | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class AssumptionRow:
    """One number the costing rests on: `verified` V, S or U; empty for one that was typed."""

    title: Words | Said
    shown: Said
    source: str
    verified: str


@dataclass(frozen=True)
class CostTables:
    """The present (first) and the chosen offers side by side."""

    columns: tuple[CostColumn, ...]
    items: tuple[CostRow, ...]
    groups: tuple[CostRow, ...]
    parts: tuple[CostRow, ...]
    assumptions: tuple[AssumptionRow, ...]
    notes: tuple[Said, ...]


@dataclass(frozen=True)
class PlanLine:
    """One kept comparison with dismissals, in the list."""

    id: str
    title: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class CostingPage:
    """The costing of one round: wage tables, choices, and the comparison unless something is missing (`problems`)."""

    frame: TalksFrame
    versions: tuple[WageVersion, ...]
    shown: WageVersion | None
    choices: tuple[OfferChoice, ...]
    tables: CostTables | None
    problems: tuple[Problem, ...]
    notes: tuple[Said, ...]
    plans: tuple[PlanLine, ...]


@dataclass(frozen=True)
class StepsPage:
    """The arithmetic behind one column."""

    frame: TalksFrame
    shown: WageVersion
    label: Said
    key: str
    steps: tuple[Said, ...]


@dataclass(frozen=True)
class LeaverRow:
    """People of one group hired on one day who would leave: severance for each and for all, in fen."""

    group: str
    heads: int
    hired_on: date
    years: str
    base: int
    each: int
    total: int


@dataclass(frozen=True)
class MonthRow:
    """Cumulated cost after so many months in fen, and what each way has saved against the present."""

    month: int
    present: int
    cut: int
    dismissals: int
    cut_saves: int
    dismissals_save: int


@dataclass(frozen=True)
class WhatIfResult:
    """Lower pay beside dismissals, recomputed from the rules of today."""

    basis: Said
    terms: tuple[TermLine, ...]
    promise: bool
    leaving: int
    left_on: date
    leavers: tuple[LeaverRow, ...]
    severance: int
    notice: int
    recovers: int | None
    overtakes: int | None
    months: tuple[MonthRow, ...]
    steps: tuple[Said, ...]
    warnings: tuple[Said, ...]
    findings: tuple[FindingRecord, ...]
    laws: tuple[LawRecord, ...]
    notice_laws: tuple[LawRecord, ...]
    assumptions: tuple[AssumptionRow, ...]


@dataclass(frozen=True)
class WhatIfPage:
    """A kept comparison; `result` is None where it can't be computed any more, `problems` says why."""

    frame: TalksFrame
    plan: PlanLine
    typed: Mapping[str, str]
    table: int
    shown: WageVersion | None
    result: WhatIfResult | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class WhatIfForm:
    """What the form for a comparison offers: the offers it may rest on, the groups with their heads."""

    frame: TalksFrame
    shown: WageVersion | None
    options: tuple[OfferChoice, ...]
    groups: tuple[tuple[str, int], ...]
