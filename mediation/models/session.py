"""Who is signed in, and who tried."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from mediation.models.base import Row, UTCDateTime, choice, text
from mediation.models.user import User

ATTEMPT_OUTCOMES = ("failed", "ok", "locked")
SESSION_ENDS = ("signed_out", "idle", "expired", "rotated", "password_changed", "disabled", "ended_by_user")


class AuthSession(Row, table=True):
    """One sign-in of one user; only the SHA-256 of its random 256-bit token is kept."""

    __tablename__ = "auth_session"

    token_digest: str = Field(unique=True, sa_type=text(64))
    user_id: str = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE", sa_type=text(32))
    created_at: datetime = Field(sa_type=UTCDateTime)
    seen_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_because: str | None = Field(default=None, sa_type=choice("ended_because", SESSION_ENDS))
    user_agent: str = Field(default="", sa_type=text(200))
    address: str = Field(default="", sa_type=text(64))

    user: User = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})


class LoginAttempt(Row, table=True):
    """One try to sign in. The typed name is kept only as a keyed digest: people type passwords there."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        sa.Index("ix_login_attempt_account_at", "account_digest", "at"),
        sa.Index("ix_login_attempt_source_at", "source", "at"),
    )

    at: datetime = Field(sa_type=UTCDateTime)
    account_digest: str = Field(sa_type=text(64))
    source: str = Field(sa_type=text(64), description="network address the try came from")
    outcome: str = Field(sa_type=choice("outcome", ATTEMPT_OUTCOMES))


class HalfSignIn(Row, table=True):
    """A right password that still waits for the code of the second factor; it opens no page. `password_set_at`: of
    the password that was right."""

    __tablename__ = "half_sign_in"

    token_digest: str = Field(unique=True, sa_type=text(64))
    user_id: str = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE", sa_type=text(32))
    password_set_at: datetime = Field(sa_type=UTCDateTime)
    made_at: datetime = Field(sa_type=UTCDateTime)


class TotpDraft(Row, table=True):
    """A second factor that is being set up; it becomes the account's once a code of it is typed in."""

    __tablename__ = "totp_draft"

    user_id: str = Field(foreign_key="user_account.id", unique=True, ondelete="CASCADE", sa_type=text(32))
    secret_sealed: bytes
    made_at: datetime = Field(sa_type=UTCDateTime)


class RecoveryCode(Row, table=True):
    """One code for the day the phone is gone, kept as a keyed digest; it opens one sign-in."""

    __tablename__ = "recovery_code"
    __table_args__ = (sa.UniqueConstraint("user_id", "code_digest"),)

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    code_digest: str = Field(sa_type=text(64))
    made_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
