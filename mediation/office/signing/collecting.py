"""Collect the signatures of an agreement: by a code on a phone, on paper that was scanned, by the seal, or refused.

Whoever signs last makes the agreement effective; from then on nothing of it changes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any, Final

from sqlmodel import Session

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain import drawing, signers
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.chain import Representative
from mediation.models.document import Document
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.station import Station
from mediation.office import casebook, evidence, history, settlements
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.people import representatives_of
from mediation.office.signing import codes, finishing, register
from mediation.office.signing.lines import may_act
from mediation.press import ink

WHY_LENGTH: Final = 300
LOCKED: Final = N_("协议已经全部签署生效，不能再改；需要更正的，请另行制作更正协议。")
NOT_ISSUED: Final = N_("协议还没有出具，或者已经由更正后的协议代替。")


def open_code(session: Session, signature_id: str, *, by: Reader, now: datetime) -> Signature:
    """Open a fresh code for one signer's phone. Raises Conflict once the agreement is locked."""
    row, _ = _open(session, signature_id, by)
    if "phone" not in _ways(session, row):
        raise Conflict(N_("印章由经办人登记，不用手机签署。"))
    codes.open_code(row, now)
    session.add(row)
    _record(session, row, "signature.code", {}, by.id, now)
    return row


def name_agent(session: Session, signature_id: str, agent_id: str, *, by: Reader, now: datetime) -> Signature:
    """Say who signs for a side: a representative whose written authority names settling, or (empty) the side itself.

    What had been signed for it before falls away. Raises Refused for anybody else.
    """
    row, _ = _open(session, signature_id, by)
    if row.role not in signers.PARTIES or row.party_id is None:
        raise Conflict(N_("只有当事人可以由代理人签署。"))
    if agent_id:
        agents = {one.id: one for one in representatives_of(session, row.party_id, station_day(now)) if may_act(one)}
        if agent_id not in agents:
            raise Refused(Problem(N_("代理人须有写明可以和解的书面授权，且在有效期内"), "agent"))
        row.role, row.representative_id = "representative", agent_id
        row.name = session.get_one(Representative, agent_id).name
    else:
        row.role, row.representative_id = "party", None
        row.name = next(one.name for one in _book(session, row).parties if one.id == row.party_id)
    _wipe(row)
    row.code_until, row.code_digest = None, None
    session.add(row)
    _record(session, row, "signature.agent", {"signer_role": row.role}, by.id, now)
    return row


def on_paper(
    session: Session, settlement_id: str, chosen: Collection[str], *, way: str, on: date, scan: str, by: Reader,
    now: datetime,
) -> Settlement:  # fmt: skip
    """Note who signed the printed agreement, by its scan among the evidence, on the day `on`.

    Raises Refused without a scan or a signer, for a way that isn't theirs, and for a day before the issue.
    """
    row = agreement(session, settlement_id, by)
    _check_day(session, row, on, now)
    problems = [] if chosen else [Problem(N_("请勾选在纸上签署的人"), "signers")]
    scanned = evidence.attached(session, row.case_id, scan, by, "evidence_id")
    if scanned is None:
        problems.append(Problem(N_("请选择签署件的扫描件（先在“证据”中上传，种类选“已签字的文书”）"), "evidence_id"))
    rows = {one.id: one for one in register.rows_of(session, row.id, locked=True)}
    for one in chosen:
        if one not in rows or way not in _ways(session, rows[one]):
            problems.append(Problem(N_("所选的人不能用这种方式签署"), "signers", rows[one].name if one in rows else ""))
    if problems:
        raise Refused(problems)
    for one in chosen:
        _signed(session, rows[one], way, _moment(on, now), source="", by=by.id, now=now, scan=scanned)
    finishing.finish_if_complete(session, row, actor=by.id, now=now)
    return row


def put_seal(session: Session, signature_id: str, *, on: date, by: Reader, now: datetime) -> Settlement:
    """Note that the user applied the organisation's seal on the day `on`; it is the user who answers for it."""
    row, of = _open(session, signature_id, by)
    if row.role != "seal":
        raise Conflict(N_("这一项不是印章。"))
    _check_day(session, of, on, now)
    _signed(session, row, "seal", _moment(on, now), source="", by=by.id, now=now)
    finishing.finish_if_complete(session, of, actor=by.id, now=now)
    return of


def refused(session: Session, signature_id: str, why: str, *, by: Reader, now: datetime) -> Signature:
    """Note that somebody refused to sign, with the reason; nobody signs for them."""
    row, _ = _open(session, signature_id, by)
    return _refuse(session, row, why, by=by.id, now=now)


def again(session: Session, signature_id: str, *, by: Reader, now: datetime) -> Signature:
    """Take back what was noted of one signer, who signs again or now wants to; only before the last signature."""
    row, _ = _open(session, signature_id, by)
    if row.state == "waiting":
        raise Conflict(N_("这一项还没有签署，请刷新页面查看。"))
    _wipe(row)
    session.add(row)
    _record(session, row, "signature.again", {"signer_role": row.role}, by.id, now)
    return row


