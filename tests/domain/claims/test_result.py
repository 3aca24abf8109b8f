"""The answer: its shape, its articles, its steps in both languages and as rows keep them."""

import json
import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from mediation.domain.claims import KINDS, Line
from mediation.domain.claims.working import CALLED
from tests.checkout import ROOT
from tests.domain.claims.books import book, found
from tests.domain.claims.test_refused import GOOD


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_the_answer_has_the_shape_of_the_contract(kind: str) -> None:
    answer = found(kind, GOOD[kind]).answer(book().laws)

    assert set(answer) == {"amount", "steps", "law", "warnings"}
    assert re.fullmatch(r"\d+\.\d\d", answer["amount"])
    assert all(set(one) == {"text", "value"} and one["text"] and one["value"] for one in answer["steps"])
    assert answer["law"]
    assert set(answer["law"]) <= set(book().laws)
    assert answer["warnings"][-1] == "本结果为测算，以仲裁机构、法院认定为准"
    assert "%" not in re.sub(r"\d%|\d%%", "", json.dumps(answer, ensure_ascii=False))
    assert "%%" not in json.dumps(answer, ensure_ascii=False)


@cache
def english() -> dict[str, str]:
    """Return the English of every message."""
    with (ROOT / "mediation/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_the_answer_can_be_read_in_english(kind: str) -> None:
    answer = found(kind, GOOD[kind]).answer(book().laws, lambda said: english()[said], "en", str)

    told = [one["text"] for one in answer["steps"]] + answer["warnings"]
    named = r"\[.*\]$|\(from .*\)|What the minimum wage leaves out: .*;"
    assert [one for one in told if re.search(r"[\u4e00-\u9fff]", re.sub(named, "", one))] == []


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_a_line_is_kept_and_read_again_as_it_was(kind: str) -> None:
    for line in found(kind, GOOD[kind]).steps:
        assert Line.read(json.loads(json.dumps(line.stored()))).text(book().laws) == line.text(book().laws)


def test_each_line_cites_its_articles() -> None:
    lines = [one.text(book().laws) for one in found("severance", GOOD["severance"]).steps]

    assert any(one.endswith("〔劳动合同法第四十六条、第四十七条〕") for one in lines)


def test_an_article_is_cited_only_where_it_is_in_force_on_the_day_or_when_it_is_worked_out() -> None:
    wages = {"due_on": "2025-07-02", "contract_on": None, "left_on": "2025-07-10", "monthly_wage": "8700.00"}

    assert "sii-6" not in found("open_ended_double_wage", wages, "2025-08-31").law
    assert "sii-6" in found("open_ended_double_wage", wages, "2025-09-01").law


def test_what_was_used_says_source_and_mark() -> None:
    result = found("severance", GOOD["severance"])
    used = {one.parameter.id: one.value for one in result.parameters_used}

    assert used["shanghai.average_wage_month"].year == 2025
    assert used["shanghai.minimum_wage_month"].verified == "S"
    assert str(result.day) == "2026-10-31"
    assert result.rulebook == book().digest
    assert any("沪人社规〔2025〕10号；据转引资料，未见原文" in one.says.text() for one in result.steps)


def test_every_kind_says_what_it_takes_in_both_languages() -> None:
    for kind in KINDS.values():
        assert kind.title["zh"]
        assert kind.title["en"]
        for fact in (*kind.facts, *(inner for rows in kind.facts for inner in rows.rows)):
            assert fact.zh
            assert fact.en
            assert fact.unit or fact.type not in ("money", "moneys", "number")


def test_every_parameter_that_a_calculator_names_stands_in_the_rules() -> None:
    names = {one.partition(".")[2] for one in book().parameters}

    assert {name for name in CALLED if not any(one == name or one.startswith(f"{name}_") for one in names)} == set()
