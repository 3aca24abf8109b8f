"""Conditions of rules in plain words, Chinese and English, made from their structure alone.

Everything a condition asks occurs in its words; what is not known, and what that does to a test, is said with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mediation.domain import money, valuewords
from mediation.domain.clockwords import EVENTS, INTERRUPTIONS
from mediation.domain.conditions import ALWAYS, Condition, Group, Joiner, Op, Test, tests_in
from mediation.domain.shape import Period
from mediation.domain.situation import Value
from mediation.domain.vocabulary import CLAIM_KINDS, Field, fields_of

Language = Literal["zh", "en"]
Pair = tuple[str, str]

DESKS: Final[Mapping[str, Pair]] = {
    "union": ("工会", "the union"), "judicial_office": ("司法所", "the judicial office"),
    "police": ("派出所", "the police"), "law_firm": ("律师事务所", "the law firm"),
}  # fmt: skip
PRIORITIES: Final[Mapping[str, Pair]] = {
    "normal": ("普通", "normal"), "urgent": ("加急", "urgent"), "immediate": ("立即", "immediate"),
}  # fmt: skip
_ENGLISH: Final[Mapping[str, Mapping[str, str]]] = {
    "relation": {
        "labour": "labour relation", "dispatch": "labour dispatch", "platform": "platform work",
        "over_age": "work past the age of retirement", "none": "no labour relation", "unknown": "not yet clear",
    },
    "violence": {
        "none": "none", "assault": "assault", "injury": "somebody was injured", "weapon": "a weapon",
        "restraint": "somebody was restrained", "self_harm": "threat of self-harm or suicide",
    },
    "channel": {
        "walk_in": "walk-in", "phone": "telephone", "online": "online", "police": "handed over by the police",
        "court": "assigned by the court", "arbitration": "guided here by arbitration",
        "union": "passed on by the union", "inspection": "handed over by labour inspection",
        "patrol": "found on patrol",
    },
    "applicant_kind": {"person": "a person", "employer": "an employer", "union": "a union"},
    "organisation": {
        "people_mediation": "people's mediation committee", "labour_mediation": "labour mediation organisation",
    },
    "kind": {kind: en for kind, (_, en) in CLAIM_KINDS.items()},
    "happened": {code: en for code, (_, en) in EVENTS.items()},
    "interruption": {code: en for code, (_, en) in INTERRUPTIONS.items()},
    "desk": {desk: en for desk, (_, en) in DESKS.items()},
    "role": {"lead": "lead", "assist": "assist"},
    "priority": {one: en for one, (_, en) in PRIORITIES.items()},
}  # fmt: skip
_OPS: Final[Mapping[Op, Pair]] = {
    "at_least": ("不少于 %s（含本数）", "is %s or more"), "at_most": ("不多于 %s（含本数）", "is %s or less"),
    "more_than": ("多于 %s（不含本数）", "is more than %s"), "less_than": ("少于 %s（不含本数）", "is less than %s"),
}  # fmt: skip
_DAY_OPS: Final[Mapping[Op, Pair]] = {
    "at_least": ("为 %s 当日或者以后", "is %s or later"), "at_most": ("为 %s 当日或者以前", "is %s or earlier"),
    "more_than": ("在 %s 以后", "is after %s"), "less_than": ("在 %s 以前", "is before %s"),
}  # fmt: skip
_JOINED: Final[Mapping[Joiner, Pair]] = {
    "all_of": ("以下各项全部成立：", "all of these hold:"),
    "any_of": ("以下各项至少一项成立：", "at least one of these holds:"),
    "none_of": ("以下各项都不成立：", "none of these holds:"),
}
_NONE_UNKNOWN: Final = (
    "以下各项都不成立（所问事实未知的，该项同样视为不成立）：",
    "none of these holds (a fact that is not known doesn't hold either):",
)
_ALWAYS: Final = ("没有条件，一律成立", "no condition: it always holds")
UNKNOWN: Final = (
    "事实未知的，除写明“未知”的以外，所问各项均不成立。",
    "A fact that is not known makes no test hold, except one that asks for what is not known.",
)
"""What every rule with a condition rests on."""


def pick(pair: Pair, language: Language) -> str:
    """Return the words of one language."""
    return pair[0] if language == "zh" else pair[1]


def listed(words: Mapping[str, Pair], codes: tuple[str, ...], language: Language) -> str:
    """Return codes in words, one after the other."""
    return joined([pick(words[one], language) for one in codes], language)


def joined(parts: list[str], language: Language) -> str:
    """Return parts of a list as one text."""
    return ("、" if language == "zh" else ", ").join(parts)


def sentence(parts: list[str], language: Language) -> str:
    """Return parts as clauses of one sentence."""
    return ("；" if language == "zh" else "; ").join(parts)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an indented list; `depth` counts from 0."""

    depth: int
    text: str


