"""Rules in plain words: nothing of a rule, a period or a parameter is left out, and no two different ones read alike."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from mediation.domain import money, rulebook
from mediation.domain.clockreader import Clock, Longer
from mediation.domain.clockwords import ACTORS, PAUSES
from mediation.domain.conditions import OPS, ORDERED, Condition, Group, Test
from mediation.domain.conditions import tests_in as asked_in
from mediation.domain.effects import Effect
from mediation.domain.plainwords import Language, condition_lines, value_words
from mediation.domain.plainwords_book import BookWords, book_words
from mediation.domain.plainwords_effects import effect_words
from mediation.domain.plainwords_rule import rule_words
from mediation.domain.plainwords_talks import place_entry
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Value
from mediation.domain.talks.place import CONTRACTS, EVENTS, FORCES, SITUATIONS, WAYS, Limit
from mediation.domain.vocabulary import FIELDS, FLAGS, PRIORITIES, Field, fields_of

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def book() -> RuleBook:
    return rulebook.load(Path(__file__).parents[2] / "rules")


@cache
def words(language: Language) -> BookWords:
    return book_words(book(), language)


def _other(field: Field, value: Value) -> Value:
    """Return another value of a field than `value`."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int):
        return value + 1
    return next(one for one in field.values if one != value)


def _tests(test: Test, field: Field) -> Iterator[Test]:
    """Yield the same test with one thing of it changed."""
    if isinstance(test.value, tuple):
        yield replace(test, value=test.value[:-1] or (_other(field, test.value[0]),))
        yield replace(test, value=tuple(one for one in field.values if one not in test.value))
    elif test.op == "known":
        yield replace(test, value=not test.value)
    else:
        yield replace(test, value=_other(field, test.value))
        yield from (replace(test, op=op) for op in (*ORDERED, "is") if op != test.op and test.op in ORDERED)
    alike = (one for one in fields_of(field.subject).values() if one.type == field.type != "enum" and one is not field)
    yield from (replace(test, field=one.name) for one in list(alike)[:2])


def _conditions(condition: Condition, subject: str) -> Iterator[Condition]:
    """Yield a condition with one thing of it changed, at every place of it."""
    if isinstance(condition, Test):
        yield from _tests(condition, fields_of(subject)[condition.field])
        return
    for joiner in ("all_of", "any_of", "none_of"):
        if joiner != condition.joiner and condition.members:
            yield replace(condition, joiner=joiner)
    for nth, member in enumerate(condition.members):
        before, after = condition.members[:nth], condition.members[nth + 1 :]
        yield Group(condition.joiner, before + after)
        yield from (Group(condition.joiner, (*before, one, *after)) for one in _conditions(member, subject))


def _clocks(clock: Clock, subject: str) -> Iterator[Clock]:
    days = [one.name for one in fields_of(subject).values() if one.type == "day" and one.name != clock.start]
    yield from (replace(clock, start=one) for one in days)
    yield replace(clock, id=f"{clock.id}x")
    yield replace(clock, length=clock.length + 1)
    yield from (replace(clock, unit=one) for one in ("calendar", "month", "year", "working") if one != clock.unit)
    yield from (replace(clock, who=one) for one in ("lead", "union", "police") if one != clock.who)
    yield from (replace(clock, acts=one) for one in ("", *ACTORS) if one != clock.acts)
    yield from (replace(clock, force=one) for one in ("hard", "remind", "opens") if one != clock.force)
    if clock.unit != "duty":  # those can't stand still or become longer
        yield replace(clock, pausable=tuple(PAUSES)[: len(clock.pausable) + 1])
        longer = (None, Longer("consent"), Longer("approval", 7), Longer("approval", 8))
        yield from (replace(clock, longer=one) for one in longer if one != clock.longer)
    if clock.unit in ("calendar", "month", "year") and not clock.before:
        yield replace(clock, roll=not clock.roll)
    if clock.unit in ("calendar", "working"):
        yield replace(clock, before=not clock.before)


def _effects(effect: Effect, subject: str) -> Iterator[Effect]:
    if effect.word == "deadline":
        yield from (replace(effect, deadline=one) for one in _clocks(effect.deadline, subject))
    elif effect.desk:
        yield from (replace(effect, desk=one.id) for one in book().desks.values() if one.id != effect.desk)
        if effect.word != "may_lead":
            yield from (replace(effect, priority=one) for one in PRIORITIES if one != effect.priority)
    elif effect.word == "infer":
        yield replace(effect, infer={name: not value for name, value in effect.infer.items()})
    elif effect.word == "flag":
        yield from (replace(effect, value=one) for one in FLAGS if one != effect.value)
    elif effect.word == "mediation":
        yield replace(effect, value="refused" if effect.value == "blocked" else "blocked")
    else:
        yield replace(effect, value="something_else")
        yield from (replace(effect, word=one) for one in ("suggest", "require", "warn") if one != effect.word)


