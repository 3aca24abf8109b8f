"""Records as the office would make them, for tests of what the pages do with them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from mediation.office import records as r

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
ARTICLE = r.LawRecord("ldmal-14", r.Words("劳动争议调解仲裁法第十四条", "LDMAL article 14"))
UNION = r.ReasonRecord(
    "routing.collective",
    r.Words("十人以上群体争议由工会主办", "Group disputes of ten or more go to the union desk"),
    laws=(r.LawRecord("ldmal-7", r.Words("劳动争议调解仲裁法第七条", "LDMAL article 7"), verified=False),),
    facts=(
        r.FactRecord("workers", r.Words("涉及人数", "workers"), 13, "count"),
        r.FactRecord("claims.unit_conditions", r.Words("涉及全单位条件", "whole unit"), None),
    ),
    lines=(
        r.LineRecord(r.Words("任一成立", "any of"), "", None, True, 0, "any"),
        r.LineRecord(r.Words("涉及人数", "workers"), "≥ 10", 13, True, 1, "any", "count"),
        r.LineRecord(r.Words("涉及全单位条件", "whole unit"), "是", None, False, 1, "any"),
    ),
    flips=(r.Said("若涉及人数为 %(number)s，本规则不再成立", {"number": 9}),),
)
HEADER = r.CaseHeader(
    id="case-1", number="CH-2026-0012", station_name="漕河联合调解工作站", received_at=NOW, channel="police",
    applicants="某工人等13人", respondents="某服装加盟公司（廊下）、某服装厂总公司（新埭）", workers=13,
    summary="廊下镇一服装加盟公司招用当地妇女生产，13名年过六旬的工人近半年工资未付，报警求助。",
    mediation="open", state="open", lead="union", flags=("group", "limitation"), logged_by="王调解",
    rulebook="sha256:0123456789abcdef",
)  # fmt: skip
DEADLINE = r.DeadlineRecord(
    id="d1", kind="mediation.from_receipt", name=r.Words("调解期限（自收到申请起）", "Mediation period"),
    safe_on=date(2026, 12, 1), last_on=date(2026, 12, 1), days_left=15, state="later",
    reason=r.ReasonRecord("deadline.mediation.from_receipt", r.Words("自收到调解申请之日起十五日", "15 days from receipt"), (ARTICLE,)),
    receipt=r.ReceiptRecord(
        trigger=r.Words("收到调解申请", "application received"), trigger_on=date(2026, 11, 16),
        count=r.Said("%(number)s 个自然日", {"number": 15}),
        steps=(r.Said("起算日不计入"), r.Said("第 15 日是 %(day)s", {"day": date(2026, 12, 1)})),
        skipped=(r.SkippedDay(date(2026, 11, 21), r.Words("周六", "Saturday")),), calendar="国办发明电〔2025〕7号",
    ),
)  # fmt: skip
OVERDUE = r.DeadlineRecord(
    id="d2", kind="station.first_contact", name=r.Words("首次联系双方", "First contact"), safe_on=date(2026, 11, 13),
    last_on=None, days_left=-3, state="overdue", reason=DEADLINE.reason, receipt=DEADLINE.receipt, provisional=True,
    who="union",
)  # fmt: skip
APPLICANT = r.PartyRecord(
    "p1", "applicant", "person", "某工人（13名工人代表）", born=date(1964, 2, 3), age=62, migrant=True,
    sealed=(r.SealedRecord("id_number", "**************1234", True), r.SealedRecord("phone", "*******0001", True)),
)  # fmt: skip
RESPONDENT = r.PartyRecord("p2", "respondent", "employer", "某服装加盟公司（廊下）", industry="服装", has_union=False)
CLAIMS = (
    r.ClaimRecord("c1", "unpaid_wages", 800_000, date(2026, 9, 14)),
    r.ClaimRecord("c2", "overtime", None),
)
REFERRALS = (
    r.ReferralRecord("r1", "union", "lead", "normal", "waiting", NOW, datetime(2026, 11, 17, 2, tzinfo=UTC), reasons=(UNION,),
                     may_accept=True, may_send_back=True),
    r.ReferralRecord("r2", "law_firm", "assist", "urgent", "accepted", NOW, NOW, accepted_at=NOW, accepted_by="李律师",
                     reasons=(UNION,)),
)  # fmt: skip
DOCUMENT = r.DocumentRow("doc-1", "agreement", "CH-2026-0012-1", NOW, "王调解", "ab" * 32, 51_234, "code")
ESCALATION = r.EscalationRecord(
    "e1", UNION.title, 2, NOW, UNION, case_id="case-1", number="CH-2026-0012", parties="某工人 诉 某服装加盟公司"
)
CASE = r.CasePage(
    header=HEADER, parties=(APPLICANT, RESPONDENT), claims=CLAIMS, facts=r.FactsRecord(relation="over_age", willing_applicant=True),
    referrals=REFERRALS, deadlines=(OVERDUE, DEADLINE), escalations=(ESCALATION,),
    advice=(r.AdviceRecord("aid", "suggest", r.Words("农民工请求支付劳动报酬，法律援助不审查经济状况", "Legal aid without means check"), UNION),),
    next_steps=(r.NextStep(r.Said("等待工会接收"), "union", datetime(2026, 11, 17, 2, tzinfo=UTC)),),
    settlements=(r.SettlementRow("s1", "draft", 800_000, NOW, "王调解"),), documents=(DOCUMENT,),
    history=(r.HistoryLine(NOW, "王调解", "case.log"), r.HistoryLine(NOW, "李律师", "referral.accept", fields=(("desk", "law_firm"),))),
    may=frozenset({"case.edit", "settlement.draft"}),
)  # fmt: skip
DUE = (
    r.DueRow("case-1", "CH-2026-0012", "某工人等13人 诉 某服装加盟公司", OVERDUE.name, OVERDUE.safe_on, None, -3, "overdue", "union", True),
    r.DueRow("case-1", "CH-2026-0012", "某工人等13人 诉 某服装加盟公司", DEADLINE.name, NOW.date(), NOW.date(), 0, "today"),
)  # fmt: skip
CASE_ROW = r.CaseRow("case-1", "CH-2026-0012", "某工人等13人 诉 某服装加盟公司", ("unpaid_wages", "overtime"), "union", NOW,
                     flags=("group",), workers=13)  # fmt: skip
BOARD = r.BoardPage(
    today=NOW.date(), counts=r.Counts(12, 1, 1, 3, 4, 2, 1), due=DUE,
    waiting=(r.WaitingRow("case-1", "CH-2026-0012", "某工人等13人 诉 某服装加盟公司", "union", "lead", "urgent", NOW, True),),
    recent=(CASE_ROW,) * 4, escalations=(ESCALATION,),
)  # fmt: skip
INBOX_ROW = r.InboxRow(
    "r1", "case-1", "CH-2026-0012", "某工人等13人 诉 某服装加盟公司", ("unpaid_wages",), HEADER.summary, "lead", "urgent", "waiting",
    NOW, NOW, True, why=(UNION.title,), flags=("group",), nearest=DUE[0], may_accept=True, may_send_back=True,
)  # fmt: skip
INBOX = r.InboxPage("union", (INBOX_ROW,), (), 1, 0)
SETTLEMENT = r.SettlementPage(
    HEADER, "s1", "draft", "people_mediation", "漕河街道人民调解委员会", (APPLICANT, RESPONDENT), CLAIMS,
    {"claims": {"c1": "settled"}, "instalments": [{"due_on": "2026-12-01", "amount": "4000.00"}, {"due_on": "2027-01-01", "amount": "4000.00"}]},
    default_clauses=("任何一期逾期的，申请人有权要求立即支付全部剩余款项。", "逾期按日加付。"),
)  # fmt: skip
PREVIEW = r.SettlementPreview(
    HEADER, "s1", "draft", "调解协议书", "", (r.PreviewSection("一、当事人", ("申请人：某工人", "被申请人：某服装加盟公司")),),
    (r.PreviewInstalment(1, date(2026, 12, 1), 800_000, "捌仟元整"),), 800_000, "捌仟元整", dates=(DEADLINE,),
    warnings=(r.Said("总额低于主张金额"),), may_issue=True,
)  # fmt: skip
RULES = r.RulesStatus("sha256:" + "ab" * 32, NOW, 61, NOW, (r.Fault("routing/pay.yaml", "routing.pay", "未知的词 claimz", 4),),
                      (r.Words("2026 年最低工资", "Minimum wage 2026"),), ((2026, "国办发明电〔2025〕7号"),))  # fmt: skip