def title(field: Field, language: Language) -> str:
    """Return what a field is called, in quotation marks."""
    return f"“{field.zh}”" if language == "zh" else f"“{field.en}”"


def value_words(field: Field, have: Value, language: Language) -> str:
    """Return a value of a field: 是, 9人, 500,000.00元, 平台用工."""
    if language == "zh":
        return valuewords.value(field, have)
    if isinstance(have, bool):
        return "yes" if have else "no"
    if isinstance(have, date):
        return have.isoformat()
    if isinstance(have, int):
        return f"{money.figures(have)} yuan" if field.unit == "fen" else f"{have} {field.unit}".removesuffix(" count")
    return _ENGLISH.get(field.name, {}).get(have, have)


def test_words(field: Field, test: Test, language: Language) -> str:
    """Return what one test asks: “涉及劳动者人数”不少于 10人（含本数）."""
    named = title(field, language)
    if test.op == "known":
        told = ("已知", "is known") if test.value else ("未知", "is not known")
        return f"{named}{pick(told, language)}" if language == "zh" else f"{named} {told[1]}"
    if isinstance(test.value, tuple):
        several = [value_words(field, one, language) for one in test.value]
        return (
            f"{named}为下列之一：{joined(several, 'zh')}" if language == "zh"
            else f"{named} is one of: {joined(several, 'en')}"
        )  # fmt: skip
    shown = value_words(field, test.value, language)
    if test.op == "is":
        found = test.value is False and not field.sure
        known = pick(("（须已查明，未知不算）", " (known to be so; not known isn't enough)"), language) if found else ""
        return f"{named}为{shown}{known}" if language == "zh" else f"{named} is {shown}{known}"
    words = pick((_DAY_OPS if field.type == "day" else _OPS)[test.op], language) % shown
    return f"{named}{words}" if language == "zh" else f"{named} {words}"


def condition_lines(condition: Condition, subject: str, language: Language, depth: int = 0) -> tuple[Line, ...]:
    """Return a condition as an indented list: a group by its head, what it joins one step further in."""
    return tuple(_lines(condition, subject, language, depth))


def _lines(condition: Condition, subject: str, language: Language, depth: int) -> Iterator[Line]:
    if isinstance(condition, Test):
        yield Line(depth, test_words(fields_of(subject)[condition.field], condition, language))
    elif condition == ALWAYS:
        yield Line(depth, pick(_ALWAYS, language))
    else:
        yield Line(depth, pick(_head(condition, subject), language))
        for member in condition.members:
            yield from _lines(member, subject, language, depth + 1)


def _head(group: Group, subject: str) -> Pair:
    fields = fields_of(subject)
    unsure = any(not fields[test.field].sure and test.op != "known" for test in tests_in(group))
    return _NONE_UNKNOWN if group.joiner == "none_of" and unsure else _JOINED[group.joiner]


def period_words(period: Period, language: Language) -> str:
    """Return the days something is in force."""
    if period.until is None:
        told = ("自 %s 起施行", "in force from %s") if language == "zh" else ("", "in force from %s")
        return pick(told, language) % period.start
    return pick(("自 %s 起至 %s 止施行", "in force from %s to %s"), language) % (period.start, period.until)


MARKS: Final[Mapping[str, Pair]] = {
    "V": ("V 已读原文核实", "V read in the text itself"),
    "S": ("S 据二手资料，待核对原文", "S read in a secondary place"),
    "U": ("U 未核实，不得作为依据", "U unverified, not to be relied on"),
}
"""How far something was checked, as it is shown wherever it is used."""


def mark_words(mark: str, language: Language) -> str:
    """Return what a mark of verification means."""
    return pick(MARKS[mark], language)
