"""The working sheets of a duty day: numbered pages, one page a brief, nothing lost in printing."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from mediation.press import Pool, RecordInvalid, print_document
from tests.press.reading import squeezed

CREATED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PRINTED = {"printed_at": "2026-11-20 16:00", "printed_by": "高站长"}


def line(**given: Any) -> dict[str, Any]:
    return {"begins": "13:30", "ends": "13:50", **given}


def docket(**given: Any) -> dict[str, Any]:
    plain = {
        "organisation": "曹行人民调解委员会", "station": "曹行联合调解工作站", "on": "2026-11-23", "begins": "13:30",
        "ends": "16:30", "firm": "城厢律师事务所", "lawyer": "方律师", **PRINTED,
        "lines": [line(number="CH-2026-0012", parties="杨帆 诉 上海虹梅电子科技股份有限公司", urgency="一般"), line(kept=True)],
        "later": [line(number="CH-2026-0020", parties="王某 诉 某公司", state="顺延")],
    }  # fmt: skip
    return {**plain, **given}


def brief(**given: Any) -> dict[str, Any]:
    clock = {
        "name": "申请仲裁时效", "safe_on": "2027-10-15", "left": "还有 326 天", "began": "知道权利受侵害 2026-10-15",
        "count": "1 年", "law": ["劳动争议调解仲裁法 第二十七条第一款"],
    }  # fmt: skip
    plain = {
        "organisation": "曹行人民调解委员会", "number": "CH-2026-0004", "parties": "孙昇 诉 虹梅公司", "summary": "被解除。",
        "clocks": [clock], "claims": [{"name": "违法解除赔偿金", "amount": 9_600_000}], "total": 9_600_000,
        "floor": "尚未测算。", "questions": ["解除是否合法？", "还缺哪些证据？"], **PRINTED,
    }  # fmt: skip
    return {**plain, **given}


def pages(pdf: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_long_docket_numbers_its_pages_and_keeps_every_line(pool: Pool) -> None:
    lines = [line(number=f"CH-2026-{nth:04d}", parties="甲 诉 乙") for nth in range(60)]

    found = pages(print_document("duty_docket", docket(lines=lines), created=CREATED, pool=pool).pdf)

    assert len(found) > 1
    for nth, text in enumerate(found, 1):
        assert f"第{nth}页共{len(found)}页" in text
    assert all(f"CH-2026-{nth:04d}" in "".join(found) for nth in range(60))


def test_the_fullest_brief_a_case_can_have_stays_on_two_pages_and_an_everyday_one_on_one(pool: Pool) -> None:
    clocks = [{**brief()["clocks"][0], "name": f"期限{nth}"} for nth in range(5)]
    full = brief(
        summary="案情" * 120, clocks=clocks, offers=["协议草稿，总额 1.00 元"] * 3,
        claims=[{"name": f"请求{nth}", "amount": 100} for nth in range(8)], evidence=["申请人：工资条"] * 5,
    )  # fmt: skip

    assert len(pages(print_document("duty_brief", full, created=CREATED, pool=pool).pdf)) <= 2
    (text,) = pages(print_document("duty_brief", brief(), created=CREATED, pool=pool).pdf)
    for wanted in ("96,000.00", "2027年10月15日", "第二十七条第一款", "解除是否合法？", "尚未测算。"):
        assert wanted in text, wanted


def test_a_docket_has_no_room_for_the_content_of_a_case() -> None:
    with pytest.raises(RecordInvalid):
        print_document("duty_docket", docket(lines=[line(summary="案情")]), created=CREATED)
