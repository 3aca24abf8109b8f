"""The ways that stay open when mediation isn't begun or has ended: arbitration, authorities, courts, legal aid."""

from __future__ import annotations

from typing import Any, Final

from mediation.office.papers.sources import Sources

PAY: Final = ("unpaid_wages", "overtime", "minimum_wage", "heat_allowance", "annual_leave", "deposit_refund")
ARBITRATION: Final = (
    "当事人可以依法向有管辖权的劳动人事争议仲裁委员会申请仲裁。申请仲裁应当注意仲裁时效，不要因其他程序而错过。"
)
OVER_AGE: Final = (
    "超龄劳动者与用人单位因劳动报酬、休息休假、劳动安全卫生、工伤保障发生的争议，"
    "可以向有管辖权的劳动人事争议仲裁委员会申请仲裁；其他争议可以直接向人民法院起诉。"
)
INSPECTION: Final = (
    "用人单位拖欠、克扣工资，支付的工资低于最低工资标准，不缴或者少缴社会保险费等违反劳动保障法律的，"
    "劳动者可以向人力资源社会保障部门投诉；违法行为自发生之日或者行为终了之日起超过二年的，不再查处。"
)
SUIT: Final = "对仲裁裁决不服或者仲裁委员会不予受理、逾期未作出决定、裁决的，可以依法向人民法院起诉。"
NOTE: Final = "劳动者持有用人单位的工资欠条、诉讼请求不涉及劳动关系其他争议的，可以直接向人民法院起诉。"
CIVIL: Final = (
    "本争议不属于劳动人事争议的，当事人可以依法直接向人民法院起诉，或者申请人民调解委员会就民间纠纷进行调解。"
)
AID: Final = "需要法律帮助、符合法律援助条件的，可以向法律援助机构申请法律援助。"
POLICE: Final = "人身、财产安全受到威胁或者侵害的，立即拨打110或者向公安机关报案。"


def of(sources: Sources) -> list[dict[str, Any]]:
    """Return the ways that fit the case, each with its articles as far as they were checked."""
    case = sources.book.case
    if case.relation == "none" or "out_of_scope" in case.flags:
        found = [_way("依法起诉或者申请其他调解", CIVIL)]
    elif case.relation == "over_age":
        found = [_way("申请仲裁或者起诉", OVER_AGE, sources.articles("oa-56"))]
    else:
        found = [_way("申请仲裁", ARBITRATION, sources.articles("ldmal-14", "ldmal-29"))]
        suit = SUIT + (NOTE if any(one.kind in PAY for one in sources.book.claims) else "")
        found.append(_way("依法提起诉讼", suit, sources.articles("ldmal-29", "ldmal-50")))
    if case.relation != "none":
        found.insert(1, _way("向劳动保障监察机构投诉", INSPECTION, sources.articles("lsi-20")))
    if "unsafe" in case.flags or case.mediation == "blocked":
        found.insert(0, _way("报警", POLICE))
    return [*found, _way("申请法律援助", AID)]


def _way(title: str, text: str, basis: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"title": title, "text": text, "basis": basis or []}
