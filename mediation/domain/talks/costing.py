"""What an offer costs in a year: by group of staff and item, per head, beside the present and the other offers.

Everything is counted in whole numbers over one denominator and rounded once, half up, for each item of each group.
Every result is an estimate (测算): its assumptions are told with their marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import wording
from mediation.domain.talks.clauses import Library, Values
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.floors import Standards, check_pay
from mediation.domain.talks.rounding import half_up
from mediation.domain.talks.wagetable import Line

ITEMS: Final[Mapping[str, str]] = {
    "pay": N_("月工资"), "allowance": N_("津贴补贴"), "bonus": N_("年终奖"), "overtime": N_("加班工资"),
    "insurance": N_("单位社会保险费"),
}  # fmt: skip
WHOLE: Final = 10_000
YEAR: Final = 1_200
"""Twelve months, in hundredths of a month."""
NO_STANDARD: Final = N_("没有载入 %(name)s 在 %(day)s 的数值，不能测算；请先补入规则目录")
NO_RATE: Final = N_("%(place)s没有载入单位社会保险费比例，请填写本企业的实际比例")
NO_STAFF: Final = N_("工资表没有任何一行")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that the costing rests on, with its source and its mark V, S or U; typed ones have no mark."""

    name: str
    value: int
    source: str
    verified: str


@dataclass(frozen=True)
class Assumptions:
    """Overtime rates and the insurance rate in hundredths of a percent, paid days in hundredths of a day.

    `low` and `high` bound the month's pay on which insurance is paid, in fen; None: unbounded. `told` says where each
    number comes from.
    """

    weekday: int
    rest: int
    holiday: int
    paid_days: int
    insurance: int
    low: int | None = None
    high: int | None = None
    told: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What an offer does to the wage bill; None: as at present.

    `change` (hundredths of a percent) and `amount` (fen a head a month) hold for `months` (hundredths) and pay goes
    back afterwards; `floor` is the firm's least monthly pay, `bonus` months of pay (hundredths), `allowance` more fen a
    head a month, `overtime_base` and the rates hundredths of a percent, `lump` fen once a year.
    """

    change: int = 0
    amount: int = 0
    months: int = YEAR
    floor: int | None = None
    bonus: int | None = None
    allowance: int = 0
    overtime_base: int | None = None
    weekday: int | None = None
    rest: int | None = None
    holiday: int | None = None
    lump: int = 0

    def afterwards(self) -> Change:
        """Return what still holds when the adjustment has ended."""
        return replace(self, change=0, amount=0)


PRESENT: Final = Change()
_ADDED: Final = ("change", "amount", "allowance", "lump")


@dataclass(frozen=True, slots=True)
class GroupCost:
    """A group's year: fen for each item, rounded once each, and their sum; per head half up."""

    group: str
    heads: int
    items: Mapping[str, int]
    total: int
    per_head: int


