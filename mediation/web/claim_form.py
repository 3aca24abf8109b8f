"""Between the fields of a calculator's form and the facts it takes; lists may be pasted from a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from mediation.domain.claims import Fact
from mediation.domain.refusals import N_, Problem
from mediation.office.records import Said, Words
from mediation.web.typed import Typed, amount

LISTS: Final = ("moneys", "rows")
_GAPS: Final = re.compile(r"[\s;；、|]+")
_MONTH: Final = re.compile(r"^(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*(?:月份?|[-/.]\d{1,2}|月\d{1,2}日)?$", re.ASCII)
_PLACE: Final = re.compile(r"^(\w+)\[(\d+)\](?:\.(\w+))?$", re.ASCII)


def facts_of(typed: Typed, facts: Iterable[Fact]) -> dict[str, Any]:
    """Return the facts as `domain.claims` takes them; what was left empty is null where that says something."""
    found: dict[str, Any] = {}
    for fact in facts:
        value = _value(typed(fact.name), fact)
        if value is not None or fact.nullable:
            found[fact.name] = value
    return found


def typed_of(known: Mapping[str, Any], facts: Iterable[Fact]) -> dict[str, str]:
    """Return the fields of the form for facts that are known."""
    return {fact.name: _text(known[fact.name], fact) for fact in facts if known.get(fact.name) is not None}


def in_form(problems: Iterable[Problem], typed: Typed, facts: Iterable[Fact]) -> tuple[Problem, ...]:
    """Point what is wrong with one part of a list at the list, naming its line and column."""
    by_name = {fact.name: fact for fact in facts}
    return tuple(_in_list(one, typed, by_name) for one in problems)


def _in_list(one: Problem, typed: Typed, facts: Mapping[str, Fact]) -> Problem:
    one = _named(one, facts)
    hit = _PLACE.match(one.field)
    fact = facts.get(hit[1]) if hit else None
    if not hit or fact is None or fact.type not in LISTS:
        return one
    lines = _lines(typed(fact.name))
    line = lines[int(hit[2])][0] if int(hit[2]) < len(lines) else int(hit[2]) + 1
    said = Said(one.message, one.params)
    column = next((Words(cell.zh, cell.en) for cell in fact.rows if cell.name == hit[3]), None)
    params = {"line": line, "said": said, "column": column or ""}
    message = N_("第 %(line)s 行（%(column)s）：%(said)s") if column else N_("第 %(line)s 行：%(said)s")
    return replace(one, field=fact.name, message=message, params=params)


def _named(one: Problem, facts: Mapping[str, Fact]) -> Problem:
    """Call other fields that a problem speaks of by what they are called in the form."""
    params = {
        name: Words(facts[str(value)].zh, facts[str(value)].en) if str(value) in facts else value
        for name, value in one.params.items()
    }
    names = one.allowed.split(" | ")
    return replace(one, params=params, allowed="" if all(name in facts for name in names) else one.allowed)


def _value(text: str, fact: Fact) -> Any:
    if fact.type in LISTS:
        rows = [_row(line, fact) for _, line in _lines(text)]
        return rows or None
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    if fact.type == "money":
        return amount(plain)
    if fact.type == "flag":
        return {"true": True, "false": False}.get(plain, plain)
    if fact.type == "whole":
        return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else plain
    return plain


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something with their numbers; a head of a table, without figures, says nothing."""
    found = [(nth, line.strip()) for nth, line in enumerate(text.splitlines(), 1) if line.strip()]
    headed = len(found) > 1 and not any(char.isdigit() for char in found[0][1])
    return found[1:] if headed else found


def _row(line: str, fact: Fact) -> Any:
    """Return one line of a list; what is more than its columns stays in the last one, to be refused there."""
    if fact.type == "moneys":
        return amount(line)
    cells = [one.strip() for one in line.split("\t")] if "\t" in line else _GAPS.split(line)
    if len(cells) == 1 < len(fact.rows):
        cells = re.split("[,，]", line)
    last = len(fact.rows) - 1
    cells = [*cells[:last], " ".join(cells[last:])] if len(cells) > last else cells
    filled = [*cells, *[""] * (len(fact.rows) - len(cells))]
    return {cell.name: _cell(text, cell) for cell, text in zip(fact.rows, filled, strict=True)}


def _cell(text: str, cell: Fact) -> str | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if cell.type == "money":
        return amount(plain) if plain else None
    if hit := _MONTH.match(plain):
        return f"{hit[1]}-{int(hit[2]):02d}"
    return plain or None


def _text(value: Any, fact: Fact) -> str:
    if fact.type == "moneys":
        return "\n".join(str(one) for one in value)
    if fact.type == "rows":
        return "\n".join(" ".join(str(row.get(cell.name) or "") for cell in fact.rows) for row in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
