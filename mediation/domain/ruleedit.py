"""Write a change into the text of a rule file, its comments and its order left as they are.

Nothing is overwritten: the old version ends the day before, the new one stands after it. Whether the result is in
order, the loader says, as for every other file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from mediation.domain.clockreader import UNITS, Clock
from mediation.domain.counting import counted
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.rule import Rule
from mediation.domain.talks.place import CONTRACTS, Limit, reckon
from mediation.domain.talks.placefile import LENGTHS
from mediation.domain.workdays import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewValue:
    """A value of a parameter from a day on, with where it was read and how surely (V, S, U)."""

    value: int | str
    start: date
    source: str
    verified: str


@dataclass(frozen=True)
class NewPeriod:
    """Another length of one clock from a day on; `unit` is a word of the rule files such as workdays.

    `titles` and `law`, where they are given, are those of the new version.
    """

    clock: str
    length: int
    unit: str
    start: date
    checked: date
    titles: Mapping[str, str] = field(default_factory=dict)
    law: tuple[str, ...] = ()


def with_value(text: str, parameter: str, new: NewValue) -> str:
    """Return the text of a parameter file in which `parameter` has a new value; the one before ends the day before.

    Raises Refused where the day doesn't lie after the first day of the value it ends.
    """
    read, documents = _read(text)
    entry = next((one[parameter] for one in documents if isinstance(one, dict) and parameter in one), None)
    if entry is None:
        raise Refused(Problem(N_("没有这个参数"), "parameter", parameter))
    rows = entry["values"]
    place = _last_before(rows, new.start, "start")
    old = rows[place]
    row = deepcopy(old)
    for key in [key for key in row if key not in ("from", "until", "value", "source", "verified")]:
        del row[key]
    row["from"], row["value"], row["verified"], row["source"] = new.start, new.value, new.verified, new.source
    _close(old, new.start)
    rows.insert(place + 1, row)
    return _written(read, documents)


def with_period(text: str, rule: Rule, new: NewPeriod, calendar: Calendar) -> str:
    """Return the text of a rule file in which the version `rule` ends and a new one with another period begins.

    The days that its examples expect are counted out anew. Raises Refused where the day doesn't lie after the first
    day of the version, or the rule has no such clock.
    """
    read, documents = _read(text)
    numbers = [nth for nth, one in enumerate(documents) if isinstance(one, dict) and one.get("id") == rule.id]
    versions = [documents[nth]["in_force"] for nth in numbers]
    place = numbers[_last_before(versions, new.start, "start")]
    old, made = documents[place], deepcopy(documents[place])
    made["in_force"]["from"] = new.start
    made["checked"] = new.checked
    made["title"].update(new.titles)
    made["law"][:] = list(new.law) or list(made["law"])
    _close(old["in_force"], new.start)
    effect = next((one["deadline"] for one in made.get("then", ()) if _is_clock(one, new.clock)), None)
    if effect is None:
        raise Refused(Problem(N_("这条规则没有这个期限"), "clock", new.clock))
    _lengthen(effect, new)
    _count_out(made, rule, new, calendar)
    documents.insert(place + 1, made)
    return _written(read, documents)


def with_talks_period(text: str, row: Limit, new: NewPeriod, calendar: Calendar) -> str:
    """Return the text of a place's file of wage talks in which the version `row` ends and a longer or shorter begins.

    The days that its examples expect are counted out anew. Raises Refused as `with_period` does.
    """
    read, [document] = _read(text)
    rows = document["periods"]
    kinds = list(row.contracts)
    numbers = [
        nth for nth, one in enumerate(rows) if one["id"] == row.id and list(one.get("contracts", CONTRACTS)) == kinds
    ]
    usual = document["in_force"]
    place = numbers[_last_before([rows[nth].get("in_force", usual) for nth in numbers], new.start, "start")]
    old, made = rows[place], deepcopy(rows[place])
    if "in_force" not in old:
        for one in (old, made):
            one.insert(list(one).index("verified") + 1, "in_force", deepcopy(usual))
    made["in_force"]["from"] = new.start
    made["title"].update(new.titles)
    made["law"][:] = list(new.law) or list(made["law"])
    _close(old["in_force"], new.start)
    word = next(word for word in LENGTHS if word in made)
    at = list(made).index(word)
    del made[word]
    made.insert(at, new.unit, new.length)
    longer = replace(row, count=new.length, unit=LENGTHS[new.unit])
    for example in made["examples"]:
        _reckon_out(example, longer, calendar)
    rows.insert(place + 1, made)
    return _written(read, [document])


def _reckon_out(example: Any, row: Limit, calendar: Calendar) -> None:
    """Write into an example of a period of wage talks the days that it comes to now."""
    found = reckon(row, example["from"], calendar)
    days = {"opens_on": found.opens_on, "safe_on": found.limit.safe_on, "last_on": found.limit.last_on}
    for key in [key for key in days if key in example]:
        if days[key] is None:
            del example[key]
        else:
            example[key] = days[key]


def _is_clock(effect: object, ident: str) -> bool:
    return isinstance(effect, Mapping) and "deadline" in effect and effect["deadline"].get("id") == ident


def _lengthen(effect: Any, new: NewPeriod) -> None:
    known = [word for word in UNITS if word in effect]
    at = list(effect).index(known[0])
    del effect[known[0]]
    length: Any = {"at_most_workdays": new.length} if new.unit == "duty_days" else new.length
    effect.insert(at, new.unit, length)


def _count_out(made: Any, rule: Rule, new: NewPeriod, calendar: Calendar) -> None:
    """Write into the examples the days on which the new period ends."""
    clock = next(one.deadline for one in rule.effects if one.word == "deadline" and one.deadline.id == new.clock)
    clock = replace(clock, length=new.length, unit=UNITS[new.unit])
    for row, example in zip(made["examples"], rule.examples, strict=True):
        start = example.situation[clock.start]
        ident = clock.name(example.situation["kind"] if "KIND" in clock.id else None)
        expected = row["expect"].get("deadlines") or {}
        if ident in expected and isinstance(start, date):
            expected[ident] = _ends(clock, start, calendar)


def _ends(clock: Clock, start: date, calendar: Calendar) -> date:
    """Return the last day of a period; of duty days, which hang on a roster, the first day that fits."""
    return start if clock.unit == "duty" else counted(clock, start, calendar).safe_on


def _last_before(periods: Any, start: date, field: str) -> int:
    """Return which of the periods the new one cuts short: the one that covers its first day."""
    for nth, one in enumerate(periods):
        until = one.get("until")
        if one["from"] < start and (until is None or start <= until):
            return nth
    first = min(one["from"] for one in periods)
    message = N_("生效日期须晚于现行版本的起始日，且落在某一版本的有效期内")
    raise Refused(Problem(message, field, start.isoformat(), f"> {first.isoformat()}"))


def _close(row: Any, start: date) -> None:
    """End a version the day before `start`; its `until` stands after its `from`."""
    if "until" in row:
        row["until"] = start - ONE_DAY
    else:
        row.insert(list(row).index("from") + 1, "until", start - ONE_DAY)


def _read(text: str) -> tuple[Any, list[Any]]:
    from ruamel.yaml import YAML

    read = YAML(typ="rt")
    read.preserve_quotes = True
    read.width = 100_000
    read.indent(mapping=2, sequence=4, offset=2)
    read.representer.ignore_aliases = lambda data: True  # one day in two places is written twice, never as an alias
    return read, list(read.load_all(text))


def _written(writer: Any, documents: list[Any]) -> str:
    out = io.StringIO()
    writer.dump_all(documents, out)
    return out.getvalue()
