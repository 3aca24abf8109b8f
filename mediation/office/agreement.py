"""From a case and its checked terms to the frozen record that the agreement is printed from (law: D09, 17号令 26)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import object_session
from sqlmodel import Session, col, select

from mediation import config, seals
from mediation.domain import authority, identity, money
from mediation.domain.claimwords import PAPER_WORDS
from mediation.domain.refusals import N_, Conflict
from mediation.domain.routes import ORDER_KINDS, PAY_KINDS
from mediation.domain.terms import Terms
from mediation.domain.worktime import station_day
from mediation.models.chain import Representative
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.office import casebook, group
from mediation.office.book import Book

SEXES: Final = {"male": "男", "female": "女"}
CAPACITIES: Final = {
    "lawyer": "律师", "legal_worker": "基层法律服务工作者", "kin": "近亲属", "colleague": "同事",
    "union": "工会推荐的人", "staff": "单位工作人员", "legal_representative": "法定代表人", "guardian": "监护人",
    "other": "其他公民",
}  # fmt: skip
OF_AN_OFFICE: Final = ("lawyer", "legal_worker")
"""Whose office is said before what they are."""
AUTHORITIES: Final = {"general": "一般授权", "special": "特别授权"}
MOST_AGENTS: Final = 3
SHARES_A_CLAUSE: Final = 20
MOST_PARTIES: Final = 60
TOO_MANY: Final = N_("一份协议最多列 %(most)d 名当事人；人数更多的，请把劳动者登记在工人名册里，作为协议的附件")
PAYMENT_CLAUSES: Final = (
    "付款方未按期足额支付任何一期款项的，收款方有权要求其一次性支付全部剩余款项。",
    "付款方逾期支付的，应自逾期之日起以未付款项为基数，按照同期一年期贷款市场报价利率支付逾期利息。",
)
"""What follows from not paying in time; where nothing is paid they would mean nothing."""
METHOD_WORDS = {"bank": "银行转账", "cash": "现金", "other": "其他方式"}
MOST_PARTS = 20
LISTED = "附件所列劳动者"
DRAFT_NUMBER = "（出具时编号）"


def record(
    book: Book, station: Station, terms: Terms, *, code: str, number: str, replaces: str = "", on: date | None = None
) -> dict[str, Any]:
    """Return the agreement's record, as the press takes it.

    `replaces` is what it says of the agreement it corrects (`replacing`); `on` the day whose representatives it names.
    """
    if len(book.parties) > MOST_PARTIES:
        raise Conflict(TOO_MANY, most=MOST_PARTIES)
    agents = _agents(book, on) if on else {}
    listed = _group(book, terms)
    said = [("更正", replaces), *_shares(book, terms), ("其他约定", terms.other_terms)]
    return {
        "number": number,
        "case_number": book.case.number,
        "organisation": station.organisation_name,
        "organisation_kind": station.organisation_kind,
        "cause": _cause(book),
        "received_on": book.case.received_on.isoformat(),
        "accepted_on": book.case.accepted_on.isoformat() if book.case.accepted_on else None,
        "parties": [_filled(_party(one), listed) | {"representatives": agents.get(one.id, [])} for one in book.parties],
        "group": listed,
        "requests": [_request(one) for one in book.claims],
        "facts": terms.facts,
        "payments": _payments(book, terms),
        "terms": [{"title": title, "text": text} for title, text in said if text],
        "default_clause": _default(terms),
        "claims_settled": [_settled(one, terms) for one in book.claims if terms.claims[one.id] == "settled"],
        "claims_reserved": [_words(one) for one in book.claims if terms.claims[one.id] == "reserved"],
        "routes": _routes(book, terms),
        "copies": max(3, len(book.parties) + 1),
        "mediators": [terms.mediator],
        "recorder": terms.recorder or "",
        "signed_on": None,
        "verification_url": f"{config.settings().base_url.rstrip('/')}/verify/{code}",
    }


def _group(book: Book, terms: Terms) -> list[dict[str, Any]]:
    """Return the annex: every worker with the own share, with place and ID number where the list of the case has it."""
    session = object_session(book.case)
    known = session if isinstance(session, Session) and terms.group else None
    numbers = group.id_numbers(known, book.case.id) if known else {}
    places = group.list_numbers(known, book.case.id) if known else {}
    return [
        {
            "place": places.get(one.worker), "name": one.name, "id_number": numbers.get(one.worker, ""),
            "amount": one.amount,
        }
        for one in terms.group
    ]  # fmt: skip


def agreement_facts(claims: Iterable[Claim], outcomes: Mapping[str, str]) -> dict[str, bool]:
    """Return what the rules ask about an agreement: whether it only confirms a relation, whether it only pays."""
    kinds = {claim.kind for claim in claims if outcomes.get(claim.id) == "settled"}
    return {"confirms_relation_only": kinds == {"confirm_relation"}, "pay_only": kinds <= PAY_KINDS}


def next_number(session: Session, station: Station, now: datetime) -> str:
    """Give out the station's next agreement number: （2026）曹行调字第0001号."""
    year = station_day(now).year
    given = casebook.next_number(session, station, year, "agreement")
    return f"（{year}）{station.short_name or station.code}调字第{given:04d}号"


