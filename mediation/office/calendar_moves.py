"""What a holiday list moves besides the dates that decisions make: those of agreements and the like, times for
acceptance, the periods of wage talks, duty days.

The same reading serves the forecast, before a list is confirmed, and the carrying out afterwards.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from mediation.domain.calendars import calendar_of
from mediation.domain.counting import counted
from mediation.domain.pauses import extended
from mediation.domain.roster import LONGEST_MOVE, Planned, shifts
from mediation.domain.rulebook import RuleBook
from mediation.domain.workdays import ONE_DAY, Calendar, TimeLimit
from mediation.domain.worktime import DeskHours, accept_by, day_begins, station_day
from mediation.models.case import Case
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.models.referral import Referral
from mediation.models.roster import Shift
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksClock
from mediation.office import casebook, duty_dates, routing_dates, rules, talks_clocks, talks_state
from mediation.office.clock_entries_draft import clock_of
from mediation.office.rules import RulesInUse

MOST_TALKS: Final = 500
MOST_READ: Final = 2000
READ: Final = ("case_id", "kind", "rule", "because", "trigger_on", "safe_on", "last_on", "extended_to")

Days = tuple[date, date | None]


@dataclass(frozen=True)
class Moved:
    """One thing that moves: `what` it is, of which case, talks or shift, the safe and the last day before and after."""

    what: str
    station_id: str
    row_id: str
    code: str
    was: Days
    becomes: Days
    case_id: str | None = None
    talks_id: str | None = None


def room_of(book: RuleBook) -> RulesInUse:
    """Return the rules in use with the holiday lists of another book; its rules must be the same."""
    return replace(rules.current(), book=book, calendar=calendar_of(book))


def first_changed(before: RuleBook, after: RuleBook) -> date | None:
    """Return the first day that the books' lists speak differently of, None for none."""
    known = {one.year: one for one in before.calendars}
    days = []
    for one in after.calendars:
        own = known.pop(one.year, None)
        changed = {date(one.year, 1, 1)} if own is None else (own.off ^ one.off) | (own.work ^ one.work)
        days += [min(changed)] if changed else []
    return min([*days, *(date(year, 1, 1) for year in known)], default=None)


def by_rules(session: Session, station: Station, *, now: datetime) -> list[Moved]:
    """Return what other rules than holiday lists move at a station beside the cases: dates of agreements, talks."""
    found = [_date(row, limit) for row, limit in dates(session, station.id, since=date.min)]
    near = talks_near(session, station.id, since=date.min)
    return found + [one for talks in near for one in _periods(session, talks, now)]


def foreseen(session: Session, book: RuleBook, stations: Iterable[Station], *, now: datetime) -> list[Moved]:
    """Return what the lists of `book` would move at some stations."""
    since = first_changed(rules.current().book, book)
    if since is None:
        return []
    with rules.pinned(room_of(book)):
        return [one for station in stations for one in of_station(session, station, since=since, now=now)]


def of_station(session: Session, station: Station, *, since: date, now: datetime) -> list[Moved]:
    """Return what the lists in use would move at one station, of what reaches `since` or was left open."""
    found = [_date(row, limit) for row, limit in dates(session, station.id, since=since)]
    found += [_date(row, due.limit) for row, _, due in duty_dates.moving(session, station.id)]
    for row, by in referrals(session, station, since=since):
        was, becomes = (station_day(row.accept_by), None), (station_day(by[0]), None)
        found.append(Moved("accept", station.id, row.id, row.desk, was, becomes, row.case_id))
    found += [one for talks in talks_near(session, station.id, since=since) for one in _periods(session, talks, now)]
    return found + [
        Moved("shift", row.station_id, row.id, wish.fate, (row.on, None), (wish.on, None))
        for row, wish in duties(session, station.id, since=since, now=now)
    ]


def _date(row: Deadline, limit: TimeLimit) -> Moved:
    was, becomes = (row.safe_on, row.last_on), (limit.safe_on, limit.last_on)
    return Moved("deadline", row.station_id, row.id, row.kind, was, becomes, row.case_id)


def dates(
    session: Session, station_id: str, *, since: date, cases: Collection[str] | None = None
) -> Iterator[tuple[Deadline, TimeLimit]]:
    """Yield the open dates that no decision makes and that end otherwise by the lists in use, with their new limit.

    Dates that stand still and those counted to a duty day are not among them. `cases`: only of these.
    """
    in_use, decided = rules.current(), routing_dates.DECIDED_KINDS
    events = sa.select(col(ClockEntry.id)).where(col(ClockEntry.station_id) == station_id)
    query = select(Deadline).where(
        Deadline.station_id == station_id, Deadline.state == "open", col(Deadline.paused_since).is_(None),
        sa.or_(col(Deadline.last_on).is_(None), col(Deadline.last_on) >= since, col(Deadline.safe_on) >= since),
        *(col(Deadline.kind).not_like(f"{kind}%") for kind in decided),
        sa.or_(col(Deadline.subject).is_(None), col(Deadline.subject).not_in(events)),
        *([] if cases is None else [col(Deadline.case_id).in_(cases)]),
    )  # fmt: skip
    for row in session.exec(query.order_by(col(Deadline.safe_on), col(Deadline.id))).all():
        clock = clock_of(in_use.book, row)
        if clock is None or clock.unit == "duty":
            continue
        limit = counted(clock, row.trigger_on, in_use.calendar)
        if row.extended_to is not None:
            limit = extended(limit, row.extended_to, in_use.calendar, roll=clock.roll)
        if (limit.safe_on, limit.last_on) != (row.safe_on, row.last_on):
            yield row, limit


