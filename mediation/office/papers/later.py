"""The papers after an agreement as records: review, confirmation, payment order, visits, closing (D12–D15, D18)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from mediation.domain import arrears, money
from mediation.domain.arrears import Arrears, Part, Told, came
from mediation.domain.refusals import N_
from mediation.domain.routes import ORDER_KINDS
from mediation.domain.worktime import station_day
from mediation.models.claim import Claim
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.office.papers import dates, sides
from mediation.office.papers.called import claim_name, claim_words
from mediation.office.papers.sources import Sources, shown
from mediation.office.records.gaps import Paper

MOST_CREDITORS: Final = 60
NOT_IN_FORCE: Final = N_("没有已经生效的调解协议")
ONLY_CONFIRMS: Final = N_("协议只确认劳动关系，仲裁委员会不受理审查申请")
TOO_LATE: Final = N_("共同申请的期限已于 %(day)s 届满")
NO_PERIOD: Final = N_("没有推算出协议生效后的申请期限")
SENT_OTHER: Final = N_("双方已经选择另一种确认途径")
NOT_OWED: Final = N_("没有已经到期而未付的款项")
NOT_OF_ORDER: Final = N_(
    "协议处理的“%(claim)s”不在支付令的范围（劳动报酬、工伤医疗费、经济补偿、赔偿金）之内或者有争议，请人工制作"
)
NO_DEBTOR: Final = N_("协议没有写明由哪一个用人单位付款")
NO_ADDRESS: Final = N_("%(name)s：没有登记住所地，支付令须能够送达")
TOO_MANY: Final = N_("债权人超过 %(most)d 人，请分批申请")
NO_VISIT: Final = N_("还没有登记回访")
NOBODY_SPOKEN: Final = N_("%(day)s 的回访没有登记与谁联系")


def arbitration_review(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the joint application for review; not where the agreement only confirms a labour relation (令33 75)."""
    row = sources.settlement(paper.about)
    if row is not None and _settled_kinds(sources, row) == {"confirm_relation"}:
        sources.lacks(ONLY_CONFIRMS, "afterwards")
    record = _joint(sources, row, "arbitration", "agreement.arbitration_review", "自协议生效之日起十五日")
    papers = ["调解协议书", "双方当事人的身份证明、主体资格证明", "与调解协议相关的证据材料", *_list_of(row)]
    return {**record, "basis": sources.articles("mr33-74", "mr17-27"), "attachments": papers}


