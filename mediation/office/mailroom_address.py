"""A person's e-mail address: given, proved by a code that is mailed to it, used only then."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import seals
from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.notice import AddressProof, Delivery, MailRoute
from mediation.models.user import User
from mediation.office import history, mailroom, outbox_queue
from mediation.office.mailroom_letters import CODE_MINUTES

CODES_A_DAY: Final = 5
WRONG_CODES: Final = 5


@dataclass(frozen=True)
class AddressPage:
    """A person's address: the confirmed one, the one that waits for its code, whether the station can mail at all."""

    confirmed: str
    waiting: str
    until: datetime | None
    can_mail: bool


def page(session: Session, *, user: Reader, now: datetime) -> AddressPage:
    """Return what the settings show of the user's own address."""
    proof = _proof(session, user)
    until = proof.asked_at + timedelta(minutes=CODE_MINUTES) if proof else None
    alive = proof is not None and until is not None and now <= until
    known = session.get_one(User, user.id).email or ""
    can_mail = station_with_mail(session, user) is not None
    return AddressPage(known, proof.address if proof and alive else "", until if alive else None, can_mail)


def ask(session: Session, address: str, *, by: Reader, now: datetime) -> None:
    """Mail a code to an address; it becomes the user's when the code is typed in.

    Raises Refused for what is no address, for too many codes in a day, and where the station has no mail server.
    """
    plain = address.strip()
    if not mailroom.is_address(plain):
        raise Refused(Problem(N_("这不是有效的邮箱地址"), "email", plain[:80], "name@example.cn"))
    station_id = station_with_mail(session, by)
    if station_id is None:
        raise Refused(Problem(N_("本站还没有启用的邮件服务器，请联系系统管理员"), "email"))
    if _asked_lately(session, by, now) >= CODES_A_DAY:
        raise Refused(Problem(N_("今天索取验证码的次数已满，请明天再试"), "email"))
    proof = _proof(session, by) or AddressProof(user_id=by.id, address=plain, code_sealed=b"", asked_at=now)
    code = f"{secrets.randbelow(10**6):06d}"
    proof.address, proof.asked_at, proof.tries = plain, now, 0
    proof.code_sealed = seals.seal(code, table="address_proof", column="code", row=proof.id)
    session.add(proof)
    key = f"confirm:{by.id}:{now.isoformat()}"
    outbox_queue.put(session, [outbox_queue.mail(key, "confirm", {}, station_id=station_id, user_id=by.id, now=now)])
    _note(session, by, "address.ask", now)


def confirm(session: Session, code: str, *, by: Reader, now: datetime) -> bool:
    """Take the address over whose code was typed in; False for a wrong code, which the caller must commit too.

    Raises Conflict when no code is waiting: none was asked for, it has run out, or too many wrong ones were tried.
    """
    proof = _proof(session, by)
    if proof is None or now > proof.asked_at + timedelta(minutes=CODE_MINUTES) or proof.tries >= WRONG_CODES:
        raise Conflict(N_("验证码已失效，请重新获取。"))
    right = seals.open(proof.code_sealed, table="address_proof", column="code", row=proof.id)
    if not hmac.compare_digest(seals.normal(code).encode(), right.encode()):
        proof.tries += 1
        session.add(proof)
        return False
    user = session.get_one(User, by.id)
    user.email = proof.address
    session.add(user)
    session.delete(proof)
    _note(session, by, "address.confirm", now)
    return True


def forget(session: Session, *, by: Reader, now: datetime) -> None:
    """Take the address out of the account; nothing is mailed to it any more, what waits is cancelled."""
    user = session.get_one(User, by.id)
    if user.email is None:
        raise Conflict(N_("账户中没有邮箱地址。"))
    user.email = None
    session.add(user)
    _note(session, by, "address.forget", now)


def station_with_mail(session: Session, user: Reader) -> str | None:
    """Return a station of the user whose mail server is on."""
    query = select(MailRoute.station_id).where(col(MailRoute.station_id).in_(user.station_ids), col(MailRoute.active))
    return session.exec(query.order_by(col(MailRoute.station_id))).first()


def _proof(session: Session, user: Reader) -> AddressProof | None:
    return session.exec(select(AddressProof).where(AddressProof.user_id == user.id)).first()


def _asked_lately(session: Session, user: Reader, now: datetime) -> int:
    codes = sa.select(sa.func.count()).select_from(Delivery).where(
        col(Delivery.user_id) == user.id, col(Delivery.template) == "confirm",
        col(Delivery.made_at) > now - timedelta(days=1),
    )  # fmt: skip
    return int(session.execute(codes).scalar_one())


def _note(session: Session, by: Reader, act: str, now: datetime) -> None:
    """Write the act, without the address, into the chain of each of the person's stations."""
    for station_id in by.station_ids or (None,):
        history.record(session, station_id=station_id, actor=by.id, act=act, subject=("user", by.id), now=now)
