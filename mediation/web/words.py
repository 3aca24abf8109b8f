"""Words for codes: what a desk, a role, a claim kind or an act is called on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_
from mediation.web.act_words import ACTS
from mediation.web.clock_words import CLOCK_ACTS, CLOCK_TABLES
from mediation.web.duty_words import (
    BANDS,
    CALL_STATES,
    CLIENT_KINDS,
    CONFLICT_ANSWERS,
    CONFLICT_GROUNDS,
    EXPERTISE,
    NAME_GRADES,
    OPINION_STATES,
    QUESTION_STATES,
    REQUEST_STATES,
    SHIFT_STATES,
    VISIT_STATES,
)
from mediation.web.language import gettext
from mediation.web.paper_words import CASE_PAPERS, STATION_SHEETS
from mediation.web.practice_words import ACTS as PRACTICE_ACTS
from mediation.web.practice_words import TABLES as PRACTICE_TABLES
from mediation.web.room_words import ROOM_ACTS, ROOM_TABLES
from mediation.web.rule_draft_words import RULE_ACTS, RULE_TABLES
from mediation.web.talks_paper_words import PAPERS
from mediation.web.talks_table_words import TABLE_ACTS
from mediation.web.talks_words import TALKS_ACTS, TALKS_TABLES
from mediation.web.watch_words import WATCH_ACTS, WATCH_TABLES

DESKS = {
    "union": N_("工会"),
    "judicial_office": N_("司法所"),
    "police": N_("派出所"),
    "law_firm": N_("律师事务所"),
}
ROLES = {
    "mediator": N_("调解员"),
    "desk_officer": N_("窗口人员"),
    "duty_lawyer": N_("驻站律师"),
    "supervisor": N_("站长"),
    "admin": N_("系统管理员"),
    "auditor": N_("审计员"),
}
REFERRAL_ROLES = {"lead": N_("主办"), "assist": N_("协办")}
PRIORITIES = {"normal": N_("普通"), "urgent": N_("加急"), "immediate": N_("立即")}
REFERRAL_STATES = {
    "waiting": N_("待接收"),
    "open": N_("待接收"),
    "accepted": N_("已接收"),
    "returned": N_("已退回"),
    "closed": N_("已关闭"),
}
DEADLINE_STATES = {
    "overdue": N_("已逾期"),
    "today": N_("今天到期"),
    "soon": N_("七日内"),
    "later": N_("未到期"),
    "met": N_("已完成"),
    "closed": N_("已关闭"),
    "paused": N_("暂停中"),
    "opens": N_("该日起可办"),
}
CHANNELS = {
    "walk_in": N_("来访"),
    "phone": N_("来电"),
    "online": N_("网上"),
    "police": N_("警情移交"),
    "court": N_("法院委派"),
    "arbitration": N_("仲裁引导"),
    "union": N_("工会转办"),
    "inspection": N_("劳动监察移交"),
    "patrol": N_("巡查发现"),
}
RELATIONS = {
    "labour": N_("劳动关系"),
    "dispatch": N_("劳务派遣"),
    "platform": N_("平台用工"),
    "over_age": N_("超龄用工"),
    "none": N_("非劳动关系"),
    "unknown": N_("尚不清楚"),
}
VIOLENCE = {
    "none": N_("没有"),
    "assault": N_("动手打人"),
    "injury": N_("有人受伤"),
    "weapon": N_("持有凶器"),
    "restraint": N_("限制人身自由"),
    "self_harm": N_("扬言自伤自杀"),
}
CLAIMS = {
    "unpaid_wages": N_("拖欠工资"),
    "overtime": N_("加班工资"),
    "minimum_wage": N_("最低工资差额"),
    "annual_leave": N_("未休年休假工资"),
    "heat_allowance": N_("高温津贴"),
    "severance": N_("经济补偿（N）"),
    "dismissal_damages": N_("违法解除赔偿金（2N）"),
    "reinstatement": N_("恢复劳动关系"),
    "notice_pay": N_("代通知金"),
    "double_wage": N_("未签书面合同二倍工资"),
    "open_ended_double_wage": N_("未订无固定期限合同二倍工资"),
    "probation_damages": N_("违法试用期赔偿金"),
    "non_compete_pay": N_("竞业限制补偿"),
    "non_compete_breach": N_("竞业限制违约金"),
    "training_penalty": N_("服务期违约金"),
    "confirm_relation": N_("确认劳动关系"),
    "social_insurance": N_("社会保险"),
    "work_injury": N_("工伤待遇"),
    "maternity": N_("孕产哺乳期权益"),
    "unit_conditions": N_("全单位工资或劳动条件"),
    "deposit_refund": N_("退还押金或扣押财物"),
    "other": N_("其他"),
}
CLAIM_GROUPS = (
    (N_("工资报酬"), ("unpaid_wages", "overtime", "minimum_wage", "annual_leave", "heat_allowance", "deposit_refund")),
    (N_("解除与终止"), ("severance", "dismissal_damages", "reinstatement", "notice_pay")),
    (
        N_("合同"),
        (
            "confirm_relation",
            "double_wage",
            "open_ended_double_wage",
            "probation_damages",
            "non_compete_pay",
            "non_compete_breach",
            "training_penalty",
        ),
    ),
    (N_("工伤、社保与其他"), ("work_injury", "social_insurance", "maternity", "unit_conditions", "other")),
)
PARTY_KINDS = {"person": N_("个人"), "employer": N_("用人单位"), "union": N_("工会组织")}
SIDES = {"applicant": N_("申请人"), "respondent": N_("被申请人")}
NAME_ROLES = {**SIDES, "group": N_("附件所列劳动者"), "payee": N_("收款户名")}
FLAGS = {
    "group": N_("群体争议"),
    "unsafe": N_("有人身危险"),
    "public_order": N_("涉公共秩序"),
    "crime_suspected": N_("涉嫌犯罪"),
    "protected_minor": N_("未满十六周岁"),
    "limitation": N_("时效临近或已过"),
    "cluster": N_("同一单位多案"),
    "out_of_scope": N_("不属劳动争议"),
    "union_not_notified": N_("解除前未通知工会"),
    "refused": N_("一方不愿调解"),
    "triage": N_("待分流"),
    "rules_failed": N_("规则出错"),
}
MEDIATION = {"open": N_("可以调解"), "refused": N_("一方不愿调解"), "blocked": N_("暂停调解")}
CASE_STATES = {"open": N_("办理中"), "closed": N_("已结案")}
OUTCOMES = {
    "settled": N_("达成协议"),
    "partly_settled": N_("部分达成协议"),
    "not_settled": N_("未达成协议"),
    "refused": N_("一方不愿调解"),
    "withdrawn": N_("申请人撤回"),
    "out_of_scope": N_("不属受理范围"),
    "transferred": N_("移送其他机关"),
    "other": N_("其他"),
}
CONFIRMATIONS = {"court": N_("法院司法确认"), "arbitration": N_("仲裁审查")}
DURATIONS = {
    "0": N_("7 天以内"),
    "8": N_("8 至 15 天"),
    "16": N_("16 至 30 天"),
    "31": N_("31 至 60 天"),
    "61": N_("60 天以上"),
}
CLAIM_STATES = {"open": N_("未处理"), "settled": N_("本次了结"), "reserved": N_("保留")}
RETURN_REASONS = {
    "wrong_desk": N_("不属本窗口职责"),
    "conflict_of_interest": N_("存在利益冲突"),
    "facts_missing": N_("事实不全，无法办理"),
    "already_handled": N_("已由其他部门受理"),
    "no_capacity": N_("当前无人可接"),
    "other": N_("其他（请说明）"),
}
SHOW_REASONS = {
    "contact": N_("联系当事人"),
    "identity": N_("核对身份"),
    "document": N_("制作文书"),
    "payment": N_("核对付款账户"),
}
DOCUMENTS = {
    "agreement": N_("调解协议书"), "proof_sheet": N_("说理单"), "claim_annex": N_("测算明细"), **CASE_PAPERS, **PAPERS,
    **STATION_SHEETS,
}  # fmt: skip
ORGANISATIONS = {
    "people_mediation": N_("人民调解委员会"),
    "labour_mediation": N_("劳动争议调解组织"),
}
METHODS = {"bank": N_("银行转账"), "cash": N_("现金"), "other": N_("其他方式")}
CLAIM_CHOICES = {"settled": N_("处理"), "reserved": N_("保留")}
SETTLEMENT_STATES = {"draft": N_("草稿"), "issued": N_("已出具")}
SEALED = {"id_number": N_("身份证号"), "phone": N_("电话"), "account": N_("银行账号")}
ADVICE = {"suggest": N_("建议"), "require": N_("必须"), "warn": N_("提醒")}
HIDDEN = {
    "claims": N_("请求事项"),
    "employment": N_("用工情况"),
    "settlements": N_("调解协议"),
    "documents": N_("文书"),
    "history": N_("办案记录"),
    "parties": N_("当事人"),
}
SIGNS = {
    "same_id": N_("身份证号相同"),
    "same_name": N_("姓名相同"),
    "like_name": N_("姓名读音或写法相近"),
    "same_firm": N_("单位相同"),
    "like_firm": N_("单位名称相近"),
    "near_dates": N_("受理相隔不超过 60 天"),
    "like_claims": N_("请求事项相近"),
}
LINKS = {
    "credit_code": N_("同一信用代码，另一名称"),
    "name": N_("同名，未登记信用代码"),
    "trade_name": N_("字号相同"),
    "together": N_("曾为共同被申请人"),
}
WHICH = {
    "waiting": N_("待接收"),
    "late": N_("接收超时"),
    "overdue": N_("有逾期期限"),
    "accepted": N_("已接收"),
    "taken": N_("近 90 日接收过的"),
}
FIELDS = {"yes": N_("是"), "no": N_("否"), "unknown": N_("未知")}

TABLES: Mapping[str, Mapping[str, str]] = {
    **CLOCK_TABLES,
    **RULE_TABLES,
    **ROOM_TABLES,
    "desk": DESKS,
    "role": ROLES,
    "referral_role": REFERRAL_ROLES,
    "priority": PRIORITIES,
    "referral_state": REFERRAL_STATES,
    "deadline_state": DEADLINE_STATES,
    "channel": CHANNELS,
    "relation": RELATIONS,
    "violence": VIOLENCE,
    "claim": CLAIMS,
    "party_kind": PARTY_KINDS,
    "applicant_kind": PARTY_KINDS,
    "side": SIDES,
    "flag": FLAGS,
    "conflict_ground": CONFLICT_GROUNDS,
    "conflict_answer": CONFLICT_ANSWERS,
    "client_kind": CLIENT_KINDS,
    "name_role": NAME_ROLES,
    "name_grade": NAME_GRADES,
    "band": BANDS,
    "visit_state": VISIT_STATES,
    "opinion_state": OPINION_STATES,
    "expertise": EXPERTISE,
    "call_state": CALL_STATES,
    "request_state": REQUEST_STATES,
    "question_state": QUESTION_STATES,
    "shift_state": SHIFT_STATES,
    "mediation": MEDIATION,
    "case_state": CASE_STATES,
    "claim_state": CLAIM_STATES,
    "outcome": OUTCOMES,
    "duration": DURATIONS,
    "confirmation": CONFIRMATIONS,
    "claim_choice": CLAIM_CHOICES,
    "return_reason": RETURN_REASONS,
    "show_reason": SHOW_REASONS,
    "document": DOCUMENTS,
    "organisation": ORGANISATIONS,
    "method": METHODS,
    "settlement_state": SETTLEMENT_STATES,
    "sealed": SEALED,
    "advice": ADVICE,
    "hidden": HIDDEN,
    "act": {
        **ACTS, **CLOCK_ACTS, **RULE_ACTS, **WATCH_ACTS, **TALKS_ACTS, **PRACTICE_ACTS, **TABLE_ACTS, **ROOM_ACTS,
    },  # fmt: skip
    **WATCH_TABLES,
    **TALKS_TABLES,
    **PRACTICE_TABLES,
    "sign": SIGNS,
    "link": LINKS,
    "which": WHICH,
}


def chinese(code: str, table: str) -> str:
    """Return what `code` of `table` is called in documents, which are Chinese whatever language the page has."""
    return TABLES.get(table, {}).get(code, code)


def word(code: str, table: str) -> str:
    """Return what `code` of `table` is called in the reader's language; the code itself where no word is known."""
    message = TABLES[table].get(code)
    return gettext(message) if message else code
