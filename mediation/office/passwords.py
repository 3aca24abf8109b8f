"""Passwords: what they must be like, how they are hashed (argon2id) and compared."""

import secrets
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mediation import config
from mediation.domain.refusals import N_, Problem

SHORTEST: Final = 12
LONGEST: Final = 128
FEWEST_SIGNS: Final = 5
GENERATED_GROUPS: Final = 4
GROUP_LENGTH: Final = 5
GENERATED_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
DIGITS: Final = "0123456789"
AROUND: Final = "0123456789!?.,*+#-_ "
LEET: Final = str.maketrans("@$0134578!", "asoieastbi")


def weak(password: str, *, name: str = "") -> list[Problem]:
    """List what is wrong with a password: length 12 to 128, not a common one, not the user's own name."""
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < SHORTEST:
        return [_problem(N_("密码至少需要 %(least)s 个字符。"), least=SHORTEST)]
    if len(plain) > LONGEST:
        return [_problem(N_("密码最多 %(most)s 个字符。"), most=LONGEST)]
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in plain):
        return [_problem(N_("密码含有无法输入的字符。"))]
    if len(set(plain)) < FEWEST_SIGNS or _is_common(plain, name):
        return [_problem(N_("这个密码太常见，很容易被猜到。"))]
    return []


def generate() -> str:
    """Make a random password that can be read over the telephone (about 99 bits)."""
    signs = [secrets.choice(GENERATED_SIGNS) for _ in range(GENERATED_GROUPS * GROUP_LENGTH)]
    return "-".join("".join(signs[at : at + GROUP_LENGTH]) for at in range(0, len(signs), GROUP_LENGTH))


def hash_password(password: str) -> str:
    """Hash a password with argon2id at the cost the settings say."""
    return _hasher().hash(_encoded(password))


def matches(stored: str, password: str) -> bool:
    """Tell whether `password` is the one that was hashed to `stored`; costs the same either way."""
    try:
        return _hasher().verify(stored, _encoded(password))
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Tell whether the hash was made at another cost than the settings now say."""
    return _hasher().check_needs_rehash(stored)


def decoy() -> str:
    """Return the hash that a try with an unknown name is checked against, so that it costs the same."""
    return _decoy(_hasher())


@lru_cache(maxsize=4)
def _decoy(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_bytes(32))


def _hasher() -> PasswordHasher:
    chosen = config.settings()
    return _make_hasher(chosen.argon2_memory_kib, chosen.argon2_rounds, chosen.argon2_lanes)


@lru_cache(maxsize=4)
def _make_hasher(memory: int, rounds: int, lanes: int) -> PasswordHasher:
    return PasswordHasher(memory_cost=memory, time_cost=rounds, parallelism=lanes)


def _encoded(password: str) -> bytes:
    """Give the bytes to hash; one sign past the longest password differs from every stored one."""
    return unicodedata.normalize("NFC", password)[: LONGEST + 1].encode("utf-8", "surrogatepass")


def _is_common(plain: str, name: str) -> bool:
    """Tell whether the password is at most two listed words (or the user's name) with digits around them."""
    listed = _common() | {bare for bare in (_bare(name),) if len(bare) >= 3}
    readings = {_bare(plain), _bare(plain.casefold().strip(AROUND).translate(LEET))}
    return any(_is_made_of(listed, reading.strip(DIGITS)) or reading in listed for reading in readings)


def _is_made_of(listed: frozenset[str], core: str) -> bool:
    if not core or core in listed:
        return True
    cuts = ((core[:at].rstrip(DIGITS), core[at:].lstrip(DIGITS)) for at in range(1, len(core)))
    return any(left in listed and (not right or right in listed) for left, right in cuts)


def _bare(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    listed = files("mediation").joinpath("office/common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in listed.split("\n") if line and not line.startswith("#"))


def _problem(message: str, **params: object) -> Problem:
    return Problem(message, field="new", params=params)
