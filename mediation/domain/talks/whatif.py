"""Lower pay with a promise not to dismiss, against dismissals with severance: what each costs month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.money import figures
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.costing import PRESENT, Assumptions, Change, Counter
from mediation.domain.talks.rounding import half_up
from mediation.domain.talks.severance import Caps, Severance, severance
from mediation.domain.talks.wagetable import Line, heads
from mediation.domain.talks.wording import hundredths
from mediation.domain.workdays import Step, step

HORIZON: Final = 36
MOST_MONTHS: Final = 120
MASS_LAW: Final = ("lcl-41", "ccl-sh-15")
NOTICE_LAW: Final = ("lcl-40",)

NO_SUCH_GROUP: Final = N_("工资表中没有“%(group)s”")
TOO_MANY: Final = N_("“%(group)s”只有 %(heads)d 人，不能裁减 %(leaving)d 人")
NOBODY: Final = N_("请填写裁减的人数和入职日期")
BAD_HORIZON: Final = N_("比较期限应为 1 至 %(most)d 个月")
AVERAGE: Final = N_("%(group)s月平均工资（工资、津贴补贴、年终奖分摊，不含加班工资）：%(average)s元")
EACH: Final = N_("%(group)s %(heads)d 人 × %(amount)s元 = %(sum)s元")
NOTICE: Final = N_("代通知金：%(group)s %(heads)d 人 × %(amount)s元 = %(sum)s元")
ONE_OFF: Final = N_("裁减的一次性支出合计 %(sum)s元")
MONTHLY: Final = N_("每月成本：现状 %(present)s元；调整后 %(cut)s元（%(months)s 个月）；裁减后 %(dismissals)s元")
RECOVERS: Final = N_("裁减节省的成本在第 %(month)d 个月收回一次性支出")
NEVER_RECOVERS: Final = N_("裁减在 %(horizon)d 个月内收不回一次性支出")
OVERTAKES: Final = N_("累计成本比较：裁减在第 %(month)d 个月起不高于调整工资的方案")
NEVER_OVERTAKES: Final = N_("%(horizon)d 个月内，裁减的累计成本始终高于调整工资的方案")
OVERTIME_OPEN: Final = N_("加班工资是否计入经济补偿的月工资，实践中有不同做法，本测算未计入")
MASS: Final = N_("裁减 %(leaving)d 人（共 %(heads)d 人）达到经济性裁员的人数，对方不得拒绝或者拖延集体协商")


@dataclass(frozen=True, slots=True)
class Leaver:
    """People of one group who would leave, hired on one day; `average` (fen a month) None: the group's average."""

    group: str
    heads: int
    hired_on: date
    average: int | None = None


@dataclass(frozen=True, slots=True)
class Dismissals:
    """Who would leave, and their last day; `notice_pay` adds a month's wage for each of them (劳动合同法 40)."""

    leavers: tuple[Leaver, ...]
    left_on: date
    notice_pay: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """Cumulated cost after so many months, in fen, each half up."""

    month: int
    present: int
    cut: int
    dismissals: int


@dataclass(frozen=True)
class WhatIf:
    """Both ways beside each other.

    `one_off` is severance and notice pay in fen; `recovers` the first month in which dismissals have saved it against
    the present, `overtakes` the first in which they cost no more than the lower pay; None: not within the horizon.
    """

    months: tuple[Month, ...]
    one_off: int
    severances: tuple[tuple[Leaver, Severance], ...]
    recovers: int | None
    overtakes: int | None
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    mass: bool


def compare_with_dismissals(
    lines: Sequence[Line], change: Change, dismissals: Dismissals, given: Assumptions, caps: Caps,
    *, horizon: int = HORIZON, mass: tuple[int, Fraction] | None = None,
) -> WhatIf:  # fmt: skip
    """Return what lower pay and dismissals cost over `horizon` months, both from the day after `dismissals.left_on`.

    `mass` are the people and the share of the staff from which on consultation may not be refused. Raises Refused for
    leavers whom the table doesn't have.
    """
    _check(lines, dismissals.leavers, horizon)
    counter = Counter(given)
    months = _Months(lines, change, dismissals.leavers, counter)
    severances, one_off, receipt = _one_off(lines, dismissals, counter, caps)
    points = [months.after(number, one_off) for number in range(1, horizon + 1)]
    recovers = next((number for number, (now, _, less) in enumerate(points, 1) if less <= now), None)
    overtakes = next((number for number, (_, cut, less) in enumerate(points, 1) if less <= cut), None)
    receipt += months.receipt(change, recovers, overtakes, horizon)
    leaving, staff = sum(one.heads for one in dismissals.leavers), heads(lines)
    is_mass = mass is not None and (leaving >= mass[0] or leaving >= mass[1] * staff)
    if is_mass:
        receipt.append(step(MASS, leaving=leaving, heads=staff))
    warned = dict.fromkeys([*(text for _, paid in severances for text in paid.warnings), OVERTIME_OPEN])
    return WhatIf(
        tuple(Month(number, *(half_up(one) for one in point)) for number, point in enumerate(points, 1)), one_off,
        tuple(severances), recovers, overtakes, tuple(receipt), tuple(warned), is_mass,
    )  # fmt: skip


