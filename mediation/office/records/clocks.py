"""The clocks of one case: what was recorded that moves them, what may be recorded, what an entry would move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mediation.office.records.case import CaseHeader
from mediation.office.records.reasons import DeadlineRecord, LawRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class ConsentRecord:
    """Who of a side agreed to an extension, how and when."""

    side: str
    who: str
    how: str
    on: date


@dataclass(frozen=True)
class EntryRecord:
    """One entry. `sort`: event | interruption | pause | extension | dispute. `void`: it moved nothing."""

    id: str
    sort: str
    what: Words
    on: date
    until: date | None
    about: Words | None
    evidence: str
    noted_at: datetime
    noted_by: str
    facts: tuple[tuple[Words, bool], ...] = ()
    consents: tuple[ConsentRecord, ...] = ()
    said_by: str = ""
    void: bool = False
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""


@dataclass(frozen=True)
class TargetRecord:
    """A date that may stand still or become longer: `value` for the form, the words of its reasons by code."""

    value: str
    name: Words
    claim_kind: str
    safe_on: date
    reasons: tuple[tuple[str, Words], ...] = ()
    by: str = ""
    at_most: date | None = None


@dataclass(frozen=True)
class MoveRecord:
    """What an entry does to one date: `old_on` None, it begins; `new_on` None, it no longer runs.

    `uncounted`: its rule failed, so it stands as it is until the rules work again.
    """

    name: Words
    claim_kind: str
    old_on: date | None
    new_on: date | None
    new_last: date | None
    laws: tuple[LawRecord, ...]
    steps: tuple[Said, ...] = ()
    paused_since: date | None = None
    others: tuple[tuple[date, date], ...] = ()  # first day told, safe day it makes
    uncounted: bool = False


@dataclass(frozen=True)
class WaitingRecord:
    """Claims on which no limitation runs: `trigger`, ended_on or known_on, is the day that would start it."""

    trigger: str
    kinds: tuple[str, ...]
    laws: tuple[LawRecord, ...]


@dataclass(frozen=True)
class ClocksPage:
    """Everything the page of a case's clocks shows."""

    header: CaseHeader
    version: str
    may: bool
    shut: bool
    dates: tuple[DeadlineRecord, ...]
    entries: tuple[EntryRecord, ...]
    claims: tuple[tuple[str, str], ...]  # id, kind
    pausable: tuple[TargetRecord, ...]
    extendable: tuple[TargetRecord, ...]
    limitations: tuple[TargetRecord, ...] = ()  # of events, that an interruption begins anew
    firm: tuple[DeadlineRecord, ...] = ()  # dates that neither stop nor become longer
    today: date = date.min
    sorts: tuple[str, ...] = ()  # sorts of entries that the case takes
    outliving: tuple[DeadlineRecord, ...] = ()  # counted anew after the closing, no date of the station
    waiting: tuple[WaitingRecord, ...] = ()  # claims on which no limitation runs yet
