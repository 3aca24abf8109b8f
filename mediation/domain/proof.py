"""Why a rule holds or not on a case: its conditions one by one, and the smallest changes that would flip it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from mediation.domain.casefile import CaseFile
from mediation.domain.decision import Decision, decide
from mediation.domain.engine import Engine
from mediation.domain.explain import Explanation, explain
from mediation.domain.facts import claim_situation
from mediation.domain.rulebook import Rule
from mediation.domain.situation import Situation
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import station_day


def explained(case: CaseFile, rule_id: str, *, engine: Engine, calendar: Calendar) -> dict[str, Any]:
    """Return the explanation of one rule on a case as plain data, once for each thing the rule is about.

    The version in force on the day of receipt is asked; raises LookupError where there is none.
    """
    judged_on = station_day(case.received_at)
    rule = engine.book.rule(rule_id, judged_on)
    decision = decide(case, engine=engine, calendar=calendar, now=case.received_at)
    about = [_plain(name, explain(rule, situation)) for name, situation in _subjects(case, rule, decision)]
    return {
        "rule": rule.id,
        "title": dict(rule.title),
        "law": list(rule.law),
        "holds": any(one["holds"] for one in about),
        "about": about,
        "rulebook": engine.book.digest,
    }


def _subjects(case: CaseFile, rule: Rule, decision: Decision) -> Iterator[tuple[str, Situation]]:
    if rule.subject == "case":
        yield "case", decision.situation
    elif rule.subject == "claim":
        for nth, claim in enumerate(case.claims):
            yield f"claims[{nth}]", claim_situation(case, claim)
    elif rule.subject == "referral":
        for one in decision.referrals:
            facts = {"desk": one.desk, "role": one.role, "priority": one.priority}
            yield f"referral {one.desk}", Situation("referral", facts)
    else:
        yield rule.subject, Situation(rule.subject)


def _plain(name: str, found: Explanation) -> dict[str, Any]:
    return {
        "about": name,
        "holds": found.holds,
        "level": found.level,
        "conditions": [
            {
                "field": line.field or line.joiner,
                "wanted": line.wanted,
                "actual": line.actual,
                "holds": line.holds,
                "depth": line.depth,
            }
            for line in found.lines
        ],
        "flips": [
            {"field": flip.field, "actual": _json(flip.actual), "instead": _json(flip.instead), "holds": flip.holds}
            for flip in found.flips
        ],
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
