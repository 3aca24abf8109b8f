"""What speaks against a holiday list before it is law of the house: faults that stop it, questions people answer.

Nothing is put right here: a list says what the State Council decided, and only its notice says what that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.feasts import feasts, ordinary_workdays
from mediation.domain.holidaylist import LONGEST, Holiday, HolidayList
from mediation.domain.refusals import N_, Problem
from mediation.domain.workdays import ONE_DAY, WEEKDAYS, written

FAR: Final = 15
"""Days between a make-up day and its holiday beyond which people are asked."""
LONG_RUN: Final = 9
"""The longest run of days off so far (春节 2026)."""


@dataclass(frozen=True)
class Remark:
    """One thing that speaks against a list; a fault stops it, a question two people answer."""

    problem: Problem
    fault: bool


def check(given: HolidayList) -> tuple[Remark, ...]:
    """Return everything that speaks against a list, faults first."""
    faults = [Remark(one, True) for one in (*_notice(given), *_holidays(given), *_feasts(given))]
    if faults:
        return tuple(faults)
    return tuple(Remark(one, False) for one in (*_unsure(given), *_count(given), *_runs(given), *_far(given)))


def _notice(given: HolidayList) -> Iterator[Problem]:
    notice = given.notice
    for field, value in (("title", notice.title), ("number", notice.number), ("source", notice.source)):
        if not value.strip():
            yield Problem(N_("请填写：放假安排必须注明出自哪一份通知、在哪里核对"), f"notice.{field}")
    if notice.on is None:
        yield Problem(N_("请填写通知的日期"), "notice.on")
    elif not date(given.year - 1, 1, 1) <= notice.on <= date(given.year, 12, 31):
        message = N_("%(year)d 年的放假安排由上一年底前后的通知公布，通知日期 %(on)s 不合")
        yield Problem(message, "notice.on", str(notice.on), params={"year": given.year, "on": notice.on.isoformat()})
    if str(given.year) not in notice.title and notice.title.strip():
        yield Problem(N_("通知标题中没有 %(year)d 年，请核对年份"), "notice.title", params={"year": given.year})


def _holidays(given: HolidayList) -> Iterator[Problem]:
    if not given.holidays:
        yield Problem(N_("没有填写任何假期"), "holidays[0].name")
    seen: dict[date, int] = {}
    for nth, one in enumerate(given.holidays):
        at = f"holidays[{nth}]"
        if not one.name.strip():
            yield Problem(N_("请填写假期名称"), f"{at}.name")
        if not one.days():
            yield Problem(N_("放假末日应不早于首日，且不超过 %(most)d 天"), f"{at}.last", params={"most": LONGEST})
        for day in one.days():
            if day in seen:
                yield Problem(N_("%(day)s 重复列入放假"), f"{at}.first", params={"day": written(day)})
            seen[day] = nth
        yield from _strange_years(given, one, at)
    yield from _makeup(given, set(seen))


def _strange_years(given: HolidayList, one: Holiday, at: str) -> Iterator[Problem]:
    near = (date(given.year - 1, 12, 1), date(given.year + 1, 1, 31))
    for field, days in (("first", (one.first, one.last)), ("work", one.work)):
        for day in days:
            if not near[0] <= day <= near[1]:
                message = N_("%(day)s 不在 %(year)d 年（跨年连休只及于前一年12月和后一年1月）")
                yield Problem(message, f"{at}.{field}", params={"day": written(day), "year": given.year})


def _makeup(given: HolidayList, off: set[date]) -> Iterator[Problem]:
    seen: set[date] = set()
    for nth, one in enumerate(given.holidays):
        for day in one.work:
            why = ""
            if day.weekday() < 5:
                why = N_("%(day)s 不是周六或周日，不能作为补班日")
            elif day in off:
                why = N_("%(day)s 既列为放假又列为补班")
            elif day in seen:
                why = N_("%(day)s 重复列为补班")
            if why:
                yield Problem(why, f"holidays[{nth}].work", params={"day": written(day)})
            seen.add(day)


def _feasts(given: HolidayList) -> Iterator[Problem]:
    off, nth = set(given.off), len(given.holidays)
    for name, days in feasts(given.year).items():
        missing = [day for day in days or () if day not in off]
        if missing:
            row = next((at for at, one in enumerate(given.holidays) if name[:2] in one.name), max(nth - 1, 0))
            message = N_("法定假日未列入放假：%(name)s %(days)s（全国年节及纪念日放假办法）")
            params = {"name": name, "days": "、".join(map(written, missing))}
            yield Problem(message, f"holidays[{row}].first", params=params)


def _unsure(given: HolidayList) -> Iterator[Problem]:
    known = feasts(given.year)
    if not known:
        message = N_("本系统没有 %(year)d 年适用的放假办法，法定假日未能核对，请人工核对")
        yield Problem(message, params={"year": given.year})
    for name in [name for name, days in known.items() if days is None]:
        message = N_("%(name)s的农历日期本系统推算没有把握，请对照万年历核对该假期")
        yield Problem(message, params={"name": name})


def _count(given: HolidayList) -> Iterator[Problem]:
    ordinary, counted = ordinary_workdays(given.year), given.workdays()
    if ordinary is not None and counted != ordinary:
        message = N_(
            "全年工作日为 %(counted)d 天，按周末和法定假日应为 %(ordinary)d 天，请核对是否多列、漏列了放假日或补班日"
        )
        yield Problem(message, params={"counted": counted, "ordinary": ordinary})


def _runs(given: HolidayList) -> Iterator[Problem]:
    """Ask about runs of days off without a feast, about very long ones, and about weekends left out beside one."""
    off, work = set(given.off), set(given.work)
    legal = {day for days in feasts(given.year).values() for day in days or ()}
    sure = None not in feasts(given.year).values()
    for run in _joined(off):
        params = {"first": written(run[0]), "last": written(run[-1]), "count": len(run)}
        if sure and not legal & set(run):
            yield Problem(N_("%(first)s 至 %(last)s 放假，其中没有法定假日"), params=params)
        if len(run) > LONG_RUN:
            yield Problem(N_("%(first)s 至 %(last)s 连续放假 %(count)d 天，长于历年假期"), params=params)
        if set(run) <= legal:
            continue  # a feast by itself may join the weekend without naming it (与周末连休)
        for day in (run[0] - ONE_DAY, run[-1] + ONE_DAY):
            if day.weekday() > 4 and day not in work and day.year == given.year:
                message = N_("%(day)s 紧邻假期，既未列入放假也未列为补班，请核对假期首末日")
                yield Problem(message, params={"day": written(day)})


def _joined(days: Iterable[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] + ONE_DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _far(given: HolidayList) -> Iterator[Problem]:
    for one in given.holidays:
        for day in one.work:
            if min(abs((day - one.first).days), abs((day - one.last).days)) > FAR:
                message = N_("补班日 %(day)s 离%(name)s超过 %(most)d 天，请核对")
                yield Problem(message, params={"day": written(day), "name": one.name, "most": FAR})


def weekday_of(day: date) -> str:
    """Return the weekday as notices write it: 一 to 日."""
    return WEEKDAYS[day.weekday()]
