"""The widest proof sheet as a file: conforming, inside the type area, saying all that its record says."""

from __future__ import annotations

import json

from mediation.press import Pool, print_document
from tests.press import samples, samples_proof
from tests.press.reading import broken_rules, copied_pages, everything, joined, outside, source_text, table_heads

KIND = "proof_sheet"


def test_the_widest_proof_sheet_is_an_archive_file_that_says_all_its_record_says(pool: Pool) -> None:
    printed = print_document(KIND, samples_proof.widest(), created=samples.CREATED, pool=pool)

    assert broken_rules(printed.pdf) == set()
    assert outside(printed.pdf, KIND) == []
    full = json.loads(printed.record)
    heads, expected = table_heads(KIND, full, printed.record), source_text(KIND, full, printed.record)
    assert joined(copied_pages(printed.pdf), heads) == expected
    for place, text in enumerate(pages := everything(printed.pdf), 1):
        assert f"第{place}页共{len(pages)}页" in text
        assert printed.record_sha256 in text
