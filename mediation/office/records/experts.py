"""Experts called in by video: the station's list, the calls on a case, what a called lawyer is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mediation.office.records.duty import HitRecord, NameRecord


@dataclass(frozen=True)
class ExpertRow:
    """One expert of the station's list."""

    id: str
    name: str
    expertise: str
    organisation: str
    contact: str
    active: bool


@dataclass(frozen=True)
class CallRecord:
    """One call on a case. `told` says the expert has heard of it in the house; otherwise the text has to be sent."""

    id: str
    name: str
    of: str  # firm or organisation
    expertise: str
    question: str
    at: datetime
    address: str
    state: str
    asked_by: str
    notes: str
    told: bool
    may_mark: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExpertsPage:
    """The calls on a case, and whom a new one may go to: value and label."""

    case_id: str
    number: str
    station: str
    parties: str
    calls: tuple[CallRecord, ...]
    lawyers: tuple[tuple[str, str], ...]
    experts: tuple[tuple[str, str, str, str], ...]  # id, expertise, name, organisation
    may_call: bool


@dataclass(frozen=True)
class InvitationRow:
    """What a called lawyer sees: number and names until there is no conflict, then the case and the address."""

    id: str
    number: str
    at: datetime
    state: str
    names: tuple[NameRecord, ...] = ()
    hits: tuple[HitRecord, ...] = ()
    case_id: str = ""
    question: str = ""
    address: str = ""
