"""The proof of a date or an escalation that no decision about the case makes: its one rule on the facts of its row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mediation.domain import clocks
from mediation.domain.boundaries import WINDOW
from mediation.domain.casefacts import Fact
from mediation.domain.engine import Hit
from mediation.domain.explain import explain
from mediation.domain.resultflips import Change
from mediation.domain.resultproof import Proof, RuleSaid, articles_of
from mediation.domain.results import Outcome, Result
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import fields_of
from mediation.domain.workdays import Calendar


def proof_of(
    rule: Rule, about: Situation, result: Result, outcome: Outcome, *, book: RuleBook, calendar: Calendar, on: date
) -> Proof:
    """Return the proof of what one rule alone makes of one thing, as it stood on a day."""
    found = explain(rule, about)
    said = RuleSaid(rule, found.holds, about, found, articles_of(book, rule.law, on))
    fields = fields_of(rule.subject)
    changes = [
        Change(Fact(fields[one.field]), one.actual, one.instead, _then(result, one.holds, one.level), one.any_value)
        for one in found.flips
    ]
    moved = list(_moved(rule, about, calendar)) if result.kind == "date" else []
    return Proof(result, outcome, (said,), (), (*changes, *moved), (), on, book.digest)


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
