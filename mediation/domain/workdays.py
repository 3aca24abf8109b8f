"""Calendars and time limits: which day a limit ends on, and the arithmetic that shows it.

The start day is not counted (民法典 201), months and years end on the corresponding day or the month's end (202),
a last day that rests rolls to the next working day (203).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.singular import numbered

ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
Unit = Literal["working", "calendar", "month", "year"]
UNITS: tuple[Unit, ...] = ("working", "calendar", "month", "year")
MOST = {"working": 2_000, "calendar": 20_000, "month": 600, "year": 60}
"""Longest limit a unit may have; beyond it lies a typing error, not a legal period."""


class CalendarGap(Refused):
    """A year has no published holiday list in rules/workdays/, and this program never guesses one."""

    def __init__(self, year: int, known: Iterable[int]) -> None:
        self.year = year
        listed = ", ".join(str(one) for one in sorted(known))
        super().__init__(
            Problem(
                N_("%(year)d 年的放假安排尚未载入，不能推算工作日；现有年份：%(known)s；请主管人员载入公布的安排"),
                field="year",
                value=str(year),
                allowed=listed,
                params={"year": year, "known": listed},
            )
        )


@dataclass(frozen=True)
class WorkYear:
    """One year's list as published: days off and make-up working days, with the notice it comes from."""

    year: int
    notice: str
    off: frozenset[date]
    work: frozenset[date]
    verified: str = "V"


class Calendar:
    """The published years together; asking about another year raises CalendarGap."""

    def __init__(self, years: Iterable[WorkYear]) -> None:
        self.years = {one.year: one for one in years}

    def _year(self, day: date) -> WorkYear:
        try:
            return self.years[day.year]
        except KeyError:
            raise CalendarGap(day.year, self.years) from None

    def knows(self, day: date) -> bool:
        """Say whether the year of `day` has a published list."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        """Say whether `day` is worked: weekdays less days off, plus make-up days."""
        year = self._year(day)
        return day in year.work or (day.weekday() < 5 and day not in year.off)

    def is_off(self, day: date) -> bool:
        """Say whether the list names `day` as a holiday; an ordinary weekend isn't one."""
        return day in self._year(day).off

    def note(self, day: date) -> str:
        """Return what the list says of `day`: a rest day, a holiday, a make-up day or a working day."""
        year = self._year(day)
        if day in year.work:
            return N_("调休上班日")
        if day in year.off:
            return N_("放假")
        return N_("工作日") if day.weekday() < 5 else N_("周末休息")

    def source(self, first: date, last: date) -> str:
        """Return the notices that the years from `first` to `last` come from."""
        years = range(first.year, last.year + 1)
        return "；".join(self.years[one].notice for one in years if one in self.years)


def written(day: date) -> str:
    """Return the day as receipts write it: `2026-10-08（周四）`."""
    return f"{day.isoformat()}（周{WEEKDAYS[day.weekday()]}）"


@dataclass(frozen=True)
class Step:
    """One line of a receipt: a message id and its parameters; days stay days, each face writes them."""

    message: str
    params: Mapping[str, object]

    def text(self, translate: Callable[[str], str] = str, day: Callable[[date], str] = written) -> str:
        """Return the line in the language of `translate`, its days written by `day`."""
        shown = {
            key: day(value) if isinstance(value, date) else translate(str(value)) if key == "note" else value
            for key, value in self.params.items()
        }
        return numbered(translate(self.message), shown) % shown

    def stored(self) -> dict[str, object]:
        """Return the line as JSON for the row that keeps it."""
        days = {key: value.isoformat() for key, value in self.params.items() if isinstance(value, date)}
        return {"message": self.message, "params": {**self.params, **days}, "days": sorted(days)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Step:
        """Return the line that `stored` keeps."""
        params = dict(stored["params"])
        for key in stored["days"]:
            params[key] = date.fromisoformat(params[key])
        return cls(stored["message"], params)


def step(message: str, **params: object) -> Step:
    """Write one line of a receipt."""
    return Step(message, params)


@dataclass(frozen=True)
class TimeLimit:
    """Where a limit ends: `safe_on` unrolled, `last_on` rolled (None: not computable), and why."""

    safe_on: date
    last_on: date | None
    steps: tuple[Step, ...]
    skipped: tuple[date, ...]
    calendar: str

    @property
    def provisional(self) -> bool:
        """Say whether a missing holiday list keeps the last day open."""
        return self.last_on is None


def add_workdays(start: date, days: int, calendar: Calendar) -> date:
    """Return the day that lies `days` working days after `start`; `start` itself isn't counted.

    Make-up weekend days count. Raises CalendarGap for a year without a published list in rules/workdays/.
    """
    day = start
    while days:
        day += ONE_DAY
        if calendar.is_workday(day):
            days -= 1
    return day


def add_months(start: date, months: int) -> date:
    """Return the corresponding day `months` later, or that month's last day (民法典 202)."""
    years, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + years, month + 1, 1)
    return first.replace(day=min(start.day, _days_in(first)))


def next_workday(day: date, calendar: Calendar) -> date:
    """Return `day` itself if it is worked, else the first working day after it (民法典 203)."""
    while not calendar.is_workday(day):
        day += ONE_DAY
    return day


def _days_in(first: date) -> int:
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - ONE_DAY).day


