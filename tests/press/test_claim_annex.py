"""The annex of workings: an archive file and an accessible one, also with the longest list of months."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from mediation.press import Pool, print_document
from tests.press.reading import broken_rules, squeezed
from tests.press.samples import CREATED


def annex(months: int) -> dict[str, Any]:
    """Return an annex of one claim for unpaid wages over some months."""
    lines = [f"{2000 + nth // 12}-{nth % 12 + 1:02d}　8000.00　0.00" for nth in range(months)]
    steps = [
        {"text": f"{line}，尚欠", "value": "8000.00", "law": "劳动法 第五十条；劳动合同法 第三十条"} for line in lines
    ]
    claim = {
        "name": "拖欠工资", "claimed": None, "amount": 800_000 * months, "place": "上海市", "on": "2026-11-16",
        "governed_on": "2026-11-16", "facts": [{"name": "各期工资", "lines": lines}], "steps": steps,
        "final_award": "超过一裁终局限额", "warnings": ["本结果为测算，以仲裁机构、法院认定为准"], "rulebook": "sha256:0",
    }  # fmt: skip
    return {
        "number": "（2026）曹行算字第0001号", "case_number": "CH-2026-0001", "organisation": "曹行人民调解委员会",
        "applicants": "王某", "respondents": "某公司", "agreement": "（2026）曹行调字第0001号", "claims": [claim],
        "issued_on": "2026-11-16", "issued_by": "王调解", "verification_url": "https://mediation.example/verify/A",
    }  # fmt: skip


def test_the_longest_annex_is_an_archive_file_and_loses_no_month(pool: Pool) -> None:
    pdf = print_document("claim_annex", annex(240), created=CREATED, pool=pool).pdf

    assert broken_rules(pdf) == set()
    text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    assert "附于（2026）曹行调字第0001号调解协议书" in text
    assert all(f"{2000 + nth // 12}-{nth % 12 + 1:02d}" in text for nth in range(240))
