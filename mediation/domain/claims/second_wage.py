"""The second wage over a span of days: whole months from its first day, then the working days left over."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.working import Working, plain, yuan_of
from mediation.domain.reading import Fields
from mediation.domain.refusals import N_
from mediation.domain.service import full_on
from mediation.domain.workdays import ONE_DAY

CONTRACT_LAW_FROM: Final = date(2008, 1, 1)
"""The day the Labour Contract Law came into force; before it there was no second wage."""
ENDS_AND_WAGE: Final = (
    Fact("left_on", "day", "离职日（最后一日；在职为空）", "last day of employment; empty: still employed",
         nullable=True),
    Fact("monthly_wage", "money", "月工资", "monthly wage", "fen"),
    place_of(),
)  # fmt: skip
"""What both kinds of a second wage ask for besides the days of the contract."""


def begun(fields: Fields, facts: Facts, first: str) -> None:
    """Note a last day of employment before the day `first`, and a day `first` that is still to come."""
    fields.in_order(first, facts[first], "left_on", facts["left_on"])
    on = fields.reader.now.date()
    if facts[first] and facts[first] > on:
        fields.fault(first, N_("晚于计算日"), f"≤ {on}")


def earliest(working: Working, facts: Facts, *others: tuple[str, date]) -> tuple[str, date]:
    """Return the last day that counts and its fact: signing, leaving, the day reckoned for, or another."""
    ends = [*others, ("on", working.ground.on)]
    if facts["contract_on"]:
        ends.append(("contract_on", facts["contract_on"] - ONE_DAY))
    if facts["left_on"]:
        ends.append(("left_on", facts["left_on"]))
    return min(ends, key=lambda one: one[1])


def second_wage(
    wage: int, start: date, free: int, end: tuple[str, date], working: Working, law: tuple[str, ...]
) -> Fraction:
    """Return the wage for the months counted from `start`, the first `free` of them left out, up to the end; in fen.

    Raises CalendarGap, by the field that the end comes from, where the days left over reach into a year without a list.
    """
    field, last = end
    whole = 0
    while full_on(start, free + whole + 1) <= last:
        whole += 1
    says = N_("整月：月工资 %(wage)s 元 × %(months)d 个月")
    working.line(says, yuan_of(wage * whole), law, wage=yuan_of(wage), months=whole)
    rest = full_on(start, free + whole) + ONE_DAY
    return Fraction(wage * whole) + (_part(wage, rest, last, field, working) if rest <= last else 0)


def _part(wage: int, first: date, last: date, field: str, working: Working) -> Fraction:
    days = working.workdays(first, last, field)
    month = working.hundredths("paid_days_month")
    pay = wage * days / month
    says = N_("不满一个月：%(first)s 至 %(last)s 共 %(days)d 个工作日，月工资 %(wage)s 元 ÷ %(month)s × %(days)d")
    params = {"first": first, "last": last, "days": days, "wage": yuan_of(wage), "month": plain(month)}
    working.line(says, yuan_of(pay), ("sii-6", "pay-2025-2"), **params)
    if days > month:
        working.warn(N_("不满一个月的 %(days)d 个工作日超过月计薪天数，所得超过一个月工资，请核对"), days=days)
    return pay
