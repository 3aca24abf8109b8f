"""Settlements: draft the terms, look at them, issue the agreement, note when it takes effect."""


from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import object_session
from sqlmodel import Session, select

from mediation import access, press, seals
from mediation.access import Reader, Scope
from mediation.domain import terms as terms_of
from mediation.domain.guard import Finding
from mediation.domain.reading import Reader as FieldReader
from mediation.domain.refusals import N_, Conflict
from mediation.domain.terms import Scene, Terms
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.office import agreement, casebook, conflicts_names, documents, group, history, locks
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.signing import finishing, guard, register
from mediation.press import Printed


def begin(session: Session, case_id: str, *, by: Reader, now: datetime) -> str:
    """Return the id of the case's open draft, or of a new one.

    Raises Conflict where mediation is blocked or refused, NotFound for a case the user may not see.
    """
    book = _openable(session, case_id, "settlement.draft", by)
    row = _open_draft(session, book)
    if row is None:
        row = Settlement(station_id=book.case.station_id, case_id=book.case.id, changed_at=now, changed_by=by.id)
        session.add(row)
        session.flush()
        _note(session, row, "settlement.draft", by, now, {})
    return row.id


def correct(session: Session, settlement_id: str, *, by: Reader, now: datetime) -> str:
    """Return the id of a draft that will replace an issued agreement once it takes effect; it begins with its terms.

    Raises Conflict for a draft, for an agreement replaced before, and while another draft of the case is open.
    """
    old = Scope(session, by).get(Settlement, settlement_id)
    book = _openable(session, old.case_id, "settlement.draft", by)
    if old.state != "issued" or old.replaced_on is not None:
        raise Conflict(N_("只有已经出具、没有被代替的协议可以更正。"))
    open_draft = _open_draft(session, book)
    if open_draft is not None and open_draft.corrects != old.id:
        raise Conflict(N_("本案另有一份协议草稿，请先完成或者改用那份草稿。"))
    if open_draft is not None:
        return open_draft.id
    row = Settlement(
        station_id=old.station_id, case_id=old.case_id, corrects=old.id, terms=dict(old.terms), changed_at=now,
        changed_by=by.id,
    )  # fmt: skip
    if old.account_sealed:
        number = seals.open(old.account_sealed, table="settlement", column="account", row=old.id)
        shut = seals.close(number, table="settlement", column="account", row=row.id)
        row.account_sealed, row.account_digest, row.account_tail = shut
    session.add(row)
    session.flush()
    _note(session, row, "settlement.correct", by, now, {"number": old.number or ""})
    return row.id


def _open_draft(session: Session, book: Book) -> Settlement | None:
    query = select(Settlement).where(Settlement.case_id == book.case.id, Settlement.state == "draft")
    return session.exec(query).first()


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
    typed["group"] = group.bound(session, book.case.id, [{**one, "worker": None} for one in typed["group"]])
    if typed["pay_to"] == "listed":  # nobody is paid for the others: no account of one stays behind
        typed |= {"payee": None, "payee_why": None, "account": dict.fromkeys(typed["account"])}
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


def scene_of(book: Book, now: datetime, *, issued: bool = False) -> Scene:
    """Return what terms of this case are checked against."""
    return Scene(
        claims=tuple(claim.id for claim in book.claims),
        parties=tuple(party.id for party in book.parties),
        workers=book.case.workers,
        applicants=sum(party.side == "applicant" for party in book.parties),
        today=station_day(now),
        claimed={claim.id: claim.amount for claim in book.claims},
        issued=issued,
        several=several(book),
        **_workers(book),
    )


def several(book: Book) -> tuple[str, ...]:
    """Return the people who apply where there are several and all are named: each has an amount of the own."""
    named = [one for one in book.parties if one.side == "applicant"]
    people = tuple(one.id for one in named if one.kind == "person" and one.left_on is None)
    return people if len(people) > 1 and book.case.workers <= len(named) else ()


def _workers(book: Book) -> dict[str, Any]:
    """Return who of a group refused what is being settled, and under which numbers each name is listed."""
    session = object_session(book.case)
    if not isinstance(session, Session) or book.case.workers <= 1:
        return {}
    return {"out": group.refusing(session, book.case.id), "listed": group.by_name(session, book.case.id)}


def terms_with_account(row: Settlement) -> dict[str, Any]:
    """Return the stored terms with the account number opened, for printing and for the draft's own form."""
    number = None
    if row.account_sealed:
        number = seals.open(row.account_sealed, table="settlement", column="account", row=row.id)
    return {**row.terms, "account": {**(row.terms.get("account") or {}), "number": number}}


def checked_terms(row: Settlement, book: Book, now: datetime) -> Terms:
    """Return the stored terms checked again: days that were to come may have passed since."""
    scene = scene_of(book, now, issued=row.state == "issued")
    session, typed = object_session(row), terms_with_account(row)
    if typed.get("group") and isinstance(session, Session):
        typed["group"] = group.bound(session, row.case_id, typed["group"])
    if row.corrects and session is not None:
        corrected = session.get_one(Settlement, row.corrects)
        scene = replace(scene, first=corrected.effective_on or station_day(corrected.changed_at))
    return terms_of.read(typed, scene, FieldReader(now=now))


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
    guard.require(session, row, guard.findings(session, book, checked, user=by, now=now))
    station = session.get_one(Station, row.station_id)
    row.number = row.number or agreement.next_number(session, station, now)
    session.add(row)
    session.flush()
    code = documents.new_code()
    old = agreement.replacing(session, row)
    record = agreement.record(
        book, station, checked, code=code, number=row.number, replaces=old, on=station_day(now)
    )
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
    register.register(session, row, book, checked, session.get_one(Station, row.station_id))
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


def take_effect(session: Session, settlement_id: str, *, by: Reader, now: datetime) -> Settlement:
    """Make an agreement effective on the day of its last signature, where the last act didn't do it by itself.

    That is so where the last who was missing agreed as a worker of a group. Raises Refused naming the workers who
    haven't agreed, Conflict while anybody else is missing.
    """
    scope = Scope(session, by)
    row = scope.get(Settlement, settlement_id)
    access.require(by, "settlement.issue", facts_of(session, scope.get(Case, row.case_id)))
    if row.state != "issued" or row.effective_on is not None:
        raise Conflict(N_("协议尚未出具，或生效日期已经登记。"))
    finishing.require_mediation(session, row)
    group.may_take_effect(session, row)
    if not finishing.finish_if_complete(session, row, actor=by.id, now=now):
        raise Conflict(N_("还有人没有签署，协议不能生效；请在“签署”页面查看。"))
    return row


def guarded(
    session: Session, settlement_id: str, *, user: Reader, now: datetime
) -> tuple[Settlement, tuple[Finding, ...]]:
    """Return a complete draft with what each of its claims is agreed at against what it was worked out to."""
    row, book = _draft(session, settlement_id, "settlement.draft", user)
    return row, guard.findings(session, book, checked_terms(row, book, now), user=user, now=now)
