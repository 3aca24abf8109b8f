"""Days as people write them into ledgers: `3月5日`, `1/15`, `3.24`, `26-3-5`, `二〇二六年三月五日`, serial numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from mediation.domain.ledger import numerals
from mediation.domain.ledger.grid import Cell, shown, spaced
from mediation.domain.ledger.reading import Understood, doubt
from mediation.domain.refusals import N_

NO_DAY = N_("没有填写日期")
IMPOSSIBLE = N_("“%(text)s”不是能确定的日期")
NO_YEAR = N_("“%(text)s”没有年份，表题中也没有")
IN_FUTURE = N_("“%(text)s”晚于今天")
TOO_EARLY = N_("“%(text)s”早于 2000 年")
MAYBE_TENTH = N_("“%(text)s”是数字，按%(month)d月%(day)d日读取；若原意为%(tenth)d日，请核对")
MONTH_FIRST = N_("“%(text)s”按月、日、年的次序读取，请核对")
OTHER_YEAR = N_("年份与表题不同，请核对")

SERIALS = range(40_000, 60_001)
_EPOCH = date(1899, 12, 30)
FIRST = date(2000, 1, 1)

_HOURS = r"(?:凌晨|清晨|早上|早晨|上午|中午|午间|下午|傍晚|晚上|夜间|晚|早|夜)"
_CLOCK = (
    r"(?:T?\d{1,2}[:：]\d{1,2}(?:[:：]\d{1,2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?|"
    r"\d{1,2}[时点](?:\d{1,2}分?|半|整)?(?:许|左右)?)"
)
_TIME = re.compile(
    rf"(?<=[\d日号\s])\s*(?:{_HOURS}|[AaPp][Mm])?\s*{_CLOCK}?\s*(?:[AaPp][Mm])?(?:[-—~至到]\s*{_CLOCK})?$"
)
_ASIDE = re.compile(r"\((?!.*\d)[^)]*\)|\[(?!.*\d)[^\]]*\]")
_WEEKDAY = re.compile(r"[,，]?\s*(?:星期|周|礼拜)[一二三四五六日天1-7]")
_PARTS = re.compile(r"(?:(\d{4}|\d{1,2})\s*[-/.年,，、。\s]\s*)?(\d{1,2})\s*[-/.月,，、。\s]\s*(\d{1,2})\s*[日号.。]?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_EIGHT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_CHINESE = re.compile(r"(?:(?P<year>[^年月日号]{2,4})年)?(?P<month>[^年月日号]{1,3})月(?P<day>[^年月日号]{1,3})[日号]?")
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)")
_YEAR_IN_WORDS = re.compile(r"([二两][〇○零O0o][〇○零O0o一二三四五六七八九]{2})\s*年?")


def read_day(cell: Cell, *, year: int | None, today: date) -> Understood[date]:
    """Return the day written in a cell; `year` is that of the title, for days without one.

    Without a value the first doubt says why: nothing there, no such day, no year, after `today`, before 2000.
    """
    if cell is None or not spaced(cell):
        return Understood(None, doubt(NO_DAY))
    found = _read(cell, year)
    if found.value is None:
        return found
    if found.value > today:
        return Understood(None, doubt(IN_FUTURE, shown(cell), text=shown(cell)))
    if found.value < FIRST:
        return Understood(None, doubt(TOO_EARLY, shown(cell), text=shown(cell)))
    if year and found.value.year != year:
        return Understood(found.value, (*found.doubts, *doubt(OTHER_YEAR, shown(cell))))
    return found


def year_in(text: str) -> int | None:
    """Return the year that a title names, in figures or in words; None for none or several."""
    years = {int(found) for found in _YEAR.findall(spaced(text))}
    for words in _YEAR_IN_WORDS.findall(text):
        digits = numerals.digit_string(re.sub("[O0o]", "〇", words))
        years |= {int(digits)} if digits else set()
    return years.pop() if len(years) == 1 else None


def _read(cell: Cell, year: int | None) -> Understood[date]:
    if isinstance(cell, datetime):
        return Understood(cell.date())
    if isinstance(cell, date):
        return Understood(cell)
    if isinstance(cell, (bool, time, timedelta)):
        return _impossible(cell)
    if isinstance(cell, (int, float)):
        return _of_number(cell, year)
    return _of_text(spaced(cell), year)


def _of_number(cell: int | float, year: int | None) -> Understood[date]:
    """Read a number: a serial, eight digits run together, or `3.24` that the program took for a number."""
    if not 0 < cell < 10**8:
        return _impossible(cell)
    if int(cell) in SERIALS:
        return Understood(_EPOCH + timedelta(days=int(cell)))
    if isinstance(cell, float) and not cell.is_integer():
        return _month_point_day(cell, year)
    return _of_text(shown(cell), year)


def _month_point_day(cell: float, year: int | None) -> Understood[date]:
    month, _, part = repr(cell).partition(".")
    if not (month.isdigit() and part.isdigit() and len(part) <= 2):
        return _impossible(cell)
    read = _day(cell, year, month, part)
    tenth = int(part) * 10
    if read.value and len(part) == 1 and tenth <= 31 and _day(cell, year, month, str(tenth)).value:
        doubts = doubt(MAYBE_TENTH, shown(cell), text=shown(cell), month=int(month), day=int(part), tenth=tenth)
        return Understood(read.value, doubts)
    return read


def _of_text(text: str, year: int | None) -> Understood[date]:
    line = _WEEKDAY.sub("", _ASIDE.sub("", text)).strip()
    if re.fullmatch(r"\d{5}(?:\.\d+)?", line) and int(float(line)) in SERIALS:
        return Understood(_EPOCH + timedelta(days=int(float(line))))
    for candidate in dict.fromkeys((line, _TIME.sub("", line).strip())):
        found = _dated(text, candidate, year)
        if found is not None:
            return found
    return _impossible(text)


def _dated(text: str, line: str, year: int | None) -> Understood[date] | None:
    """Read a line that holds a day and nothing else; None if it holds anything else."""
    if found := _EIGHT.fullmatch(line):
        return _day(text, None, found[2], found[3], of=found[1])
    if found := _YEAR_LAST.fullmatch(line):
        return _year_last(text, found.groups(), year)
    if found := _PARTS.fullmatch(line):
        return _day(text, year, found[2], found[3], of=found[1])
    if found := _CHINESE.fullmatch(line):
        return _in_words(text, found, year)
    return None


def _year_last(text: str, parts: tuple[str, ...], year: int | None) -> Understood[date]:
    """Read three short numbers: year first as written here, month first as some programs write it."""
    first, second, third = parts
    by_year = _day(text, None, second, third, of=first) if len(first) == 2 and len(third) == 2 else None
    by_month = _day(text, None, first, second, of=third)
    if by_year and by_year.value and not (by_month.value and by_month.value.year == year != by_year.value.year):
        return by_year
    if by_month.value:
        return Understood(by_month.value, doubt(MONTH_FIRST, text, text=text))
    return by_year or by_month


def _in_words(text: str, found: re.Match[str], year: int | None) -> Understood[date]:
    """Read a day in Chinese numerals, or in a mixture of numerals and figures."""
    said = found["year"]
    if said:
        said = said if said.isdigit() else numerals.digit_string(re.sub("[Oo0]", "〇", said))
        if said is None:
            return _impossible(text)
    month, day = (_count(found[name]) for name in ("month", "day"))
    if month is None or day is None:
        return _impossible(text)
    return _day(text, year, month, day, of=said)


def _count(text: str) -> str | None:
    if text.isascii() and text.isdigit():
        return text
    value = numerals.number(text.strip())
    return None if value is None or value != int(value) else str(int(value))


def _day(cell: Cell, year: int | None, month: str, day: str, *, of: str | None = None) -> Understood[date]:
    """Put a day together; `of` is the year as written, `year` the one to use without."""
    if of is not None and len(of) not in (2, 4):
        return _impossible(cell)
    chosen = year if of is None else int(of) + (2000 if len(of) == 2 else 0)
    if chosen is None:
        return Understood(None, doubt(NO_YEAR, shown(cell), text=shown(cell)))
    try:
        return Understood(date(chosen, int(month), int(day)))
    except ValueError:
        return _impossible(cell)


def _impossible(cell: Cell) -> Understood[date]:
    return Understood(None, doubt(IMPOSSIBLE, shown(cell), text=shown(cell)[:60]))
