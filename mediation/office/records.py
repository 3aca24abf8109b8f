"""What the pages show: plain frozen records, primitives only, made by the office and read by templates.

Words that come from rule files travel in both languages (`Words`); sentences of the program travel as a message
of the catalogue with its parameters (`Said`). Codes (desk, role, priority, claim kind, act …) travel as codes; the
faces put them into words. Money is whole fen, days are `date`, instants are aware UTC.

The pages get them from, and hand their forms to:
    board.day(session, *, user, now) -> BoardPage
    (final; the office is written to this)
    intake.log(session, case_file, *, by, now, idempotency_key=None) -> Case
    intake.correct(session, case_id, changes, *, reason, by, now)        changes: {"claims", "workers", "employment",
        "risk", "willing", "summary"} as in the case file, a Refused uses its paths; also as cases.correct
    cases.page(session, case_id, *, user, now) -> CasePage
    cases.listing(session, *, user, wanted="", page=1) -> CasesPage
    cases.unmask(session, party_id, column, *, reason, by, now) -> str   NotFound unless the user sees the case
    inbox.inbox(session, *, user, now, page=1) -> InboxPage
    inbox.row(session, referral_id, *, user, now) -> InboxRow
    referrals.withdraw_unsafe(session, case_id, *, reason, by, now)      also as cases.withdraw_unsafe
    referrals.accept(session, referral_id, *, by, now)
    referrals.send_back(session, referral_id, *, reason, note="", by, now)
    referrals.note_first_contact(session, case_id, *, by, now)           marks the date met; act case.contact
    settlements.begin(session, case_id, *, by, now) -> settlement id     an open draft is taken up again
    settlements.save(session, settlement_id, terms, *, by, now)          stores a draft however incomplete
    settlements.check(session, settlement_id, *, user, now)              Refused with every fault of the stored terms
    settlement_pages.page(session, settlement_id, *, user, now) -> SettlementPage
    settlement_pages.preview(session, settlement_id, *, user, now) -> SettlementPreview
    settlements.issue(session, settlement_id, *, by, now) -> Document
    settlements.take_effect(session, settlement_id, *, on, by, now)
    documents.content(session, document_id, *, user, now) -> (bytes, file name)
    documents.verification(session, code) -> Verification                public
    board.day(session, *, user, now) -> BoardPage
    board.rules_status(*, now) -> RulesStatus
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

FactValue = bool | int | str | date | None


@dataclass(frozen=True)
class Words:
    """One text in both languages, as rule files carry it."""

    zh: str
    en: str = ""


@dataclass(frozen=True)
class Said:
    """One sentence of the catalogue (`message` is its Chinese msgid) with its parameters."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


# --- why -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LawRecord:
    """One article a rule rests on; `text` is the wording where law.yaml has it; `verified` as law.yaml says."""

    key: str
    title: Words
    text: str = ""
    verified: bool = True


@dataclass(frozen=True)
class FactRecord:
    """One fact a rule used. `unit`: '' bool or word · 'fen' · 'day' · 'count' · 'days' · or an enum's name."""

    field: str
    label: Words
    value: FactValue
    unit: str = ""


@dataclass(frozen=True)
class LineRecord:
    """One condition of a rule, read plainly: what was wanted, what is, whether it holds; `depth` indents."""

    label: Words
    wanted: Said  # its `value` is a tuple of FactRecord
    actual: FactValue
    holds: bool
    depth: int = 0
    joiner: str = "all"  # all | any | none
    unit: str = ""


@dataclass(frozen=True)
class ReasonRecord:
    """Why a row exists: the rule, its articles, the facts it used, and what would have changed the answer."""

    rule: str
    title: Words
    laws: tuple[LawRecord, ...] = ()
    facts: tuple[FactRecord, ...] = ()
    lines: tuple[LineRecord, ...] = ()
    flips: tuple[Said, ...] = ()


# --- dates -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SkippedDay:
    """A day the count did not take, with the reason ("周六", "国庆节")."""

    on: date
    why: Words


