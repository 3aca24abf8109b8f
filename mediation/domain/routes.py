"""From an agreement to an enforceable title: each way, whether it is open on a day, why, until when, who must ask.

Court confirmation and arbitration review exclude each other. What law.md marks as not verified is marked `unsure`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from mediation.domain.arrears import Arrears
from mediation.domain.refusals import N_

ORDER_KINDS: Final[Mapping[str, str]] = {
    "unpaid_wages": "remuneration", "overtime": "remuneration", "minimum_wage": "remuneration",
    "heat_allowance": "remuneration", "annual_leave": "remuneration", "severance": "severance",
    "dismissal_damages": "damages", "probation_damages": "damages",
}  # fmt: skip
"""Claims that 调仲法 16 names, each with what it is there: unpaid remuneration, severance, damages. The only list."""
ARGUED_KINDS: Final = frozenset({"double_wage", "open_ended_double_wage", "notice_pay", "work_injury"})
"""Claims of which it is argued, or depends on the item, whether 调仲法 16 means them."""
PAY_KINDS: Final = frozenset({"unpaid_wages", "overtime", "minimum_wage", "heat_allowance", "annual_leave"})
JOINT: Final = {"court_confirmation": "court", "arbitration_review": "arbitration"}
"""Ways that both sides take together, of which they choose one, with what the agreement calls them."""
DAYS: Final = {"court_confirmation": 30, "arbitration_review": 15}
"""Within how many days of its effect both may ask (民诉法 205; 办案规则 74), as rules/deadlines counts, too."""
YEARS: Final = {"arbitration": 1, "enforcement": 2}
"""How long after a payment that did not come one may claim (调仲法 27) or have a title enforced (民诉法 250)."""
ALIVE: Final = ("chosen", "filed", "accepted")
TITLED: Final = ("court_confirmation", "arbitration_review", "payment_order", "notary")


@dataclass(frozen=True)
class Limit:
    """A date by which to act: `safe_on` unrolled, `last_on` rolled over rest days, None where it isn't known."""

    safe_on: date
    last_on: date | None


@dataclass(frozen=True)
class Taken:
    """The newest step on a way."""

    step: str
    on: date


@dataclass(frozen=True)
class Deal:
    """What the ways depend on. `kinds`: the claims it settles; `employer_pays`: an employer owes a person."""

    effective_on: date | None
    kinds: frozenset[str]
    total: int
    employer_pays: bool
    arrears: Arrears
    steps: Mapping[str, Taken] = field(default_factory=dict)
    review: Limit | None = None
    confirmation: Limit | None = None
    arbitration: Limit | None = None
    enforcement: Limit | None = None
    replaced: bool = False

    @property
    def titled(self) -> str:
        """Return the way that led to an enforceable title, "" without one."""
        return next((way for way in TITLED if way in self.steps and self.steps[way].step == "granted"), "")


@dataclass(frozen=True)
class Route:
    """One way on a day: open or not and why, until when, who must ask, on what it rests, what is handed in."""

    route: str
    open: bool
    why: str
    params: Mapping[str, Any] = field(default_factory=dict)
    limit: Limit | None = None
    who: str = ""
    law: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    application: str = ""
    unsure: str = ""
    taken: Taken | None = None


