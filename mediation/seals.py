"""Sealed values: encrypted for the database, searched by a keyed digest, masked for the eye.

A sealed cell is `version byte + nonce + ciphertext` (AES-256-GCM) tied to its table, column and row, so that it
opens nowhere else. The search digest has a key of its own.
"""

import hashlib
import hmac
import os
import re
import unicodedata
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mediation import config

VERSION: Final = b"\x01"
NONCE_BYTES: Final = 12
TAIL: Final = 4
KINDS: Final = ("id_number", "phone", "account")

_SPACING = re.compile(r"[\s\-\u2010-\u2015]+")
_PRIVATE = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?P<id>[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx])"
    r"|(?P<phone>(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2})"
    r"|(?P<account>\d{4}(?:[- ]?\d{4}){2}[- ]?\d{3,7})"
    r")(?![0-9A-Za-z])"
)


class WrongSeal(ValueError):
    """A sealed cell was changed, moved to another place, or sealed with another key."""


class Sealed(NamedTuple):
    """The three columns of a sealed value."""

    sealed: bytes
    digest: str
    tail: str


def seal(value: str, *, table: str, column: str, row: str) -> bytes:
    """Encrypt `value` for exactly this cell."""
    return seal_bytes(value.encode(), table=table, column=column, row=row)


def seal_bytes(value: bytes, *, table: str, column: str, row: str) -> bytes:
    """Encrypt bytes for exactly this cell."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + _cipher().encrypt(nonce, value, _place(table, column, row))


def open(blob: bytes, *, table: str, column: str, row: str) -> str:
    """Decrypt the cell. Raises WrongSeal when it was changed or comes from another cell."""
    return open_bytes(blob, table=table, column=column, row=row).decode()


def open_bytes(blob: bytes, *, table: str, column: str, row: str) -> bytes:
    """Decrypt a cell of bytes. Raises WrongSeal when it was changed or comes from another cell."""
    if blob[:1] != VERSION or len(blob) <= 1 + NONCE_BYTES:
        raise WrongSeal("unknown seal version")
    nonce, cipher_text = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        return _cipher().decrypt(nonce, cipher_text, _place(table, column, row))
    except InvalidTag as fault:
        raise WrongSeal(f"the sealed cell {table}.{column} of row {row} doesn't belong there") from fault


def digest(value: str) -> str:
    """Return the keyed digest by which an equal value is found, however it was typed."""
    return hmac.new(config.key("digest"), normal(value).encode(), hashlib.sha256).hexdigest()


def close(value: str, *, table: str, column: str, row: str) -> Sealed:
    """Give all three columns of a value to be sealed: ciphertext, search digest, last four characters."""
    return Sealed(seal(value, table=table, column=column, row=row), digest(value), normal(value)[-TAIL:])


def normal(value: str) -> str:
    """Bring a number to one way of writing: half-width, no spaces or hyphens, upper case."""
    return _SPACING.sub("", unicodedata.normalize("NFKC", value)).upper()


def mask(tail: str | None, kind: str) -> str:
    """Return what a page shows of a value of which only the last four characters are at hand; "" for none."""
    if not tail:
        return ""
    return {"id_number": "*" * 14 + tail, "phone": "*" * 7 + tail, "account": "**** **** " + tail}[kind]


def conceal(value: str, kind: str) -> str:
    """Mask a full value: `310101********123X`, `138****1234`, `**** **** 1234`; short ones wholly."""
    plain = normal(value)
    if kind == "account":
        return "**** **** " + plain[-TAIL:] if len(plain) > 2 * TAIL else "*" * len(plain)
    head = {"id_number": 6, "phone": 3}[kind]
    hidden = len(plain) - head - TAIL
    return plain[:head] + "*" * hidden + plain[-TAIL:] if hidden > 0 else "*" * len(plain)


def redact(text: str) -> str:
    """Mask every ID number, mobile phone and bank account in free text (for logs and the history)."""
    return _PRIVATE.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    kind = "id_number" if found["id"] else "phone" if found["phone"] else "account"
    return conceal(found[0], kind)


def _cipher() -> AESGCM:
    return AESGCM(config.key("seal"))


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}:{column}:{row}".encode()
