"""Proof sheets as files: conforming, inside the type area, and saying all that their record says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mediation.press import Pool, print_document
from tests.press import samples, samples_proof
from tests.press.reading import copied_pages, everything, joined, source_text, table_heads
from tests.press.test_talks import failures, outside

KIND = "proof_sheet"
SHEETS: dict[str, dict[str, Any]] = {"everyday": samples_proof.sheet(), "widest": samples_proof.widest()}


@pytest.mark.parametrize("name", SHEETS)
def test_a_proof_sheet_is_an_archive_file_that_says_all_its_record_says(pool: Pool, tmp_path: Path, name: str) -> None:
    printed = print_document(KIND, SHEETS[name], created=samples.CREATED, pool=pool)

    assert failures(printed, tmp_path) == set()
    assert outside(printed.pdf, KIND) == []
    full = json.loads(printed.record)
    heads, expected = table_heads(KIND, full, printed.record), source_text(KIND, full, printed.record)
    assert joined(copied_pages(printed.pdf), heads) == expected
    for place, text in enumerate(pages := everything(printed.pdf), 1):
        assert f"第{place}页共{len(pages)}页" in text
        assert printed.record_sha256 in text
