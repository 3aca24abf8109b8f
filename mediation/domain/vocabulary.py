"""The words a rule may use: every field of a situation, by subject, with type, unit and meaning."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from mediation.domain.clockwords import EVENTS, INTERRUPTIONS

Type = Literal["bool", "int", "day", "enum"]

CLAIM_KINDS = {
    "unpaid_wages": ("拖欠工资", "unpaid wages"),
    "overtime": ("加班工资", "overtime pay"),
    "minimum_wage": ("最低工资差额", "difference to the minimum wage"),
    "annual_leave": ("未休年休假工资", "pay for annual leave not taken"),
    "heat_allowance": ("高温津贴", "high-temperature allowance"),
    "severance": ("经济补偿（N）", "severance (N)"),
    "dismissal_damages": ("违法解除赔偿金（2N）", "damages for unlawful dismissal (2N)"),
    "reinstatement": ("恢复劳动关系", "reinstatement"),
    "notice_pay": ("代通知金", "pay in lieu of notice"),
    "double_wage": ("未签书面合同二倍工资", "double wage without a written contract"),
    "open_ended_double_wage": ("未订无固定期限合同二倍工资", "double wage without an open-ended contract"),
    "probation_damages": ("违法试用期赔偿金", "damages for an unlawful probation"),
    "non_compete_pay": ("竞业限制补偿", "non-compete compensation"),
    "non_compete_breach": ("竞业限制违约金", "penalty for breach of a non-compete clause"),
    "training_penalty": ("服务期违约金", "penalty for leaving before a training bond ends"),
    "confirm_relation": ("确认劳动关系", "confirming a labour relation"),
    "social_insurance": ("社会保险", "social insurance"),
    "work_injury": ("工伤待遇", "work-injury benefits"),
    "maternity": ("孕产哺乳期权益", "rights in pregnancy, maternity and nursing"),
    "unit_conditions": ("全单位工资或劳动条件", "wages or conditions of a whole unit"),
    "deposit_refund": ("退还押金或扣押财物", "return of a deposit"),
    "other": ("其他", "something else"),
}
CHANNELS = ("walk_in", "phone", "online", "police", "court", "arbitration", "union", "inspection", "patrol")
RELATIONS = ("labour", "dispatch", "platform", "over_age", "none", "unknown")
VIOLENCE = ("none", "assault", "injury", "weapon", "restraint", "self_harm")
APPLICANT_KINDS = ("person", "employer", "union")
ORGANISATIONS = ("people_mediation", "labour_mediation")
DESKS = ("union", "judicial_office", "police", "law_firm")
ROLES = ("lead", "assist")
PRIORITIES = ("normal", "urgent", "immediate")
FLAGS = {
    "group": ("群体争议", "group dispute"),
    "public_order": ("有治安风险", "public order at risk"),
    "unsafe": ("有人身危险", "someone is in danger"),
    "crime_suspected": ("涉嫌犯罪", "a crime is suspected"),
    "protected_minor": ("涉及童工", "a child under 16 worked"),
    "limitation": ("时效将满或已满", "limitation near or past"),
    "cluster": ("同一单位多案", "several cases at one employer"),
    "union_not_notified": ("解除前未通知工会", "union not told of the dismissal"),
    "refused": ("一方不愿调解", "a party refuses mediation"),
    "triage": ("待分流", "to be sorted by hand"),
    "out_of_scope": ("不属劳动争议", "not a labour dispute"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One fact a rule may ask about; `sure` fields are never unknown and are false where nothing is said.

    `per_day` is by how much a day that passes changes a number of days, 0 for facts that time doesn't change.
    """

    subject: str
    name: str
    type: Type
    zh: str
    en: str
    unit: str = ""
    values: tuple[str, ...] = ()
    inferred: bool = False
    sure: bool = False
    per_day: int = 0


def _yes_no(subject: str, name: str, zh: str, en: str) -> Field:
    return Field(subject, name, "bool", zh, en)


def _day(subject: str, name: str, zh: str, en: str) -> Field:
    return Field(subject, name, "day", zh, en, unit="day")


def _one(subject: str, name: str, values: tuple[str, ...], zh: str, en: str) -> Field:
    return Field(subject, name, "enum", zh, en, values=values)


def _number(subject: str, name: str, unit: str, zh: str, en: str, per_day: int = 0) -> Field:
    return Field(subject, name, "int", zh, en, unit=unit, per_day=per_day)


def _inferred(name: str, zh: str, en: str) -> Field:
    return Field("case", name, "bool", zh, en, inferred=True, sure=True)