WHO: Final = {"both": N_("双方共同申请"), "worker": N_("劳动者"), "payee": N_("收款方"), "either": N_("任何一方")}
_FRAME: Final[Mapping[str, Route]] = {
    "court_confirmation": Route(
        "court_confirmation", False, "", who="both", application="court_confirmation_application",
        law=(N_("民事诉讼法第二百零五条"), N_("人民调解法第三十三条")),
        papers=(N_("调解协议书"), N_("调解组织主持调解的证明"), N_("双方身份或者主体资格证明")),
    ),
    "arbitration_review": Route(
        "arbitration_review", False, "", who="both", application="arbitration_review_application",
        law=(N_("劳动人事争议仲裁办案规则第七十四条、第七十五条"),),
        papers=(N_("调解协议书"), N_("双方身份或者主体资格证明"), N_("与协议有关的证据")),
    ),
    "payment_order": Route(
        "payment_order", False, "", who="worker", application="payment_order_application",
        law=(N_("劳动争议调解仲裁法第十六条"), N_("民事诉讼法第二百二十五条")),
        papers=(N_("调解协议书"), N_("劳动者身份证明、用人单位主体资格证明"), N_("付款记录、已付款的凭证")),
    ),
    "notary": Route(
        "notary", False, "", who="both", law=(N_("公证法第三十七条"), N_("民事诉讼法第二百四十九条")),
        papers=(N_("调解协议书"), N_("双方身份或者主体资格证明"), N_("付款方愿意接受强制执行的书面承诺")),
    ),
    "direct_suit": Route(
        "direct_suit", False, "", who="worker", law=(N_("最高人民法院劳动争议司法解释（一）第五十一条第二款"),),
        papers=(N_("起诉状"), N_("调解协议书"), N_("付款记录、已付款的凭证")),
    ),
    "arbitration": Route(
        "arbitration", False, "", who="either",
        law=(N_("劳动争议调解仲裁法第十五条、第二十七条"), N_("企业劳动争议协商调解规定第二十八条")),
        papers=(N_("仲裁申请书"), N_("调解协议书"), N_("付款记录、已付款的凭证")),
    ),
    "enforcement": Route(
        "enforcement", False, "", who="payee", law=(N_("民事诉讼法第二百五十条"),),
        papers=(N_("执行申请书"), N_("生效的裁定书、调解书、支付令或者公证债权文书"), N_("付款记录、已付款的凭证")),
    ),
}  # fmt: skip
ROUTES: Final = tuple(_FRAME)

NOT_IN_FORCE: Final = N_("调解协议还没有生效")
REPLACED: Final = N_("协议已由更正后的协议代替，请用新的协议")
OPEN_JOINT: Final = N_("自协议生效之日起%(days)d日内可以申请；稳妥日 %(safe)s")
ROLLED: Final = N_("稳妥日 %(safe)s 已过，只剩按休息日顺延的最后一日 %(last)s；请立即提交")
ROLL_UNKNOWN: Final = N_("稳妥日 %(safe)s 已过；是否因休息日顺延，当年放假安排没有公布，不能推算，请立即向受理机关确认")
TOO_LATE: Final = N_("协议于 %(since)s 生效，申请期限%(days)d日，最后一日 %(last)s 已过；逾期申请不予受理")
NO_LIMIT: Final = N_("没有推算出申请期限，请先核对协议生效日期")
ONLY_CONFIRMS: Final = N_("协议只确认劳动关系，仲裁委员会不受理审查申请")
OTHER_WAY: Final = N_("双方已经选择“%(way)s”，两种确认途径只能选一种；撤回后在期限内可以改选")
GOING: Final = N_("正在办理：%(step)s（%(on)s）")
DISMISSED: Final = N_("%(on)s 没有获得准许；不能以同一协议再次申请")
HAS_TITLE: Final = N_("已经有可以申请执行的文书（%(way)s），不需要再走这条途径")
NO_TITLE: Final = N_("还没有可以申请执行的文书；须先经司法确认、仲裁审查、支付令或者公证")
NO_PAYMENT: Final = N_("协议没有付款内容")
NO_DEFAULT: Final = N_("没有到期未付的款项；付款日已过仍未付足时开放")
NOT_EMPLOYER: Final = N_("只有用人单位欠付劳动者的款项可以由劳动者申请支付令")
NOT_ORDERED: Final = N_("协议处理的请求都不属于拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金")
ORDER_OPEN: Final = N_("%(since)s 起有到期未付的款项，劳动者可以持调解协议书申请支付令；法律没有规定期限，越早越好")
ORDER_MIXED: Final = N_("协议中有的款项不属于或者是否属于支付令的范围有争议，须能分开计算，请向法院咨询（待核）")
NOTARY_OPEN: Final = N_("有付款内容，双方可以到公证机构办理；付款方须书面承诺愿意接受强制执行")
NOTARY_LATE: Final = N_("已经违约的，付款方不再承诺就不能办理")
SUIT_OPEN: Final = N_("协议只有劳动报酬的给付内容，用人单位不付的，劳动者可以直接起诉")
SUIT_AFTER_ORDER: Final = N_("支付令程序已经终结，劳动者可以依据调解协议直接起诉")
NOT_ONLY_PAY: Final = N_("协议不只涉及劳动报酬，须先申请仲裁（支付令程序终结后可以直接起诉的除外）")
ARBITRATION_OPEN: Final = N_("对方 %(since)s 起不履行协议，可以依法申请仲裁；时效一年，稳妥日 %(safe)s")
ARBITRATION_NOW: Final = N_("对方 %(since)s 起不履行协议，可以依法申请仲裁；没有推算出时效，请尽快申请")
ARBITRATION_PASSED: Final = N_("一年时效（稳妥日 %(safe)s）已过；仍可以申请，但对方可以提出时效抗辩，有中断事由的除外")
ENFORCE_OPEN: Final = N_("有“%(way)s”的文书而没有付清，可以申请强制执行；稳妥日 %(safe)s")
ENFORCE_PASSED: Final = N_("二年的申请期间（稳妥日 %(safe)s）已过；仍可以申请，对方可以提出时效异议，中断、中止的除外")
ENFORCE_FROM: Final = N_("分期履行的从哪一期起算待核，这里按最早未付的一期计算")


