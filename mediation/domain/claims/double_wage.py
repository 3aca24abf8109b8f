"""The second wage where no written contract was made (C07). 劳动合同法 82; 实施条例 6–7; 解释二 6–9."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.second_wage import CONTRACT_LAW_FROM, ENDS_AND_WAGE, begun, earliest, second_wage
from mediation.domain.claims.wanted import before, from_day, told
from mediation.domain.claims.working import Working, yuan_of
from mediation.domain.reading import Fields
from mediation.domain.refusals import N_
from mediation.domain.service import full_on
from mediation.domain.workdays import ONE_DAY, step

FREE_MONTHS, LAST_MONTH = 1, 12
"""The first month is the employer's to write the contract in; after the twelfth one is deemed made (实施条例 6–7)."""
LAW: Final = ("lcl-82", "lclr-6")
FACTS: Final = (
    Fact("hired_on", "day", "用工之日", "first day of work"),
    Fact("contract_on", "day", "订立书面合同之日（没有订立为空）", "day of the written contract; empty: none",
         nullable=True),
    *ENDS_AND_WAGE,
)  # fmt: skip


def check(fields: Fields, facts: Facts) -> None:
    """Note a last day before the first, and a first day that is still to come."""
    begun(fields, facts, "hired_on")


def work(facts: Facts, working: Working) -> Fraction:
    """Return the wage × whole months, and the working days left over by the days of pay in a month."""
    start = _start(facts["hired_on"], working)
    first, whole = full_on(start, FREE_MONTHS) + ONE_DAY, full_on(start, LAST_MONTH)
    field, last = earliest(working, facts, ("hired_on", whole))
    _warn(working, last == whole)
    asked = step(N_("自用工之日起超过一个月未订立书面合同"))
    begun = working.ask(last >= first, asked, from_day(first), told(last), LAW)
    asked = step(N_("满一年未订立书面合同，二倍工资到此为止，最多十一个月"))
    working.ask(last == whole, asked, from_day(whole), told(last), LAW)
    if not begun:
        says = N_("二倍工资自 %(first)s 起算；此前已订立书面合同、已离职或者计算日未到，不发生二倍工资")
        working.line(says, yuan_of(0), LAW, first=first)
        return Fraction(0)
    says = N_("二倍工资的期间：%(first)s 至 %(last)s（不含第一个月，最多十一个月）")
    working.line(says, f"{first} – {last}", (*LAW, "cc-202"), first=first, last=last)
    return second_wage(facts["monthly_wage"], start, FREE_MONTHS, (field, last), working, LAW)


def _start(hired: date, working: Working) -> date:
    """Return the day that month and year are counted from: for older employment the law's own first day (art 97)."""
    asked = step(N_("用工早于劳动合同法施行，自施行之日起算"))
    if not working.ask(hired < CONTRACT_LAW_FROM, asked, before(CONTRACT_LAW_FROM), told(hired), LAW):
        return hired
    working.warn(N_("2008 年 1 月 1 日以前用工的，一个月和一年均自该日起算（劳动合同法第九十七条第二款，未经核实）"))
    return CONTRACT_LAW_FROM


def _warn(working: Working, whole_year: bool) -> None:
    working.warn(N_("二倍工资的仲裁时效在实务中逐月计算，未经核实；请尽早申请，并请律师核对各月是否已过时效"))
    working.warn(
        N_("因不可抗力、劳动者故意或者重大过失未订立，或者合同依法延续的，不支付二倍工资（解释二第七条、第八条）")
    )
    if whole_year:
        working.warn(N_("满一年未订立书面合同的，视为已经订立无固定期限劳动合同，此后不再计二倍工资"))


KIND: Final = Kind("double_wage", FACTS, work, check, governs="left_on", final_award=True)
