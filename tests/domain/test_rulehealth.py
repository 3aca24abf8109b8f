"""Ten faults and more, each seeded alone into the rules of the station: each is told of; the rules as they are have none."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest

from mediation.domain.conditions import JOINERS, Group, Test, holds
from mediation.domain.faults import Findings, Place
from mediation.domain.lawbook import Lawbook
from mediation.domain.possible import Goal, possible
from mediation.domain.rule import read_rule
from mediation.domain.rulebook import Period, Rule, RuleBook
from mediation.domain.rulefile import documents, listed
from mediation.domain.rulehealth import Decided, Finding, Fired, examined, located
from mediation.domain.situation import Situation
from mediation.domain.talks.place import TalksPlace
from tests.checkout import ROOT
from tests.domain.rulefolder import whole

TODAY = date(2026, 11, 22)
HEAD = """
title: {{zh: 试, en: Trial}}
law: [{law}]
in_force: {{from: 2020-01-01}}
checked: 2026-11-21
"""


def _rule(ident: str, rest: str, law: str = "station", subject: str = "case") -> Rule:
    """Read one rule as the loader reads it, but for its examples."""
    text = f"id: {ident}\nsubject: {subject}{HEAD.format(law=law)}{rest}\nexamples: []\n"
    [document] = documents("rules/routing/trial.yaml", text.encode())
    findings, book = Findings(), whole()
    lean = Lawbook(dict(book.laws), dict(book.desks), dict(book.parameters), {}, dict(book.strata), dict(book.clauses))
    found = read_rule(document.value, Place(findings, document.file, ident, document.lines), lean)
    assert findings.faults == []
    return found


def _with(*rules: Rule, without: tuple[str, ...] = ()) -> RuleBook:
    book = whole()
    kept = [one for one in book.rules if one.id not in without]
    return replace(book, rules=tuple(sorted([*kept, *rules], key=lambda one: one.id)))


def _changed(ident: str, **values: Any) -> RuleBook:
    [rule] = [one for one in whole().rules if one.id == ident]
    return _with(replace(rule, **values), without=(ident,))


def _new(book: RuleBook, fired: Fired | None = None, today: date = TODAY) -> list[Finding]:
    """Return what is found in a book beyond what is found in the rules as they are."""
    return [one for one in examined(book, today=today, fired=fired) if (one.kind, one.ident, one.why) not in _known()]


@cache
def _known() -> frozenset[tuple[str, str, str]]:
    return frozenset((one.kind, one.ident, one.why) for one in examined(whole(), today=TODAY))


def _ending(ident: str, until: date) -> TalksPlace:
    place = whole().places["shanghai"]
    limits = [replace(one, in_force=Period(one.in_force.start, until)) if one.id == ident else one for one in place.limits]
    return replace(place, limits=tuple(limits))


MAY = "then: [{assist: union}]"
LEADS = "when: {may_lead.union: true}\nthen: [{lead: judicial_office}]\noverrides: [lead.police]"
YEARS = "then: [{deadline: {id: agreement.court_confirmation, from: effective_on, days: 20, who: lead}}]"
PRESENT = whole().parameters["national.severance_cap_years"]
SEEDS = {
    "two numbers that don't meet": (
        _with(_rule("routing.trial", f"when: {{workers: {{at_least: 10, less_than: 5}}, threat: true}}\n{MAY}")),
        ("contradiction", "fault", "routing.trial", "涉及劳动者人数"),
    ),
    "every word of a choice is shut out": (
        _with(_rule("routing.trial", f"when:\n  violence: {{known: true}}\n  none_of: [{{violence: {{one_of: [none, assault, injury, weapon, restraint, self_harm]}}}}]\n{MAY}")),
        ("contradiction", "fault", "routing.trial", "暴力"),
    ),
    "a flag that nobody sets any more": (
        _with(_rule("deadline.mediation.trial", "when: {flags.cluster: true}\nthen: [{warn: trial}]"), without=("routing.repeat_employer",)),
        ("not_given", "fault", "deadline.mediation.trial", "标记：同一单位多案"),
    ),
    "a fact that only the sweep knows": (
        _with(_rule("routing.trial", f"when: {{days_silent: {{at_least: 7}}}}\n{MAY}")),
        ("not_given", "fault", "routing.trial", "距最近一次办案记录的天数"),
    ),
    "inferred only where the condition forbids it": (
        _with(_rule("deadline.mediation.trial", "when: {women_matter: true, claims.maternity: false}\nthen: [{warn: trial}]")),
        ("not_given", "fault", "deadline.mediation.trial", "女职工"),
    ),
    "put out wherever it holds": (
        _with(
            _rule("routing.trial", f"when: {{workers: {{at_least: 30}}}}\n{MAY}"),
            _rule("routing.wider", f"when: {{workers: {{more_than: 29}}}}\noverrides: [routing.trial]\n{MAY}"),
        ),
        ("overridden", "fault", "routing.trial", "routing.wider"),
    ),
    "a level that the next one swallows": (
        _with(_rule("escalation.trial", "levels:\n  1: {workers: {at_least: 20}}\n  2: {workers: {at_least: 10}}")),
        ("shadowed", "fault", "escalation.trial", "第 1 级"),
    ),
    "an article that came after the rule had ended": (
        _changed("routing.platform", in_force=Period(date(2024, 1, 19), date(2026, 12, 31)), law=("later",)),
        ("law_apart", "fault", "routing.platform", "later"),
    ),
    "an article that isn't there": (_changed("routing.large", law=("pml-999",)), ("law_missing", "fault", "routing.large", "pml-999")),
    "an article that ended": (_changed("routing.large", law=("ended",)), ("law_ended", "fault", "routing.large", "2024-12-31")),
    "two desks to lead": (_with(_rule("lead.trial", LEADS)), ("overlap", "fault", "lead.trial", "lead.union_first")),
    "one date with two lengths": (
        _with(_rule("deadline.agreement.trial", f"when: {{pay_only: true}}\n{YEARS}", subject="agreement")),
        ("overlap", "fault", "deadline.agreement.court_confirmation", "自“调解协议生效之日”起 30 日"),
    ),
    "a fact inferred both ways": (
        _with(_rule("routing.trial", "when: {claims.maternity: true, workers: {at_least: 2}}\nthen: [{infer: {women_matter: false}}]")),
        ("overlap", "fault", "routing.trial", "涉女职工权益"),
    ),
    "nobody looked at it for a year": (_changed("routing.large", checked=date(2025, 11, 21)), ("unchecked", "warning", "routing.large", "2025-11-21")),
    "an amount that ends in sixty days": (
        replace(whole(), parameters={**whole().parameters, PRESENT.id: replace(PRESENT, values=(replace(PRESENT.values[0], in_force=Period(date(2008, 1, 1), date(2027, 1, 21))),))}),
        ("runs_out", "warning", PRESENT.id, "2027-01-21"),
    ),
    "an amount with a gap": (
        replace(whole(), parameters={**whole().parameters, PRESENT.id: replace(PRESENT, values=(replace(PRESENT.values[0], in_force=Period(date(2008, 1, 1), date(2009, 12, 31))), replace(PRESENT.values[0], in_force=Period(date(2010, 2, 1)))))}),
        ("gap", "warning", PRESENT.id, "2010-01-01 至 2010-01-31"),
    ),
    "a period of wage talks that ends": (
        replace(whole(), places={**whole().places, "shanghai": _ending("talks.reply", date(2026, 12, 31))}),
        ("runs_out", "warning", "talks.reply", "2026-12-31"),
    ),
    "no holiday list for this year": (replace(whole(), calendars=()), ("calendar_missing", "fault", "2026", "2026")),
}  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seeded_fault_is_told_of_and_nothing_else(seed: str) -> None:
    book, (kind, severity, ident, said) = SEEDS[seed]
    [present] = [one for one in whole().laws.values() if one.key == "pml-20"]
    more = {"ended": Period(date(2008, 5, 1), date(2024, 12, 31)), "later": Period(date(2027, 1, 1))}
    laws = {**book.laws, **{key: replace(present, key=key, in_force=period) for key, period in more.items()}}

    found = _new(replace(book, laws=laws))

    assert {(one.kind, one.severity) for one in found if one.ident == ident} == {(kind, severity)}
    assert any(said in one.said() for one in found)
    assert {one.kind for one in found} == {kind}


def test_the_rules_as_they_are_have_no_fault_and_say_what_is_true_of_them_today() -> None:
    book = whole()
    found = located(examined(book, today=TODAY), listed(ROOT / "rules"))

    assert {(one.kind, one.severity) for one in found} == {
        ("calendar_missing", "warning"), ("settled_overlap", "note"), ("unverified", "note"),
    }  # fmt: skip
    assert [one.ident for one in found if one.kind == "calendar_missing"] == ["2027"]
    marked = {one.id for one in book.rules if one.verified == "U"} | {
        one.id for one in book.parameters.values() if any(value.verified == "U" for value in one.values)
    }
    assert {one.ident for one in found if one.kind == "unverified" and one.about != "law"} == marked
    for one in found:
        if one.line:
            line = (ROOT / one.file).read_text().splitlines()[one.line - 1]
            assert line.strip().removeprefix("id: ").startswith(one.ident)
    assert all(one.line for one in found if one.kind != "calendar_missing")


def test_the_witness_of_an_overlap_makes_both_rules_hold() -> None:
    book = SEEDS["two desks to lead"][0]
    rules = {one.id: one for one in book.rules}
    [found] = [one for one in _new(book) if one.params["other"] == "lead.union_first"]
    case = Situation("case", found.witness)
    assert all(holds(rules[name].condition, case) for name in ("lead.trial", "lead.union_first"))
    assert not holds(rules["lead.police"].condition, case)


def test_what_no_case_could_fire_is_told_apart_from_what_none_did() -> None:
    book = whole()
    counts = dict.fromkeys((one.id for one in book.rules), 1)
    del counts["routing.large"], counts["routing.platform"], counts["escalation.silent"], counts["routing.women"]
    known = frozenset(counts) | {"routing.platform", "routing.large"}
    fired = Fired((Decided(date(2024, 1, 1), "a"), Decided(date(2024, 1, 18), "b")), counts, {"b": known, "a": known})

    found = {one.ident: one for one in _new(book, fired)}

    assert {name: (one.kind, one.severity) for name, one in found.items()} == {
        "routing.large": ("never_fired", "note"), "routing.platform": ("young", "note"),
        "routing.women": ("young", "note"), "escalation.silent": ("never_fired", "note"),
    }  # fmt: skip
    assert "可以适用本规则的 2 件" in found["routing.large"].said()


def test_the_search_says_what_trying_every_value_says() -> None:
    """Every combination of small conditions over two flags and a number, against all their situations."""
    flags = [Test("threat", "is", True), Test("gathering", "is", False), Test("threat", "known", False)]
    workers = [Test("workers", "at_least", 3), Test("workers", "less_than", 3), Test("workers", "is", 4)]
    every = [
        Situation("case", {"threat": one, "gathering": two, "workers": three})
        for one, two, three in product((None, True, False), (None, True, False), (None, 2, 3, 4, 5))
    ]
    tried = 0
    for outer, inner, first, second, third in product(JOINERS, JOINERS, flags, workers, flags + workers):
        condition = Group(outer, (first, Group(inner, (second, third))))
        goals = [Goal(condition), Goal(Test("workers", "is", 5), holds=False)]
        found = possible("case", goals)
        wanted = [one for one in every if holds(condition, one) and one["workers"] != 5]
        assert (found is not None) == bool(wanted)
        assert found is None or (holds(condition, found) and found["workers"] != 5)
        tried += found is None
    assert tried > 20
