"""One rule, read from one YAML document and checked word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from mediation.domain.conditions import ALWAYS, Condition, holds, parse, tests_in
from mediation.domain.effects import Effect, EffectReader
from mediation.domain.faults import Place
from mediation.domain.lawbook import VERIFIED, Lawbook, Stratum
from mediation.domain.shape import Period, Shape
from mediation.domain.situation import Facts, Situation, SituationFault
from mediation.domain.vocabulary import SUBJECTS, nearest

ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", re.ASCII)
PLACE = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)
KEYS = (
    "id", "title", "subject", "law", "in_force", "checked", "when", "then", "levels", "overrides", "examples", "note",
    "place", "verified",
)  # fmt: skip
NEEDED = ("id", "title", "law", "in_force", "checked", "examples")
EXPECTED = ("may_lead", "assist", "lead", "flags", "mediation", "suggestions", "deadlines", "infer", "level")
HIGHEST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One case an author wrote down: the facts, and what the rule must say; an empty `expect`: it doesn't hold."""

    name: str
    situation: Situation
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule. `levels` maps level to condition, lowest first; without levels `condition` decides.

    `place`: it holds there alone ("": everywhere). `verified`: V, S or U, how far its content was checked.
    """

    id: str
    title: Mapping[str, str]
    law: tuple[str, ...]
    in_force: Period
    checked: date
    subject: str
    stratum: str
    condition: Condition
    effects: tuple[Effect, ...]
    levels: Mapping[int, Condition]
    overrides: tuple[str, ...]
    examples: tuple[Example, ...]
    file: str
    note: str = ""
    place: str = ""
    verified: str = "V"
    asked: Mapping[int | None, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def conditions(self) -> dict[int | None, Condition]:
        """Return each condition under its level (None for the one of a rule without levels)."""
        by_level: dict[int | None, Condition] = dict(self.levels.items())
        return by_level or {None: self.condition}

    def fields(self, level: int | None = None) -> tuple[str, ...]:
        """Return the names of the fields it asks about, in written order; of one level only where `level` says so."""
        return self.asked[level if level in self.levels else None]

    def __post_init__(self) -> None:
        """Note once which fields are asked about, for this is asked again and again."""
        asked = {level: _fields([condition]) for level, condition in self.levels.items()}
        every = _fields(self.conditions().values())
        object.__setattr__(self, "asked", MappingProxyType({**asked, None: every}))


def _fields(conditions: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(test.field for condition in conditions for test in tests_in(condition)))


def level_of(rule: Rule, situation: Facts) -> int | None:
    """Return the highest level that holds, or None."""
    return max((level for level, condition in rule.levels.items() if holds(condition, situation)), default=None)


def rule_holds(rule: Rule, situation: Facts) -> bool:
    """Say whether the rule holds, at any level, by the plain reading."""
    return any(holds(condition, situation) for condition in rule.conditions().values())


def read_rule(raw: object, place: Place, book: Lawbook) -> Rule:
    """Return the rule that one document says; faults go to `place` and make the rule unfit for use."""
    shape = Shape(raw, place).only(KEYS, NEEDED)
    ident = shape.text("id")
    if ident and not ID.fullmatch(ident):
        place.fault("value", f"'{ident}' is no rule id such as routing.pay", ("id",))
    subject = shape.choice("subject", SUBJECTS) if "subject" in shape.raw else "case"
    subject = subject if subject in SUBJECTS else "case"
    levels, condition = _conditions(shape, subject)
    desks = {desk.id: desk.may_lead for desk in book.desks.values()}
    stratum = _stratum(shape, subject, ident, book)
    return Rule(
        id=ident, title=MappingProxyType(shape.languages("title")), law=_law(shape, book), in_force=shape.period(),
        checked=shape.day("checked") or date.min, subject=subject, stratum=stratum.id if stratum else "",
        condition=condition, effects=_effects(shape, subject, desks, stratum), levels=MappingProxyType(levels),
        overrides=shape.words("overrides"), examples=_examples(shape, subject), file=place.file,
        note=shape.text("note"), place=_place(shape), verified=shape.choice("verified", VERIFIED) or "V",
    )  # fmt: skip


def _conditions(shape: Shape, subject: str) -> tuple[dict[int, Condition], Condition]:
    if ("when" in shape.raw) == ("levels" in shape.raw):
        shape.place.fault("missing", "a rule has either 'when' or 'levels'")
    if "levels" not in shape.raw:
        return {}, parse(shape.raw.get("when", {}), subject, shape.place)
    found: dict[int, Condition] = {}
    inner = Shape(shape.raw["levels"], shape.place, ("levels",))
    for level in inner.raw:
        path = ("levels", level)
        if isinstance(level, int) and 1 <= level <= HIGHEST_LEVEL:
            found[level] = parse(inner.raw[level], subject, shape.place, path)
            if found[level] == ALWAYS:
                shape.place.fault("empty", f"level {level} would always hold", path)
        else:
            shape.place.fault("value", f"levels go from 1 to {HIGHEST_LEVEL}, not '{level}'", path)
    if not inner.raw:
        shape.place.fault("missing", "levels names no level", ("levels",))
    return dict(sorted(found.items())), ALWAYS


def _effects(shape: Shape, subject: str, desks: dict[str, bool], stratum: Stratum | None) -> tuple[Effect, ...]:
    if "levels" in shape.raw:
        if "then" in shape.raw:
            shape.place.fault("unknown_word", "a rule with levels has no 'then': the level is its effect", ("then",))
        if stratum is not None and not stratum.levels:
            shape.place.fault("stratum", f"stratum {stratum.id} has no levels", ("levels",))
        return ()
    effects = EffectReader(subject, desks, shape.place).read(shape.raw.get("then"))
    for word in dict.fromkeys(effect.word for effect in effects):
        if stratum is not None and word not in stratum.effects:
            allowed = ", ".join(stratum.effects)
            reason = f"stratum {stratum.id} may not bring about '{word}'; allowed: {allowed}"
            shape.place.fault("stratum", reason, ("then",))
    return effects


def _place(shape: Shape) -> str:
    place = shape.text("place")
    if place and not PLACE.fullmatch(place):
        shape.place.fault("value", f"place: '{place}' is no word such as shanghai", ("place",))
    return place


def _law(shape: Shape, book: Lawbook) -> tuple[str, ...]:
    keys = shape.words("law")
    for index, key in enumerate(keys):
        if key not in book.laws:
            shape.place.fault("unknown_law", f"law.yaml has no entry '{key}'{nearest(key, book.laws)}", ("law", index))
    return keys


def _stratum(shape: Shape, subject: str, ident: str, book: Lawbook) -> Stratum | None:
    stratum = book.stratum_of(subject, ident)
    if stratum is None and ident:
        known = sorted({prefix for one in book.strata.values() if one.subject == subject for prefix in one.rules})
        hint = nearest(ident.split(".")[0], known)
        shape.place.fault("stratum", f"no stratum of {subject} takes this rule (strata.yaml){hint}", ("id",))
    return stratum


def _examples(shape: Shape, subject: str) -> tuple[Example, ...]:
    rows = shape.raw.get("examples")
    if not isinstance(rows, list):
        shape.place.fault("type", "examples should be a list", ("examples",))
        return ()
    found = []
    for index, row in enumerate(rows):
        path = ("examples", index)
        inner = Shape(row, shape.place, path).only(("name", "given", "expect"), ("name", "given", "expect"))
        given = Shape(inner.raw.get("given", {}), shape.place, (*path, "given")).raw
        expect = Shape(inner.raw.get("expect", {}), shape.place, (*path, "expect")).only(EXPECTED, ()).raw
        try:
            found.append(Example(inner.text("name"), Situation(subject, given), expect))
        except SituationFault as fault:
            reason = f"example '{inner.text('name')}': {fault.field}: {fault.value!r} {fault.reason}"
            reason += f"; allowed: {fault.allowed}" if fault.allowed else ""
            shape.place.fault("example", reason, (*path, "given", fault.field))
    names = [one.name for one in found]
    for name in sorted({one for one in names if names.count(one) > 1}):
        shape.place.fault("duplicate", f"two examples are named '{name}'", ("examples",))
    return tuple(found)
