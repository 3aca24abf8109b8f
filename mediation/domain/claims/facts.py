"""The facts a claim is worked out from: what each kind takes, and reading them with every fault told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any, Final, Literal

from mediation.domain.money import Fen
from mediation.domain.reading import Fields, Reader
from mediation.domain.refusals import N_

Type = Literal["money", "moneys", "day", "month", "number", "whole", "flag", "rows", "place"]

FIRST_DAY: Final = date(1949, 10, 1)
LAST_DAY: Final = date(2100, 12, 31)
MOST_MONEY: Final = Fen(10**10)
"""A hundred million yuan: a wage or a training cost beyond it is a typing error."""
DEFAULT_PLACE: Final = "shanghai"
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a kind: its type, unit, name for people and bounds; nullable ones must be given, perhaps as null."""

    name: str
    type: Type
    zh: str
    en: str
    unit: str = ""
    required: bool = True
    nullable: bool = False
    least: int = 0
    most: int = 0
    rows: tuple[Fact, ...] = ()
    distinct: str = ""
    """The fact of a row that no two rows may share."""


class Facts(Mapping[str, Any]):
    """The facts as read: money in fen, days as dates, numbers as fractions; what wasn't given is None."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values_read = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self.values_read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_read)

    def __len__(self) -> int:
        return len(self.values_read)


Check = Callable[[Fields, Facts], None]


def place_of() -> Fact:
    """Return the fact every kind has: where the employment was, Shanghai unless given."""
    return Fact("place", "place", "履行地", "place of work", required=False)


def read(facts: tuple[Fact, ...], check: Check, given: object, *, on: date, places: Collection[str]) -> Facts:
    """Return the facts of one claim; raise Refused with every fault: field, reason, what is allowed."""
    reader = Reader(now=datetime.combine(on, time.min, UTC))
    fields = reader.mapping(given, "")
    found = Facts({one.name: _value(fields, one, places) for one in facts})
    fields.nothing_else()
    check(fields, found)
    reader.refuse_if_any()
    return found


def _value(fields: Fields, fact: Fact, places: Collection[str]) -> Any:
    absent = fact.name not in fields.data
    if not fields.broken and (fact.required and (absent or (fields.data[fact.name] is None and not fact.nullable))):
        fields.asked.append(fact.name)
        fields.fault(fact.name, N_("必填"), _form(fact))
        return None
    if fact.type == "place":
        return fields.choice(fact.name, sorted(places)) or DEFAULT_PLACE
    return _READ[fact.type](fields, fact)


def _form(fact: Fact) -> str:
    shown = {
        "money": '"8000.00"', "moneys": '["8000.00", …]', "day": "YYYY-MM-DD", "month": "YYYY-MM", "rows": "[{…}]",
        "flag": "true, false",
    }.get(fact.type, f"{fact.least}–{fact.most}")  # fmt: skip
    return f"{shown}, null" if fact.nullable else shown


def _money(fields: Fields, fact: Fact) -> int | None:
    found = fields.amount(fact.name)
    if found is not None and found > MOST_MONEY:
        fields.fault(fact.name, N_("金额过大"), "≤ 100000000.00")
        return None
    return found


def _moneys(fields: Fields, fact: Fact) -> tuple[int, ...] | None:
    fields.asked.append(fact.name)
    value = fields.data.get(fact.name)
    if value is None:
        return None
    if not isinstance(value, list) or not value:
        fields.fault(fact.name, N_("至少需要一项"), _form(fact))
        return None
    if len(value) > fact.most:
        fields.reader.fault(fields.where(fact.name), str(len(value)), N_("项数过多"), f"≤ {fact.most}")
        return None
    found = []
    for nth, one in enumerate(value):
        name = f"{fact.name}[{nth}]"
        found.append(_value(Fields(fields.reader, {name: one}, fields.path), Fact(name, "money", fact.zh, fact.en), ()))
    return tuple(found)


def _day(fields: Fields, fact: Fact) -> date | None:
    return fields.day(fact.name, first=FIRST_DAY, last=LAST_DAY)


def _month(fields: Fields, fact: Fact) -> date | None:
    fields.asked.append(fact.name)
    value = fields.data.get(fact.name)
    if value is None:
        return None
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        fields.fault(fact.name, N_("不是月份"), "YYYY-MM")
        return None
    if not str(FIRST_DAY)[:7] <= value <= str(LAST_DAY)[:7]:
        fields.fault(fact.name, N_("月份不在允许范围内"), f"{str(FIRST_DAY)[:7]}–{str(LAST_DAY)[:7]}")
        return None
    return date.fromisoformat(f"{value}-01")


def _number(fields: Fields, fact: Fact) -> Fraction | None:
    """Return a number or a decimal string exactly; signs, exponents, booleans and NaN are faults."""
    fields.asked.append(fact.name)
    value = fields.data.get(fact.name)
    if value is None:
        return None
    allowed = f"{fact.least}–{fact.most}"
    if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
        fields.reader.fault(fields.where(fact.name), str(value), N_("应为数字，最多四位小数"), allowed)
        return None
    number = Fraction(str(value))
    if not fact.least <= number <= fact.most:
        fields.reader.fault(fields.where(fact.name), str(value), N_("超出范围"), allowed)
        return None
    return number


def _whole(fields: Fields, fact: Fact) -> int | None:
    return fields.integer(fact.name, least=fact.least, most=fact.most)


def _flag(fields: Fields, fact: Fact) -> bool | None:
    return fields.flag(fact.name)


def _rows(fields: Fields, fact: Fact) -> tuple[Facts, ...]:
    found = []
    for inner in fields.rows(fact.name, most=fact.most):
        found.append(Facts({one.name: _value(inner, one, ()) for one in fact.rows}))
        inner.nothing_else()
    seen: set[object] = set()
    for nth, one in enumerate(found):
        if fact.distinct and one[fact.distinct] is not None and one[fact.distinct] in seen:
            where = f"{fields.where(fact.name)}[{nth}].{fact.distinct}"
            fields.reader.fault(where, str(one[fact.distinct])[:7], N_("重复的月份"))
        seen.add(one[fact.distinct] if fact.distinct else nth)
    return tuple(found)


_READ: Final[Mapping[str, Callable[[Fields, Fact], Any]]] = {
    "money": _money, "moneys": _moneys, "day": _day, "month": _month, "number": _number, "whole": _whole,
    "flag": _flag, "rows": _rows,
}  # fmt: skip
