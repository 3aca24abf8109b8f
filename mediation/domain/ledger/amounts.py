"""Sums of money as people write them into ledgers: `1.2万`, `￥1,234.50`, `约5000`, `三万五千元整`.

Either a sum is plainly one sum, or it is not read at all: a person looks at it then. Never a wrong one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from mediation.domain import money
from mediation.domain.ledger import numerals
from mediation.domain.ledger.grid import Cell, shown, spaced, squeezed
from mediation.domain.ledger.reading import Understood, doubt
from mediation.domain.refusals import N_

UNREADABLE = N_("金额“%(text)s”不能确定，未计入，请核对")
ROUNDED = N_("金额“%(text)s”已四舍五入到分")
APPROXIMATE = N_("金额为约数")
TOO_LARGE_FOR_UNIT = N_("该列以万元为单位，“%(text)s”过大，可能以元填写，未计入，请核对")

LARGEST_IN_WAN = 1000
"""A bare number from here on in a column headed 万元 was most likely meant in yuan."""

_NONE = re.compile(r"[-—–―_/\\.·无]*|暂?无|没有|不?涉及|不涉金额|无金额|nil|none|n/?a", re.IGNORECASE)
_ABOUT = r"(?:大约|大概|约计|约为|约|大致|将近|近)"
_LEAD = re.compile(
    rf"^(?:(?:一共|总共|共计|合计|总计|总额|共|计|为|人民币|rmb|cny|[¥￥]|{_ABOUT})[:：]?)*",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"(?:人民币|rmb|cny|左右|上下|整|正|[。.;；,，、])$", re.IGNORECASE)
_MORE = re.compile(r"(?:余|多|[+＋])(?=(?:[千万亿]|元|块|圆|$))")
_SPOKEN_ABOUT = re.compile(rf"{_ABOUT}|左右|上下")
_GROUPED = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_UNIT = r"(?:[百千]?万|百|千|亿|[kKwW])"
_PLAIN = re.compile(rf"({_GROUPED}(?:\.\d+)?)({_UNIT})?")
_COMPOUND = re.compile(r"(?:(\d{1,4}(?:\.\d+)?)万)?(?:(\d)千)?(?:(\d)百)?(\d{1,4})?")
_CURRENCY = re.compile(r"(?:元|块|圆|圓)(?:钱)?")
_COINS = re.compile(
    r"(?:(?P<yuan>.+?)(?:元|块|圆|圓))?零?(?:(?P<jiao>[^元块圆角]{1,2})角)"
    r"?零?(?:(?P<fen>[^元块圆角分]{1,2})分)?"
)
_ASIDE = re.compile(r"[(\[【〔（][^)\]】〕）]*[)\]】〕）]")
_DIGIT_GAP = re.compile(r"\d \d")
_SPACED_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)")
_UNITS = {
    "百": 10**2, "千": 10**3, "k": 10**3, "K": 10**3, "万": 10**4, "w": 10**4, "W": 10**4, "百万": 10**6, "千万": 10**7,
    "亿": 10**8,
}  # fmt: skip


def read_amount(cell: Cell, *, in_wan: bool = False) -> Understood[int]:
    """Return the fen written in a cell; `in_wan`: the heading says that bare numbers are 万元.

    No value without a doubt where the cell is empty or says that there is none, with one where it can't be told.
    """
    if cell is None or isinstance(cell, (bool, date, datetime, time, timedelta)):
        return Understood(None) if cell is None else _unreadable(cell)
    if isinstance(cell, (int, float)):
        return _of_number(cell, in_wan)
    text = squeezed(cell)
    if _NONE.fullmatch(text):
        return Understood(None)
    return _of_text(cell, in_wan)


def _of_number(cell: int | float, in_wan: bool) -> Understood[int]:
    try:
        exact = Decimal(repr(cell))
    except InvalidOperation:
        return _unreadable(cell)
    if in_wan and exact >= LARGEST_IN_WAN:
        return Understood(None, doubt(TOO_LARGE_FOR_UNIT, shown(cell), text=shown(cell)))
    exact = exact * 10_000 if in_wan else exact
    if not exact.is_finite() or exact < 0 or exact * 100 >= money.MOST:
        return _unreadable(cell)
    fen = money.rounded(exact)
    if exact * 100 == fen:
        return Understood(fen)
    return Understood(fen, doubt(ROUNDED, shown(cell), text=shown(cell)))


def _of_text(cell: str, in_wan: bool) -> Understood[int]:
    line = _ungrouped(spaced(cell))
    if line is None:
        return _unreadable(cell)
    text = _without_asides(line.replace(" ", ""))
    if text is None:
        return _unreadable(cell)
    core, approximate = _core(text)
    exact, bare = _value(core)
    if exact is not None and in_wan and bare:
        if exact >= LARGEST_IN_WAN:
            return Understood(None, doubt(TOO_LARGE_FOR_UNIT, cell, text=shown(cell)))
        exact *= 10_000
    if exact is None or exact * 100 != int(exact * 100) or exact * 100 >= money.MOST:
        return _unreadable(cell)
    doubts = doubt(APPROXIMATE, cell) if approximate else ()
    return Understood(int(exact * 100), doubts, approximate)


def _ungrouped(line: str) -> str | None:
    """Take blanks out of `12 000`; None where blanks part two numbers."""
    joined = _SPACED_GROUPS.sub(lambda found: found[0].replace(" ", ""), line)
    return None if _DIGIT_GAP.search(joined) else joined


def _without_asides(text: str) -> str | None:
    """Drop remarks in brackets; None where one holds figures, since which counts isn't plain."""
    asides = _ASIDE.findall(text)
    if any(re.search(rf"[\d{numerals.CHARACTERS}]", one) for one in asides):
        return None
    return _ASIDE.sub("", text)


