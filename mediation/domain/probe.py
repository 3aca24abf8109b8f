"""Tell quickly what a changed fact changes, before a whole decision is made again for it.

A decision about a case only changes where a test of a rule answers otherwise, or where a day moves from which a date in
question is counted. So most changes need no decision of their own: one in which no test answers otherwise leaves all
as it is, and two in which the same tests, or only the same rules, answer otherwise come out alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import Final

from mediation.domain.casefacts import Fact, changed
from mediation.domain.claimclocks import days_left
from mediation.domain.conditions import Test, test_holds, tests_in
from mediation.domain.effects import ADVICE
from mediation.domain.explain import level_of, rule_holds
from mediation.domain.facts import amount_claimed, case_situation, claim_with, claimed, willing_on
from mediation.domain.results import Answer, Ground, Outcome, Result, gives
from mediation.domain.rule import Rule
from mediation.domain.situation import Facts, Value
from mediation.domain.vocabulary import fields_of
from mediation.domain.worktime import station_day

Fields = dict[str, Value | None]
Sign = tuple[object, ...]
LEFT: Final = "days_to_limitation"


class Tried:
    """What comes out with one fact changed."""

    def __init__(self, probe: Probe, fact: Fact, value: Value | None) -> None:
        self.probe, self.fact, self.value = probe, fact, value

    @cached_property
    def ground(self) -> Ground:
        """Give all that a decision then rests on."""
        return changed(self.probe.base.ground, self.fact, self.value)

    def outcome(self, result: Result) -> Outcome:
        """Return what comes out for one result."""
        return (self._of_case if result.claim is None else self.alone).outcome(result)

    @cached_property
    def alone(self) -> Answer:
        """Give an answer of its own, which shares with all others only what is remembered."""
        return Answer(self.ground, self.probe.base.rules, self.probe.base.remembered)

    @cached_property
    def _of_case(self) -> Answer:
        return self.probe.answer(self)


class Probe:
    """One decision as it is, and the rules that have a say in what is asked of it.

    `starts` are the day fields of the case from which dates in question are counted.
    """

    def __init__(self, base: Answer, rules: Iterable[Rule], starts: Collection[str]) -> None:
        self.base, self.now, self.rules, self.starts = base, base.situation, tuple(rules), starts
        on, self.readers, self.tests = base.ground.judged_on, dict[str, list[Rule]](), dict[str, dict[Test, bool]]()
        in_force = [rule for rule in self.rules if rule.in_force.covers(on)]
        self.advising = {
            rule.id for rule in in_force
            if rule.subject == "claim" and any(one.word in ADVICE for one in rule.effects)
        }  # fmt: skip
        for rule in in_force:
            for name in rule.fields() if rule.subject == "case" else ():
                self.readers.setdefault(name, []).append(rule)
            for condition in rule.conditions().values() if rule.subject == "case" else ():
                for test in tests_in(condition):
                    self.tests.setdefault(test.field, {})[test] = test_holds(test, self.now[test.field])
        self._before = {rule.id: _verdict(rule, self.now) for rule in in_force if rule.subject == "case"}
        fields = fields_of("case")
        self._mixed = {rule.id for readers in self.readers.values() for rule in readers if _is_mixed(rule)}
        told = {name for name, field in fields.items() if not field.inferred}
        self._known: Fields = dict(self.now)
        self._have = {name: self.now[name] for name in told & {*self.tests, *starts}}
        self._answers: dict[Sign, Answer] = {}
        self._verdicts: dict[Sign, tuple[bool, int | None]] = {}
        self._advice = self._advised(base)
        self._ends = {place: base.ends_on(nth) for nth, place in enumerate(base.ground.kept)}
        self._nearest: dict[int, date | None] = {}
        self._others: dict[int, set[str]] = {}
        self._today = station_day(base.ground.decided_at)

    def concerns(self, fact: Fact, result: Result) -> bool:
        """Say whether a fact can change a result at all: what is said of one claim rests on no other claim's facts."""
        if result.claim is None or fact.claim in (None, result.claim):
            return True
        return any(rule.subject != "claim" and gives(rule, result) for rule in self.rules)

    def answer(self, tried: Tried) -> Answer:
        """Return what comes out for the case with a fact changed; of its claims only `alone` tells."""
        have = self._have
        moved = {name: one for name, one in self._fields(tried).items() if name in have and have[name] != one}
        apart = (
            frozenset((name, one) for name, one in moved.items() if name in self.starts),
            self._advised(tried.alone) if self.advising else self._advice,
        )
        turned = frozenset(
            test for name, one in moved.items() for test, held in self.tests.get(name, {}).items()
            if test_holds(test, one) != held
        )  # fmt: skip
        if not turned and apart == (frozenset(), self._advice):
            return self.base
        sign = (*apart, turned)
        if sign not in self._answers:
            self._answers[sign] = self._by_rules(moved, turned, apart, tried)
        return self._answers[sign]

    def _by_rules(self, moved: Fields, turned: frozenset[Test], apart: Sign, tried: Tried) -> Answer:
        """Return an answer in which the same rules answer otherwise, its own where that can't be told beforehand."""
        readers = {rule.id: rule for test in turned for rule in self.readers[test.field]}
        then = {**self._known, **moved}
        verdicts = ((name, self._verdict(rule, moved, then)) for name, rule in readers.items())
        others = frozenset((name, *said) for name, said in verdicts if said != self._before[name])
        if others and not self._mixed.isdisjoint(readers):
            return tried.alone
        if not others and apart[1] == self._advice:
            return tried.alone.as_before(self.base, moved) if apart[0] else self.base
        sign = (*apart, others)
        if sign not in self._answers:
            self._answers[sign] = tried.alone
        return self._answers[sign]

    def _verdict(self, rule: Rule, moved: Fields, then: Fields) -> tuple[bool, int | None]:
        """Return what a rule says with some facts moved, asked once for all of it that have moved alike."""
        key = (rule.id, *((name, one) for name, one in moved.items() if name in rule.fields()))
        if key not in self._verdicts:
            self._verdicts[key] = _verdict(rule, then)
        return self._verdicts[key]

    def _advised(self, answer: Answer) -> frozenset[str]:
        """Return the rules of claims that hold and advise something that is in question."""
        if not self.advising:
            return frozenset()
        return frozenset(held for one in answer.gists for held in one.held if held in self.advising)

    def _fields(self, tried: Tried) -> Fields:
        """Return the fields of the case that the changed fact decides, but for what the rules infer of it."""
        base, fact, name = self.base.ground, tried.fact, tried.fact.field.name
        found: Fields
        if fact.claim is not None:
            found = self._fields_by_claim(tried, fact.claim)
        elif name.startswith("claims."):
            found = {**claimed(tried.ground.asked.claims), LEFT: self._left_of(tried)}
        elif fact.field.type == "day":
            ground = tried.ground
            raw = case_situation(ground.asked, ground.standing, tried.alone.days_left)
            found = {one: raw[one] for one in self._have}
        else:
            found = {name: tried.value}
            if name.startswith("willing_"):
                found["willing_on"] = willing_on(tried.ground.case, tried.ground.standing)
            elif name == "relation":
                found[LEFT] = tried.alone.days_left
        given = tried.ground.given if base.given else {}
        return found | {one: have for one, have in given.items() if one in found}

    def _fields_by_claim(self, tried: Tried, place: int) -> Fields:
        """Return the fields that one changed claim decides; of its limitation the others needn't be asked again."""
        base, name = self.base.ground, tried.fact.field.name
        if place not in base.kept:
            return {}
        was, nth, found = base.case.claims[place], base.kept.index(place), Fields()
        if name == "amount":
            one, claims = claim_with(was, name, tried.value), base.asked.claims
            found["amount_claimed"] = amount_claimed((*claims[:nth], one, *claims[nth + 1 :]))
        elif name == "kind":
            found |= self._kinds(place, str(tried.value))
        if LEFT not in self._have:
            return found
        if was in base.standing.settled:
            return {**found, LEFT: tried.alone.days_left}
        if place not in self._nearest:
            others = (end for other, end in self._ends.items() if other != place and end is not None)
            self._nearest[place] = min(others, default=None)
        ends = self._nearest[place], self.base.ends_on(nth, (name, tried.value))
        return {**found, LEFT: days_left(ends, self._today)}

    def _left_of(self, tried: Tried) -> int | None:
        """Return the days left where claims are added or withdrawn; those that stay needn't be asked again."""
        known, kept = self._ends, enumerate(tried.ground.kept)
        ends = [known[place] if place in known else tried.alone.ends_on(nth) for nth, place in kept]
        return days_left(ends, self._today)


    def _kinds(self, place: int, kind: str) -> Fields:
        """Return which kinds are claimed, of those that differ with another kind of one claim."""
        if place not in self._others:
            base = self.base.ground
            self._others[place] = {base.case.claims[one].kind for one in base.kept if one != place}
        others, was = self._others[place], self.base.ground.case.claims[place].kind
        many = len(others) + (kind not in others)
        return {f"claims.{was}": was in others, f"claims.{kind}": True, "claim_kinds": many}


def _is_mixed(rule: Rule) -> bool:
    """Say whether a rule reads what others infer beside what a case says: its answer at first isn't its last."""
    fields = fields_of("case")
    return any(fields[name].inferred for name in rule.fields())


def _verdict(rule: Rule, situation: Facts) -> tuple[bool, int | None]:
    return rule_holds(rule, situation), level_of(rule, situation)