def decided_otherwise(session: Session) -> list[str]:
    """Return the open cases with a decided date that ends otherwise by the lists in use, whatever lists came or went.

    Dates that stand still and those counted to a duty day are passed over; one that was paused may be among them.
    """
    in_use = rules.current()
    query = (
        select(Deadline)
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .where(
            Case.state == "open", Deadline.state == "open", col(Deadline.paused_since).is_(None),
            Deadline.rulebook != in_use.book.digest,
            sa.or_(*(col(Deadline.kind).like(f"{kind}%") for kind in routing_dates.DECIDED_KINDS)),
        )
        .options(load_only(*(getattr(Deadline, one) for one in READ)))
        .execution_options(yield_per=MOST_READ)
    )  # fmt: skip
    found = dict[str, None]()
    for row in session.exec(query):
        if row.case_id not in found and _ends_otherwise(row, in_use):
            found[row.case_id] = None
        session.expunge(row)
    return list(found)


def _ends_otherwise(row: Deadline, in_use: RulesInUse) -> bool:
    clock = clock_of(in_use.book, row)
    if clock is None or clock.unit == "duty":
        return False
    limit = counted(clock, row.trigger_on, in_use.calendar)
    if row.extended_to is not None:
        limit = extended(limit, row.extended_to, in_use.calendar, roll=clock.roll)
    return (limit.safe_on, limit.last_on) != (row.safe_on, row.last_on)


def referrals(
    session: Session, station: Station, *, since: date, cases: Collection[str] | None = None
) -> Iterator[tuple[Referral, Sequence[datetime]]]:
    """Yield the referrals nobody has accepted whose time was counted without a list that is known now, with new times.

    A referral that became more urgent on its way keeps the shorter time it was given. `cases`: only of these.
    """
    hours, calendar = DeskHours(station.opens_at, station.closes_at), rules.current().calendar
    query = select(Referral).where(
        Referral.station_id == station.id, Referral.state == "open", col(Referral.twice_by) >= day_begins(since),
        *([] if cases is None else [col(Referral.case_id).in_(cases)]),
    )  # fmt: skip
    for row in session.exec(query.order_by(col(Referral.id))).all():
        year = station_day(row.referred_at).year
        without = Calendar(one for one in calendar.years.values() if one.year <= year)
        stored, anew = (
            [accept_by(row.referred_at, row.priority, hours, lists, times=times) for times in (1, 2)]
            for lists in (without, calendar)
        )
        if stored == [row.accept_by, row.twice_by] and anew != stored:
            yield row, anew


def talks_near(session: Session, station_id: str, *, since: date) -> list[Talks]:
    """Return the talks with an open period that reaches `since` or has no last day yet."""
    running = sa.select(col(TalksClock.talks_id)).where(
        col(TalksClock.station_id) == station_id, col(TalksClock.done_on).is_(None),
        sa.or_(col(TalksClock.last_on).is_(None), col(TalksClock.last_on) >= since, col(TalksClock.safe_on) >= since),
    )  # fmt: skip
    query = select(Talks).where(Talks.station_id == station_id, Talks.stage != "ended", col(Talks.id).in_(running))
    return list(session.exec(query.order_by(col(Talks.id)).limit(MOST_TALKS)).all())


def _periods(session: Session, talks: Talks, now: datetime) -> Iterator[Moved]:
    """Yield the periods of some talks that end otherwise."""
    found = talks_state.gather(session, talks)
    stored = session.exec(select(TalksClock).where(TalksClock.talks_id == talks.id)).all()
    known: dict[tuple[Any, ...], TalksClock] = {
        (one.clock, one.place, one.second, one.about, one.trigger_on): one for one in stored
    }
    for period in talks_clocks.reckon(found, today=station_day(now)):
        row = known.get((period.id, period.place, period.second, period.subject, period.trigger_on))
        becomes = (period.limit.safe_on, period.limit.last_on)
        if row is not None and row.done_on is None and (row.safe_on, row.last_on) != becomes:
            was = (row.safe_on, row.last_on)
            yield Moved("talks", talks.station_id, row.id, period.id, was, becomes, talks_id=talks.id)


def duties(session: Session, station_id: str, *, since: date, now: datetime) -> Iterator[tuple[Shift, Planned]]:
    """Yield the shifts that have not begun and land on another day, or are no longer held, or held again."""
    query = select(Shift).where(
        Shift.station_id == station_id, col(Shift.pattern_id).is_not(None), Shift.starts_at > now,
        sa.or_(col(Shift.on) >= since, col(Shift.provisional)), col(Shift.state).in_(("planned", "nobody")),
    )  # fmt: skip
    rows = session.exec(query.order_by(col(Shift.starts_at))).all()
    if not rows:
        return
    days = [one.pattern_on for one in rows]
    first, last = min(days) - LONGEST_MOVE, max(days) + ONE_DAY
    plans = casebook.duty_plans(session, station_id)
    planned = {(one.plan.key, one.named_on): one for one in shifts(plans, first, last, rules.current().calendar)}
    for row in rows:
        wish = planned.get((str(row.pattern_id), row.pattern_on))
        if wish is not None and (wish.on != row.on or wish.fate != "held"):
            yield row, wish
