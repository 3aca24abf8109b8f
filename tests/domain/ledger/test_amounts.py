"""Sums in ledgers: each way of writing them, and none that could be taken for another."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import money
from mediation.domain.ledger import numerals
from mediation.domain.ledger.amounts import read_amount
from mediation.domain.ledger.grid import Cell

READ = {
    "8000": "8000.00",
    8000.0: "8000.00",
    "8,000元": "8000.00",
    "6,500.50元": "6500.50",
    "2758.62": "2758.62",
    "￥1,234.50": "1234.50",
    "¥8,000.00元整": "8000.00",
    "１２，０００元": "12000.00",
    "12 000": "12000.00",
    "1.2万": "12000.00",
    "3.5万元": "35000.00",
    "1.2 万 元": "12000.00",
    "4千": "4000.00",
    "8千元": "8000.00",
    "5百": "500.00",
    "2w": "20000.00",
    "1.5K": "1500.00",
    "1.2百万": "1200000.00",
    "0.5亿": "50000000.00",
    "1万2千": "12000.00",
    "1万2": "12000.00",
    "3万5": "35000.00",
    "1万2000": "12000.00",
    "1千2": "1200.00",
    "一万二": "12000.00",
    "两万五": "25000.00",
    "三千五": "3500.00",
    "一百二": "120.00",
    "三点五万": "35000.00",
    "十二万": "120000.00",
    "二十": "20.00",
    "一万零二元": "10002.00",
    "壹仟贰佰叁拾肆元伍角整": "1234.50",
    "12元5角": "12.50",
    "100元零5分": "100.05",
    "一共8200元": "8200.00",
    "人民币8000元": "8000.00",
    "RMB 8000": "8000.00",
    "8000块钱": "8000.00",
    "8000元。": "8000.00",
    "8000（税前）": "8000.00",
    "0": "0.00",
}
ABOUT = {"约5000": "5000.00", "大约1.5万元左右": "15000.00", "5000多元": "5000.00", "3万余元": "30000.00", "1万+": "10000.00"}
NOTHING = (None, "", "  ", "/", "-", "—", "无", "暂无")
NEVER = (
    "待核实", "3000-5000", "3000~5000", "3000至5000", "3到5万", "3,000—", "三五千", "七八百", "两三万", "8000元/月", "每月3000",
    "每人3000元", "3000×3", "3000+2000", "8000（已付3000）", "1.234", "12.345元", "1.234,50", "12,34", "1,2万", "1，2，3", "5000 3000",
    "8OOO", "l2000", "1e5", "-500", "(500)", "￥-3500", "$500", "HK$500", "007", "一二〇〇", "1万20", "一万二元", "万", "元", "多",
    "约", "以上", "不到5000", "5000以上", "工资8000，加班费2000", "一", "亿万", "1万2千3万", "1.2.3", "NaN", "inf", "9" * 20,
    date(2026, 3, 5), True, -1.0, float("nan"), float("inf"), 1e300,
)  # fmt: skip


@pytest.mark.parametrize(("cell", "yuan"), READ.items(), ids=str)
def test_a_plain_sum_is_read(cell: Cell, yuan: str) -> None:
    found = read_amount(cell)

    assert (found.value, found.approximate, found.doubts) == (money.fen(yuan), False, ())


@pytest.mark.parametrize(("cell", "yuan"), ABOUT.items(), ids=str)
def test_a_sum_given_about_is_read_and_marked(cell: str, yuan: str) -> None:
    found = read_amount(cell)

    assert (found.value, found.approximate) == (money.fen(yuan), True)


@pytest.mark.parametrize("cell", NOTHING, ids=repr)
def test_no_sum_is_none_without_a_doubt(cell: Cell) -> None:
    assert (read_amount(cell).value, read_amount(cell).doubts) == (None, ())


@pytest.mark.parametrize("cell", NEVER, ids=repr)
def test_what_could_mean_something_else_is_left_to_a_person(cell: Cell) -> None:
    found = read_amount(cell)

    assert found.value is None
    assert found.doubts


def test_a_computed_number_is_rounded_to_the_fen_and_says_so() -> None:
    found = read_amount(18333.333333)

    assert found.value == 1833333
    assert found.doubts


@pytest.mark.parametrize(
    ("cell", "yuan"), [(1.2, "12000.00"), ("1.2", "12000.00"), ("12000元", "12000.00"), ("1.2万", "12000.00")]
)
def test_a_column_headed_in_wan_counts_bare_numbers_in_wan(cell: Cell, yuan: str) -> None:
    assert read_amount(cell, in_wan=True).value == money.fen(yuan)


@pytest.mark.parametrize("cell", [12000, "12,000"])
def test_a_number_too_large_for_wan_is_left_to_a_person(cell: Cell) -> None:
    assert read_amount(cell, in_wan=True).value is None


@given(st.integers(0, 10**9), st.sampled_from(["", "元", "块", "圆整"]), st.booleans(), st.sampled_from(["", "￥", "共", "人民币"]))
def test_figures_with_any_dressing_are_the_number_they_say(fen: int, unit: str, grouped: bool, before: str) -> None:
    yuan = Decimal(fen) / 100
    text = f"{yuan:,.2f}" if grouped else f"{yuan:.2f}"

    assert read_amount(f"{before}{text}{unit}").value == fen


@given(st.integers(1, 10**8 - 1), st.sampled_from(["low", "up"]), st.sampled_from(["", "元", "元整"]))
def test_formal_numerals_are_read_as_another_library_writes_them(number: int, style: str, unit: str) -> None:
    written = cn2an.an2cn(number, style)
    if len(written) == 1 and not unit:
        return

    assert read_amount(written + unit).value == number * 100


@given(st.text(numerals.CHARACTERS, max_size=9))
def test_whatever_numerals_are_read_another_library_reads_the_same(text: str) -> None:
    """Two readings by different authors: ours may refuse more, it must never say another number."""
    ours = numerals.number(text)
    try:
        theirs = Decimal(str(cn2an.cn2an(text, "smart")))
    except (ValueError, KeyError, IndexError):
        return
    if ours is not None and not _spoken(text):
        assert ours == theirs


def _spoken(text: str) -> bool:
    """Tell whether the last digit may stand for the next unit below, or 两, 弍 … are known to us alone."""
    return bool(re.search(r"[百佰千仟万萬亿億][^百佰千仟万萬亿億十拾零〇○]$", text)) or not set(text) <= set("零〇一二三四五六七八九十百千万亿")


@given(st.from_regex(r"\A[\d,.，元万千约余多+\-~×*/()（） ]{1,14}\Z"))
def test_a_value_is_only_given_where_the_figures_stand_together(text: str) -> None:
    """An independent, cruder look: a value needs one run of figures, or runs joined by units alone."""
    found = read_amount(text)
    if found.value is None:
        return
    bare = re.sub(r"[\s,，]", "", re.sub(r"[（(][^（()）]*[)）]", "", text))
    runs = re.findall(r"\d+(?:\.\d+)?", bare)
    assert runs
    if len(runs) == 1:
        assert Decimal(found.value) in {Decimal(runs[0]) * 100 * unit for unit in (1, 1000, 10**4, 10**7)}
    else:
        assert re.search(r"\d[万千元]\d", bare)
        assert not re.search(r"\d[-~×*/+]\d", bare)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.dates(), st.booleans(), st.none()))
def test_no_cell_breaks_the_reading(cell: Cell) -> None:
    found = read_amount(cell)

    assert found.value is None or 0 <= found.value < money.MOST