@dataclass(frozen=True, slots=True)
class Cost:
    """A year's cost of the whole staff in fen; `lump` is what the offer spends once."""

    heads: int
    groups: tuple[GroupCost, ...]
    items: Mapping[str, int]
    lump: int
    total: int
    per_head: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One offer beside the present and the others: differences in fen, `percent` in hundredths (None: of nothing)."""

    label: str
    cost: Cost
    more: int
    percent: int | None
    beside: Mapping[str, int]


def assumptions(standards: Standards, *, insurance: int | None = None, low: int | None = None) -> Assumptions:
    """Return the assumptions for a place and day; `insurance` and `low` are typed by the user and go before.

    Insurance is paid up to three times the city average where one is known. Raises Refused where a number isn't known.
    """
    told: list[Assumption] = []
    problems: list[Problem] = []
    found: dict[str, int] = {}
    names = {
        "weekday": "overtime_weekday_percent", "rest": "overtime_rest_percent", "holiday": "overtime_holiday_percent",
        "paid_days": "paid_days_month",
    }  # fmt: skip
    if insurance is None:
        names["insurance"] = "employer_insurance_rate"
    for key, name in names.items():
        value = standards.find(name)
        if value is None or isinstance(value.value, str):
            message = NO_RATE if key == "insurance" else NO_STANDARD
            params = {"place": standards.place, "name": name, "day": standards.day.isoformat()}
            problems.append(Problem(message, field=key, params=params))
            continue
        found[key] = value.value
        told.append(Assumption(name, value.value, value.source, value.verified))
    if problems:
        raise Refused(problems)
    average, multiple = (standards.find(name) for name in ("average_wage_month", "severance_cap_multiple"))
    high = None
    if average is not None and multiple is not None:
        high = int(average.value) * int(multiple.value)
        told.append(Assumption("average_wage_month", int(average.value), average.source, average.verified))
    return Assumptions(
        found["weekday"], found["rest"], found["holiday"], found["paid_days"],
        found["insurance"] if insurance is None else insurance, low, high, tuple(told),
    )  # fmt: skip


def change_of(offer: Mapping[str, Values], library: Library) -> Change:
    """Return what the clauses of an offer do to the wage bill, by the word `cost` of their fields.

    Adjustments, amounts, allowances and lump sums of several clauses add up; of the others the later one counts.
    """
    found: dict[str, int] = {}
    for key, values in offer.items():
        for field in library[key].figures():
            value = wording.figure(library[key], field.key, values)
            if field.cost and value is not None:
                found[field.cost] = found.get(field.cost, 0) + value if field.cost in _ADDED else value
    return Change(**found)


class Counter:
    """Counts a month of a line exactly: every item is a whole number over `self.over`, in fen."""

    def __init__(self, given: Assumptions) -> None:
        self.given = given
        self.hours = given.paid_days * 8
        self.over = WHOLE * WHOLE * WHOLE * WHOLE * 24 * given.paid_days

    def pay(self, line: Line, change: Change) -> int:
        """Return the month's pay of one head in ten-thousandths of a fen, lifted to the floor."""
        adjusted = line.monthly * (WHOLE + change.change) + change.amount * WHOLE
        return max(adjusted, (change.floor or 0) * WHOLE)

    def month(self, line: Line, change: Change) -> dict[str, int]:
        """Return one head's month, item by item, over `self.over`."""
        given, pay = self.given, self.pay(line, change)
        part = self.over // WHOLE
        found = {
            "pay": pay * part,
            "allowance": (line.allowance + change.allowance) * self.over,
            "bonus": pay * (line.bonus if change.bonus is None else change.bonus) * (part // YEAR),
            "overtime": self._overtime(line, change, pay),
        }
        base = sum(found.values())
        if given.low is not None:
            base = max(base, given.low * self.over)
        if given.high is not None:
            base = min(base, given.high * self.over)
        found["insurance"] = base * given.insurance // WHOLE
        return found

    def _overtime(self, line: Line, change: Change, pay: int) -> int:
        given = self.given
        rates = [
            kept if new is None else new
            for kept, new in (
                (given.weekday, change.weekday),
                (given.rest, change.rest),
                (given.holiday, change.holiday),
            )
        ]
        weight = line.weekday * rates[0] + line.rest * rates[1] + line.holiday * rates[2]
        if not weight:
            return 0
        if change.overtime_base is not None:
            base = pay * change.overtime_base
        else:
            base = (pay if line.overtime_base is None else line.overtime_base * WHOLE) * WHOLE
        return base * weight * (self.over // (self.hours * WHOLE * WHOLE * WHOLE))


def exact(lines: Sequence[Line], change: Change, given: Assumptions) -> dict[str, dict[str, Fraction]]:
    """Return each group's year item by item, exactly, in fen (groups in the order of the table)."""
    counter, found = Counter(given), dict[str, dict[str, int]]()
    months = min(change.months, YEAR)
    after = change.afterwards()
    for line in lines:
        group = found.setdefault(line.group, dict.fromkeys(ITEMS, 0))
        during = counter.month(line, change)
        then = counter.month(line, after) if months < YEAR else during
        for item in ITEMS:
            group[item] += line.heads * (during[item] * months + then[item] * (YEAR - months))
    over = counter.over * 100
    return {group: {item: Fraction(value, over) for item, value in items.items()} for group, items in found.items()}


def cost(lines: Sequence[Line], change: Change, given: Assumptions) -> Cost:
    """Return the year's cost of an offer; `PRESENT` is the present. Raises Refused for an empty table."""
    if not lines:
        raise Refused(NO_STAFF)
    people: dict[str, int] = {}
    for line in lines:
        people[line.group] = people.get(line.group, 0) + line.heads
    groups = []
    for group, exactly in exact(lines, change, given).items():
        rounded = {item: half_up(value) for item, value in exactly.items()}
        total = sum(rounded.values())
        groups.append(GroupCost(group, people[group], rounded, total, half_up(Fraction(total, people[group]))))
    heads = sum(people.values())
    items = {item: sum(group.items[item] for group in groups) for item in ITEMS}
    total = sum(items.values()) + change.lump
    return Cost(heads, tuple(groups), items, change.lump, total, half_up(Fraction(total, heads)))


def compare(present: Cost, offers: Mapping[str, Cost]) -> tuple[Comparison, ...]:
    """Return each offer beside the present and beside every other offer (positive: dearer than that one)."""
    found = []
    for label, one in offers.items():
        more = one.total - present.total
        percent = half_up(Fraction(more * WHOLE, present.total)) if present.total else None
        beside = {other: one.total - costs.total for other, costs in offers.items() if other != label}
        found.append(Comparison(label, one, more, percent, beside))
    return tuple(found)


def lowest_pay(lines: Iterable[Line], change: Change, given: Assumptions, minimum: int) -> dict[str, tuple[int, int]]:
    """Return by group the lowest monthly pay after an offer (fen, half up) and how many get less than `minimum`."""
    counter, found = Counter(given), dict[str, tuple[int, int]]()
    for line in lines:
        pay = half_up(Fraction(counter.pay(line, change), WHOLE))
        least, below = found.get(line.group, (pay, 0))
        found[line.group] = (min(least, pay), below + (line.heads if pay < minimum else 0))
    return found


def below_minimum(
    lines: Iterable[Line], change: Change, given: Assumptions, standards: Standards
) -> tuple[Finding, ...]:
    """Return the groups that an offer leaves below the minimum wage; none where no minimum is known for the day."""
    floor = standards.number("minimum_wage_month")
    return () if floor is None else check_pay(lowest_pay(lines, change, given, floor[0]), standards)
