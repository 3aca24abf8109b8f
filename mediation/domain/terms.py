"""Settlement terms: what both sides agree, read from a form or a script and checked for clear content.

Clear content: payer, payee and account, amount, dates, manner, instalments, what happens on default, and what is not
settled (民诉法解释 355, 358; 17号令 26).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mediation.domain import forbidden, money
from mediation.domain.reading import Fields, Reader
from mediation.domain.refusals import N_
from mediation.domain.termshape import Instalment, Scene, Share, Terms

__all__ = ["Instalment", "Scene", "Share", "Terms", "loose", "read", "shared_out"]

METHODS = ("bank", "cash", "other")
OUTCOMES = ("settled", "reserved")
PAY_TO = ("listed", "party")
MOST_INSTALMENTS = 36
MOST_GROUP = 500
LATEST = date(2099, 12, 31)
HEADCOUNT = N_(
    "群体案件须逐人列明姓名和金额，由每名劳动者签字同意：应为 %(workers)d 人，现为 %(listed)d 人；"
    "人数有变的，请先在“工人名册”页更正涉及人数"
)
WHICH = N_("名册上叫这个名字的是 %(numbers)s 号，请在姓名后注明是哪一号，例如：张伟（3号） 4000.00")


def read(data: Any, scene: Scene, reader: Reader) -> Terms:
    """Return the checked terms.

    Raises Refused with every fault: `instalments[0].amount`, `account.number`, `claims[ID]` …
    """
    top = reader.mapping(data, "")
    account = top.child("account")
    total = top.amount("total")
    claims = _claims(top, scene)
    pay_to = top.choice("pay_to", PAY_TO) if scene.group else None
    top.asked.append("pay_to")
    found: dict[str, Any] = {
        "claims": claims,
        "amounts": _amounts(top, claims, total, scene), "each": _each(top, total, scene),
        "payer": top.choice("payer", scene.parties),
        "payee": top.choice("payee", scene.parties),
        "holder": account.text("name", most=80),
        "bank": account.text("bank", most=80),
        "account": account.account_number("number"),
        "method": top.choice("method", METHODS) or "bank", "method_note": top.text("method_note", most=30),
        "total": total,
        "instalments": tuple(_instalments(top, scene)),
        "group": tuple(_group(top, scene)),
        "facts": top.text("facts", required=True, most=3_000, lines=True) or "",
        "default_clause": top.text("default_clause", most=1_500, lines=True),
        "other_terms": top.text("other_terms", most=900, lines=True),
        "mediator": top.text("mediator", required=True, most=40) or "",
        "recorder": top.text("recorder", most=40),
        "pay_to": pay_to or "",
        "payee_why": top.text("payee_why", most=300),
    }
    if pay_to == "listed":
        found |= {"payee": None, "holder": None, "bank": None, "account": None, "payee_why": None}
    account.nothing_else()
    top.nothing_else()
    terms = Terms(**found)
    _check(top, account, terms, scene)
    reader.refuse_if_any()
    return terms


def loose(data: Any, reader: Reader) -> dict[str, Any]:
    """Return the terms as typed, for a draft that may be incomplete: text is bounded and clean, nothing else.

    Raises Refused for what can't be stored: unknown fields, over-long or unprintable text, something else than text.
    """
    top = reader.mapping(data, "")
    account, claims, amounts, each = (top.child(name) for name in ("account", "claims", "amounts", "each"))
    kept: dict[str, Any] = {
        name: top.text(name, most=most, lines=True)
        for name, most in (
            ("payer", 32), ("payee", 32), ("method", 20), ("total", 40), ("facts", 4_000), ("default_clause", 2_000),
            ("other_terms", 2_000), ("mediator", 80), ("recorder", 80),
            ("pay_to", 20), ("payee_why", 600), ("method_note", 60),
        )  # fmt: skip
    }
    kept["claims"] = {str(key)[:32]: claims.text(str(key), most=20) for key in claims.data}
    kept["amounts"] = {str(key)[:32]: amounts.text(str(key), most=40) for key in amounts.data}
    kept["each"] = {str(key)[:32]: each.text(str(key), most=40) for key in each.data}
    kept["account"] = {name: account.text(name, most=80) for name in ("name", "bank", "number")}
    kept["instalments"] = _loose_rows(top, "instalments", ("due_on", "amount"), MOST_INSTALMENTS)
    kept["group"] = _loose_rows(top, "group", ("name", "amount", "worker", "nth"), MOST_GROUP)
    for part in (account, claims, amounts, each, top):
        part.nothing_else()
    reader.refuse_if_any()
    return kept


def _loose_rows(top: Fields, name: str, columns: tuple[str, ...], most: int) -> list[dict[str, Any]]:
    if not top.data.get(name):
        top.asked.append(name)
        return []
    return [{column: row.text(column, most=80) for column in columns} for row in top.rows(name, most=most)]


def _claims(top: Fields, scene: Scene) -> dict[str, str]:
    outcomes = top.child("claims")
    found = {claim: outcomes.choice(claim, OUTCOMES, bracket=True) for claim in scene.claims}
    for claim, outcome in found.items():
        if outcome is None and claim not in outcomes.data:
            outcomes.fault(claim, N_("请选择本次处理或保留"), bracket=True)
    outcomes.nothing_else()
    if found and all(outcome == "reserved" for outcome in found.values()):
        top.fault("claims", N_("至少有一项请求在本次处理"))
    return {claim: outcome or "reserved" for claim, outcome in found.items()}


def _amounts(top: Fields, claims: Mapping[str, str], total: int | None, scene: Scene) -> dict[str, int]:
    """Return at how much each settled claim is agreed; where it isn't said, what was claimed if that adds up."""
    given = top.child("amounts")
    said = {claim: given.amount(claim, bracket=True) for claim in claims}
    given.nothing_else()
    settled = [claim for claim, outcome in claims.items() if outcome == "settled"]
    if total is None or len(settled) < 2:
        return dict.fromkeys(settled, total or 0)
    blank = [claim for claim in settled if given.data.get(claim) in (None, "")]
    if len(blank) == len(settled):
        shared = shared_out(settled, total, scene.claimed)
        if shared is None and not scene.issued:
            top.fault("amounts", N_("一并处理多项请求的，请逐项写明约定金额；放弃的填 0"))
        return shared or {}
    for claim in blank:
        if scene.claimed.get(claim) is not None:
            given.fault(claim, N_("请写明这一项的约定金额；放弃的填 0"), bracket=True)
    if all(said[claim] is not None or claim in blank for claim in settled):
        difference = total - sum(said[claim] or 0 for claim in settled)
        if difference:
            told = N_("各项约定金额之和与应付总额不一致，相差 %(difference)s 元")
            top.fault("amounts", told, difference=money.figures(difference))
    return {claim: said[claim] or 0 for claim in settled}


