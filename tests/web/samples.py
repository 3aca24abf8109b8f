"""Records of states that are hard to reach through the office: faulty rule files, provisional and overdue dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

from mediation.office import records as r

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
FAULT = r.Fault("routing/pay.yaml", "routing.pay", "未知的词 claimz", 4)
OVERDUE = r.DueRow(
    "case-1", "CH-2026-0012", "某工人等13人 诉 某服装加盟公司", r.Words("首次联系双方", "First contact"), date(2026, 11, 13), None,
    -3, "overdue", "lead", True,
)  # fmt: skip
BOARD = r.BoardPage(NOW.date(), r.Counts(overdue=1, open_cases=12), due=(OVERDUE,), rules_faults=(FAULT,))
RULES = r.RulesStatus(
    digest="sha256:" + "ab" * 32,
    loaded_at=NOW,
    rules=61,
    checked_at=NOW,
    faults=(FAULT,),
    unverified=(r.Words("2026 年最低工资", "Minimum wage 2026"),),
    calendars=((2026, "国办发明电〔2025〕7号"),),
)
GROUP_FACT = r.FactRecord("workers", r.Words("涉及人数", "workers"), 13, "count")
