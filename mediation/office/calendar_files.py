"""Read a holiday list from a file: the house's YAML, a table of days, a calendar; to be shown in the form, no more."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import icalendar

from mediation.domain import faultwords
from mediation.domain.faults import Findings, Place
from mediation.domain.holidaylist import HolidayList, Notice, of_days
from mediation.domain.lawbook import read_workdays
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.rulebook import RuleFault
from mediation.domain.rulefile import documents
from mediation.domain.workdays import ONE_DAY
from mediation.sheets import reading

MOST_BYTES: Final = 1 << 20
MOST_EVENTS: Final = 2000
MOST_SPAN: Final = 31
OFF: Final = ("放假", "休", "假", "off", "holiday", "rest")
WORKED: Final = ("补班", "上班", "班", "work")
_PARTED: Final = str.maketrans({"年": "-", "月": "-", "日": "", "/": "-", ".": "-"})
PLAIN: Final = ("周末", "工作日", "weekend", "weekday")
"""Words that say of a day what it is anyway."""


def read(content: bytes, name: str, year: int) -> HolidayList:
    """Return the list of a file, in rows as the form has them. Raises Refused for what isn't understood.

    `year` counts where the file names none. Nothing is checked here against the law.
    """
    if not content or len(content) > MOST_BYTES:
        message = N_("文件过大") if content else N_("文件是空的")
        raise Refused(Problem(message, "file", name, allowed=f"≤ {MOST_BYTES >> 20} MiB"))
    ending = name.rpartition(".")[2].lower()
    if ending in ("yaml", "yml"):
        return _yaml(content, name)
    if ending == "ics":
        return _ics(content, name, year)
    return _table(content, name, year)


def _yaml(content: bytes, name: str) -> HolidayList:
    try:
        found = list(documents(name, content))
        findings = Findings()
        lines = found[0].lines if found else {}
        one = read_workdays(found[0].value if found else None, Place(findings, name, "", lines))
        findings.raise_if_any()
    except RuleFault as fault:
        raise Refused([_misread(one, name) for one in fault.faults or (fault,)]) from None
    told = one.notice
    notice = Notice(told["zh"], told["number"], told["date"], one.source, one.verified)
    return of_days(one.year, notice, one.off, one.work)


def _misread(fault: RuleFault, name: str) -> Problem:
    """Return what is wrong with a line of the house's own format."""
    message = (
        N_("第 %(line)d 行不合放假安排的格式：%(reason)s") if fault.line else N_("文件不合放假安排的格式：%(reason)s")
    )
    return Problem(message, "file", name, params={"line": fault.line, "reason": faultwords.both(fault.reason)})


def _table(content: bytes, name: str, year: int) -> HolidayList:
    """Read rows of day and word: 放假 or 补班; other columns and rows without a day are passed over."""
    days: dict[date, bool] = {}
    strange = []
    for sheet in reading.read(content, name):
        for nth, row in enumerate(sheet.rows, 1):
            found = _row(row)
            if found is None:
                continue
            day, word = found
            off = _meaning(word)
            if off is None:
                if not any(plain in word.lower() for plain in PLAIN):
                    strange.append((nth, day, word))
            else:
                days[day] = off
    if strange:
        message = N_("第 %(row)s 行 %(day)s 的“%(word)s”看不出是放假还是补班")
        listed = [{"row": nth, "day": day.isoformat(), "word": word[:20]} for nth, day, word in strange[:20]]
        raise Refused([Problem(message, "file", name, "放假 / 补班", params=params) for params in listed])
    return _of(days, year, name)


def _row(row: Iterable[Any]) -> tuple[date, str] | None:
    """Return the first day of a row and the words beside it, None for a row without a day."""
    day, words = None, []
    for cell in row:
        found = _day(cell) if day is None else None
        if found is not None:
            day = found
        elif isinstance(cell, str) and cell.strip():
            words.append(cell.strip())
    return None if day is None else (day, " ".join(words))


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    parts = str(cell or "").strip().translate(_PARTED).split("-")
    try:
        return date(*map(int, parts)) if len(parts) == 3 and len(parts[0]) == 4 else None
    except ValueError:
        return None


def _meaning(word: str) -> bool | None:
    """Say whether a word means off, False for worked, None where it says neither."""
    low = word.lower()
    if any(one in low for one in WORKED):
        return False
    return True if any(one in low for one in OFF) else None


def _ics(content: bytes, name: str, year: int) -> HolidayList:
    days: dict[date, bool] = {}
    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = list(calendar.walk("VEVENT"))[:MOST_EVENTS]
    except (ValueError, IndexError, KeyError) as fault:
        raise Refused(Problem(N_("不是能读取的日历文件（.ics）"), "file", name)) from fault
    for event in events:
        off = _meaning(str(event.get("summary", "")))
        if off is None:
            continue
        for day in _span(event):
            if day.year == year or (off and abs(day.year - year) == 1 and day.month in (1, 12)):
                days[day] = off
    return _of({day: off for day, off in days.items() if _belongs(day, days, year)}, year, name)


def _span(event: Mapping[str, Any]) -> Iterator[date]:
    """Yield the days of an event; its end isn't counted."""
    begins, ends = (getattr(event.get(key), "dt", None) for key in ("dtstart", "dtend"))
    if begins is None:
        return
    first = begins.date() if isinstance(begins, datetime) else begins
    last = (ends.date() if isinstance(ends, datetime) else ends) if ends is not None else first + ONE_DAY
    for gone in range(min(max((last - first).days, 1), MOST_SPAN)):
        yield first + timedelta(days=gone)


def _belongs(day: date, days: Mapping[date, bool], year: int) -> bool:
    """Keep a neighbouring year's days off only where they run on into this year's."""
    step = ONE_DAY if day.year < year else -ONE_DAY
    while day.year != year:
        if not days.get(day, False):
            return False
        day += step
    return day in days


def _of(days: Mapping[date, bool], year: int, name: str) -> HolidayList:
    if not days:
        raise Refused(Problem(N_("文件中没有读出任何放假或补班的日期"), "file", name))
    told = [day.year for day in days]
    year = max(set(told), key=told.count)
    off, work = ([day for day, is_off in days.items() if is_off is wanted] for wanted in (True, False))
    return of_days(year, Notice(), off, work)
