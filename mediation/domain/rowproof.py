"""The proof of a date or an escalation that no decision about the case makes: its one rule on the facts of its row.

Where another rule may make the same date (an interrupted limitation, an injury with clear facts), what would change it
is asked of all of them: a fact by which the one rule no longer holds changes nothing if another counts the same day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mediation.domain import clocks
from mediation.domain.boundaries import WINDOW
from mediation.domain.casefacts import Fact
from mediation.domain.clockwords import HOME
from mediation.domain.engine import Hit
from mediation.domain.explain import explain
from mediation.domain.plainrules import PlainRules
from mediation.domain.resultflips import Change
from mediation.domain.resultproof import Proof, RuleSaid, articles_of
from mediation.domain.results import Outcome, Result
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation, Value
from mediation.domain.vocabulary import Field, fields_of
from mediation.domain.workdays import Calendar


def proof_of(
    rule: Rule, about: Situation, result: Result, outcome: Outcome, *, book: RuleBook, calendar: Calendar, on: date
) -> Proof:
    """Return the proof of what one rule alone makes of one thing, as it stood on a day."""
    found = explain(rule, about)
    said = RuleSaid(rule, found.holds, about, found, articles_of(book, rule.law, on))
    fields = fields_of(rule.subject)
    peers = _peers(rule, result, book, on)
    changes = list(_by_all(peers, rule, about, result, PlainRules(book), calendar, on)) if peers else [
        Change(Fact(fields[one.field]), one.actual, one.instead, _then(result, one.holds, one.level), one.any_value)
        for one in found.flips
    ]  # fmt: skip
    moved = list(_moved(rule, about, calendar)) if result.kind == "date" else []
    return Proof(result, outcome, (said,), (), (*changes, *moved), (), on, book.digest)


def _peers(rule: Rule, result: Result, book: RuleBook, on: date) -> list[Rule]:
    """Return the other rules of the day that may make the same date."""
    if result.kind != "date":
        return []
    return [
        one
        for one in book.stratum(rule.stratum, on)
        if one.id != rule.id and any(it.word == "deadline" and it.deadline.id == result.name for it in one.effects)
    ]


def _by_all(
    peers: list[Rule], rule: Rule, about: Situation, result: Result, rules: PlainRules, calendar: Calendar, on: date
) -> Iterator[Change]:  # fmt: skip
    """Yield the nearest other value of each fact by which the rules together make another date, or none."""
    fields = fields_of(rule.subject)

    def then(facts: Situation) -> Outcome:
        hits = rules.fire(rule.stratum, facts, on, rule.place or HOME)
        dues = clocks.started(hits, facts, calendar=calendar)
        return tuple((due.limit.safe_on, due.limit.last_on) for due in dues if due.id == result.name) or None

    now = then(about)
    for name in dict.fromkeys(name for one in (rule, *peers) for name in one.fields()):
        others = [value for value in _others(fields[name]) if value != about[name]]
        told = ((value, then(about.plus({name: value}))) for value in others)
        change = next(((value, outcome) for value, outcome in told if outcome != now), None)
        if change is not None:
            yield Change(Fact(fields[name]), about[name], *change, any_value=False)


def _others(field: Field) -> tuple[Value | None, ...]:
    """Return the values that a fact could have; of days and numbers only that they aren't known."""
    values: tuple[Value, ...] = (True, False) if field.type == "bool" else field.values
    return values if field.sure else (*values, None)


def _then(result: Result, holds: bool, level: int | None) -> Outcome:
    if not holds:
        return None
    return (level or 1) if result.kind == "escalation" else None


def _moved(rule: Rule, about: Situation, calendar: Calendar) -> Iterator[Change]:
    """Yield the nearest other first day that moves the date."""
    hit = Hit(rule)
    now = _days(hit, about, calendar)
    starts = {one.deadline.start for one in rule.effects if one.word == "deadline" and one.deadline.unit != "duty"}
    for name in sorted(starts):
        have = about[name]
        if not isinstance(have, date):
            continue
        for off in (step * sign for step in range(1, WINDOW) for sign in (1, -1)):
            day = have + timedelta(days=off)
            then = _days(hit, about.plus({name: day}), calendar)
            if then != now:
                yield Change(Fact(fields_of(rule.subject)[name]), have, day, then, any_value=False)
                break


def _days(hit: Hit, about: Situation, calendar: Calendar) -> Outcome:
    found = clocks.started([hit], about, calendar=calendar)
    return tuple((due.limit.safe_on, due.limit.last_on) for due in found) or None
