"""The canonical form of a record: the bytes that are attached, hashed and verified."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from mediation.press.refusals import TextBroken

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def canonical(record: Mapping[str, Any]) -> bytes:
    """Return the record as JSON in UTF-8: keys sorted, no spaces, no escapes but those JSON demands.

    For text, whole numbers, truth values and null this is RFC 8785. Raises TypeError for a float.
    """
    _refuse_floats(record)
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def cleaned(value: Any, field: str = "") -> Any:
    """Return `value` with every text in it fit for paper.

    Control characters, bidirectional and zero-width marks, soft hyphens and variation selectors go: they would let
    a name print as something else than what was typed. Line ends become `\\n`, other white space a space.
    Raises TextBroken, naming the field, for a lone surrogate.
    """
    if isinstance(value, str):
        return _clean_text(value, field)
    if isinstance(value, Mapping):
        return {key: cleaned(item, f"{field}.{key}" if field else str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item, f"{field}.{place}") for place, item in enumerate(value)]
    return value


def _clean_text(text: str, field: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    if _SURROGATE.search(text):
        raise TextBroken(field)
    text = _VARIANTS.sub("", _LINE_ENDS.sub("\n", text))
    return "".join(_fit(character) for character in text)


def _fit(character: str) -> str:
    if character == "\n" or character == "\u3000":
        return character
    category = unicodedata.category(character)
    if character == "\t" or category == "Zs":
        return " "
    return "" if category in ("Cc", "Cf") else character


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a record holds whole fen and whole numbers, never a float")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