def _each(top: Fields, total: int | None, scene: Scene) -> dict[str, int]:
    """Return how much of the total is whose, where it is said: then of everybody, and it adds up."""
    given = top.child("each")
    said = {party: given.amount(party, bracket=True) for party in scene.several}
    if not scene.issued:
        given.nothing_else()
    if all(given.data.get(party) in (None, "") for party in scene.several):
        return {}
    for party in scene.several:
        if given.data.get(party) in (None, ""):
            given.fault(party, N_("请写明每名申请人应得的金额；不得款的填 0"), bracket=True)
    if total is not None and None not in said.values() and sum(one or 0 for one in said.values()) != total:
        top.fault("each", N_("各人应得金额之和与应付总额不一致"))
    return {party: amount for party, amount in said.items() if amount is not None}


def shared_out(settled: Sequence[str], total: int, claimed: Mapping[str, int | None]) -> dict[str, int] | None:
    """Return the amounts claimed, in fen, where they make up the total, or all for the only one there is; else None."""
    named = {claim: amount for claim in settled if (amount := claimed.get(claim)) is not None}
    if len(named) == 1:
        return {claim: total if claim in named else 0 for claim in settled}
    if sum(named.values()) == total and named:
        return {claim: named.get(claim, 0) for claim in settled}
    return None


def _instalments(top: Fields, scene: Scene) -> list[Instalment]:
    if not top.data.get("instalments"):
        top.asked.append("instalments")
        return []
    read_rows = []
    for row in top.rows("instalments", most=MOST_INSTALMENTS):
        due_on = row.day("due_on", first=scene.first or scene.today, last=LATEST, required=True)
        amount = row.amount("amount", required=True)
        row.nothing_else()
        if due_on and amount:
            read_rows.append(Instalment(due_on, amount))
        elif amount == 0:
            row.fault("amount", N_("金额应大于零"))
    days = [one.due_on for one in read_rows]
    if days != sorted(days):
        top.fault("instalments", N_("付款日期应由先到后排列"))
    return read_rows


