"""The difference to the minimum wage (最低工资差额, C15), each month by the standard of its own first day."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import below, so_much
from mediation.domain.claims.working import Working, yuan_of
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

FACTS: Final = (
    Fact("months", "rows", "各月工资", "months", most=240, distinct="month", rows=(
        Fact("month", "month", "月份", "month"),
        Fact("paid", "money", "已付工资", "wage paid", "fen"),
    )),
    place_of(),
)  # fmt: skip


def work(facts: Facts, working: Working) -> Fraction:
    """Return the sum of the shortfalls; a month paid above the standard makes up for no other."""
    total = 0
    for nth, one in enumerate(facts["months"]):
        least = working.fen("minimum_wage_month", day=one["month"], field=f"months[{nth}].month")
        short = max(least - one["paid"], 0)
        says = N_("%(month)s：最低工资标准 %(least)s 元，已付 %(paid)s 元，差额")
        asked = step(N_("%(month)s：已付工资低于最低工资标准"), month=f"{one['month']:%Y-%m}")
        working.ask(one["paid"] < least, asked, below(least), so_much(one["paid"]), ("ll-48", "lcl-85"))
        params = {"month": f"{one['month']:%Y-%m}", "least": yuan_of(least), "paid": yuan_of(one["paid"])}
        working.line(says, yuan_of(short), ("ll-48", "lcl-85"), **params)
        working.not_due_yet(one["month"])
        total += short
    working.warn(N_("按全月正常出勤计算；缺勤的月份应当另行折算"))
    scope = working.words("minimum_wage_scope")
    if scope:
        working.warn(N_("最低工资标准的口径：%(scope)s；已付工资请按同一口径填写"), scope=scope)
    working.warn(N_("加付赔偿金须先由劳动行政部门责令支付而逾期不付，这里没有计入（劳动合同法第八十五条）"))
    return Fraction(total)


KIND: Final = Kind("minimum_wage", FACTS, work, final_award=True)
