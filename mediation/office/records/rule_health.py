"""The health of the rules: what was found, grouped, and the cases that the rules failed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mediation.office.records.reasons import FactRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class FindingRecord:
    """One thing found, with a specimen of facts where two rules clash."""

    about: str
    ident: str
    title: Words
    why: Said
    file: str
    line: int
    level: int | None
    version: date | None
    witness: tuple[FactRecord, ...]


@dataclass(frozen=True)
class KindRecord:
    """Everything found of one kind: its heading, what to do, the findings."""

    kind: str
    severity: str
    heading: str
    todo: str
    found: tuple[FindingRecord, ...]


@dataclass(frozen=True)
class UndecidedRecord:
    """A case that the rules failed on, and when they last did."""

    case_id: str
    number: str
    decided_at: datetime


@dataclass(frozen=True)
class HealthPage:
    """The page; `cases` is how many cases were looked back over, `undecided_all` counts those no user may see too."""

    digest: str
    today: date
    cases: int
    kinds: tuple[KindRecord, ...]
    counts: Mapping[str, int]
    undecided: tuple[UndecidedRecord, ...]
    undecided_all: int
