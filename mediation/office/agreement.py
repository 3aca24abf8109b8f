"""From a case and its checked terms to the frozen record that the agreement is printed from (law: D09, 17号令 26)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import object_session
from sqlmodel import Session

from mediation import config, seals
from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.routes import ORDER_KINDS, PAY_KINDS
from mediation.domain.terms import Terms
from mediation.domain.worktime import station_day
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.office import casebook, group
from mediation.office.book import Book

METHOD_WORDS = {"bank": "银行转账", "cash": "现金", "other": "其他方式"}
MOST_PARTS = 20
LISTED = "附件所列劳动者"
DRAFT_NUMBER = "（出具时编号）"


def record(
    book: Book, station: Station, terms: Terms, *, code: str, number: str
) -> dict[str, Any]:
    """Return the agreement's record, as the press takes it."""
    return {
        "number": number,
        "case_number": book.case.number,
        "organisation": station.organisation_name,
        "organisation_kind": station.organisation_kind,
        "cause": _cause(book),
        "received_on": book.case.received_on.isoformat(),
        "accepted_on": book.case.accepted_on.isoformat() if book.case.accepted_on else None,
        "parties": [_party(one) for one in book.parties][:8],
        "group": _group(book, terms),
        "requests": [_request(one) for one in book.claims],
        "facts": terms.facts,
        "payments": _payments(book, terms),
        "terms": [{"title": "其他约定", "text": terms.other_terms}] if terms.other_terms else [],
        "default_clause": terms.default_clause or "",
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
    numbers = group.numbers(known, book.case.id) if known else {}
    places = group.places(known, book.case.id) if known else {}
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
    words = "、".join(CLAIM_WORDS[kind] for kind in kinds[:3])
    return f"{words}等争议" if len(kinds) > 3 else f"{words}争议"


def _words(claim: Claim) -> str:
    return CLAIM_WORDS[claim.kind]


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
    return {"text": CLAIM_WORDS[claim.kind], "amount": claim.amount or None}


def _party(row: Party) -> dict[str, Any]:
    return {
        "role": row.side,
        "kind": row.kind,
        "name": row.name,
        "born": row.born.isoformat() if row.born else None,
        "id_number": _opened(row, "id_number", row.id_number_sealed),
        "credit_code": row.credit_code or "",
        "phone": _opened(row, "phone", row.phone_sealed),
        "address": row.address or "",
    }


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
