"""Why a case was given something, or wasn't: rules with their conditions and law, and what would change the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediation.office.records.case import CaseHeader
from mediation.office.records.claims import Anew, ConditionRecord, SheetRecord
from mediation.office.records.reasons import DeadlineRecord, FactRecord
from mediation.office.records.words import FactValue, Said, Words


@dataclass(frozen=True)
class ProofLaw:
    """An article as it stood on the day: `text` '' where its wording isn't stored, `stood` whether it was in force."""

    title: Words
    text: str
    mark: str  # V | S | U
    stood: bool


@dataclass(frozen=True)
class ProofLine:
    """One line of a condition: a test with label and unit, or a heading with its joiner (level: its number)."""

    holds: bool
    depth: int
    joiner: str = ""  # all_of | any_of | none_of | level
    level: str = ""
    label: Words | None = None
    wanted: Said | None = None
    actual: FactValue = None
    unit: str = ""
    hidden: bool = False  # the value isn't for this reader


@dataclass(frozen=True)
class ProofFlip:
    """One fact with the nearest value that changes a result, and what comes out then (as `ProofRecord.outcome`)."""

    label: Words
    value: FactRecord
    outcome: Any
    claim: int | None = None
    claim_kind: str = ""
    any_value: bool = False


@dataclass(frozen=True)
class ProofRule:
    """One rule and what it says; `put_out_by` is the rule that takes precedence where it holds in vain."""

    rule: str
    title: Words
    version: date
    holds: bool
    laws: tuple[ProofLaw, ...]
    lines: tuple[ProofLine, ...]
    facts: tuple[FactRecord, ...] = ()
    flips: tuple[ProofFlip, ...] = ()
    put_out_by: Words | None = None
    claim: int | None = None
    claim_kind: str = ""
    mark: str = "V"


@dataclass(frozen=True)
class ResultRow:
    """One result in a list: what it is, what came out, and the key of its page."""

    key: str
    kind: str  # desk | priority | flag | mediation | date | escalation | advice | amount
    name: str
    outcome: Any
    title: Words
    claim: int | None = None
    claim_kind: str = ""


@dataclass(frozen=True)
class ProofRecord:
    """The proof of one result."""

    row: ResultRow
    given: bool
    made_by: tuple[ProofRule, ...]
    others: tuple[ProofRule, ...]
    flips: tuple[ProofFlip, ...]
    receipts: tuple[DeadlineRecord, ...] = ()
    known: bool = True  # False: the result isn't of the decision; only its own rule is shown


@dataclass(frozen=True)
class Basis:
    """What a proof was made from: the day whose rules were asked, the rule book, and whether it still stands so.

    `kept` False: the book of that decision is gone and today's was asked. `same` False: asked again, the case's desks
    come out otherwise than they stand.
    """

    judged_on: date
    decided_at: datetime
    rulebook: str
    kept: bool
    current: bool
    same: bool


@dataclass(frozen=True)
class AmountProof:
    """Why a claim was worked out to an amount: conditions, steps, the articles' words, what would take another way.

    `kept` False: the rule book of then is gone and today's was asked. `same` False: asked again, that book gives
    another amount or none. `anew`, `present`: what it comes to by the rules and facts of today, where that is another
    amount.
    """

    row: ResultRow
    claim_id: str
    sheet: SheetRecord
    conditions: tuple[ConditionRecord, ...]
    laws: tuple[ProofLaw, ...]
    kept: bool
    same: bool
    anew: Anew | None = None
    present: SheetRecord | None = None


@dataclass(frozen=True)
class WhyPage:
    """The proof of one result of a case, or of the results that were chosen; `amount` is one of a claim instead."""

    header: CaseHeader
    basis: Basis
    proofs: tuple[ProofRecord, ...]
    may_print: bool
    amount: AmountProof | None = None


@dataclass(frozen=True)
class ResultsPage:
    """Everything a case was given, to choose from, and what it wasn't given."""

    header: CaseHeader
    basis: Basis
    given: tuple[ResultRow, ...]
    not_given: tuple[ResultRow, ...]
    may_print: bool
    silent: tuple[tuple[Words, tuple[ProofRule, ...]], ...] = ()
    query: str = ""
    found: int = 0
