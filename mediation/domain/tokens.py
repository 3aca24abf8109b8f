"""What the search box understands: a text as tokens, one a Chinese character, and a question as phrases of them.

The same tokens are stored and asked for, so that a phrase of any length, from one character on, is found where it
stands and nowhere else, on SQLite and PostgreSQL alike.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mediation.domain.traditional import TO_SIMPLIFIED

BREAK = "xqx"
"""Stands between two fields, so that no phrase reaches from one into the next."""
MOST_PHRASES = 12
LONGEST = 100
_PIECE = re.compile(r"[㐀-䶿一-鿿豈-﫿𠀀-𳍿]|[^\W_]+?(?=[㐀-䶿一-鿿豈-﫿𠀀-𳍿]|[\W_]|$)")
_ITEM = re.compile(r'([-－−!！]?)(?:["“”「]([^"“”「」]*)["“”」]|(\S+))')
_PLAIN = re.compile(r"[0-9a-z]+")


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand side by side; with `open_end`, the last is only the beginning of a word or number."""

    tokens: tuple[str, ...]
    open_end: bool = False


@dataclass(frozen=True)
class Question:
    """What was typed: every phrase of `wanted` must be there, none of `unwanted`."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: each Chinese character by itself, simplified; letters and digits in runs."""
    even = unicodedata.normalize("NFKC", text).lower().translate(TO_SIMPLIFIED)
    return _PIECE.findall(even)


def stored(fields: Iterable[str]) -> str:
    """Return the tokens of several fields as they are stored: a blank between tokens, BREAK between fields."""
    return f" {BREAK} ".join(" ".join(found) for found in map(tokens, fields) if found)


def question(typed: str) -> Question:
    """Read what was typed: words apart by blanks, all wanted; `-word` unwanted; "…" keeps blanks together.

    Only the first LONGEST characters and MOST_PHRASES phrases count; what has neither letter nor digit is left out.
    """
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for sign, quoted, plain in _ITEM.findall(typed[:LONGEST])[:MOST_PHRASES]:
        found = tuple(tokens(quoted or plain))
        if found:
            phrase = Phrase(found, open_end=bool(_PLAIN.fullmatch(found[-1])))
            (unwanted if sign else wanted).append(phrase)
    return Question(tuple(wanted), tuple(unwanted))


def holds(asked: Question, text: str) -> bool:
    """Tell whether stored tokens answer a question: the slow, plain reading the databases are held against."""
    words = text.split(" ")
    return all(_stands(one, words) for one in asked.wanted) and not any(_stands(one, words) for one in asked.unwanted)


def _stands(phrase: Phrase, words: list[str]) -> bool:
    *first, last = phrase.tokens
    for start in range(len(words) - len(first)):
        end = words[start + len(first)]
        fits = end.startswith(last) if phrase.open_end else end == last
        if fits and words[start : start + len(first)] == first:
            return True
    return False