_CASE = [
    _day("case", "received_on", "收到申请之日", "day the application was received"),
    _one("case", "channel", CHANNELS, "来源渠道", "how the case came in"),
    _number("case", "workers", "persons", "涉及劳动者人数", "workers concerned"),
    _one("case", "relation", RELATIONS, "用工关系", "kind of working relation"),
    _yes_no("case", "written_contract", "订有书面劳动合同", "a written labour contract exists"),
    _yes_no("case", "union_told", "解除前已通知工会", "the union was told of the dismissal"),
    _yes_no("case", "employer_has_union", "单位建有工会", "the employer has a union"),
    _yes_no("case", "applicant_migrant", "申请人是农民工", "an applicant is a migrant worker"),
    _yes_no("case", "applicant_hardship", "申请人生活困难", "an applicant is in hardship"),
    _yes_no("case", "applicant_union_member", "申请人是工会会员", "an applicant is a union member"),
    _yes_no("case", "willing_applicant", "申请人愿意调解", "the applicant is willing to mediate"),
    _yes_no("case", "willing_respondent", "被申请人愿意调解", "the respondent is willing to mediate"),
    _yes_no("case", "threat", "有威胁言行", "threats were made"),
    _yes_no("case", "gathering", "有聚集", "people have gathered"),
    _yes_no("case", "stoppage", "有停工", "work has stopped"),
    _yes_no("case", "employer_absconded", "单位负责人欠薪逃匿", "the employer has absconded"),
    _yes_no("case", "payment_order_ignored", "责令支付后仍不支付", "an official order to pay was ignored"),
    _yes_no("case", "industry_construction", "属建设工程领域", "the work is in construction"),
    _yes_no("case", "unsafe_withdrawn", "派出所已撤销危险标记", "the police desk withdrew the danger flag"),
    _one("case", "violence", VIOLENCE, "暴力或自伤情形", "violence or self-harm, done or threatened"),
    _one("case", "applicant_kind", APPLICANT_KINDS, "申请人类别", "who applies"),
    _number("case", "youngest_age", "years", "最年轻劳动者年龄", "age of the youngest worker"),
    *(
        Field("case", f"claims.{kind}", "bool", f"请求含：{zh}", f"claims {en}", sure=True)
        for kind, (zh, en) in CLAIM_KINDS.items()
    ),
    _number("case", "claim_kinds", "kinds", "不同请求的种数", "number of different kinds of claim"),
    _number("case", "amount_claimed", "fen", "请求金额合计", "sum of the amounts claimed"),
    _number(
        "case", "days_to_limitation", "days", "距最早时效届满的天数", "days to the earliest limitation date", per_day=-1
    ),
    _number(
        "case",
        "employer_open_cases",
        "cases",
        "该单位三十日内其他未结案件数",
        "other open cases of the employer received in the last 30 days",
    ),
    _number(
        "case", "days_to_mediation_end", "days",
        "距调解期限届满的天数（负数为已过）",
        "days to the end of the mediation period; below 0: past", per_day=-1,
    ),
    _number("case", "days_silent", "days", "距最近一次办案记录的天数", "days since anybody last entered something", 1),
    _yes_no("case", "outcome_known", "已有调解结果", "the outcome is known"),
    _day("case", "willing_on", "双方同意调解之日", "day both sides were known to be willing"),
    _day("case", "accepted_on", "受理之日", "day the case was accepted for mediation"),
    _one("case", "organisation", ORGANISATIONS, "调解组织类型", "kind of the mediation organisation"),
    _inferred("may_lead.union", "工会可主办", "the union may lead"),
    _inferred("may_lead.judicial_office", "司法所可主办", "the judicial office may lead"),
    _inferred("may_lead.police", "派出所可主办", "the police may lead"),
    _inferred("may_lead.any", "已有部门可主办", "some desk may lead"),
    *(_inferred(f"flags.{flag}", f"标记：{zh}", f"flag: {en}") for flag, (zh, en) in FLAGS.items()),
    _inferred("women_matter", "涉女职工权益", "the matter concerns women's rights at work"),
    _inferred("mediation.blocked", "调解被中止", "mediation is blocked"),
]
_OTHERS = [
    _one("claim", "kind", tuple(CLAIM_KINDS), "请求种类", "kind of claim"),
    _number("claim", "amount", "fen", "请求金额", "amount claimed"),
    _day("claim", "known_on", "知道或应当知道权利被侵害之日", "day the claimant knew or should have known"),
    _day("claim", "ended_on", "劳动关系终止之日", "day the employment ended"),
    _day("claim", "injury_on", "事故发生或职业病诊断之日", "day of the accident or the diagnosis"),
    _one("claim", "relation", RELATIONS, "用工关系", "kind of working relation"),
    _day("claim", "restarted_on", "时效最近一次中断之日", "day the limitation was last interrupted"),
    _one("claim", "interruption", tuple(INTERRUPTIONS), "中断事由", "what interrupted the limitation"),
    _yes_no("claim", "disputed", "起算之日有争议", "the parties tell its first day differently"),
    _one("referral", "desk", DESKS, "接收部门", "desk the case is referred to"),
    _one("referral", "role", ROLES, "主办或协办", "lead or assist"),
    _one("referral", "priority", PRIORITIES, "紧急程度", "priority"),
    _day("referral", "referred_on", "转交之日", "day of the referral"),
    _day("referral", "accepted_on", "接收之日", "day the desk accepted"),
    _yes_no("referral", "waiting", "尚未有人接收", "nobody has accepted yet"),
    _number(
        "referral", "acceptance_times_used", "times",
        "接收时限已用完的次数（满一次为超时，满两次为超过两倍）",
        "times over that the acceptance time has passed: 1 past it, 2 past twice that time",
    ),
    _day("agreement", "effective_on", "调解协议生效之日", "day the agreement took effect"),
    _yes_no("agreement", "confirms_relation_only", "仅确认劳动关系", "the agreement only confirms a relation"),
    _yes_no("agreement", "pay_only", "仅涉及给付金钱", "the agreement is about payment only"),
    _yes_no("agreement", "sent", "已提交司法确认或仲裁审查", "sent to court or to arbitration review"),
    _number(
        "agreement", "days_to_confirmation", "days",
        "距最近一个尚未届满的确认（审查）稳妥日的天数",
        "days to the next safe date, not yet past, for confirmation or review",
    ),
    _day("instalment", "due_on", "应付之日", "day the instalment is due"),
    _yes_no("instalment", "is_last", "是最后一期", "it is the last instalment"),
    _yes_no("instalment", "paid", "已履行", "it was paid"),
    _number("instalment", "days_unpaid", "days", "到期未付的天数", "days since it was due, while unpaid"),
    _yes_no("instalment", "payment_order_open", "可以申请支付令", "a payment order may be asked for"),
    _yes_no("deadline", "of_station", "站点规程规定的期限", "a date that the station sets for itself"),
    _number("deadline", "days_left", "days", "距最后日期的天数（负数为已过）", "days to the last day; below 0: missed"),
    _number("deadline", "workdays_late", "working days", "最后日期后已过的工作日数", "working days past the last day"),
    _day("talks", "requested_on", "发出要约之日", "day the consultation was asked for"),
    _yes_no("talks", "replied", "已书面回应", "answered in writing"),
    _number("talks", "days_overdue", "days", "逾期未回应的天数", "days since the reply was due"),
    _number("talks", "promise_signs", "count", "与承诺相反、尚未处理的案件数", "unsettled cases against a promise"),
    _day("legal_aid", "applied_on", "申请法律援助之日", "day legal aid was applied for"),
    _day("legal_aid", "decided_on", "决定给予法律援助之日", "day legal aid was granted"),
    _one("event", "happened", tuple(EVENTS), "发生的事件", "what happened"),
    _day("event", "happened_on", "事件发生之日", "day it happened"),
    _yes_no("event", "final_award", "一裁终局", "the award is final"),
    _yes_no("event", "simple", "事实清楚、权利义务明确", "the facts are clear"),
    _yes_no("event", "pay_only", "协议仅涉及给付金钱", "the agreement is about payment only"),
    _yes_no("event", "order_open", "可以申请支付令的款项", "sums for which a payment order is open"),
    _yes_no("event", "order_on_agreement", "支付令依据调解协议申请", "the payment order was sought on the agreement"),
    _day("event", "restarted_on", "时效最近一次中断之日", "day the limitation was last interrupted"),
    _one("event", "interruption", tuple(INTERRUPTIONS), "中断事由", "what interrupted the limitation"),
    _number(
        "event", "days_to_limitation", "days", "距最早时效届满的天数", "days to the earliest limitation date", -1
    ),
]

