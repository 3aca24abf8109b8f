"""The values of a fact at which a decision can change: all it takes to try one value for every answer there is.

Rules compare a fact with the values they name, so nothing changes but at those values and beside them. Two things reach
further: days from which a date is counted (each day may give another date), and the days left to a limitation date,
whose edges are counted back to the day on which the limitation began.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from mediation.domain import turning
from mediation.domain.casefacts import Fact, changed
from mediation.domain.conditions import number, tests_in
from mediation.domain.remembered import TriedClaims
from mediation.domain.results import Answer, Ground
from mediation.domain.rule import Rule
from mediation.domain.situation import Value
from mediation.domain.worktime import station_day

WINDOW: Final = 24
"""Days either way that are tried of a day from which a date is counted: more than holidays and duty days ever span."""
TEN_YEARS: Final = 3660


@dataclass(frozen=True)
class Bounds:
    """Where rules may change: the values they name, by subject and field; the edges of the days left to a limitation.

    `starts` are the day fields from which the dates in question are counted.
    """

    named: dict[tuple[str, str], frozenset[Value]]
    edges: tuple[int, ...]
    starts: frozenset[str]

    def of(self, subject: str, name: str) -> frozenset[Value]:
        """Return the values named of one field."""
        return self.named.get((subject, name), frozenset())


def bounds(rules: Iterable[Rule], dated: Collection[Rule]) -> Bounds:
    """Return where `rules` may change; `dated` are those among them whose dates are in question."""
    named: dict[tuple[str, str], set[Value]] = {}
    edges: set[int] = set()
    for rule in rules:
        edges |= {edge.at for edge in turning.edges(rule) if edge.field == "days_to_limitation"}
        for condition in rule.conditions().values():
            for test in tests_in(condition):
                if test.op != "known":
                    values = test.value if isinstance(test.value, tuple) else (test.value,)
                    named.setdefault((rule.subject, test.field), set()).update(values)
    starts = {one.deadline.start for rule in dated for one in rule.effects if one.word == "deadline"}
    return Bounds({key: frozenset(one) for key, one in named.items()}, tuple(sorted(edges)), frozenset(starts))


def candidates(fact: Fact, have: Value | None, base: Answer, known: Bounds) -> list[Value | None]:
    """Return the values to be tried instead of the one that the fact has, nearest first, "not known" last."""
    ground, rules, field = base.ground, base.rules, fact.field
    found: Iterable[Value]
    if field.type == "bool":
        found = (True, False)
    elif field.type == "enum":
        found = field.values
    else:
        found = _numbers(fact, ground, known) if field.type == "int" else _days(fact, have, base, known)
    span = rules.span(ground.judged_on)
    allowed = {one for one in found if one != have and fact.allows(one, ground, span)}
    tried = sorted(allowed, key=_nearness(fact, have, ground))
    return [*tried, *([] if fact.sure or have is None else [None])]


def _nearness(fact: Fact, have: Value | None, ground: Ground) -> Callable[[Value], tuple[int, int]]:
    def key(value: Value) -> tuple[int, int]:
        if isinstance(value, str):
            return 0, fact.field.values.index(value)
        if isinstance(value, bool):
            return 0, int(value)
        beside = have if have is not None else ground.judged_on if isinstance(value, date) else 0
        return abs(number(value) - number(beside)), number(value)

    return key


def _numbers(fact: Fact, ground: Ground, known: Bounds) -> Iterator[int]:
    name, subject = fact.field.name, fact.field.subject
    values = {number(one) for one in known.of(subject, name)}
    if name == "amount":
        others = sum(one.amount or 0 for place, one in enumerate(ground.case.claims) if place != fact.claim)
        values |= {number(one) - others for one in known.of("case", "amount_claimed")} | {0}
    yield from (near for one in values or {0} for near in (one - 1, one, one + 1))


def _days(fact: Fact, have: Value | None, base: Answer, known: Bounds) -> Iterator[date]:
    name, ground = fact.field.name, base.ground
    middle = have if isinstance(have, date) else ground.judged_on
    yield middle
    for one in known.of(fact.field.subject, name):
        yield from (_later(one, off) for off in (-1, 0, 1) if isinstance(one, date))
    if name in known.starts or (name == "received_on" and known.starts & {"willing_on", "referred_on"}):
        yield from (_later(middle, gone) for gone in range(-WINDOW, WINDOW + 1))
    if name == "received_on":
        yield from _receipts(base, known)
    elif fact.field.subject == "claim" and known.edges:
        yield from _begun(fact, base, known, middle)


def _receipts(base: Answer, known: Bounds) -> Iterator[date]:
    """Yield the days of receipt on which somebody has a birthday that counts, or a limitation is so many days away."""
    ground = base.ground
    ages = {number(one) + off for one in known.of("case", "youngest_age") for off in (-1, 0, 1)}
    for party in (*ground.case.applicants, *ground.case.respondents):
        if party.kind == "person" and party.born:
            for years in ages:
                yield from _birthday(party.born, years)
    if ground.now is None and known.edges:
        for due in base.heard.dues:
            yield from (_later(due.limit.safe_on, off - edge) for edge in known.edges for off in (0, 1))


def _birthday(born: date, years: int) -> Iterator[date]:
    """Yield the day on which somebody reaches an age, and the day before."""
    if years >= 0 and born.year + years < date.max.year:
        day = _later(date(born.year + years, born.month, 1), born.day - 1)
        yield from (day, _later(day, -1))


def _begun(fact: Fact, base: Answer, known: Bounds, middle: date) -> Iterator[date]:
    """Yield the days from which a limitation must have run for the days left to stand on either side of an edge."""
    ground, today = base.ground, station_day(base.ground.decided_at)
    every, asked = tuple(range(len(ground.case.claims))), _claims(base, ground)
    changed_on = cache(lambda day: _claims(base, changed(ground, fact, day)))
    for place in ground.kept if fact.claim is None else [fact.claim]:

        def left(day: date, place: int = place) -> int | None:
            if fact.claim is None:
                gist = base.remembered.gist(changed_on(day), place, every)
            else:
                gist = base.remembered.gist(asked, place, every, (fact.field.name, day))
            return None if gist.ends_on is None else (gist.ends_on - today).days

        have = left(middle)
        if have is not None:
            for edge in known.edges:
                yield from _reached(left, _later(middle, edge - have), today, edge)


def _claims(base: Answer, ground: Ground) -> TriedClaims:
    """Return all claims of a case on some ground."""
    return TriedClaims(ground.case, base.rules, ground.calendar, ground.standing, base.remembered)


def _reached(left: Callable[[date], int | None], guess: date, today: date, edge: int) -> Iterator[date]:
    """Yield the first day up to `today` for which `left` gives `edge` or more, and the day before.

    `left` never falls from one day to the next, and mostly grows by one: the guess is right but for leap days and ends
    of months. Where it isn't, the day is looked for among those of ten years; there is none where all answer alike.
    """

    def enough(day: date) -> bool:
        have = left(day)
        return have is not None and have >= edge

    for off in (0, 1, -1):
        if enough(_later(guess, off)) and not enough(_later(guess, off - 1)):
            yield from (_later(guess, off - 1), _later(guess, off))
            return
    low, high = today.toordinal() - TEN_YEARS, today.toordinal()
    if enough(date.fromordinal(low)) == enough(today):
        return
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(date.fromordinal(middle)) else (middle + 1, high)
    yield from (date.fromordinal(low - 1), date.fromordinal(low))


def _later(day: date, days: int) -> date:
    """Return a day so many days later, held within what a calendar can say."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
