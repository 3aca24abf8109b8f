"""Pay in lieu of notice (代通知金, C06): the wage of the month before. 劳动合同法 40; 实施条例 20."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.working import Working, yuan_of
from mediation.domain.refusals import N_

FACTS: Final = (
    Fact("last_month_wage", "money", "解除前一个月的工资", "wage of the month before the dismissal", "fen"),
    place_of(),
)  # fmt: skip


def work(facts: Facts, working: Working) -> Fraction:
    """Return last month's wage."""
    wage: int = facts["last_month_wage"]
    working.line(N_("额外支付一个月工资，按上一个月的工资标准"), yuan_of(wage), ("lcl-40", "lclr-20"))
    working.warn(N_("只适用于劳动合同法第四十条的三种情形，而且没有提前三十日书面通知"))
    return Fraction(wage)


KIND: Final = Kind("notice_pay", FACTS, work)
