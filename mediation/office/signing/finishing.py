"""The last signature: the agreement takes effect, its file is stamped, signed and kept for good."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import seals
from mediation.domain import signers
from mediation.domain.refusals import N_, Conflict
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import documents, group, settlement_effect
from mediation.office.signing import certificates, lines
from mediation.office.signing.lines import SignerLine
from mediation.office.signing.register import rows_of
from mediation.press import Printed, ink, pades, stamping
from mediation.press.stamping import Mark

CLOSED: Final = N_("本案已经结案，协议不再签署；仍要签署的，请由督导先恢复办理。")
STOPPED: Final = N_("一方已明确不愿调解，或者本案暂停调解，协议不再签署；意愿改变的，请先登记该方的新意见。")
SIGNED_SUFFIX: Final = "（签署本）"
LABEL: Final = "本站电子签名"
WHY: Final = "调解协议全部签署完毕，全文锁定"
ELSEWHERE: Final = {"paper": "见纸质签署件", "seal": "见纸质签署件（盖章）", "fingerprint": "见纸质签署件（指印）"}
CONSENTED: Final = "见本人书面同意"
PARTY_ROOM: Final = (150.0, 36.0)
STAFF_ROOM: Final = (78.0, 34.0)
WORKER_ROOM: Final = (86.0, 20.0)
DAY_ROOM: Final = (126.0, 21.0)


def printed(session: Session, settlement_id: str) -> Document:
    """Return the agreement as it was printed, before anybody signed."""
    query = select(Document).where(
        Document.settlement_id == settlement_id, Document.kind == "agreement", col(Document.signed_of).is_(None)
    )
    return session.exec(query).one()


def signed_file(session: Session, settlement_id: str) -> Document | None:
    """Return the signed file of an agreement, None before the last signature."""
    query = select(Document).where(
        Document.settlement_id == settlement_id, Document.kind == "agreement", col(Document.signed_of).is_not(None)
    )
    return session.exec(query).first()


def require_mediation(session: Session, row: Settlement) -> None:
    """Raise Conflict where the mediation of an agreement that isn't in force is over: it takes no more signatures."""
    case = session.get_one(Case, row.case_id, with_for_update=True)
    if case.state != "open":
        raise Conflict(CLOSED)
    if case.mediation != "open":
        raise Conflict(STOPPED)


def finish_if_complete(session: Session, row: Settlement, *, actor: str, now: datetime) -> bool:
    """Make the agreement effective on the day of its last signature if nobody is missing; tell whether it did."""
    session.flush()
    found = lines.state(session, row.id)
    if row.effective_on is not None or not signers.complete(one.state for one in found):
        return False
    group.may_take_effect(session, row)
    on = max((station_day(one.signed_at) for one in found if one.signed_at), default=station_day(now))
    settlement_effect.put_in_force(session, row, on=on, actor=actor, now=now)
    for one in rows_of(session, row.id):
        one.code_until, one.code_digest = None, None
        session.add(one)
    store_signed(session, row, found, on=on, actor=actor, now=now)
    return True


def store_signed(
    session: Session, row: Settlement, found: list[SignerLine], *, on: date, actor: str, now: datetime
) -> Document:
    """Stamp, sign and store the file of an agreement everybody has signed."""
    original = printed(session, row.id)
    plain = documents.stored(session, original)
    station = session.get_one(Station, row.station_id)
    drawn = {one.id: one for one in rows_of(session, row.id)}
    people = _people(session, drawn.values())
    marks = [mark for one in found for mark in _marks(one, drawn[one.id], people)]
    marks.append(_day("on", on, "生效日期"))
    key = certificates.current(session, station.id, now=now)
    reason = pades.Reason(WHY, station.name, station.organisation_name)
    pdf = pades.signed(stamping.stamped(plain, marks, label=LABEL), certificates.key_of(key), reason=reason, at=now)
    file = Printed(pdf, hashlib.sha256(pdf).hexdigest(), b"", original.record_sha256, original.template)
    return documents.store_signed(session, original, file, number=original.number + SIGNED_SUFFIX, actor=actor, now=now)


def _people(session: Session, rows: Iterable[Signature]) -> dict[str | None, str]:
    """Return the names of those who noted the signatures."""
    noted = {one.noted_by for one in rows if one.noted_by}
    found = session.exec(select(User).where(col(User.id).in_(noted)))
    return {one.id: one.display_name or one.name for one in found}


def _marks(line: SignerLine, row: Signature, people: Mapping[str | None, str]) -> list[Mark]:
    """Return what goes into the box of one signer: the drawing, or where the signature is; and the day beside it."""
    day = station_day(row.signed_at) if row.signed_at else None
    if line.role == "seal":
        by = f"，经办人{people[row.noted_by]}" if row.noted_by in people else ""
        told = f"（已加盖印章，{day.year}年{day.month}月{day.day}日{by}）" if day else ""
        return [Mark(line.place, ink.words(told), 200, 14, told, "red", down=-15)] if told else []
    room = {"group_worker": WORKER_ROOM, "mediator": STAFF_ROOM, "recorder": STAFF_ROOM}.get(line.role, PARTY_ROOM)
    if row.drawn_sealed is not None:
        png = seals.open_bytes(row.drawn_sealed, table="signature", column="drawn_sealed", row=row.id)
        found = [Mark(line.place, png, *room, f"{row.name}的手写签名", across=2)]
    else:
        told = CONSENTED if line.consented else ELSEWHERE.get(line.way, ELSEWHERE["paper"])
        found = [Mark(line.place, ink.words(told), room[0], 13, f"{row.name}：{told}", "black", across=2, down=4)]
    if day and line.role in signers.PARTIES:
        found.append(_day(f"{line.place}-on", day, f"{row.name}签署日期"))
    return found


def _day(place: str, on: date, what: str) -> Mark:
    told = f"{what}：{on.year}年{on.month}月{on.day}日"
    return Mark(place, ink.day(on.year, on.month, on.day), *DAY_ROOM, told, "black")
