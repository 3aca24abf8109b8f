"""The second wage where an open-ended contract was due and not made (C08). 劳动合同法 14, 82(2); 解释二 10.

A kind beyond the table of the interface: it has no published vector, and its warnings say what is open.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.second_wage import CONTRACT_LAW_FROM, ENDS_AND_WAGE, begun, earliest, second_wage
from mediation.domain.claims.wanted import from_day, told
from mediation.domain.claims.working import Working, yuan_of
from mediation.domain.reading import Fields
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

LAW: Final = ("lcl-14", "lcl-82")
FACTS: Final = (
    Fact("due_on", "day", "应当订立无固定期限合同之日", "day the open-ended contract was due"),
    Fact("contract_on", "day", "订立无固定期限合同之日（没有订立为空）", "day it was signed; empty: not signed",
         nullable=True),
    *ENDS_AND_WAGE,
)  # fmt: skip


def check(fields: Fields, facts: Facts) -> None:
    """Note a last day before the first, and a first day that is still to come or older than the law."""
    begun(fields, facts, "due_on")
    if facts["due_on"] and facts["due_on"] < CONTRACT_LAW_FROM:
        fields.fault("due_on", N_("早于劳动合同法施行之日"), f"≥ {CONTRACT_LAW_FROM}")


def work(facts: Facts, working: Working) -> Fraction:
    """Return the wage × whole months from the day the contract was due, and the working days left over."""
    first: date = facts["due_on"]
    field, last = earliest(working, facts)
    working.warn(N_("二倍工资的仲裁时效在实务中逐月计算，未经核实；请尽早申请，并请律师核对各月是否已过时效"))
    working.warn(N_("应订未订无固定期限合同的二倍工资是否有最长月数未经核实，这里计算到订立前一日、离职日或者计算日"))
    working.warn(N_("满一年未订立书面合同而视为订立无固定期限劳动合同的，不适用本项（解释二第九条）"))
    asked = step(N_("应当订立无固定期限劳动合同之日尚未订立"))
    if not working.ask(last >= first, asked, from_day(first), told(last), LAW):
        working.line(N_("应当订立之日以前已经订立，不发生二倍工资"), yuan_of(0), LAW)
        return Fraction(0)
    says = N_("二倍工资的期间：%(first)s 至 %(last)s（自应当订立之日起）")
    working.line(says, f"{first} – {last}", (*LAW, "cc-202"), first=first, last=last)
    return second_wage(facts["monthly_wage"], first, 0, (field, last), working, LAW)


KIND: Final = Kind("open_ended_double_wage", FACTS, work, check, governs="left_on", final_award=True)
