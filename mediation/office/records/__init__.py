"""What the pages show: plain frozen records, primitives only, made by the office and read by templates.

Words that come from rule files travel in both languages (`Words`); sentences of the program travel as a message
of the catalogue with its parameters (`Said`). Codes (desk, role, priority, claim kind, act …) travel as codes; the
faces put them into words. Money is whole fen, days are `date`, instants are aware UTC.
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
