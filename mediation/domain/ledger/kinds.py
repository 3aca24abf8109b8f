"""Claim kinds from the words of ledgers: the words are data, the longest found first, nothing read twice.

A *sure* word names a kind of labour claim whatever stands beside it; a *likely* one does so unless the words around
it speak of another matter (`租房押金`); a *vague* one counts only where nothing better stands in the same phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.ledger.grid import Cell, empty, shown, squeezed
from mediation.domain.ledger.kindwords import FOREIGN, LIKELY, SURE, VAGUE
from mediation.domain.ledger.reading import Understood, doubt
from mediation.domain.refusals import N_, Problem

NO_TYPE = N_("没有填写纠纷类型")
NOT_LABOUR = N_("“%(text)s”不是劳动纠纷，或不能确定属于哪一类")
ONE_OF_SEVERAL = N_("“%(text)s”可指多种请求，已归入“%(kind)s”，请核对")
LEFT_OUT = N_("“%(text)s”没有归入任何请求")

_PHRASES = re.compile(r"[、,，;；/／+＋&\n|｜。]|以及|或者|(?<=[费金资薪假伤保])[和与及或](?=[\u4e00-\u9fff])")
_N_AND_ONE = re.compile(r"(?<![0-9A-Za-z])[Nn]\s*[+＋]\s*1(?!\d)")


def _compiled(table: Iterable[tuple[str, str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), kind) for kind, pattern in table)


_SURE, _LIKELY, _VAGUE = _compiled(SURE), _compiled(LIKELY), _compiled(VAGUE)
_FOREIGN = re.compile(FOREIGN)


def read_kinds(cell: Cell) -> Understood[tuple[str, ...]]:
    """Return the claim kinds a cell names, in their order; without value where it names no labour matter."""
    if empty(cell):
        return Understood(None, doubt(NO_TYPE))
    kinds: dict[str, None] = {}
    doubts: tuple[Problem, ...] = ()
    for phrase in _PHRASES.split(_N_AND_ONE.sub("经济补偿、代通知金", shown(cell))):
        text = squeezed(phrase)
        if not text:
            continue
        found, vague = _of_phrase(text)
        kinds |= dict.fromkeys(found)
        if not found:
            doubts += doubt(LEFT_OUT, text, text=text[:40])
        elif vague:
            doubts += doubt(ONE_OF_SEVERAL, text, text=text[:40], kind=CLAIM_WORDS[found[0]])
    if not kinds:
        return Understood(None, doubt(NOT_LABOUR, shown(cell), text=shown(cell)[:60]))
    named = tuple(kind for kind in kinds if kind != "other") or ("other",)
    return Understood(named, doubts)


def _of_phrase(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the kinds of one phrase, and whether the word leaves the kind open."""
    sure = _take(text, _SURE)
    if _FOREIGN.search(text) and not sure[0]:
        return (), False
    likely = _take(sure[1], _LIKELY)
    places = {**likely[0], **sure[0]}
    if places:
        ordered = sorted(places, key=lambda kind: places[kind])
        return tuple(ordered), False
    for pattern, kind in _VAGUE:
        if pattern.search(text):
            return (kind,), kind != "other"
    return (), False


def _take(text: str, table: Iterable[tuple[re.Pattern[str], str]]) -> tuple[dict[str, int], str]:
    """Return the kinds found with the place of each, and the text with what was read blotted out."""
    found: dict[str, int] = {}
    while True:
        hits = [(hit, kind) for pattern, kind in table if (hit := pattern.search(text))]
        if not hits:
            return found, text
        hit, kind = max(hits, key=lambda one: (len(one[0][0]), -one[0].start()))
        found.setdefault(kind, hit.start())
        text = text[: hit.start()] + "\0" * len(hit[0]) + text[hit.end() :]
