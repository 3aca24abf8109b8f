"""The number of an article as English pages write it: 第八十四条第一款 is art. 84(1)."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = {figure: value for value, figure in enumerate("零一二三四五六七八九")}
PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_NUMBER: Final = "[零一二三四五六七八九十百千]+"
_ARTICLE: Final = re.compile(
    rf"第(?P<article>{_NUMBER})条(?:之(?P<after>{_NUMBER}))?(?:第(?P<paragraph>{_NUMBER})款)?(?:第(?P<item>{_NUMBER})项)?"
)
_JOINT: Final = re.compile("([、至])")
JOINTS: Final = {"、": ", ", "至": "–"}
NAMED: Final = {
    "全文": "(whole text)",
    "站点规程": "(no statute)",
    "新就业形态劳动纠纷一站式调解": "(one-stop mediation)",
}
"""What stands in place of a number where a source has no numbered articles."""


def number(text: str) -> int:
    """Return a number written in Chinese, below ten thousand."""
    total, digit = 0, 0
    for figure in text:
        if figure in PLACES:
            total, digit = total + (digit or 1) * PLACES[figure], 0
        else:
            digit = DIGITS[figure]
    return total + digit


def in_english(article: str) -> str:
    """Return an article, several, or a range of them in English; what is no number of an article as it stands."""
    if article in NAMED:
        return NAMED[article]
    parts = _JOINT.split(article)
    hits = [_ARTICLE.fullmatch(one) for one in parts[::2]]
    if not all(hits):
        return article
    told = [_one(hit) for hit in hits if hit]
    joined = told[0] + "".join(JOINTS[joint] + one for joint, one in zip(parts[1::2], told[1:], strict=True))
    return f"{'art.' if len(told) == 1 else 'arts.'} {joined}"


def _one(hit: re.Match[str]) -> str:
    after, paragraph, item = (number(hit[name]) if hit[name] else None for name in ("after", "paragraph", "item"))
    told = str(number(hit["article"]))
    told += f"-{after}" if after else ""
    told += f"({paragraph})" if paragraph else ""
    return told + (f" item {item}" if item else "")
