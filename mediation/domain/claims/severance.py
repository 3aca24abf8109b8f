"""Severance, N (经济补偿, C04): base × years of service. 劳动合同法 46–47, 97; 实施条例 27."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.claims.average import city_average
from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.second_wage import CONTRACT_LAW_FROM
from mediation.domain.claims.wanted import above, before, below, so_many_months, so_much, told
from mediation.domain.claims.working import Working, plain, yuan_of
from mediation.domain.reading import Fields
from mediation.domain.refusals import N_
from mediation.domain.service import half_years, service
from mediation.domain.talks.rounding import half_up
from mediation.domain.workdays import step

FACTS: Final = (
    Fact("hired_on", "day", "入职日", "first day of employment"),
    Fact("left_on", "day", "离职日（最后一日）", "last day of employment"),
    Fact("wages", "moneys", "离职前十二个月各月应得工资", "gross wages of the last twelve months", "fen",
         required=False, most=12),
    Fact("average_wage", "money", "离职前十二个月平均应得工资", "mean gross wage of the last twelve months", "fen",
         required=False),
    place_of(),
)  # fmt: skip


def check(fields: Fields, facts: Facts) -> None:
    """Note days out of order, and wages that are missing or given twice over."""
    fields.in_order("hired_on", facts["hired_on"], "left_on", facts["left_on"])
    monthly, average = (fields.data.get(name) is not None for name in ("wages", "average_wage"))
    if monthly == average and not fields.broken:
        message = N_("各月工资和平均工资只能填一项") if monthly else N_("各月工资和平均工资必须填一项")
        fields.fault("average_wage", message, "wages | average_wage")


def work(facts: Facts, working: Working) -> Fraction:
    """Return base × years; service before the law came into force follows older rules: it is left out and told."""
    hired: date = facts["hired_on"]
    says = step(N_("入职早于劳动合同法施行，此前的年限不计入"))
    if working.ask(hired < CONTRACT_LAW_FROM, says, before(CONTRACT_LAW_FROM), told(hired)):
        working.warn(N_("2008 年 1 月 1 日以前的工作年限适用当时的规定，没有计入，请人工核算（劳动合同法第九十七条）"))
    return severed(facts, working, max(hired, CONTRACT_LAW_FROM))


def severed(facts: Facts, working: Working, start: date, times: int = 1) -> Fraction:
    """Return base × years from `start` in fen, exact, with every step told; `times` is what the caller makes of it."""
    working.warn(
        N_("非因本人原因被安排到新用人单位、原单位没有支付经济补偿的，工作年限合并计算，入职日应填原单位的入职日"
           "（解释一第四十六条）")
    )  # fmt: skip
    halves = _years(facts, working, start)
    base = _base(_mean(facts, working, start), working)
    multiple, most = working.count("severance_cap_multiple"), working.count("severance_cap_years") * 2
    city = city_average(working)
    found = _capped(base, halves, multiple * city.fen, most)
    if city.proper is not None:
        other = _capped(base, halves, multiple * city.proper, most)
        if other != found:
            message = N_("按 %(year)d 年度职工月平均工资 %(city)s 元计算，金额为 %(amount)s 元；适用哪一年度请律师确定")
            amount = yuan_of(half_up(times * _paid(*other)))
            working.warn(message, year=city.wanted, city=yuan_of(city.proper), amount=amount)
    _tell_cap(working, base, halves, found, (multiple, multiple * city.fen, most))
    says = N_("经济补偿：%(base)s 元 × %(years)s")
    years = plain(Fraction(found[1], 2))
    working.line(says, yuan_of(_paid(*found)), ("lcl-46",), base=yuan_of(found[0]), years=years)
    return _paid(*found)


def _capped(base: Fraction, halves: int, cap: int, most: int) -> tuple[Fraction, int]:
    """Return base and half years; only a base above the cap is cut, and only then are the years."""
    return (Fraction(cap), min(halves, most)) if base > cap else (base, halves)


def _paid(base: Fraction, halves: int) -> Fraction:
    return base * halves / 2


def _base(average: Fraction, working: Working) -> Fraction:
    minimum = working.fen("minimum_wage_month")
    says = step(N_("平均工资低于最低工资标准，按最低工资标准计算"))
    if not working.ask(average < minimum, says, below(minimum), so_much(average), ("lclr-27",)):
        return average
    working.line(N_("平均工资低于最低工资标准，按最低工资标准计算"), yuan_of(minimum), ("lclr-27",))
    return Fraction(minimum)


def _years(facts: Facts, working: Working, start: date) -> int:
    left: date = facts["left_on"]
    start = min(start, left)
    months, days = service(start, left)
    halves = half_years(start, left)
    says = N_("工作年限：%(start)s 至 %(left)s，首尾两日计入，满 %(months)d 个月")
    if days:
        says = N_("工作年限：%(start)s 至 %(left)s，首尾两日计入，满 %(months)d 个月又数日")
    working.line(says, f"{months}", ("cc-202",), start=start, left=left, months=months)
    working.line(N_("每满一年计一个月，六个月以上不满一年计一个月，不满六个月计半个月"),
                 plain(Fraction(halves, 2)), ("lcl-47", "cc-1259"))  # fmt: skip
    _tell_rest(working, months % 12, days)
    return halves


def _tell_rest(working: Working, months: int, days: bool) -> None:
    """Say what the part of a year after the full ones counts for."""
    law = ("lcl-47", "cc-1259")
    actual = so_many_months(months)
    if days:
        actual = step(N_("%(months)s 个月又数日"), months=months)
    says = step(N_("整年以外的部分满六个月，按一年计算"))
    working.ask(months >= 6, says, step(N_("六个月以上")), actual, law)
    says = step(N_("整年以外有不满六个月的部分，按半年计算"))
    working.ask(months < 6 and (months > 0 or days), says, step(N_("有，且不满六个月")), actual, law)


def _mean(facts: Facts, working: Working, start: date) -> Fraction:
    law = ("lclr-27",)
    working.warn(N_("月工资按应得工资计算，含奖金、津贴、补贴；加班工资是否计入未经核实，请律师核对"))
    if facts["wages"] is None:
        average = Fraction(facts["average_wage"])
        working.line(N_("离职前十二个月平均应得工资"), yuan_of(average), law)
        return average
    wages: tuple[int, ...] = facts["wages"]
    average = Fraction(sum(wages), len(wages))
    says = N_("离职前各月应得工资合计 %(sum)s 元 ÷ %(count)d 个月")
    working.line(says, yuan_of(average), law, sum=yuan_of(sum(wages)), count=len(wages))
    _tell_months(len(wages), min(start, facts["left_on"]), facts["left_on"], working)
    return average


def _tell_months(count: int, start: date, left: date, working: Working) -> None:
    """Warn of fewer monthly wages than months of service, or more than it has months of the calendar."""
    served, _ = service(start, left)
    begun = (left.year - start.year) * 12 + left.month - start.month + 1
    if count < min(served, 12):
        message = N_(
            "只填了 %(count)d 个月工资，而工作已满 %(served)d 个月：应为离职前十二个月（不满的按实际月数）的平均"
        )
        working.warn(message, count=count, served=served)
    if count > begun:
        message = N_("填了 %(count)d 个月工资，而入职至离职只有 %(begun)d 个自然月，请核对")
        working.warn(message, count=count, begun=begun)


def _tell_cap(
    working: Working, base: Fraction, halves: int, found: tuple[Fraction, int], limits: tuple[int, int, int]
) -> None:
    multiple, cap, most = limits
    _ask_cap(working, base, halves, limits)
    says = N_("月工资没有高于上年度职工月平均工资的 %(multiple)d 倍（%(cap)s 元），年限不封顶")
    if base > cap:
        says = N_("月工资高于上年度职工月平均工资的 %(multiple)d 倍（%(cap)s 元），按该数额计算，年限最高 %(years)s 年")
    params = {"multiple": multiple, "cap": yuan_of(cap), "years": plain(Fraction(most, 2))}
    working.line(says, yuan_of(found[0]), ("lcl-47",), **params)


def _ask_cap(working: Working, base: Fraction, halves: int, limits: tuple[int, int, int]) -> None:
    """Note the cap of the base and, which is asked only above it, that of the years."""
    multiple, cap, most = limits
    says = step(N_("月工资高于上年度职工月平均工资的 %(multiple)d 倍，按该数额计算"), multiple=multiple)
    capped = working.ask(base > cap, says, above(cap), so_much(base), ("lcl-47",))
    years, served = plain(Fraction(most, 2)), plain(Fraction(halves, 2))
    says = step(N_("月工资高于上述数额，而且年限超过 %(years)s 年，按 %(years)s 年计算"), years=years)
    wanted = step(N_("高于上述数额，而且多于 %(years)s 年"), years=years)
    actual = N_("高于上述数额，%(years)s 年") if capped else N_("没有高于上述数额，%(years)s 年")
    working.ask(capped and halves > most, says, wanted, step(actual, years=served), ("lcl-47",))


KIND: Final = Kind("severance", FACTS, work, check, governs="left_on", final_award=True)