def draw(session: Session, code: str, lines: str, *, agrees: bool, source: str, now: datetime) -> Signature:
    """Take a signature drawn on a phone; the same signer may draw it anew until the last one has signed.

    Raises NotFound for another code, Refused for an empty drawing or without the word that the text was read.
    """
    row, of = _public(session, code, source, now)
    problems = [] if agrees else [Problem(N_("请先阅读协议全文并勾选"), "agrees")]
    drawn: tuple[drawing.Line, ...] = ()
    try:
        drawn = drawing.read(lines)
    except Refused as wrong:
        problems += wrong.problems
    if problems:
        raise Refused(problems)
    png = ink.drawn(drawn, width=drawing.WIDTH, height=drawing.HEIGHT)
    row.drawn_sealed = seals.seal_bytes(png, table="signature", column="drawn_sealed", row=row.id)
    _signed(session, row, "phone", now, source=source[:64], by=None, now=now)
    finishing.finish_if_complete(session, of, actor=history.PARTY, now=now)
    return row


def refuse_by_code(session: Session, code: str, why: str, *, source: str, now: datetime) -> Signature:
    """Take a signer's own refusal on the phone, with the reason."""
    row, _ = _public(session, code, source, now)
    return _refuse(session, row, why, by=None, now=now)


def begin(session: Session, settlement_id: str, *, by: Reader, now: datetime) -> None:
    """Write the list of signers of an agreement that was issued before there were lists."""
    row = agreement(session, settlement_id, by)
    if register.rows_of(session, row.id):
        return
    book = _book(session, row)
    terms = settlements.checked_terms(row, book, row.changed_at)
    register.register(session, row, book, terms, session.get_one(Station, row.station_id))
    history.record(
        session, station_id=row.station_id, actor=by.id, act="signature.list", subject=("settlement", row.id),
        case_id=row.case_id, fields={}, now=now,
    )  # fmt: skip


def agreement(session: Session, settlement_id: str, by: Reader) -> Settlement:
    """Return an issued agreement that still takes signatures, locked. Raises Conflict for another."""
    scope = Scope(session, by)
    query = scope.select(Settlement).where(Settlement.id == settlement_id).with_for_update()
    row = session.exec(query).first() or scope.get(Settlement, settlement_id)
    access.require(by, "signature.collect", facts_of(session, scope.get(Case, row.case_id)))
    return still_open(session, row)


def still_open(session: Session, row: Settlement) -> Settlement:
    """Return an agreement that still takes signatures. Raises Conflict for another, and once its case is closed."""
    if row.state != "issued" or row.replaced_on is not None:
        raise Conflict(NOT_ISSUED)
    if row.effective_on is not None or row.locked_at is not None:
        raise Conflict(LOCKED)
    finishing.require_mediation(session, row)
    return row


def _open(session: Session, signature_id: str, by: Reader) -> tuple[Signature, Settlement]:
    row = Scope(session, by).get(Signature, signature_id)
    return row, agreement(session, row.settlement_id, by)


def _public(session: Session, code: str, source: str, now: datetime) -> tuple[Signature, Settlement]:
    row = codes.by_code(session, code, source=source, now=now)
    of = session.get(Settlement, row.settlement_id, with_for_update=True)
    if of is None:
        raise NotFound(codes.NO_SUCH)
    return row, still_open(session, of)


def _signed(
    session: Session, row: Signature, way: str, at: datetime, *, source: str, by: str | None, now: datetime,
    scan: str | None = None,
) -> None:  # fmt: skip
    if way != "phone":
        row.drawn_sealed = None
    row.state, row.way, row.signed_at, row.source, row.noted_by = "signed", way, at, source, by
    row.evidence_id, row.refused_why = scan, ""
    row.document_sha256 = finishing.printed(session, row.settlement_id).sha256
    session.add(row)
    session.flush()
    fields = {"signer_role": row.role, "way_signed": way, "sha256": row.document_sha256}
    _record(session, row, "signature.given", fields, by or history.PARTY, now)


def _refuse(session: Session, row: Signature, why: str, *, by: str | None, now: datetime) -> Signature:
    plain = why.strip()
    if not plain or len(plain) > WHY_LENGTH:
        raise Refused(Problem(N_("请写明不签的理由（不超过 300 字）"), "refused_why", plain[:40]))
    _wipe(row)
    row.state, row.refused_why, row.signed_at, row.noted_by = "refused", plain, now, by
    session.add(row)
    _record(session, row, "signature.refused", {"signer_role": row.role}, by or history.PARTY, now)
    return row


def _wipe(row: Signature) -> None:
    row.state, row.way, row.signed_at, row.refused_why = "waiting", None, None, ""
    row.drawn_sealed, row.evidence_id, row.document_sha256, row.source, row.noted_by = None, None, "", "", None


def _check_day(session: Session, row: Settlement, on: date, now: datetime) -> None:
    first: Document = finishing.printed(session, row.id)
    begins, today = station_day(first.issued_at), station_day(now)
    if not begins <= on <= today:
        raise Refused(Problem(N_("签署日期应在出具当日至今日之间"), "on", str(on), f"{begins} – {today}"))


def _moment(on: date, now: datetime) -> datetime:
    """Return when something noted for a day was signed: now for today, else noon of that day."""
    return now if on == station_day(now) else datetime.combine(on, time(12), ZONE)


def _ways(session: Session, row: Signature) -> tuple[str, ...]:
    return signers.ways(row.role, session.get_one(Station, row.station_id).organisation_kind)


def _book(session: Session, row: Signature | Settlement) -> Book:
    return casebook.open_book(session, session.get_one(Case, row.case_id))


def _record(
    session: Session, row: Signature, act: str, fields: dict[str, Any], actor: str, now: datetime
) -> None:
    history.record(
        session, station_id=row.station_id, actor=actor, act=act, subject=("signature", row.id), case_id=row.case_id,
        fields=fields, now=now,
    )  # fmt: skip
