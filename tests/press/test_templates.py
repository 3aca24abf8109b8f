"""The words that templates are given: days, numerals, strictness."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from mediation.press.fonts import DOCUMENTS
from mediation.press.templates import day, environment, ordinal, paragraphs, template_version


def test_days_are_written_without_leading_zeros() -> None:
    assert day("2026-01-02") == "2026年1月2日"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (36, "三十六"), (99, "九十九")]
)
def test_clauses_are_counted_in_chinese(number: int, text: str) -> None:
    assert ordinal(number) == text


def test_no_numeral_beyond_two_places() -> None:
    with pytest.raises(ValueError, match="100"):
        ordinal(100)


def test_empty_lines_make_no_paragraph() -> None:
    assert paragraphs("甲\n\n 乙 \n") == ["甲", "乙"]


def test_a_field_that_is_not_there_is_never_printed_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("{{ record.name }}")

    with pytest.raises(UndefinedError):
        environment(tmp_path).get_template("a.j2").render(record={})


def test_the_version_of_a_template_changes_with_any_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "agreement").mkdir()
    (tmp_path / "agreement" / "html.j2").write_text("甲")
    (tmp_path / "base.css").write_text("p{}")
    before = template_version(tmp_path, "agreement")
    (tmp_path / "base.css").write_text("p{ }")

    assert template_version(tmp_path, "agreement") != before
    assert template_version(DOCUMENTS, "agreement").startswith("agreement@")
