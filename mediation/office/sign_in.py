"""Signing in and out: tries are counted in the database, a sign-in is a row that ends at once.

Who has a second factor signs in by two steps: the right password gives half a sign-in, the code the whole.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from mediation import config, db
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.session import AuthSession, LoginAttempt
from mediation.models.user import User
from mediation.office import accounts, passwords, second_factor, second_factor_codes, sign_in_half, sign_in_tries
from mediation.office.sign_in_half import TOKEN_BYTES, digest
from mediation.office.sign_in_tries import ACCOUNT_A_MINUTE, Place, TooMany, printable

__all__ = ["ACCOUNT_A_MINUTE", "Lapsed", "Place", "SignedIn", "TooMany", "WrongCode", "WrongPassword"]

TOUCH_EVERY: Final = timedelta(minutes=1)
_WITH_STATIONS: Final = joinedload(cast(Any, AuthSession.user)).joinedload(cast(Any, User.stations))
"""Every page asks who is there: one statement instead of two."""


class WrongPassword(Refused):
    """Name and password don't belong together; the same for a name that doesn't exist or is disabled."""

    status = 401

    def __init__(self) -> None:
        super().__init__(N_("用户名或密码不正确。"))


class WrongCode(Refused):
    """The code is not the one of the moment, was used before, or is no recovery code: nobody learns which."""

    status = 401

    def __init__(self) -> None:
        message = N_("验证码不正确或已用过。请核对手机时间，等新的验证码出现后再输入。")
        super().__init__(Problem(message, "one_time_code"))


class Lapsed(Conflict):
    """The half sign-in ran out or was used: the password has to be typed again."""

    def __init__(self) -> None:
        super().__init__(N_("登录已超时，请重新输入用户名和密码。"))


@dataclass(frozen=True)
class SignedIn:
    """A fresh sign-in: its user, and the token that only the browser keeps.

    `needs_code`: it is only half a sign-in, the token is good for `finish` alone. `codes_left` is how many recovery
    codes are left after one was used, None when none was.
    """

    user: User
    token: str
    needs_code: bool = False
    codes_left: int | None = None


@dataclass(frozen=True)
class _Checked:
    """A password that was right: whose, by which try, against which stored hash; `fresh` is one of today's cost."""

    user_id: str
    attempt_id: str
    stored: str
    fresh: str | None


def sign_in(name: str, password: str, *, place: Place, replaces: str | None = None, now: datetime) -> SignedIn:
    """Check the password and open a sign-in, half a one where a second factor is set up; `replaces` ends with a whole.

    Opens two short transactions of its own and hashes between them, so that no lock is held meanwhile. Raises
    TooMany or WrongPassword.
    """
    checked = _check(name, password, place, now)
    with db.transaction() as session:
        user = _confirm(session, checked)
        if user.totp_sealed is not None:
            return SignedIn(user, sign_in_half.begin(session, user, now=now), needs_code=True)
        return open_session(session, user, place=place, replaces=replaces, now=now)


def finish(token: str, code: str, *, place: Place, replaces: str | None = None, now: datetime) -> SignedIn:
    """Make a half sign-in whole with a code or a recovery code; its fresh token has nothing to do with the half's.

    Raises Lapsed, TooMany or WrongCode.
    """
    with db.reading() as session:
        waiting = sign_in_half.look_up(session, token, now=now)
    if waiting is None:
        raise Lapsed
    attempt_id = _begin(sign_in_tries.of_codes(waiting.id), place, now)
    with db.transaction() as session:
        user = sign_in_half.look_up(session, token, now=now)
        spent = second_factor_codes.spend(session, user, code, now=now) if user else None
        if user and spent:
            if not sign_in_half.use_up(session, token):
                raise Lapsed
            sign_in_tries.note_success(session, attempt_id)
            left = second_factor.note_spent(session, user, spent, now=now)
            entered = open_session(session, user, place=place, replaces=replaces, now=now)
            return SignedIn(user, entered.token, codes_left=left)
        sign_in_tries.lock_if_due(session, sign_in_tries.of_codes(waiting.id), waiting.id, place, now)
    raise WrongCode if user else Lapsed


