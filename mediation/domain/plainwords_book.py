"""The whole rule book in plain words: rules and everything they lean on, searched by words, laws and ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mediation.domain import money
from mediation.domain.articles import in_english
from mediation.domain.lawbook import Law, Parameter, ParameterValue, Stratum, Workdays
from mediation.domain.plainwords import Language, Pair, joined, mark_words, period_words, pick
from mediation.domain.plainwords_entry import KINDS, Entry, Kind, Table
from mediation.domain.plainwords_rule import SUBJECTS, RuleWords, place_words, rule_words
from mediation.domain.plainwords_talks import clause_entry, place_entry
from mediation.domain.rulebook import RuleBook

KIND_WORDS: Final[Mapping[Kind, Pair]] = {
    "stratum": ("审查步骤", "Steps of a decision"), "desk": ("部门", "Desks"),
    "parameter": ("参数", "Parameters"), "calendar": ("放假安排", "Holiday lists"),
    "place": ("集体协商规定", "Wage talks by place"), "clause": ("集体协商条款", "Clauses of wage talks"),
    "law": ("法律条文", "Articles of law"),
}  # fmt: skip
UNREAD: Final = ("条文原文未收录，请查阅原文。", "The wording isn't in the book; please read the article itself.")
_EFFECTS: Final[Mapping[str, Pair]] = {
    "may_lead": ("可以主办", "who may lead"), "lead": ("主办", "who leads"), "assist": ("协办", "who assists"),
    "flag": ("标记", "flags"), "mediation": ("能否调解", "whether mediation is open"),
    "suggest": ("建议", "suggestions"), "require": ("必须", "requirements"), "warn": ("提醒", "warnings"),
    "infer": ("推定", "inferred facts"), "deadline": ("期限", "dates"),
}  # fmt: skip
_UNITS: Final[Mapping[str, Pair]] = {
    "fen": ("元", "yuan"), "days": ("天", "days"), "count": ("数值", "number"), "text": ("文字", "text"),
}  # fmt: skip
_HUNDREDTHS: Final[Mapping[str, Pair]] = {
    "百分之一个百分点": ("%", "%"), "百分之一天": (" 天", " days"),
}  # fmt: skip
"""Titles that count a parameter in hundredths, and in what."""


@dataclass(frozen=True)
class BookWords:
    """A rule book in one language; `rules` by id and first day, `entries` by kind in the order of the files."""

    book: RuleBook
    language: Language
    rules: tuple[RuleWords, ...]
    entries: Mapping[Kind, tuple[Entry, ...]]

    def versions(self, ident: str) -> tuple[RuleWords, ...]:
        """Return every version of a rule, the newest first; none for no such rule."""
        return tuple(reversed([one for one in self.rules if one.rule.id == ident]))

    def entry(self, kind: Kind, key: str) -> Entry | None:
        """Return what stands in the book under a key, or None."""
        return next((one for one in self.entries[kind] if one.key == key), None)

    def citing(self, law: str) -> tuple[tuple[RuleWords, ...], tuple[Entry, ...]]:
        """Return the rules, and what else, that cite an article."""
        rules = tuple(one for one in self.rules if law in one.rule.law)
        others = tuple(one for kind in KINDS for one in self.entries[kind] if law in one.cites())
        return rules, others

    def found(self, query: str) -> tuple[tuple[RuleWords, ...], tuple[Entry, ...]]:
        """Return what has every word of `query` in its title, words, law or id."""
        words = query.casefold().split()
        rules = tuple(one for one in self.rules if _has(self._searched(one), words))
        return rules, tuple(one for kind in KINDS for one in self.entries[kind] if _has(one.text(), words))

    def _searched(self, one: RuleWords) -> str:
        laws = [self.book.laws[key] for key in one.rule.law]
        cited = [f"{law.key} {law_name(law, self.language)} {law.text}" for law in laws]
        other = " ".join(one.rule.title.values())
        return "\n".join([one.rule.id, one.rule.file, other, one.text(), *cited])


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def book_words(book: RuleBook, language: Language) -> BookWords:
    """Return the whole book in words."""
    entries: dict[Kind, tuple[Entry, ...]] = {
        "stratum": tuple(_stratum(one, language) for one in book.strata.values()),
        "desk": tuple(
            Entry("desk", one.id, one.title[language], _desk_facts(one.does[language], one.may_lead, language))
            for one in book.desks.values()
        ),
        "parameter": tuple(_parameter(one, book, language) for one in book.parameters.values()),
        "calendar": tuple(_calendar(one, language) for one in book.calendars),
        "place": tuple(place_entry(one, book, language) for one in book.places.values()),
        "clause": tuple(clause_entry(one, book, language) for one in book.clauses.values()),
        "law": tuple(_law(one, language) for one in book.laws.values()),
    }
    return BookWords(book, language, tuple(rule_words(one, book, language) for one in book.rules), entries)


def law_name(law: Law, language: Language) -> str:
    """Return an article as it is cited: 劳动合同法第三十条."""
    if language == "zh":
        return f"{law.title['zh']}{law.article}"
    return f"{law.title['en']}, {in_english(law.article)}"


def _law(law: Law, language: Language) -> Entry:
    facts = [
        (pick(("条文", "Text"), language), law.text or pick(UNREAD, language)),
        (pick(("施行", "In force"), language), period_words(law.in_force, language)),
        (pick(("来源", "Source"), language), law.source),
        (pick(("核实", "Checked"), language), mark_words(law.verified, language)),
    ]
    if law.note:
        facts.append((pick(("说明", "Note"), language), law.note))
    return Entry("law", law.key, law_name(law, language), tuple(facts))


def _stratum(stratum: Stratum, language: Language) -> Entry:
    effects = [pick(_EFFECTS[one], language) for one in stratum.effects]
    if stratum.levels:
        effects.append(pick(("升级", "levels"), language))
    facts = [
        (pick(("审查对象", "About"), language), pick(SUBJECTS[stratum.subject], language)),
        (pick(("可以得出", "May bring about"), language), joined(effects, language)),
    ]
    if stratum.rules:
        facts.append((pick(("规则编号开头", "Ids begin with"), language), joined(list(stratum.rules), language)))
    return Entry("stratum", stratum.id, stratum.title[language], tuple(facts))


def _desk_facts(does: str, may_lead: bool, language: Language) -> tuple[tuple[str, str], ...]:
    leads = ("可以主办", "may lead") if may_lead else ("只协办", "always assists")
    return (pick(("职责", "Does"), language), does), (pick(("主办", "Lead"), language), pick(leads, language))


def _parameter(one: Parameter, book: RuleBook, language: Language) -> Entry:
    facts = [
        (pick(("适用", "Holds in"), language), place_words(one.place, book, language)),
        (pick(("单位", "Unit"), language), pick(_UNITS[one.unit], language)),
    ]
    if one.note:
        facts.append((pick(("说明", "Note"), language), one.note))
    heads = (("施行", "In force"), ("数值", "Value"), ("统计年度", "Year"), ("来源", "Source"), ("核实", "Checked"))
    rows = tuple(_value(value, one, language) for value in one.values)
    table = Table(tuple(pick(head, language) for head in heads), rows)
    return Entry("parameter", one.id, one.title[language], tuple(facts), table)


def _value(value: ParameterValue, of: Parameter, language: Language) -> tuple[str, ...]:
    return (
        period_words(value.in_force, language), _shown(value.value, of, language), str(value.year or ""),
        value.source, mark_words(value.verified, language),
    )  # fmt: skip


def _shown(value: int | str, of: Parameter, language: Language) -> str:
    """Return a value: money as yuan, days as days; hundredths, where the title counts in them, as what they come to."""
    if of.unit == "fen" and isinstance(value, int):
        return f"{money.figures(value)} {pick(_UNITS['fen'], language)}"
    if of.unit == "days":
        return f"{value} {pick(_UNITS['days'], language)}"
    for counted_in, unit in _HUNDREDTHS.items():
        if counted_in in of.title["zh"] and isinstance(value, int):
            return pick(("%s（即 %s）", "%s (that is %s)"), language) % (
                value,
                f"{value / 100:g}{pick(unit, language)}",
            )
    return str(value)


def _calendar(one: Workdays, language: Language) -> Entry:
    title = pick((f"{one.year} 年放假安排", f"Holidays of {one.year}"), language)
    facts = (
        (pick(("通知", "Notice"), language), one.notice_words),
        (pick(("来源", "Source"), language), one.source),
        (pick(("核实", "Checked"), language), mark_words(one.verified, language)),
    )
    heads = (pick(("放假", "Off"), language), pick(("调休上班", "Worked instead"), language))
    return Entry("calendar", str(one.year), title, facts, Table(heads, ((_days(one.off), _days(one.work)),)))


def _days(days: frozenset[date]) -> str:
    """Return days as spans: 2026-01-01..2026-01-03 2026-04-04..2026-04-06."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and spans[-1][1] + timedelta(days=1) == day:
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return " ".join(first.isoformat() if first == last else f"{first}..{last}" for first, last in spans)
