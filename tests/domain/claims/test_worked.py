"""Whole workings as people read them: every line, article and warning of worked.txt, checked by hand."""

import json
from pathlib import Path

import pytest

from tests.domain.claims.books import book, found

BLOCKS = (Path(__file__).with_name("worked.txt")).read_text("utf-8").rstrip().split("\n\n")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split(" ", 1)[0])
def test_a_claim_is_worked_out_line_by_line(block: str) -> None:
    head, *lines = block.split("\n")
    kind, on, facts = head.split(" ", 2)

    answer = found(kind, json.loads(facts), on).answer(book().laws)

    told = [f"  {one['text']} = {one['value']}" for one in answer["steps"]]
    assert [*told, *(f"  ! {one}" for one in answer["warnings"])] == lines
