"""The ledger of offers: who offers how much, by when, what else; told to the other side or not; accepted into terms.

What is offered to come to terms is no evidence later (人社部令第17号 11(2)): it stands in no paper but the agreement.
Sums are kept out of the history, which desks read that don't see wage papers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.domain import money
from mediation.domain import offers as reckoning
from mediation.domain.offers import SIDES, Bid
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.terms import LATEST, MOST_INSTALMENTS
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.settlement import Settlement
from mediation.models.sitting import Offer, Sitting
from mediation.office import history, locks, settlement_pages, settlements
from mediation.office.sittings import facts
from mediation.office.sittings.planning import holdable

MOST_OTHER: Final = 900
MOST_MONTHS: Final = 12
ANSWERS: Final = ("accepted", "rejected", "withdrawn")


@dataclass(frozen=True)
class Given:
    """An offer as it was made: sums in fen. `count` payments every `months` from `pay_on` on, of `each` if said.

    `made_at`: when it was made, for one that was noted on paper then; None is now.
    """

    side: str
    amount: int | None = None
    pay_on: date | None = None
    count: int = 1
    each: int | None = None
    months: int = 1
    other_terms: str = ""
    told: bool = True
    made_at: datetime | None = None


def of_case(session: Session, case_id: str) -> list[Offer]:
    """Return the offers of a case as they were made; the caller sees the case and its wage papers."""
    query = select(Offer).where(Offer.case_id == case_id).order_by(col(Offer.made_at), col(Offer.nth))
    return list(session.exec(query))


def bids(rows: list[Offer]) -> list[Bid]:
    """Return offers as the arithmetic needs them."""
    return [Bid(place, one.side, one.amount, one.state, one.told) for place, one in enumerate(rows, 1)]


def note(
    session: Session, case_id: str, given: Given, *, sitting_id: str = "", by: Reader, now: datetime
) -> Offer:  # fmt: skip
    """Write down what a side offers: its own open offer is replaced, one it was told is answered by this.

    Raises Refused with every fault, Conflict where mediation may not go on.
    """
    case = _locked(session, case_id, "offer.note", by)
    amount, instalments = _checked(given, case, now)
    rows, made_at = of_case(session, case.id), given.made_at or now
    for one in rows:
        if one.state == "open" and one.made_at <= made_at and (one.side == given.side or one.told):
            one.state, one.answered_at = ("lapsed" if one.side == given.side else "countered"), made_at
            session.add(one)
    state, answered_at = _since(rows, given, made_at)
    sitting = Scope(session, by).get(Sitting, sitting_id) if sitting_id else None
    row = Offer(
        station_id=case.station_id, case_id=case.id, nth=len(rows) + 1, side=given.side, amount=amount,
        pay_on=given.pay_on, instalments=instalments, other_terms=given.other_terms.strip(), told=given.told,
        sitting_id=sitting.id if sitting and sitting.case_id == case.id else None, made_at=made_at, noted_by=by.id,
        entered_at=now if given.made_at else None, state=state, answered_at=answered_at,
    )  # fmt: skip
    session.add(row)
    _record(session, row, "offer.note", by, now, _noted(row))
    return row


def _since(rows: list[Offer], given: Given, made_at: datetime) -> tuple[str, datetime | None]:
    """Return what became of an offer entered afterwards by what was offered after it."""
    later = [one for one in rows if one.made_at > made_at and (one.side == given.side or given.told)]
    if not later:
        return "open", None
    return ("lapsed" if later[0].side == given.side else "countered"), later[0].made_at


def _noted(row: Offer) -> dict[str, Any]:
    told = {"offer_told": "yes" if row.told else "no"}
    return {**told, "offer_made_at": f"{row.made_at.astimezone(ZONE):%Y-%m-%d %H:%M}"} if row.entered_at else told


def tell(session: Session, offer_id: str, *, by: Reader, now: datetime) -> Offer:
    """Note that an offer has now been told to the other side; it can't be untold."""
    row = _open(session, offer_id, by)
    if row.told:
        raise Conflict(N_("这个方案已经转告，请刷新页面查看。"))
    row.told = True
    session.add(row)
    _record(session, row, "offer.tell", by, now, {})
    return row


def answer(session: Session, offer_id: str, said: str, *, by: Reader, now: datetime) -> Offer:
    """Note what became of an offer: `accepted` or `rejected` by the other side, `withdrawn` by its own.

    Raises Conflict for one that isn't open, that the other side wasn't told, or while another stands accepted; what was
    accepted may be withdrawn.
    """
    row = _open(session, offer_id, by, also="accepted" if said == "withdrawn" else "")
    if said not in ANSWERS:
        raise Refused(Problem(N_("请选择一项"), "do", said[:20], ", ".join(ANSWERS)))
    if said != "withdrawn" and not row.told:
        raise Conflict(N_("这个方案还没有转告对方，不能登记对方的答复；请先登记已转告。"))
    if said == "accepted" and any(one.state == "accepted" for one in of_case(session, row.case_id)):
        raise Conflict(N_("已有被接受的方案；要改用这个方案，请先撤回原来的。"))
    row.state, row.answered_at = said, now
    session.add(row)
    _record(session, row, "offer.answer", by, now, {"offer_state": said})
    return row


