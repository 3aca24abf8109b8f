"""Tries to sign in: counted in the database before anything is looked at, so that a hundred at once can't all pass.

Tries of a password count by the name that was typed, tries of a second factor's code by the account: a right password
never makes room for more codes.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import config, db
from mediation.domain.refusals import N_, Refused
from mediation.models.session import LoginAttempt
from mediation.office import accounts, history

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
ACCOUNT_A_MINUTE: Final = 5
SOURCE_A_MINUTE: Final = 30
FAILURES_TO_LOCK: Final = 10
LOCK: Final = timedelta(minutes=15)


class TooMany(Refused):
    """Too many tries for this name or from this place; the same whether the name exists or not."""

    status = 429

    def __init__(self) -> None:
        super().__init__(N_("尝试次数过多，请稍后再试。"))


@dataclass(frozen=True)
class Place:
    """Where a request comes from: network address and the browser's name."""

    address: str
    user_agent: str = ""


def of_name(name: str) -> str:
    """Give the keyed digest under which the passwords tried for a typed name are counted."""
    plain = accounts.normal_name(name)[:256].encode("utf-8", "surrogatepass")
    return _keyed(b"account:" + plain)


def of_codes(user_id: str) -> str:
    """Give the keyed digest under which the codes tried for an account are counted."""
    return _keyed(b"codes:" + user_id.encode())


def begin(session: Session, account: str, place: Place, now: datetime) -> str | None:
    """Count this try as failed before it is looked at; None when there were too many already.

    Tries of one account stand in line.
    """
    source = printable(place.address, 64)
    if not db.is_sqlite(session):
        for number in (0, 1):
            key = (account, source)[number]
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, number + 1))))
    minute = _count(session, LoginAttempt.account_digest == account, since=now - MINUTE)
    near = _count(session, LoginAttempt.source == source, since=now - MINUTE)
    if minute >= ACCOUNT_A_MINUTE or near >= SOURCE_A_MINUTE or _is_locked(session, account, now):
        return None
    attempt = LoginAttempt(at=now, account_digest=account, source=source, outcome="failed")
    session.add(attempt)
    session.flush()
    return attempt.id


def note_success(session: Session, attempt_id: str) -> None:
    """Note that the try was right: the failures before it count no more."""
    session.get_one(LoginAttempt, attempt_id).outcome = "ok"


def lock_if_due(session: Session, account: str, user_id: str | None, place: Place, now: datetime) -> None:
    """Lock after ten failures since the last success or lock; `user_id` is whose account it is, None for nobody's."""
    last = session.execute(
        sa.select(sa.func.max(col(LoginAttempt.at))).where(
            col(LoginAttempt.account_digest) == account, col(LoginAttempt.outcome).in_(("ok", "locked"))
        )
    ).scalar()
    since = max(last, now - DAY) if last else now - DAY
    failed = _count(session, LoginAttempt.account_digest == account, LoginAttempt.outcome == "failed", since=since)
    if failed < FAILURES_TO_LOCK:
        return
    session.add(LoginAttempt(at=now, account_digest=account, source=printable(place.address, 64), outcome="locked"))
    if user_id is not None:
        history.record(
            session, station_id=None, actor="sign_in", act="user.locked", subject=("user", user_id),
            fields={"source": place.address}, now=now,
        )  # fmt: skip


def printable(text: str, length: int) -> str:
    """Return at most `length` signs of what a stranger sent, without those that can't be seen."""
    return "".join(sign for sign in text if sign.isprintable())[:length]


def _is_locked(session: Session, account: str, now: datetime) -> bool:
    locked = _count(session, LoginAttempt.account_digest == account, LoginAttempt.outcome == "locked", since=now - LOCK)
    return locked > 0


def _count(session: Session, *conditions: object, since: datetime) -> int:
    query = sa.select(sa.func.count()).select_from(LoginAttempt).where(*conditions, col(LoginAttempt.at) > since)  # type: ignore[arg-type]
    return int(session.execute(query).scalar_one())


def _keyed(text: bytes) -> str:
    return hmac.new(config.key("digest"), text, hashlib.sha256).hexdigest()
