"""Chinese numerals in plain and banker's characters; anything that isn't plainly one number is refused."""

from __future__ import annotations

import re
from decimal import Decimal

_SIGNS = ("零〇○", "一壹弌", "二贰弍两貳", "三叁弎參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
DIGITS = {character: value for value, characters in enumerate(_SIGNS) for character in characters}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHARACTERS = "".join([*DIGITS, *SMALL, *LARGE])

_DIGIT = "[" + "".join(DIGITS) + "]"
_DECIMAL = re.compile(f"(?P<whole>.+)点(?P<part>{_DIGIT}+)(?P<unit>[千仟万萬亿億]?)")
_ALL_DIGITS = re.compile(f"{_DIGIT}+")


def number(text: str) -> Decimal | None:
    """Return the number that Chinese numerals name, None if they name none or more than one (`三五千`).

    `一万二`, `三千五`, `一百二` are 12,000, 3,500 and 120, as people say them; `一万零二` is 10,002.
    """
    found = _DECIMAL.fullmatch(text)
    if not found:
        return _sections(text)
    whole = None if _spoken_short(found["whole"]) else _sections(found["whole"])
    value = None if whole is None else whole + Decimal(f"0.{digit_string(found['part'])}")
    return None if value is None else value * {**SMALL, **LARGE}.get(found["unit"], 1)


def digit_string(text: str) -> str | None:
    """Return digits said one by one, `二〇二六` as `2026`; None for anything else."""
    if not _ALL_DIGITS.fullmatch(text):
        return None
    return "".join(str(DIGITS[character]) for character in text)


def _sections(text: str) -> Decimal | None:
    """Add up the groups before 亿, before 万 and the rest."""
    if not text or text[0] in "零〇○" and len(text) > 1:
        return None
    total, below, rest = 0, 10**12, text
    for sign in ("亿億", "万萬"):
        found = re.search(f"[{sign}]", rest)
        if not found:
            continue
        group, rest = rest[: found.start()], rest[found.end() :]
        unit = LARGE[found[0]]
        value = _group(group)
        if not value or value * unit >= below:
            return None
        total, below = total + value * unit, unit
        if not rest:
            return Decimal(total)
    if total == 0:
        value = _group(rest)
        return None if value is None else Decimal(value)
    return _tail(total, below, rest)


def _tail(total: int, unit: int, rest: str) -> Decimal | None:
    """Add what follows a 万 or 亿: one bare digit counts in the next unit below, `零` says that it doesn't."""
    if len(rest) == 1 and rest in DIGITS:
        return Decimal(total + DIGITS[rest] * unit // 10) if DIGITS[rest] else None
    value = _group(rest.lstrip("零〇○") if len(rest) > 1 else rest)
    return None if not value else Decimal(total + value)


def _group(text: str) -> int | None:
    """Return the value of numerals below 10,000; None unless every sign has its place."""
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text]
    return _walk(text) if text else None


def _walk(text: str) -> int | None:
    total, unit, digit, gap = 0, 10_000, None, False
    for place, character in enumerate(text):
        if character in SMALL:
            size = SMALL[character]
            if digit is None and not (size == 10 and (place == 0 or gap or unit == 100)):
                return None
            if size >= unit or digit == 0:
                return None
            total, unit, digit, gap = total + (1 if digit is None else digit) * size, size, None, False
        elif character not in DIGITS or digit is not None:
            return None
        elif DIGITS[character] == 0:
            if gap or unit <= 10 or place == len(text) - 1:
                return None
            gap = True
        else:
            digit = DIGITS[character]
    if digit is None:
        return total
    if unit == 10_000:
        return None
    return total + digit * (unit // 10 if unit > 10 and not gap else 1)


def _spoken_short(text: str) -> bool:
    """Tell whether the last digit stands for the next unit below, as in `一万二`; no decimals follow such a number."""
    return len(text) > 1 and text[-1] in DIGITS and text[-2] in {**SMALL, **LARGE} and text[-2] not in "十拾"
