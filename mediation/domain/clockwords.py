"""What moves a clock besides the facts of a case: the events, interruptions, reasons and bodies that rules may name."""

from __future__ import annotations

from typing import Final

from mediation.domain.refusals import N_

EVENTS: Final = {
    "negotiation_asked": (N_("一方提出协商"), "one side asked to negotiate"),
    "mediation_stopped": (N_("一方明确拒绝或要求终止调解"), "a party refused or stopped mediation"),
    "tribunal_referred": (N_("仲裁庭委托调解"), "the tribunal referred the case to mediation"),
    "mediation_suggested": (
        N_("仲裁委员会发出调解建议书，申请人同意先行调解"),
        "arbitration suggested mediation first",
    ),
    "review_accepted": (N_("仲裁委员会受理审查申请"), "arbitration accepted the joint application for review"),
    "confirmation_applied": (N_("向法院申请司法确认"), "court confirmation was applied for"),
    "confirmation_accepted": (N_("法院受理司法确认"), "the court accepted the application for confirmation"),
    "payment_defaulted": (N_("到期未按协议履行"), "the agreement was not performed when due"),
    "payment_order_applied": (N_("申请支付令"), "a payment order was applied for"),
    "payment_order_accepted": (N_("法院受理支付令申请"), "the court accepted the application for a payment order"),
    "payment_order_issued": (N_("法院发出支付令"), "the payment order was issued"),
    "payment_order_served": (N_("债务人收到支付令"), "the payment order was served on the debtor"),
    "payment_order_ended": (N_("收到终结督促程序裁定"), "the ruling ending the payment order was received"),
    "notarised": (N_("给付协议已办理公证"), "the payment agreement was notarised"),
    "performance_due": (N_("生效法律文书履行期限最后一日"), "last day for performance of an enforceable document"),
    "arbitration_applied": (N_("仲裁委员会收到仲裁申请"), "arbitration received the application"),
    "arbitration_accepted": (N_("仲裁委员会受理"), "arbitration accepted the application"),
    "application_served": (N_("被申请人收到仲裁申请书副本"), "the respondent received the application"),
    "answer_received": (N_("仲裁委员会收到答辩书"), "arbitration received the answer"),
    "hearing_set": (N_("定于该日开庭"), "the hearing was set for this day"),
    "award_received": (N_("收到仲裁裁决书"), "the award was received"),
    "labour_violation": (N_("违法行为发生（有连续状态的，终了）"), "the violation took place, or ended"),
    "inspectorate_filed": (N_("劳动保障监察立案"), "the inspectorate filed the case"),
    "contract_ended": (N_("解除或者终止劳动合同"), "the labour contract ended"),
    "recognition_accepted": (N_("工伤认定申请受理"), "the application for injury recognition was accepted"),
    "appraisal_applied": (N_("收到劳动能力鉴定申请"), "the application for appraisal was received"),
    "appraisal_received": (N_("收到鉴定结论"), "the conclusion of the appraisal was received"),
    "appraisal_concluded": (N_("作出鉴定结论"), "the appraisal was concluded"),
    "legal_aid_applied": (N_("申请法律援助"), "legal aid was applied for"),
    "legal_aid_decided": (N_("决定给予法律援助"), "legal aid was granted"),
    "legal_aid_objected": (N_("对不予援助决定提出异议"), "an objection was made to a refusal of legal aid"),
    "union_handed_over": (N_("工会移送有关部门处理"), "the union handed the matter to an authority"),
}
"""What may be recorded as having happened; each starts the clocks of the rules that ask for it."""

OF_AGREEMENTS: Final = (
    "review_accepted", "confirmation_applied", "confirmation_accepted", "payment_defaulted", "payment_order_applied",
    "payment_order_accepted", "payment_order_issued", "payment_order_served", "payment_order_ended", "notarised",
    "performance_due",
)  # fmt: skip
"""Events of confirming and performing an agreement: they happen after the case is closed as well."""

EVENT_FACTS: Final = {
    "award_received": ("final_award",),
    "recognition_accepted": ("simple",),
    "payment_defaulted": (N_("pay_only"), "order_open"),
    "payment_order_ended": ("order_on_agreement",),
}
"""The yes-no facts that belong to some events."""

