"""Legal floors under every offer: minimum wage, overtime rates and base, probation, sick pay, and the wage guideline.

A floor is a dated parameter of a place (`PLACE.minimum_wage_month` …); where the place has none, the nation's is asked.
Where none is known the figure is told to be unchecked: no floor is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain import money
from mediation.domain.lawbook import Parameter, ParameterGap, ParameterValue
from mediation.domain.refusals import N_
from mediation.domain.talks import wording
from mediation.domain.talks.clauses import NATIONAL, Clause, ClauseField, Library, Values
from mediation.domain.talks.finding import Finding, by_weight
from mediation.domain.talks.rounding import half_up

BELOW: Final = N_("“%(clause)s”的%(field)s为%(offered)s，低于法定下限%(floor)s，差%(shortfall)s")
RAISE: Final = N_("请提高到法定下限以上后再提出；低于下限的约定不能写入协议")
UNKNOWN: Final = N_("“%(clause)s”的%(field)s没有核对：%(place)s在 %(day)s 没有载入可用的标准（%(parameter)s）")
ASK: Final = N_("请向当地人社部门核实标准后，补入规则目录的参数文件；不能推算")
NET: Final = N_("最低工资标准的口径：%(scope)s；“%(clause)s”的%(field)s按税前应发金额填写的，请扣除后再比较")
CHECK_NET: Final = N_("请核对扣除这些项目后是否仍不低于最低工资标准")
UNVERIFIED_BELOW: Final = N_("“%(clause)s”的%(field)s为%(offered)s，低于未经核实的标准%(floor)s，差%(shortfall)s")
VERIFY: Final = N_("该标准未经核实，请律师核对原文后再决定")
BASE_BELOW: Final = N_(
    "“%(clause)s”按正常出勤月工资的%(offered)s计算：70%%只在合同和集体合同都没有约定时适用，不是一般标准"
)
BASE_REMEDY: Final = N_("请按劳动合同约定的本岗位月工资（实际不一致的按实际）确定基数")
GUIDE_LOW: Final = N_("调整幅度%(offered)s低于工资指导线的下线%(floor)s，差%(shortfall)s")
GUIDE_HIGH: Final = N_("调整幅度%(offered)s高于工资指导线的上线%(floor)s")
GUIDE_REMEDY: Final = N_("工资指导线是协商的参考因素，不是强制标准；请在协商中说明理由")
GROUP_BELOW: Final = N_("“%(group)s”%(heads)d人调整后月工资为%(offered)s元，低于法定下限%(floor)s元，差%(shortfall)s元")

_PERCENT: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "overtime_weekday": ("overtime_weekday_percent", ("ll-44",)),
    "overtime_rest": ("overtime_rest_percent", ("ll-44",)),
    "overtime_holiday": ("overtime_holiday_percent", ("ll-44",)),
    "probation": ("probation_least_percent", ("lcl-20",)),
}
TITLES: Final[Mapping[str, str]] = {
    "minimum_wage_month": N_("月最低工资标准"), "sick_pay_least_percent": N_("病假工资占最低工资标准的下限"),
    "wage_guideline_low": N_("企业工资指导线"), "overtime_weekday_percent": N_("延时加班工资比例"),
    "overtime_rest_percent": N_("休息日加班工资比例"),
    "overtime_holiday_percent": N_("法定休假日加班工资比例"),
    "probation_least_percent": N_("试用期工资占约定工资的下限"),
}  # fmt: skip
"""What a standard is called where no file has it, so that no parameter tells its title."""
MINIMUM_LAW: Final = ("ll-48", "lcl-55")
WHOLE: Final = 10_000
"""A hundred per cent, in hundredths of a percent."""


@dataclass(frozen=True)
class Standards:
    """The parameters in force at `place` on `day`; each answer comes with its source and mark."""

    parameters: Mapping[str, Parameter]
    place: str
    day: date

    def find(self, name: str) -> ParameterValue | None:
        """Return `PLACE.name` on the day, `national.name` where the place has none of its own; None: not known.

        A place that has the parameter but no value for the day is not known either: the nation's is no stand-in.
        """
        own = self.parameters.get(f"{self.place}.{name}", self.parameters.get(f"{NATIONAL}.{name}"))
        try:
            return None if own is None else own.on(self.day)
        except ParameterGap:
            return None

    def number(self, name: str) -> tuple[int, str] | None:
        """Return the number of a parameter with its mark, None where it isn't known."""
        found = self.find(name)
        return None if found is None or isinstance(found.value, str) else (found.value, found.verified)


def check(offer: Mapping[str, Values], library: Library, standards: Standards) -> tuple[Finding, ...]:
    """Return what of an offer lies below a legal floor, errors first.

    `error`: below a floor read in a text or a secondary place (V, S); `warning`: below an unverified one (U), against a
    guideline, or no standard known. `facts` hold `clause`, `field`, `offered`, `floor` and, as a whole number of the
    field's unit, `short`. Law: 劳动法 44, 48; 劳动合同法 20, 55; 上海市企业工资支付办法 9; 工资集体协商试行办法 8.
    """
    found: list[Finding] = []
    for key, values in offer.items():
        clause = library[key]
        for field in clause.figures():
            value = wording.figure(clause, field.key, values)
            if field.floor and value is not None:
                found += _of_field(_Spot(clause, field, value, standards))
    return by_weight(found)


