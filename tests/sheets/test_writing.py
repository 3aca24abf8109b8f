"""Our own spreadsheets: text stays text, days are days, sums are numbers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from mediation.sheets import writing
from mediation.sheets.writing import Column, Table

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
HARM = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "http://example.com", "007"]


def written(value: object, kind: str = "text") -> Any:
    content = writing.write([Table("表", "标题", [Column("列", kind)], [[value]])], made_at=NOW)
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("text", HARM)
def test_text_that_begins_like_a_formula_stays_text(text: str) -> None:
    cell = written(text)["A3"]

    assert cell.data_type == "s"
    assert cell.hyperlink is None


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40))
def test_no_text_becomes_a_formula_and_all_comes_back(text: str) -> None:
    content = writing.write([Table("表", text, [Column(text)], [[text]])], made_at=NOW)

    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    assert rows[2][0] == text


def test_days_and_sums_are_values_and_the_heading_stands_still() -> None:
    assert written(date(2026, 3, 5), "day")["A3"].value == datetime(2026, 3, 5)
    assert written(800050, "money")["A3"].value == 8000.5
    assert written(None)["A3"].value is None
    assert written("x").freeze_panes == "A3"