def prove(user_id: str, *, password: str, code: str | None, place: Place, now: datetime) -> None:
    """Let a signed-in user show once more who is there: by the password, and by a code unless that is None.

    Both are counted and limited like a sign-in. Raises TooMany, WrongPassword, WrongCode.
    """
    with db.reading() as session:
        name = session.get_one(User, user_id).name
    checked = _check(name, password, place, now)
    with db.transaction() as session:
        _confirm(session, checked)
    if code is None:
        return
    account = sign_in_tries.of_codes(user_id)
    attempt_id = _begin(account, place, now)
    with db.transaction() as session:
        user = session.get_one(User, user_id)
        spent = second_factor_codes.spend(session, user, code, now=now)
        if spent:
            sign_in_tries.note_success(session, attempt_id)
            second_factor.note_spent(session, user, spent, now=now)
            return
        sign_in_tries.lock_if_due(session, account, user_id, place, now)
    raise WrongCode


def open_session(
    session: Session, user: User, *, place: Place, replaces: str | None = None, because: str = "rotated", now: datetime
) -> SignedIn:
    """Open a sign-in for `user` with a fresh token; the one of token `replaces` ends (`because`)."""
    if replaces:
        end(session, replaces, because=because, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AuthSession(
            token_digest=digest(token), user_id=user.id, created_at=now, seen_at=now,
            expires_at=now + timedelta(hours=config.settings().session_hours),
            user_agent=printable(place.user_agent, 200), address=printable(place.address, 64),
        )
    )  # fmt: skip
    session.flush()
    return SignedIn(user, token)


def look_up(session: Session, token: str, *, now: datetime) -> AuthSession | None:
    """Return the living sign-in of a token with its user; None when it ended, is too old or the user is disabled."""
    if not token or len(token) > 4 * TOKEN_BYTES or not token.isascii():
        return None
    query = select(AuthSession).where(AuthSession.token_digest == digest(token)).options(_WITH_STATIONS)
    found = session.exec(query).unique().one_or_none()
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
        .where(col(AuthSession.token_digest) == digest(token), col(AuthSession.ended_at).is_(None))
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
    prove(user_id, password=old, code=None, place=place, now=now)
    with db.transaction() as session:
        user = session.get_one(User, user_id)
        accounts.set_password(session, user, new, by=user.id, now=now)
        return open_session(session, user, place=place, now=now)


def clear_out(session: Session, *, now: datetime, after: timedelta = timedelta(days=30)) -> int:
    """Delete tries and ended sign-ins older than `after`; return how many rows went."""
    gone = 0
    for statement in (
        sa.delete(LoginAttempt).where(col(LoginAttempt.at) < now - after),
        sa.delete(AuthSession).where(col(AuthSession.expires_at) < now - after),
    ):
        gone += int(getattr(session.execute(statement), "rowcount", 0))
    return gone


def _check(name: str, password: str, place: Place, now: datetime) -> _Checked:
    """Count the try, then compare the password while no lock is held. Raises TooMany or WrongPassword."""
    account = sign_in_tries.of_name(name)
    attempt_id = _begin(account, place, now)
    with db.reading() as session:
        user = accounts.find(session, name)
        stored = user.password_hash if user and user.active else passwords.decoy()
    right = passwords.matches(stored, password)
    if user is None or not user.active or not right:
        with db.transaction() as session:
            sign_in_tries.lock_if_due(session, account, user.id if user else None, place, now)
        raise WrongPassword
    fresh = passwords.hash_password(password) if passwords.outdated(stored) else None
    return _Checked(user.id, attempt_id, stored, fresh)


def _begin(account: str, place: Place, now: datetime) -> str:
    with db.transaction() as session:
        attempt_id = sign_in_tries.begin(session, account, place, now)
    if attempt_id is None:
        raise TooMany
    return attempt_id


def _confirm(session: Session, checked: _Checked) -> User:
    """Take a right password at its word, if it still is the account's. Raises WrongPassword."""
    user = session.get_one(User, checked.user_id)
    if not user.active or user.password_hash != checked.stored:
        raise WrongPassword
    if checked.fresh:
        user.password_hash = checked.fresh
    sign_in_tries.note_success(session, checked.attempt_id)
    return user


def _lives(found: AuthSession, now: datetime) -> bool:
    idle = timedelta(minutes=config.settings().session_idle_minutes)
    return found.ended_at is None and found.user.active and now < found.expires_at and now - found.seen_at < idle
