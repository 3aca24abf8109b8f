"""One case: its head, parties, claims, facts, referrals, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mediation.access import Facts
from mediation.office.records.ending import Ending
from mediation.office.records.reasons import DeadlineRecord, ReasonRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class Care:
    """What whoever calls or invites a party must know first. `unsafe`: never call or write openly."""

    name: str
    unsafe: bool = False
    note: str = ""
    language: str = ""
    interpreter: bool = False
    adaptations: str = ""


@dataclass(frozen=True)
class CaseHeader:
    """The head of every page about one case. `mediation`: open | refused | blocked. `state`: open | closed."""

    id: str
    number: str
    station_name: str
    received_at: datetime
    channel: str
    applicants: Words  # names joined with 、, first three and how many there are
    respondents: Words
    workers: int
    summary: str
    mediation: str
    state: str
    lead: str  # desk, '' while none
    flags: tuple[str, ...] = ()
    logged_by: str = ""
    rulebook: str = ""
    care: tuple[Care, ...] = ()  # whom to call or invite with care
    took_over: tuple[tuple[str, str], ...] = ()  # cases merged into it: id and number


@dataclass(frozen=True)
class SealedRecord:
    """A value kept sealed: `masked` is what may be seen by everybody; `may_show` offers the audited click."""

    column: str  # id_number | phone | account
    masked: str
    may_show: bool = False


@dataclass(frozen=True)
class PartyRecord:
    """One party. `side`: applicant | respondent. `kind`: person | employer | union."""

    id: str
    side: str
    kind: str
    name: str
    born: date | None = None
    age: int | None = None
    credit_code: str = ""
    industry: str = ""
    union_member: bool | None = None
    migrant: bool | None = None
    hardship: bool | None = None
    has_union: bool | None = None
    sealed: tuple[SealedRecord, ...] = ()
    address: str = ""


@dataclass(frozen=True)
class WorkedOut:
    """What a claim was worked out to, and what it comes to today where that is another amount (None: can't be told).
    """

    sheet_id: str
    amount: int
    made_at: datetime
    moved: bool = False
    now: int | None = None


@dataclass(frozen=True)
class ClaimRecord:
    """One claim. `state`: open | settled | reserved. `computable`: there is a calculator for its kind."""

    id: str
    kind: str
    amount: int | None = None
    known_on: date | None = None
    accident_on: date | None = None
    diagnosed_on: date | None = None
    state: str = "open"
    computable: bool = False
    worked: WorkedOut | None = None


@dataclass(frozen=True)
class FactsRecord:
    """The facts a mediator may correct: the case file's `employment`, `risk`, `willing`, with null for unknown."""

    hired_on: date | None = None
    ended_on: date | None = None
    relation: str = "unknown"
    written_contract: bool | None = None
    union_told_of_dismissal: bool | None = None
    threat: bool | None = None
    gathering: bool | None = None
    stoppage: bool | None = None
    violence: str | None = None
    employer_absconded: bool | None = None
    payment_order_ignored: bool | None = None
    willing_applicant: bool | None = None
    willing_respondent: bool | None = None


@dataclass(frozen=True)
class ReferralRecord:
    """One referral. `role`: lead | assist. `state`: waiting | accepted | returned | closed."""

    id: str
    desk: str
    role: str
    priority: str
    state: str
    referred_at: datetime
    accept_by: datetime
    late: bool = False
    accepted_at: datetime | None = None
    accepted_by: str = ""
    closed_at: datetime | None = None
    closed_why: Said | None = None
    reasons: tuple[ReasonRecord, ...] = ()
    may_accept: bool = False
    may_send_back: bool = False
    assigned_to: str = ""


@dataclass(frozen=True)
class EscalationRecord:
    """One raised escalation; the case's id and number are filled for the board."""

    id: str
    title: Words
    level: int
    raised_at: datetime
    reason: ReasonRecord | None = None
    case_id: str = ""
    number: str = ""
    parties: str = ""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    may_acknowledge: bool = False


@dataclass(frozen=True)
class AdviceRecord:
    """Something a rule suggests, requires or warns of. `kind`: suggest | require | warn."""

    id: str
    kind: str
    text: Words
    reason: ReasonRecord


@dataclass(frozen=True)
class NextStep:
    """What is to be done next, by whom, by when; the page shows them in this order."""

    text: Said
    who: str = ""  # desk, or '' for the mediator
    by: date | datetime | None = None
    late: bool = False


@dataclass(frozen=True)
class SettlementRow:
    """A settlement as the case page lists it. `state`: draft | issued."""

    id: str
    state: str
    total: int | None
    changed_at: datetime
    by: str = ""


@dataclass(frozen=True)
class DocumentRow:
    """An issued document as lists show it; `sha256` is the digest of the stored bytes."""

    id: str
    kind: str
    number: str
    issued_at: datetime
    issued_by: str
    sha256: str
    size: int = 0
    code: str = ""  # of the verification page


@dataclass(frozen=True)
class HistoryLine:
    """One line of the case's history: who did which act when; `what` says it in a sentence where there is one."""

    at: datetime
    actor: str
    act: str
    what: Said | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CasePage:
    """Everything the case page shows. `may` holds the acts of access.py the user may do on this case now."""

    header: CaseHeader
    about: Facts
    parties: tuple[PartyRecord, ...]
    claims: tuple[ClaimRecord, ...]
    facts: FactsRecord
    referrals: tuple[ReferralRecord, ...]
    deadlines: tuple[DeadlineRecord, ...]
    escalations: tuple[EscalationRecord, ...] = ()
    advice: tuple[AdviceRecord, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    settlements: tuple[SettlementRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    may: frozenset[str] = frozenset()
    twins: tuple[tuple[str, str, str], ...] = ()  # pair, other case, its number: may be the same case
    merged_into: tuple[str, str] | None = None  # the case that goes on, and its number
    ending: Ending | None = None
    hidden: tuple[str, ...] = ()  # what this user's role does not see: claims, history, settlements …
