"""Names that mean the same, may mean the same, or don't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import names

FIRM = "上海曹行餐饮管理有限公司"


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        (FIRM, "上海曹行餐饮管理有限公司 ", "same"),
        (FIRM, "上海　曹行餐饮管理 有限公司", "same"),
        ("ＡＢＣ电子有限公司", "abc电子有限公司", "same"),
        ("上海曹行（中国）有限公司", "上海曹行(中国)有限公司", "same"),
        ("張建國", "张建国", "same"),
        ("上海華聯商貿有限公司", "上海华联商贸有限公司", "same"),
        (FIRM, "曹行餐饮管理公司", "variant"),
        (FIRM, "曹行餐饮管理（上海）有限公司", "variant"),
        (FIRM, "上海市闵行区曹行餐饮管理有限责任公司", "variant"),
        (FIRM, "上海曹行餐饮管理股份有限公司", "variant"),
        (FIRM, "上海曹行餐饮管理有限公司莘庄分公司", "variant"),
        ("上海梅陇建设工程有限公司颛桥项目部", "上海梅陇建设工程有限公司", "variant"),
        ("上海宏达(集团)有限公司", "宏达集团", "variant"),
        ("钱芬（12名工人代表）", "钱芬", "variant"),
        (FIRM, "北京曹行餐饮管理有限公司", "unsure"),  # the same core at another place
        (FIRM, "上海曹行物流有限公司", "unsure"),  # the same trade name: an affiliate, perhaps
        (FIRM, "上海曹行实业集团有限公司", "unsure"),
        ("上海鸿达商贸有限公司", "上海宏达商贸有限公司", "unsure"),
        ("张玥", "张悦", "unsure"),
        ("张玥", "Zhang Yue", "unsure"),
        ("单伟", "善伟", "unsure"),  # a surname has its own reading
        ("单伟", "丹伟", ""),
        ("曾强", "增强", "unsure"),
        ("尉迟恭", "玉池恭", "unsure"),
        ("宏达", "上海宏达有限公司", "unsure"),
        (FIRM, "上海莘庄速达物流有限公司", ""),
        ("张玥", "张钥匙", ""),
        ("上海有限公司", "北京有限公司", ""),
        ("", "", ""),
        ("…", "——", ""),
    ],
)
def test_names_are_told_apart_as_a_person_would(one: str, other: str, grade: str) -> None:
    assert names.compare(one, other) == grade


WORDS = st.text(
    st.sampled_from("上海市闵行区北京曹华宏达餐饮物流科技有限责任公司集团分店张王单曾（）() ＡaB１1…電國"), max_size=16
)


@given(WORDS, WORDS)
def test_it_does_not_matter_which_name_comes_first(one: str, other: str) -> None:
    assert names.compare(one, other) == names.compare(other, one)


@given(WORDS, WORDS)
def test_what_agrees_shares_a_key_so_that_no_hit_is_lost_in_a_long_list(one: str, other: str) -> None:
    if names.compare(one, other):
        assert names.keys(one) & names.keys(other)


@given(WORDS)
def test_a_name_agrees_with_itself_however_it_is_spaced(name: str) -> None:
    spaced = "　".join(name)

    assert names.compare(name, spaced) == ("same" if names.plain(name) else "")


@given(WORDS)
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert names.plain(names.plain(name)) == names.plain(name)


def test_a_list_gives_its_best_hits_first() -> None:
    listed = {"a": "北京曹行餐饮管理有限公司", "b": FIRM, "c": "曹行餐饮管理公司", "d": "某机械厂", "e": "张悦"}

    assert names.hits([FIRM, "张玥"], listed) == [
        (FIRM, "b", "same"), (FIRM, "c", "variant"), (FIRM, "a", "unsure"), ("张玥", "e", "unsure"),
    ]  # fmt: skip
