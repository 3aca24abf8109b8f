"""The rules of a book asked by the plain reading, for the many small "what if" questions about one case.

It answers exactly what the engine answers (tests hold the two against each other) without building one. Of a second
situation only the rules that read a changed fact are read again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mediation.domain.clockwords import HOME
from mediation.domain.engine import Hit
from mediation.domain.explain import level_of, rule_holds
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation


@dataclass(frozen=True)
class _Known:
    """The first answer of one stratum on a day, and which of its rules read a field."""

    situation: Situation
    rules: tuple[Rule, ...]
    hits: dict[str, Hit]
    readers: dict[str, list[Rule]]


class PlainRules:
    """Answers as `Engine` does; its memory is small and its own, so it isn't shared between threads."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._known: dict[tuple[str, int], _Known] = {}
        self._turns = turns(book.rules)

    @property
    def book(self) -> RuleBook:
        """Give the book that is read."""
        return self._book

    def fire(self, stratum: str, situation: Situation, on: date, place: str = HOME) -> tuple[Hit, ...]:
        """Return the rules of `stratum` in force on `on` that hold, by id, less those that another one overrides."""
        held = self.held(stratum, situation, on)
        hits = {name: hit for name, hit in held.items() if hit.rule.place in ("", place)}
        out = {other for hit in hits.values() for other in hit.rule.overrides}
        return tuple(hits[one] for one in sorted(hits) if one not in out)

    def held(self, stratum: str, situation: Situation, on: date) -> dict[str, Hit]:
        """Return the rules of `stratum` in force on `on` that hold, by id, overridden or not."""
        key = (stratum, bisect_right(self._turns, on))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _first(self._book.stratum(stratum, on), situation)
        again = {rule.id: rule for name in situation.differs(known.situation) for rule in known.readers.get(name, ())}
        if not again:
            return dict(known.hits)
        hits = {name: hit for name, hit in known.hits.items() if name not in again}
        return hits | _hits(again.values(), situation)

    def span(self, on: date) -> tuple[date, date]:
        """Return the first and the last day around `on` on which the same versions of all rules are in force."""
        place = bisect_right(self._turns, on)
        first = self._turns[place - 1] if place else date.min
        return first, self._turns[place] - timedelta(days=1) if place < len(self._turns) else date.max


def turns(rules: Iterable[Rule]) -> list[date]:
    """Return the days on which a version of a rule begins, or the one before it has ended."""
    found = set()
    for rule in rules:
        found.add(rule.in_force.start)
        if rule.in_force.until is not None and rule.in_force.until < date.max:
            found.add(rule.in_force.until + timedelta(days=1))
    return sorted(found)


def _first(rules: tuple[Rule, ...], situation: Situation) -> _Known:
    readers: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in rule.fields():
            readers.setdefault(name, []).append(rule)
    return _Known(situation, rules, _hits(rules, situation), readers)


def _hits(rules: Iterable[Rule], situation: Situation) -> dict[str, Hit]:
    return {rule.id: Hit(rule, level_of(rule, situation)) for rule in rules if rule_holds(rule, situation)}
