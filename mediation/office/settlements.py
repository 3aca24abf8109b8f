"""Settlements: draft the terms, look at them, issue the agreement, note when it takes effect."""


from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain import terms as terms_of
from mediation.domain.money import yuan
from mediation.domain.reading import Reader as FieldReader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.terms import Scene, Terms
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.document import Document
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.office import agreement, casebook, clockwork, documents, history, referrals
from mediation.office.casebook import Book, facts_of


def draft(
    session: Session,
    case_id: str,
    terms: dict[str, Any],
    *,
    by: Reader,
    now: datetime,
    settlement_id: str | None = None,
) -> Settlement:
    """Store checked terms as a new draft, or in place of the draft `settlement_id`.

    Raises Refused with every fault of the terms, or where mediation is blocked or refused; Conflict for one issued.
    """
    book = _openable(session, case_id, "settlement.draft", by)
    checked = terms_of.read(terms, scene_of(book, now), FieldReader(now=now))
    row = _draft_row(session, book.case, settlement_id, by)
    row.terms, row.total = stored(checked), checked.total
    if checked.account:
        shut = seals.close(checked.account, table="settlement", column="account", row=row.id)
        row.account_sealed, row.account_digest, row.account_tail = shut
    else:
        row.account_sealed = row.account_digest = row.account_tail = None
    row.changed_at, row.changed_by = now, by.id
    session.add(row)
    history.record(
        session, station_id=row.station_id, actor=by.id, act="settlement.draft", subject=("settlement", row.id),
        case_id=book.case.id, fields={"total": yuan(checked.total) if checked.total else None}, now=now,
    )  # fmt: skip
    return row


def _openable(session: Session, case_id: str, act: str, by: Reader) -> Book:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, act, facts_of(session, case))
    if case.mediation == "blocked":
        raise Conflict(N_("该案暂停普通调解（人身危险或涉及未满十六周岁者），不能制作调解协议。"))
    if case.mediation == "refused":
        raise Conflict(N_("一方明确不愿调解，不能制作调解协议；请出具调解终止告知书。"))
    return casebook.open_book(session, case)


def scene_of(book: Book, now: datetime) -> Scene:
    """Return what terms of this case are checked against."""
    return Scene(
        claims=tuple(claim.id for claim in book.claims),
        parties=tuple(party.id for party in book.parties),
        workers=book.case.workers,
        applicants=sum(party.side == "applicant" for party in book.parties),
        today=station_day(now),
    )


def _draft_row(session: Session, case: Case, settlement_id: str | None, by: Reader) -> Settlement:
    if settlement_id is None:
        return Settlement(station_id=case.station_id, case_id=case.id, changed_at=case.decided_at)
    row = Scope(session, by).get(Settlement, settlement_id)
    if row.case_id != case.id or row.state != "draft":
        raise Conflict(N_("协议已经制发，不能修改；如需更正，请另行制作。"))
    return row


def stored(terms: Terms) -> dict[str, Any]:
    """Return the terms in the shape of the form, without the account number."""
    return {
        "claims": terms.claims,
        "payer": terms.payer,
        "payee": terms.payee,
        "account": {"name": terms.holder, "bank": terms.bank},
        "method": terms.method,
        "total": yuan(terms.total) if terms.total else None,
        "instalments": [
            {"due_on": one.due_on.isoformat(), "amount": yuan(one.amount)} for one in terms.instalments
        ],
        "group": [{"name": one.name, "amount": yuan(one.amount)} for one in terms.group],
        "facts": terms.facts,
        "default_clause": terms.default_clause,
        "other_terms": terms.other_terms,
        "mediator": terms.mediator,
        "recorder": terms.recorder,
    }


def terms_with_account(row: Settlement) -> dict[str, Any]:
    """Return the stored terms with the account number opened, for printing and for the draft's own form."""
    number = None
    if row.account_sealed:
        number = seals.open(row.account_sealed, table="settlement", column="account", row=row.id)
    return {**row.terms, "account": {**row.terms.get("account", {}), "number": number}}


