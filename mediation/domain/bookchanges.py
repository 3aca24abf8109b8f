"""What a draft of rules changes in a book: which rules, amounts, holiday lists and articles, from which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook


@dataclass(frozen=True)
class Changed:
    """One thing that differs: `what` (rule, parameter, calendar, law, desk, stratum, place, clause), how, from when.

    `how`: added, removed, changed, or closed where only its end is new. `start` None: it has no first day of its own.
    """

    what: str
    id: str
    how: str
    start: date | None = None
    title: Mapping[str, str] | None = None


def changed(book: RuleBook, draft: RuleBook) -> list[Changed]:
    """Return what differs between two books, rules first, each by id and first day."""
    return [
        *_rules(book, draft),
        *_parameters(book, draft),
        *_calendars(book, draft),
        *_entries("law", book.laws, draft.laws),
        *_entries("desk", book.desks, draft.desks),
        *_entries("stratum", book.strata, draft.strata),
        *_entries("place", book.places, draft.places),
        *_entries("clause", book.clauses, draft.clauses),
    ]


def begins(changes: list[Changed]) -> date | None:
    """Return the first day on which any of the changes takes effect; None where none has a day."""
    days = [one.start for one in changes if one.start and one.how != "closed"]
    return min(days, default=None)


def _rules(book: RuleBook, draft: RuleBook) -> Iterator[Changed]:
    before = {(one.id, one.in_force.start): one for one in book.rules}
    after = {(one.id, one.in_force.start): one for one in draft.rules}
    for key in sorted(before.keys() | after.keys()):
        was, becomes = before.get(key), after.get(key)
        if was != becomes:
            shown: Any = becomes or was
            yield Changed("rule", key[0], _how(was, becomes), key[1], shown.title)


def _how(was: Rule | None, becomes: Rule | None) -> str:
    if was is None or becomes is None:
        return "added" if was is None else "removed"
    fields = [name for name in was.__slots__ if getattr(was, name) != getattr(becomes, name)]
    return "closed" if fields == ["in_force"] and becomes.in_force.until else "changed"


def _parameters(book: RuleBook, draft: RuleBook) -> Iterator[Changed]:
    for key in sorted(book.parameters.keys() | draft.parameters.keys()):
        was, becomes = book.parameters.get(key), draft.parameters.get(key)
        if was == becomes:
            continue
        shown: Any = becomes or was
        before = {one.in_force.start: one for one in was.values} if was else {}
        after = {one.in_force.start: one for one in becomes.values} if becomes else {}
        for day in sorted(before.keys() | after.keys()):
            old, new = before.get(day), after.get(day)
            if old == new:
                continue
            ends = old is not None and new is not None and old.value == new.value and new.in_force.until is not None
            how = "added" if old is None else "removed" if new is None else "closed" if ends else "changed"
            yield Changed("parameter", key, how, day, shown.title)


def _calendars(book: RuleBook, draft: RuleBook) -> Iterator[Changed]:
    before, after = ({one.year: one for one in each.calendars} for each in (book, draft))
    for year in sorted(before.keys() | after.keys()):
        was, becomes = before.get(year), after.get(year)
        if was != becomes:
            how = "added" if was is None else "removed" if becomes is None else "changed"
            yield Changed("calendar", str(year), how, date(year, 1, 1))


def _entries(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Changed]:
    for key in sorted(before.keys() | after.keys()):
        was, becomes = before.get(key), after.get(key)
        if was != becomes:
            how = "added" if was is None else "removed" if becomes is None else "changed"
            yield Changed(what, key, how, None, getattr(becomes or was, "title", None))
