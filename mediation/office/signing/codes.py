"""The one-time code that opens the public page of one signer: never stored, made again from the key when it is shown.

The database holds a digest of it alone; a new code ends the one before it.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config
from mediation.domain.refusals import N_, NotFound
from mediation.models.signing import Signature
from mediation.models.willingness import AnswerTry
from mediation.office.willingness import CODE_LENGTH, LETTERS, MINUTE, WRONG_A_MINUTE, TooMany, note_wrong_code

OPEN_FOR: Final = timedelta(hours=2)
"""How long a code opens the page: long enough to read and sign on the spot; the station's own habit."""
NO_SUCH: Final = N_("签署链接无效或者已经过期，请向调解员索取新的二维码。")
__all__ = ["NO_SUCH", "OPEN_FOR", "by_code", "code_of", "digest", "note_wrong_code", "open_code"]


def open_code(row: Signature, now: datetime) -> str:
    """Open a fresh code for a signer and return it; the one before opens nothing any more."""
    row.code_until = (now + OPEN_FOR).replace(microsecond=0)
    code = code_of(row)
    row.code_digest = digest(code)
    return code


def code_of(row: Signature) -> str:
    """Return the code that is open for a signer, "" where none is."""
    if row.code_until is None:
        return ""
    said = f"signing:{row.id}:{int(row.code_until.timestamp())}".encode()
    made = hmac.new(config.key("digest"), said, hashlib.sha256).digest()
    return "".join(LETTERS[one % len(LETTERS)] for one in made[:CODE_LENGTH])


def digest(code: str) -> str:
    """Return what is stored of a code."""
    return hmac.new(config.key("digest"), f"signature:{code}".encode(), hashlib.sha256).hexdigest()


def by_code(session: Session, code: str, *, source: str, now: datetime) -> Signature:
    """Return the signer a code belongs to. Raises NotFound for another or a late one, TooMany when a place guesses."""
    plain = "".join(code.split()).replace("-", "").upper()
    sound = len(plain) == CODE_LENGTH and set(plain) <= set(LETTERS)
    found = session.exec(select(Signature).where(Signature.code_digest == digest(plain))).first() if sound else None
    if found is None:
        tries = sa.select(sa.func.count()).select_from(AnswerTry)
        recent = tries.where(col(AnswerTry.source) == source[:64], col(AnswerTry.at) > now - MINUTE)
        if session.execute(recent).scalar_one() >= WRONG_A_MINUTE:
            raise TooMany(N_("尝试次数过多，请稍后再试。"))
        raise NotFound(NO_SUCH)
    if found.code_until is None or now >= found.code_until:
        raise NotFound(NO_SUCH)
    return found
