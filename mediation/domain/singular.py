"""One of a thing in an English sentence: `%(days)s days` is said with its noun alone where the number is one.

Chinese has no plural, so most sentences that hold a number are translated in one form; this mends the English one
before its values are put in. Sentences that ask for both forms by themselves (ngettext) don't need it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

NOUNS: Final[Mapping[str, str]] = {
    "cases": "case", "dates": "date", "days": "day", "disputes": "dispute", "files": "file", "groups": "group",
    "hours": "hour", "items": "item", "lawyers": "lawyer", "lines": "line", "minutes": "minute", "months": "month",
    "months'": "month's", "pages": "page", "people": "person", "records": "record", "referrals": "referral",
    "rows": "row", "times": "time", "weeks": "week", "workers": "worker", "years": "year",
}  # fmt: skip
_COUNTED: Final = re.compile(
    r"%\((\w+)\)[sd] (?:calendar |different |full |ordinary |similar |working )?("
    + "|".join(sorted(NOUNS, key=len, reverse=True))
    + r")(?![\w'])"
)
KEPT: Final = 2048


def numbered(sentence: str, values: Mapping[str, object]) -> str:
    """Return an English sentence with each noun that is counted by a one in its singular; any other as it is."""
    for name, start, end in reversed(_nouns(sentence)):
        if str(values.get(name)) == "1":
            sentence = sentence[:start] + NOUNS[sentence[start:end]] + sentence[end:]
    return sentence


@lru_cache(maxsize=KEPT)
def _nouns(sentence: str) -> tuple[tuple[str, int, int], ...]:
    """Return the parameters that count a noun, and where the noun stands."""
    return tuple((hit[1], hit.start(2), hit.end(2)) for hit in _COUNTED.finditer(sentence))
