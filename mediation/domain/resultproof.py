"""The proof of a result: the rules that made it or might have, condition by condition, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mediation.domain.clocks import Due
from mediation.domain.explain import Explanation, explain, rule_holds
from mediation.domain.lawbook import Law
from mediation.domain.plainrules import PlainRules
from mediation.domain.resultflips import Change, changes
from mediation.domain.results import Answer, Ground, Outcome, Result, gives
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation

DECIDED = ("limitation", "routing", "lead", "clocks", "escalation", "referral")
"""The strata that a decision about a case asks; the sweep asks the others when their time has come."""


@dataclass(frozen=True)
class Article:
    """One article that a rule cites, on one day; `law` None: the book has no entry, `in_force` False: not that day."""

    key: str
    law: Law | None
    in_force: bool

    @property
    def words(self) -> str:
        """Return its wording, an empty string where none is stored."""
        return self.law.text if self.law else ""


@dataclass(frozen=True)
class RuleSaid:
    """What one rule says of one thing: `put_out_by` is the rule that overrides it where it holds in vain."""

    rule: Rule
    held: bool
    about: Situation
    found: Explanation
    articles: tuple[Article, ...]
    claim: int | None = None
    put_out_by: str = ""


@dataclass(frozen=True)
class Proof:
    """Why a result is what it is: `made_by` brought it about, `others` might have; `changes` are single facts."""

    result: Result
    outcome: Outcome
    made_by: tuple[RuleSaid, ...]
    others: tuple[RuleSaid, ...]
    changes: tuple[Change, ...]
    dues: tuple[Due, ...]
    judged_on: date
    rulebook: str

    @property
    def given(self) -> bool:
        """Say whether the case was given it."""
        return self.outcome not in (None, False, "open")


def proofs(results: Sequence[Result], ground: Ground, book: RuleBook) -> list[Proof]:
    """Return the proof of each result, asked by the plain reading of `book`."""
    rules = PlainRules(book)
    answer = Answer(ground, rules)
    found = changes(results, ground, rules, base=answer)
    return [_proof(one, answer, found[one]) for one in results]


def _proof(result: Result, answer: Answer, found: tuple[Change, ...]) -> Proof:
    outcome = answer.outcome(result)
    said = [one for rule in _in_force(answer) if gives(rule, result) for one in said_of(rule, answer, result.claim)]
    made = tuple(one for one in said if one.held and _brought(one.rule, result, outcome))
    dues = tuple(answer.dues(result)) if result.kind == "date" else ()
    return Proof(
        result, outcome, made, tuple(one for one in said if one not in made), found, dues, answer.ground.judged_on,
        answer.rules.book.digest,
    )  # fmt: skip


def _in_force(answer: Answer) -> Iterator[Rule]:
    on, place = answer.ground.judged_on, answer.ground.standing.place
    book = answer.rules.book
    order = list(book.strata)
    rules = (one for one in book.rules if one.in_force.covers(on) and one.place in ("", place))
    yield from sorted(rules, key=lambda one: (order.index(one.stratum), one.id))


def _brought(rule: Rule, result: Result, outcome: Outcome) -> bool:
    """Say whether a rule that holds has brought about this outcome: for a priority only one that gives so urgent."""
    if result.kind == "priority":
        return any(one.desk == result.name and one.priority == outcome for one in rule.effects)
    if result.kind == "mediation":
        return any(one.word == "mediation" and one.value == outcome for one in rule.effects)
    return outcome is not None and outcome is not False


def said_of(rule: Rule, answer: Answer, claim: int | None = None) -> list[RuleSaid]:
    """Return what a rule says, once for each thing that it is about; `claim`: of that claim alone."""
    found = []
    for place, about in abouts(rule.subject, answer, claim):
        hits = answer.rules.fire(rule.stratum, about, answer.ground.judged_on, answer.ground.standing.place)
        held = {hit.rule.id for hit in hits}
        out = next((hit.rule.id for hit in hits if rule.id in hit.rule.overrides), "")
        articles = articles_of(answer.rules.book, rule.law, answer.ground.judged_on)
        put_out = out if rule.id not in held and rule_holds(rule, about) else ""
        found.append(RuleSaid(rule, rule.id in held, about, explain(rule, about), articles, place, put_out))
    return found


def abouts(subject: str, answer: Answer, claim: int | None = None) -> Iterator[tuple[int | None, Situation]]:
    """Yield the situations of a case that rules about `subject` are asked about, claims with their positions."""
    if subject == "case":
        yield None, answer.situation
    elif subject == "claim":
        for place in answer.ground.kept if claim is None else [claim]:
            yield place, answer.claim_situation(place)
    elif subject == "referral":
        for about in answer.referrals():
            yield None, about


def silent(ground: Ground, book: RuleBook) -> dict[str, list[RuleSaid]]:
    """Return by stratum the rules that didn't hold or were put out, each once with what it was asked about first."""
    answer = Answer(ground, PlainRules(book))
    found: dict[str, list[RuleSaid]] = {}
    for rule in _in_force(answer):
        if rule.stratum not in DECIDED:
            continue
        said = said_of(rule, answer)
        if said and not any(one.held for one in said):
            found.setdefault(rule.stratum, []).append(said[0])
    return found


def articles_of(book: RuleBook, keys: Iterable[str], on: date) -> tuple[Article, ...]:
    """Return articles as they stood on a day."""
    laws = ((key, book.laws.get(key)) for key in keys)
    return tuple(Article(key, law, law is not None and law.in_force.covers(on)) for key, law in laws)
