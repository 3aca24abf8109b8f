"""The pages of holiday lists: the years that are known, the one that is missing, a list before its confirmation."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.holidaylist import HolidayList
from mediation.domain.refusals import Problem
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.rulebook import RuleDraft, RuleMove
from mediation.models.station import Station
from mediation.models.talks import Talks
from mediation.models.user import User
from mediation.office import calendar_drafts, calendar_moves, rule_drafts, rules
from mediation.office.calendar_moves import Days, Moved
from mediation.office.reasons import Reasons
from mediation.office.records import Words

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
class MovedRow:
    """One date that would move, named for a reader: the case or the talks it belongs to, before and after."""

    what: str
    name: Words
    was: Days
    becomes: Days
    case_id: str = ""
    talks_id: str = ""
    number: str = ""


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
    moved = [*_decided(scope, row), *_others(scope, row, now)]
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


def _decided(scope: Scope, row: RuleDraft) -> list[MovedRow]:
    """Return the dates of cases that the rehearsal moves, of open cases alone."""
    query = scope.select(RuleMove).where(RuleMove.draft_id == row.id, col(RuleMove.live))
    moves = list(scope.session.exec(query))
    cases = _cases(scope, [one.case_id for one in moves])
    reasons = Reasons(rules.current().book, date.max)
    rows = []
    for one in moves:
        for change in one.foreseen:
            if change["about"] != "date" or one.case_id not in cases:
                continue
            name = reasons.title(change.get("rule") or change["id"])
            was, becomes = _days(change["was"]), _days(change["becomes"])
            rows.append(MovedRow("deadline", name, was, becomes, case_id=one.case_id, number=cases[one.case_id]))
    return sorted(rows, key=lambda one: (one.number, str(one.becomes[0])))


def _days(told: Mapping[str, Any] | None) -> Days:
    if told is None:
        return (date.max, None)
    last = told.get("last_on")
    return date.fromisoformat(told["safe_on"]), date.fromisoformat(last) if last else None


def _others(scope: Scope, row: RuleDraft, now: datetime) -> list[MovedRow]:
    """Return what else of the user's stations moves: nothing any more once the list is in force."""
    if row.state != "draft" or row.faults:
        return []
    session = scope.session
    book = rule_drafts.book_of(session, row)
    with access.as_house(session, "what a holiday list moves is read for whole stations, those of the reader alone"):
        wanted = select(Station).where(col(Station.id).in_(scope.user.station_ids)).order_by(col(Station.code))
        moved = calendar_moves.foreseen(session, book, session.exec(wanted).all(), now=now)
    cases = _cases(scope, [one.case_id for one in moved if one.case_id])
    talks = _talks(scope, [one.talks_id for one in moved if one.talks_id])
    return [
        MovedRow(
            one.what, _named(one), one.was, one.becomes, one.case_id or "", one.talks_id or "",
            cases.get(one.case_id or "", "") or talks.get(one.talks_id or "", ""),
        )
        for one in moved
        if (not one.case_id or one.case_id in cases) and (not one.talks_id or one.talks_id in talks)
    ]  # fmt: skip


def _named(one: Moved) -> Words:
    book = rules.current().book
    if one.what == "deadline":
        for rule in reversed(book.rules):
            if any(effect.word == "deadline" and one.code == effect.deadline.id for effect in rule.effects):
                return Words(rule.title["zh"], rule.title["en"])
    if one.what == "talks":
        for place in book.places.values():
            found = next((limit for limit in place.limits if limit.id == one.code), None)
            if found is not None:
                return Words(found.title["zh"], found.title["en"])
    return Words(one.code, one.code)


def _cases(scope: Scope, ids: Sequence[str | None]) -> dict[str, str]:
    rows = scope.session.exec(scope.select(Case).where(col(Case.id).in_([one for one in ids if one])))
    return {one.id: one.number for one in rows}


def _talks(scope: Scope, ids: Sequence[str | None]) -> dict[str, str]:
    rows = scope.session.exec(scope.select(Talks).where(col(Talks.id).in_([one for one in ids if one])))
    return {one.id: one.number or "" for one in rows}


def _names(session: Session, people: Iterable[str | None]) -> dict[str, str]:
    query = sa.select(col(User.id), col(User.display_name)).where(col(User.id).in_({one for one in people if one}))
    return {row[0]: row[1] for row in session.execute(query)}
