"""How what a condition wants is said, and what is so, in sentences of the catalogue; amounts come in fen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from mediation.domain.claims.working import NO, YES, plain, yuan_of
from mediation.domain.refusals import N_
from mediation.domain.workdays import Step, step


def below(fen: Fraction | int) -> Step:
    """Want less than an amount."""
    return step(N_("低于 %(amount)s 元"), amount=yuan_of(fen))


def above(fen: Fraction | int) -> Step:
    """Want more than an amount."""
    return step(N_("高于 %(amount)s 元"), amount=yuan_of(fen))


def at_most(fen: Fraction | int) -> Step:
    """Want an amount or less."""
    return step(N_("不超过 %(amount)s 元"), amount=yuan_of(fen))


def so_much(fen: Fraction | int) -> Step:
    """Tell an amount."""
    return step(N_("%(amount)s 元"), amount=yuan_of(fen))


def more_months(months: Fraction | int) -> Step:
    """Want more than some months."""
    return step(N_("多于 %(months)s 个月"), months=plain(months))


def fewer_months(months: Fraction | int) -> Step:
    """Want less than some months."""
    return step(N_("少于 %(months)s 个月"), months=plain(months))


def so_many_months(months: Fraction | int) -> Step:
    """Tell a number of months."""
    return step(N_("%(months)s 个月"), months=plain(months))


def from_day(day: date) -> Step:
    """Want a day or one after it."""
    return step(N_("%(day)s 或者以后"), day=day)


def before(day: date) -> Step:
    """Want a day before another."""
    return step(N_("早于 %(day)s"), day=day)


def told(value: object) -> Step:
    """Tell a day or yes and no."""
    if isinstance(value, bool):
        return step(YES if value else NO)
    return step("%(day)s", day=value)
