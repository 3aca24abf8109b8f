"""The lump-sum disability benefit (一次性伤残补助金, C12): own wage × months by grade. 工伤保险条例 35–37, 64."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import above, below, so_much
from mediation.domain.claims.working import Working, plain, yuan_of
from mediation.domain.reading import Fields
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

FACTS: Final = (
    Fact("grade", "whole", "伤残等级", "grade of disability", least=1, most=10),
    Fact("own_wage", "money", "本人工资（前十二个月平均缴费工资）", "mean contribution wage of the year before",
         "fen"),
    Fact("city_average", "money", "统筹地区职工平均工资", "average wage of the region", "fen", nullable=True),
    place_of(),
)  # fmt: skip


def check(fields: Fields, facts: Facts) -> None:
    """Note an average of nought, which would cut every wage to nothing."""
    if facts["city_average"] == 0:
        fields.fault("city_average", N_("金额应大于零"), '"12577.00", null')


def work(facts: Facts, working: Working) -> Fraction:
    """Return the wage, kept within its bounds, × the months of the grade."""
    wage = _wage(facts, working)
    months = working.count(f"injury_months_grade_{facts['grade']}")
    says = N_("一次性伤残补助金：%(wage)s 元 × %(months)d 个月（%(grade)d 级）")
    params = {"wage": yuan_of(wage), "months": months, "grade": facts["grade"]}
    working.line(says, yuan_of(wage * months), ("wii-35",), **params)
    working.warn(N_("应当先作工伤认定和劳动能力鉴定；认定前调解可能显失公平，请告知劳动者并记录（解释一第三十五条）"))
    working.warn(N_("没有参加工伤保险的，全部由用人单位支付（工伤保险条例第六十二条）"))
    working.warn(N_("一次性工伤医疗补助金和伤残就业补助金按本市标准另计，标准未经核实，没有计入"))
    return wage * months


def _wage(facts: Facts, working: Working) -> Fraction:
    own = Fraction(facts["own_wage"])
    working.line(N_("本人工资"), yuan_of(own), ("wii-64",))
    if facts["city_average"] is None:
        working.warn(N_("没有填写统筹地区职工平均工资，本人工资没有按其60%%至300%%核对"))
        return own
    low, high = working.percent("injury_wage_least_percent"), working.percent("injury_wage_most_percent")
    city: int = facts["city_average"]
    kept = own
    for beyond, limit, share, says in (
        (own < city * low, below, low, N_("低于职工平均工资 %(city)s 元的 %(percent)s%%，按该数额计算")),
        (own > city * high, above, high, N_("高于职工平均工资 %(city)s 元的 %(percent)s%%，按该数额计算")),
    ):
        told = {"city": yuan_of(city), "percent": plain(share * 100)}
        if working.ask(beyond, step(says, **told), limit(city * share), so_much(own), ("wii-64",)):
            working.line(says, yuan_of(city * share), ("wii-64",), **told)
            kept = city * share
    return kept


KIND: Final = Kind("work_injury", FACTS, work, check)
