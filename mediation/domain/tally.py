"""What the routing rules add up to: who may lead, who assists how urgently and why, flags, advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediation.domain.engine import Hit
from mediation.domain.situation import Situation

PRIORITIES = ("normal", "urgent", "immediate")


@dataclass(frozen=True)
class Reason:
    """A rule that held, with the facts its conditions asked about."""

    rule: str
    law: tuple[str, ...]
    facts: dict[str, Any]

    def stored(self) -> dict[str, Any]:
        """Return the reason as JSON for the row that it made."""
        return {"rule": self.rule, "law": list(self.law), "facts": plain(self.facts)}


@dataclass(frozen=True)
class Advice:
    """Something suggested, required or warned of."""

    kind: str
    code: str
    reason: Reason


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts as JSON: days as ISO text."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in facts.items()}


def because(hit: Hit, situation: Situation) -> Reason:
    """Return why a rule held: its law and the facts that its conditions asked about."""
    return Reason(hit.rule.id, tuple(hit.rule.law), {name: situation[name] for name in hit.rule.fields(hit.level)})


@dataclass
class Tally:
    """What the routing rules add up to; a desk that sent the case back is left out unless a new rule wants it."""

    returned: Mapping[str, frozenset[str]]
    may_lead: set[str] = field(default_factory=set)
    priority: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, list[Reason]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    mediation: set[str] = field(default_factory=set)
    advice: list[Advice] = field(default_factory=list)
    inferred: dict[str, Any] = field(default_factory=dict)
    lead: str = ""
    lead_reason: Reason | None = None

    def add(self, hit: Hit, situation: Situation) -> None:
        """Add the effects of one rule that held."""
        reason = because(hit, situation)
        for effect in hit.rule.effects:
            match effect.word:
                case "may_lead" | "assist" | "lead":
                    self._desk(effect.word, effect.desk, effect.priority, reason)
                case "flag":
                    self.flags.add(effect.value)
                case "mediation":
                    self.mediation.add(effect.value)
                case "infer":
                    self.inferred |= effect.infer
                case "suggest" | "require" | "warn":
                    self.advice.append(Advice(effect.word, effect.value, reason))

    def drop_returned(self) -> None:
        """Leave out each desk that sent the case back and is wanted by no rule it hadn't seen then."""
        for desk, seen in self.returned.items():
            if desk != "police" and {reason.rule for reason in self.reasons.get(desk, [])} <= seen:
                self.may_lead.discard(desk)
                self.priority.pop(desk, None)
                self.reasons.pop(desk, None)

    def _desk(self, word: str, desk: str, priority: str, reason: Reason) -> None:
        if word == "may_lead" or (word == "lead" and not reason.rule.startswith("lead.")):
            self.may_lead.add(desk)
        if word == "lead" and reason.rule.startswith(("lead.", "routing.fallback")):
            self.lead, self.lead_reason = desk, reason
        known = self.priority.get(desk, PRIORITIES[0])
        self.priority[desk] = max(known, priority, key=PRIORITIES.index)
        listed = self.reasons.setdefault(desk, [])
        if not reason.rule.startswith("lead.") and reason.rule not in {one.rule for one in listed}:
            listed.append(reason)

    def facts(self) -> dict[str, Any]:
        """Return what the later strata may read of all this."""
        return {
            **self.inferred,
            **{f"flags.{flag}": True for flag in self.flags},
            **{f"may_lead.{desk}": True for desk in self.may_lead},
            "may_lead.any": bool(self.may_lead),
            "mediation.blocked": "blocked" in self.mediation,
        }
