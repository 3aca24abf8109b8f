"""Settlements, documents, and the state of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediation.office.records.case import CaseHeader, ClaimRecord, PartyRecord
from mediation.office.records.lists import Fault
from mediation.office.records.reasons import DeadlineRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class SettlementPage:
    """The terms form. `terms` is the draft as last stored, in the shape `office.settlements.draft` reads.

    terms as in domain/terms.py: {"claims": {claim_id: "settled"|"reserved"}, "payer": party_id, "payee": party_id,
    "account": {"name", "bank", "number"}, "method", "method_note", "total": "8000.00",
    "instalments": [{"due_on", "amount"}], "group": [{"name", "amount"}], "facts", "default_clause", "other_terms",
    "mediator", "recorder"}.
    """

    header: CaseHeader
    id: str
    state: str  # draft | issued
    organisation_kind: str  # people_mediation | labour_mediation; shown, not typed
    organisation_name: str
    parties: tuple[PartyRecord, ...]
    claims: tuple[ClaimRecord, ...]
    terms: Mapping[str, Any]
    default_clauses: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("bank", "cash", "other")
    group: int = 0  # workers to be listed one by one; 0 where every worker is a party
    several: tuple[str, ...] = ()  # ids of the people who apply, where there are more than one and no group


@dataclass(frozen=True)
class PreviewSection:
    """One headed part of the agreement's text."""

    heading: str
    paragraphs: tuple[str, ...]
    payments: bool = False  # the instalment table follows it


@dataclass(frozen=True)
class PreviewInstalment:
    """One row of the instalment table; `upper` is the amount in 大写."""

    number: int
    due_on: date
    amount: int
    upper: str


@dataclass(frozen=True)
class SettlementPreview:
    """The agreement as it will be printed, with the dates that follow from it."""

    header: CaseHeader
    id: str
    state: str
    version: str  # of the draft that is shown
    title: str
    number: str
    sections: tuple[PreviewSection, ...]
    instalments: tuple[PreviewInstalment, ...]
    total: int
    upper: str
    dates: tuple[DeadlineRecord, ...] = ()
    warnings: tuple[Said, ...] = ()
    may_issue: bool = False
    document_id: str = ""  # once issued
    annex: tuple[str, str] = ("", "")  # id and number of the annex of workings
    guard: tuple[Any, ...] = ()  # office.signing.guard.GuardLine, one a settled claim
    guard_open: bool = False  # something is missing before it may be issued
    may_note: bool = False
    signed: tuple[int, int] = (0, 0)  # how many have signed, of how many
    signed_document_id: str = ""
    corrects: str = ""  # id of the agreement that this one replaces
    replaced_on: date | None = None
    replaced_by: str = ""
    may_correct: bool = False
    effective_on: date | None = None  # the day of the last signature, noted after issue


@dataclass(frozen=True)
class Verification:
    """What the public page may say about a code: no names.

    `same`: the data's sum that the code on the paper carries is the one on record; None where it carries none.
    `standing`: what came after it.
    """

    found: bool
    code: str
    number: str = ""
    kind: str = ""
    issued_on: date | None = None
    sha256: str = ""
    organisation: str = ""
    file_sha256: str = ""
    same: bool | None = None
    standing: Said | None = None


@dataclass(frozen=True)
class RulesStatus:
    """The rule book in use, and what is wrong with what should be: the version published last, else the files on disk.
    """

    digest: str
    loaded_at: datetime
    rules: int
    checked_at: datetime | None = None
    faults: tuple[Fault, ...] = ()
    published: bool = False  # what should be in use is a published version
    unverified: tuple[Words, ...] = ()  # parameters and laws marked unverified
    calendars: tuple[tuple[int, str], ...] = ()  # year, notice
