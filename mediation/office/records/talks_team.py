"""Records of the teams of wage talks: who sits at the table for whom, since when, how chosen, how long protected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mediation.office.records.reasons import LawRecord
from mediation.office.records.talks import FindingRecord, PeriodRecord, TalksFrame
from mediation.office.records.words import Said


@dataclass(frozen=True)
class ProtectionRecord:
    """The days on which a worker representative is protected; `until` None: to the end of the duty.

    `extends`: the labour contract would end before and runs on.
    """

    since: date
    until: date | None
    extends: bool
    laws: tuple[LawRecord, ...]
    verified: str


@dataclass(frozen=True)
class MemberRecord:
    """One representative; `ends` is the last day of the term of office, `serving` says whether the duty runs today."""

    id: str
    side: str
    name: str
    title: str
    phone: str
    chief: bool
    post: str
    chosen: str
    outsider: bool
    woman: bool
    since: date
    until: date | None
    left_why: str
    replaces: str
    contract_until: date | None
    serving: bool
    ends: date | None
    protection: ProtectionRecord | None


@dataclass(frozen=True)
class SideRecord:
    """One side's team: who serves, who left, the day it was named in writing."""

    side: str
    named_on: date | None
    serving: tuple[MemberRecord, ...]
    left: tuple[MemberRecord, ...]


@dataclass(frozen=True)
class ChiefRecord:
    """Why somebody of a pasted list is its side's chief unasked, and by which articles."""

    why: Said
    laws: tuple[LawRecord, ...]
    verified: str


@dataclass(frozen=True)
class TeamPage:
    """The teams of one round; `pasted` are the rows of a pasted list as they were understood, not stored yet.

    `chief` says why one of those is the side's chief, where the list doesn't.
    """

    frame: TalksFrame
    sides: tuple[SideRecord, ...]
    findings: tuple[FindingRecord, ...]
    periods: tuple[PeriodRecord, ...]
    chosen: MemberRecord | None
    pasted: tuple[MemberRecord, ...]
    chief: ChiefRecord | None = None
