"""Damages for unlawful dismissal, 2N (违法解除赔偿金, C05), instead of severance. 劳动合同法 48, 87; 实施条例 25."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims import severance
from mediation.domain.claims.facts import Facts
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.second_wage import CONTRACT_LAW_FROM
from mediation.domain.claims.wanted import before, told
from mediation.domain.claims.working import Working, yuan_of
from mediation.domain.refusals import N_
from mediation.domain.workdays import step


def work(facts: Facts, working: Working) -> Fraction:
    """Return twice the severance, its years counted from the first day of employment."""
    times = working.count("dismissal_damages_multiple")
    hired, since = facts["hired_on"], CONTRACT_LAW_FROM
    asked = step(N_("入职早于劳动合同法施行，此前的年限也计入"))
    if working.ask(hired < since, asked, before(since), told(hired), ("lclr-25",)):
        working.line(N_("赔偿金的计算年限自用工之日起计算，含 2008 年以前"), str(facts["hired_on"]), ("lclr-25",))
    once = severance.severed(facts, working, facts["hired_on"], times)
    says = N_("赔偿金：经济补偿 %(once)s 元 × %(times)d")
    working.line(says, yuan_of(once * times), ("lcl-48",), once=yuan_of(once), times=times)
    working.warn(N_("赔偿金已经包含经济补偿，不再另加经济补偿（实施条例第二十五条）"))
    working.warn(N_("劳动者也可以不要赔偿金，而要求继续履行劳动合同（劳动合同法第四十八条）"))
    return once * times


KIND: Final = Kind(
    "dismissal_damages", severance.FACTS, work, severance.check, governs="left_on", final_award=True
)  # fmt: skip
