"""The penalty for leaving before a training bond ends (服务期违约金, C16): cost × unserved ÷ total. 劳动合同法 22."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import fewer_months, so_many_months
from mediation.domain.claims.working import Working, plain, yuan_of
from mediation.domain.reading import Fields
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

FACTS: Final = (
    Fact("training_cost", "money", "专项培训费用", "cost of the training", "fen"),
    Fact("service_months", "number", "约定的服务期（月）", "months of service agreed", "months", most=600),
    Fact("served_months", "number", "已经履行的服务期（月）", "months served", "months", most=600),
    place_of(),
)  # fmt: skip


def check(fields: Fields, facts: Facts) -> None:
    """Note a bond of no length, over which nothing can be shared out."""
    if facts["service_months"] == 0:
        fields.reader.fault("service_months", str(facts["service_months"]), N_("超出范围"), "0.0001–600")


def work(facts: Facts, working: Working) -> Fraction:
    """Return the most the employer may ask: the cost of the part not served."""
    total: Fraction = facts["service_months"]
    left = max(total - facts["served_months"], Fraction(0))
    asked = step(N_("服务期尚未履行完毕"))
    working.ask(left > 0, asked, fewer_months(total), so_many_months(facts["served_months"]), ("lcl-22",))
    params = {"total": plain(total), "served": plain(facts["served_months"])}
    working.line(
        N_("服务期 %(total)s 个月，已履行 %(served)s 个月，尚未履行（月）"), plain(left), ("lcl-22",), **params
    )
    cost: int = facts["training_cost"]
    says = N_("违约金上限：培训费用 %(cost)s 元 × %(left)s ÷ %(total)s")
    params = {"cost": yuan_of(cost), "left": plain(left), "total": plain(total)}
    working.line(says, yuan_of(cost * left / total), ("lcl-22",), **params)
    working.warn(N_("这是违约金的上限；约定低于此数的按约定"))
    working.warn(N_("劳动者依照劳动合同法第三十八条解除的，不属于违反服务期，不支付违约金（实施条例第二十六条）"))
    return Fraction(cost * left / total)


KIND: Final = Kind("training_penalty", FACTS, work, check)
