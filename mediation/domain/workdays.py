"""Calendars and time limits: which day a limit ends on, and the arithmetic that shows it.

Counting follows shared practice written down in rules/README.md: the start day is not counted (民法典 201), months and
years end on the corresponding day or the month's end (202), a last day that rests rolls to the next working day (203).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mediation.domain.refusals import N_, Problem, Refused

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
                N_("%(year)d 年的放假安排尚未载入（rules/workdays/），不能推算工作日；现有年份：%(known)s"),
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


@dataclass(frozen=True)
class TimeLimit:
    """Where a limit ends: `safe_on` unrolled, `last_on` rolled (None: not computable), and why."""

    safe_on: date
    last_on: date | None
    steps: tuple[str, ...]
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


def written(day: date) -> str:
    """Return the day as it is written in receipts: `2026-10-08（周四）`."""
    return f"{day.isoformat()}（周{WEEKDAYS[day.weekday()]}）"


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
        return _working(start, days, calendar) if unit == "working" else _rolled(start, days, unit, calendar, roll)
    except (OverflowError, ValueError):
        raise Refused(Problem(N_("期限超出可表示的日期范围"), field="from", value=start.isoformat())) from None


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
            f"自 {written(start)} 次日起算（民法典第201条）",
            f"{gap.year} 年放假安排尚未公布：该年逐日计算，最早可能为 {written(day)}",
            "最后日期待放假安排载入后确定（暂定）",
        )
        return TimeLimit(day, None, steps, tuple(skipped), calendar.source(start, day))


def _working(start: date, days: int, calendar: Calendar) -> TimeLimit:
    day, left, skipped = start, days, []
    steps = [f"自 {written(start)} 次日起算，{days} 个工作日（开始当日不计入，民法典第201条）"]
    while left:
        day += ONE_DAY
        if calendar.is_workday(day):
            left -= 1
            made_up = "，调休上班日" if day.weekday() > 4 else ""
            steps.append(f"第 {days - left} 个工作日：{written(day)}{made_up}")
        else:
            skipped.append(day)
            steps.append(f"不计：{written(day)}，{calendar.note(day)}")
    return TimeLimit(day, day, tuple(steps), tuple(skipped), calendar.source(start, day))


def _rolled(start: date, days: int, unit: Unit, calendar: Calendar, roll: bool) -> TimeLimit:
    if unit == "calendar":
        safe = start + timedelta(days=days)
        steps = [f"自 {written(start)} 次日起算 {days} 日：{written(safe)}（民法典第201条）"]
    else:
        safe = add_months(start, days * (12 if unit == "year" else 1))
        name = "年" if unit == "year" else "个月"
        steps = [f"自 {written(start)} 起 {days} {name}：{written(safe)}（对应日，民法典第202条）"]
        if safe.day != start.day:
            steps.append(f"当月没有 {start.day} 日，以月末日为期间届满日（民法典第202条）")
    if not roll:
        return TimeLimit(safe, safe, (*steps, "本期限不顺延"), (), calendar.source(safe, safe))
    try:
        last = next_workday(safe, calendar)
    except CalendarGap as gap:
        steps.append(f"{gap.year} 年放假安排尚未公布，最后一日是否顺延不能确定，以 {written(safe)} 为准先行办理（暂定）")
        return TimeLimit(safe, None, tuple(steps), (), calendar.source(safe, safe))
    skipped = tuple(safe + ONE_DAY * step for step in range((last - safe).days))
    steps += [f"顺延：{written(day)}，{calendar.note(day)}" for day in skipped]
    if skipped:
        steps.append(f"最后一日为法定休假日，以次一工作日 {written(last)} 为最后日期（民法典第203条）")
    return TimeLimit(safe, last, tuple(steps), skipped, calendar.source(safe, last))
