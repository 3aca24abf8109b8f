"""Where in a paper's record a character stands that no document font holds, so that people find and change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.office.papers.sources import Sources
from mediation.press import GlyphMissing

UNPRINTABLE: Final = N_("“%(text)s”中有文书字库以外的字符，无法打印：%(characters)s。请在登记处改用文字")
AROUND: Final = 12


def lacks(fresh: Sources, record: Any, refused: GlyphMissing) -> None:
    """Note of a paper which characters can't be printed, with the words around the first of them."""
    for one in refused.problems:
        found = (_around(text, one.value) for text in _texts(record) if set(text) & set(one.value))
        fresh.lacks(UNPRINTABLE, "", text=next(found, one.value), characters=one.params["characters"])


def _around(text: str, characters: str) -> str:
    """Return the first of the characters with what stands before and behind it."""
    at = min(text.index(one) for one in characters if one in text)
    first, end = max(0, at - AROUND), at + AROUND
    cut = " ".join(text[first:end].split())
    return f"{'…' if first else ''}{cut}{'…' if end < len(text) else ''}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