def court_confirmation(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the joint application for confirmation by a court."""
    row = sources.settlement(paper.about)
    record = _joint(sources, row, "court", "agreement.court_confirmation", "自协议生效之日起三十日")
    people = sources.station.organisation_kind == "people_mediation"
    papers = ["调解协议书", "调解组织主持调解的证明", "双方当事人的身份证明、主体资格证明和联系方式", *_list_of(row)]
    return {**record, "basis": sources.articles("cpl-205", *(("pml-33",) if people else ())), "attachments": papers}


def _joint(sources: Sources, row: Settlement | None, way: str, clock: str, what: str) -> dict[str, Any]:
    agreement = _agreement(sources, row)
    if row is None or agreement is None:
        return sources.base()
    if row.sent_to not in (None, way):
        sources.lacks(SENT_OTHER, "afterwards")
    limit = dates.of_agreement(sources, clock, row.id, what)
    if limit is None:
        sources.lacks(NO_PERIOD, "afterwards")
    else:
        last = date.fromisoformat(limit["last_on"] or limit["safe_on"])
        if sources.on > last and row.sent_to != way:
            sources.lacks(TOO_LATE, "afterwards", day=last)
    route = {"arbitration": "arbitration_review", "court": "court_confirmation"}[way]
    return {
        **sources.base(), "parties": sides.parties(sources), "agreement": agreement, "limit": limit,
        "authority": _authority(sources, row.id, route),
    }  # fmt: skip


def _list_of(row: Settlement | None) -> list[str]:
    """Return the list that an application for a group must have with it: the others are no parties of the case."""
    return ["劳动者名单和代表推举书"] if row is not None and row.terms.get("group") else []


def _authority(sources: Sources, settlement_id: str, route: str) -> str:
    """Return the court or commission that was named on a route last."""
    named = [one.authority for one in sources.steps if (one.settlement_id, one.route) == (settlement_id, route)]
    return next((one for one in reversed(named) if one), "")


def agreement_document(sources: Sources, settlement_id: str) -> Document | None:
    """Return the issued agreement of a settlement, the unsigned one."""
    found = [one for one in sources.documents if (one.kind, one.settlement_id) == ("agreement", settlement_id)]
    return next((one for one in found if one.signed_of is None), None)


def _agreement(sources: Sources, row: Settlement | None) -> dict[str, Any] | None:
    """Return the agreement as papers after it tell of it; notes where none is in force."""
    document = agreement_document(sources, row.id) if row else None
    if row is None or row.effective_on is None or document is None or row.replaced_on is not None:
        sources.lacks(NOT_IN_FORCE, "settlement")
        return None
    return {
        "number": row.number or document.number, "organisation": sources.station.organisation_name,
        "issued_on": station_day(document.issued_at).isoformat(), "effective_on": row.effective_on.isoformat(),
        "total": row.total or None, "content": _content(sources, row),
    }  # fmt: skip


def _content(sources: Sources, row: Settlement) -> list[str]:
    terms, found = row.terms, list[str]()
    payer, payee = sources.party(terms.get("payer")), sources.party(terms.get("payee"))
    own = [one for one in sources.instalments if one.settlement_id == row.id]
    if row.total and payer:
        whom = payee.name if payee else "协议附件所列劳动者"
        when = f"于{shown(own[0].due_on)}前一次性付清" if len(own) == 1 else f"分{len(own)}期付清"
        sums = "；".join(f"{shown(one.due_on)}前{money.figures(one.amount)}元" for one in own[:12])
        sums = sums if len(own) > 1 else ""
        detail = f"（{sums}{'等' if len(own) > 12 else ''}）" if sums else ""
        found.append(f"{payer.name}向{whom}支付人民币{money.figures(row.total)}元，{when}{detail}")
    for text in (terms.get("other_terms"), terms.get("default_clause")):
        if text:
            found.append(str(text)[:1000])
    named = {one.id: claim_name(one.kind) for one in sources.book.claims}
    outcomes = terms.get("claims") or {}
    for state, words in (("settled", "协议处理的请求"), ("reserved", "保留的事项")):
        those = list(dict.fromkeys(named[key] for key, value in outcomes.items() if value == state and key in named))
        if those:
            found.append(f"{words}：{'、'.join(those)}")
    return found or ["见调解协议书"]


def _settled(sources: Sources, row: Settlement) -> list[Claim]:
    outcomes = row.terms.get("claims") or {}
    return [one for one in sources.book.claims if outcomes.get(one.id) == "settled"]


def _settled_kinds(sources: Sources, row: Settlement) -> set[str]:
    return {one.kind for one in _settled(sources, row)}


def paid_of(sources: Sources, row: Settlement, one: Instalment) -> int:
    """Return what came of an instalment: all once it is noted as paid, else what the payee or the station said of it.
    """
    payer = sources.party(row.terms.get("payer"))
    told = []
    for each in sources.reports:
        if each.instalment_id == one.id:
            said_by = sources.party(each.party_id)
            trusted = said_by is None or (payer is not None and said_by.side != payer.side)
            told.append(Told(each.says, each.amount, trusted))
    return came(one.amount, paid=one.state == "paid", told=told)


def owed(sources: Sources, row: Settlement) -> tuple[list[Part], Arrears]:
    """Return an agreement's instalments as they stand on the day of the paper, and what is owed of them."""
    parts = [
        Part(one.id, one.due_on, one.amount, paid_of(sources, row, one), one.paid_on)
        for one in sources.instalments
        if one.settlement_id == row.id
    ]
    return parts, arrears.owed(parts, row.terms.get("default_clause"), sources.on)


def payment_order(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the worker's application for a payment order: what is due and unpaid of the kinds of 调仲法 16."""
    row = sources.settlement(paper.about)
    agreement = _agreement(sources, row)
    if row is None or agreement is None:
        return sources.base()
    debtor = sources.party(row.terms.get("payer"))
    if debtor is None or debtor.kind != "employer":
        sources.lacks(NO_DEBTOR, f"agreement:{row.id}")
        return sources.base()
    if not debtor.address:
        sources.lacks(NO_ADDRESS, f"party:{debtor.id}:address", name=debtor.name)
    kinds = _order_kinds(sources, row)
    parts, found = owed(sources, row)
    if not found.due:
        sources.lacks(NOT_OWED, "afterwards")
    asked = [one for one in parts if one.open and (one.late(sources.on) or found.accelerates)]
    rows = [{"due_on": one.due_on.isoformat(), "amount": one.amount, "paid": one.came} for one in asked]
    return {
        **sources.base(), "creditors": creditors(sources, row), "debtor": sides.party(sources, debtor, own=True),
        "court": _authority(sources, row.id, "payment_order"), "agreement": agreement, "kinds": kinds,
        "amount": found.claimable, "due": rows, "accelerated": bool(found.accelerates),
        "later": 0 if found.accelerates else found.rest, "as_of": sources.on.isoformat(),
        "basis": sources.articles("ldmal-16", "cpl-225"),
        "attachments": ["调解协议书", "申请人身份证明、被申请人主体资格证明", "已付款项的凭证（没有的不附）"],
    }  # fmt: skip


def _order_kinds(sources: Sources, row: Settlement) -> list[str]:
    """Return which kinds of 调仲法 16 the agreement settled; notes each claim that isn't one of them."""
    found, sums = [], row.terms.get("amounts") or {}
    for claim in _settled(sources, row):
        if str(sums.get(claim.id, "")) in ("0", "0.00"):
            continue  # given up: no part of the sum
        if claim.kind not in ORDER_KINDS:
            sources.lacks(NOT_OF_ORDER, f"agreement:{row.id}", claim=claim_words(claim.kind))
        else:
            found.append(ORDER_KINDS[claim.kind])
    return list(dict.fromkeys(found))


NOTHING: Final = (None, "", "0", "0.0", "0.00")


def creditors(sources: Sources, row: Settlement) -> list[dict[str, Any]]:
    """Return who may claim the sum: the payee, else the workers of the group who have a share in it."""
    if row.terms.get("group"):
        workers = [one for one in sources.workers if one.offered and one.state != "left"]
        if len(workers) > MOST_CREDITORS:
            sources.lacks(TOO_MANY, "group", most=MOST_CREDITORS)
        known = [
            {"role": "applicant", "kind": "person", "name": one.name, "occupation": one.post,
             "id_number": sides.opened(one, "id_number"), "phone": sides.opened(one, "phone"),
             **sides.by_number(sources, sides.opened(one, "id_number"))}
            for one in workers[:MOST_CREDITORS]
        ]  # fmt: skip
        if known:
            return known
    payee = sources.party(row.terms.get("payee"))
    own = row.terms.get("each") or {}
    several = [one for one in sources.parties if own.get(one.id) not in NOTHING] if own else []
    rows: list[Party] = several or ([payee] if payee else [one for one in sources.parties if one.side == "applicant"])
    return [sides.party(sources, one) | {"role": "applicant"} for one in rows]


def follow_up(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return what one visit found."""
    visit = next((one for one in sources.visits if one.id == paper.about), None)
    if visit is None:
        sources.lacks(NO_VISIT, "afterwards")
        return sources.base()
    party = sources.party(visit.party_id)
    spoken = visit.spoken_with or (party.name if party else "")
    if not spoken:
        sources.lacks(NOBODY_SPOKEN, "afterwards", day=visit.on)
    row = sources.settlement(visit.settlement_id or "") or sources.in_force
    answers = [one for one in sources.answers if one.party_id == visit.party_id and one.answered_on <= visit.on]
    return {
        **sources.base(), "parties": [one.name for one in sources.parties][:60],
        "agreement_number": (row.number or "") if row else "", "visited_on": visit.on.isoformat(), "way": visit.way,
        "spoken_with": spoken, "visitor": sources.name(visit.noted_by), "reason": visit.reason,
        "performance": visit.performance or "", "total": row.total if row else None,
        "paid": paid_by(sources, row, visit.on) if row else None, "words": visit.words,
        "satisfaction": answers[-1].score if answers else None, "new_dispute": visit.new_dispute,
        "next_step": visit.next_step,
    }  # fmt: skip


def paid_by(sources: Sources, row: Settlement, on: date) -> int:
    """Return what was noted as paid of an agreement by a day."""
    own = [one for one in sources.instalments if one.settlement_id == row.id and one.paid_on]
    return sum(one.amount for one in own if one.paid_on and one.paid_on <= on)