def of_deal(deal: Deal, today: date) -> tuple[Route, ...]:
    """Return every way with whether it is open on a day and why."""
    return tuple(
        replace(_ROUTES[way](deal, today, frame), taken=deal.steps.get(way)) for way, frame in _FRAME.items()
    )


def one(deal: Deal, way: str, today: date) -> Route:
    """Return one way on a day."""
    return next(route for route in of_deal(deal, today) if route.route == way)


def _joint(deal: Deal, today: date, frame: Route) -> Route:
    way = frame.route
    limit = deal.review if way == "arbitration_review" else deal.confirmation
    other = next(one for one in JOINT if one != way)
    frame = replace(frame, limit=limit)
    if closed := _shut(deal, frame):
        return closed
    if other in deal.steps and deal.steps[other].step in ALIVE:
        return replace(frame, why=OTHER_WAY, params={"way": other})
    taken = deal.steps.get(way)
    if taken and taken.step == "dismissed":
        return replace(frame, why=DISMISSED, params={"on": taken.on})
    if taken and taken.step in ("filed", "accepted"):
        return replace(frame, open=True, why=GOING, params={"step": taken.step, "on": taken.on})
    if limit is None:
        return replace(frame, why=NO_LIMIT)
    return _within(deal, today, frame, limit)


def _within(deal: Deal, today: date, frame: Route, limit: Limit) -> Route:
    days, last = DAYS[frame.route], limit.last_on or limit.safe_on
    told = {"days": days, "safe": limit.safe_on, "last": last, "since": deal.effective_on}
    if today <= limit.safe_on:
        return replace(frame, open=True, why=OPEN_JOINT, params=told)
    if limit.last_on is None:
        return replace(frame, open=True, why=ROLL_UNKNOWN, params=told, unsure=ROLL_UNKNOWN)
    if today <= limit.last_on:
        return replace(frame, open=True, why=ROLLED, params=told)
    return replace(frame, why=TOO_LATE, params=told)


def _shut(deal: Deal, frame: Route) -> Route | None:
    """Return why no way is open, or this one isn't needed any more."""
    if deal.replaced:
        return replace(frame, why=REPLACED)
    if deal.effective_on is None:
        return replace(frame, why=NOT_IN_FORCE)
    if deal.titled:
        return replace(frame, why=HAS_TITLE, params={"way": deal.titled})
    return None


def _review(deal: Deal, today: date, frame: Route) -> Route:
    if deal.effective_on and not deal.replaced and deal.kinds == {"confirm_relation"}:
        return replace(frame, why=ONLY_CONFIRMS)
    return _joint(deal, today, frame)