def _cause(book: Book) -> str:
    kinds = list(dict.fromkeys(claim.kind for claim in book.claims))
    words = "、".join(PAPER_WORDS[kind] for kind in kinds[:3])
    return f"{words}等争议" if len(kinds) > 3 else f"{words}争议"


def _words(claim: Claim) -> str:
    return PAPER_WORDS[claim.kind]


def _settled(claim: Claim, terms: Terms) -> str:
    """Return a settled claim as the agreement names it; one given up entirely is said to be so."""
    given_up = bool(claim.amount) and terms.amounts.get(claim.id) == 0
    return f"{_words(claim)}（申请人同意不再主张，约定金额为零元）" if given_up else _words(claim)


def _parts(book: Book, terms: Terms) -> list[dict[str, Any]]:
    """Return how the total is made up where more than one claim is settled."""
    named = [(_words(one), terms.amounts.get(one.id, 0)) for one in book.claims if terms.claims[one.id] == "settled"]
    parts = [{"name": words, "amount": amount} for words, amount in named if amount]
    return parts if len(named) > 1 else []


def _request(claim: Claim) -> dict[str, Any]:
    return {"text": PAPER_WORDS[claim.kind], "amount": claim.amount or None}


def _default(terms: Terms) -> str:
    """Return what follows from a default; of payments only where something is paid."""
    clause = terms.default_clause or ""
    return "" if not terms.total and clause in PAYMENT_CLAUSES else clause


def _shares(book: Book, terms: Terms) -> list[tuple[str, str]]:
    """Return what is said of how much is whose; by whom it is passed on where one receives for the others."""
    named = [(one, terms.each[one.id]) for one in book.parties if one.id in terms.each]
    found = []
    for first in range(0, len(named), SHARES_A_CLAUSE):
        some = named[first : first + SHARES_A_CLAUSE]
        sums = "，".join(f"{one.name}人民币{money.figures(share)}元" for one, share in some)
        found.append(("各人应得金额", f"上述款项中，各申请人应得：{sums}。"))
    payee = next((one.name for one, _ in named if one.id == terms.payee), "")
    if payee:
        found.append(("代为收款", f"上述款项由{payee}代其他申请人收取，收到后按上列金额转付本人。"))
    return found


def replacing(session: Session, row: Settlement) -> str:
    """Return what an agreement says of the one it corrects, "" where it corrects none."""
    if not row.corrects:
        return ""
    old = session.get_one(Settlement, row.corrects)
    since = old.effective_on
    told = f"于{since.year}年{since.month}月{since.day}日生效" if since else "没有签署生效"
    return f"本协议更正并代替编号为{old.number}的调解协议书（{told}）。自本协议生效之日起以本协议为准，原协议不再履行。"


