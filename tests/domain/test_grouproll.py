"""The list of a group's workers as people paste and upload it: read where plain, else told by row and column."""

from datetime import date

import pytest

from mediation.domain import grouproll
from mediation.domain.grouproll import Row
from mediation.domain.identity import id_check_digit
from mediation.domain.ledger.grid import Sheet
from mediation.domain.refusals import Refused

TODAY = date(2026, 11, 16)


def id_number(nth: int) -> str:
    first = f"34122119900101{nth:03d}"
    return first + id_check_digit(first)


def told(text: str) -> list[tuple[object, object, str]]:
    with pytest.raises(Refused) as refused:
        grouproll.read(grouproll.cells_of(text), today=TODAY, by_comma="\t" not in text)
    return [(one.params.get("line"), one.params.get("name"), one.message) for one in refused.value.problems]


def test_columns_are_known_by_their_headings_and_sums_are_read_as_people_write_them() -> None:
    text = (
        "漕河工地欠薪名单\n序号\t姓 名\t公民身份号码\t联系电话\t工种\t欠薪（万元）\t协商金额\n"
        f"1\t张 三\t{id_number(1).lower()}\t138 0000 0001\t木工\t1.2\t￥8,000.5元\n\n"
        "序号\t姓 名\t公民身份号码\t联系电话\t工种\t欠薪（万元）\t协商金额\n"
        f"2\t李四\t'{id_number(2)}\t\t\t\t三千元整\n合计\t\t\t\t\t1.2\t11000.5\n"
    )  # fmt: skip

    assert grouproll.read(grouproll.cells_of(text), today=TODAY) == (
        Row(3, "张三", id_number(1), "13800000001", "木工", {"claimed": 1200000, "offered": 800050}),
        Row(6, "李四", id_number(2), "", "", {"offered": 300000}),
    )


def test_everything_wrong_is_told_at_once_by_row_and_column() -> None:
    text = (
        "姓名\t身份证号\t电话\t主张金额\n"
        f"张三\t{id_number(1)[:-1]}\t1380000\t约5000\n\t\t\t100\n李四\t3.41221E+17\t\t1.234\n"
        f"王五\t{id_number(5)}\t\t1\n赵六\t{id_number(5)}\t\t1\n钱七\t\t\t1\n钱七\t\t\t1"
    )
    assert [(line, name) for line, name, _ in told(text)] == [
        (2, "身份证号"), (2, "电话"), (2, "主张金额"), (3, "姓名"), (4, "身份证号"), (4, "主张金额"), (6, "身份证号"), (8, "姓名"),
    ]  # fmt: skip


def test_two_of_one_name_with_two_numbers_are_two_people() -> None:
    text = f"姓名,身份证号\n王伟,{id_number(1)}\n王伟,{id_number(2)}\n"

    assert [one.id_number for one in grouproll.read(grouproll.cells_of(text), today=TODAY)] == [id_number(1), id_number(2)]
    assert told("姓名,主张金额\n张三,12,000") == [(2, "姓名", grouproll.CELLS)]


def test_an_id_number_stored_as_a_number_is_refused_also_after_it_was_put_back_into_the_form() -> None:
    rows = (("姓名", "身份证号"), ("张三", 341221199001010016.0))
    assert grouproll.rows_of([Sheet("说明", (("怎样填",),)), Sheet("名单", rows)]) == rows
    with pytest.raises(Refused, match="以数字格式存储"):
        grouproll.read(rows, today=TODAY)
    assert "以数字格式存储" in told(grouproll.text_of(rows))[0][2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", grouproll.EMPTY), ("张三 8000", grouproll.NO_HEADING), ("姓名\t电话\n合计\t", grouproll.NO_LINES),
        ("姓名\t电话\t手机\nx\t\t", grouproll.TWICE),
        ("姓名\t岗位\n" + "".join(f"工人{nth}\t木工\n" for nth in range(501)), grouproll.TOO_LONG),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_what_it_lacks(text: str, message: str) -> None:
    assert told(text)[0][2] == message
