"""Non-compete compensation (竞业限制补偿, C11): as agreed, else 30 % of the wage. 劳动合同法 23–24; 解释一 36."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import below, more_months, so_many_months, so_much
from mediation.domain.claims.working import Working, plain, yuan_of
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

FACTS: Final = (
    Fact("average_wage", "money", "离职前十二个月平均工资", "mean wage of the last twelve months", "fen"),
    Fact("months", "number", "履行竞业限制的月数", "months the clause was kept", "months", most=600),
    Fact("agreed_monthly", "money", "约定的每月补偿（没有约定为空）", "monthly sum agreed; empty: none", "fen",
         nullable=True),
    place_of(),
)  # fmt: skip


def work(facts: Facts, working: Working) -> Fraction:
    """Return the monthly compensation × months, at most those that the law allows."""
    monthly = _monthly(facts, working)
    most = working.count("non_compete_months")
    months: Fraction = facts["months"]
    asked = step(N_("竞业限制超过法定最长月数，超过的部分不计入"))
    if working.ask(months > most, asked, more_months(most), so_many_months(months), ("lcl-23",)):
        message = N_("竞业限制最长 %(most)d 个月，超过的 %(over)s 个月没有计入")
        working.warn(message, most=most, over=plain(months - most))
        working.line(N_("竞业限制最长月数"), str(most), ("lcl-23",))
        months = Fraction(most)
    says = N_("竞业限制补偿：%(monthly)s 元 × %(months)s 个月")
    working.line(says, yuan_of(monthly * months), ("lcl-23",), monthly=yuan_of(monthly), months=plain(months))
    working.warn(N_("以劳动者履行了竞业限制义务为前提；用人单位提前解除的，可以另要三个月补偿（解释一第三十九条）"))
    return Fraction(monthly * months)


def _monthly(facts: Facts, working: Working) -> Fraction:
    least = working.fen("minimum_wage_month")
    if facts["agreed_monthly"] is not None:
        agreed: int = facts["agreed_monthly"]
        working.line(N_("约定的每月补偿"), yuan_of(agreed), ("lcl-23",))
        asked = step(N_("约定的每月补偿低于最低工资标准，是否有效由仲裁机构、法院认定"))
        if working.ask(agreed < least, asked, below(least), so_much(agreed), ("lcl-23",)):
            message = N_(
                "约定的每月补偿 %(agreed)s 元低于最低工资标准 %(least)s 元；按约定计算，是否有效由仲裁机构、法院认定"
            )
            working.warn(message, agreed=yuan_of(agreed), least=yuan_of(least))
        return Fraction(agreed)
    share = working.percent("non_compete_percent")
    monthly: Fraction = facts["average_wage"] * share
    says = N_("没有约定：平均工资 %(wage)s 元 × %(percent)s%%")
    params = {"wage": yuan_of(facts["average_wage"]), "percent": plain(share * 100)}
    working.line(says, yuan_of(monthly), ("si-36",), **params)
    asked = step(N_("没有约定时按比例计算的补偿低于最低工资标准，按最低工资标准支付"))
    if not working.ask(monthly < least, asked, below(least), so_much(monthly), ("si-36",)):
        return monthly
    working.line(N_("低于最低工资标准，按最低工资标准支付"), yuan_of(least), ("si-36",))
    return Fraction(least)


KIND: Final = Kind("non_compete_pay", FACTS, work, final_award=True)