def _party(row: Party) -> dict[str, Any]:
    """Return a party; where contact is unsafe, the paper that the other side gets has neither phone nor address."""
    hidden = row.contact_unsafe
    return {
        "role": row.side,
        "kind": row.kind,
        "name": row.name,
        "sex": SEXES.get(row.sex or "", "") if row.kind == "person" else "",
        "born": row.born.isoformat() if row.born else None,
        "id_number": _opened(row, "id_number", row.id_number_sealed),
        "credit_code": row.credit_code or "",
        "legal_representative": row.legal_representative,
        "post": row.post,
        "phone": "" if hidden else _opened(row, "phone", row.phone_sealed),
        "address": "" if hidden else row.address or "",
    }


def _agents(book: Book, on: date) -> dict[str, list[dict[str, str]]]:
    """Return by party who acts for it on a day, without phone: the agreement goes to the other side."""
    session = object_session(book.case)
    if not isinstance(session, Session):
        return {}
    noted = select(Representative).where(
        Representative.case_id == book.case.id, col(Representative.replaced_at).is_(None)
    ).order_by(col(Representative.noted_at))
    found: dict[str, list[dict[str, str]]] = {}
    for one in session.exec(noted):
        of = found.setdefault(one.party_id, [])
        if authority.in_force(one, on) and len(of) < MOST_AGENTS:
            of.append({"name": one.name, "capacity": capacity_of(one), "authority": AUTHORITIES[one.authority]})
    return found


def capacity_of(one: Representative) -> str:
    """Return as what somebody acts for a party: 某某律师事务所律师, but 单位工作人员（人事经理）."""
    capacity = CAPACITIES[one.capacity]
    if not one.office:
        return capacity
    return f"{one.office}{capacity}" if one.capacity in OF_AN_OFFICE else f"{capacity}（{one.office}）"


def _filled(party: dict[str, Any], listed: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a party with what follows from its ID number; of an applicant also from that in the list of workers."""
    own = [one["id_number"] for one in listed if one["name"] == party["name"]] if party["role"] == "applicant" else []
    number = party["id_number"] or (own[0] if len(own) == 1 else "")
    if party["kind"] != "person" or identity.id_number_fault(number):
        return party
    born, sex = identity.born_by(number).isoformat(), SEXES[identity.sex_by(number)]
    return {**party, "id_number": number, "born": party["born"] or born, "sex": party["sex"] or sex}


def _opened(row: Party, column: str, sealed: bytes | None) -> str:
    return seals.open(sealed, table="party", column=column, row=row.id) if sealed else ""


def _payments(book: Book, terms: Terms) -> list[dict[str, Any]]:
    if not terms.total:
        return []
    names = {party.id: party.name for party in book.parties}
    parts = _parts(book, terms)
    settled = dict.fromkeys(
        [part["name"] for part in parts] or [_words(one) for one in book.claims if terms.claims[one.id] == "settled"]
    )
    account = {"holder": terms.holder, "bank": terms.bank, "number": terms.account} if terms.account else None
    return [
        {
            "payer": names[terms.payer or ""],
            "payee": LISTED if terms.pay_to == "listed" else names[terms.payee or ""],
            "purpose": "、".join(settled),
            "amount": terms.total,
            "method": (terms.method == "other" and terms.method_note) or METHOD_WORDS[terms.method],
            "account": account,
            "parts": parts if len(parts) <= MOST_PARTS else [],
            "instalments": [
                {"due_on": one.due_on.isoformat(), "amount": one.amount} for one in terms.instalments
            ],
            "to_group": bool(terms.group),
            "each": terms.pay_to == "listed",
            "payee_why": terms.payee_why or "",
        }
    ]


def _routes(book: Book, terms: Terms) -> list[str]:
    settled = {one.kind for one in book.claims if terms.claims[one.id] == "settled"}
    ways = [] if settled == {"confirm_relation"} else ["arbitration_review"]
    ways.append("court_confirmation")
    if terms.total and settled & ORDER_KINDS.keys():
        ways.append("payment_order")
    ways.append("direct_suit" if terms.total and settled <= PAY_KINDS else "arbitration")
    return ways
