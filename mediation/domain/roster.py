"""The duty roster as the calendar gives it: from weekly duties to the days on which they are really held.

A duty whose day is a holiday moves to the next working day or is skipped, as the station set it. A make-up working
day makes no duty of another weekday. One room holds one duty at a time: of those that would land on the same hours
one is held. A year without a published list is counted by its weekdays alone, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from mediation.domain.refusals import N_
from mediation.domain.workdays import ONE_DAY, Calendar
from mediation.domain.worktime import ZONE

LONGEST_MOVE = timedelta(days=35)
"""Further than any run of holidays moves a duty; how far around a span one must look to know what lands in it."""

HORIZON = timedelta(days=92)
"""How far ahead the next duty is looked for; further off, there is none to wait for."""

CANCELLED = N_("由站长取消：%(reason)s")
"""Why a shift isn't held that a supervisor cancelled; the calendar doesn't bring it back."""

Fate = Literal["held", "skipped", "doubled"]


@dataclass(frozen=True)
class DutyPlan:
    """A weekly duty: ISO weekday, hours, whether a holiday moves it, from which day to which day it holds."""

    weekday: int = 1
    begins: time = time(13, 30)
    ends: time = time(16, 30)
    moves: bool = True
    since: date = date.min
    until: date = date.max
    key: str = ""
    off: frozenset[date] = frozenset()  # days it names on which a supervisor has cancelled it


DEFAULT_PLANS = (DutyPlan(),)
"""Policy's Monday 13:30–16:30, for a station that has set nothing else."""


@dataclass(frozen=True)
class Planned:
    """One duty: the day its plan names, the day it is held on, its hours; `fate` says why it isn't held, if so.

    `provisional` marks a day that a list not yet published may still move.
    """

    plan: DutyPlan
    named_on: date
    on: date
    begins_at: datetime
    ends_at: datetime
    fate: Fate = "held"
    provisional: bool = False

    @property
    def moved_from(self) -> date | None:
        """Give the holiday it was moved away from."""
        return self.named_on if self.on != self.named_on else None

    def overlaps(self, other: Planned) -> bool:
        """Tell whether both would be held at the same time."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


def shifts(plans: Iterable[DutyPlan], first: date, last: date, calendar: Calendar) -> list[Planned]:
    """Return the duties that `plans` name from `first` to `last`, both counted, in the order of their hours.

    The answer for a day is the same whatever span is asked for.
    """
    around = [
        _landed(plan, day, calendar)
        for plan in plans
        for day in _named_days(plan, _shifted(first, -LONGEST_MOVE), _shifted(last, LONGEST_MOVE))
    ]
    known = _one_at_a_time(around)
    inside = (one for one in known if first <= one.named_on <= last)
    return sorted(inside, key=lambda one: (one.begins_at, one.named_on, one.plan.key))


def next_duty(after: datetime, plans: Sequence[DutyPlan], calendar: Calendar) -> Planned | None:
    """Return the next duty whose hours have not begun at `after` (today counts); None where none is to come."""
    today = after.astimezone(ZONE).date()
    found = shifts(plans, _shifted(today, -LONGEST_MOVE), _shifted(today, HORIZON), calendar)
    held = (one for one in found if one.fate == "held" and one.named_on not in one.plan.off)
    return next((one for one in held if one.begins_at > after), None)


def clashes(plans: Sequence[DutyPlan], new: DutyPlan) -> list[DutyPlan]:
    """Return the plans that hold on the same weekday, at overlapping hours, on a day on which `new` holds too."""
    return [
        one
        for one in plans
        if one.weekday == new.weekday
        and one.begins < new.ends
        and new.begins < one.ends
        and one.since <= new.until
        and new.since <= one.until
    ]


def slots(begins_at: datetime, ends_at: datetime, minutes: int) -> list[tuple[datetime, datetime]]:
    """Return the slots of `minutes` that fit between two instants, in their order."""
    length = timedelta(minutes=minutes)
    count = (ends_at - begins_at) // length
    return [(begins_at + length * nth, begins_at + length * (nth + 1)) for nth in range(count)]


def _shifted(day: date, by: timedelta) -> date:
    """Return the day `by` away, or the first or last there is."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def _named_days(plan: DutyPlan, first: date, last: date) -> Iterable[date]:
    """Give the days of the plan's weekday on which it holds."""
    first, last = max(first, plan.since), min(last, plan.until)
    if first <= last:
        begin = first.toordinal() + (plan.weekday - first.isoweekday()) % 7
        yield from (date.fromordinal(one) for one in range(begin, last.toordinal() + 1, 7))


def _landed(plan: DutyPlan, named_on: date, calendar: Calendar) -> Planned:
    on, sure = named_on, calendar.knows(named_on)
    rests = _rests(named_on, calendar)
    if rests and plan.moves:
        on, sure = _next_worked(named_on, calendar)
    fate: Fate = "skipped" if rests and not plan.moves else "held"
    begins, ends = (datetime.combine(on, hour, ZONE) for hour in (plan.begins, plan.ends))
    return Planned(plan, named_on, on, begins, ends, fate, not sure)


def _rests(day: date, calendar: Calendar) -> bool:
    """Tell whether a duty can't be held: a weekday off, or, for a duty set on a weekend, a holiday of the list."""
    if not calendar.knows(day):
        return False
    return calendar.is_off(day) if day.isoweekday() > 5 else not calendar.is_workday(day)


def _next_worked(day: date, calendar: Calendar) -> tuple[date, bool]:
    """Return the first working day after `day`, and whether it is sure; an unpublished year counts weekdays."""
    while True:
        day += ONE_DAY
        if not calendar.knows(day):
            if day.isoweekday() <= 5:
                return day, False
        elif calendar.is_workday(day):
            return day, True


def _one_at_a_time(duties: list[Planned]) -> list[Planned]:
    """Let one duty be held where several would be at the same time: an unmoved one, else the one moved least."""
    ranked = sorted(duties, key=lambda one: (one.on - one.named_on, one.begins_at, one.plan.key, one.named_on))
    held: dict[date, list[Planned]] = {}
    settled = []
    for one in ranked:
        if one.fate == "held" and any(one.overlaps(other) for other in held.get(one.on, ())):
            settled.append(replace(one, fate="doubled"))
            continue
        settled.append(one)
        if one.fate == "held":
            held.setdefault(one.on, []).append(one)
    return settled
