"""Length of employment: when a month of service is full, how many there are, and the years of severance they make."""

from __future__ import annotations

from datetime import date
from typing import Final

from mediation.domain.refusals import N_, Refused
from mediation.domain.workdays import ONE_DAY, add_months

LEFT_BEFORE_HIRED: Final = N_("离职日早于入职日")


def full_on(hired_on: date, months: int) -> date:
    """Return the day on which so many months are full; the first day counts.

    That is the day before the corresponding day, or the month's last where there is none (民法典 202).
    """
    corresponding = add_months(hired_on, months)
    return corresponding - ONE_DAY if corresponding.day == hired_on.day else corresponding


def service(hired_on: date, left_on: date) -> tuple[int, bool]:
    """Return the full months of service and whether days are left over; the last day counts.

    Raises Refused where the last day lies before the first.
    """
    if left_on < hired_on:
        raise Refused(LEFT_BEFORE_HIRED)
    months = max((left_on.year - hired_on.year) * 12 + left_on.month - hired_on.month - 1, 0)
    while full_on(hired_on, months + 1) <= left_on:
        months += 1
    return months, left_on > full_on(hired_on, months)


def half_years(hired_on: date, left_on: date) -> int:
    """Return the years of severance in halves: each full year two, six months or more two, less one (劳动合同法 47)."""
    months, days = service(hired_on, left_on)
    years, rest = divmod(months, 12)
    return years * 2 + (2 if rest >= 6 else 1 if rest or days else 0)
