"""The report for the partners as a file: conforming, A4, its pages counted, nothing in it but what the record says."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from mediation.press import Pool, RecordInvalid, print_document
from tests.press.reading import broken_rules

CREATED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def report(**given: Any) -> dict[str, Any]:
    """Return a report as long as a year's may be."""
    lines = [{"title": f"指标{nth}", "value": "1,234 件", "meaning": "期内收到的申请；已并入别案的不重复计"} for nth in range(9)]
    parts = [{"name": f"某某有限公司{nth}", "value": "<5" if nth % 2 else "—"} for nth in range(30)]
    plain = {
        "organisation": "上海市闵行区梅陇镇曹行人民调解委员会", "station": "曹行联合调解工作站", "period": "2026年10月",
        "first": date(2026, 10, 1), "last": date(2026, 10, 31), "notes": "小于5的数以“<5”表示。",
        "sections": [{"title": title, "lines": lines} for title in ("申请与受理", "调解结果", "金额")],
        "tables": [{"title": "行业", "meaning": "期内申请", "total": "150", "lines": parts}],
        "trend_heads": ["申请件数（件）", "到账金额（元）"],
        "trend": [{"month": f"2026-{nth:02d}", "values": ["12", "1,200,000.00"]} for nth in range(1, 14)],
        "not_recorded": ["支付令"], "printed_at": "2026-11-02 09:00", "printed_by": "高站长",
    }  # fmt: skip
    return {**plain, **given}


def test_every_page_is_a4_and_says_which_of_how_many(pool: Pool) -> None:
    pdf = print_document("monthly_report", report(), created=CREATED, pool=pool).pdf
    pages = PdfReader(io.BytesIO(pdf)).pages

    assert broken_rules(pdf) == set()
    assert len(pages) > 1
    for nth, one in enumerate(pages, 1):
        assert (round(one.mediabox.width), round(one.mediabox.height)) == (595, 842)
        assert f"第{nth}页共{len(pages)}页" in "".join(one.extract_text().split())
    text = "".join("".join(one.extract_text().split()) for one in pages)
    assert "某某有限公司29" in text
    assert "支付令" in text


def test_a_record_without_figures_is_refused() -> None:
    with pytest.raises(RecordInvalid):
        print_document("monthly_report", report(sections=[]), created=CREATED)
