"""What a rule that holds brings about: typed records, read from the `then` of a rule file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from mediation.domain.clockreader import Clock, ClockReader, only
from mediation.domain.faults import Place
from mediation.domain.situation import SituationFault, Value, checked_value
from mediation.domain.vocabulary import FLAGS, PRIORITIES, fields_of, nearest

WORDS = ("may_lead", "assist", "lead", "flag", "mediation", "suggest", "require", "warn", "infer", "deadline")
ADVICE = ("suggest", "require", "warn")
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
Path = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect: its `word`, and what belongs to that word.

    `desk` and `priority` for may_lead, assist and lead; `value` for flag, mediation, suggest, require and warn;
    `infer` and `deadline` for the words of that name.
    """

    word: str
    desk: str = ""
    priority: str = "normal"
    value: str = ""
    infer: Mapping[str, Value] = field(default_factory=dict)
    deadline: Clock = Clock("", "", 0, "calendar")


def inferences(effects: Iterable[Effect]) -> dict[str, Value]:
    """Return the fields that `effects` add to the situation for the later strata."""
    found: dict[str, Value] = {}
    for effect in effects:
        if effect.word == "may_lead":
            found |= {f"may_lead.{effect.desk}": True, "may_lead.any": True}
        elif effect.word == "flag":
            found[f"flags.{effect.value}"] = True
        elif effect.word == "mediation" and effect.value == "blocked":
            found["mediation.blocked"] = True
        elif effect.word == "infer":
            found |= effect.infer
    return found


class EffectReader:
    """Reads the effects of one rule; faults go to its place."""

    def __init__(self, subject: str, desks: Mapping[str, bool], place: Place) -> None:
        self.subject, self.desks, self.place = subject, desks, place

    def read(self, raw: object, path: Path = ("then",)) -> tuple[Effect, ...]:
        """Return the effects listed in `raw`, those without fault."""
        if not isinstance(raw, list) or not raw:
            self.place.fault("type", "then takes a list of at least one effect", path)
            return ()
        found: list[Effect] = []
        for index, one in enumerate(raw):
            if not isinstance(one, dict) or len(one) != 1:
                self.place.fault("type", "each effect is one word with its value", (*path, index))
                continue
            [(word, value)] = one.items()
            effect = self.effect(word, value, (*path, index, word))
            if effect in found:
                self.place.fault("duplicate", f"the same {word} twice", (*path, index))
            elif effect is not None:
                found.append(effect)
        return tuple(found)

    def effect(self, word: object, value: object, path: Path) -> Effect | None:
        """Return the one effect that `word` and `value` say, or None after noting what is wrong."""
        match word:
            case "may_lead" | "assist" | "lead":
                return self.referral(str(word), value, path)
            case "suggest" | "require" | "warn":
                return self.named(str(word), value, path)
            case "flag":
                return self.chosen("flag", value, FLAGS, path)
            case "mediation":
                return self.chosen("mediation", value, ("blocked", "refused"), path)
            case "infer":
                return self.infer(value, path)
            case "deadline":
                return self.deadline(value, path)
        self.place.fault("unknown_word", f"unknown effect '{word}'{nearest(word, WORDS)}", path)
        return None

    def chosen(self, word: str, value: object, allowed: Collection[str], path: Path) -> Effect | None:
        choice = self.choice(word, value, allowed, path)
        return Effect(word, value=choice) if choice else None

    def choice(self, word: str, value: object, allowed: Collection[str], path: Path) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        reason = f"{word}: unknown '{value}'{nearest(value, allowed)}; allowed: {', '.join(allowed)}"
        self.place.fault("value", reason, path)
        return ""

    def desk(self, word: str, value: object, path: Path) -> str:
        if not isinstance(value, str) or value not in self.desks:
            reason = f"{word}: unknown desk '{value}'{nearest(value, self.desks)}; see desks.yaml"
            self.place.fault("unknown_desk", reason, path)
            return ""
        if word in ("may_lead", "lead") and not self.desks[value]:
            self.place.fault("unknown_desk", f"{word}: desk '{value}' may not lead (desks.yaml)", path)
        if word == "may_lead" and f"may_lead.{value}" not in fields_of("case"):
            self.place.fault("unknown_desk", f"{word}: the vocabulary has no field may_lead.{value}", path)
        return value

    def referral(self, word: str, value: object, path: Path) -> Effect | None:
        priority = "normal"
        if isinstance(value, dict) and word != "may_lead":
            only(self.place, value, ("desk", "priority"), ("desk",), path)
            priority = self.choice("priority", value.get("priority", "normal"), PRIORITIES, (*path, "priority"))
            value = value.get("desk")
        desk = self.desk(word, value, path)
        return Effect(word, desk=desk, priority=priority) if desk and priority else None

    def named(self, word: str, value: object, path: Path) -> Effect | None:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.place.fault("value", f"{word} takes an id such as legal_aid, not '{str(value)[:60]}'", path)
            return None
        return Effect(word, value=value)

    def infer(self, value: object, path: Path) -> Effect | None:
        if not isinstance(value, dict) or not value:
            self.place.fault("type", "infer takes a mapping of field to value", path)
            return None
        fields, found = fields_of(self.subject), {}
        for name, one in value.items():
            field = fields.get(str(name))
            if field is None or not field.inferred:
                inferred = [one.name for one in fields.values() if one.inferred]
                hint = nearest(name, inferred)
                self.place.fault("unknown_field", f"infer: '{name}' is no inferred field{hint}", (*path, name))
                continue
            try:
                found[field.name] = checked_value(field, one)
            except SituationFault as fault:
                self.place.fault("value", f"infer: {name}: {one!r} {fault.reason}", (*path, name))
        return Effect("infer", infer=found) if len(found) == len(value) else None

    def deadline(self, value: object, path: Path) -> Effect | None:
        def desk(name: object) -> str:
            return self.desk("who", name, (*path, "who"))

        clock = ClockReader(self.subject, self.place, desk).read(value, path)
        return Effect("deadline", deadline=clock) if clock else None