FIELDS: MappingProxyType[tuple[str, str], Field] = MappingProxyType(
    {(field.subject, field.name): field for field in (*_CASE, *_OTHERS)}
)
SUBJECTS: tuple[str, ...] = tuple(dict.fromkeys(subject for subject, _ in FIELDS))
_BY_SUBJECT = {
    subject: MappingProxyType({f.name: f for f in FIELDS.values() if f.subject == subject}) for subject in SUBJECTS
}


def fields_of(subject: str) -> MappingProxyType[str, Field]:
    """Return the fields of `subject` by name, in the order of the vocabulary; KeyError for no such subject."""
    return _BY_SUBJECT[subject]


def nearest(word: object, known: object) -> str:
    """Return “ — did you mean 'x'?” for the known word nearest to `word`, or an empty string."""
    words = [str(one) for one in known] if hasattr(known, "__iter__") else []
    found = difflib.get_close_matches(str(word)[:80], words, n=1, cutoff=0.6)
    return f" — did you mean '{found[0]}'?" if found else ""


def vocabulary() -> list[dict[str, object]]:
    """Return every field as plain data: subject, name, type, values, unit, meaning (zh, en), inferred."""
    return [
        {
            "subject": field.subject,
            "name": field.name,
            "type": field.type,
            "values": list(field.values),
            "unit": field.unit,
            "meaning": {"zh": field.zh, "en": field.en},
            "inferred": field.inferred,
            "may_be_unknown": not field.sure,
        }
        for field in FIELDS.values()
    ]
