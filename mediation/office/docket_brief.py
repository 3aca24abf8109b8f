"""One page a case for the lawyer's ninety seconds: facts, clocks, claims, offers, and the two questions to answer."""

from datetime import datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import money
from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.docket import Visit
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Shift
from mediation.models.station import Station
from mediation.office import cases, docket, docket_holds, docket_requests, opinions
from mediation.office.records import CasePage, Said
from mediation.office.records.duty import AdvicePart, BriefPage, HoldRecord
from mediation.office.sittings import offers as ledger

SUMMARY_LENGTH = 240
DATES = 5
QUESTIONS = 2
PART_ACTS = ("opinion.write", "evidence.ask", "question.ask", "request.end")

ASKED = {
    "routing.limitation_near": N_("仲裁时效何时届满？有无中断、中止的事由，证据在哪里？"),
    "routing.termination": N_("解除或终止是否合法？应付经济补偿还是赔偿金，区间多少？"),
    "routing.injury": N_("工伤认定和劳动能力鉴定到了哪一步？现在可以调解哪些待遇？"),
    "routing.women": N_("孕产哺乳期内的处理是否违法？可以主张哪些待遇？"),
    "routing.contract": N_("合同约定是否有效？所请求的款项能否成立？"),
    "routing.large": N_("各项金额如何核算？大额请求中哪些有证据支持？"),
}
"""What is asked of the lawyer, by the rule that called the law firm in; the order decides where several did."""

FLOOR = N_("本系统尚未逐项测算，请律师自行核算。")
OFFERED = {"applicant": N_("申请人最近的方案 %(amount)s 元"), "respondent": N_("被申请人最近的方案 %(amount)s 元")}
ALWAYS = (
    N_("请求的事实和法律依据是否充分，还缺哪些证据？"),
    N_("调解的合理区间是多少，谈不成时下一步走哪条路？"),
)


def brief(session: Session, case_id: str, *, user: Reader, now: datetime) -> BriefPage:
    """Return the one-page brief of a case the user may see; raises NotFound for any other."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    page = cases.page(session, case_id, user=user, now=now)
    found = part(session, page, user=user, now=now)
    referral = session.exec(
        scope.select(Referral).where(
            Referral.case_id == case_id, Referral.desk == access.GATED_DESK, col(Referral.state).in_(ALIVE)
        )
    ).first()
    visit = _visit(scope, case_id, now)
    amounts = [one.amount for one in page.claims if one.amount is not None]
    summary = case.summary if len(case.summary) <= SUMMARY_LENGTH else f"{case.summary[: SUMMARY_LENGTH - 1]}…"
    return BriefPage(
        page=page, summary=summary, cut=summary != case.summary, total=sum(amounts) if amounts else None,
        offers=(*_offers(page), *_last_offers(session, case.id)), questions=_questions(found, referral), part=found,
        judged_on=case.received_on,
        floor=_floor(page), worked=any(one.worked for one in page.claims),
        visit=visit.id if visit else "", shift_id=visit.shift_id if visit else "",
        referral_id=referral.id if referral else "",
    )  # fmt: skip


def part(session: Session, page: CasePage, *, user: Reader, now: datetime) -> AdvicePart:
    """Return the duty lawyer's work on the case of a page, and what the user may do about it."""
    scope, case_id = Scope(session, user), page.header.id
    return AdvicePart(
        opinions.of_case(scope, case_id),
        docket_requests.evidence_of(scope, case_id, station_day(now)),
        docket_requests.questions_of(scope, case_id),
        frozenset(act for act in PART_ACTS if access.may(user, act, page.about)),
        *_slot(session, page, user, now),
    )


def _slot(session: Session, page: CasePage, user: Reader, now: datetime) -> tuple[HoldRecord | None, int]:
    """Return the slot held for the case, and for how long one may be held for it: not where it has its place."""
    case_id = page.header.id
    if not access.may(user, "slot.hold", page.about) or page.header.state != "open":
        return None, 0
    held = docket_holds.of_case(session, case_id, now=now)
    seated = session.exec(select(Visit.id).where(Visit.case_id == case_id, col(Visit.state).in_(docket.SEATED))).first()
    if held or seated:
        return held, 0
    station = select(Station.hold_minutes).join(Case, col(Case.station_id) == col(Station.id))
    return None, session.exec(station.where(Case.id == case_id)).one()


def _questions(found: AdvicePart, referral: Referral | None) -> tuple[Said, ...]:
    """Return the two questions: those left open first, then what the rules ask, then what is always asked."""
    left = [Said("%(question)s", {"question": one.question}) for one in found.questions if one.state == "open"]
    rules = {reason["rule"] for reason in referral.because} if referral else set()
    asked = [Said(message) for rule, message in ASKED.items() if rule in rules]
    return tuple([*left, *asked, *(Said(message) for message in ALWAYS)][:QUESTIONS])


def _floor(page: CasePage) -> Said:
    """Say how far the claims were worked out."""
    worked = sum(one.worked is not None for one in page.claims)
    if not worked:
        return Said(FLOOR)
    if worked == sum(one.computable for one in page.claims):
        return Said(N_("见测算一栏（仅供参考，以仲裁机构、法院认定为准）。"))
    return Said(N_("已测算的见测算一栏（仅供参考），其余请律师自行核算。"))


def _offers(page: CasePage) -> tuple[Said, ...]:
    """Return what lies on the table: agreements drafted or made."""
    words = {"draft": N_("协议草稿，总额 %(amount)s 元"), "issued": N_("已出具协议，总额 %(amount)s 元")}
    return tuple(
        Said(words[one.state], {"amount": money.figures(one.total)})
        for one in page.settlements
        if one.total is not None and one.state in words
    )


def _last_offers(session: Session, case_id: str) -> tuple[Said, ...]:
    """Return the last figure of each side that the other was told, from the ledger of offers."""
    told = [one for one in ledger.of_case(session, case_id) if one.told and one.state != "withdrawn"]
    last = {one.side: one.amount for one in told if one.amount is not None}
    return tuple(Said(OFFERED[side], {"amount": money.figures(last[side])}) for side in OFFERED if side in last)


def _visit(scope: Scope, case_id: str, now: datetime) -> Visit | None:
    query = (
        scope.select(Visit)
        .join(Shift, col(Shift.id) == col(Visit.shift_id))
        .where(Visit.case_id == case_id, Visit.state == "queued", Shift.on == station_day(now))
    )
    return scope.session.exec(query).first()
