"""Reading a pasted wage table: Chinese headings, amounts as people write them, and nothing guessed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.refusals import Refused
from mediation.domain.talks import wagetable
from mediation.domain.talks.wagetable import Line, paste

FULL = (
    "某厂工资表\n"
    "班组\t人数\t月工资（万元）\t津贴补贴\t年终奖月数\t平日加班小时\t休息日加班小时\t法定节假日加班小时\t加班基数\n"
    "一线\t120人\t0.65\t300\t1.5\t20\t8.5\t0\t5000\n"
    "\n"
    "管理\t30\t1.2万\t\t2个月\t\t\t\t\n"
    "合计\t150\t\t\t\t\t\t\t\n"
)


def told(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        paste(text)
    assert all(one.text() for one in refused.value.problems)
    return [(one.field, one.message) for one in refused.value.problems]


def test_a_whole_table_with_a_title_a_blank_row_and_a_total() -> None:
    assert paste(FULL) == (
        Line("一线", 120, 650_000, 30_000, 150, 2_000, 850, 0, 500_000),
        Line("管理", 30, 1_200_000, 0, 200),
    )
    assert wagetable.heads(paste(FULL)) == 150


def test_commas_quoted_thousands_and_full_width_commas() -> None:
    assert paste('岗位,人数,月工资\n车工,40,"7,500.50"\n') == (Line("车工", 40, 750_050),)
    assert paste("岗位，人数，月工资\n车工，40，7500\n") == (Line("车工", 40, 750_000),)


def test_without_a_column_of_heads_each_row_is_a_person() -> None:
    assert paste("类别\t月薪\n车工\t6000\n车工\t6200\n") == (Line("车工", 1, 600_000), Line("车工", 1, 620_000))


def test_without_a_column_of_groups_all_are_one() -> None:
    assert paste("人数\t月工资\n10\t6000\n") == (Line("全体", 10, 600_000),)


def test_a_line_of_nobody_is_passed_over_but_a_missing_number_is_refused() -> None:
    assert paste("类别\t人数\t月工资\n甲\t0\t6000\n乙\t1\t6000") == (Line("乙", 1, 600_000),)
    assert told("类别\t人数\t月工资\n甲\t\t6000") == [("line2.heads", wagetable.NO_HEADS)]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [("", wagetable.EMPTY)]),
        (" \n\t", [("", wagetable.EMPTY)]),
        ("甲\t乙\n1\t2", [("", wagetable.NO_HEADING)]),
        ("月工资\n6000", [("", wagetable.NO_HEADING)]),
        ("类别\t月工资", [("", wagetable.NO_LINES)]),
        ("类别\t月工资\t月薪\n甲\t1\t2", [("", wagetable.TWICE)]),
        ("类别\t月工资\n甲\t约六千", [("line2.monthly", wagetable.NOT_READ)]),
        ("类别\t月工资\n甲\t-6000", [("line2.monthly", wagetable.NOT_READ)]),
        ("类别\t月工资\n甲\t", [("line2.monthly", wagetable.NO_PAY)]),
        ("类别\t月工资\n\t6000", [("line2.group", wagetable.NO_GROUP)]),
        ("类别\t人数\t月工资\n甲\t1.5\t6000", [("line2.heads", wagetable.NOT_READ)]),
        ("类别\t月工资\t加班小时\n甲\t6000\t二十", [("line2.weekday", wagetable.NOT_READ)]),
        ("类别\t月工资（万元）\n甲\t6000", [("line2.monthly", wagetable.NOT_READ)]),
        ("类别,月工资\n甲,12,500", [("line2", wagetable.CELLS)]),
        ("类别,人数,月工资,津贴\n甲,3,12,500", [("line2.monthly", wagetable.TOO_LITTLE)]),
    ],
)
def test_what_is_not_plainly_a_number_is_refused_with_its_line(text: str, problems: list) -> None:
    assert told(text) == problems


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted() -> None:
    problems = told("类别\t月工资\n" + "甲\t？\n" * 60)

    assert len(problems) == 51
    assert problems[-1][1] == wagetable.MORE


def test_a_table_beyond_the_bound_is_refused() -> None:
    assert told("类别\t月工资\n" + "甲\t6000\n" * 20_020) == [("", wagetable.TOO_LONG)]


@given(
    st.lists(
        st.tuples(st.sampled_from(["一线", "管理", "后勤A"]), st.integers(1, 500), st.integers(100_000, 9_999_999)),
        min_size=1, max_size=20,
    ),
    st.sampled_from(["\t", ","]),
)  # fmt: skip
def test_whatever_is_written_plainly_comes_back(rows: list[tuple[str, int, int]], mark: str) -> None:
    text = mark.join(["类别", "人数", "月工资"]) + "\n"
    text += "\n".join(mark.join([group, str(heads), f"{pay / 100:.2f}"]) for group, heads, pay in rows)

    assert paste(text) == tuple(Line(group, heads, pay) for group, heads, pay in rows)


@given(st.text(alphabet='类别月工资人数\t,\n"12.万元约-', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found: tuple[Line, ...] = ()
    with suppress(Refused):
        found = paste(text)

    assert all(line.heads > 0 and line.monthly > 0 for line in found)
