"""Small words of ledgers: yes and no, where a case came from, how it ended."""

from __future__ import annotations

import re
from typing import Final

from mediation.domain.ledger.grid import Cell, empty, shown, squeezed
from mediation.domain.ledger.reading import Understood, doubt
from mediation.domain.refusals import N_

NOT_YES_NO = N_("“%(text)s”不能确定是或否，未录入")
CHANNEL_UNKNOWN = N_("来源“%(text)s”不能确定，按来访登记")
OUTCOME_UNKNOWN = N_("处理结果“%(text)s”不能确定，案件按办理中录入")

_YES = re.compile(
    r"[√✓✔☑]+|是|有|对|会员|y|yes|1|true|已?同意(?:调解)?|已?愿意(?:调解)?|可以|接受(?:调解)?|农民工",
    re.IGNORECASE,
)
_NO = re.compile(
    r"[×✗✘xX╳]+|否|无|没有|非|不是|n|no|0|false|(?:不|未)(?:同意|愿意?|接受)(?:调解)?|拒绝(?:调解)?",
    re.IGNORECASE,
)
_SILENT = re.compile(r"[-—–/\\?？]*|不详|不清楚|未知|待定|待(?:核实|联系|沟通)|未联系|联系中")

CHANNELS: Final[tuple[tuple[str, str], ...]] = (
    ("arbitration", "仲裁"),
    ("court", "法院|诉前|诉调|法庭|委派|委托"),
    ("inspection", "监察|人社|劳监|欠薪平台"),
    ("police", "110|派出所|公安|警|出警"),
    ("phone", "电话|来电|热线|12345|12348|12351|致电"),
    ("online", "网上|网络|线上|微信|小程序|公众号|邮箱|邮件|平台|app|在线|互联网"),
    ("union", "工会"),
    ("patrol", "巡查|走访|排查|网格|摸排|上门走访|主动发现"),
    ("walk_in", "来访|上门|现场|窗口|当面|自行|本人|直接|接待|司法所|居委|村委|街道|信访"),
)

OUTCOMES: Final[tuple[tuple[str, str], ...]] = (
    ("", "正在|办理中|处理中|调解中|跟进|待|未结|未办结|进行中|在办|联系中|协商中|受理中"),
    ("partly_settled", "部分(?:达成|调解|履行|解决)|部分成功"),
    ("refused", "(?:拒绝|不同意|不愿意?|不接受)(?:参加|接受)?调解"),
    ("out_of_scope", "不(?:予|属于?)受理|不属于?|不在.*范围|非劳动"),
    ("withdrawn", "撤回|撤诉|撤销申请|放弃|自行(?:和解|解决)|申请人撤|未再联系|失联"),
    (
        "not_settled",
        "(?:未|不|没有?)(?:能)?(?:达成|调解成功|成功|调成|谈成|一致)|调解(?:不成|失败|未成)|失败|"
        "不成|终止调解|分歧",
    ),
    (
        "transferred",
        "(?:转|移送|移交|引导|建议|告知|申请|进入|已).{0,6}(?:仲裁|法院|诉讼|起诉|监察|公安|部门)|"
        "起诉|仲裁处理",
    ),
    (
        "settled",
        "达成|调解成功|成功|已(?:调解|解决|履行|支付|结清|付清|兑现|发放|了结)|调解协议|和解|(?:履行|"
        "支付|结算|发放|付款)完毕|结清|付清",
    ),
    ("other", "结案|办结|完结|已处理|终结|答复|咨询|解释"),
)
"""In order: the first that fits; the empty word says that the case is still open."""

_CHANNELS = tuple((word, re.compile(pattern, re.IGNORECASE)) for word, pattern in CHANNELS)
_OUTCOMES = tuple((word, re.compile(pattern)) for word, pattern in OUTCOMES)


def read_flag(cell: Cell) -> Understood[bool]:
    """Return yes or no; nothing for an empty cell."""
    if isinstance(cell, bool):
        return Understood(cell)
    text = squeezed(cell)
    if _SILENT.fullmatch(text):
        return Understood(None)
    if _YES.fullmatch(text):
        return Understood(True)
    if _NO.fullmatch(text):
        return Understood(False)
    return Understood(None, doubt(NOT_YES_NO, text, text=text[:40]))


def read_channel(cell: Cell) -> Understood[str]:
    """Return where the case came from."""
    text = squeezed(cell)
    if _SILENT.fullmatch(text):
        return Understood(None)
    for word, pattern in _CHANNELS:
        if pattern.search(text):
            return Understood(word)
    return Understood(None, doubt(CHANNEL_UNKNOWN, text, text=text[:40]))


def read_outcome(cell: Cell) -> Understood[str]:
    """Return how the case ended; nothing for one still open."""
    text = squeezed(cell)
    if empty(cell) or _SILENT.fullmatch(text):
        return Understood(None)
    for word, pattern in _OUTCOMES:
        if pattern.search(text):
            return Understood(word or None)
    return Understood(None, doubt(OUTCOME_UNKNOWN, shown(cell), text=text[:40]))
