"""Count out one clock of a rule from the day that starts it, forwards or backwards, over its pauses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from mediation.domain.clockreader import Clock
from mediation.domain.pauses import Pause, paused_limit
from mediation.domain.refusals import N_
from mediation.domain.workdays import ONE_DAY, Calendar, Step, TimeLimit, step

_BACK: Final = N_("自 %(start)s 前一日起向前倒数 %(count)d 日：%(day)s（当日不计入，民法典第201条）")
_BACK_WORKED: Final = N_("自 %(start)s 前一日起向前倒数 %(count)d 个工作日：%(day)s（当日不计入，民法典第201条）")
_WHOLE: Final = N_(
    "办理之日和 %(start)s 均不计入（民法典第201条）的，其间要有足够的完整日，应于 %(day)s 前（含当日）办理；"
    "%(last)s 当日办理是否足期理解不一，以较早的一日为准"
)
_STAYS: Final = N_("向前推算的期限不顺延")
_UNKNOWN: Final = N_("%(year)d 年放假安排尚未公布，按周六、周日休息推算，遇节假日还须提前（暂定）")


def counted(clock: Clock, start: date, calendar: Calendar, pauses: Iterable[Pause] = ()) -> TimeLimit:
    """Return where `clock` ends that runs from `start`; duty days are not counted here.

    Never refuses for a missing holiday list: the safe day stands and the last day is open. Raises ValueError for a
    clock that ends on a duty day.
    """
    if clock.unit == "duty":
        raise ValueError(f"{clock.id} ends on a duty day")
    if clock.before:
        return _before(clock, start, calendar)
    return paused_limit(start, clock.length, clock.unit, calendar, pauses, roll=clock.roll)


def _before(clock: Clock, start: date, calendar: Calendar) -> TimeLimit:
    """Count back: safe is the day that leaves so many whole days in between, last the day counting arrives on."""
    working = clock.unit == "working"
    last, skipped, gap = _back(start, clock.length, calendar) if working else _plain(start, clock.length)
    safe = _back(start, clock.length + 1, calendar)[0] if working else last - ONE_DAY
    gap = gap or (safe.year if working and not calendar.knows(safe) else 0)
    steps: list[Step] = [step(_BACK_WORKED if working else _BACK, start=start, count=clock.length, day=last)]
    steps += [step(N_("不计：%(day)s，%(note)s"), day=day, note=calendar.note(day)) for day in skipped]
    if gap:
        steps.append(step(_UNKNOWN, year=gap))
    steps += [step(_WHOLE, start=start, last=last, day=safe), step(_STAYS)]
    return TimeLimit(safe, None if gap else last, tuple(steps), tuple(skipped), calendar.source(safe, start))


def _plain(start: date, days: int) -> tuple[date, list[date], int]:
    return start - timedelta(days=days), [], 0


def _back(start: date, days: int, calendar: Calendar) -> tuple[date, list[date], int]:
    """Return the day `days` working days before, the rest days passed over, and a year without a list (0: none)."""
    day, skipped, gap = start, list[date](), 0
    while days:
        day -= ONE_DAY
        known = calendar.knows(day)
        gap = gap or (0 if known else day.year)
        if calendar.is_workday(day) if known else day.weekday() < 5:
            days -= 1
        elif known:
            skipped.append(day)
    return day, skipped, gap
