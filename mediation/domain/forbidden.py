"""What no settlement may say, in any usual wording: found clause by clause, with the article and what to write instead.

Patterns are looked for in one clause at a time, after the wordings that deny or keep what they name are taken out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.traditional import TO_SIMPLIFIED

SAYS: Final = {
    "insurance": N_(
        "约定不缴、放弃补缴社会保险或者以补贴代替缴纳的条款无效（最高人民法院劳动争议解释（二）第十九条）；"
        "请删去，可改为：社会保险由用人单位依法补缴，或者写明社会保险事项不在本协议处理范围。"
    ),
    "report": N_(
        "协议不得约定放弃报案、控告、举报、投诉或者不追究刑事责任（刑事诉讼法第一百一十条、劳动保障监察条例第九条，条文待核）；"
        "请删去，可改为：付款方按期足额付清的，收款方可以出具谅解书。"
    ),
    "suit": N_(
        "协议不得约定不履行时也不得申请仲裁、起诉或者申请执行（劳动争议调解仲裁法第十五条、第十六条）；"
        "请删去，可改为：各方按本协议履行完毕后，就已处理的请求再无争议。"
    ),
    "oral": N_("劳动争议的调解协议应当采用书面形式（劳动争议调解仲裁法第十四条）；请把口头约定的内容写进条款。"),
}

_CLAUSE = re.compile(r"[。；;！!？?\n]+")
_SPACE = re.compile(r"[\s　,，、:：“”\"'（）()《》]+")

INSURED = r"(?:社会保险|社保|五险|(?:养老|医疗|失业|工伤|生育|基本)保险)"
NOT = r"(?:不再|不予|不必|不用|不需要?|不要求|不得|不会|不能|不|无需|无须|毋须|免于|免除|免|放弃|豁免|自愿|停止|拒绝)"
PAY = r"(?:缴纳|补缴|缴|交纳|补交|交|办理|参加|购买|投保|主张|要求|追究|追索|追缴|索要|承担|负担|支付)"
COURT = r"(?:仲裁|起诉|诉讼|上诉|法院|支付令|强制执行|申请执行|司法确认|司法途径|法律途径|诉权)"
REPORT = r"(?:报案|报警|控告|举报|检举|投诉|信访|上访|刑事责任|刑责|追诉)"

KEPT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"不得?(?:以任何|以|因).{0,12}(?:为由|理由)(?:拒绝|拖延|推托|不)?",
        r"不(?:再|得)?(?:拖欠|欠缴|少缴|漏缴|断缴)",
        rf"{INSURED}.{{0,8}}?(?:除外|以外|之外)",
        r"保险(?:基金|统筹)?(?:依法)?不(?:予|能)?(?:支付|报销)",
        r"不得?因.{0,10}?(?:打击|报复|刁难|克扣|处罚|解除)",
        r"停止.{0,10}?(?:行为|侵害|拖欠|欠缴)",
        r"(?:个人|职工|劳动者)(?:应当|应|依法)*(?:缴纳|承担|负担|缴|交)*的?(?:部分|份额)(?!和|与|及|以及|连同)"
        r".{0,8}?(?:由|归|从).{0,10}?(?:承担|负担|代扣|扣除|缴纳)",
        r"不得?(?:拒绝|放弃|免除|影响|妨碍|限制|阻碍|阻止|减损|拖延|拖欠|拒缴|不)(?:缴纳|补缴|办理)?",
        r"(?:并不|均不|也不|亦不|都不)(?:放弃|免除|影响)",
        r"不(?:代表|意味着|视为|等于|构成|属于).{0,6}(?:放弃|免除)",
        r"不因.{0,14}(?:而)?(?:免除|放弃)",
        r"保留.{0,20}(?:权利|权)",
        r"不在.{0,8}(?:处理|范围)(?:范围)?(?:之内|内)?",
        r"(?:本协议|本次)?(?:未作|不作|未|不)(?:处理|涉及|解决|包含|包括)",
        r"(?:拒不|不|未|逾期未|逾期不|拒绝|不按期|不按时|未按期|未按时|未足额)(?:履行|支付|付清|付款|给付)",
    )
)
"""Taken out of a clause first: wordings that deny the waiver, keep the right, or name the default."""
KEPT_RIGHTS: Final = (
    re.compile(r"(?:拒|拒不|拒绝|逾期不|逾期未|到期不|到期未|不|未|没有)(?:按期|按时|如期|足额)*(?:付|还|偿还|发放|补缴|缴纳)"),
    re.compile(r"但.{0,20}除外"),
)
"""Taken out, too, before a waiver of suit or report is looked for: the default that opens the way, the exception."""

PATTERNS: Final = {
    "insurance": (
        rf"{NOT}.{{0,14}}?{PAY}?.{{0,8}}?{INSURED}",
        rf"{INSURED}.{{0,24}}?(?:不再|不予|不必|不用|不需要?|不要求|不|无需|无须|免于|免除|放弃|豁免).{{0,4}}?{PAY}",
        rf"{INSURED}.{{0,16}}?(?:放弃|免除|豁免|一笔勾销|互不追究|不得主张)",
        rf"{INSURED}.{{0,16}}?(?:折算|折现|折抵|抵作|包含在).{{0,8}}?(?:现金|工资|补贴|补偿|款项|总额)",
        rf"(?:以|用|按).{{0,10}}?(?:现金|补贴|补助|补偿|工资).{{0,10}}?(?:代替|替代|抵作|抵充|折抵|代缴).{{0,8}}?{INSURED}",
        rf"{INSURED}.{{0,12}}?(?:由|归)(?:劳动者|职工|员工|申请人|乙方|本人|个人)(?:自行|自己|全部|全额)?"
        r"(?:承担|负担|解决|缴纳)",
        rf"^(?!.*(?:补缴|缴纳|办理)(?:完毕|完成|到位)?之?后).*{INSURED}.{{0,20}}?"
        r"(?:了结|了断|两清|买断|再无争议|无任何争议|不再有.{0,4}异议|一次性(?:解决|补偿|处理|结清)|算了)",
        rf"{INSURED}.{{0,20}}?与(?:甲方|单位|公司|用人单位|被申请人|对方).{{0,4}}无关",
        rf"{INSURED}.{{0,14}}?(?:折现|(?:以|用|按)(?:现金|补贴|补助).{{0,6}}?(?:支付|发放|给付))",
        rf"(?:作为|充作|视为|算作).{{0,4}}?{INSURED}(?!.{{0,4}}(?:待遇|损失|医疗))(?:的)?(?:补偿|补贴|补助|费用)",
        rf"{INSURED}.{{0,10}}?不(?:再)?给(?:补|缴|交|上|买)",
        rf"^(?!.*(?:解除|终止|离职|退工|减员)).*{INSURED}.{{0,16}}?(?:停缴|免缴|弃缴)",
        r"(?:不|不再|无需|无须|不必|不用|停止|拒绝)(?:给|为|替|帮|向)?.{0,6}?(?:参保|上保险|交保险|缴保险|买保险)",
    ),
    "report": (
        rf"(?:放弃|不再|不得|不予|不会|不去|不|撤销|撤回|免于|免除|免|豁免|停止|取消).{{0,22}}?{REPORT}",
        rf"{REPORT}.{{0,12}}?(?:不得|一律不|放弃|免除|一笔勾销|不再)",
        r"私了.{0,6}(?:不|免)(?:报|告)",
    ),
    "suit": (
        rf"(?:放弃|不再|不得|不予|不会|不能|不|豁免|免除).{{0,26}}?{COURT}",
        rf"{COURT}.{{0,12}}?(?:的权利)?.{{0,6}}?(?:予以放弃|一并放弃|自愿放弃|均放弃|放弃)",
    ),
    "oral": (r"口头(?:协议|约定|承诺|补充)(?:为准|有效|生效|具有同等效力|同样有效|执行|办理)",),
}
_COMPILED = {what: tuple(re.compile(one) for one in patterns) for what, patterns in PATTERNS.items()}

DONE = re.compile(
    r"(?:履行|付清|支付|清偿|给付)(?:完毕|完成|清楚|完|义务后)|(?:全部|全额|足额)(?:履行|付清|支付)|付清(?:之?后|之日)"
)
SETTLED = re.compile(r"已处理|上述请求|上述争议|本协议(?:处理|所涉|项下|涉及)|本案(?:请求|争议)|同一(?:事项|请求|争议)")
WITHDRAWN = re.compile(r"(?:撤回|撤销).{0,14}(?:仲裁|起诉|诉讼|投诉|信访)")


@dataclass(frozen=True)
class Found:
    """One clause that is forbidden: what it waives, and the words in which it does."""

    what: str
    words: str


AGREES: Final = re.compile(r"(?:双方|各方)(?:当事人)?(?:一致|共同|现|自愿|经协商|协商|均|都)*(?:同意|商定|约定|达成)")
BEFORE: Final = re.compile(r"曾|原先|原来|原本|入职|此前|之前|当时|劳动合同(?:中|里|上)?(?:约定|写明|载明)")


def found(text: str, *, told: bool = False) -> tuple[Found, ...]:
    """Return the forbidden clauses of a text in their order, one a clause and kind.

    `told`: the text tells what happened; only a clause that agrees on something now counts.
    """
    hits = []
    for clause in _CLAUSE.split(text):
        plain = _SPACE.sub("", clause).translate(TO_SIMPLIFIED)
        if told and (not AGREES.search(plain) or BEFORE.search(plain)):
            continue
        for what in SAYS:
            if _says(what, plain):
                hits.append(Found(what, clause.strip()[:60]))
    return tuple(hits)


def _says(what: str, clause: str) -> bool:
    """Tell whether a clause says it; a clause between commas may keep one right and waive another."""
    if what == "suit" and DONE.search(clause) and SETTLED.search(clause):
        return False  # no more dispute about what was settled and paid: 解释(一) 35
    bare = clause
    if what in ("suit", "report"):
        bare = WITHDRAWN.sub("〇", bare)  # to withdraw what is pending about the settled claims waives nothing to come
    for kept in (*KEPT, *(KEPT_RIGHTS if what in ("suit", "report") else ())):
        bare = kept.sub("〇", bare)
    return any(one.search(bare) for one in _COMPILED[what])
