"""Damages for an unlawful probation (违法试用期赔偿金, C09): full wage × months over the limit. 劳动合同法 19, 83."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import fewer_months, more_months, so_many_months
from mediation.domain.claims.working import NATIONAL, Working, plain, yuan_of
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

FACTS: Final = (
    Fact("contract_months", "number", "劳动合同期限（月；无固定期限为空）", "months of the contract; empty: open-ended",
         "months", nullable=True, most=600),
    Fact("served_probation_months", "number", "已经履行的试用期（月）", "months of probation already served",
         "months", most=600),
    Fact("full_wage", "money", "试用期满月工资", "full monthly wage after probation", "fen"),
    place_of(),
)  # fmt: skip
FROM: Final = "probation_months_from_"
"""Parameters of this beginning say, by the least length of contract in months, how long probation may last."""


def work(facts: Facts, working: Working) -> Fraction:
    """Return the full wage for the months, or parts of one, served beyond what the law allows."""
    allowed = _allowed(facts["contract_months"], working)
    served: Fraction = facts["served_probation_months"]
    over = max(served - allowed, Fraction(0))
    asked = step(N_("已履行的试用期超过法定上限"))
    working.ask(over > 0, asked, more_months(allowed), so_many_months(served), ("lcl-19", "lcl-83"))
    says = N_("已履行 %(served)s 个月，超过法定试用期 %(allowed)d 个月的部分（月）")
    working.line(says, plain(over), ("lcl-19", "lcl-83"), served=plain(served), allowed=allowed)
    wage: int = facts["full_wage"]
    says = N_("赔偿金：试用期满月工资 %(wage)s 元 × %(months)s")
    working.line(says, yuan_of(wage * over), ("lcl-83",), wage=yuan_of(wage), months=plain(over))
    if over:
        working.warn(
            N_("赔偿金在试用期已付的工资之外另付；同一用人单位与同一劳动者只能约定一次试用期（劳动合同法第十九条）")
        )
    return wage * over


def _allowed(length: Fraction | None, working: Working) -> int:
    """Return the most months of probation: none in the shortest contracts, the longest in an open-ended one."""
    known = working.ground.book.parameters
    steps = sorted(int(key.removeprefix(f"{NATIONAL}.{FROM}")) for key in known if key.startswith(f"{NATIONAL}.{FROM}"))
    reached = [one for one in steps if length is None or length >= one]
    if length is not None:
        asked = step(N_("劳动合同期限过短，不得约定试用期"))
        working.ask(not reached, asked, fewer_months(steps[0]), so_many_months(length), ("lcl-19",))
    if not reached:
        says = N_("劳动合同期限不满 %(least)d 个月，不得约定试用期")
        working.line(says, "0", ("lcl-19", "cc-1259"), least=steps[0])
        return 0
    most = working.count(f"{FROM}{reached[-1]}")
    if length is None:
        working.line(N_("无固定期限劳动合同的试用期上限（月）"), str(most), ("lcl-19",))
    else:
        says = N_("劳动合同期限 %(length)s 个月，试用期上限（月）")
        working.line(says, str(most), ("lcl-19", "cc-1259"), length=plain(length))
    return most


KIND: Final = Kind("probation_damages", FACTS, work, final_award=True)
