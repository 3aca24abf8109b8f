"""The pages about ledgers: upload, look, choose columns, import, undo, export."""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from tests.web.house import Visitor, least, log_case, sign_in

PUBLISHED = Path(__file__).parents[1] / "published" / "ledger.xlsx"
SMALL = "收件日期,申请人,身份证号,被申请人,纠纷类型,金额\n2026.3.5,张三,310112199001010038,甲公司,欠薪,1.2万\n,,,,,\n2026.2.30,李四,,乙公司,工伤,\n"


def send(visitor: Visitor, content: bytes = SMALL.encode(), name: str = "台账.csv") -> str:
    """Upload a ledger and return the address it is shown at."""
    visitor.get("/ledgers")
    answer = visitor.post("/ledgers", {"ledger": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_a_ledger_is_shown_cell_by_cell_before_anything_is_imported(mediator: Visitor) -> None:
    page = mediator.get(send(mediator)).text

    assert "接受 1 行，拒绝 1 行，跳过 1 行" in page
    assert "12,000.00" in page
    assert "原文：1.2万" in page
    assert "不是能确定的日期" in page
    assert "310112199001010038" not in page
    assert "原文：张三" not in page
    assert "310112********0038" in page
    assert "还没有案件" in mediator.get("/cases").text


def test_the_published_ledger_goes_all_the_way_and_back(mediator: Visitor) -> None:
    where = send(mediator, PUBLISHED.read_bytes(), "ledger.xlsx")
    page = mediator.get(where).text
    assert "接受 45 行，拒绝 9 行，跳过 6 行" in page
    for _ in range(20):
        if "继续导入" in page or "导入 45 件案件" in page:
            mediator.post(f"{where}/import")
            page = mediator.get(where).text
    assert "已导入" in page
    assert "共 45 件" in mediator.get("/cases").text
    mediator.get(where)
    mediator.post(f"{where}/undo")
    assert "移出 45 件案件" in mediator.get(where).text
    assert "共 0 件" in mediator.get("/cases").text


def test_another_column_is_chosen_and_the_ledger_read_again(mediator: Visitor) -> None:
    where = send(mediator)
    mediator.get(where)
    answer = mediator.post(f"{where}/columns", {"sheet": "", "column-0": "received_on", "column-1": "applicant",
                                                "column-3": "employer", "column-4": "type", "column-5": ""})  # fmt: skip

    assert answer.status_code == 303
    assert "12,000.00" not in mediator.get(where).text


def test_one_field_for_two_columns_is_refused_and_nothing_chosen_is_lost(mediator: Visitor) -> None:
    where = send(mediator)
    mediator.get(where)
    answer = mediator.post(f"{where}/columns", {"sheet": "", "column-0": "received_on", "column-1": "received_on"})

    assert answer.status_code == 422
    assert "同一项内容只能对应一列" in answer.text
    assert re.search(r'name="column-1".*?<option value="received_on" selected', answer.text, re.S)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(b"", "x.xlsx", "文件是空的"), (b"\0\1\2", "x.xlsx", "不是能读取的表格文件"), (b"a,b\n1,2\n", "x.csv", "没有找到表头"),
     (b"PK\x03\x04broken", "x.xlsx", "文件无法读取")],
)  # fmt: skip
def test_a_file_that_is_no_ledger_is_refused_beside_the_field(mediator: Visitor, content: bytes, name: str, said: str) -> None:
    mediator.get("/ledgers")
    answer = mediator.post("/ledgers", {"ledger": (io.BytesIO(content), name)}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert said in answer.text


def test_no_file_chosen_is_said_so(mediator: Visitor) -> None:
    mediator.get("/ledgers")
    assert "请选择要导入的文件" in mediator.post("/ledgers").text


def test_a_ledger_looked_at_can_be_given_up(mediator: Visitor) -> None:
    where = send(mediator)
    mediator.get(where)
    mediator.post(f"{where}/give-up")

    assert mediator.get(where).status_code == 404


def test_nobody_of_another_station_sees_a_ledger(house: Flask, mediator: Visitor) -> None:
    where = send(mediator)

    assert sign_in(house, "yuan").get(where).status_code == 404


def test_cases_are_exported_without_numbers_that_identify_and_no_text_becomes_a_formula(house: Flask, mediator: Visitor) -> None:
    log_case(mediator, least() | {"applicants[0].name": "=cmd|' /C calc'!A0", "applicants[0].id_number": "11010519491231002X",
                        "applicants[0].phone": "13900001234", "claims[0].amount": "8000"})  # fmt: skip
    supervisor = sign_in(house, "zhan")
    supervisor.get("/ledgers/export")
    answer = supervisor.post("/ledgers/export", {"since": "", "until": ""})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    head = {cell.value: cell.column for cell in sheet[2]}

    assert sheet.cell(3, head["申请人"]).value == "=cmd|' /C calc'!A0"
    assert sheet.cell(3, head["申请人"]).data_type == "s"
    assert sheet.cell(3, head["涉及金额"]).value == 8000
    assert isinstance(sheet.cell(3, head["收件日期"]).value, date)
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert not [text for text in told if "11010519491231002X" in text or "13900001234" in text]


def test_an_export_of_days_the_wrong_way_round_is_refused(house: Flask) -> None:
    supervisor = sign_in(house, "zhan")
    supervisor.get("/ledgers/export")
    answer = supervisor.post("/ledgers/export", {"since": "2026-03-05", "until": "2026-03-01"})

    assert answer.status_code == 422
    assert "截止日期早于起始日期" in answer.text


def test_what_was_exported_can_be_imported_again(house: Flask, mediator: Visitor) -> None:
    log_case(mediator, least() | {"claims[0].amount": "8000"})
    supervisor = sign_in(house, "zhan")
    supervisor.get("/ledgers/export")
    content = supervisor.post("/ledgers/export", {"since": "", "until": ""}).data

    assert "接受 1 行，拒绝 0 行，跳过 0 行" in mediator.get(send(mediator, content, "cases.xlsx")).text


def test_a_number_that_lost_its_digits_is_masked_too_and_people_named_together_are_counted(mediator: Visitor) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["日期", "姓名", "身份证号", "单位", "诉求"], ["2026.3.5", "张三等12人", 310112200309090856, "甲公司", "欠薪"]):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    page = mediator.get(send(mediator, held.getvalue(), "x.xlsx")).text

    assert "末几位已丢失" in page
    assert "112200309" not in page
    assert re.search(r"人数</span>\s*12", page)
