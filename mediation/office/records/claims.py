"""A claim worked out: its form, every step with its articles, what it rests on, and what has moved since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediation.domain.claims import Fact
from mediation.office.records.case import CaseHeader, ClaimRecord
from mediation.office.records.reasons import LawRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class StepRecord:
    """One line of the working: what was done, what came out, the articles it rests on.

    `mark` of a line that tells a standard: V | S | U, how far the standard was checked.
    """

    says: Said
    value: str
    laws: tuple[LawRecord, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class GivenFact:
    """One fact an amount rests on; `lines` holds what was given, one part a line; none: nothing was given."""

    name: str
    label: Words
    type: str
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ConditionRecord:
    """One condition that an amount turns on, with what is wanted for it to hold and what is so."""

    says: Said
    wanted: Said
    actual: Said
    holds: bool
    laws: tuple[LawRecord, ...] = ()


@dataclass(frozen=True)
class TurnRecord:
    """A fact that takes the amount another way from `instead` on; `last` is the last value that doesn't.

    `nth`: which of several (a month's wage), to `until` where those after it say the same. `up`: the other way lies
    above, below, or (None) there is no order.
    `flipped`: the conditions that then hold or fail otherwise than now.
    """

    label: Words
    nth: int | None
    type: str
    last: Any
    instead: Any
    up: bool | None
    amount: int
    said: tuple[Said, ...]
    final_award: bool | None
    flipped: tuple[ConditionRecord, ...] = ()
    until: int | None = None


@dataclass(frozen=True)
class SheetRecord:
    """One working. `final_award`: whether an award on it is final, None: no such test or not known. `id` '': not kept.
    """

    id: str
    kind: str
    amount: int
    on: date
    governed_on: date
    place: Words
    facts: tuple[GivenFact, ...]
    steps: tuple[StepRecord, ...]
    warnings: tuple[Said, ...]
    laws: tuple[LawRecord, ...]
    final_award: bool | None
    rulebook: str
    made_at: datetime | None = None
    made_by: str = ""
    turns: tuple[TurnRecord, ...] = ()


@dataclass(frozen=True)
class Anew:
    """What a kept claim comes to today, where that is another amount. `why`: rules | facts | both.

    `amount` None: it can't be worked out any more, `stuck` says why.
    """

    amount: int | None
    why: str
    stuck: tuple[Said, ...] = ()


@dataclass(frozen=True)
class EarlierSheet:
    """A working that another replaced."""

    amount: int
    on: date
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class ClaimPage:
    """The page of one claim being worked out; `known` is what the form begins with, `drawn` what the case gave it.

    `seen` names the working that is kept now, '' for none.
    """

    header: CaseHeader
    claim: ClaimRecord
    title: Words
    facts: tuple[Fact, ...]
    places: tuple[tuple[str, Words], ...]
    known: Mapping[str, Any]
    drawn: tuple[Words, ...]
    on: date
    kept: SheetRecord | None = None
    anew: Anew | None = None
    earlier: tuple[EarlierSheet, ...] = ()
    may_compute: bool = False
    seen: str = ""
