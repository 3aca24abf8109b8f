"""Every paper that a story left in its case, or could have printed: an archive file that names its case and parties."""

from __future__ import annotations

import re

from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.document import Document
from tests.browser.room_hand import RoomHand
from tests.press.reading import broken_rules, everything, squeezed

SAYS = {
    "application": ("劳动争议调解申请书", "申请事项", "自愿申请"), "registration": ("劳动争议受理登记表", "当事人到站申请"),
    "acceptance_notice": ("调解受理通知书", "自受理之日起的调解期限", "2026年12月1日"),
    "non_acceptance_notice": ("不予受理通知书", "不属于劳动争议调解的受理范围", "申请法律援助"),
    "rights_notice": ("权利义务告知书", "你方的权利", "个人信息的处理"), "service_receipt": ("送达回证", "直接送达", "权利义务告知书"),
    "power_of_attorney": ("授权委托书", "特别授权", "达成调解协议", "人事经理"),
    "interview_record": ("调查（谈话）笔录", "9时50分至10时15分", "考勤都记在小本上"),
    "mediation_record": ("调解笔录", "至10时40分", "双方确认欠薪共104,097.50元", "分两期支付"),
    "agreement": ("劳动争议调解协议书", "签名", "款项支付"),
    "termination_notice": ("调解终止告知书", "2026年11月17日以当面方式表示不同意调解", "申请仲裁", "2027年11月6日"),
    "arbitration_review_application": ("调解协议仲裁审查申请书", "2026年12月3日", "劳动者名单和代表推举书"),
    "court_confirmation_application": ("司法确认申请书", "单位工作人员（人事经理）"),
    "payment_order_application": ("支付令申请书", "39,000.00"),
    "follow_up_record": ("回访记录", "部分履行", "公司说等总包结算"),
    "closing_report": ("结案报告", "恢复办理", "上海市闵行区人民法院准许", "2026年12月7日登记已付"),
    "file_cover": ("调解卷宗", "卷号", "10年"), "file_contents": ("卷内目录", "调解终止告知书", "结案报告", "本站收存"),
}  # fmt: skip
"""The heading of each kind of paper, and what else one of these two stories must say in it."""
GROUP_LEAVES = frozenset({
    "application", "registration", "non_acceptance_notice", "rights_notice", "service_receipt", "interview_record",
    "mediation_record", "agreement", "arbitration_review_application", "follow_up_record", "payment_order_application",
})  # fmt: skip
"""Every kind of paper that the story of the thirteen issues."""
GUARD_LEAVES = frozenset({
    "acceptance_notice", "termination_notice", "power_of_attorney", "agreement", "court_confirmation_application",
    "closing_report", "file_cover", "file_contents",
})  # fmt: skip
"""Every kind of paper that the story of the dismissed worker issues; with the other it leaves none out."""
ONE_SIDED = ("service_receipt",)
"""Papers that name only whom they are for: the first of the names that are looked for."""
DRAFT = "草稿"
ADDRESS = re.compile(r'href="(/cases/[\w-]+/papers/(?!file\.pdf)([a-z_]+)\.pdf[^"]*)"')


def papers_hold(hand: RoomHand, *names: str, never: str, at: str = "") -> set[str]:
    """Fetch every document issued in the case as its reader would, and check it; return their kinds.

    `never` stands in none of them; `at`: another case than the hand's.
    """
    case_id = (at or hand.at).rpartition("/")[2]
    with db.reading() as session:
        number = session.get_one(Case, case_id).number
        issued = [(one.id, one.kind) for one in session.exec(select(Document).where(Document.case_id == case_id))]
    for document_id, kind in issued:
        answer = hand.page.context.request.get(f"{hand.house.address}/documents/{document_id}")
        assert answer.ok, kind
        pdf = answer.body()
        assert broken_rules(pdf) == set(), kind
        text = "".join(everything(pdf))
        for wanted in (*SAYS[kind], number, *(names[:1] if kind in ONE_SIDED else names)):
            assert squeezed(wanted) in text, (kind, wanted)
        assert not [one for one in (never, "（2N）") if one in text], kind
    return {kind for _, kind in issued}


def drafts_hold(hand: RoomHand, *names: str) -> set[str]:
    """Fetch a draft of every kind of paper that the case's page offers, and check it; return the kinds."""
    case_id = hand.at.rpartition("/")[2]
    with db.reading() as session:
        number = session.get_one(Case, case_id).number
    asked = hand.page.context.request
    offered = ADDRESS.findall(asked.get(f"{hand.house.address}/cases/{case_id}/papers").text().replace("&amp;", "&"))
    for kind, address in {kind: address for address, kind in offered}.items():
        answer = asked.get(hand.house.address + address)
        assert answer.ok, (kind, answer.text())
        assert broken_rules(answer.body()) == set(), kind
        text = "".join(everything(answer.body()))
        for wanted in (DRAFT, number, *names):
            assert squeezed(wanted) in text, (kind, wanted)
    return {kind for _, kind in offered}
