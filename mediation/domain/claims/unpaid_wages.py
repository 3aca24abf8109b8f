"""Unpaid wages (拖欠工资, C02): what was due less what was paid, month by month. 劳动法 50; 劳动合同法 30."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import below, so_much
from mediation.domain.claims.working import Working, yuan_of
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

FACTS: Final = (
    Fact("periods", "rows", "各期工资", "pay periods", most=240, rows=(
        Fact("month", "month", "月份", "month"),
        Fact("due", "money", "应付工资", "wage due", "fen"),
        Fact("paid", "money", "已付工资", "wage paid", "fen"),
    )),
    place_of(),
)  # fmt: skip


def work(facts: Facts, working: Working) -> Fraction:
    """Return the sum of the shortfalls; what was paid over in one month makes up for no other."""
    total = 0
    for one in facts["periods"]:
        short = max(one["due"] - one["paid"], 0)
        params = {"month": f"{one['month']:%Y-%m}", "due": yuan_of(one["due"]), "paid": yuan_of(one["paid"])}
        asked = step(N_("%(month)s：已付工资低于应付工资"), month=params["month"])
        working.ask(one["paid"] < one["due"], asked, below(one["due"]), so_much(one["paid"]), ("ll-50", "lcl-30"))
        working.line(
            N_("%(month)s：应付 %(due)s 元，已付 %(paid)s 元，尚欠"), yuan_of(short), ("ll-50", "lcl-30"), **params
        )
        if one["paid"] > one["due"]:
            message = N_("%(month)s 已付多于应付，没有抵其他月份；如是补发以前的工资，请填入所补的月份")
            working.warn(message, month=params["month"])
        working.not_due_yet(one["month"])
        total += short
    for month, times in Counter(one["month"] for one in facts["periods"]).items():
        if times > 1:
            working.warn(N_("%(month)s 填了 %(times)d 次，均已计入，请核对"), month=f"{month:%Y-%m}", times=times)
    working.warn(
        N_("劳动关系存续期间拖欠劳动报酬的不受一年仲裁时效限制，终止的自终止之日起一年（调解仲裁法第二十七条）")
    )
    return Fraction(total)


KIND: Final = Kind("unpaid_wages", FACTS, work, final_award=True)
