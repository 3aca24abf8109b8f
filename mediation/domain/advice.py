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
    "sue_directly": (
        "劳动者可以直接向人民法院起诉，不必先申请仲裁。",
        "The worker may sue directly, without arbitration first.",
    ),
    "arbitration_first": (
        "依劳动合同法第三十条申请的支付令终结后，须先申请仲裁。",
        "After a payment order under article 30 of the Labour Contract Law, arbitration comes first.",
    ),
    "arbitration_postponed": (
        "申请人同意先行调解的，仲裁委员会暂缓受理；不同意的，应当依法受理。请登记暂缓的起止日期。",
        "Arbitration postpones acceptance while the applicant mediates first; otherwise it must accept. Note the days.",
    ),
    "notarial_enforcement": (
        "公证的给付协议载明债务人愿意接受强制执行的，可以直接申请执行。",
        "A notarised agreement to pay in which the debtor submits to enforcement may be enforced directly.",
    ),
    "limitation_disputed": (
        "时效起算之日各方说法不一，两个日期均已保留，请按较早的日期办理。",
        "The parties tell the first day of the limitation differently; both dates are kept, work to the earlier.",
    ),
    "legal_aid_first": (
        "时效不足七日，请先行提供法律援助，手续后补（法律援助法第四十四条）。",
        "The limitation ends within seven days; aid comes first and the papers later.",
    ),
    "rectification_opinion": (
        "用人单位逾期不回应集体协商要约，可提请总工会发出整改意见书。",
        "The employer left the request for consultation unanswered; ask the trade union for a rectification opinion.",
    ),
}


def words_of(code: str) -> tuple[str, str]:
    """Return the advice in Chinese and English; the code itself where the rule files use a word of their own."""
    return ADVICE.get(code, (code, code))