def _one_off(
    lines: Sequence[Line], dismissals: Dismissals, counter: Counter, caps: Caps
) -> tuple[list[tuple[Leaver, Severance]], int, list[Step]]:
    """Return each severance, what all of them and the notice pay cost together, and the steps."""
    severances, receipt, one_off = list[tuple[Leaver, Severance]](), list[Step](), 0
    for leaver in dismissals.leavers:
        average = leaver.average if leaver.average is not None else _average(leaver.group, lines, counter, receipt)
        paid = severance(leaver.hired_on, dismissals.left_on, average, caps)
        severances.append((leaver, paid))
        counted = {"group": leaver.group, "heads": leaver.heads}
        total = leaver.heads * paid.amount
        receipt += [*paid.steps, step(EACH, **counted, amount=figures(paid.amount), sum=figures(total))]
        one_off += total
        if dismissals.notice_pay:
            notice = leaver.heads * average
            receipt.append(step(NOTICE, **counted, amount=figures(average), sum=figures(notice)))
            one_off += notice
    receipt.append(step(ONE_OFF, sum=figures(one_off)))
    return severances, one_off, receipt


class _Months:
    """The exact monthly cost of each way, in fen."""

    def __init__(self, lines: Sequence[Line], change: Change, leavers: Sequence[Leaver], counter: Counter) -> None:
        self.present = _monthly(lines, PRESENT, counter)
        self.during = _monthly(lines, change, counter)
        self.then = _monthly(lines, change.afterwards(), counter)
        self.months, self.lump = Fraction(change.months, 100), change.lump
        staff, by_group = _staff(lines), _by_group(lines, counter)
        saved = sum((by_group[one.group] * one.heads / staff[one.group] for one in leavers), Fraction(0))
        self.dismissals = self.present - saved

    def after(self, number: int, one_off: int) -> tuple[Fraction, Fraction, Fraction]:
        """Return the cumulated costs of the present, the lower pay and the dismissals after so many months."""
        lower = min(Fraction(number), self.months)
        cut = self.during * lower + self.then * (number - lower) + self.lump
        return self.present * number, cut, self.dismissals * number + one_off

    def receipt(self, change: Change, recovers: int | None, overtakes: int | None, horizon: int) -> list[Step]:
        """Return the closing lines."""
        shown = {
            key: figures(half_up(one))
            for key, one in (("present", self.present), ("cut", self.during), ("dismissals", self.dismissals))
        }
        return [
            step(MONTHLY, months=hundredths(change.months), **shown),
            step(RECOVERS, month=recovers) if recovers else step(NEVER_RECOVERS, horizon=horizon),
            step(OVERTAKES, month=overtakes) if overtakes else step(NEVER_OVERTAKES, horizon=horizon),
        ]


def _monthly(lines: Sequence[Line], change: Change, counter: Counter) -> Fraction:
    return Fraction(sum(line.heads * sum(counter.month(line, change).values()) for line in lines), counter.over)


def _by_group(lines: Sequence[Line], counter: Counter) -> Mapping[str, Fraction]:
    found: dict[str, int] = {}
    for line in lines:
        found[line.group] = found.get(line.group, 0) + line.heads * sum(counter.month(line, PRESENT).values())
    return {group: Fraction(value, counter.over) for group, value in found.items()}


def _staff(lines: Sequence[Line]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        found[line.group] = found.get(line.group, 0) + line.heads
    return found


def _average(group: str, lines: Sequence[Line], counter: Counter, receipt: list[Step]) -> int:
    """Return a group's average monthly wage without overtime, in fen, half up, and show it."""
    own = [line for line in lines if line.group == group]
    months = [(line.heads, counter.month(line, PRESENT)) for line in own]
    total = sum(count * (month["pay"] + month["allowance"] + month["bonus"]) for count, month in months)
    average = half_up(Fraction(total, counter.over * heads(own)))
    receipt.append(step(AVERAGE, group=group, average=figures(average)))
    return average


def _check(lines: Sequence[Line], leavers: Sequence[Leaver], horizon: int) -> None:
    staff, leaving = _staff(lines), dict[str, int]()
    for one in leavers:
        leaving[one.group] = leaving.get(one.group, 0) + one.heads
    problems = []
    for group, count in leaving.items():
        if group not in staff:
            problems.append(Problem(NO_SUCH_GROUP, field=group, params={"group": group}))
        elif count > staff[group]:
            params = {"group": group, "heads": staff[group], "leaving": count}
            problems.append(Problem(TOO_MANY, field=group, params=params))
    if not leavers or any(one.heads < 1 for one in leavers):
        problems.append(Problem(NOBODY, field="leavers"))
    if not 1 <= horizon <= MOST_MONTHS:
        problems.append(Problem(BAD_HORIZON, field="horizon", params={"most": MOST_MONTHS}))
    if problems:
        raise Refused(problems)