@dataclass(frozen=True)
class _Spot:
    clause: Clause
    field: ClauseField
    value: int
    standards: Standards

    def facts(self, **more: object) -> dict[str, object]:
        return {
            "clause": self.clause.title["zh"], "field": self.field.title["zh"],
            "offered": wording.written(self.field, self.value), "clause_key": self.clause.key,
            "field_key": self.field.key, **more,
        }  # fmt: skip

    def unknown(self, name: str) -> Finding:
        standards = self.standards
        facts = self.facts(place=standards.place, day=standards.day.isoformat(), parameter=TITLES[name])
        return Finding("warning", "floor.unknown", UNKNOWN, ASK, self.clause.law, "U", facts, place=standards.place)

    def below(self, floor: int, mark: str, law: tuple[str, ...]) -> Finding:
        sure = mark != "U"
        facts = self.facts(
            floor=wording.written(self.field, floor), short=floor - self.value,
            shortfall=wording.written(self.field, floor - self.value),
        )  # fmt: skip
        return Finding(
            "error" if sure else "warning", f"floor.{self.field.floor}", BELOW if sure else UNVERIFIED_BELOW,
            RAISE if sure else VERIFY, law, mark, facts, place=self.standards.place,
        )  # fmt: skip


def _of_field(spot: _Spot) -> Iterator[Finding]:
    kind = spot.field.floor
    if kind == "minimum_wage":
        yield from _minimum(spot)
    elif kind == "sick_pay":
        yield from _sick(spot)
    elif kind == "guideline":
        yield from _guideline(spot)
    elif kind == "overtime_base":
        usual = spot.standards.number("overtime_base_usual_percent")
        if usual is not None and spot.value < usual[0]:
            yield Finding("warning", "floor.overtime_base", BASE_BELOW, BASE_REMEDY, spot.clause.law, usual[1],
                          spot.facts(short=usual[0] - spot.value), place=spot.standards.place)  # fmt: skip
    else:
        name, law = _PERCENT[kind]
        floor = spot.standards.number(name)
        if floor is None:
            yield spot.unknown(name)
        elif spot.value < floor[0]:
            yield spot.below(*floor, law)


def _minimum(spot: _Spot) -> Iterator[Finding]:
    floor = spot.standards.number("minimum_wage_month")
    if floor is None:
        yield spot.unknown("minimum_wage_month")
        return
    if spot.value < floor[0]:
        yield spot.below(*floor, MINIMUM_LAW)
        return
    scope = spot.standards.find("minimum_wage_scope")
    if scope is not None:
        yield Finding("warning", "floor.minimum_wage_scope", NET, CHECK_NET, MINIMUM_LAW, scope.verified,
                      spot.facts(scope=scope.value), place=spot.standards.place)  # fmt: skip


def _sick(spot: _Spot) -> Iterator[Finding]:
    """Hold sick pay against a share of the minimum wage."""
    least, share = (spot.standards.number(name) for name in ("minimum_wage_month", "sick_pay_least_percent"))
    if least is None or share is None:
        yield spot.unknown("minimum_wage_month" if least is None else "sick_pay_least_percent")
        return
    floor = half_up(Fraction(least[0] * share[0], WHOLE))
    if spot.value < floor:
        yield spot.below(floor, max(least[1], share[1], key="VSU".index), spot.clause.law)


def _guideline(spot: _Spot) -> Iterator[Finding]:
    low, high = (spot.standards.number(name) for name in ("wage_guideline_low", "wage_guideline_high"))
    if low is None and high is None:
        yield spot.unknown("wage_guideline_low")
        return
    law, place = ("mr9-8",), spot.standards.place
    if low is not None and spot.value < low[0]:
        facts = spot.facts(
            floor=wording.written(spot.field, low[0]), short=low[0] - spot.value,
            shortfall=f"{wording.hundredths(low[0] - spot.value)}%",
        )  # fmt: skip
        yield Finding("warning", "floor.guideline_low", GUIDE_LOW, GUIDE_REMEDY, law, low[1], facts, place=place)
    if high is not None and spot.value > high[0]:
        facts = spot.facts(floor=wording.written(spot.field, high[0]), short=0)
        yield Finding("warning", "floor.guideline_high", GUIDE_HIGH, GUIDE_REMEDY, law, high[1], facts, place=place)


def check_pay(lowest: Mapping[str, tuple[int, int]], standards: Standards) -> tuple[Finding, ...]:
    """Return the groups whose pay after an offer lies below the minimum wage.

    `lowest` maps a group to its lowest monthly pay (fen, as `costing.lowest_pay` gives it) and the heads who get less
    than the minimum; the shortfall is told for a month and a head.
    """
    floor = standards.number("minimum_wage_month")
    if floor is None:
        return ()
    found = []
    for group, (pay, heads) in lowest.items():
        if pay < floor[0]:
            facts = {
                "group": group, "heads": heads, "offered": money.figures(pay), "short": floor[0] - pay,
                "floor": money.figures(floor[0]), "shortfall": money.figures(floor[0] - pay),
            }  # fmt: skip
            found.append(
                Finding("error" if floor[1] != "U" else "warning", "floor.group_pay", GROUP_BELOW, RAISE, MINIMUM_LAW,
                        floor[1], facts, place=standards.place)
            )  # fmt: skip
    return by_weight(found)
