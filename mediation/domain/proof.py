"""Why a rule holds or not on a case file, as plain data: its conditions, its law, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.domain.casefile import CaseFile
from mediation.domain.explain import Explanation, explain
from mediation.domain.plainrules import PlainRules
from mediation.domain.resultflips import Change, changes
from mediation.domain.resultproof import Article, abouts, articles_of
from mediation.domain.results import Answer, Ground, Result
from mediation.domain.rulebook import Rule, RuleBook
from mediation.domain.situation import Situation
from mediation.domain.workdays import Calendar


class NotInForce(LookupError):
    """The rule has versions, but none for the day of receipt: it can't be asked about this case."""

    def __init__(self, versions: list[Rule], on: date) -> None:
        self.versions, self.on = versions, on
        super().__init__(f"rule {versions[0].id} is not in force on {on.isoformat()}")


@dataclass(frozen=True)
class About:
    """What a rule says of one thing: its name, the position of a claim, condition by condition, and what would flip it.

    `causes` are the single facts of the case that would change what the rule says in the whole decision.
    """

    name: str
    claim: int | None
    found: Explanation
    causes: tuple[Change, ...]


@dataclass(frozen=True)
class Explained:
    """One rule on a case file, by the version in force on the day of receipt."""

    rule: Rule
    judged_on: date
    articles: tuple[Article, ...]
    about: tuple[About, ...]
    rulebook: str

    def answer(self) -> dict[str, Any]:
        """Return it in the shape of the interface."""
        rule, until = self.rule, self.rule.in_force.until
        return {
            "rule": rule.id,
            "title": dict(rule.title),
            "subject": rule.subject,
            "version": rule.in_force.start.isoformat(),
            "in_force": {"from": rule.in_force.start.isoformat(), "until": _json(until)},
            "judged_on": self.judged_on.isoformat(),
            "law": list(rule.law),
            "articles": [_article(one) for one in self.articles],
            "holds": any(one.found.holds for one in self.about),
            "about": [_plain(one) for one in self.about],
            "rulebook": self.rulebook,
        }


def explained(case: CaseFile, rule_id: str, *, book: RuleBook, calendar: Calendar) -> Explained:
    """Return the explanation of one rule on a case, once for each thing the rule is about.

    Raises NotInForce where no version is in force on the day of receipt, LookupError for no such rule.
    """
    answer = Answer(Ground(case, calendar), PlainRules(book))
    on = answer.ground.judged_on
    versions = [one for one in book.rules if one.id == rule_id]
    if versions and not any(one.in_force.covers(on) for one in versions):
        raise NotInForce(versions, on)
    rule = book.rule(rule_id, on)
    about = tuple(
        About(name, place, explain(rule, situation), _causes(rule, place, answer))
        for name, place, situation in _subjects(rule, answer)
    )
    return Explained(rule, on, articles_of(book, rule.law, on), about, book.digest)


def _subjects(rule: Rule, answer: Answer) -> Iterator[tuple[str, int | None, Situation]]:
    found = list(abouts(rule.subject, answer))
    for place, situation in found:
        if rule.subject == "referral":
            yield f"referral {situation['desk']}", None, situation
        else:
            yield f"claims[{place}]" if rule.subject == "claim" else rule.subject, place, situation
    if not found:
        yield rule.subject, None, Situation(rule.subject)


def _causes(rule: Rule, place: int | None, answer: Answer) -> tuple[Change, ...]:
    """Return the facts of the case that would change what the rule says; none for what no case file tells of."""
    if rule.subject not in ("case", "claim") or rule.stratum.startswith("watch_"):
        return ()
    result = Result("rule", rule.id, place)
    return changes([result], answer.ground, answer.rules, base=answer)[result]


def _article(one: Article) -> dict[str, Any]:
    if one.law is None:
        return {"key": one.key, "title": None, "article": None, "text": None, "verified": None, "in_force": False}
    return {
        "key": one.key,
        "title": dict(one.law.title),
        "article": one.law.article,
        "text": one.words or None,
        "verified": one.law.verified,
        "source": one.law.source,
        "in_force": one.in_force,
        "from": one.law.in_force.start.isoformat(),
        "until": _json(one.law.in_force.until),
    }


def _plain(one: About) -> dict[str, Any]:
    found = one.found
    return {
        "about": one.name,
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
        "case_flips": [_cause(change) for change in one.causes],
    }


def _cause(change: Change) -> dict[str, Any]:
    level = change.outcome if isinstance(change.outcome, int) and not isinstance(change.outcome, bool) else None
    return {
        "fact": change.fact.name,
        "field": change.fact.field.name,
        "actual": _json(change.actual),
        "instead": _json(change.instead),
        "any_value": change.any_value,
        "holds": change.outcome is not None,
        "level": level,
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