def checked_terms(row: Settlement, book: Book, now: datetime) -> Terms:
    """Return the stored terms checked again: days that were to come may have passed since."""
    return terms_of.read(terms_with_account(row), scene_of(book, now), FieldReader(now=now))


def issue(session: Session, settlement_id: str, *, by: Reader, now: datetime) -> Document:
    """Print the agreement, store it for good and close the draft.

    Raises Refused where the terms no longer hold or a character can't be printed; Conflict when it was issued before.
    """
    row = Scope(session, by).get(Settlement, settlement_id)
    book = _openable(session, row.case_id, "settlement.issue", by)
    if row.state != "draft":
        raise Conflict(N_("协议已经制发，不能修改；如需更正，请另行制作。"))
    checked = checked_terms(row, book, now)
    station = session.get_one(Station, row.station_id)
    code = documents.new_code()
    record = agreement.record(session, book, station, checked, code=code, now=now, number=None)
    document = documents.issue(session, book.case, "agreement", record, code=code, settlement_id=row.id, by=by, now=now)
    row.state, row.changed_at, row.changed_by = "issued", now, by.id
    session.add(row)
    for nth, one in enumerate(checked.instalments):
        session.add(
            Instalment(
                station_id=row.station_id, case_id=row.case_id, settlement_id=row.id, position=nth,
                due_on=one.due_on, amount=one.amount,
            )  # fmt: skip
        )
    for claim in book.claims:
        claim.state = checked.claims[claim.id]
        session.add(claim)
    return document


def take_effect(
    session: Session, settlement_id: str, *, on: date, by: Reader, now: datetime
) -> Settlement:
    """Note the day the last signature made the agreement effective; its dates and follow-ups begin to run.

    Raises Refused for a day in the future or before the agreement was issued, Conflict when it was noted before.
    """
    row = Scope(session, by).get(Settlement, settlement_id)
    case = Scope(session, by).get(Case, row.case_id)
    access.require(by, "settlement.issue", facts_of(session, case))
    if row.state != "issued" or row.effective_on is not None:
        raise Conflict(N_("协议尚未制发，或生效日期已经登记。"))
    document = session.exec(select(Document).where(Document.settlement_id == row.id)).one()
    first = station_day(document.issued_at)
    if not first <= on <= station_day(now):
        allowed = f"{first} – {station_day(now)}"
        raise Refused(Problem(N_("生效日期应在制发当日至今日之间"), "effective_on", str(on), allowed))
    row.effective_on = on
    session.add(row)
    _start_dates(session, case, row, on, now)
    for kind in ("mediation.from_receipt", "mediation.from_acceptance", "station.first_session"):
        referrals.meet(session, case, kind, on=on)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="settlement.effective", subject=("settlement", row.id),
        case_id=case.id, fields={"on": on}, now=now,
    )  # fmt: skip
    return row


def _start_dates(session: Session, case: Case, row: Settlement, on: date, now: datetime) -> None:
    claims = session.exec(select(Claim).where(Claim.case_id == case.id)).all()
    facts = agreement_facts(claims, row.terms["claims"])
    clockwork.start(session, case, "agreement", {"effective_on": on, **facts}, subject=row.id, now=now)
    rows = session.exec(
        select(Instalment).where(Instalment.settlement_id == row.id).order_by(col(Instalment.position))
    ).all()
    for one in rows:
        last = one is rows[-1]
        clockwork.start(session, case, "instalment", {"due_on": one.due_on, "is_last": last}, subject=one.id, now=now)


def agreement_facts(claims: Any, outcomes: dict[str, str]) -> dict[str, bool]:
    """Return what the rules ask about an agreement: whether it only confirms a relation, whether it only pays."""
    kinds = {claim.kind for claim in claims if outcomes.get(claim.id) == "settled"}
    return {"confirms_relation_only": kinds == {"confirm_relation"}, "pay_only": kinds <= set(agreement.PAY_KINDS)}


