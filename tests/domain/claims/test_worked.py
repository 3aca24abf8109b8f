"""Whole workings as people read them: every line, article, warning and condition of worked.txt, checked by hand."""

import json
from pathlib import Path

import pytest

from mediation.domain.claims.condition import Condition
from tests.domain.claims.books import book, found

BLOCKS = (Path(__file__).with_name("worked.txt")).read_text("utf-8").rstrip().split("\n\n")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split(" ", 1)[0])
def test_a_claim_is_worked_out_line_by_line(block: str) -> None:
    head, *lines = block.split("\n")
    kind, on, facts = head.split(" ", 2)

    result = found(kind, json.loads(facts), on)
    answer = result.answer(book().laws)

    told = [f"  {one['text']} = {one['value']}" for one in answer["steps"]]
    told += [f"  ! {one}" for one in answer["warnings"]]
    assert told + [asked(one) for one in result.conditions] == lines


def asked(one: Condition) -> str:
    """Return a condition in one line: what it says, what is wanted, what is so, whether it holds, the articles."""
    holds = "成立" if one.holds else "不成立"
    return f"  ? {one.says.text()}：要求 {one.wanted.text()}，实际 {one.actual.text()} = {holds} {' '.join(one.law)}".rstrip()