def _group(top: Fields, scene: Scene) -> list[Share]:
    if not top.data.get("group"):
        top.asked.append("group")
        return []
    shares = []
    for row in top.rows("group", most=MOST_GROUP):
        name, amount = row.text("name", required=True, most=40), row.amount("amount", required=True)
        worker, nth = row.text("worker", most=32) or "", row.text("nth", most=8)
        row.nothing_else()
        numbers = scene.listed.get(name or "", ())
        if name and not worker and (nth or len(numbers) > 1) and not scene.issued:
            row.fault("name", WHICH, numbers="、".join(str(one) for one in numbers) or "—")
        if name and amount:
            shares.append(Share(name, amount, worker))
        elif amount == 0:
            row.fault("amount", N_("金额应大于零"))
    return shares


def _check(top: Fields, account: Fields, terms: Terms, scene: Scene) -> None:
    if not scene.issued:
        _refuse_forbidden(top, terms)
    if terms.total is None and not terms.instalments:
        if not terms.other_terms:
            top.fault("total", N_("请填写应付总额；不涉及付款的，请写明其他约定"))
        return
    if not terms.total:
        top.fault("total", N_("应付总额应大于零"))
    _check_sides(top, terms)
    if terms.payer and terms.payer == terms.payee:
        top.fault("payee", N_("收款方不能与付款方相同"))
    _check_sums(top, terms, scene)
    if not terms.default_clause:
        top.fault("default_clause", N_("请写明逾期不付的后果（违约条款）"))
    if terms.method == "bank" and not scene.group:
        _check_account(account, terms)
    if terms.method == "other" and not terms.method_note and not scene.issued:
        top.fault("method_note", N_("选择其他方式的，请写明怎样支付，例如：微信转账、支票"))


def _check_sides(top: Fields, terms: Terms) -> None:
    """Say who isn't named: the payer; the payee, unless each worker on the list is paid; why one is paid for all."""
    named = [("payer", N_("请选择付款方"))] + ([] if terms.pay_to == "listed" else [("payee", N_("请选择收款方"))])
    for name, message in named:
        if getattr(terms, name) is None and top.data.get(name) in (None, ""):
            top.fault(name, message)
    if terms.pay_to == "party" and not terms.payee_why:
        top.fault("payee_why", N_("请写明由一人代收的原因和依据，例如：全体劳动者书面授权其代收"))


def _refuse_forbidden(top: Fields, terms: Terms) -> None:
    for name in ("facts", "default_clause", "other_terms", "method_note", "payee_why"):
        for one in forbidden.found(getattr(terms, name) or "", told=name == "facts"):
            top.reader.fault(name, one.words, forbidden.SAYS[one.what])


def _check_account(account: Fields, terms: Terms) -> None:
    for key, value in (("name", terms.holder), ("bank", terms.bank), ("number", terms.account)):
        if not value and not account.data.get(key):
            account.fault(key, N_("银行转账须写明收款账户"))


def _sum(terms: Terms) -> int:
    return sum(one.amount for one in terms.instalments)


def _check_sums(top: Fields, terms: Terms, scene: Scene) -> None:
    given = top.data.get("instalments") or []
    if not given:
        top.fault("instalments", N_("请写明付款日期和金额（一次付清的写一期）"))
    elif terms.total and len(given) == len(terms.instalments) and _sum(terms) != terms.total:
        top.fault("instalments", N_("各期金额之和与应付总额不一致"))
    if not scene.group:
        return
    wanted = scene.workers - len(scene.out)
    refused = sorted(scene.out[one.worker] for one in terms.group if one.worker in scene.out)
    if refused and not scene.issued:
        told = N_("%(names)s 不同意本次协议，不能列入；请从名单中去掉")
        top.fault("group", told, names="、".join(refused)[:200])
    elif len(terms.group) != wanted and not scene.issued:
        top.fault("group", HEADCOUNT, workers=wanted, listed=len(terms.group))
    elif terms.total and sum(one.amount for one in terms.group) != terms.total:
        top.fault("group", N_("各人金额之和与应付总额不一致"))
