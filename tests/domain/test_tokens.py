import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.tokens import BREAK, LONGEST, MOST_PHRASES, Phrase, holds, question, stored, tokens

WORDS = st.text(alphabet="王伟拖欠工资ab12-_ ，。", max_size=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王伟", ["王", "伟"]),
        ("CH-2026-0001", ["ch", "2026", "0001"]),
        ("ＡＢ１２", ["ab12"]),
        ("上海Abc公司", ["上", "海", "abc", "公", "司"]),
        ("張偉", ["张", "伟"]),
        ("𠮷野家", ["𠮷", "野", "家"]),
        ("3月工资8000.50元", ["3", "月", "工", "资", "8000", "50", "元"]),
        ("，。 -", []),
        ("a_b", ["a", "b"]),
    ],
)
def test_a_text_falls_into_characters_and_runs(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_no_phrase_reaches_from_one_field_into_the_next() -> None:
    text = stored(["王伟", "", "工资"])

    assert text == f"王 伟 {BREAK} 工 资"
    assert not holds(question("伟工"), text)


def test_words_are_all_wanted_and_those_with_a_minus_are_not() -> None:
    asked = question('王伟 -工伤 "拖欠 工资" －2025')

    assert [one.tokens for one in asked.wanted] == [("王", "伟"), ("拖", "欠", "工", "资")]
    assert [one.tokens for one in asked.unwanted] == [("工", "伤"), ("2025",)]


def test_a_number_may_be_only_begun() -> None:
    text = stored(["CH-2026-0012"])

    assert question("2026-00").wanted == (Phrase(("2026", "00"), open_end=True),)
    assert holds(question("2026-00"), text)
    assert holds(question("ch-20"), text)
    assert not holds(question("026"), text)


def test_a_question_is_cut_where_it_grows_too_long() -> None:
    assert len(question("王 " * 40).wanted) == MOST_PHRASES
    assert len(question("王" * 400).wanted[0].tokens) == LONGEST


@given(WORDS, WORDS, WORDS)
def test_a_text_is_found_by_every_part_of_it_that_is_a_phrase(before: str, middle: str, after: str) -> None:
    found = tokens(middle)
    text = stored([f"{before} {middle} {after}"])

    assert not found or holds(question(f'"{middle}"'), text)


@given(WORDS, st.text(alphabet="王伟拖欠工资", min_size=1, max_size=3))
def test_chinese_is_found_exactly_where_it_stands(text: str, wanted: str) -> None:
    plain = re.sub(r"[-_ ，。]", "", text)

    assert holds(question(wanted), stored([text])) == (wanted in plain)
