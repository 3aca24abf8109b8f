"""The situations that the sweep asks about: days left and days gone by, counted before any rule is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from mediation.domain.situation import Situation
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import station_day, workdays_between


def days_to(day: date, today: date) -> int:
    """Count the days from today to `day`; below 0 when it is past."""
    return (day - today).days


def referral(*, waiting: bool, accept_by: datetime, twice_by: datetime, now: datetime) -> Situation:
    """Return the situation of a referral: how often over its acceptance time has passed, 0 while it is in time."""
    used = 0 if now <= accept_by else 1 if now <= twice_by else 2
    return Situation("referral", {"waiting": waiting, "acceptance_times_used": used})


def deadline(*, kind: str, last_on: date, today: date, calendar: Calendar) -> Situation:
    """Return the situation of a date: the days left to its last day, the working days past it."""
    facts = {
        "of_station": kind.startswith("station."),
        "days_left": days_to(last_on, today),
        "workdays_late": workdays_between(last_on, today, calendar),
    }
    return Situation("deadline", facts)


def agreement(*, effective_on: date, sent: bool, next_on: date | None, today: date) -> Situation:
    """Return the situation of an agreement in force; `next_on` is the nearest safe date that isn't past."""
    left = None if next_on is None else days_to(next_on, today)
    return Situation("agreement", {"effective_on": effective_on, "sent": sent, "days_to_confirmation": left})


def next_date(dates: Iterable[date], today: date) -> date | None:
    """Return the nearest of `dates` that isn't past."""
    return min((one for one in dates if one >= today), default=None)


def instalment(*, due_on: date, paid: bool, payment_order_open: bool, today: date) -> Situation:
    """Return the situation of an instalment; `payment_order_open`: the agreement opens that way (调仲法 16)."""
    facts = {
        "due_on": due_on,
        "paid": paid,
        "days_unpaid": days_to(today, due_on),
        "payment_order_open": payment_order_open,
    }
    return Situation("instalment", facts)


def talks(*, requested_on: date, reply_by: date, replied: bool, today: date) -> Situation:
    """Return the situation of a request for consultation."""
    facts = {"requested_on": requested_on, "replied": replied, "days_overdue": days_to(today, reply_by)}
    return Situation("talks", facts)


def days_silent(last_entry_at: datetime, now: datetime) -> int:
    """Count the days of the calendar since the last entry."""
    return days_to(station_day(now), station_day(last_entry_at))