@dataclass(frozen=True)
class ReceiptRecord:
    """The arithmetic of one date: what started it, how it is counted, which days were left out, which list."""

    trigger: Words
    trigger_on: date | None
    count: Said
    steps: tuple[Said, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()
    calendar: str = ""  # which holiday notice; '' where none was needed
    note: Said | None = None


@dataclass(frozen=True)
class DeadlineRecord:
    """One date of a case. `state`: overdue | today | soon (≤ 7 days) | later | met | closed."""

    id: str
    kind: str  # contract id, e.g. mediation.from_receipt
    name: Words
    safe_on: date
    last_on: date | None
    days_left: int
    state: str
    reason: ReasonRecord
    receipt: ReceiptRecord
    provisional: bool = False
    who: str = ""  # desk that must act, '' for the station
    claim_kind: str = ""
    met_on: date | None = None
    closed_why: Said | None = None


# --- the case --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseHeader:
    """The head of every page about one case. `mediation`: open | refused | blocked. `state`: open | closed."""

    id: str
    number: str
    station_name: str
    received_at: datetime
    channel: str
    applicants: str  # names joined with 、, first three and 等N人
    respondents: str
    workers: int
    summary: str
    mediation: str
    state: str
    lead: str  # desk, '' while none
    flags: tuple[str, ...] = ()
    logged_by: str = ""
    rulebook: str = ""


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
class ClaimRecord:
    """One claim. `state`: open | settled | reserved."""

    id: str
    kind: str
    amount: int | None = None
    known_on: date | None = None
    accident_on: date | None = None
    diagnosed_on: date | None = None
    state: str = "open"


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
    hidden: tuple[str, ...] = ()  # what this user's role does not see: claims, history, settlements …


# --- the board and the inbox -----------------------------------------------------------------------------------


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
class BoardPage:
    """The day board; lists are limited (twenty rows each), the counts are whole."""

    today: date
    counts: Counts
    due: tuple[DueRow, ...] = ()  # overdue first, then today, then the next seven days
    waiting: tuple[WaitingRow, ...] = ()
    recent: tuple[CaseRow, ...] = ()
    escalations: tuple[EscalationRecord, ...] = ()  # supervisors; level 3 first
    rules_faults: tuple[Fault, ...] = ()  # supervisors


@dataclass(frozen=True)
class CasesPage:
    """A page of the case list."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int = 1
    pages: int = 1
    wanted: str = ""


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


@dataclass(frozen=True)
class InboxPage:
    """The referrals of one desk, most urgent first; `return_reasons` are the codes a return may give."""

    desk: str
    waiting: tuple[InboxRow, ...]
    accepted: tuple[InboxRow, ...]
    total_waiting: int = 0
    total_accepted: int = 0
    page: int = 1
    pages: int = 1
    return_reasons: tuple[str, ...] = ()


# --- settlement, documents, rules ------------------------------------------------------------------------------


@dataclass(frozen=True)
class SettlementPage:
    """The terms form. `terms` is the draft as last stored, in the shape `office.settlements.draft` reads.

    terms as in domain/terms.py: {"claims": {claim_id: "settled"|"reserved"}, "payer": party_id, "payee": party_id,
    "account": {"name", "bank", "number"}, "method", "total": "8000.00", "instalments": [{"due_on", "amount"}],
    "group": [{"name", "amount"}], "facts", "default_clause", "other_terms", "mediator", "recorder"}.
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


@dataclass(frozen=True)
class PreviewSection:
    """One headed part of the agreement's text."""

    heading: str
    paragraphs: tuple[str, ...]


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
    may_take_effect: bool = False  # issued, and nobody has noted the day of the last signature
    effective_on: date | None = None  # the day of the last signature, noted after issue


@dataclass(frozen=True)
class Verification:
    """What the public page may say about a code: no names."""

    found: bool
    code: str
    number: str = ""
    kind: str = ""
    issued_on: date | None = None
    sha256: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class RulesStatus:
    """The rule book in use, and what is wrong with the files on disk."""

    digest: str
    loaded_at: datetime
    rules: int
    checked_at: datetime | None = None
    faults: tuple[Fault, ...] = ()
    unverified: tuple[Words, ...] = ()  # parameters and laws marked unverified
    calendars: tuple[tuple[int, str], ...] = ()  # year, notice
