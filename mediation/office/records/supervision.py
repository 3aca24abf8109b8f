"""The supervisor's pages: escalations, workload, roster gaps, clusters, duplicates, findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mediation.office.records.case import CasePage
from mediation.office.records.lists import CaseRow, SweepStatus
from mediation.office.records.reasons import DeadlineRecord, ReasonRecord
from mediation.office.records.talks_open import EarlyWarning
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class EscalationRow:
    """One open escalation as lists show it; `desk` and `person` must act next.

    `talks_id` names the wage talks that one without a case is about: then `number` is theirs, `parties` the employer.
    """

    id: str
    title: Words
    harm: str  # a message of domain.harm, '' where the list doesn't name it
    level: int
    raised_at: datetime
    rule: str
    due_on: date | None = None
    days_left: int | None = None
    case_id: str = ""
    talks_id: str = ""
    number: str = ""
    parties: str = ""
    flags: tuple[str, ...] = ()
    desk: str = ""
    person: str = ""
    assigned_to: str = ""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None


@dataclass(frozen=True)
class PersonLoad:
    """Somebody who may be given referrals, with how many cases are in hand; `desk` is '' for mediators."""

    id: str
    name: str
    role: str
    desk: str
    in_hand: int = 0


@dataclass(frozen=True)
class LoadRow:
    """The work of a desk (`person_id` '') or of one person there; nobody's own is `person_id` 'none'."""

    desk: str
    person_id: str
    person: str
    in_hand: int
    waiting: int
    late: int
    overdue: int
    accepted: int  # accepted in the days looked at
    median_days: float | None = None


@dataclass(frozen=True)
class GapRow:
    """A duty without a lawyer, and who must find one."""

    shift_id: str
    on: date
    starts_at: datetime
    ends_at: datetime
    owner: str
    days_left: int


@dataclass(frozen=True)
class ViewRow:
    """Filters of a page kept under a name."""

    id: str
    name: str
    query: Mapping[str, str] = field(default_factory=dict)
    page: str = ""


@dataclass(frozen=True)
class SupervisionPage:
    """The supervisor's board."""

    today: date
    rows: tuple[EscalationRow, ...]
    total: int
    page: int
    pages: int
    levels: Mapping[int, int]  # open escalations by level, whatever the filter
    unacknowledged: int
    rules: tuple[tuple[str, Words], ...]
    people: tuple[PersonLoad, ...]
    load: tuple[LoadRow, ...]
    gaps: tuple[GapRow, ...]
    duplicates: int
    undoable: tuple[ReassignmentRow, ...]
    sweep: SweepStatus = SweepStatus()
    warnings: tuple[EarlyWarning, ...] = ()


@dataclass(frozen=True)
class WhyPage:
    """Why one escalation is red: its causes, the dates it is about, what was done and by whom, who must act."""

    row: EscalationRow
    reasons: tuple[ReasonRecord, ...]
    deadlines: tuple[DeadlineRecord, ...]
    case: CasePage | None
    people: tuple[PersonLoad, ...]
    state: str
    closed_at: datetime | None = None


@dataclass(frozen=True)
class ReferralRow:
    """A referral in the list that is reassigned from."""

    id: str
    case_id: str
    number: str
    parties: str
    desk: str
    role: str
    priority: str
    state: str
    referred_at: datetime
    accept_by: datetime
    late: bool
    person: str = ""
    flags: tuple[str, ...] = ()
    accepted_at: datetime | None = None


@dataclass(frozen=True)
class ReferralsPage:
    """Referrals to be ticked and handed to other people."""

    rows: tuple[ReferralRow, ...]
    total: int
    page: int
    pages: int
    people: tuple[PersonLoad, ...]
    undoable: tuple[ReassignmentRow, ...]


@dataclass(frozen=True)
class ReassignmentRow:
    """One reassignment that can still be undone."""

    id: str
    at: datetime
    by: str
    reason: str
    count: int
    people: tuple[str, ...]
    undo_until: datetime


@dataclass(frozen=True)
class TwinRow:
    """One case of a pair that may be one."""

    case: CaseRow
    state: str
    summary: str
    workers: tuple[tuple[str, str], ...]  # name, last characters of the ID number
    firms: tuple[str, ...]
    amount: int | None
    logged_by: str


@dataclass(frozen=True)
class PairRow:
    """Two cases that may be one; `late` is the one a merge closes."""

    id: str
    signs: tuple[str, ...]
    found_at: datetime
    late: TwinRow
    early: TwinRow
    state: str = "open"
    settled_by: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True)
class PairsPage:
    """Pairs to settle, and those settled last, which can be taken back."""

    rows: tuple[PairRow, ...]
    total: int
    page: int
    pages: int
    settled: tuple[PairRow, ...] = ()


@dataclass(frozen=True)
class EmployerRow:
    """An employer with several cases of the last thirty days."""

    firm: str  # the key, stands in an address
    name: str
    cases: int
    workers: int
    open_cases: int
    amount: int
    latest_on: date
    escalated: int  # highest open level, 0 for none
    talks_id: str = ""  # wage talks with it that aren't over


@dataclass(frozen=True)
class LinkRow:
    """A firm linked to another. `how`: credit_code | name | trade_name | together."""

    firm: str
    name: str
    how: str
    cases: int


@dataclass(frozen=True)
class MapCase:
    """One case on the map around an employer."""

    row: CaseRow
    state: str
    month: str
    site: str


@dataclass(frozen=True)
class WorkerRow:
    """A person in several cases of the map."""

    name: str
    by_id: bool
    case_ids: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class EmployerMap:
    """What gathers around one employer; `months` and `kinds` head the table whose cells count cases."""

    firm: str
    name: str
    names: tuple[str, ...]
    cases: tuple[MapCase, ...]
    total: int
    open_cases: int
    recent: int
    months: tuple[str, ...]
    kinds: tuple[tuple[str, tuple[int, ...]], ...]
    sites: tuple[tuple[str, int], ...]
    links: tuple[LinkRow, ...]
    workers: tuple[WorkerRow, ...]
    flags: tuple[tuple[str, int], ...]
    talks_id: str = ""  # wage talks with it that aren't over


@dataclass(frozen=True)
class FindingRow:
    """One check of the data with how many cases it finds."""

    code: str
    text: Said
    why: Said
    count: int


@dataclass(frozen=True)
class FindingsPage:
    """All checks, and the cases of the one looked at."""

    checks: tuple[FindingRow, ...]
    chosen: str = ""
    rows: tuple[CaseRow, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
