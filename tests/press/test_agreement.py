"""What the agreement says, and how its pages are laid out."""

from __future__ import annotations

import pymupdf
import pytest

from mediation.press import Pool, Printed, print_document
from tests.press import samples
from tests.press.reading import copied_text


def _text(pool: Pool, **changes: object) -> str:
    printed = print_document("agreement", samples.agreement(**changes), created=samples.CREATED, pool=pool)
    return copied_text(printed.pdf)


def test_sums_stand_in_figures_and_in_capitals(everyday: Printed) -> None:
    text = copied_text(everyday.pdf)

    assert "人民币112,000.00元（大写：壹拾壹万贰仟元整）" in text
    assert "12026年12月15日前28,000.00贰万捌仟元整" in text
    assert "合计112,000.00壹拾壹万贰仟元整" in text


def test_clauses_are_counted_without_a_gap(everyday: Printed) -> None:
    text = copied_text(everyday.pdf)
    places = [text.find(f"第{numeral}条") for numeral in "一二三四五六七"]

    assert places == sorted(places)
    assert places[0] > 0
    assert "第八条" not in text


def test_labour_committees_take_effect_by_signature_or_seal(everyday: Printed) -> None:
    text = copied_text(everyday.pdf)

    assert "劳动争议调解仲裁法》第十四条" in text
    assert "指印" not in text


def test_peoples_committees_take_fingerprints_too_and_the_group_signs_the_annex(grouped: Printed) -> None:
    text = copied_text(grouped.pdf)

    assert "人民调解法》第二十九条" in text
    assert "（签名、盖章或者按指印）" in text
    assert "代表附件所列12名劳动者参加调解" in text
    assert "合计（12人）玖万陆仟陆佰玖拾叁元整96,693.00" in text


def test_only_the_routes_that_are_open_are_named(pool: Pool) -> None:
    text = _text(pool, routes=["court_confirmation", "direct_suit"])

    assert "司法确认" in text
    assert "直接向人民法院起诉" in text
    assert "仲裁审查" not in text
    assert "支付令" not in text


def test_three_respondents_are_told_apart(widest: Printed) -> None:
    text = copied_text(widest.pdf)

    for title in ("申请人（甲方）", "被申请人一（乙方）", "被申请人二（丙方）", "被申请人三（丁方）"):
        assert text.count(title) == 2, title  # once among the parties, once to sign
    assert "本协议一式五份" in text


def test_what_is_reserved_is_never_said_to_be_settled(everyday: Printed, grouped: Printed) -> None:
    assert "本协议未作处理，当事人可以依法另行主张：2026年7月至9月社会保险费的补缴" in copied_text(everyday.pdf)
    assert "本协议未涉及的其他事项，当事人的权利不受本协议影响" in copied_text(grouped.pdf)


@pytest.mark.parametrize("lines", range(0, 24, 2))
def test_signatures_stay_on_one_page_with_the_text_line_before_them(pool: Pool, lines: int) -> None:
    facts = samples.FACTS + "\n" + "双方对上述事实均无异议。" * 2 + ("\n据实记录。" * lines)
    printed = print_document("agreement", samples.agreement(facts=facts), created=samples.CREATED, pool=pool)

    pages = [sheet.get_text() for sheet in pymupdf.open(stream=printed.pdf)]
    signing = [place for place, text in enumerate(pages) if "调解员 喆堃（签名）" in text]

    assert len(signing) == 1
    block = pages[signing[0]]
    assert all(words in block for words in ("具有同等效力。", "（盖章，法定代表人或代理人签名）", "（印章）"))
    assert "本协议一式三份" in block
