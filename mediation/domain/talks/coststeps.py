"""The receipt of a costing: every figure with its arithmetic, group by group and item by item."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from mediation.domain.money import figures
from mediation.domain.refusals import N_
from mediation.domain.talks.costing import WHOLE, YEAR, Assumptions, Change, Cost, Counter, GroupCost
from mediation.domain.talks.rounding import half_up
from mediation.domain.talks.wagetable import Line
from mediation.domain.talks.wording import hundredths
from mediation.domain.workdays import Step, step

ADJUSTED: Final = N_(
    "%(group)s：月工资 %(before)s元 × (1 %(change)s%%) + %(amount)s元 = %(after)s元，执行 %(months)s 个月"
)
LIFTED: Final = N_("%(group)s：低于企业最低工资的提高到 %(floor)s元")
PAY: Final = N_(
    "%(group)s月工资：每月合计 %(during)s元 × %(months)s 个月 + 每月合计 %(then)s元 × %(rest)s 个月 = "
    "%(sum)s元（%(heads)d人）"
)
ALLOWANCE: Final = N_("%(group)s津贴补贴：每月合计 %(month)s元 × 12 个月 = %(sum)s元")
BONUS: Final = N_("%(group)s年终奖：全年月工资合计 ÷ 12 × 折合月数，逐行相加 = %(sum)s元")
OVERTIME: Final = N_(
    "%(group)s加班工资：基数 ÷ %(days)s 天 ÷ 8 小时 ×（平日小时 × %(weekday)s%% + 休息日小时 × %(rest)s%% + "
    "节假日小时 × %(holiday)s%%），12 个月逐行相加 = %(sum)s元"
)
INSURANCE: Final = N_(
    "%(group)s单位社会保险费：以上各项每月每人合计 × %(rate)s%%（缴费基数下限 %(low)s元，上限 %(high)s元），"
    "12 个月相加 = %(sum)s元"
)
GROUP: Final = N_("%(group)s合计 %(sum)s元，人均 %(per_head)s元（%(heads)d人）")
LUMP: Final = N_("一次性投入 %(sum)s元")
TOTAL: Final = N_("全年合计 %(sum)s元，人均 %(per_head)s元（%(heads)d人）")
UNBOUNDED: Final = "—"


def steps(lines: Sequence[Line], change: Change, given: Assumptions, found: Cost) -> tuple[Step, ...]:
    """Return the lines of the receipt that lead to `found`; money in yuan, exact where a step isn't rounded yet."""
    counter, receipt = Counter(given), list[Step]()
    by_group: dict[str, list[Line]] = {}
    for line in lines:
        by_group.setdefault(line.group, []).append(line)
    for group in found.groups:
        receipt += _group(group, by_group[group.group], change, counter)
    if found.lump:
        receipt.append(step(LUMP, sum=figures(found.lump)))
    receipt.append(step(TOTAL, sum=figures(found.total), per_head=figures(found.per_head), heads=found.heads))
    return tuple(receipt)


def _group(group: GroupCost, lines: list[Line], change: Change, counter: Counter) -> list[Step]:
    name, given, items = group.group, counter.given, group.items
    months = min(change.months, YEAR)
    during, then = (
        Fraction(sum(line.heads * counter.pay(line, one) for line in lines), WHOLE)
        for one in (change, change.afterwards())
    )
    receipt = _adjusted(name, lines, change, counter)
    receipt.append(
        step(PAY, group=name, during=_plain(during), then=_plain(then), months=hundredths(months),
             rest=hundredths(YEAR - months), sum=figures(items["pay"]), heads=group.heads)
    )  # fmt: skip
    if items["allowance"]:
        month = sum(line.heads * (line.allowance + change.allowance) for line in lines)
        receipt.append(step(ALLOWANCE, group=name, month=figures(month), sum=figures(items["allowance"])))
    if items["bonus"]:
        receipt.append(step(BONUS, group=name, sum=figures(items["bonus"])))
    if items["overtime"]:
        rates = {key: hundredths(_rate(key, change, given)) for key in ("weekday", "rest", "holiday")}
        receipt.append(
            step(OVERTIME, group=name, days=hundredths(given.paid_days), sum=figures(items["overtime"]), **rates)
        )
    receipt.append(
        step(INSURANCE, group=name, low=_bound(given.low), high=_bound(given.high), rate=hundredths(given.insurance),
             sum=figures(items["insurance"]))
    )  # fmt: skip
    receipt.append(
        step(GROUP, group=name, sum=figures(group.total), per_head=figures(group.per_head), heads=group.heads)
    )
    return receipt


def _adjusted(name: str, lines: list[Line], change: Change, counter: Counter) -> list[Step]:
    """Show the adjustment of a group whose pay is one figure, and that a floor lifts somebody."""
    receipt = []
    if (change.change or change.amount) and len({line.monthly for line in lines}) == 1:
        line = lines[0]
        sign = "+" if change.change >= 0 else "−"
        raw = Fraction(line.monthly * (WHOLE + change.change) + change.amount * WHOLE, WHOLE)
        receipt.append(
            step(ADJUSTED, group=name, before=figures(line.monthly), change=f"{sign} {hundredths(abs(change.change))}",
                 amount=figures(change.amount), after=_plain(raw), months=hundredths(min(change.months, YEAR)))
        )  # fmt: skip
    without = Change(change=change.change, amount=change.amount)
    if change.floor is not None and any(counter.pay(line, change) > counter.pay(line, without) for line in lines):
        receipt.append(step(LIFTED, group=name, floor=figures(change.floor)))
    return receipt


def _rate(key: str, change: Change, given: Assumptions) -> int:
    new: int | None = getattr(change, key)
    kept: int = getattr(given, key)
    return kept if new is None else new


def _bound(amount: int | None) -> str:
    return UNBOUNDED if amount is None else figures(amount)


def _plain(exact: Fraction) -> str:
    """Return fen that may have parts as yuan with all their decimals (at least two)."""
    if exact.denominator == 1:
        return figures(exact.numerator)
    tenthousandths = half_up(exact * WHOLE)
    return f"{Decimal(tenthousandths).scaleb(-6).normalize():,f}"
