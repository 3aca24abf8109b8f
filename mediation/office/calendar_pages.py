"""The pages of holiday lists: the years that are known, the one that is missing, a list before its confirmation."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.holidaylist import HolidayList
from mediation.domain.refusals import Problem
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import station_day
from mediation.models.rulebook import RuleDraft
from mediation.models.user import User
from mediation.office import calendar_drafts, calendar_moved, rule_drafts, rules
from mediation.office.calendar_moved import MovedRow

NOTICE_MONTH: Final = 11
"""The State Council's notice for the coming year comes out about the beginning of November."""
MOST_MOVES: Final = 300


@dataclass(frozen=True)
class YearRow:
    """One year that is known: its notice, how it was checked, how many days are worked."""

    year: int
    notice: str
    source: str
    verified: str
    workdays: int


@dataclass(frozen=True)
class ListRow:
    """One list that was proposed."""

    id: str
    title: str
    state: str
    by: str
    made_at: datetime
    rehearsal: str
    confirmed: bool


@dataclass(frozen=True)
class CalendarsPage:
    """The years in use, newest first, the year that is missing (None: none), the lists that were proposed."""

    years: tuple[YearRow, ...]
    missing: int | None
    lists: tuple[ListRow, ...]


@dataclass(frozen=True)
class DayCell:
    """One day of the overview: `off`, `work` or nothing special."""

    on: date
    mark: str


@dataclass(frozen=True)
class MonthBox:
    """One month of the overview, its weeks from Monday. How many days are worked the second person counts."""

    month: int
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True)
class ListPage:
    """One proposed list with everything the second person needs to judge it."""

    row: RuleDraft
    given: HolidayList
    months: tuple[MonthBox, ...]
    made_by: str
    confirmed_by: str
    published_by: str
    questions: tuple[Problem, ...]
    split: tuple[date, ...]
    moved: tuple[MovedRow, ...]
    more: int
    stale: bool
    replaces: str
    may_confirm: bool
    may_publish: bool
    may_draft: bool


def missing_year(lists: Calendar, today: date) -> int | None:
    """Return the year whose list people should load: this one, or from November on the next; None while none lacks."""
    if not lists.knows(today):
        return today.year
    coming = today.year + 1
    return coming if today.month >= NOTICE_MONTH and coming not in lists.years else None


def missing_now(*, now: datetime) -> int | None:
    """Return the same for the lists in use today."""
    return missing_year(rules.current().calendar, station_day(now))


def listing(session: Session, *, user: Reader, now: datetime) -> CalendarsPage:
    """Return the years in use and the lists that were proposed."""
    access.require(user, "rules.status")
    query = Scope(session, user).select(RuleDraft).where(RuleDraft.kind == calendar_drafts.KIND)
    drafts = session.exec(query.order_by(col(RuleDraft.made_at).desc())).all()
    who = _names(session, [one.made_by for one in drafts])
    years = sorted(rules.current().book.calendars, key=lambda one: -one.year)
    return CalendarsPage(
        tuple(YearRow(one.year, one.notice_words, one.source, one.verified, _worked(one.year)) for one in years),
        missing_now(now=now),
        tuple(
            ListRow(
                one.id, one.title, one.state, who.get(one.made_by or "", ""), one.made_at, one.rehearsal,
                one.confirmed_at is not None,
            )
            for one in drafts
        ),
    )  # fmt: skip


def _worked(year: int) -> int:
    lists = rules.current().calendar
    days = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    return sum(lists.is_workday(date.fromordinal(one)) for one in days)


def page(session: Session, draft_id: str, *, user: Reader, now: datetime) -> ListPage:
    """Return one list: the days, its source, its questions, and every date of the user's stations that it moves."""
    row = calendar_drafts.get(session, draft_id, user=user)
    given, scope = calendar_drafts.list_of(row), Scope(session, user)
    moved = calendar_moved.of_list(scope, row, now=now)
    who = _names(session, [row.made_by, row.confirmed_by, row.published_by])
    own = next((one for one in rules.current().book.calendars if one.year == given.year), None)
    pending = row.state == "draft" and row.confirmed_at is None and not row.faults
    return ListPage(
        row, given, months(given), who.get(row.made_by or "", ""), who.get(row.confirmed_by or "", ""),
        who.get(row.published_by or "", ""), tuple(calendar_drafts.stored_questions(row)),
        tuple(date.fromisoformat(one) for one in row.change.get("split", ())), tuple(moved[:MOST_MOVES]),
        max(0, len(moved) - MOST_MOVES), rule_drafts.stale(row), own.notice_words if own else "",
        pending and row.rehearsal == "done" and access.may(user, "rules.confirm") and user.id != row.made_by,
        row.state == "draft" and row.confirmed_at is not None and access.may(user, "rules.publish"),
        access.may(user, "rules.draft"),
    )  # fmt: skip


def months(given: HolidayList) -> tuple[MonthBox, ...]:
    """Return the year by month, each day with what the list makes of it."""
    off, work = given.of_year(given.year)
    weeks = calendar.Calendar(firstweekday=0)
    found = []
    for month in range(1, 13):
        cells = tuple(
            tuple(
                DayCell(day, "off" if day in off else "work" if day in work else "rest" if day.weekday() > 4 else "")
                if day.month == month
                else None
                for day in week
            )
            for week in weeks.monthdatescalendar(given.year, month)
        )
        found.append(MonthBox(month, cells))
    return tuple(found)


def _names(session: Session, people: Iterable[str | None]) -> dict[str, str]:
    query = sa.select(col(User.id), col(User.display_name)).where(col(User.id).in_({one for one in people if one}))
    return {row[0]: row[1] for row in session.execute(query)}
