"""Overtime pay (加班工资, C03): hour × hours × 150, 200 or 300 %. 劳动法 44; 工资支付暂行规定 13."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import below, so_much, told
from mediation.domain.claims.working import Working, plain, yuan_of
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

MOST_HOURS: Final = 100_000
LAW: Final = ("ll-44", "wpr-13")
FACTS: Final = (
    Fact("monthly_base", "money", "加班工资的月工资基数", "monthly base of overtime pay", "fen"),
    Fact("weekday_hours", "number", "延长工作时间小时数", "hours on working days", "hours", most=MOST_HOURS),
    Fact("rest_day_hours", "number", "休息日工作小时数", "hours on rest days", "hours", most=MOST_HOURS),
    Fact("holiday_hours", "number", "法定休假日工作小时数", "hours on public holidays", "hours", most=MOST_HOURS),
    Fact("rest_days_compensated", "flag", "休息日已安排补休", "time off was given for the rest days"),
    place_of(),
)  # fmt: skip
PARTS: Final = (
    ("weekday_hours", "overtime_weekday_percent", N_("延长工作时间：%(hour)s 元 × %(hours)s 小时 × %(percent)s%%")),
    ("rest_day_hours", "overtime_rest_percent", N_("休息日：%(hour)s 元 × %(hours)s 小时 × %(percent)s%%")),
    ("holiday_hours", "overtime_holiday_percent", N_("法定休假日：%(hour)s 元 × %(hours)s 小时 × %(percent)s%%")),
)


def work(facts: Facts, working: Working) -> Fraction:
    """Return the three parts together, the hour kept exact."""
    base = _base(facts["monthly_base"], working)
    days, hours = working.hundredths("paid_days_month"), working.count("paid_hours_day")
    hour = Fraction(base) / days / hours
    says = N_("小时工资：%(base)s 元 ÷ %(days)s ÷ %(hours)d")
    working.line(says, yuan_of(hour), ("pay-2025-2",), base=yuan_of(base), days=plain(days), hours=hours)
    rested = bool(facts["rest_days_compensated"])
    asked = step(N_("休息日加班已经安排补休，不再支付加班工资"))
    actual = told(rested) if facts["rest_day_hours"] else step(N_("没有休息日加班"))
    working.ask(rested and facts["rest_day_hours"] > 0, asked, told(True), actual, LAW)
    total = Fraction(0)
    for name, percent, says in PARTS:
        worked: Fraction = facts[name]
        if name == "rest_day_hours" and facts["rest_days_compensated"] and worked:
            message = N_("休息日 %(hours)s 小时已经安排补休，不再支付加班工资")
            working.line(message, yuan_of(0), LAW, hours=plain(worked))
            continue
        share = working.percent(percent)
        pay = hour * worked * share
        params = {"hour": yuan_of(hour), "hours": plain(worked), "percent": plain(share * 100)}
        working.line(says, yuan_of(pay), LAW, **params)
        total += pay
    _warn(facts, working)
    return total


def _base(given: int, working: Working) -> int:
    least = working.fen("minimum_wage_month")
    law = ("shp-9",) if working.ground.place == "shanghai" else ("ll-48",)
    says = step(N_("月工资基数低于最低工资标准，按最低工资标准计算"))
    if not working.ask(given < least, says, below(least), so_much(given), law):
        working.line(N_("加班工资的月工资基数"), yuan_of(given))
        return given
    working.line(N_("月工资基数低于最低工资标准，按最低工资标准计算"), yuan_of(least), law)
    message = N_("所填基数 %(given)s 元低于最低工资标准 %(least)s 元，请核对；工资本身也可能低于最低工资标准")
    working.warn(message, given=yuan_of(given), least=yuan_of(least))
    return least


def _warn(facts: Facts, working: Working) -> None:
    if working.ground.place == "shanghai":
        message = N_(
            "上海的基数依次为：劳动合同约定的本岗位月工资（与实际不一致的按实际）、集体合同的约定；都没有约定的才按正常"
            "出勤月工资的70%%；不含年终奖、交通、伙食、住房、夜班、高温津贴和加班工资（转引资料）"
        )
        working.warn(message)
    working.warn(N_("以上比例的工资在已付月工资之外另付，这是通行做法，未经核实"))
    if facts["rest_day_hours"] and not facts["rest_days_compensated"]:
        working.warn(N_("休息日加班可以安排补休而不支付；法定休假日加班不能以补休代替"))
    working.warn(N_("综合计算工时的按超过法定标准的时数计 150%%；不定时工作制不适用，上海法定休假日的支付未经核实"))


KIND: Final = Kind("overtime", FACTS, work, final_award=True)