def begin_terms(session: Session, offer_id: str, *, by: Reader, now: datetime) -> str:
    """Begin the agreement, or take up its draft, with the sums of an accepted offer; return the settlement's id.

    A new draft says what is known besides: who pays whom, the agreed facts, who mediates, what follows a default.
    Raises Occupied (office/locks) while a colleague is at work on the terms.
    """
    row = Scope(session, by).get(Offer, offer_id)
    if row.state != "accepted":
        raise Conflict(N_("只有对方接受的方案才能写入协议。"))
    settlement_id = settlements.begin(session, row.case_id, by=by, now=now)
    locks.check(session, session.get_one(Case, row.case_id), "terms", by=by, now=now)
    is_new = not session.get_one(Settlement, settlement_id).terms
    page = settlement_pages.page(session, settlement_id, user=by, now=now)
    terms = filled(page.terms, row)
    if is_new and (said := "；".join(one.words.rstrip("。；") for one in facts.agreed(session, row.case_id))):
        terms["facts"] = f"{said}。"
    settlements.save(session, settlement_id, terms, by=by, now=now)
    return settlement_id


def draft_of(session: Session, offer_id: str, *, by: Reader, now: datetime) -> str:
    """Return the id of the draft of an agreement in the case of an offer, begun if there is none."""
    return settlements.begin(session, Scope(session, by).get(Offer, offer_id).case_id, by=by, now=now)


def filled(terms: Mapping[str, Any], row: Offer) -> dict[str, Any]:
    """Return terms of an agreement with the sums of an offer put in; what else was typed stays."""
    dated = row.instalments or ([{"due_on": row.pay_on, "amount": row.amount}] if row.pay_on else [])
    made: dict[str, Any] = {
        **terms, "total": None if row.amount is None else money.yuan(row.amount),
        "instalments": [
            {"due_on": str(one["due_on"]), "amount": money.yuan(one["amount"])} for one in dated if one["amount"]
        ],
    }  # fmt: skip
    if terms.get("total") != made["total"]:
        made["amounts"] = {}  # they made up another sum
    if row.other_terms and row.other_terms not in (terms.get("other_terms") or ""):
        made["other_terms"] = "\n".join(filter(None, (terms.get("other_terms"), row.other_terms)))
    return made


def _checked(given: Given, case: Case, now: datetime) -> tuple[int | None, list[dict[str, Any]]]:
    """Return the sum and the payments of an offer; raises Refused with every fault."""
    problems = [*_bounds(given, case, now)]
    amount = given.each * given.count if given.amount is None and given.each is not None else given.amount
    if amount is None and not given.other_terms.strip():
        problems.append(Problem(N_("请填写金额，或者在“其他条件”中写明"), "amount"))
    if amount is not None and not 0 < amount < money.MOST:
        problems.append(Problem(N_("金额应大于零"), "amount"))
    if amount is not None and given.each is not None and given.each * given.count != amount:
        problems.append(Problem(N_("每期金额乘以期数与总额不符"), "each"))
    if problems:
        raise Refused(problems)
    return amount, _instalments(given, amount)


def _bounds(given: Given, case: Case, now: datetime) -> Iterator[Problem]:
    if given.made_at and given.made_at > now:
        yield Problem(N_("不能晚于现在"), "made_on", station_day(given.made_at).isoformat())
    elif given.made_at and given.made_at < case.received_at:
        shown = station_day(given.made_at).isoformat()
        yield Problem(N_("早于收到申请的时间（%(at)s），请核对"), "made_on", shown, params={"at": case.received_at})
    if given.side not in SIDES:
        yield Problem(N_("请选择是哪一方的方案"), "offer_side", given.side[:20])
    if not 1 <= given.count <= MOST_INSTALMENTS:
        yield Problem(N_("期数应在 1 至 36 之间"), "count", str(given.count))
    if not 1 <= given.months <= MOST_MONTHS:
        yield Problem(N_("间隔应在 1 至 12 个月之间"), "months", str(given.months))
    if given.count > 1 and given.pay_on is None:
        yield Problem(N_("分期付款的，请填写第一期的日期"), "pay_on")
    if given.pay_on and not station_day(given.made_at or now) <= given.pay_on <= LATEST:
        yield Problem(N_("付款日期不能早于今天"), "pay_on", given.pay_on.isoformat())
    if len(given.other_terms.strip()) > MOST_OTHER:
        said = {"length": len(given.other_terms.strip())}
        yield Problem(N_("过长：%(length)d 个字"), "other_terms", "", f"≤ {MOST_OTHER}", said)


def _instalments(given: Given, amount: int | None) -> list[dict[str, Any]]:
    if amount is None or given.count == 1 or given.pay_on is None:
        return []
    try:
        made = reckoning.spread(amount, given.count, given.pay_on, given.months)
    except ValueError as fault:
        raise Refused(Problem(N_("金额太小，不能分成这么多期"), "count", str(given.count))) from fault
    if made[-1].due_on > LATEST:
        raise Refused(Problem(N_("最后一期太晚，请减少期数"), "count", str(given.count)))
    each = given.each
    return [{"due_on": one.due_on.isoformat(), "amount": each or one.amount} for one in made]


def _locked(session: Session, case_id: str, act: str, by: Reader) -> Case:
    """Return a case whose offers are numbered and answered one after the other until the transaction ends."""
    case = holdable(session, case_id, act, by)
    session.exec(select(Case.id).where(Case.id == case.id).with_for_update(key_share=True)).one()
    return case


def _open(session: Session, offer_id: str, by: Reader, also: str = "") -> Offer:
    row = Scope(session, by).get(Offer, offer_id)
    _locked(session, row.case_id, "offer.note", by)
    session.refresh(row)
    if row.state not in ("open", also):
        raise Conflict(N_("这个方案已经有了结果，请刷新页面查看。"))
    return row


def _record(session: Session, row: Offer, act: str, by: Reader, now: datetime, fields: dict[str, Any]) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("offer", row.id), case_id=row.case_id,
        fields={"offer_number": row.nth, "offer_side": row.side, **fields}, now=now,
    )  # fmt: skip
