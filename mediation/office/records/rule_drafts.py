"""Drafts and versions of the rules as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediation.domain.bookchanges import Changed
from mediation.office.records.words import Words


@dataclass(frozen=True)
class PeriodChoice:
    """A period of a rule that is in force today or will be; `key` names rule and clock, or place and period of talks.
    """

    key: str
    title: Words
    length: int
    unit: str
    since: date
    law: str


@dataclass(frozen=True)
class DraftRow:
    """One draft in the list."""

    id: str
    title: str
    kind: str
    state: str
    by: str
    made_at: datetime
    faulty: bool
    rehearsal: str
    moved: int | None
    stale: bool


@dataclass(frozen=True)
class VersionRow:
    """One version; `number` None: a text from the disk that was in use."""

    number: int | None
    title: str
    note: str
    digest: str
    at: datetime
    by: str
    in_use: bool
    draft_id: str | None


@dataclass(frozen=True)
class ListPage:
    """All drafts and versions, and whether the folder on the disk says something that was never in use here."""

    drafts: tuple[DraftRow, ...]
    versions: tuple[VersionRow, ...]
    disk_differs: bool
    disk_faulty: bool


@dataclass(frozen=True)
class Counted:
    """What moves at one desk or for one person."""

    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class MoveRow:
    """One case that moves, its rules' titles looked up in `titles`."""

    case_id: str
    number: str
    live: bool
    parties: str
    changes: tuple[Mapping[str, Any], ...]
    happened: tuple[Mapping[str, Any], ...] | None = None
    done: bool = False

    @property
    def as_foreseen(self) -> bool:
        """Say whether what happened is what was foreseen."""
        return self.happened == self.changes


@dataclass(frozen=True)
class ForecastPart:
    """What a rehearsal found, by desk and person."""

    cases: int
    moved: int
    live: int
    desks: tuple[Counted, ...]
    people: tuple[Counted, ...]
    elsewhere: int
    leaderless: tuple[str, ...] = ()
    faults: tuple[Mapping[str, str], ...] = ()
    since: date | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Outcome:
    """How far the cases are decided anew, and how many of them as foreseen."""

    done: int
    waiting: int
    as_foreseen: int
    otherwise: int
    untouched: int


@dataclass(frozen=True)
class BesideRow:
    """One period or date beside the cases that moves; `came`: it came as foreseen, None for not carried out yet."""

    what: str
    name: Words
    number: str
    target: str
    person: str
    was: tuple[date, date | None]
    becomes: tuple[date, date | None]
    came: bool | None = None


@dataclass(frozen=True)
class StationPart:
    """What a station shall go by, for a draft that changes no rules: its name, and each thing before and after."""

    name: str
    place: tuple[Words, Words]
    organisation: tuple[str, str]
    may_decide: bool


@dataclass(frozen=True)
class DraftPage:
    """One draft with everything a supervisor decides by."""

    row: Any
    made_by: str
    confirmed_by: str
    published_by: str
    version: VersionRow | None
    stale: bool
    second: bool
    changes: tuple[Changed, ...]
    begins: date | None
    diffs: tuple[tuple[str, tuple[str, ...]], ...]
    forecast: ForecastPart | None
    as_if: ForecastPart | None
    moves: tuple[MoveRow, ...]
    as_if_moves: tuple[MoveRow, ...]
    titles: Mapping[str, Words]
    outcome: Outcome | None
    page: int
    pages: int
    may_draft: bool
    may_confirm: bool
    station: StationPart | None = None
    beside: tuple[BesideRow, ...] = ()
