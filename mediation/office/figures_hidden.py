"""The report as it may leave the station: small numbers hidden, and those by which they could be computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mediation.domain.figurelist import DEFINITIONS, TREND
from mediation.domain.figures import PLEASED
from mediation.domain.smallnumbers import ALSO, LEAST, SMALL, Sum, hidden
from mediation.office.closing import AGREED
from mediation.office.records.figures import Month, Report, Table, Value

MONEY = {"agreed_sum": "agreed", "paid_sum": "paid"}
COUNTED = ("cases", "answers")


def for_partners(report: Report) -> Report:
    """Return the report with its small numbers hidden; employers with few cases aren't named at all."""
    numbers, sums = _numbers(report), _sums(report)
    marks = hidden(numbers, [one for one in sums if numbers[one[0]] == sum(numbers[part] for part in one[1])])
    if {"answered", "answered_well"} & marks.keys():  # the grades would tell of how few cases they are
        marks = {**dict.fromkeys(_graded(report), ALSO), **marks}
    return replace(
        report,
        values={key: _value(key, report, marks) for key in report.values},
        tables=tuple(_table(one, report, marks) for one in report.tables),
        trend=tuple(_month(one, marks) for one in report.trend),
        weights={},
        hidden=True,
    )


def _numbers(report: Report) -> dict[str, int]:
    """Return every count that the report shows, by name, and those behind its sums of money."""
    found = {key: _count(value) for key, value in report.values.items() if DEFINITIONS[key].unit in COUNTED}
    found |= {f"{one.split.key}:{part.code}": _count(part.value) for one in report.tables for part in one.parts}
    for month in report.trend:
        found |= {f"{key}@{month.key}": _count(month.values[key]) for key in TREND if key not in MONEY}
    found |= report.weights
    for name in MONEY.values():
        found[f"{name}@"] = sum(report.weights[one] for one in _months(report, name))
    return found


def _graded(report: Report) -> list[str]:
    parts = [f"{one.split.key}:{part.code}" for one in report.tables if one.split.of == "answers" for part in one.parts]
    return ["answers_well", *parts]


def _count(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _months(report: Report, name: str) -> list[str]:
    return [f"{name}@{one.key}" for one in report.trend if one.key in report.period.months]


def _sums(report: Report) -> list[Sum]:
    """Return what adds up to what; a reader who sees the total can subtract."""
    found: list[Sum] = [("applications", ["with_amount", "no_amount"])]
    found += [(key, _months(report, key)) for key in TREND if key not in MONEY]
    found += [(f"{name}@", _months(report, name)) for name in MONEY.values()]
    for table in report.tables:
        parts = [f"{table.split.key}:{part.code}" for part in table.parts]
        if table.split.key == "outcome":
            settled = [one for one in parts if one.removeprefix("outcome:") in AGREED]
            found.append(("settled_all", settled))
            parts = ["settled_all", *(one for one in parts if one not in settled)]
        if table.split.of == "answers":
            well = [f"{table.split.key}:{grade}" for grade in PLEASED]
            found.append(("answers_well", well))
            parts = ["answers_well", *(one for one in parts if one not in well)]
        if table.split.key != "employer":
            found.append((table.split.of, parts))
    return found


def _value(key: str, report: Report, marks: Mapping[str, str]) -> Value:
    value, told = report.values[key], DEFINITIONS[key]
    if key in marks:
        return marks[key]
    if any(one in marks for one in (told.cases, told.part, told.whole) if one):
        return ALSO
    if key in MONEY and f"{MONEY[key]}@" in marks:
        return ALSO
    if key == "due_paid_sum" and _few_unpaid(report, marks):
        return ALSO
    if told.unit == "people" and isinstance(value, int) and 0 < value < LEAST:
        return SMALL
    return value


def _few_unpaid(report: Report, marks: Mapping[str, str]) -> bool:
    """Tell whether the sum that came tells what a few cases paid, or still owe."""
    unpaid = _count(report.values["due_cases"]) - _count(report.values["performed"])
    return "performed" in marks or 0 < unpaid < LEAST


def _table(table: Table, report: Report, marks: Mapping[str, str]) -> Table:
    names = {part.code: f"{table.split.key}:{part.code}" for part in table.parts}
    parts = [replace(part, value=marks.get(names[part.code], part.value)) for part in table.parts]
    if table.split.key == "employer":
        parts = [part for part in parts if not isinstance(part.value, str)]
    return replace(table, total=_value(table.split.of, report, marks), parts=tuple(parts))


def _month(month: Month, marks: Mapping[str, str]) -> Month:
    held: dict[str, Value] = {}
    for key, value in month.values.items():
        name = f"{MONEY.get(key, key)}@{month.key}"
        held[key] = (ALSO if key in MONEY else marks[name]) if name in marks else value
    return Month(month.key, held)
