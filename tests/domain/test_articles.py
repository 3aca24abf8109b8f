"""Articles in English: every number of the rules' law file is read; what is none stays."""

import pytest

from mediation.domain.articles import in_english
from tests.domain.talks.terms import book


@pytest.mark.parametrize(
    ("article", "told"),
    [
        ("第六条", "art. 6"),
        ("第十条", "art. 10"),
        ("第一百零七条", "art. 107"),
        ("第八十四条第一款", "art. 84(1)"),
        ("第四十九条第四项", "art. 49 item 4"),
        ("第二百七十六条之一", "art. 276-1"),
        ("第一千二百五十九条", "art. 1259"),
        ("第五条、第六十三条", "arts. 5, 63"),
        ("第三十五条至第三十七条", "arts. 35–37"),
        ("全文", "(whole text)"),
        ("第六条的说明", "第六条的说明"),
    ],
)
def test_an_article_is_written_in_english(article: str, told: str):
    assert in_english(article) == told


def test_every_article_of_the_law_file_is_said_in_english():
    cited = [one.article for one in book().laws.values()]

    assert len(cited) > 100
    assert not [one for one in cited if not in_english(one).isascii() and "–" not in in_english(one)]
