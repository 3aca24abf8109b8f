"""Tell quickly whether a changed fact can change anything at all, before a whole decision is made again for it.

A decision only changes where a rule changes its mind, or where a day moves from which something is counted. Of a
changed fact the rules that read it are asked first; only if one of them answers otherwise is more to be worked out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mediation.domain.casefacts import Fact
from mediation.domain.casefile import Claim
from mediation.domain.explain import level_of, rule_holds
from mediation.domain.facts import claim_situation, claimed, willing_on
from mediation.domain.results import Answer, Ground
from mediation.domain.rule import Rule
from mediation.domain.situation import Situation, Value
from mediation.domain.vocabulary import fields_of

Sign = frozenset[tuple[str, bool, int | None]] | None
NOTHING: Final[Sign] = frozenset()
UNIQUE: Final[Sign] = None


class Probe:
    """One decision as it is, and the rules that have a say in what is asked of it.

    `by_kind`: something is asked of one claim, whose dates are named after its kind.
    """

    def __init__(self, base: Answer, rules: Iterable[Rule], *, by_kind: bool) -> None:
        self.base, self.now, self.by_kind = base, base.situation, by_kind
        on, self.readers = base.ground.judged_on, dict[str, list[Rule]]()
        in_force = [rule for rule in rules if rule.in_force.covers(on)]
        self.of_claims = [rule for rule in in_force if rule.subject == "claim"]
        for rule in in_force:
            for name in rule.fields() if rule.subject == "case" else ():
                self.readers.setdefault(name, []).append(rule)
        self.answers: dict[Sign, Answer] = {}
        self.fields = fields_of("case")
        self._heard: dict[tuple[object, ...], tuple[object, ...]] = {}
        self.claims = self._verdicts(base.ground)

    def sign(self, fact: Fact, value: Value | None, other: Ground) -> Sign:
        """Return what answers otherwise on `other`, where `fact` has the value: NOTHING, or what two changes may share.

        Two changes with one sign come out alike. UNIQUE: nothing can be said without working it out; days always are.
        """
        if fact.field.type == "day":
            return UNIQUE
        changed = {name: one for name, one in _fields(fact, value, other).items() if self.now[name] != one}
        asked = {rule.id: rule for name in changed for rule in self.readers.get(name, ())}
        then = self.now.plus(changed) if asked else self.now
        verdicts = [(one, _verdict(one, then)) for one in asked.values()]
        moved = [(one.id, *said) for one, said in verdicts if said != _verdict(one, self.now)]
        if self.of_claims and self._verdicts(other) != self.claims:
            return UNIQUE
        if moved and (self.by_kind or any(self._is_mixed(rule) for rule in asked.values())):
            return UNIQUE
        return frozenset(moved)

    def _is_mixed(self, rule: Rule) -> bool:
        """Say whether a rule reads what others infer beside what a case says: its answer at first isn't its last."""
        return any(self.fields[name].inferred for name in rule.fields())

    def _verdicts(self, ground: Ground) -> list[tuple[object, ...]]:
        """Return what the rules say of each claim."""
        if not self.of_claims:
            return []
        found = (self._verdict(ground, claim) for claim in ground.asked.claims)
        return [one for one in found if one]

    def _verdict(self, ground: Ground, claim: Claim) -> tuple[object, ...]:
        key = (claim, ground.case.employment, claim in ground.standing.settled)
        if key not in self._heard:
            about = claim_situation(ground.case, claim)
            held = tuple(rule.id for rule in self.of_claims if rule_holds(rule, about))
            self._heard[key] = (*held, claim.kind if self.by_kind else "", key[2]) if held else ()
        return self._heard[key]


def _fields(fact: Fact, value: Value | None, other: Ground) -> dict[str, Value | None]:
    """Return the fields of the case that the changed fact decides, but for what the rules infer of it."""
    name = fact.field.name
    if fact.claim is None and not name.startswith("claims."):
        follows = {"willing_on": willing_on(other.case, other.standing)} if name.startswith("willing_") else {}
        return {**follows, name: value} if fact.field.subject == "case" else {}
    return dict(claimed(other.asked.claims))


def _verdict(rule: Rule, situation: Situation) -> tuple[bool, int | None]:
    return rule_holds(rule, situation), level_of(rule, situation)
