"""Money: whole fen, never a float; figures as printed and 大写 as banks demand them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Fen = NewType("Fen", int)

MOST = Fen(10**14)
"""One trillion yuan: sums beyond it are typing errors, and capitals() has no words for them."""

_YUAN = re.compile(r"^\d{1,12}(\.\d{1,2})?$", re.ASCII)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def fen(yuan: str) -> Fen:
    """Return whole fen for a decimal string in yuan such as `"8000.00"`.

    Raises ValueError for anything else: signs, exponents, separators, a third decimal.
    """
    if not _YUAN.match(yuan):
        raise ValueError(f"not an amount in yuan with at most two decimals: {yuan!r}")
    return Fen(int(Decimal(yuan) * 100))


def yuan(amount: int) -> str:
    """Return the decimal string in yuan with two digits, as the interface writes it: `"8000.00"`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def figures(amount: int) -> str:
    """Return the figures as printed in documents and on pages: `"8,000.00"`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def rounded(exact: Decimal) -> Fen:
    """Return `exact` yuan in whole fen, half up; each item of a claim is rounded once, at its end."""
    return Fen(int((exact * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def capitals(amount: int) -> str:
    """Return the amount in Chinese capital numerals (大写), e.g. `壹仟零伍拾元伍角整`.

    Rules: 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定): 整 after 元 and after 角, never after 分;
    runs of zeros are one 零; 零 before 分 when 角 is nought. Raises ValueError below 0 and from MOST on.
    """
    if not 0 <= amount < MOST:
        raise ValueError(f"no capital numerals for {amount} fen")
    whole, rest = divmod(amount, 100)
    jiao, cents = divmod(rest, 10)
    text = _integer(whole) + "元" if whole else ""
    if not rest:
        return (text or "零元") + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (_DIGITS[cents] + "分" if cents else "整")


def _integer(number: int) -> str:
    groups: list[int] = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = True
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + _GROUPS[place]
        gap = False
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return text
