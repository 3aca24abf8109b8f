import copy
import re
import shutil
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain import rulebook
from mediation.domain.faults import RuleFault
from mediation.domain.lawbook import ParameterGap
from mediation.domain.rulebook import check, load
from mediation.domain.rulefile import Document, documents
from tests.checkout import ROOT
from tests.domain.rulefolder import GROUP, LAW, changed, fault, folder
from tests.domain.test_rulebook import CLAIM, LEVELS

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("law.yaml", LAW.replace("verified: V", "verified: X"), "allowed: V, S, U"),
        ("law.yaml", LAW.replace("article: 第七条, ", ""), "'article' is missing"),
        ("law.yaml", "", "missing or empty"),
        ("desks.yaml", "union: {title: {zh: 工会}, may_lead: yes, does: {zh: 做, en: do}}", "may be read as yes/no"),
        ("desks.yaml", "union: {title: {zh: 工会}, may_lead: true, does: {zh: 做, en: do}}", "'en' is missing"),
        (
            "parameters/a.yaml",
            "a.b: {title: {zh: 甲, en: A}, unit: yuan, values: [{from: 2020-01-01, value: 1, source: s, verified: V}]}",
            "unknown 'yuan'",
        ),
        (
            "parameters/a.yaml",
            "a.b: {title: {zh: 甲, en: A}, unit: fen, values: [{from: 2020-01-01, value: '1', source: s, verified: V}]}",
            "value should be a whole number",
        ),
        (
            "parameters/a.yaml",
            "a.b: {title: {zh: 甲, en: A}, unit: fen, values: [{from: 2020-01-01, value: 1, source: s, verified: V}, {from: 2021-01-01, value: 2, source: s, verified: V}]}",
            "two values are in force on 2021-01-01: end the earlier one the day before",
        ),
        (
            "parameters/a.yaml",
            "a.b: {title: {zh: 甲, en: A}, unit: fen, values: [{from: 2020-01-01, value: -274000, source: s, verified: V}]}",
            "value: -274000 is below 1",
        ),
        (
            "parameters/a.yaml",
            "a.b: {title: {zh: 甲, en: A}, unit: count, values: [{from: 2020-01-01, value: 0, source: s, verified: V}]}",
            "value: 0 is below 1",
        ),
        (
            "parameters/a.yaml",
            "a.b: {title: {zh: 甲, en: A}, unit: fen, values: [{from: 2020-01-01, value: 1, year: 19, source: s, verified: V}]}",
            "year: 19 is no calendar year",
        ),
        (
            "workdays/2026.yaml",
            "year: 2026\nnotice: {zh: 通知, number: 七, date: 2025-11-04}\noff: [2026-01-01..2026-03-01]\nwork: []\nsource: s\nverified: V",
            "of at most 31 days",
        ),
        (
            "workdays/2026.yaml",
            "year: 2026\nnotice: {zh: 通知, number: 七, date: 2025-11-04}\noff: [2025-12-31]\nwork: []\nsource: s\nverified: V",
            "is not in 2026",
        ),
        (
            "workdays/2026.yaml",
            "year: 2026\nnotice: {zh: 通知, number: 七, date: 2025-11-04}\noff: []\nwork: [2026-01-05]\nsource: s\nverified: V",
            "is no Saturday or Sunday",
        ),
    ],
)
def test_a_faulty_file_that_rules_lean_on_is_told(tmp_path, name, text, told):
    made = folder(tmp_path, group=GROUP)
    (made / name).parent.mkdir(exist_ok=True)
    (made / name).write_text(text)

    found = fault(made)

    assert any(told in one.reason and one.file == f"rules/{name}" for one in found.faults), [
        str(one) for one in found.faults
    ]


def test_the_digest_names_exactly_these_files(tmp_path):
    one, same = load(folder(tmp_path / "a", group=GROUP)), load(folder(tmp_path / "b", group=GROUP))
    other = load(folder(tmp_path / "c", group=GROUP + "# a remark\n"))

    assert one.digest == same.digest != other.digest


def test_a_parameter_is_never_guessed():
    parameter = load(ROOT / "rules").parameters["shanghai.minimum_wage_month"]

    assert parameter.on(date(2025, 6, 30)).value == 269_000
    assert parameter.on(date(2025, 7, 1)).value == 274_000
    with pytest.raises(ParameterGap, match=r"shanghai\.minimum_wage_month: no value is known for 2023-06-30"):
        parameter.on(date(2023, 6, 30))


def test_the_rules_of_this_station_are_good_by_both_readings():
    assert check(ROOT / "rules") == []


def test_the_examples_of_the_rules_readme_are_good_rules(tmp_path):
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "rules" / "README.md").read_text(), re.DOTALL)
    places = [one for one in blocks if "\nperiods:" in one]
    made = folder(tmp_path, readme="\n---\n".join(one for one in blocks if one not in places))
    shutil.copy(ROOT / "rules" / "law.yaml", made)
    shutil.copytree(ROOT / "rules" / "workdays", made / "workdays")
    (made / "talks").mkdir()
    shutil.copy(ROOT / "rules" / "talks" / "national.yaml", made / "talks")
    for number, text in enumerate(places):
        (made / "talks" / f"place{number}.yaml").write_text(text)

    assert (len(blocks), len(places)) == (5, 1)
    assert check(made) == []


def test_check_returns_every_fault_instead_of_raising(tmp_path):
    found = check(folder(tmp_path, group=changed("workers: {at", "worker: {at")))

    assert [type(one) for one in found] == [RuleFault]


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**70)
    | st.dates()
    | st.sampled_from(["", "union", "any_of", "workers", "x" * 90, "十", "deadline"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["workers", "id", "known", "any_of", "desk", "at_least", 7]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


LEANED_ON = [
    one
    for name in ("strata", "desks", "law")
    for one in documents(f"rules/{name}.yaml", (ROOT / "rules" / f"{name}.yaml").read_bytes())
]


def places(value, path=()):
    """Yield the path of every value inside."""
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


@settings(deadline=None, max_examples=150)
@given(data=st.data(), source=st.sampled_from([GROUP, CLAIM, LEVELS]))
def test_whatever_stands_in_a_rule_it_is_read_or_refused_as_a_rule_fault(data, source):
    [document] = documents("rules/a.yaml", source.encode())
    rule = copy.deepcopy(document.value)
    *above, last = data.draw(st.sampled_from([path for path in places(rule) if path]))
    spot = rule
    for key in above:
        spot = spot[key]
    spot[last] = data.draw(JUNK)

    with suppress(RuleFault):
        built = rulebook._build("sha256:x", [*LEANED_ON, Document("rules/a.yaml", rule)], "rules", trusted=False)
        assert built.rules[0].examples
