"""Records of wage talks: their header, their periods, what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mediation.office.records.reasons import LawRecord, ReceiptRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class FindingRecord:
    """One thing wrong (`error`) or doubtful (`warning`): what, what to do, by which articles; `verified` V, S or U."""

    severity: str
    code: str
    what: Said
    remedy: Said
    laws: tuple[LawRecord, ...] = ()
    verified: str = "V"
    side: str = ""
    second: bool = False


@dataclass(frozen=True)
class PeriodRecord:
    """One period with its receipt; `state` of domain.talks.clocks, `second`: a wider place's tighter one."""

    id: str
    clock: str
    number: str
    title: Words
    place: Words
    second: bool
    side: str
    who: str
    about: str
    force: str
    verified: str
    state: str
    opens_on: date | None
    safe_on: date
    last_on: date | None
    done_on: date | None
    days_left: int
    laws: tuple[LawRecord, ...]
    receipt: ReceiptRecord


@dataclass(frozen=True)
class DueRecord:
    """The open period of a round that presses most; `state` of domain.talks.clocks: `expired` is after the last day.

    `passed`: the safe day is over. `days_left` counts to the safe day, after it to the last day (below 0: missed).
    """

    title: Words
    safe_on: date
    last_on: date | None
    passed: bool
    state: str
    days_left: int


@dataclass(frozen=True)
class TalksFrame:
    """What stands at the head of every page of one round of talks; `may` are the acts open to the reader."""

    id: str
    version: int
    number: str
    employer: str
    unit: str
    place: Words
    contract: str
    proposer: str
    stage: str
    due: DueRecord | None
    staff: int | None
    may: frozenset[str]


@dataclass(frozen=True)
class TalksLine:
    """One round of talks in the list."""

    id: str
    number: str
    employer: str
    unit: str
    stage: str
    due: DueRecord | None
    made_on: date


@dataclass(frozen=True)
class NextStepRecord:
    """A lawful next step: what, who does it, by which articles, why now (`situation`), when it was taken.

    `open`: it may be taken now; else it was taken, or the steps that come `after` weren't.
    """

    id: str
    situation: str
    title: Words
    who: str
    laws: tuple[LawRecord, ...]
    taken_on: date | None
    open: bool = True
    after: tuple[Words, ...] = ()
