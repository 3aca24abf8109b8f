import re
from datetime import date

import pytest

from mediation.domain.clockreader import Clock
from mediation.domain.rulebook import load
from tests.domain.rulefolder import GROUP, changed, fault, folder

DAY = date(2026, 11, 22)
CLAIM = """
id: deadline.limitation.a
title: {zh: 时效, en: Limitation}
subject: claim
law: [ldmal-27-1]
in_force: {from: 2020-01-01}
checked: 2026-11-21
when: {known_on: {known: true}}
then: [{deadline: {id: limitation.KIND, from: known_on, years: 1}}]
examples:
  - {name: known, given: {kind: overtime, known_on: 2024-02-29}, expect: {deadlines: {limitation.overtime: 2025-02-28}}}
  - {name: not known, given: {kind: overtime}, expect: {}}
"""
LEVELS = """
id: escalation.a
title: {zh: 升级, en: Escalation}
law: []
in_force: {from: 2020-01-01}
checked: 2026-11-21
levels:
  1: {days_to_limitation: {at_most: 60}}
  3: {days_to_limitation: {less_than: 8}}
examples:
  - {name: far, given: {days_to_limitation: 61}, expect: {}}
  - {name: near, given: {days_to_limitation: 60}, expect: {level: 1}}
  - {name: nearer, given: {days_to_limitation: 8}, expect: {level: 1}}
  - {name: next week, given: {days_to_limitation: 7}, expect: {level: 3}}
"""


