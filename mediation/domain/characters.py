"""Characters that no name, note or form can hold: what can't be printed, stored or seen as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
"""Marks that change the direction of text: what is read would not be what is stored."""


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp")


def legible(text: str) -> bool:
    """Tell whether a text shows anything: more than blanks, formatting marks and accents without a letter."""
    return any(unicodedata.category(one)[0] not in "CZM" for one in text)


def unusable(text: str, *, lines: bool) -> set[str]:
    """Return the characters of a text that nothing can print, store or show as it is; `lines` lets line ends pass."""
    kept = "\n\r\t\u2028\u2029" if lines else ""
    return {one for one in set(text) if one not in kept and (_unseen(one) or one in _TURNS)}


def code_points(characters: Iterable[str]) -> str:
    """Name characters that can't be shown: `U+0000 U+202E`."""
    return " ".join(f"U+{ord(one):04X}" for one in sorted(characters))
