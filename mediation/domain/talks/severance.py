"""Severance (经济补偿) for the comparison with dismissals: years of service, base and caps, with every step.

劳动合同法 46–47, 实施条例 27; rounded once, half up, for each person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.money import figures
from mediation.domain.refusals import N_
from mediation.domain.service import half_years, service
from mediation.domain.talks.rounding import half_up
from mediation.domain.workdays import Step, step

LAW: Final = ("lcl-47", "lclr-27")
OLD_RULES_BEFORE: Final = date(2008, 1, 1)

SERVICE: Final = N_("工作年限：%(hired)s 至 %(left)s，满 %(months)d 个月，计 %(years)s 个月工资")
SERVICE_AND_DAYS: Final = N_("工作年限：%(hired)s 至 %(left)s，满 %(months)d 个月又数日，计 %(years)s 个月工资")
BASE: Final = N_("月工资（前十二个月平均应得）%(average)s元")
RAISED: Final = N_("低于最低工资标准 %(minimum)s元，按最低工资标准计算")
CAPPED: Final = N_("高于上年度职工月平均工资 %(city)s元的 %(multiple)d 倍，按 %(base)s元计算，年限最高 %(most)d 年")
PAYS: Final = N_("经济补偿：%(base)s元 × %(years)s = %(amount)s元")
OLD_RULES: Final = N_("2008 年 1 月 1 日以前的工作年限适用当时的规定，请律师核对")
NO_CITY: Final = N_("没有载入上年度职工月平均工资，未核对三倍上限")


@dataclass(frozen=True, slots=True)
class Caps:
    """Minimum wage and city average, fen a month (None: not known), the cap: so many times it, so many years."""

    minimum: int | None
    city: int | None
    multiple: int = 3
    years: int = 12


@dataclass(frozen=True, slots=True)
class Severance:
    """One person's severance in fen, the base and the half years it rests on, the steps, and what to look at."""

    amount: int
    base: int
    halves: int
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]


def severance(hired_on: date, left_on: date, average: int, caps: Caps) -> Severance:
    """Return the severance of one person; `average` is the mean of the last twelve months' gross wages in fen.

    Base below the minimum wage is raised to it; only a base above so many times the city average is cut to that, and
    only then are the years capped (exactly so many times isn't above).
    """
    months, days = service(hired_on, left_on)
    halves, base, warnings = half_years(hired_on, left_on), average, []
    steps = [
        step(
            SERVICE_AND_DAYS if days else SERVICE,
            hired=hired_on,
            left=left_on,
            months=months,
            years=_years(halves),
        ),
        step(BASE, average=figures(average)),
    ]
    if caps.minimum is not None and base < caps.minimum:
        base = caps.minimum
        steps.append(step(RAISED, minimum=figures(base)))
    if caps.city is None:
        warnings.append(NO_CITY)
    elif base > caps.multiple * caps.city:
        base, halves = caps.multiple * caps.city, min(halves, caps.years * 2)
        steps.append(step(CAPPED, city=figures(caps.city), multiple=caps.multiple, base=figures(base), most=caps.years))
    if hired_on < OLD_RULES_BEFORE:
        warnings.append(OLD_RULES)
    amount = half_up(Fraction(base * halves, 2))
    steps.append(step(PAYS, base=figures(base), years=_years(halves), amount=figures(amount)))
    return Severance(amount, base, halves, tuple(steps), tuple(warnings))


def _years(halves: int) -> str:
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)
