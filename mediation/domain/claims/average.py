"""The city average for the three-times cap: that of the calendar year before, or the last one published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mediation.domain.claims.working import Working, yuan_of
from mediation.domain.refusals import N_

NAME: Final = "average_wage_month"


@dataclass(frozen=True, slots=True)
class CityAverage:
    """The average used, in fen; the year it should be for; `proper`: that year's, where it came out only later."""

    fen: int
    wanted: int
    proper: int | None = None


def city_average(working: Working) -> CityAverage:
    """Return the average in force on the governing day; warn where it isn't that of the calendar year before."""
    ground = working.ground
    fen, found = working.fen(NAME), working.value(NAME)
    wanted = ground.day.year - 1
    if found.year == wanted:
        return CityAverage(fen, wanted)
    if found.year is None:
        working.warn(N_("所用职工月平均工资没有注明统计年度，请核对是否为 %(wanted)d 年度"), wanted=wanted)
        return CityAverage(fen, wanted)
    message = N_(
        "%(day)s 时 %(wanted)d 年度职工月平均工资尚未公布，按最近公布的 %(year)d 年度 %(city)s 元计算；"
        "公布前适用哪一年度未经核实"
    )
    working.warn(message, day=ground.day.isoformat(), wanted=wanted, year=found.year, city=yuan_of(fen))
    values = ground.book.parameters[f"{ground.place}.{NAME}"].values
    proper = next((int(one.value) for one in values if one.year == wanted), None)
    return CityAverage(fen, wanted, proper)
