"""Which single fact of a case, changed, would change a result: for every fact the nearest value that does, or none.

A result changes when its outcome does: another role, priority, level or day as much as being given or not. What counts
as one fact, and what follows from it, is said in `casefacts`. The search is complete: for every fact on which the
result can rest at all, one value is tried for every answer the rules can give (`boundaries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mediation.domain.boundaries import Bounds, bounds, candidates
from mediation.domain.casefacts import Fact, actual, facts_behind
from mediation.domain.conditions import number
from mediation.domain.effects import inferences
from mediation.domain.plainrules import PlainRules
from mediation.domain.probe import Probe, Tried
from mediation.domain.results import Answer, Ground, Outcome, Result, gives
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Value

ROUTES = ("may_lead", "assist", "lead")


@dataclass(frozen=True)
class Change:
    """The nearest change of one fact that changes a result; None: not known.

    With `any_value` the fact isn't known yet, and whatever it turns out to be changes the result: `instead` is but a
    specimen.
    """

    fact: Fact
    actual: Value | None
    instead: Value | None
    outcome: Outcome
    any_value: bool


def changes(
    results: Sequence[Result], ground: Ground, rules: PlainRules, *, base: Answer | None = None
) -> dict[Result, tuple[Change, ...]]:
    """Return for each result the changes of single facts that change it, nearest first."""
    base = base or Answer(ground, rules)
    now = {one: base.outcome(one) for one in results}
    resting = behind(results, rules.book)
    known = resting.bounds([one for one in results if now[one] is not None])
    found: dict[Result, list[Change]] = {one: [] for one in results}
    probe = Probe(base, resting.rules, resting.starts(results))
    for fact in facts_behind(resting.fields, ground):
        for result, change in _of_fact(fact, now, known, probe):
            found[result].append(change)
    return {one: tuple(sorted(listed, key=_rank)) for one, listed in found.items()}


def _of_fact(
    fact: Fact, now: dict[Result, Outcome], known: Bounds, probe: Probe
) -> Iterable[tuple[Result, Change]]:
    have = actual(fact, probe.base.ground, probe.now)
    open_ended = have is None and fact.field.type in ("day", "int")
    left = {one: was for one, was in now.items() if probe.concerns(fact, one)}
    found, stays = dict[Result, Change](), set[Result]()
    for value in candidates(fact, have, probe.base, known) if left else ():
        if not left:
            break
        tried = Tried(probe, fact, value)
        for result, was in list(left.items()):
            then = tried.outcome(result)
            if then == was:
                stays.add(result)
            elif result not in found:
                found[result] = Change(fact, have, value, then, open_ended)
            if result in found and (not open_ended or result in stays):
                del left[result]
    for result, one in found.items():
        told = one.any_value and result not in stays
        yield result, Change(one.fact, one.actual, one.instead, one.outcome, told)


@dataclass(frozen=True)
class Resting:
    """The rules that have a say in some results, directly or not, and the fields (subject, name) that they read."""

    rules: tuple[Rule, ...]
    fields: tuple[tuple[str, str], ...]

    def starts(self, asked: Iterable[Result]) -> frozenset[str]:
        """Return the day fields of the case from which the dates among `asked` are counted."""
        dates = [one for one in asked if one.kind == "date"]
        dated = [rule for rule in self.rules if any(gives(rule, one) for one in dates)]
        found = {one.deadline.start for rule in dated for one in rule.effects if one.word == "deadline"}
        return frozenset(found | {"received_on"} if "referred_on" in found else found)

    def bounds(self, given: Iterable[Result]) -> Bounds:
        """Return where the rules may change; only dates that are `given` move with the day they are counted from."""
        running = [one for one in given if one.kind == "date"]
        return bounds(self.rules, [rule for rule in self.rules if any(gives(rule, one) for one in running)])


def behind(results: Iterable[Result], book: RuleBook) -> Resting:
    """Return what results rest on, by the rules of a book."""
    return _behind(tuple(results), _Same(book))


class _Same:
    """A rule book as a key: the same object, which nothing changes."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book

    def __hash__(self) -> int:
        return id(self.book)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.book is self.book


@lru_cache(maxsize=256)
def _behind(wanted: tuple[Result, ...], of: _Same) -> Resting:
    book = of.book
    rules = _closed([rule for rule in book.rules if any(_makes(rule, one) for one in wanted)], book)
    fields = {(rule.subject, name): None for rule in rules for name in rule.fields()}
    fields |= {(rule.subject, one.deadline.start): None for rule in rules for one in rule.effects if one.deadline.start}
    if any(rule.subject == "claim" for rule in rules):
        fields["claim", "kind"] = None
    fields["case", "received_on"] = None
    return Resting(tuple(rules), tuple(one for one in fields if one[0] in ("case", "claim")))


def _makes(rule: Rule, result: Result) -> bool:
    """Say whether a rule has a say in a result: it gives it, or it settles who leads."""
    return gives(rule, result) or (result.kind == "desk" and rule.stratum == "lead")


def _closed(first: Sequence[Rule], book: RuleBook) -> list[Rule]:
    """Return the rules with all others that put them out or infer what they read."""
    found = {id(rule): rule for rule in first}
    queue = list(first)
    while queue:
        rule = queue.pop()
        names = set(rule.fields()) | {one.deadline.start for one in rule.effects if one.deadline.start}
        for other in book.rules:
            if id(other) not in found and _feeds(other, rule, names):
                found[id(other)] = other
                queue.append(other)
    return list(found.values())


def _feeds(other: Rule, rule: Rule, names: set[str]) -> bool:
    if rule.id in other.overrides:
        return True
    if rule.subject == "referral":
        return other.subject == "case" and any(one.word in ROUTES for one in other.effects)
    if rule.subject != "case":
        return False
    if other.subject == "claim":
        clocks = (one.deadline.id for one in other.effects if one.word == "deadline")
        return "days_to_limitation" in names and any(one.startswith("limitation.") for one in clocks)
    made = set(inferences(other.effects))
    made |= {name for one in other.effects if one.word == "lead" for name in (f"may_lead.{one.desk}", "may_lead.any")}
    return other.subject == "case" and bool(made & names)


def _rank(change: Change) -> tuple[bool, int]:
    """Put what would make a fact unknown last, and what is a small step first."""
    have, instead = change.actual, change.instead
    far = 1
    if have is not None and instead is not None and change.fact.field.type in ("int", "day"):
        far = abs(number(instead) - number(have))
    return instead is None, far
