"""The papers of wage talks as files: conforming, whole, readable, signed with the text before the signature."""

from __future__ import annotations

import json
from typing import Any

import pymupdf
import pytest

from mediation.press import Pool, Printed, print_document
from tests.press import samples, samples_contract, samples_meeting, samples_talks
from tests.press.reading import (
    broken_rules,
    copied_pages,
    everything,
    joined,
    outside,
    source_text,
    squeezed,
    table_heads,
)

PAPERS: dict[str, tuple[str, dict[str, Any]]] = {
    "the barest request": ("talks_request", samples_talks.bare_request()),
    "the widest request": ("talks_request", samples_talks.wide_request()),
    "a refusal": ("talks_reply", samples_talks.refusal()),
    "the barest team": ("talks_representatives", samples_talks.bare_representatives()),
    "the widest teams": ("talks_representatives", samples_talks.wide_representatives()),
    "the barest minutes": ("talks_minutes", samples_meeting.bare_minutes()),
    "the widest minutes": ("talks_minutes", samples_meeting.wide_minutes()),
    "a draft rejected": ("congress_resolution", samples_meeting.rejected()),
    "the widest resolution": ("congress_resolution", samples_meeting.wide_resolution()),
    "the barest draft": ("wage_agreement", samples_contract.bare_agreement()),
    "the widest agreement": ("wage_agreement", samples_contract.wide_agreement()),
    "the barest filing form": ("filing_form", samples_contract.bare_filing()),
    "the widest filing form": ("filing_form", samples_contract.wide_filing()),
    "the barest notice": ("talks_publication", samples_contract.bare_publication()),
    "the widest ballots": ("ballot_sheet", samples_meeting.wide_ballots()),
}
CLOSINGS = (
    "特此要约。", "特此答复。", "由该方依法补足并书面告知对方。", "特此委托。", "核对无误，签字确认。", "特此决议。",
    "具有同等效力。", "材料的真实性负责。", "特此说明。", "特此公布。",
)  # fmt: skip
"""The last words before each signature block."""


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_an_archive_file_that_says_all_its_record_says(pool: Pool, name: str) -> None:
    kind, record = PAPERS[name]

    printed = print_document(kind, record, created=samples.CREATED, pool=pool)

    assert broken_rules(printed.pdf) == set()
    assert outside(printed.pdf, kind) == []
    full = json.loads(printed.record)
    heads, expected = table_heads(kind, full, printed.record), source_text(kind, full, printed.record)
    if kind == "ballot_sheet":
        assert "".join(everything(printed.pdf)) == expected
        return
    assert joined(copied_pages(printed.pdf), heads) == expected
    check_feet(printed, full)
    check_closings(copied_pages(printed.pdf), expected)


def check_feet(printed: Printed, record: dict[str, Any]) -> None:
    """Check that every page says which it is, of what number, of which talks, and the record's sum."""
    pages = everything(printed.pdf)
    for place, text in enumerate(pages, 1):
        assert f"第{place}页共{len(pages)}页" in text
        assert f"编号：{record['number']}" in text
        assert f"协商编号：{record['talks_number']}" in text
        assert printed.record_sha256 in text


def check_closings(pages: list[str], text: str) -> None:
    """Check that each signature block has its own last line and two lines of the text before it on its page."""
    blocks = [page for page in pages for words in CLOSINGS if words in page]
    assert len(blocks) == sum(text.count(words) for words in CLOSINGS) > 0
    for page in blocks:
        words = next(words for words in CLOSINGS if words in page)
        before, after = page.split(words, 1)
        assert len(before) > 12
        assert "日期：" in after or "月" in after


@pytest.mark.parametrize("lines", range(0, 12, 3))
@pytest.mark.parametrize("kind", ["talks_minutes", "wage_agreement"])
def test_wherever_the_text_ends_both_chiefs_sign_on_one_page_below_text(pool: Pool, kind: str, lines: int) -> None:
    more = "据实记录。\n" * (lines + 1)
    if kind == "talks_minutes":
        record, words = samples_meeting.bare_minutes() | {"remarks": more, "number": "1"}, "签字确认。"
    else:
        record, words = samples_contract.bare_agreement() | {"number": "1"}, "具有同等效力。"
        record["clauses"] = [*record["clauses"], {"key": "other", "title": "其他约定", "text": more}]

    pages = copied_pages(print_document(kind, record, created=samples.CREATED, pool=pool).pdf)

    (page,) = (page for page in pages if words in page)
    before, after = page.split(words)
    assert len(before) > 8
    assert after.count("日期：") == 2
    assert after.count("首席代表") == 2


def test_no_ballot_can_be_told_from_another(pool: Pool) -> None:
    printed = print_document("ballot_sheet", samples_meeting.ballots(), created=samples.CREATED, pool=pool)

    first, second = pymupdf.open(stream=printed.pdf)
    assert first.get_pixmap(dpi=72).samples == second.get_pixmap(dpi=72).samples
    text = squeezed(first.get_text())
    assert text.count("同意不同意弃权") == 6
    ticket = text[: len(text) // 6]
    assert text == ticket * 6
    assert "编号" not in text
    assert printed.record_sha256 not in text