def test_a_good_folder_is_read(tmp_path):
    book = load(folder(tmp_path, group=GROUP, claim=CLAIM, levels=LEVELS))

    assert [rule.id for rule in book.rules] == ["deadline.limitation.a", "escalation.a", "routing.group"]
    group = book.rule("routing.group", DAY)
    assert (group.stratum, group.law, group.file, group.fields()) == (
        "routing",
        ("ldmal-7",),
        "rules/routing/group.yaml",
        ("workers",),
    )
    assert book.rule("deadline.limitation.a", DAY).effects[0].deadline == Clock(
        "limitation.KIND", "known_on", 1, "year"
    )
    assert list(book.rule("escalation.a", DAY).levels) == [1, 3]
    assert re.fullmatch("sha256:[0-9a-f]{64}", book.digest)
    assert book.stratum("routing", date(2019, 12, 31)) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        (
            "workers: {at_least",
            "worker: {at_least",
            "unknown_field",
            "unknown field 'worker' — did you mean 'workers'?",
        ),
        ("at_least: 10", "at_leat: 10", "unknown_word", "did you mean 'at_least'?"),
        ("at_least: 10", "at_least: ten", "value", "workers: 'ten' is not a whole number"),
        ("at_least: 10", "at_least: true", "value", "workers: True is not a whole number"),
        ("at_least: 10", "at_least: 9007199254740993", "value", "out of bounds"),
        (
            "workers: {at_least: 10}",
            "threat: {at_least: 1}",
            "operator",
            "threat is a yes/no field and has no 'at_least'",
        ),
        ("workers: {at_least: 10}", "violence: knife", "value", "allowed: none, assault"),
        ("workers: {at_least: 10}", "workers: null", "type", "{known: false}"),
        ("workers: {at_least: 10}", "relation: [platform]", "type", "{one_of: [...]}"),
        ("workers: {at_least: 10}", "relation: {one_of: []}", "type", "at least one value"),
        ("workers: {at_least: 10}", "relation: {one_of: [platform, platform]}", "duplicate", "twice"),
        ("workers: {at_least: 10}", "claims.overtime: {known: true}", "operator", "always known"),
        ("workers: {at_least: 10}", "any_off: [{workers: 1}]", "unknown_field", "did you mean 'any_of'?"),
        ("workers: {at_least: 10}", "any_of: []", "type", "at least one condition"),
        ("workers: {at_least: 10}", "any_of: [{}]", "empty", "an empty condition"),
        ("workers: {at_least: 10}", "workers: {}", "empty", "is asked nothing"),
        ("may_lead: union", "may_lead: unoin", "unknown_desk", "unknown desk 'unoin' — did you mean 'union'?"),
        ("may_lead: union", "may_lead: law_firm", "unknown_desk", "may not lead"),
        ("- may_lead: union", "- may_leed: union", "unknown_word", "did you mean 'may_lead'?"),
        ("- may_lead: union", "- flag: groups", "value", "did you mean 'group'?"),
        ("- may_lead: union", "- mediation: open", "value", "allowed: blocked, refused"),
        ("- may_lead: union", "- assist: {desk: union, priority: now}", "value", "allowed: normal, urgent, immediate"),
        ("- may_lead: union", "- infer: {workers: 2}", "unknown_field", "no inferred field"),
        ("- may_lead: union", "- suggest: Two Words", "value", "takes an id"),
        ("- may_lead: union", "- {may_lead: union, flag: group}", "type", "one word with its value"),
        (
            "- may_lead: union",
            "- deadline: {id: a.b, from: received_on, days: 1}",
            "stratum",
            "may not bring about 'deadline'",
        ),
        ("[ldmal-7]", "[ldmal-8]", "unknown_law", "no entry 'ldmal-8' — did you mean 'ldmal-7'?"),
        ("from: 2020-01-01", "from: 2020-01-01, until: 2019-01-01", "period", "lies before"),
        ("from: 2020-01-01", "from: soon", "type", "a day such as"),
        ("checked: 2026-11-21", "priority: 7\nchecked: 2026-11-21", "unknown_word", "unknown word 'priority'"),
        ("checked: 2026-11-21\n", "", "missing", "'checked' is missing"),
        ("en: Group", "en: Group, big", "unknown_word", "a text with a comma needs quotes"),
        ("id: routing.group", "id: rooting.group", "stratum", "no stratum of case takes this rule"),
        ("id: routing.group", "id: Routing group", "value", "no rule id"),
        ("when:\n  workers: {at_least: 10}\n", "", "missing", "either 'when' or 'levels'"),
        ("law:", "subject: cases\nlaw:", "value", "did you mean 'case'?"),
        ("law:", "overrides: [routing.grop]\nlaw:", "unknown_rule", "did you mean 'routing.group'?"),
        ("law:", "overrides: [routing.group]\nlaw:", "overrides", "each put the other out"),
        ("given: {workers: 9}", "given: {wokers: 9}", "example", "wokers: 9 no such field"),
        ("given: {workers: 9}", "given: {workers: 9.5}", "yaml", "write a whole number"),
        ("given: {workers: 9}", "given: {workers: 8}", "boundary", "none is given workers: 9, just outside"),
        ("given: {workers: 10}", "given: {workers: 11}", "boundary", "none is given workers: 10, just inside"),
        (
            "{workers: 9}, expect: {}",
            "{workers: 9}, expect: {may_lead: [union]}",
            "example",
            "does not hold, but should",
        ),
        ("expect: {may_lead: [union]}", "expect: {}", "example", "holds, but should not"),
        (
            "expect: {may_lead: [union]}",
            "expect: {may_lead: [police]}",
            "example",
            "may_lead should be [police], the rule says [union]",
        ),
        ("expect: {may_lead: [union]}", "expect: {flags: []}", "example", "no example expects 'may_lead'"),
        ("  - {name: nine, given: {workers: 9}, expect: {}}\n", "", "example", "no example just outside"),
        ("name: nine", "name: ten", "duplicate", "two examples are named 'ten'"),
    ],
)
def test_a_fault_is_told_with_file_rule_and_word(tmp_path, old, new, code, told):
    found = fault(folder(tmp_path, group=changed(old, new)))

    assert any(one.code == code and told in one.reason for one in found.faults), [str(one) for one in found.faults]
    assert all(one.file == "rules/routing/group.yaml" for one in found.faults)
    assert str(found).startswith("rules/routing/group.yaml: ")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("years: 1", "years: 1, days: 2", "exactly one of days, months, years, workdays, duty_days"),
        ("years: 1", "years: -1", "a whole number from 0 to"),
        ("years: 1", "duty_days: 10", "{at_most_workdays: N}"),
        ("from: known_on, years", "from: kind, years", "'kind' is no day field of claim"),
        ("years: 1", "years: 1, who: nobody", "unknown desk 'nobody'"),
        ("limitation.KIND, from", "limitation, from", "no id such as"),
        (
            "limitation.overtime: 2025-02-28",
            "limitation.overtime: 2025-03-01",
            "limitation.overtime should be 2025-03-01, but is 2025-02-28",
        ),
        (
            "limitation.overtime: 2025-02-28",
            "limitation.severance: 2025-02-28",
            "the rule starts [limitation.overtime]",
        ),
    ],
)
def test_a_faulty_deadline_is_told(tmp_path, old, new, told):
    found = fault(folder(tmp_path, claim=changed(old, new, CLAIM)))

    assert any(told in one.reason for one in found.faults), [str(one) for one in found.faults]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  3:", "  4:", "levels go from 1 to 3, not '4'"),
        ("levels:", "then: [{flag: group}]\nlevels:", "has no 'then'"),
        ("expect: {level: 3}", "expect: {level: 1}", "no example expects level 3"),
        ("{days_to_limitation: {less_than: 8}}", "{}", "level 3 would always hold"),
        ("given: {days_to_limitation: 8}", "given: {days_to_limitation: 9}", "just outside"),
        ("id: escalation.a", "id: routing.a", "stratum routing has no levels"),
    ],
)
def test_faulty_levels_are_told(tmp_path, old, new, told):
    found = fault(folder(tmp_path, levels=changed(old, new, LEVELS)))

    assert any(told in one.reason for one in found.faults), [str(one) for one in found.faults]


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path):
    spoiled = changed("[ldmal-7]", "[nothing]", changed("workers: {at", "worker: {at"))

    found = fault(folder(tmp_path, group=spoiled, other=changed("routing.group", "routing.other", spoiled)))

    assert [(one.file, one.line) for one in found.faults] == [
        ("rules/routing/group.yaml", 4), ("rules/routing/group.yaml", 8),
        ("rules/routing/other.yaml", 4), ("rules/routing/other.yaml", 8),
    ]  # fmt: skip
    assert (
        str(found.faults[1])
        == "rules/routing/group.yaml: routing.group: unknown field 'worker' — did you mean 'workers'? (line 8)"
    )


