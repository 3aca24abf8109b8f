"""The examples of a rule: run through the plain reading, and judged on whether they prove anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mediation.domain.clockreader import Clock
from mediation.domain.conditions import ALWAYS, Test, number, tests_in
from mediation.domain.counting import counted
from mediation.domain.effects import ADVICE
from mediation.domain.faults import Place
from mediation.domain.lawbook import Workdays
from mediation.domain.patterns import TooComplex, patterns
from mediation.domain.refusals import Refused
from mediation.domain.rule import Example, Rule, level_of, rule_holds
from mediation.domain.situation import INT_BOUND, Situation
from mediation.domain.workdays import Calendar, WorkYear, add_workdays

INSIDE = {"at_least": 0, "at_most": 0, "more_than": 1, "less_than": -1}
OUTSIDE = {"at_least": -1, "at_most": 1, "more_than": 0, "less_than": 0}


def weak_examples(rule: Rule, place: Place) -> None:
    """Note what the examples leave unproven: firing, not firing, an effect, a level, a boundary."""
    at = ("examples",)
    firing = [one for one in rule.examples if one.expect]
    if not firing:
        place.fault("example", "no example where the rule holds", at)
    if len(firing) == len(rule.examples) and (rule.levels or rule.condition != ALWAYS):
        place.fault("example", "no example just outside, where the rule does not hold (expect: {})", at)
    stated = {key for one in firing for key in one.expect}
    for key in sorted(_keys(rule) - stated):
        place.fault("example", f"no example expects '{key}', which the rule brings about", at)
    for level in rule.levels:
        if all(one.expect.get("level") != level for one in firing):
            place.fault("example", f"no example expects level {level}", at)
    for condition in rule.conditions().values():
        for test in tests_in(condition):
            _boundary(rule, test, place)
        try:
            patterns(rule.subject, condition)
        except TooComplex as reason:
            place.fault("too_complex", str(reason), ("when",))


def _keys(rule: Rule) -> set[str]:
    words = {"flag": "flags", "deadline": "deadlines", **dict.fromkeys(ADVICE, "suggestions")}
    return {words.get(effect.word, effect.word) for effect in rule.effects if effect.word != "infer"}


def _boundary(rule: Rule, test: Test, place: Place) -> None:
    """Note a boundary without an example on its last value inside and on its first value outside."""
    if test.op not in INSIDE or isinstance(test.value, tuple):
        return
    given = {number(value) for one in rule.examples if (value := one.situation[test.field]) is not None}
    for side, steps in (("inside", INSIDE), ("outside", OUTSIDE)):
        wanted = number(test.value) + steps[test.op]
        least, most = (1, date.max.toordinal()) if isinstance(test.value, date) else (-INT_BOUND, INT_BOUND)
        if wanted not in given and least <= wanted <= most:
            shown = date.fromordinal(wanted).isoformat() if isinstance(test.value, date) else str(wanted)
            bound = f"{test.field}: {{{test.op}: {test.value}}}"
            reason = f"no example at the boundary of {bound}: none is given {test.field}: {shown}, just {side}"
            place.fault("boundary", reason, ("examples",))


def run_examples(rule: Rule, place: Place, calendars: Iterable[Workdays]) -> None:
    """Note every example that the plain reading of the rule does not bear out."""
    calendar = Calendar(WorkYear(one.year, one.notice_words, one.off, one.work, one.verified) for one in calendars)
    for index, example in enumerate(rule.examples):
        path = ("examples", index)
        held = rule_holds(rule, example.situation)
        if held != bool(example.expect):
            found = "holds, but should not" if held else "does not hold, but should"
            place.fault("example", f"example '{example.name}': the rule {found}", path)
        elif held:
            outcome = _outcome(rule, example.situation)
            for key, wanted in example.expect.items():
                problem = _differs(key, wanted, outcome, example, calendar)
                if problem:
                    place.fault("example", f"example '{example.name}': {problem}", (*path, "expect", key))


def _outcome(rule: Rule, situation: Situation) -> dict[str, Any]:
    """Return what the rule brings about, under the words of `expect`."""
    found: dict[str, Any] = {"may_lead": [], "assist": {}, "lead": {}, "flags": [], "suggestions": [], "infer": {}}
    found |= {"mediation": None, "deadlines": {}, "level": level_of(rule, situation)}
    for effect in rule.effects:
        if effect.word == "may_lead":
            found["may_lead"].append(effect.desk)
        elif effect.word in ("assist", "lead"):
            found[effect.word][effect.desk] = effect.priority
        elif effect.word == "flag":
            found["flags"].append(effect.value)
        elif effect.word == "mediation":
            found["mediation"] = effect.value
        elif effect.word in ADVICE:
            found["suggestions"].append(effect.value)
        elif effect.word == "infer":
            found["infer"] |= effect.infer
        elif isinstance(situation[effect.deadline.start], date):
            found["deadlines"][effect.deadline.name(situation.get("kind"))] = effect.deadline
    return found


def _differs(key: str, wanted: Any, outcome: Mapping[str, Any], example: Example, calendar: Calendar) -> str:
    found = outcome[key]
    if key == "deadlines":
        return _dates_differ(wanted, found, example.situation, calendar)
    if isinstance(found, list) and isinstance(wanted, list):
        same = sorted(map(str, wanted)) == sorted(found)
    else:
        same = type(wanted) is type(found) and wanted == found
    return "" if same else f"{key} should be {_plain(wanted)}, the rule says {_plain(found)}"


def _dates_differ(wanted: Any, found: Mapping[str, Clock], situation: Situation, calendar: Calendar) -> str:
    if not isinstance(wanted, dict) or set(wanted) != set(found):
        return f"deadlines should be {_plain(wanted)}, the rule starts {_plain(list(found))}"
    for ident, told in wanted.items():
        start = situation[found[ident].start]
        if not isinstance(told, date) or not isinstance(start, date):
            return f"{ident} should be a day, not {_plain(told)}"
        try:
            problem = _date_differs(found[ident], start, told, calendar)
        except (Refused, OverflowError) as error:
            problem = f"cannot be computed: {error}"
        if problem:
            return f"{ident} {problem}"
    return ""


def _date_differs(clock: Clock, start: date, told: date, calendar: Calendar) -> str:
    if clock.unit == "duty":
        within = start <= told <= add_workdays(start, clock.length, calendar)
        return "" if within else f"at {told} is not within {clock.length} working days of {start}"
    safe = counted(clock, start, calendar).safe_on
    return "" if safe == told else f"should be {told}, but is {safe}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(_plain, value)) + "]" if isinstance(value, list) else str(value)
