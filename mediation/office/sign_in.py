"""Signing in and out: tries are counted in the database, a sign-in is a row that ends at once."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, db
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.models.session import AuthSession, LoginAttempt
from mediation.models.user import User
from mediation.office import accounts, history, passwords

TOKEN_BYTES: Final = 32
MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
ACCOUNT_A_MINUTE: Final = 5
SOURCE_A_MINUTE: Final = 30
FAILURES_TO_LOCK: Final = 10
LOCK: Final = timedelta(minutes=15)
TOUCH_EVERY: Final = timedelta(minutes=1)


class WrongPassword(Refused):
    """Name and password don't belong together; the same for a name that doesn't exist or is disabled."""

    status = 401


class TooMany(Refused):
    """Too many tries for this name or from this place; the same whether the name exists or not."""

    status = 429


@dataclass(frozen=True)
class Place:
    """Where a request comes from: network address and the browser's name."""

    address: str
    user_agent: str = ""


@dataclass(frozen=True)
class SignedIn:
    """A fresh sign-in: its user, and the token that only the browser keeps."""

    user: User
    token: str


def sign_in(name: str, password: str, *, place: Place, replaces: str | None = None, now: datetime) -> SignedIn:
    """Check the password and open a sign-in; the one of token `replaces` ends.

    Opens two short transactions of its own and hashes between them, so that no lock is held meanwhile. Raises
    TooMany or WrongPassword.
    """
    with db.transaction() as session:
        attempt_id = _begin_attempt(session, name, place, now)
        user = accounts.find(session, name)
        stored = user.password_hash if user and user.active else passwords.decoy()
    if attempt_id is None:
        raise TooMany(N_("尝试次数过多，请稍后再试。"))
    right = passwords.matches(stored, password)
    if user is None or not user.active or not right:
        with db.transaction() as session:
            _lock_if_due(session, name, place, now)
        raise WrongPassword(N_("用户名或密码不正确。"))
    fresh = passwords.hash_password(password) if passwords.outdated(stored) else None
    with db.transaction() as session:
        return _grant(session, user.id, attempt_id, stored, fresh, place, replaces, now)


def open_session(
    session: Session, user: User, *, place: Place, replaces: str | None = None, because: str = "rotated", now: datetime
) -> SignedIn:
    """Open a sign-in for `user` with a fresh token; the one of token `replaces` ends (`because`)."""
    if replaces:
        end(session, replaces, because=because, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AuthSession(
            token_digest=_digest(token), user_id=user.id, created_at=now, seen_at=now,
            expires_at=now + timedelta(hours=config.settings().session_hours),
            user_agent=_printable(place.user_agent, 200), address=_printable(place.address, 64),
        )
    )  # fmt: skip
    session.flush()
    return SignedIn(user, token)


def look_up(session: Session, token: str, *, now: datetime) -> AuthSession | None:
    """Return the living sign-in of a token with its user; None when it ended, is too old or the user is disabled."""
    if not token or len(token) > 4 * TOKEN_BYTES or not token.isascii():
        return None
    found = session.exec(select(AuthSession).where(AuthSession.token_digest == _digest(token))).first()
    return found if found is not None and _lives(found, now) else None


def needs_touch(found: AuthSession, *, now: datetime) -> bool:
    """Tell whether the last sign of life is a minute old, so that not every page writes."""
    return now - found.seen_at >= TOUCH_EVERY


def touch(session: Session, session_id: str, *, now: datetime) -> None:
    """Note that the sign-in was used."""
    session.execute(
        sa.update(AuthSession)
        .where(col(AuthSession.id) == session_id, col(AuthSession.ended_at).is_(None), col(AuthSession.seen_at) < now)
        .values(seen_at=now)
    )


def end(session: Session, token: str, *, because: str = "signed_out", now: datetime) -> None:
    """End the sign-in of a token; nothing happens if it has ended."""
    session.execute(
        sa.update(AuthSession)
        .where(col(AuthSession.token_digest) == _digest(token), col(AuthSession.ended_at).is_(None))
        .values(ended_at=now, ended_because=because)
    )


def living(session: Session, user: User, *, now: datetime) -> Sequence[AuthSession]:
    """List the user's sign-ins that live, the last used first."""
    rows = session.exec(
        select(AuthSession)
        .where(AuthSession.user_id == user.id, col(AuthSession.ended_at).is_(None))
        .order_by(col(AuthSession.seen_at).desc())
    )
    return [row for row in rows if _lives(row, now)]