def test_two_versions_of_a_rule_may_follow_but_not_overlap(tmp_path):
    old = changed("from: 2020-01-01", "from: 2020-01-01, until: 2025-06-30")
    new = changed("from: 2020-01-01", "from: 2025-07-01")

    book = load(folder(tmp_path / "good", group=f"{old}\n---\n{new}"))
    found = fault(folder(tmp_path / "bad", group=f"{old}\n---\n{changed('2025-07-01', '2025-06-30', new)}"))

    assert book.rule("routing.group", date(2025, 6, 30)).in_force.until == date(2025, 6, 30)
    assert book.rule("routing.group", date(2025, 7, 1)).in_force.until is None
    with pytest.raises(LookupError, match="not in force on 2019-12-31"):
        book.rule("routing.group", date(2019, 12, 31))
    with pytest.raises(LookupError, match="did you mean 'routing.group'"):
        book.rule("routing.grup", DAY)
    assert (found.code, "two versions are in force on 2025-06-30" in found.reason) == ("overlap", True)


def test_rules_may_not_put_each_other_out_nor_reach_into_another_stratum(tmp_path):
    one = changed("law:", "overrides: [routing.other]\nlaw:")
    other = changed("routing.group", "routing.other", changed("law:", "overrides: [routing.group]\nlaw:"))
    far = changed("law:", "overrides: [escalation.a]\nlaw:")

    mutual = fault(folder(tmp_path / "mutual", one=one, other=other))
    reaching = fault(folder(tmp_path / "reaching", far=far, levels=LEVELS))

    assert {fault.code for fault in mutual.faults} == {"overrides"}
    assert "another stratum, escalation" in reaching.reason


def test_a_fact_may_not_be_read_before_it_is_inferred(tmp_path):
    reader = changed("workers: {at_least: 10}", "may_lead.union: true", GROUP).replace(
        "routing.group", "routing.reader"
    )
    reader = reader.replace("may_lead: union", "suggest: talk").replace("may_lead: [union]", "suggestions: [talk]")
    reader = reader.replace("{workers: 10}", "{may_lead.union: true}").replace(
        "{workers: 9}", "{may_lead.union: false}"
    )

    found = fault(folder(tmp_path, group=GROUP, reader=reader))

    assert (found.code, found.rule) == ("stratum", "routing.reader")
    assert "reads 'may_lead.union', which routing.group infers only in stratum routing" in found.reason


def test_a_condition_that_always_holds_needs_but_one_example(tmp_path):
    always = changed("when:\n  workers: {at_least: 10}", "when: {}")
    always = changed("  - {name: nine, given: {workers: 9}, expect: {}}\n", "", always)

    assert load(folder(tmp_path, always=always)).rules[0].fields() == ()


def test_a_condition_too_complex_or_too_deep_is_refused(tmp_path):
    deep = "{workers: 1}"
    for _ in range(9):
        deep = f"{{any_of: [{deep}, {{workers: 2}}]}}"
    pair = "{{any_of: [{}]}}"
    options = [[f"{{all_of: [{{workers: {9 * n + i}}}, {{claim_kinds: {i}}}]}}" for i in range(9)] for n in range(5)]
    pairs = ", ".join(pair.format(", ".join(one)) for one in options)
    wide = f"all_of: [{pairs}]"

    found = [fault(folder(tmp_path / name, group=changed("when:\n  workers: {at_least: 10}", f"when: {text}")))
             for name, text in (("deep", deep), ("wide", f"{{{wide}}}"))]  # fmt: skip

    assert any(one.code == "too_deep" for one in found[0].faults)
    assert any(one.code == "too_complex" for one in found[1].faults)
