"""The terms form and the preview of a settlement, as the pages show them."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import clocks, money
from mediation.domain.guard import OPEN_STEPS
from mediation.domain.refusals import N_
from mediation.domain.situation import Situation
from mediation.domain.terms import Terms
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.models.user import Membership, User
from mediation.office import (
    agreement,
    casebook,
    cases,
    claim_annex,
    claim_sheets_now,
    dates,
    routing_dates,
    rules,
    rules_failing,
    settlements,
)
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.claimviews import claim_record, party_record
from mediation.office.reasons import Reasons
from mediation.office.records import (
    DeadlineRecord,
    PreviewInstalment,
    PreviewSection,
    Said,
    SettlementPage,
    SettlementPreview,
)
from mediation.office.signing import finishing, guard, lines

PAYS: Final = ("employer", "agency", "subcontractor", "contractor")
"""Parts in a chain of employers whose holder owes the wages itself, the nearest first.

The employer owes them (劳动合同法 30), for dispatched workers the agency that employs them, else whoever took the
work on. Who merely hands the wages out for another owes nothing by that: it isn't taken for the payer.
"""
DEFAULT_CLAUSES: Final = agreement.PAYMENT_CLAUSES


def page(session: Session, settlement_id: str, *, user: Reader, now: datetime) -> SettlementPage:
    """Return the terms form with the draft as last stored; raises NotFound for a settlement the user may not see."""
    row, book, station = _open(session, settlement_id, user)
    people = cases.names_of(session, row.station_id)
    kept = claim_sheets_now.of_case(Scope(session, user), row.case_id, brief=True)
    worked = claim_sheets_now.worked_out(book.case, kept, now=now)
    group = settlements.scene_of(book, now).group
    return SettlementPage(
        header=cases.header(session, book, people),
        id=row.id,
        state=row.state,
        organisation_kind=station.organisation_kind,
        organisation_name=station.organisation_name,
        parties=tuple(party_record(one, False, station_day(now)) for one in book.parties),
        claims=tuple(claim_record(one, worked) for one in book.claims),
        terms=settlements.terms_with_account(row) if row.terms else _known(book, people.get(user.id, ""), group=group),
        default_clauses=DEFAULT_CLAUSES,
        mediators=_mediators(session, station),
        group=book.case.workers if group else 0,
        several=settlements.several(book),
    )


def _known(book: Book, mediator: str, *, group: bool) -> dict[str, Any]:
    """Return what a new draft can say already: the facts, the only payer and payee, who mediates.

    In a group nobody is taken for the payee of all: each is paid by the list, unless a reason is given.
    """
    there = [one for one in book.parties if one.left_on is None]
    sides = {side: [one for one in there if one.side == side] for side in ("applicant", "respondent")}
    payer = _payer(sides["respondent"])
    payee = sides["applicant"][0] if len(sides["applicant"]) == 1 and not group else None
    if payee is not None and payee.kind == "employer":
        payer, payee = payee, payer
    amounts = [claim.amount for claim in book.claims]
    total = sum(one or 0 for one in amounts) if all(amounts) else 0
    parts = {one.id: money.yuan(one.amount or 0) for one in book.claims} if total and len(amounts) > 1 else {}
    return {
        "payer": payer.id if payer else None,
        "payee": payee.id if payee else None,
        "account": {"name": payee.name if payee else None},
        "pay_to": "listed" if group else None,
        "method": "bank",
        "facts": book.case.summary,
        "total": money.yuan(total) if total else None,
        "amounts": parts,
        "default_clause": DEFAULT_CLAUSES[0],
        "mediator": mediator,
    }


def _payer(firms: list[Party]) -> Party | None:
    """Return the only respondent, or of several the one whose part in the chain is to pay, if that is one."""
    if len(firms) == 1:
        return firms[0]
    named = ([one for one in firms if one.chain_role == role] for role in PAYS)
    first = next((found for found in named if found), [])
    return first[0] if len(first) == 1 else None


def _open(session: Session, settlement_id: str, user: Reader) -> tuple[Settlement, Book, Station]:
    scope = Scope(session, user)
    row = scope.get(Settlement, settlement_id)
    case = scope.get(Case, row.case_id)
    access.require(user, "settlement.draft", facts_of(session, case))
    return row, casebook.open_book(session, case), session.get_one(Station, row.station_id)


def _mediators(session: Session, station: Station) -> tuple[str, ...]:
    query = (
        select(User.display_name)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(Membership.station_id == station.id, User.role == "mediator", col(User.active).is_(True))
        .order_by(col(User.display_name))
    )
    return tuple(name for name in session.exec(query) if name)


def preview(session: Session, settlement_id: str, *, user: Reader, now: datetime) -> SettlementPreview:
    """Return the agreement's text as it will be printed and the dates that would follow from signing today.

    Raises Refused where the terms of a draft are not complete.
    """
    row, book, station = _open(session, settlement_id, user)
    terms = settlements.checked_terms(row, book, _drafted(row, now))
    document = session.exec(
        select(Document).where(Document.settlement_id == row.id, col(Document.signed_of).is_(None))
    ).first()
    number = document.number if document else row.number or agreement.DRAFT_NUMBER
    old = agreement.replacing(session, row)
    record = agreement.record(book, station, terms, code="-", number=number, replaces=old)
    mine = facts_of(session, book.case)
    return SettlementPreview(
        header=cases.header(session, book, cases.names_of(session, row.station_id)),
        id=row.id,
        state=row.state,
        version=str(row.version),
        title="劳动争议调解协议书",
        number=number,
        sections=tuple(sections_of(record, terms)),
        instalments=tuple(
            PreviewInstalment(nth, one.due_on, one.amount, money.capitals(one.amount))
            for nth, one in enumerate(terms.instalments, 1)
        ),
        total=terms.total or 0,
        upper=money.capitals(terms.total or 0),
        dates=_dates(session, row, book, station, terms, now),
        warnings=tuple(_warnings(book, terms)),
        document_id=document.id if document else "",
        annex=_annex(session, row, user),
        effective_on=row.effective_on,
        **_standing(session, row, book, terms, user, mine, now),
    )


def _standing(
    session: Session, row: Settlement, book: Book, terms: Terms, user: Reader, mine: access.Facts, now: datetime
) -> dict[str, Any]:
    """Return what stands before issue, signing and correction of an agreement."""
    drafted = row.state == "draft"
    found = guard.findings(session, book, terms, user=user, now=now) if drafted else ()
    shown = guard.lines(session, row, found, user=user, may_second=access.may(user, "floor.second", mine))
    signers = [] if drafted else lines.state(session, row.id)
    signed = finishing.signed_file(session, row.id) if row.effective_on else None
    after = session.exec(select(Settlement.id).where(Settlement.corrects == row.id)).first()
    missing = any(one.step in OPEN_STEPS for one in shown)
    may = access.may(user, "settlement.issue", mine)
    return {
        "guard": shown, "guard_open": missing, "may_issue": drafted and may and not missing,
        "may_note": drafted and access.may(user, "settlement.draft", mine),
        "signed": (sum(one.done for one in signers), len(signers)), "signed_document_id": signed.id if signed else "",
        "corrects": row.corrects or "", "replaced_on": row.replaced_on, "replaced_by": after or "",
        "may_correct": not drafted and row.replaced_on is None and book.case.state == "open" and may,
    }  # fmt: skip


def _annex(session: Session, row: Settlement, user: Reader) -> tuple[str, str]:
    """Return id and number of the annex of workings, two empty texts where the agreement has none."""
    found = claim_annex.of_agreement(Scope(session, user), row.id)
    return (found.id, found.number) if found else ("", "")


def _drafted(row: Settlement, now: datetime) -> datetime:
    """An issued agreement is read as of the day it was issued: its payment days may have passed since."""
    return row.changed_at if row.state == "issued" else now


def sections_of(record: dict[str, Any], terms: Terms) -> list[PreviewSection]:
    parties = tuple(f"{_SIDES[one['role']]}：{one['name']}" for one in record["parties"])
    requests = tuple(
        f"{one['text']}：{money.figures(one['amount'])} 元" if one["amount"] else one["text"]
        for one in record["requests"]
    )
    found = [
        PreviewSection("当事人", parties),
        PreviewSection("调解请求事项", requests),
        PreviewSection("主要事实及争议事项", tuple(terms.facts.splitlines())),
        PreviewSection("协议内容", tuple(_content(record)), payments=True),
        PreviewSection("本次处理的请求", tuple(record["claims_settled"])),
        PreviewSection("保留（未处理）的请求", tuple(record["claims_reserved"]) or ("无",)),
    ]
    return [one for one in found if any(one.paragraphs)]


_SIDES = {"applicant": "申请人", "respondent": "被申请人"}


def _content(record: dict[str, Any]) -> list[str]:
    lines = []
    for pay in record["payments"]:
        sum_words = f"人民币 {money.figures(pay['amount'])} 元（大写：{money.capitals(pay['amount'])}）"
        lines.append(f"{pay['payer']}向{pay['payee']}支付{pay['purpose']}共计{sum_words}，方式：{pay['method']}。")
        if pay["each"]:
            lines.append("按附件所列金额分别付至各劳动者本人的账户，账户由本人书面提供。")
        if pay["payee_why"]:
            lines.append(f"由{pay['payee']}代收：{pay['payee_why']}")
        if pay["parts"]:
            parts = "；".join(f"{one['name']} {money.figures(one['amount'])} 元" for one in pay["parts"])
            lines.append(f"其中：{parts}。")
        if pay["account"]:
            account = pay["account"]
            lines.append(f"收款账户：户名 {account['holder']}，开户行 {account['bank']}，账号 {account['number']}。")
    lines += [one["text"] for one in record["terms"]]
    if record["default_clause"]:
        lines.append(f"违约责任：{record['default_clause']}")
    return lines


def _dates(
    session: Session, row: Settlement, book: Book, station: Station, terms: Terms, now: datetime
) -> tuple[DeadlineRecord, ...]:
    """Return the dates of an agreement in force, else those that signing today would start."""
    today = station_day(now)
    in_use = rules.current()
    reasons = Reasons(in_use.book, today)
    if row.effective_on is not None:
        kept = select(Deadline).where(Deadline.subject == row.id).order_by(col(Deadline.safe_on))
        return tuple(dates.record(one, reasons, {}, today) for one in session.exec(kept))
    facts = {"effective_on": today, **agreement.agreement_facts(book.claims, terms.claims)}
    situation = Situation("agreement", facts)
    hits = rules_failing.read("agreement", situation, station.place, now=now)
    rows = [
        routing_dates.deadline_row(book.case, due, subject=row.id, rulebook=in_use.book.digest, now=now)
        for due in clocks.started(hits, situation, calendar=in_use.calendar)
    ]
    return tuple(dates.record(one, reasons, {}, today) for one in rows)


def _warnings(book: Book, terms: Terms) -> list[Said]:
    found = []
    if agreement.agreement_facts(book.claims, terms.claims)["confirms_relation_only"]:
        found.append(Said(N_("仅确认劳动关系的协议，仲裁委员会不受理审查申请（办案规则第七十五条）。")))
    if "crime_suspected" in book.case.flags:
        found.append(Said(N_("该案涉嫌拒不支付劳动报酬：协议不得约定放弃报案、控告。")))
    if any(one.kind == "work_injury" for one in book.claims):
        found.append(Said(N_("工伤认定、劳动能力鉴定前调解可能显失公平，请提示劳动者并记录在案。")))
    if terms.total and terms.payee in settlements.several(book) and not terms.each:
        found.append(Said(N_("有几名申请人，没有写明各人应得的金额；建议逐人写明，以免内容不明确。")))
    last = max((one.due_on for one in terms.instalments), default=date.min)
    if last > station_day(book.case.received_at) + timedelta(days=365):
        found.append(Said(N_("最后一期付款在一年以后，请核对日期并提示履行风险。")))
    return found
