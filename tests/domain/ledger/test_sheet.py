"""Whole ledgers: headings of many kinds, rows that are no cases, the same case twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mediation.domain.ledger.answer import of_sheet
from mediation.domain.ledger.finding import understand
from mediation.domain.ledger.grid import Cell, Merge, Sheet
from mediation.domain.refusals import Refused

TODAY = date(2026, 11, 22)
PLAIN = ["日期", "姓名", "单位", "诉求", "金额"]
ROW: list[Cell] = ["2026-03-05", "张三", "甲公司", "欠薪", 8000.0]


def read(*rows: list[Cell], merges: tuple[Merge, ...] = (), name: str = "台账") -> dict[str, Any]:
    sheet = Sheet(name, tuple(tuple(row) for row in rows), merges)
    return of_sheet(understand((sheet,), name="file.xlsx", today=TODAY))


def became(answer: dict[str, Any]) -> list[str]:
    return [row.get("reason", row["status"]) for row in answer["rows"]]


@pytest.mark.parametrize(
    "heading",
    [
        ["日期", "姓名", "单位", "诉求", "金额"],
        ["来访时间", "劳动者", "用人单位", "案由", "标的"],
        ["登记日期", "申请人", "被申请人", "纠纷类型", "涉案金额"],
        ["收件 日期", "申请人姓名", "被申请人名称", "争议类型", "金额（元）"],
        ["接待日期*", "来访人", "企业名称", "反映问题", "诉求金额"],
        ["受理日期", "职工姓名", "用人单位全称", "请求事项", "争议金额(元)"],
    ],
)
def test_columns_are_known_by_many_names(heading: list[Cell]) -> None:
    [row] = read(heading, ROW)["rows"]

    assert (row["received_on"], row["applicant"], row["employer"], row["types"], row["amount"]) == (
        "2026-03-05", "张三", "甲公司", ["unpaid_wages"], "8000.00",
    )  # fmt: skip


def test_a_heading_of_two_rows_gives_each_column_its_side() -> None:
    found = read(
        ["2026年台账"],
        ["来访日期", "申请人", "", "", "被申请人", "", "案由", "办理情况", ""],
        ["", "姓名", "身份证号", "电话", "名称", "电话", "", "结果", "日期"],
        ["3月5日", "张三", "310112199001010038", "13900001001", "甲公司", "021-64100000", "欠薪", "调解成功", "3月9日"],
        merges=(Merge(1, 1, 1, 3), Merge(1, 4, 1, 5), Merge(1, 0, 2, 0), Merge(1, 6, 2, 6), Merge(1, 7, 1, 8), Merge(0, 0, 0, 8)),
    )
    [row] = found["rows"]

    assert found["header_rows"] == [2, 3]
    assert (row["applicant"], row["employer"], row["phone"], row["outcome"]) == ("张三", "甲公司", "13900001001", "settled")
    assert found["columns"]["closed_on"] == "办理情况 / 日期"


def test_a_heading_of_two_rows_without_merged_cells_is_read_the_same() -> None:
    found = read(
        ["收件日期", "申请人", "", "被申请人", "", "纠纷类型"], ["", "姓名", "电话", "单位名称", "电话", ""],
        ["2026.3.5", "张三", "13900001001", "甲公司", "021-64100000", "欠薪"],
    )  # fmt: skip

    assert found["header_rows"] == [1, 2]
    assert (found["rows"][0]["employer"], found["rows"][0]["phone"]) == ("甲公司", "13900001001")


def test_the_year_comes_from_the_title_the_sheet_the_file_or_the_other_dates() -> None:
    short: list[Cell] = ["3月5日", *ROW[1:]]
    assert read(["二〇二五年度台账"], PLAIN, short)["rows"][0]["received_on"] == "2025-03-05"
    assert read(PLAIN, short, name="2024年")["rows"][0]["received_on"] == "2024-03-05"
    assert read(PLAIN, short, ["2023.1.1", "李四", *ROW[2:]])["rows"][0]["received_on"] == "2023-03-05"
    assert became(read(PLAIN, short)) == ["date"]


def test_a_cell_merged_over_rows_counts_for_each_of_them_and_so_does_ditto() -> None:
    found = read(
        PLAIN, ROW, ["2026-03-05", "李四", None, "欠薪", 100.0], ["同上", "王五", "〃", "同上", 200.0], merges=(Merge(1, 2, 2, 2),)
    )

    assert [row["employer"] for row in found["rows"]] == ["甲公司"] * 3
    assert found["rows"][2]["received_on"] == "2026-03-05"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([None] * 5, "blank"),
        (["合计", None, None, None, 8000.0], "total"),
        ([None, "总 计", None, None, "8,000"], "total"),
        (["合计：12件"], "total"),
        (["一季度小计", None, None, None, 3.0], "total"),
        ([None, None, None, None, 8000.0], "total"),
        (["—— 三月中旬 ——"], "label"),
        (["三月份"], "label"),
        (["2026年3月"], "label"),
        (["填表人：陈", None, "审核人：周"], "label"),
        (["注：以上均为虚构"], "label"),
        (PLAIN, "label"),
        (["", "张三", "甲公司", "欠薪", 1.0], "date"),
        (["2026.2.30", "张三", "甲公司", "欠薪", 1.0], "date"),
        (["2026.3.5", "", "甲公司", "欠薪", 1.0], "applicant"),
        (["2026.3.5", "张三", "/", "欠薪", 1.0], "employer"),
        (["2026.3.5", "张三", "甲公司", "", 1.0], "type"),
        (["2026.3.5", "张三", "甲公司", "邻里纠纷", 1.0], "type"),
        (["2026.3.5", "张三", "甲公司", "欠薪", "合计8000元"], "accepted"),
        (["2026.3.5", "张三", "合计劳务有限公司", "欠薪", 1.0], "accepted"),
        (["2026.3.5"], "applicant"),
        ([None, "张三"], "date"),
    ],
)
def test_each_row_is_taken_refused_or_skipped_for_its_reason(row: list[Cell], reason: str) -> None:
    assert became(read(PLAIN, row, ["2026-01-05", "末行", "乙公司", "工伤", None]))[0] == reason


def test_a_number_alone_in_the_column_of_numbers_is_a_blank_row() -> None:
    assert became(read(["序号", *PLAIN], [1.0, *ROW], [2.0], [3.0])) == ["accepted", "blank", "blank"]


def test_the_same_day_applicant_employer_and_type_twice_is_a_duplicate_however_it_is_written() -> None:
    found = read(
        PLAIN, ROW, ["2026年3月5日上午", "张 三", "甲 公司", "拖欠工资", "8千"], ["2026-03-05", "张三", "甲公司", "加班费", 1.0],
        ["2026-03-06", *ROW[1:]], ["2026-03-05", "李四", *ROW[2:]], ROW,
    )  # fmt: skip

    assert became(found) == ["accepted", "duplicate", "accepted", "accepted", "accepted", "duplicate"]
    assert [row.get("of_row") for row in found["rows"]] == [None, 2, None, None, None, 2]


def test_a_refused_row_is_no_reason_to_refuse_a_later_one() -> None:
    assert became(read(PLAIN, ["2026.2.30", *ROW[1:]], ROW)) == ["date", "accepted"]


def test_a_column_in_wan_is_read_in_wan() -> None:
    assert read(["日期", "姓名", "单位", "诉求", "金额（万元）"], [*ROW[:4], 1.2])["rows"][0]["amount"] == "12000.00"


def test_a_name_with_a_number_of_people_counts_them() -> None:
    found = read(PLAIN, [ROW[0], "张三等12人", *ROW[2:]], [ROW[0], "李四、王五", *ROW[2:]])

    assert [row["workers"] for row in found["rows"]] == [12, 2]


@pytest.mark.parametrize("rows", [[], [["说明"]], [["a", "b", "c"], ["1", "2", "3"]], [["日期", "数量"], ["2026-03-05", "3"]]])
def test_a_sheet_without_the_heading_of_a_ledger_is_refused(rows: list[list[Cell]]) -> None:
    with pytest.raises(Refused):
        read(*rows)


def test_the_sheet_that_looks_like_a_ledger_is_chosen_a_hidden_one_only_by_name() -> None:
    notes = Sheet("说明", (("请按日填写",),))
    hidden = Sheet("旧", (tuple(PLAIN), tuple(ROW), tuple(ROW)), (), hidden=True)
    book = Sheet("台账", (tuple(PLAIN), tuple(ROW)))

    assert understand((notes, hidden, book), name="x", today=TODAY).sheet.name == "台账"
    assert understand((notes, hidden, book), name="x", wanted="旧", today=TODAY).sheet.name == "旧"
    with pytest.raises(Refused):
        understand((notes, book), name="x", wanted="没有", today=TODAY)
