"""Clocks that stood still: the days of a pause are not counted, and the true days are added when it ends.

A pause begins with its first day that isn't counted; the day on which counting goes on is counted again. A day that
two pauses share is added once; a pause outside the running of a clock adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mediation.domain.refusals import N_
from mediation.domain.workdays import ONE_DAY, Calendar, Step, TimeLimit, Unit, earliest_limit, rolled, step, unrolled

_SPAN = {
    False: N_("暂停不计：%(first)s 至 %(last)s，共 %(count)d 日（%(note)s）"),
    True: N_("暂停不计：%(first)s（%(note)s）"),
}
_MOVED = N_("恢复后按实际暂停天数顺延 %(count)d 日：%(day)s")
_WORKED = N_("第 %(nth)d 个工作日：%(day)s")
_UNKNOWN = N_("%(year)d 年放假安排尚未公布：该年逐日计算，最早可能为 %(day)s")
_OPEN_END = N_("最后日期待放假安排载入后确定（暂定）")
_AGREED = N_("延长至 %(day)s")


@dataclass(frozen=True, slots=True)
class Pause:
    """From `first`, the first day not counted, to the day before `resumed`; `reason` says why, as a message."""

    first: date
    resumed: date
    reason: str


def paused_limit(
    start: date, length: int, unit: Unit, calendar: Calendar, pauses: Iterable[Pause], *, roll: bool = True
) -> TimeLimit:
    """Return the limit as `earliest_limit` does, the days of `pauses` after `start` not counted."""
    spans = _apart(start, pauses)
    plain = earliest_limit(start, length, unit, calendar, roll=roll)
    if not spans or spans[0].first > plain.safe_on or not length:
        return plain
    if unit == "working":
        return _working(start, length, calendar, spans)
    end, steps = unrolled(start, length, unit)
    for one in spans:
        if one.first > end:
            break
        days = (one.resumed - one.first).days
        end += timedelta(days=days)
        steps += [_written(one), step(_MOVED, count=days, day=end)]
    return rolled(end, steps, calendar, roll=roll)


def extended(
    limit: TimeLimit, until: date, calendar: Calendar, *, roll: bool = True, later: Iterable[Pause] = ()
) -> TimeLimit:
    """Return the limit moved to the day `until` that was agreed or approved; an earlier day changes nothing.

    `later` are pauses that began after it was: their true days are added to `until` as they are to any limit.
    """
    end, steps = until, [*limit.steps, step(_AGREED, day=until)]
    for one in _apart(date.min, later):
        if one.first <= end:
            days = (one.resumed - one.first).days
            end += timedelta(days=days)
            steps += [_written(one), step(_MOVED, count=days, day=end)]
    return limit if end <= limit.safe_on else rolled(end, steps, calendar, roll=roll)


def _apart(start: date, pauses: Iterable[Pause]) -> list[Pause]:
    """Return the pauses after `start` in order, cut so that none shares a day with an earlier one."""
    found: list[Pause] = []
    reached = start + ONE_DAY
    for one in sorted(pauses, key=lambda one: (one.first, one.resumed)):
        first = max(one.first, reached)
        if first < one.resumed:
            found.append(Pause(first, one.resumed, one.reason))
            reached = one.resumed
    return found


def _written(one: Pause) -> Step:
    last = one.resumed - ONE_DAY
    if one.first == last:
        return step(_SPAN[True], first=one.first, note=one.reason)
    return step(_SPAN[False], first=one.first, last=last, count=(one.resumed - one.first).days, note=one.reason)


def _working(start: date, length: int, calendar: Calendar, spans: Sequence[Pause]) -> TimeLimit:
    """Count working days one by one, over the pauses; a year without a list counts day by day and stays open."""
    opening = N_("自 %(start)s 次日起算，%(count)d 个工作日（开始当日不计入，民法典第201条）")
    steps, skipped = [step(opening, start=start, count=length)], list[date]()
    waiting, day, left, unknown = list(spans), start, length, 0
    while left:
        day += ONE_DAY
        if waiting and day == waiting[0].first:
            steps.append(_written(waiting[0]))
            day = waiting.pop(0).resumed - ONE_DAY
            continue
        known = calendar.knows(day)
        unknown = unknown or (0 if known else day.year)
        if not known or calendar.is_workday(day):
            left -= 1
            if known:
                steps.append(step(_WORKED, nth=length - left, day=day))
        else:
            skipped.append(day)
            steps.append(step(N_("不计：%(day)s，%(note)s"), day=day, note=calendar.note(day)))
    if unknown:
        steps += [step(_UNKNOWN, year=unknown, day=day), step(_OPEN_END)]
    return TimeLimit(day, None if unknown else day, tuple(steps), tuple(skipped), calendar.source(start, day))
