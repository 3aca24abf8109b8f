"""What a rule is called after the length of its period was changed: 三个工作日内受理 → 五个工作日内受理."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_FIGURES: Final = "零一二三四五六七八九"
_UNITS_ZH: Final = "(?=个工作日|个月|日|年|天)"
_UNITS_EN: Final = r"(?P<between>[ -](?:working |calendar )?)(?P<unit>day|month|year)s?\b"
_ONES: Final = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def renamed(title: Mapping[str, str], old: int, new: int) -> dict[str, str]:
    """Return the names with the new length in place of the old; none where either doesn't say the old one once."""
    if old == new:
        return {}
    zh, told = re.subn(f"(?<![{_FIGURES}十百\\d])(?:{_chinese(old)}|{old}){_UNITS_ZH}", _chinese(new), title["zh"])
    pattern = re.compile(rf"\b(?P<length>{_english(old)}|{old}){_UNITS_EN}", re.IGNORECASE)
    en, said = pattern.subn(lambda found: _written(found, new), title["en"])
    return {"zh": zh, "en": en} if told == said == 1 else {}


def _written(found: re.Match[str], new: int) -> str:
    length = _english(new)
    length = length.capitalize() if found["length"][0].isupper() else length
    return f"{length}{found['between']}{found['unit']}{'' if new == 1 else 's'}"


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_FIGURES[tens]}十") + (_FIGURES[ones] if ones else "")


def _english(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
