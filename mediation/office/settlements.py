"""Settlements: draft the terms, look at them, issue the agreement, note when it takes effect."""


from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mediation import access, press, seals
from mediation.access import Reader, Scope
from mediation.domain import terms as terms_of
from mediation.domain.reading import Reader as FieldReader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.terms import Scene, Terms
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.document import Document
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.office import agreement, casebook, clockwork, conflicts_names, documents, history, locks, referrals
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.press import Printed


def begin(session: Session, case_id: str, *, by: Reader, now: datetime) -> str:
    """Return the id of the case's open draft, or of a new one.

    Raises Conflict where mediation is blocked or refused, NotFound for a case the user may not see.
    """
    book = _openable(session, case_id, "settlement.draft", by)
    query = select(Settlement).where(Settlement.case_id == book.case.id, Settlement.state == "draft")
    row = session.exec(query).first()
    if row is None:
        row = Settlement(station_id=book.case.station_id, case_id=book.case.id, changed_at=now, changed_by=by.id)
        session.add(row)
        session.flush()
        _note(session, row, "settlement.draft", by, now, {})
    return row.id


def save(
    session: Session, settlement_id: str, terms: dict[str, Any], *, by: Reader, now: datetime, seen: str | None = None
) -> Settlement:
    """Store a draft as typed, complete or not; only what can't be stored at all is refused.

    The account number is sealed. `seen` is the version a form showed. Raises Conflict for an agreement issued before,
    Occupied and Outdated (office/locks) for a form.
    """
    row, book = _draft(session, settlement_id, "settlement.draft", by)
    if seen is not None:
        locks.check(session, book.case, "terms", by=by, now=now)
        if seen not in ("", str(row.version)):
            raise locks.outdated(session, book.case, "", act="settlement.draft")
    typed = terms_of.loose(terms, FieldReader(now=now))
    number = typed["account"].pop("number", None)
    row.account_sealed = row.account_digest = row.account_tail = None
    if number:
        shut = seals.close(number, table="settlement", column="account", row=row.id)
        row.account_sealed, row.account_digest, row.account_tail = shut
    row.terms, row.changed_at, row.changed_by = typed, now, by.id
    session.add(row)
    _note(session, row, "settlement.draft", by, now, {})
    conflicts_names.renew(session, book.case, actor=by.id, now=now)
    return row


def check(session: Session, settlement_id: str, *, user: Reader, now: datetime) -> Terms:
    """Return the draft's terms if they are complete and hold together; raises Refused with every fault."""
    row, book = _draft(session, settlement_id, "settlement.draft", user, locked=False)
    return checked_terms(row, book, now)


def _draft(
    session: Session, settlement_id: str, act: str, by: Reader, *, locked: bool = True
) -> tuple[Settlement, Book]:
    """Return a draft with its case; `locked` until the end of the transaction, which one that only reads can't do."""
    scope = Scope(session, by)
    query = scope.select(Settlement).where(Settlement.id == settlement_id)
    row = session.exec(query.with_for_update() if locked else query).first() or scope.get(Settlement, settlement_id)
    book = _openable(session, row.case_id, act, by)
    if row.state != "draft":
        raise Conflict(N_("协议已经出具，不能修改；如需更正，请另行制作。"))
    return row, book


def _note(
    session: Session, row: Settlement, act: str, by: Reader, now: datetime, fields: dict[str, Any]
) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("settlement", row.id),
        case_id=row.case_id, fields=fields, now=now,
    )  # fmt: skip


def _openable(session: Session, case_id: str, act: str, by: Reader) -> Book:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, act, facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已结案，不能制作调解协议；请由督导先恢复办理。"))
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


def terms_with_account(row: Settlement) -> dict[str, Any]:
    """Return the stored terms with the account number opened, for printing and for the draft's own form."""
    number = None
    if row.account_sealed:
        number = seals.open(row.account_sealed, table="settlement", column="account", row=row.id)
    return {**row.terms, "account": {**(row.terms.get("account") or {}), "number": number}}


def checked_terms(row: Settlement, book: Book, now: datetime) -> Terms:
    """Return the stored terms checked again: days that were to come may have passed since."""
    return terms_of.read(terms_with_account(row), scene_of(book, now), FieldReader(now=now))


@dataclass(frozen=True)
class Prepared:
    """An agreement ready to be printed; `version` is the draft's, so that a change in between is noticed."""

    settlement_id: str
    version: int
    code: str
    record: dict[str, Any]


def prepare(session: Session, settlement_id: str, *, by: Reader, now: datetime, seen: str = "") -> Prepared:
    """Return the agreement's frozen record; the draft keeps the number it is given, also if printing fails.

    `seen` is the version the user looked at. Raises Refused where the terms no longer hold, Conflict when it was issued
    or changed since.
    """
    row, book = _draft(session, settlement_id, "settlement.issue", by)
    if seen not in ("", str(row.version)):
        raise Conflict(N_("预览之后草稿被修改，请重新预览后再出具。"))
    checked = checked_terms(row, book, now)
    station = session.get_one(Station, row.station_id)
    row.number = row.number or agreement.next_number(session, station, now)
    session.add(row)
    session.flush()
    code = documents.new_code()
    record = agreement.record(book, station, checked, code=code, number=row.number)
    return Prepared(row.id, row.version, code, record)


def store(session: Session, prepared: Prepared, printed: Printed, *, by: Reader, now: datetime) -> Document:
    """Store the printed agreement for good and close the draft.

    Raises Conflict when the draft was changed or issued since it was prepared.
    """
    row, book = _draft(session, prepared.settlement_id, "settlement.issue", by)
    if row.version != prepared.version:
        raise Conflict(N_("出具期间草稿被修改，请重新预览后再出具。"))
    checked = checked_terms(row, book, now)
    issue = documents.Issue("agreement", str(prepared.record["number"]), prepared.code, row.id)
    document = documents.store(session, book.case, issue, printed, by=by, now=now)
    row.state, row.total, row.changed_at, row.changed_by = "issued", checked.total, now, by.id
    session.add(row)
    locks.release(session, row.case_id, "terms", by=by)
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


def issue(session: Session, settlement_id: str, *, by: Reader, now: datetime) -> Document:
    """Prepare, print and store an agreement in one transaction, which stays open while it prints.

    For the console and the demo; pages print between two transactions, so that nobody waits for the press.
    """
    prepared = prepare(session, settlement_id, by=by, now=now)
    return store(session, prepared, press.print_document("agreement", prepared.record, created=now), by=by, now=now)


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
        raise Conflict(N_("协议尚未出具，或生效日期已经登记。"))
    document = session.exec(select(Document).where(Document.settlement_id == row.id)).one()
    first = station_day(document.issued_at)
    if not first <= on <= station_day(now):
        allowed = f"{first} – {station_day(now)}"
        raise Refused(Problem(N_("生效日期应在出具当日至今日之间"), "effective_on", str(on), allowed))
    row.effective_on = on
    session.add(row)
    _start_dates(session, case, row, on, now)
    for kind in ("mediation.from_receipt", "mediation.from_acceptance", "station.first_session"):
        referrals.meet(session, case, kind, on=on)
    _note(session, row, "settlement.effective", by, now, {"on": on})
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


