"""What the words of the tables are called in papers, which are Chinese."""

from typing import Final

from mediation.domain.claimwords import PAPER_WORDS
from mediation.domain.refusals import N_
from mediation.domain.vocabulary import CLAIM_KINDS
from mediation.office.records import Words

CHANNELS: Final = {
    "walk_in": "当事人到站申请", "phone": "电话申请", "online": "网上申请", "police": "110警情移交",
    "court": "法院委派", "arbitration": "仲裁引导", "union": "工会转办", "inspection": "劳动保障监察移交",
    "patrol": "主动排查",
}  # fmt: skip
KIND_NAMES: Final = {
    "agreement": N_("调解协议书"),
    "application": N_("劳动争议调解申请书"),
    "registration": N_("劳动争议受理登记表"),
    "acceptance_notice": N_("调解受理通知书"),
    "non_acceptance_notice": N_("不予受理（不同意调解）通知书"),
    "rights_notice": N_("调解权利义务告知书"),
    "interview_record": N_("调查（谈话）笔录"),
    "mediation_record": N_("调解笔录"),
    "termination_notice": N_("调解终止告知书"),
    "arbitration_review_application": N_("调解协议仲裁审查申请书"),
    "court_confirmation_application": N_("司法确认申请书"),
    "payment_order_application": N_("支付令申请书"),
    "follow_up_record": N_("回访记录"),
    "service_receipt": N_("送达回证"),
    "power_of_attorney": N_("授权委托书"),
    "closing_report": N_("结案报告"),
    "file_cover": N_("卷宗封面"),
    "file_contents": N_("卷内目录"),
    "claim_annex": N_("测算明细"),
    "proof_sheet": N_("说理单"),
}
ENDINGS: Final = {
    "agreed": "双方达成调解协议", "settled_themselves": "当事人自行和解并撤回申请",
    "unreachable": "调解期限内无法联系到当事人",
    "unwilling": "一方明确表示不愿意继续调解", "too_far_apart": "双方分歧较大，难以达成协议",
    "time_over": "调解期限届满未达成协议，且双方没有同意延长", "not_signed": "一方拒绝在调解协议上签名或者盖章",
    "other": "有其他无法继续调解的情形", "withdrawn": "申请人撤回调解申请",
}  # fmt: skip
OUTCOMES: Final = {
    "settled": "全部达成协议", "partly_settled": "部分达成协议", "not_settled": "未达成协议", "refused": "一方不愿调解",
    "withdrawn": "申请人撤回", "out_of_scope": "不属受理范围", "transferred": "移送其他机关", "other": "其他",
}  # fmt: skip
VISIT_WAYS: Final = {"phone": "电话", "message": "信息", "visit": "上门", "at_station": "到站"}
PERFORMED: Final = {"paid": "已经履行", "partly": "部分履行", "unpaid": "没有履行"}
ROUTES: Final = {
    "arbitration_review": "仲裁审查", "court_confirmation": "司法确认", "payment_order": "支付令", "notary": "公证",
    "arbitration": "申请仲裁", "enforcement": "申请执行", "direct_suit": "起诉",
}  # fmt: skip
STEPS: Final = {
    "chosen": "选定", "filed": "提交", "accepted": "受理", "granted": "准许", "dismissed": "驳回", "withdrawn": "撤回",
}  # fmt: skip


def claim_name(kind: str) -> str:
    """Return what a claim is called on paper."""
    return PAPER_WORDS[kind]


def claim_words(kind: str) -> Words:
    """Return the same for a page, in either language."""
    return Words(claim_name(kind), CLAIM_KINDS[kind][1])
