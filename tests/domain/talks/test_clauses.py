"""The clause library: what it has to hold, what is refused of it, and what an agreement still lacks."""

from pathlib import Path

import pytest

from mediation.domain.rulebook import load
from mediation.domain.talks.clauses import COSTS, FLOORS, blanks, lacking
from tests.checkout import ROOT
from tests.domain.rulefolder import fault, folder
from tests.domain.talks.terms import book, library

NATIONAL = {
    "term", "pay_system", "wage_level", "bonus", "allowances", "payment_method", "change_procedure", "end_conditions",
    "liability",
}  # fmt: skip
SHANGHAI = NATIONAL | {"overtime_base", "overtime_pay", "probation_pay", "sick_leave_pay", "personal_leave_pay"}
CLAUSE = """
cut:
  title: {zh: 调整, en: Cut}
  topic: pay
  law: [ldmal-7]
  fields:
    change: {title: {zh: 幅度, en: By}, unit: change, cost: change, least: -5000, most: 5000}
  text: ["调整{change}。"]
"""


def library_folder(tmp_path: Path, text: str) -> Path:
    made = folder(tmp_path)
    (made / "talks").mkdir()
    (made / "talks" / "clauses.yaml").write_text(text)
    return made


@pytest.mark.parametrize(("place", "wanted"), [("national", NATIONAL), ("shanghai", SHANGHAI), ("elsewhere", NATIONAL)])
def test_an_empty_agreement_lacks_what_the_law_of_its_place_names(place: str, wanted: set[str]) -> None:
    found = {one.clause: one.law for one in lacking(library(), {}, place)}

    assert set(found) == wanted
    assert found["term"] == ("mr9-7",)


def test_what_is_agreed_is_lacking_no_more_and_what_is_left_names_its_article() -> None:
    agreed = {key: {"rule": "一"} for key in SHANGHAI - {"sick_leave_pay", "liability"}}

    found = {one.clause: one.law for one in lacking(library(), agreed, "shanghai")}

    assert found == {"sick_leave_pay": ("ccl-sh-13",), "liability": ("mr9-7",)}


def test_every_article_and_field_of_the_library_is_known_and_every_field_is_written() -> None:
    for clause in library().values():
        named = {name for sentence in clause.text for name in blanks(sentence)}

        assert named == set(clause.fields)
        assert set(clause.law) <= set(book().laws)
        assert all(set(law) <= set(book().laws) for law in clause.required.values())


def test_every_kind_of_floor_and_cost_is_used_by_some_field() -> None:
    fields = [field for clause in library().values() for field in clause.fields.values()]

    assert {field.floor for field in fields} - {""} == set(FLOORS)
    assert {field.cost for field in fields} - {""} == set(COSTS)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("topic: pay", "topic: pays", "topic: unknown 'pays'"),
        ("law: [ldmal-7]", "law: [ldmal-8]", "law: no 'ldmal-8'"),
        ("调整{change}。", "调整{chance}。", "text: no field 'chance'"),
        ("调整{change}。", "调整。", "the field 'change' stands in no sentence"),
        ("调整{change}。", "调整{change}{。", "a brace that is no field"),
        ("unit: change", "unit: yuan", "unit: unknown 'yuan'"),
        ("least: -5000", "least: 6000", "most 5000 lies below least 6000"),
        ("unit: change, cost: change", "unit: text, cost: change", "'text' is no figure"),
        ("topic: pay", "topic: pay\n  promise: training", "a promise needs 'proof'"),
        ("topic: pay", "topic: pay\n  promise: no_dismissal\n  proof: {zh: 册, en: list}", "needs 'watched' and the fields"),
        ("topic: pay", "topic: pay\n  watched: [sacked]", "watched: no 'sacked'"),
        ("topic: pay", "topic: pay\n  required: {shanghia: [ldmal-7]}", "required: no place 'shanghia'"),
    ],
)  # fmt: skip
def test_a_faulty_library_is_refused_with_its_file_clause_and_word(tmp_path, old: str, new: str, told: str) -> None:
    assert old in CLAUSE

    found = fault(library_folder(tmp_path, CLAUSE.replace(old, new)))

    assert (found.file, found.rule) == ("rules/talks/clauses.yaml", "cut")
    assert told in found.reason


def test_a_sound_library_is_part_of_the_rule_book_and_of_its_digest(tmp_path) -> None:
    made = library_folder(tmp_path, CLAUSE)
    before = load(made)
    (made / "talks" / "clauses.yaml").write_text(CLAUSE.replace("幅度", "调整幅度"))

    after = load(made)

    assert set(before.clauses) == {"cut"}
    assert before.digest != after.digest


def test_the_cache_gives_back_the_same_library(tmp_path) -> None:
    load(ROOT / "rules", cache=tmp_path)

    assert load(ROOT / "rules", cache=tmp_path).clauses == library()
