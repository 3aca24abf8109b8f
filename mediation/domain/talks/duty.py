"""The working time of worker representatives: meetings count as work, and a few working days are for preparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.finding import Finding, by_weight
from mediation.domain.talks.place import Required, TalksPlace, first_required
from mediation.domain.workdays import ONE_DAY, Calendar

SEARCHED: Final = 60
"""How many days back working days are looked for."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The days of one representative's duty that count as normal work; pay goes on for them.

    `prepared` are the days of preparation within the number the place gives, `beyond` those past it, `left` how many
    are still free (None: the place gives no number).
    """

    sessions: tuple[date, ...]
    prepared: tuple[date, ...]
    beyond: tuple[date, ...]
    left: int | None
    findings: tuple[Finding, ...]


def duty(
    preparation: Iterable[date], sessions: Iterable[date], *, rows: tuple[TalksPlace, ...], calendar: Calendar,
    on: date,
) -> Duty:  # fmt: skip
    """Return which days count, by the rules of a chain of places (place.chain) in force on `on`.

    Sessions count whatever day they fall on. A day of preparation counts where it is a working day without a session,
    the earliest first; a day of a year without a holiday list is counted, and told.
    """
    met = tuple(sorted(set(sessions)))
    meeting, given = (first_required(rows, f"duty.{one}", on) for one in ("sessions", "preparation"))
    found = [*_meetings(met, meeting, calendar)]
    worked = []
    for day in sorted(set(preparation) - set(met)):
        if not calendar.knows(day):
            found += _told(given, N_("%(day)s 所在年份的放假安排尚未公布，是否为工作日不能确定"),
                           N_("放假安排公布后核对"), day=day)  # fmt: skip
        elif not calendar.is_workday(day):
            found += _told(given, N_("%(day)s 是休息日，不计入准备时间"), N_("需要准备时间的，安排在工作日"), day=day)
            continue
        worked.append(day)
    number = given.row.number if given else len(worked)
    beyond = tuple(worked[number:])
    if beyond:
        message = N_("准备时间已达 %(number)d 个工作日，%(day)s 起超出部分是否照发工资由双方商定")
        found += _told(given, message, N_("事先与用人单位书面商定"), number=number, day=beyond[0])
    left = max(number - len(worked), 0) if given else None
    return Duty(met, tuple(worked[:number]), beyond, left, by_weight(found))


def preparation_days(
    session_on: date, *, rows: tuple[TalksPlace, ...], calendar: Calendar, taken: int = 0
) -> tuple[date, ...] | None:
    """Return the last working days before a session that may be used to prepare, earliest first.

    `taken`: how many were used already. None where the place gives no number, or a year has no holiday list.
    """
    given = first_required(rows, "duty.preparation", session_on)
    if given is None:
        return None
    found: list[date] = []
    day = session_on
    while len(found) < given.row.number - taken and (session_on - day).days < SEARCHED:
        day -= ONE_DAY
        if not calendar.knows(day):
            return None
        if calendar.is_workday(day):
            found.append(day)
    return tuple(reversed(found))


def _meetings(sessions: tuple[date, ...], row: Required | None, calendar: Calendar) -> Iterator[Finding]:
    for day in sessions:
        if calendar.knows(day) and not calendar.is_workday(day):
            message = N_("%(day)s 的协商会议在休息日举行，视为提供正常劳动")
            yield from _told(row, message, N_("安排补休，或者按规定支付加班工资"), day=day)


def _told(row: Required | None, message: str, remedy: str, **facts: object) -> Iterator[Finding]:
    """Yield a warning where the place has the rule."""
    if row is not None:
        one = row.row
        yield Finding("warning", one.id, message, remedy, one.law, one.verified, facts, "workers", row.place)