def end_one(session: Session, session_id: str, *, by: User, now: datetime) -> None:
    """End one of the user's own sign-ins. Raises NotFound for any other."""
    row = session.exec(select(AuthSession).where(AuthSession.id == session_id, AuthSession.user_id == by.id)).first()
    if row is None:
        raise NotFound(N_("找不到该内容。"))
    if row.ended_at is None:
        row.ended_at, row.ended_because = now, "ended_by_user"


def change_password(user_id: str, *, old: str, new: str, place: Place, now: datetime) -> SignedIn:
    """Change the user's own password: every sign-in ends, a fresh one is opened.

    The old password is counted and limited like a sign-in. Raises TooMany, WrongPassword, Refused.
    """
    with db.reading() as session:
        name = session.get_one(User, user_id).name
    checked = sign_in(name, old, place=place, now=now)
    with db.transaction() as session:
        user = session.get_one(User, user_id)
        accounts.set_password(session, user, new, by=user.id, now=now)
        return open_session(session, checked.user, place=place, now=now)


def clear_out(session: Session, *, now: datetime, after: timedelta = timedelta(days=30)) -> int:
    """Delete tries and ended sign-ins older than `after`; return how many rows went."""
    gone = 0
    for statement in (
        sa.delete(LoginAttempt).where(col(LoginAttempt.at) < now - after),
        sa.delete(AuthSession).where(col(AuthSession.expires_at) < now - after),
    ):
        gone += int(getattr(session.execute(statement), "rowcount", 0))
    return gone


# --- tries --------------------------------------------------------------------------------------------------------


def _begin_attempt(session: Session, name: str, place: Place, now: datetime) -> str | None:
    """Count this try as failed before the password is looked at; None when there were too many already.

    Tries of one account stand in line, so that a hundred at once can't all pass.
    """
    account, source = _account(name), _printable(place.address, 64)
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


def _lock_if_due(session: Session, name: str, place: Place, now: datetime) -> None:
    """Lock the account after ten failures since its last success or lock."""
    account = _account(name)
    last = session.execute(
        sa.select(sa.func.max(col(LoginAttempt.at))).where(
            col(LoginAttempt.account_digest) == account, col(LoginAttempt.outcome).in_(("ok", "locked"))
        )
    ).scalar()
    since = max(last, now - DAY) if last else now - DAY
    failed = _count(session, LoginAttempt.account_digest == account, LoginAttempt.outcome == "failed", since=since)
    if failed < FAILURES_TO_LOCK:
        return
    session.add(LoginAttempt(at=now, account_digest=account, source=_printable(place.address, 64), outcome="locked"))
    user = accounts.find(session, name)
    if user is not None:
        history.record(
            session, station_id=None, actor="sign_in", act="user.locked", subject=("user", user.id),
            fields={"source": place.address}, now=now,
        )  # fmt: skip


def _is_locked(session: Session, account: str, now: datetime) -> bool:
    locked = _count(session, LoginAttempt.account_digest == account, LoginAttempt.outcome == "locked", since=now - LOCK)
    return locked > 0


def _count(session: Session, *conditions: object, since: datetime) -> int:
    query = sa.select(sa.func.count()).select_from(LoginAttempt).where(*conditions, col(LoginAttempt.at) > since)  # type: ignore[arg-type]
    return int(session.execute(query).scalar_one())


def _grant(
    session: Session,
    user_id: str,
    attempt_id: str,
    stored: str,
    fresh: str | None,
    place: Place,
    replaces: str | None,
    now: datetime,
) -> SignedIn:
    user = session.get_one(User, user_id)
    if not user.active or user.password_hash != stored:
        raise WrongPassword(N_("用户名或密码不正确。"))
    if fresh:
        user.password_hash = fresh
    session.get_one(LoginAttempt, attempt_id).outcome = "ok"
    return open_session(session, user, place=place, replaces=replaces, now=now)


def _lives(found: AuthSession, now: datetime) -> bool:
    idle = timedelta(minutes=config.settings().session_idle_minutes)
    return found.ended_at is None and found.user.active and now < found.expires_at and now - found.seen_at < idle


def _account(name: str) -> str:
    """Give the keyed digest of a typed name."""
    plain = accounts.normal_name(name)[:256].encode("utf-8", "surrogatepass")
    return hmac.new(config.key("digest"), b"account:" + plain, hashlib.sha256).hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _printable(text: str, length: int) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:length]
