"""One version of a rule as a page of plain words: when, what follows, what gives way, and its examples as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mediation.domain.advice import words_of
from mediation.domain.clockwords import HOME
from mediation.domain.conditions import ALWAYS, tests_in
from mediation.domain.plainwords import (
    PRIORITIES,
    UNKNOWN,
    Language,
    Line,
    condition_lines,
    joined,
    mark_words,
    period_words,
    pick,
    sentence,
    title,
    value_words,
)
from mediation.domain.plainwords_effects import MEDIATION, desk_words, effect_words
from mediation.domain.rule import Example, Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.vocabulary import FLAGS, fields_of

SUBJECTS: Final = {
    "case": ("案件", "a case"), "claim": ("每项请求", "each claim"), "referral": ("每次转交", "each referral"),
    "deadline": ("每项期限", "each date"), "agreement": ("调解协议", "an agreement"),
    "instalment": ("每期款项", "each instalment"), "talks": ("集体协商", "wage talks"),
    "legal_aid": ("法律援助", "legal aid"), "event": ("案件中登记的事件", "an event noted on a case"),
}  # fmt: skip
PLACES: Final = {HOME: ("上海市", "Shanghai")}


@dataclass(frozen=True, slots=True)
class ExampleWords:
    """An example as a sentence: what is given, what must follow; `name` as the file has it."""

    name: str
    given: str
    expected: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One version of a rule in words; `rule` is what they were made of."""

    rule: Rule
    title: str
    about: str
    stratum: str
    in_force: str
    place: str
    mark: str
    when: tuple[Line, ...]
    then: tuple[str, ...]
    gives_way: tuple[str, ...]
    put_out_by: tuple[str, ...]
    notes: tuple[str, ...]
    examples: tuple[ExampleWords, ...]

    def text(self) -> str:
        """Return all of it as one text, to be searched."""
        lines = [line.text for line in self.when]
        examples = [f"{one.given} {one.expected}" for one in self.examples]
        parts = [self.title, self.about, self.place, self.mark, self.stratum, self.in_force, *lines, *self.then]
        return "\n".join([*parts, *self.gives_way, *self.put_out_by, *self.notes, *examples])


def rule_words(rule: Rule, book: RuleBook, language: Language) -> RuleWords:
    """Return a version of a rule in plain words."""
    stratum = book.strata[rule.stratum]
    return RuleWords(
        rule=rule,
        title=rule.title[language],
        about=pick(SUBJECTS[rule.subject], language),
        stratum=stratum.title[language],
        in_force=period_words(rule.in_force, language),
        place=place_words(rule.place, book, language),
        mark=mark_words(rule.verified, language),
        when=_when(rule, language),
        then=_then(rule, language),
        gives_way=tuple(_named(one, book, language) for one in rule.overrides),
        put_out_by=tuple(_named(one.id, book, language) for one in _first_of(book) if rule.id in one.overrides),
        notes=_notes(rule, language),
        examples=tuple(example_words(one, rule, language) for one in rule.examples),
    )


def _first_of(book: RuleBook) -> list[Rule]:
    """Return one version of each rule that puts others out."""
    return list({one.id: one for one in book.rules if one.overrides}.values())


def place_words(place: str, book: RuleBook, language: Language) -> str:
    """Return where something holds."""
    if not place:
        return pick(("全国", "everywhere"), language)
    if place in book.places:
        return book.places[place].title[language]
    return pick(PLACES.get(place, (place, place)), language)


def _named(ident: str, book: RuleBook, language: Language) -> str:
    """Return a rule as others name it: its title and its id."""
    found = next((one.title[language] for one in reversed(book.rules) if one.id == ident), "")
    return f"“{found}”（{ident}）" if language == "zh" else f"“{found}” ({ident})"


def _when(rule: Rule, language: Language) -> tuple[Line, ...]:
    if not rule.levels:
        return condition_lines(rule.condition, rule.subject, language)
    lines: list[Line] = []
    for level, condition in rule.levels.items():
        lines.append(Line(0, pick((f"符合以下条件的，为第 {level} 级：", f"level {level}, where:"), language)))
        lines += condition_lines(condition, rule.subject, language, 1)
    return tuple(lines)


def _then(rule: Rule, language: Language) -> tuple[str, ...]:
    if rule.levels:
        levels = joined([str(one) for one in rule.levels], language)
        told = ("升级（第 %s 级），取成立的最高一级", "it is raised to a level (%s): the highest that holds")
        return (pick(told, language) % levels,)
    return tuple(effect_words(effect, rule.subject, language) for effect in rule.effects)


def _notes(rule: Rule, language: Language) -> tuple[str, ...]:
    """Return the note of the file, and what is not known where a condition asks for facts that may be so."""
    fields, found = fields_of(rule.subject), [rule.note] if rule.note else []
    conditions = [one for one in rule.conditions().values() if one != ALWAYS]
    if any(not fields[test.field].sure for one in conditions for test in tests_in(one)):
        found.insert(0, pick(UNKNOWN, language))
    return tuple(found)


def example_words(example: Example, rule: Rule, language: Language) -> ExampleWords:
    """Return an example as a sentence."""
    given = []
    for field in fields_of(rule.subject).values():
        value = example.situation[field.name]
        if value is None or (field.sure and value is False):
            continue
        told = ("%s为%s", "%s is %s")
        given.append(pick(told, language) % (title(field, language), value_words(field, value, language)))
    nothing = pick(("没有已知的事实", "nothing is known"), language)
    expected = [part for key, wanted in example.expect.items() for part in _expected(key, wanted, rule, language)]
    silent = pick(("本规则不成立", "the rule does not hold"), language)
    return ExampleWords(
        example.name, sentence(given, language) or nothing, sentence(expected, language) if expected else silent
    )


def _expected(key: str, wanted: Any, rule: Rule, language: Language) -> list[str]:
    """Return what an example expects under one key, as clauses."""
    if key in ("lead", "assist"):
        told = ("由%s主办（%s）", "led by %s (%s)") if key == "lead" else ("由%s协办（%s）", "assisted by %s (%s)")
        return [
            pick(told, language) % (desk_words(desk, language), pick(PRIORITIES[priority], language))
            for desk, priority in wanted.items()
        ]
    if key == "deadlines":
        return [_deadline(ident, day, language) for ident, day in wanted.items()]
    if key == "infer":
        return _inferred(wanted, rule, language)
    if key == "level":
        return [pick((f"升为第 {wanted} 级", f"it is raised to level {wanted}"), language)]
    if key == "mediation":
        return [pick(MEDIATION[wanted], language)]
    return _several(key, wanted, language)


def _several(key: str, wanted: list[str], language: Language) -> list[str]:
    if key == "may_lead":
        told = ("%s可以主办", "%s may lead")
        return [pick(told, language) % desk_words(one, language) for one in wanted]
    if key == "flags":
        return [pick(("标记：%s", "flag: %s"), language) % pick(FLAGS[one], language) for one in wanted]
    return [pick(("提示：%s", "advice: %s"), language) % pick(words_of(one), language) for one in wanted]


def _deadline(ident: str, day: date, language: Language) -> str:
    english = f"date (code {ident}) is {day} (before it moves off a rest day)"
    return pick((f"期限（代号 {ident}）至 {day}（顺延以前）", english), language)


def _inferred(wanted: Mapping[str, Any], rule: Rule, language: Language) -> list[str]:
    fields = fields_of(rule.subject)
    told = ("推定%s为%s", "%s is inferred to be %s")
    return [
        pick(told, language) % (title(fields[name], language), value_words(fields[name], value, language))
        for name, value in wanted.items()
    ]
