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
    caselist.listing(session, *, user, page=1) -> CasesPage
    search.find(session, typed, filters, *, user, page=1) -> Found
    cases.unmask(session, case_id, party_id, column, *, reason, by, now) -> str   NotFound unless the user sees the case
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

from mediation.office.records.case import (
    AdviceRecord,
    Care,
    CaseHeader,
    CasePage,
    ClaimRecord,
    DocumentRow,
    EscalationRecord,
    FactsRecord,
    HistoryLine,
    NextStep,
    PartyRecord,
    ReferralRecord,
    SealedRecord,
    SettlementRow,
    WorkedOut,
)
from mediation.office.records.lists import (
    BoardPage,
    CaseRow,
    CasesPage,
    Counts,
    DueRow,
    Fault,
    InboxPage,
    InboxRow,
    SweepStatus,
    WaitingRow,
)
from mediation.office.records.papers import (
    PreviewInstalment,
    PreviewSection,
    RulesStatus,
    SettlementPage,
    SettlementPreview,
    Verification,
)
from mediation.office.records.reasons import (
    DeadlineRecord,
    FactRecord,
    LawRecord,
    LineRecord,
    OtherDate,
    ReasonRecord,
    ReceiptRecord,
    SkippedDay,
)
from mediation.office.records.words import FactValue, Said, Words

__all__ = [
    "AdviceRecord",
    "BoardPage",
    "Care",
    "CaseHeader",
    "CasePage",
    "CaseRow",
    "CasesPage",
    "ClaimRecord",
    "Counts",
    "DeadlineRecord",
    "DocumentRow",
    "DueRow",
    "EscalationRecord",
    "FactRecord",
    "FactValue",
    "FactsRecord",
    "Fault",
    "HistoryLine",
    "InboxPage",
    "InboxRow",
    "LawRecord",
    "LineRecord",
    "NextStep",
    "OtherDate",
    "PartyRecord",
    "PreviewInstalment",
    "PreviewSection",
    "ReasonRecord",
    "ReceiptRecord",
    "ReferralRecord",
    "RulesStatus",
    "SweepStatus",
    "Said",
    "SealedRecord",
    "SettlementPage",
    "SettlementPreview",
    "SettlementRow",
    "SkippedDay",
    "Verification",
    "WaitingRow",
    "Words",
    "WorkedOut",
]
