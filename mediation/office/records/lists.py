"""The board, the inbox and the list of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from mediation.office.records.words import Words

if TYPE_CHECKING:
    from mediation.office.records.supervision import EscalationRow
    from mediation.office.records.talks import TalksLine
    from mediation.office.sittings.appointments import Appointment


@dataclass(frozen=True)
class Fault:
    """One fault of the rule files on disk."""

    file: str
    rule: str
    reason: str
    line: int | None = None


@dataclass(frozen=True)
class DueRow:
    """A date on the board. `state` as in DeadlineRecord."""

    case_id: str
    number: str
    parties: str  # 申请人 诉 被申请人, short
    name: Words
    safe_on: date
    last_on: date | None
    days_left: int
    state: str
    who: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class WaitingRow:
    """A referral nobody has accepted yet."""

    case_id: str
    number: str
    parties: str
    desk: str
    role: str
    priority: str
    accept_by: datetime
    late: bool


@dataclass(frozen=True)
class CaseRow:
    """A case in a list."""

    id: str
    number: str
    parties: str
    claim_kinds: tuple[str, ...]
    lead: str
    received_at: datetime
    mediation: str = "open"
    flags: tuple[str, ...] = ()
    workers: int = 1


@dataclass(frozen=True)
class Counts:
    """The figures at the head of the board."""

    open_cases: int = 0
    overdue: int = 0
    due_today: int = 0
    next_seven_days: int = 0
    waiting: int = 0
    inbox: int = 0
    escalations: int = 0


@dataclass(frozen=True)
class SweepStatus:
    """When the last sweep ended; `late`: too long ago, or never in a house with cases."""

    last_at: datetime | None = None
    late: bool = False
    faults: int = 0


@dataclass(frozen=True)
class BoardPage:
    """The day board; lists are limited (twenty rows each), the counts are whole."""

    today: date
    counts: Counts
    due: tuple[DueRow, ...] = ()  # overdue first, then today, then the next seven days
    waiting: tuple[WaitingRow, ...] = ()
    recent: tuple[CaseRow, ...] = ()
    escalations: tuple[EscalationRow, ...] = ()  # supervisors; level 3 first
    talks: tuple[TalksLine, ...] = ()  # supervisors and the union's desk; the longest overdue first
    sittings: tuple[Appointment, ...] = ()  # today's sessions: one's own, a supervisor's all
    rules_faults: tuple[Fault, ...] = ()  # supervisors
    rules_published: bool = False  # the faults are those of a published version, not of the files on disk
    undecided: int = 0  # supervisors: cases that the rules failed on
    sweep: SweepStatus = SweepStatus()


@dataclass(frozen=True)
class CasesPage:
    """A page of the case list."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int = 1
    pages: int = 1
    mine: bool = False


@dataclass(frozen=True)
class InboxRow:
    """A referral of my desk."""

    referral_id: str
    case_id: str
    number: str
    parties: str
    claim_kinds: tuple[str, ...]
    summary: str
    role: str
    priority: str
    state: str
    referred_at: datetime
    accept_by: datetime
    late: bool
    why: tuple[Words, ...] = ()
    flags: tuple[str, ...] = ()
    nearest: DueRow | None = None
    may_accept: bool = False
    may_send_back: bool = False
    assigned_to: str = ""


@dataclass(frozen=True)
class InboxPage:
    """The referrals of one desk, most urgent first."""

    desk: str
    waiting: tuple[InboxRow, ...]
    accepted: tuple[InboxRow, ...]
    total_waiting: int = 0
    total_accepted: int = 0
    page: int = 1
    pages: int = 1
    mine: bool = False  # only what is in the user's own hands