INTERRUPTIONS: Final = {
    "talks_refused": (N_("提出协商后，对方不同意协商或者五日内不回应"), "negotiation was refused, or not answered"),
    "talks_stopped": (
        N_("约定的协商期限内，一方不同意继续协商"),
        "a side would not go on negotiating in the agreed time",
    ),
    "talks_failed": (N_("约定的协商期限内未达成一致"), "no agreement within the time agreed for negotiation"),
    "settlement_broken": (N_("达成和解协议后，未在约定期限内履行"), "a settlement was not performed in time"),
    "mediation_refused": (N_("提出调解申请后，对方不同意调解"), "mediation was applied for and the other side refused"),
    "mediation_stopped": (N_("受理后的调解期限内，一方不同意调解"), "a side would not mediate within the period"),
    "mediation_failed": (N_("调解期限内未达成调解协议"), "no agreement within the period of mediation"),
    "agreement_broken": (N_("达成调解协议后，未在约定期限内履行"), "a mediation agreement was not performed in time"),
    "demanded": (N_("向对方主张权利（有对方收到的证据）"), "the right was claimed, with proof of receipt"),
    "complained": (N_("向有关部门请求权利救济"), "an authority was asked for relief"),
    "proceedings": (N_("申请仲裁、起诉或者申请支付令"), "arbitration, suit or payment order was applied for"),
    "admitted": (N_("对方同意履行义务"), "the other side agreed to perform"),
}
"""What makes a limitation begin anew: the eight events of 17号令 31, and those of 调解仲裁法 27(2)."""

PAUSES: Final = {
    "force_majeure": (N_("不可抗力"), "force majeure"),
    "no_guardian": (N_("无民事行为能力或者限制行为能力人的法定代理人未确定"), "no legal guardian determined"),
    "other_cause": (N_("其他正当理由"), "another proper cause"),
    "postponed": (N_("申请人同意先行调解，仲裁暂缓受理"), "acceptance is postponed for mediation"),
    "awaiting_ruling": (N_("等待司法机关或者行政主管部门的结论"), "waiting for another body's conclusion"),
    "trial_suspended": (N_("仲裁中止审理"), "the hearing of the case is suspended"),
    "notice_service": (N_("公告送达"), "service by public notice"),
}
"""Reasons for which a clock may stand still; each rule says which of them stop its own."""

ACTORS: Final = {
    "worker": (N_("劳动者"), "the worker"),
    "employer": (N_("用人单位"), "the employer"),
    "either": (N_("任何一方"), "either side"),
    "both": (N_("双方共同"), "both sides jointly"),
    "other_side": (N_("对方当事人"), "the other side"),
    "respondent": (N_("被申请人"), "the respondent"),
    "claimant": (N_("主张权利的一方"), "the claimant"),
    "applicant": (N_("申请人"), "the applicant"),
    "creditor": (N_("债权人"), "the creditor"),
    "debtor": (N_("债务人"), "the debtor"),
    "worker_side": (N_("职工、近亲属或者工会"), "worker, kin or union"),
    "organisation": (N_("调解组织"), "the mediation organisation"),
    "mediator": (N_("调解员"), "the mediator"),
    "arbitration": (N_("仲裁委员会"), "the arbitration commission"),
    "tribunal": (N_("仲裁庭"), "the tribunal"),
    "court": (N_("人民法院"), "the court"),
    "insurance_authority": (N_("社会保险行政部门"), "the insurance authority"),
    "appraisal_committee": (N_("劳动能力鉴定委员会"), "the appraisal committee"),
    "inspectorate": (N_("劳动保障监察"), "the labour inspectorate"),
    "legal_aid": (N_("法律援助机构"), "the legal aid body"),
    "justice_bureau": (N_("司法行政部门"), "the justice bureau"),
    "authority": (N_("有关部门"), "the authority concerned"),
}
"""Who must act by a day, where it isn't the desk that keeps it."""

FORCES: Final = ("hard", "remind", "opens")
"""hard: to be kept · remind: no law binds anybody to it · opens: the day from which something may be done."""
EXTENSIONS: Final = ("consent", "approval")
"""Who may make a clock longer: both parties together, or whoever approves it."""
HOME: Final = "shanghai"
"""The place whose rules apply unless a station is elsewhere."""
DISPUTABLE: Final = ("known_on", "ended_on", "injury_on")
"""The days of a claim that the parties may tell differently."""
