"""A slow second formulation of the costing: person by person and month by month, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mediation.domain.talks.costing import ITEMS, Assumptions, Change
from mediation.domain.talks.wagetable import Line


def head_month(line: Line, change: Change, given: Assumptions, weight: Fraction) -> dict[str, Fraction]:
    """Return one head's month in which the adjustment holds for the share `weight` of it."""
    parts = ((change, weight), (Change(
        floor=change.floor, bonus=change.bonus, allowance=change.allowance, overtime_base=change.overtime_base,
        weekday=change.weekday, rest=change.rest, holiday=change.holiday), 1 - weight))  # fmt: skip
    found = dict.fromkeys(ITEMS, Fraction(0))
    for one, share in parts:
        for item, amount in _whole_month(line, one, given).items():
            found[item] += amount * share
    return found


def _whole_month(line: Line, change: Change, given: Assumptions) -> dict[str, Fraction]:
    pay = Fraction(line.monthly) * (1 + Fraction(change.change, 10_000)) + change.amount
    if change.floor is not None and pay < change.floor:
        pay = Fraction(change.floor)
    allowance = Fraction(line.allowance + change.allowance)
    months = Fraction(line.bonus if change.bonus is None else change.bonus, 100)
    bonus = pay * months / 12
    if change.overtime_base is not None:
        base = pay * Fraction(change.overtime_base, 10_000)
    else:
        base = pay if line.overtime_base is None else Fraction(line.overtime_base)
    hour = base / Fraction(given.paid_days, 100) / 8
    overtime = Fraction(0)
    for kind in ("weekday", "rest", "holiday"):
        rate = getattr(given, kind) if getattr(change, kind) is None else getattr(change, kind)
        overtime += hour * Fraction(getattr(line, kind), 100) * Fraction(rate, 10_000)
    insured = pay + allowance + bonus + overtime
    if given.low is not None:
        insured = max(insured, Fraction(given.low))
    if given.high is not None:
        insured = min(insured, Fraction(given.high))
    insurance = insured * Fraction(given.insurance, 10_000)
    return {"pay": pay, "allowance": allowance, "bonus": bonus, "overtime": overtime, "insurance": insurance}


def months_of(lines: Sequence[Line], change: Change, given: Assumptions, count: int) -> dict[str, dict[str, Fraction]]:
    """Return each group's first `count` months, item by item."""
    found: dict[str, dict[str, Fraction]] = {}
    for line in lines:
        group = found.setdefault(line.group, dict.fromkeys(ITEMS, Fraction(0)))
        for number in range(count):
            left = Fraction(change.months, 100) - number
            month = head_month(line, change, given, min(max(left, Fraction(0)), Fraction(1)))
            for item in ITEMS:
                group[item] += line.heads * month[item]
    return found


def half_up(exact: Fraction) -> int:
    """Round a sum that isn't negative."""
    assert exact >= 0
    return int(exact + Fraction(1, 2))