def _rules(rule: Rule) -> Iterator[Rule]:
    for one in _conditions(rule.condition, rule.subject):
        yield replace(rule, condition=one)
    for level, condition in rule.levels.items():
        yield from (replace(rule, levels={**rule.levels, level: one}) for one in _conditions(condition, rule.subject))
    for nth, effect in enumerate(rule.effects):
        before, after = rule.effects[:nth], rule.effects[nth + 1 :]
        yield replace(rule, effects=before + after)
        yield from (replace(rule, effects=(*before, one, *after)) for one in _effects(effect, rule.subject))
    yield replace(rule, overrides=("routing.pay", *rule.overrides))
    yield replace(rule, examples=rule.examples[1:])
    yield replace(rule, place="" if rule.place else "shanghai")
    yield from (replace(rule, verified=one) for one in "VSU" if one != rule.verified)
    yield replace(rule, in_force=replace(rule.in_force, until=date(2099, 1, 1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_changed_in_a_rule_changes_its_words(language: Language) -> None:
    changed = 0
    for rule in book().rules:
        said = rule_words(rule, book(), language).text()
        for other in _rules(rule):
            changed += 1
            assert rule_words(other, book(), language).text() != said, (rule.id, other)
    assert changed > 3000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_value_and_effect_of_a_rule_stands_in_its_words(language: Language) -> None:
    for rule in book().rules:
        fields = fields_of(rule.subject)
        said = rule_words(rule, book(), language)
        lines = "\n".join(line.text for line in said.when)
        for condition in rule.conditions().values():
            for test in asked_in(condition):
                field = fields[test.field]
                assert (field.zh if language == "zh" else field.en) in lines
                several = test.value if isinstance(test.value, tuple) else (test.value,)
                for value in several if test.op != "known" else ():
                    assert value_words(field, value, language) in lines
                    if isinstance(value, int) and not isinstance(value, bool):
                        assert (money.figures(value) if field.unit == "fen" else str(value)) in lines
        assert len(said.then) == len(rule.effects) or rule.levels
        for effect, text in zip(rule.effects, said.then, strict=False):
            clock = effect.deadline
            wanted = [clock.id, str(clock.length)] if effect.word == "deadline" else []
            assert all(one in text for one in wanted), rule.id
        assert all(one in " ".join(said.gives_way) for one in rule.overrides)
        assert len(said.examples) == len(rule.examples)


def test_every_word_of_the_vocabulary_is_put_into_words() -> None:
    for field in FIELDS.values():
        for value in field.values:
            assert re.search("[一-鿿]", value_words(field, value, "zh")), (field, value)
            english = value_words(field, value, "en")
            assert "_" not in english
            assert not re.search("[一-鿿]", english), (field, value)
    assert set(OPS) == {*ORDERED, "one_of", "known"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_changed_in_a_period_of_wage_talks_changes_its_words(language: Language) -> None:
    for place in book().places.values():
        said = place_entry(place, book(), language).text()
        for nth, row in enumerate(place.limits):
            for other in _limits(row):
                limits = (*place.limits[:nth], other, *place.limits[nth + 1 :])
                assert place_entry(replace(place, limits=limits), book(), language).text() != said, other


def _limits(row: Limit) -> Iterator[Limit]:
    yield from (replace(row, start=one) for one in EVENTS if one != row.start)
    yield from (replace(row, way=one) for one in WAYS if one != row.way)
    yield from (replace(row, force=one) for one in FORCES if one != row.force)
    yield from (replace(row, expired=one) for one in ("", *SITUATIONS) if one != row.expired)
    yield from (replace(row, contracts=one) for one in (CONTRACTS, CONTRACTS[:1]) if one != row.contracts)
    yield from (replace(row, who=one) for one in ("both", "authority") if one != row.who)
    yield replace(row, count=row.count + 1)
    yield replace(row, extendable=row.extendable + 1)
    yield replace(row, unit="month" if row.unit != "month" else "calendar")
    if row.way == "after":
        yield replace(row, roll=not row.roll)
    if row.way == "within_before":
        yield replace(row, closes_on_day=not row.closes_on_day)


def test_parameters_articles_and_calendars_stand_in_the_book_with_value_source_and_mark() -> None:
    said = words("zh")
    for parameter in book().parameters.values():
        entry = said.entry("parameter", parameter.id)
        assert entry is not None
        for value in parameter.values:
            shown = money.figures(int(value.value)) if parameter.unit == "fen" else str(value.value)
            text = entry.text()
            assert str(value.in_force.start) in text
            assert shown in text
            assert value.source in text
            assert f"{value.verified} " in text
    for law in book().laws.values():
        entry = said.entry("law", law.key)
        assert entry is not None
        assert law.text in entry.text()
        assert law.article in entry.title
    for calendar in book().calendars:
        entry = said.entry("calendar", str(calendar.year))
        assert entry is not None
        assert entry.table is not None
        assert [_days(cell) for cell in entry.table.rows[0]] == [calendar.off, calendar.work]


def _days(cell: str) -> set[date]:
    found = set()
    for span in cell.split():
        first, _, last = span.partition("..")
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last or first):
            found.add(day)
            day += timedelta(days=1)
    return found


def test_a_search_needs_every_word_in_title_words_law_or_id() -> None:
    ids = {one.rule.id for one in words("zh").found("工会 农民工")[0]}
    assert "routing.migrant_pay" in ids
    assert "routing.pay" not in ids
    assert {one.rule.id for one in words("zh").found("mw-30")[0]} >= {"routing.migrant_pay"}
    assert words("en").found("no such word anywhere") == ((), ())
    rules, others = words("zh").citing("ccl-sh-15")
    assert all("ccl-sh-15" in one.rule.law for one in rules)
    assert rules
    assert "shanghai" in {one.key for one in others}


def test_what_is_not_known_is_said_where_it_counts() -> None:
    none = Group("none_of", (Test("written_contract", "is", True),))
    assert "未知的，该项同样视为不成立" in condition_lines(none, "case", "zh")[0].text
    sure = Group("none_of", (Test("claims.overtime", "is", True),))
    assert "未知" not in condition_lines(sure, "case", "zh")[0].text
    assert "未知不算" in condition_lines(Test("written_contract", "is", False), "case", "zh")[0].text
    assert "协办（紧急程度：加急）" in effect_words(Effect("assist", desk="union", priority="urgent"), "case", "zh")
