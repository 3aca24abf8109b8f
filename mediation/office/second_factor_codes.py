"""The codes of the second factor: six digits of the moment by the authenticator, twelve digits of a recovery code.

A code of the moment is taken one step (30 seconds) early or late, for clocks differ, and only once: the last step used
is kept. Recovery codes are digits as well, so that one field and a phone's number pad take both; only an HMAC of each
is kept, under a key that isn't in the database.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, seals
from mediation.models.session import RecoveryCode
from mediation.models.user import User

STEP_SECONDS: Final = 30
AROUND: Final = (-1, 0, 1)
DIGITS: Final = 6
ISSUER: Final = "联调"
RECOVERY_CODES: Final = 10
RECOVERY_DIGITS: Final = 12
GROUP: Final = 4


@dataclass(frozen=True)
class Spent:
    """A code that was right and is used up; `recovery` when it was a recovery code."""

    recovery: bool


def make_secret() -> str:
    """Make a secret of 160 bits, as authenticators take it."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """Return the address that an authenticator reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """Return the step whose code `code` is, among the present one and its neighbours; None when it is none of them."""
    plain, totp = _digits(code), pyotp.TOTP(secret)
    current, found = int(now.timestamp()) // STEP_SECONDS, None
    for step in (current + away for away in AROUND):
        if hmac.compare_digest(totp.generate_otp(step).encode(), plain.encode()):
            found = step
    return found


def spend(session: Session, user: User, code: str, *, now: datetime) -> Spent | None:
    """Use up a code of the user; None when it is wrong, too old or was used. Of several that try, one gets it."""
    plain = _digits(code)
    if len(plain) == RECOVERY_DIGITS:
        return Spent(recovery=True) if _spend_recovery(session, user, plain, now) else None
    if len(plain) != DIGITS or user.totp_sealed is None:
        return None
    step = step_of(opened(user), plain, now=now)
    return Spent(recovery=False) if step is not None and _spend_step(session, user, step) else None


def opened(user: User) -> str:
    """Return the secret of a user who has one."""
    return seals.open(user.totp_sealed or b"", table="user_account", column="totp", row=user.id)


def new_recovery_codes(session: Session, user: User, *, now: datetime) -> list[str]:
    """Make ten recovery codes in the place of those before; they are in plain here and never again."""
    session.execute(sa.delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        codes.add(f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}")
    session.add_all(RecoveryCode(user_id=user.id, code_digest=_digest(user, code), made_at=now) for code in codes)
    session.flush()
    return [grouped(code) for code in sorted(codes)]


def unused(session: Session, user_id: str) -> int:
    """Count the recovery codes that a user still has."""
    left = select(sa.func.count()).select_from(RecoveryCode)
    return session.exec(left.where(RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None))).one()


def grouped(text: str) -> str:
    """Write a secret or code in groups of four."""
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def _spend_step(session: Session, user: User, step: int) -> bool:
    newer = sa.or_(col(User.totp_last_step).is_(None), col(User.totp_last_step) < step)
    same = [col(User.id) == user.id, col(User.totp_sealed) == user.totp_sealed, newer]
    done = session.execute(
        sa.update(User).where(*same).values(totp_last_step=step), execution_options={"synchronize_session": False}
    )
    return bool(getattr(done, "rowcount", 0))


def _spend_recovery(session: Session, user: User, plain: str, now: datetime) -> bool:
    mine = [col(RecoveryCode.user_id) == user.id, col(RecoveryCode.code_digest) == _digest(user, plain)]
    done = session.execute(
        sa.update(RecoveryCode).where(*mine, col(RecoveryCode.used_at).is_(None)).values(used_at=now),
        execution_options={"synchronize_session": False},
    )
    return bool(getattr(done, "rowcount", 0))


def _digits(code: str) -> str:
    """Return the digits of what was typed, however it was spaced or how wide its digits are; "" for anything else."""
    plain = seals.normal(code[:64])
    return plain if plain.isascii() and plain.isdigit() else ""


def _digest(user: User, code: str) -> str:
    text = f"recovery:{user.id}:{code}".encode()
    return hmac.new(config.key("digest"), text, hashlib.sha256).hexdigest()