def _core(text: str) -> tuple[str, bool]:
    """Strip the words around a sum; tell whether they say that it is approximate."""
    lead = _LEAD.match(text)
    before = lead[0] if lead else ""
    core, after = text[len(before) :], ""
    while found := _TRAIL.search(core):
        core, after = core[: found.start()], found[0] + after
    core, more = _MORE.subn("", core, count=1)
    return core, bool(more) or bool(_SPOKEN_ABOUT.search(before + after))


def _value(core: str) -> tuple[Decimal | None, bool]:
    """Return the yuan that `core` names and whether it names no unit at all."""
    if found := _PLAIN.fullmatch(core):
        return _plain(*found.groups()), found[2] is None
    without = _CURRENCY.sub("", core, count=1) if _CURRENCY.search(core) and _CURRENCY.split(core)[-1] == "" else None
    if without is not None:
        return _figure(without, spoken=False), False
    if re.search("[元块圆圓角分]", core):
        return _coins(core), False
    return _figure(core, spoken=True), False


def _figure(text: str, *, spoken: bool) -> Decimal | None:
    """Return a number in figures, in Chinese numerals, or in both (`1万2千`).

    Before 元 the last digit after a unit could be ones or tens of the unit (`一万二元`): not read unless `spoken`.
    """
    if found := _PLAIN.fullmatch(text):
        return _plain(*found.groups())
    if text and set(text) <= set(numerals.CHARACTERS) | {"点"}:
        plain = not _short(text) and not (spoken and len(text) == 1)
        return numerals.number(text) if plain or (spoken and len(text) > 1) else None
    return _compound(text, spoken=spoken)


def _short(text: str) -> bool:
    return len(text) > 1 and text[-1] in numerals.DIGITS and text[-2] in "百佰千仟万萬亿億"


def _plain(figures: str, unit: str | None) -> Decimal | None:
    whole, point, part = figures.replace(",", "").partition(".")
    if point and unit is None and len(part) > 2:
        return None  # 1.234 may be a thousand and more, or one and a bit
    if len(whole) > 1 and whole.startswith("0"):
        return None
    return Decimal(f"{whole}.{part or 0}") * _UNITS.get(unit or "", 1)


def _compound(text: str, *, spoken: bool) -> Decimal | None:
    """Return `1万2千`, `3万5` (35,000), `1万2000`; None unless each part has its place."""
    found = _COMPOUND.fullmatch(text)
    if not found or not any(found.groups()[:3]):
        return None
    wan, thousands, hundreds, ones = found.groups()
    if wan and "." in wan and (thousands or hundreds or ones):
        return None
    unit = 100 if hundreds else 1000 if thousands else 10_000
    total = Decimal(wan or 0) * 10_000 + int(thousands or 0) * 1000 + int(hundreds or 0) * 100
    if ones is None:
        return total
    if len(ones) == 1:
        return total + int(ones) * unit // 10 if spoken and ones != "0" else None
    if len(ones) != len(str(unit)) - 1:
        return None
    return total + int(ones)


def _coins(core: str) -> Decimal | None:
    """Return `12元5角`, `壹佰元零伍分`."""
    found = _COINS.fullmatch(core)
    if not found or not any(found.groups()):
        return None
    parts = {name: _figure(text, spoken=False) for name, text in found.groupdict().items() if text}
    if None in parts.values():
        return None
    yuan, jiao, fen = (parts.get(name) or Decimal(0) for name in ("yuan", "jiao", "fen"))
    if not (jiao == int(jiao) < 10 and fen == int(fen) < 10) or yuan != int(yuan):
        return None
    return yuan + jiao / 10 + fen / 100


def _unreadable(cell: Cell) -> Understood[int]:
    return Understood(None, doubt(UNREADABLE, shown(cell), text=shown(cell)[:60]))
