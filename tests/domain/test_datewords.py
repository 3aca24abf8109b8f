"""Days written out in running text."""

import pytest

from mediation.domain.datewords import in_words, throughout


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("稳妥日2026-12-20，最后一日2026-12-21", "稳妥日2026年12月20日，最后一日2026年12月21日"),
        ("自 2026-11-16（周一） 次日起算", "自2026年11月16日（周一）次日起算"),
        ("2026-01：应付 8000.00 元", "2026年1月：应付 8000.00 元"),
        ("2026-11-16 09:21", "2026年11月16日 09:21"),
        ("CH-2026-0318、021-64100000、sha256:2026-11-16a", "CH-2026-0318、021-64100000、sha256:2026-11-16a"),
        ("2026-13-01", "2026-13-01"),
    ],
)
def test_days_and_months_are_written_out_and_numbers_stay(text: str, written: str) -> None:
    assert in_words(text) == written


def test_a_record_is_written_out_but_for_what_is_a_day_by_its_type() -> None:
    record = {"on": "2026-11-16", "lines": ["至 2026-11-16", {"text": "2026-02-01 起"}], "depth": 1}

    written = throughout(record, but={"on"})

    assert written == {"on": "2026-11-16", "lines": ["至2026年11月16日", {"text": "2026年2月1日起"}], "depth": 1}
