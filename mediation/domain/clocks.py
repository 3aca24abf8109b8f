"""Clocks: from the deadline effects of rules that held to dates with their arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from mediation.domain.casefile import Claim
from mediation.domain.clockreader import Clock
from mediation.domain.clockrecord import NOTHING, About, ClockRecord
from mediation.domain.counting import counted
from mediation.domain.engine import Hit
from mediation.domain.pauses import extended
from mediation.domain.refusals import N_
from mediation.domain.roster import DutyPlan, Planned, next_duty
from mediation.domain.situation import Situation
from mediation.domain.workdays import (
    Calendar,
    CalendarGap,
    Step,
    TimeLimit,
    add_workdays,
    earliest_limit,
    next_workday,
    step,
)
from mediation.domain.worktime import station_day

UNREAD: Final = Clock("", "", 0, "calendar")


@dataclass(frozen=True)
class Due:
    """One date that runs: its id, its limit with the receipt, what started it and who must act.

    `about`: the place of its claim, the reference of its event, or None for the case. `version`: the first day of the
    version of its rule. `others`: the later dates that other first days would make, where the parties tell several.
    """

    id: str
    limit: TimeLimit
    rule: str
    law: tuple[str, ...]
    trigger: str
    trigger_on: date
    who: str
    facts: dict[str, Any]
    claim: Claim | None = None
    about: About = None
    clock: Clock = UNREAD
    version: date = date.min
    paused_since: date | None = None
    extended_to: date | None = None
    others: tuple[Due, ...] = ()


def started(
    hits: Iterable[Hit],
    situation: Situation,
    *,
    calendar: Calendar,
    claim: Claim | None = None,
    about: About = None,
    record: ClockRecord = NOTHING,
    duty: tuple[datetime, Sequence[DutyPlan]] | None = None,
) -> list[Due]:
    """Return the dates that `hits` start; `duty`: the instant and plans from which duty days are counted."""
    found = []
    for hit in hits:
        for effect in hit.rule.effects:
            if effect.word != "deadline":
                continue
            clock = effect.deadline
            trigger_on = situation[clock.start]
            if not isinstance(trigger_on, date):
                continue
            if clock.unit == "duty":
                if duty is None:
                    continue
                limit = duty_limit(duty[0], duty[1], clock.length, calendar)
            else:
                limit = counted(clock, trigger_on, calendar)
            name = clock.name(situation.get("kind"))
            facts = {one: situation[one] for one in hit.rule.fields(hit.level)}
            due = Due(
                name, limit, hit.rule.id, tuple(hit.rule.law), clock.start, trigger_on, clock.who, facts, claim, about,
                clock, hit.rule.in_force.start,
            )  # fmt: skip
            found.append(due if record is NOTHING else moved(due, record, calendar))
    return found


def moved(due: Due, record: ClockRecord, calendar: Calendar) -> Due:
    """Return a date with its pauses added and made as long as was agreed or approved."""
    name, clock = (due.id, due.about), due.clock
    pauses, longer = record.pauses(*name, clock), record.longer(*name, clock)
    limit = counted(clock, due.trigger_on, calendar, pauses) if pauses else due.limit
    to = None
    if longer is not None:
        later = [one for one in pauses if one.first > longer.noted_on]
        made = extended(limit, longer.until, calendar, roll=clock.roll, later=later)
        to = made.safe_on if made is not limit else longer.until if longer.until == limit.safe_on else None
        limit = made
    return replace(due, limit=limit, paused_since=record.paused_since(*name, clock), extended_to=to)


def duty_limit(after: datetime, plans: Sequence[DutyPlan], most_workdays: int, calendar: Calendar) -> TimeLimit:
    """Return the next duty day whose hours have not begun, at most `most_workdays` working days away."""
    referred, duty = station_day(after), next_duty(after, plans, calendar)
    opening = step(N_("自 %(start)s 起的下一个值班日（值班时间未开始的当日计入）"), start=referred)
    try:
        latest = add_workdays(referred, most_workdays, calendar)
    except CalendarGap as gap:
        return _provisional(referred, duty, most_workdays, gap.year, opening, calendar)
    if duty is not None and duty.provisional:
        return _provisional(referred, duty, most_workdays, duty.on.year, opening, calendar)
    if duty is None:
        steps = [opening, step(N_("近期没有排定的值班日"))]
    else:
        steps = [opening, step(N_("值班日：%(day)s"), day=duty.on)]
    if duty is None or latest < duty.on:
        steps.append(step(N_("最迟 %(count)d 个工作日：%(day)s"), count=most_workdays, day=latest))
    day = min(duty.on, latest) if duty else latest
    return TimeLimit(day, next_workday(day, calendar), tuple(steps), (), calendar.source(referred, day))


def _provisional(
    referred: date, duty: Planned | None, most_workdays: int, year: int, opening: Step, calendar: Calendar
) -> TimeLimit:
    """Return the limit that a missing list keeps open: the duty day as it stands, or the earliest tenth working day."""
    if duty is None:
        limit = earliest_limit(referred, most_workdays, "working", calendar)
        return replace(limit, steps=(opening, step(N_("近期没有排定的值班日")), *limit.steps))
    text = N_("%(year)d 年放假安排尚未公布，值班日是否调整不能确定，暂按 %(day)s（暂定）")
    steps = (opening, step(text, year=year, day=duty.on))
    return TimeLimit(duty.on, None, steps, (), calendar.source(referred, duty.on))