def _order(deal: Deal, _: date, frame: Route) -> Route:
    if closed := _shut(deal, frame):
        return closed
    taken = deal.steps.get("payment_order")
    if taken and taken.step == "dismissed":
        return replace(frame, why=DISMISSED, params={"on": taken.on})
    if not deal.total:
        return replace(frame, why=NO_PAYMENT)
    if not deal.employer_pays:
        return replace(frame, why=NOT_EMPLOYER)
    if not deal.kinds & (ORDER_KINDS.keys() | ARGUED_KINDS):
        return replace(frame, why=NOT_ORDERED)
    if not deal.arrears.due:
        return replace(frame, why=NO_DEFAULT)
    unsure = "" if deal.kinds <= ORDER_KINDS.keys() else ORDER_MIXED
    return replace(frame, open=True, why=ORDER_OPEN, params={"since": deal.arrears.since}, unsure=unsure)


def _notary(deal: Deal, _: date, frame: Route) -> Route:
    if closed := _shut(deal, frame):
        return closed
    if not deal.total:
        return replace(frame, why=NO_PAYMENT)
    return replace(frame, open=True, why=NOTARY_OPEN, unsure=NOTARY_LATE if deal.arrears.due else "")


def _suit(deal: Deal, _: date, frame: Route) -> Route:
    if closed := _shut(deal, frame):
        return closed
    if not deal.total:
        return replace(frame, why=NO_PAYMENT)
    if not deal.employer_pays:
        return replace(frame, why=NOT_EMPLOYER)
    if not deal.arrears.due:
        return replace(frame, why=NO_DEFAULT)
    order = deal.steps.get("payment_order")
    if deal.kinds <= PAY_KINDS:
        return replace(frame, open=True, why=SUIT_OPEN)
    if order and order.step == "dismissed":
        return replace(frame, open=True, why=SUIT_AFTER_ORDER)
    return replace(frame, why=NOT_ONLY_PAY)


def _arbitration(deal: Deal, today: date, frame: Route) -> Route:
    if closed := _shut(deal, frame):
        return closed
    if not deal.arrears.due:
        return replace(frame, why=NO_DEFAULT)
    told = {"since": deal.arrears.since}
    limit = deal.arbitration
    if limit is None:
        return replace(frame, open=True, why=ARBITRATION_NOW, params=told)
    passed = today > (limit.last_on or limit.safe_on)
    why = ARBITRATION_PASSED if passed else ARBITRATION_OPEN
    return replace(frame, open=True, why=why, params={**told, "safe": limit.safe_on}, limit=limit)


def _enforcement(deal: Deal, today: date, frame: Route) -> Route:
    if not deal.titled:
        return replace(frame, why=NO_TITLE)
    if not deal.arrears.due:
        return replace(frame, why=NO_DEFAULT)
    limit = deal.enforcement
    if limit is None:
        return replace(frame, why=NO_LIMIT)
    why = ENFORCE_PASSED if today > (limit.last_on or limit.safe_on) else ENFORCE_OPEN
    told = {"way": deal.titled, "safe": limit.safe_on}
    return replace(frame, open=True, why=why, params=told, limit=limit, unsure=ENFORCE_FROM)


_ROUTES: Final[Mapping[str, Callable[[Deal, date, Route], Route]]] = {
    "court_confirmation": _joint, "arbitration_review": _review, "payment_order": _order, "notary": _notary,
    "direct_suit": _suit, "arbitration": _arbitration, "enforcement": _enforcement,
}  # fmt: skip

FOLLOWING: Final[Mapping[str, Sequence[str]]] = {
    "": ("chosen", "filed"), "chosen": ("filed", "withdrawn"),
    "filed": ("accepted", "granted", "dismissed", "withdrawn"), "accepted": ("granted", "dismissed", "withdrawn"),
    "granted": (), "dismissed": (), "withdrawn": ("chosen", "filed"),
}  # fmt: skip
"""Which step may follow which on one way."""
