"""Half a sign-in: the password was right, the code of the second factor is still to come. It opens no page."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.models.session import HalfSignIn
from mediation.models.user import User

TOKEN_BYTES: Final = 32
LASTS: Final = timedelta(minutes=5)


def begin(session: Session, user: User, *, now: datetime) -> str:
    """Note that the user's password was right; return the token that only the browser keeps."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        HalfSignIn(token_digest=digest(token), user_id=user.id, password_set_at=user.password_set_at, made_at=now)
    )
    session.flush()
    return token


def look_up(session: Session, token: str, *, now: datetime) -> User | None:
    """Return whose half sign-in a token is; None when it ran out, was used, or the account has changed since."""
    if not token or len(token) > 4 * TOKEN_BYTES or not token.isascii():
        return None
    return session.exec(
        select(User)
        .join(HalfSignIn, col(HalfSignIn.user_id) == col(User.id))
        .where(
            HalfSignIn.token_digest == digest(token), col(HalfSignIn.made_at) > now - LASTS, col(User.active),
            col(User.totp_sealed).is_not(None), col(HalfSignIn.password_set_at) == col(User.password_set_at),
        )  # fmt: skip
    ).first()


def use_up(session: Session, token: str) -> bool:
    """Take a half sign-in away; of several that try, one is told True."""
    gone = session.execute(sa.delete(HalfSignIn).where(col(HalfSignIn.token_digest) == digest(token)))
    return bool(getattr(gone, "rowcount", 0))


def clear_out(session: Session, *, now: datetime) -> int:
    """Delete those that ran out; return how many."""
    gone = session.execute(sa.delete(HalfSignIn).where(col(HalfSignIn.made_at) <= now - LASTS))
    return int(getattr(gone, "rowcount", 0))


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
