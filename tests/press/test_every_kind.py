"""Every kind of document from its sample, printed once: an archive file that says all of its record, laid out well."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Final

import pikepdf
import pymupdf
import pytest

from mediation.office import documents
from mediation.press import Pool, Printed, print_document, samples
from mediation.press.checking import KNOWN
from mediation.press.fonts import DOCUMENTS
from mediation.web.paper_samples import OF_STATION
from mediation.web.words import DOCUMENTS as NAMES
from tests.press.reading import (
    broken_rules,
    copied_pages,
    everything,
    joined,
    out_of_their_cells,
    outside,
    source_text,
    squeezed,
    table_heads,
    unsigned_before,
)
from tests.press.samples import CREATED

CONTRACT: Final = (
    "application", "registration", "acceptance_notice", "non_acceptance_notice", "rights_notice", "interview_record",
    "mediation_record", "agreement", "termination_notice", "arbitration_review_application",
    "court_confirmation_application", "payment_order_application", "follow_up_record", "service_receipt",
    "power_of_attorney", "closing_report", "file_cover", "file_contents", "duty_docket", "proof_sheet",
    "talks_request", "talks_reply", "talks_representatives", "talks_minutes", "congress_resolution", "wage_agreement",
    "filing_form",
)  # fmt: skip
"""The kinds that are promised to whoever writes programs: a list of its own, not one of the program's."""
SHEETS: Final = (*OF_STATION, "ballot_sheet")
"""What has margins and feet of its own, no number and no place to sign."""
NUMBERED: Final = tuple(kind for kind in samples.KINDS if kind not in SHEETS)
FEWEST: Final = 12
"""The characters of text that stand above a signature block on its page, at least."""


@pytest.fixture(scope="module")
def printed(pool: Pool) -> Mapping[str, Printed]:
    """Return every kind printed from its sample."""
    return {kind: print_document(kind, samples.of(kind), created=CREATED, pool=pool) for kind in samples.KINDS}


def test_every_kind_that_can_be_printed_has_sample_template_and_name() -> None:
    assert set(CONTRACT) <= set(KNOWN)
    assert set(CONTRACT) - {"duty_docket"} <= set(documents.KINDS)
    assert set(documents.KINDS) <= set(samples.KINDS)
    assert set(KNOWN) - set(samples.PARTS) == set(samples.KINDS)
    assert [kind for kind in KNOWN if not (DOCUMENTS / kind / "html.j2").is_file()] == []
    assert [kind for kind in samples.KINDS if not NAMES.get(kind, "a").strip() or NAMES.get(kind, "a").isascii()] == []


def test_every_kind_is_an_archive_file_with_its_record_inside(printed: Mapping[str, Printed]) -> None:
    assert {kind: rules for kind, one in printed.items() if (rules := broken_rules(one.pdf))} == {}
    for kind, one in printed.items():
        with pikepdf.open(io.BytesIO(one.pdf)) as pdf:
            (attached,) = pdf.attachments.values()
            assert attached.get_file().read_bytes() == one.record, kind


def test_every_kind_says_all_that_its_record_says(printed: Mapping[str, Printed]) -> None:
    for kind, one in printed.items():
        full = json.loads(one.record)
        text = "".join(everything(one.pdf))
        expected = source_text(kind, full, one.record)
        if kind in NUMBERED:
            heads = table_heads(kind, full, one.record)
            assert joined(copied_pages(one.pdf), heads) == expected, kind
            title, _, number = (pymupdf.open(stream=one.pdf).metadata or {})["title"].rpartition("\u3000")
            assert squeezed(title) in text, kind
            assert number == full["number"], kind
        names = [party["name"] for party in full.get("parties", []) if isinstance(party, dict)]
        assert [name for name in names if squeezed(name) not in text] == [], kind


def test_every_page_tells_its_number_and_count_and_the_sum_of_its_record(printed: Mapping[str, Printed]) -> None:
    for kind in NUMBERED:
        pages, number = everything(printed[kind].pdf), json.loads(printed[kind].record)["number"]
        for place, text in enumerate(pages, 1):
            assert f"编号：{number}" in text, kind
            assert f"第{place}页共{len(pages)}页" in text, kind
            assert printed[kind].record_sha256 in text, kind


def test_no_text_leaves_its_page_or_its_cell(printed: Mapping[str, Printed]) -> None:
    assert {kind: words for kind in NUMBERED if (words := outside(printed[kind].pdf, kind))} == {}
    assert {kind: words for kind, one in printed.items() if (words := out_of_their_cells(one.pdf))} == {}


def test_no_page_holds_a_signature_block_alone_and_none_is_all_but_empty(printed: Mapping[str, Printed]) -> None:
    for kind in NUMBERED:
        full = json.loads(printed[kind].record)
        pages = copied_pages(printed[kind].pdf)
        assert all(len(page) > 30 for page in pages), kind
        above = unsigned_before(pages, kind, full, printed[kind].record)
        assert [count for count in above if count < FEWEST] == [], kind


def test_all_fonts_are_embedded_and_ours(printed: Mapping[str, Printed]) -> None:
    for kind, one in printed.items():
        found = {font[3].split("+")[-1] for sheet in pymupdf.open(stream=one.pdf) for font in sheet.get_fonts()}
        assert found, kind
        assert all(name.startswith("Doc") for name in found), (kind, found)
