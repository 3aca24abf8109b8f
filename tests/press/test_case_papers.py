"""Every paper of a case as a file: conforming, whole, readable, signed with the text before the signature."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mediation.domain.refusals import Refused
from mediation.office import documents
from mediation.press import Pool, prepare, print_document, samples
from mediation.press.records_case_intake import INTAKE_RECORDS
from mediation.press.samples import application, shared
from tests.press.reading import copied_pages, everything, joined, source_text, squeezed, table_heads
from tests.press.samples import CREATED
from tests.press.test_talks import failures, outside

KINDS = (*documents.CASE_KINDS, "file_back")
LONG = "上海" + "犇赟翀喆堃" * 14 + "建筑工程有限公司"


def wide(kind: str) -> dict[str, Any]:
    """Return a sample with the longest names, so many that they sign in a table."""
    record = samples.of(kind)
    if "parties" in record and isinstance(record["parties"][0], dict):
        record["parties"] = [*(shared.worker(name=f"阿卜杜热西提·买买提{nth}") for nth in range(7)), shared.employer(name=LONG)]
    return record


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_an_archive_file_that_says_all_its_record_says(pool: Pool, tmp_path: Path, kind: str) -> None:
    printed = print_document(kind, samples.of(kind), created=CREATED, pool=pool)

    full = json.loads(printed.record)
    assert failures(printed, tmp_path) == set()
    assert outside(printed.pdf, kind) == []
    heads, expected = table_heads(kind, full, printed.record), source_text(kind, full, printed.record)
    pages = copied_pages(printed.pdf)
    assert joined(pages, heads) == expected
    assert all(len(page) > 30 for page in pages)
    for place, text in enumerate(everything(printed.pdf), 1):
        assert f"编号：{full['number']}" in text
        assert printed.record_sha256 in text
        assert f"第{place}页共{len(pages)}页" in text


@pytest.mark.parametrize("kind", ["acceptance_notice", "court_confirmation_application"])
def test_many_parties_with_long_names_sign_in_a_table_and_nothing_leaves_the_page(pool: Pool, kind: str) -> None:
    printed = print_document(kind, wide(kind), created=CREATED, pool=pool)

    assert outside(printed.pdf, kind) == []
    assert squeezed("阿卜杜热西提·买买提6") in "".join(copied_pages(printed.pdf))


def test_an_oral_application_needs_time_place_and_who_wrote_it_down() -> None:
    assert prepare("application", application.oral())

    with pytest.raises(Refused):
        prepare("application", application.oral() | {"asked_at": ""})


def test_every_kind_has_a_sample() -> None:
    assert set(documents.KINDS) <= set(samples.KINDS)
    assert set(INTAKE_RECORDS) <= set(samples.KINDS)