def time_limit(start: date, days: int, unit: Unit, calendar: Calendar, *, roll: bool = True) -> TimeLimit:
    """Return the limit of `days` units from `start`, which isn't counted, with its arithmetic.

    Working days in a year without a list raise CalendarGap; for the other units `last_on` is then None.
    """
    if unit not in UNITS or not 0 <= days <= MOST[unit]:
        raise Refused(
            Problem(
                N_("期限长度 %(days)s（单位 %(unit)s）不在允许范围内"),
                field="days",
                value=str(days),
                allowed=f"0–{MOST.get(unit, 0)}",
                params={"days": days, "unit": unit},
            )
        )
    try:
        if unit == "working":
            return _working(start, days, calendar)
        safe, steps = unrolled(start, days, unit)
        return rolled(safe, steps, calendar, roll=roll)
    except (OverflowError, ValueError):
        problem = Problem(N_("期限超出可表示的日期范围"), field="from", value=start.isoformat())
        raise Refused(problem) from None


@lru_cache(maxsize=4096)
def earliest_limit(start: date, days: int, unit: Unit, calendar: Calendar, *, roll: bool = True) -> TimeLimit:
    """Return the limit as `time_limit` does, but never refuse for a missing list: the safe day stands.

    Working days in an unpublished year all count as worked, so `safe_on` is the earliest the true day can be
    and `last_on` stays None until the list is loaded.
    """
    try:
        return time_limit(start, days, unit, calendar, roll=roll)
    except CalendarGap as gap:
        day, left, skipped = start, days, []
        while left:
            day += ONE_DAY
            if not calendar.knows(day) or calendar.is_workday(day):
                left -= 1
            else:
                skipped.append(day)
        steps = (
            step(N_("自 %(start)s 次日起算（民法典第201条）"), start=start),
            step(N_("%(year)d 年放假安排尚未公布：该年逐日计算，最早可能为 %(day)s"), year=gap.year, day=day),
            step(N_("最后日期待放假安排载入后确定（暂定）")),
        )
        return TimeLimit(day, None, steps, tuple(skipped), calendar.source(start, day))


_WORKED = {False: N_("第 %(nth)d 个工作日：%(day)s"), True: N_("第 %(nth)d 个工作日：%(day)s，调休上班日")}


def _working(start: date, days: int, calendar: Calendar) -> TimeLimit:
    day, left, skipped = start, days, []
    opening = N_("自 %(start)s 次日起算，%(count)d 个工作日（开始当日不计入，民法典第201条）")
    steps = [step(opening, start=start, count=days)]
    while left:
        day += ONE_DAY
        if calendar.is_workday(day):
            left -= 1
            steps.append(step(_WORKED[day.weekday() > 4], nth=days - left, day=day))
        else:
            skipped.append(day)
            steps.append(step(N_("不计：%(day)s，%(note)s"), day=day, note=calendar.note(day)))
    return TimeLimit(day, day, tuple(steps), tuple(skipped), calendar.source(start, day))


_COUNTED = {
    "calendar": N_("自 %(start)s 次日起算 %(count)d 日：%(day)s（民法典第201条）"),
    "month": N_("自 %(start)s 起 %(count)d 个月：%(day)s（对应日，民法典第202条）"),
    "year": N_("自 %(start)s 起 %(count)d 年：%(day)s（对应日，民法典第202条）"),
}


def unrolled(start: date, days: int, unit: Unit) -> tuple[date, list[Step]]:
    """Return the day a limit in calendar days, months or years ends on, before any rolling, and how it was counted."""
    if unit == "calendar":
        safe = start + timedelta(days=days)
    else:
        safe = add_months(start, days * (12 if unit == "year" else 1))
    steps = [step(_COUNTED[unit], start=start, count=days, day=safe)]
    if unit != "calendar" and safe.day != start.day:
        month_end = N_("当月没有 %(wanted)d 日，以月末日为期间届满日（民法典第202条）")
        steps.append(step(month_end, wanted=start.day))
    return safe, steps


def rolled(safe: date, counted: Iterable[Step], calendar: Calendar, *, roll: bool = True) -> TimeLimit:
    """Return the limit that ends on `safe`, its last day moved off rest days (民法典 203); `counted`: how it came."""
    steps = list(counted)
    if not roll:
        return TimeLimit(safe, safe, (*steps, step(N_("本期限不顺延"))), (), calendar.source(safe, safe))
    try:
        last = next_workday(safe, calendar)
    except CalendarGap as gap:
        open_end = N_("%(year)d 年放假安排尚未公布，是否顺延不能确定，以 %(day)s 为准先行办理（暂定）")
        steps.append(step(open_end, year=gap.year, day=safe))
        return TimeLimit(safe, None, tuple(steps), (), calendar.source(safe, safe))
    skipped = tuple(safe + ONE_DAY * gone for gone in range((last - safe).days))
    steps += [step(N_("顺延：%(day)s，%(note)s"), day=day, note=calendar.note(day)) for day in skipped]
    if skipped:
        rolled = N_("最后一日为法定休假日，以次一工作日 %(day)s 为最后日期（民法典第203条）")
        steps.append(step(rolled, day=last))
    return TimeLimit(safe, last, tuple(steps), skipped, calendar.source(safe, last))
