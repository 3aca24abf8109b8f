"""What the words after suggest, require and warn in rule files mean to a mediator."""

from __future__ import annotations

ADVICE = {
    "legal_aid_without_means_check": (
        "农民工讨薪可申请法律援助，免予核查经济困难状况（法律援助法第四十二条）。",
        "Migrant workers claiming pay may ask for legal aid without a means check.",
    ),
    "hardship_fund": ("可向工会申请困难帮扶。", "The union's hardship fund may be offered."),
    "insurance_authority": (
        "补缴社会保险费由社会保险费征收机构、社会保险行政部门处理，请引导劳动者投诉或举报。",
        "Paying in contributions is for the insurance authority; direct the worker there.",
    ),
    "paying_in_not_arbitrable": (
        "要求单位补缴社会保险费不属于仲裁受理范围；因此发生的其他争议仍可调解。",
        "A demand to pay in contributions is not arbitrable; the dispute with the employer may still be mediated.",
    ),
    "right_body": (
        "家政服务、个体工匠帮工等不属于劳动争议，请引导至有管辖权的部门或人民法院。",
        "Not a labour dispute; direct the parties to the right body or the court.",
    ),
    "labour_inspection": (
        "尚无责令支付文书的，先引导向劳动保障监察投诉。",
        "Where no order to pay exists, labour inspection comes first.",
    ),
    "labour_inspection_told": (
        "涉嫌使用童工，须立即告知劳动保障监察和监护人。",
        "Labour inspection and the guardian must be told at once.",
    ),
    "guardian": ("未成年工参加调解，须有监护人到场。", "A guardian must attend."),
    "general_contractor_asked": (
        "建设领域农民工工资：追问施工总承包单位，并核对工资专用账户和考勤台账。",
        "Ask for the general contractor, the wage account and the attendance ledger.",
    ),
    "injury_recognition_asked": (
        "询问工伤认定和劳动能力鉴定进展；认定、鉴定前调解的，须提示可能显失公平并记录在案。",
        "Ask how far recognition and appraisal have come; warn of unfair early deals and note the warning.",
    ),
    "termination_notice": (
        "出具调解终止告知书，告知仲裁、行政、诉讼途径和时效日期。",
        "Serve the termination notice with the routes to arbitration, authority and court.",
    ),
    "no_waiver_of_report": (
        "及时支付可能避免刑事责任，可以继续调解；但协议不得约定放弃报案、控告。",
        "Mediation may go on, but nothing settled may waive a report of the crime.",
    ),
    "limitation_practice_differs": (
        "年休假工资、二倍工资的时效起算点各地做法不一，请按较早日期办理并请律师核对。",
        "Practice differs on when this limitation begins; work to the earlier date and ask the lawyer.",
    ),
    "limitation_another_period": (
        "平台用工、超龄用工争议可能适用其他时效，请按较早日期办理并请律师核对。",
        "Another limitation period may apply to platform and over-age work; ask the lawyer.",
    ),
    "urgent_legal_aid": (
        "时效即将届满，请立即转介法律援助并告知当事人最后日期。",
        "The limitation date is days away; refer to legal aid at once and tell the party the last day.",
    ),
    "payment_order": (
        "协议约定的款项逾期未付，劳动者可持调解协议书向人民法院申请支付令（调解仲裁法第十六条）。",
        "The agreed sum is overdue; the worker may ask the court for a payment order on the agreement.",
    ),
    "rectification_opinion": (
        "用人单位逾期不回应集体协商要约，可提请总工会发出整改意见书。",
        "The employer left the request for consultation unanswered; ask the trade union for a rectification opinion.",
    ),
}


def words_of(code: str) -> tuple[str, str]:
    """Return the advice in Chinese and English; the code itself where the rule files use a word of their own."""
    return ADVICE.get(code, (code, code))
