"""The list of a group on its pages: taken in whole, corrected, told by row and column, answered for one by one."""

import io
import re

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.group import GroupWorker
from tests.office.group import id_number, roll
from tests.web.house import Visitor, errors, log_case, sign_in


@pytest.fixture
def case(mediator: Visitor) -> str:
    return log_case(mediator)


def workers() -> list[GroupWorker]:
    with db.reading() as session:
        return list(session.exec(select(GroupWorker).order_by(GroupWorker.position)))


def test_a_pasted_list_makes_a_group_case_of_thirteen_with_representatives_and_exact_shares(
    mediator: Visitor, case: str
) -> None:
    assert "名册上还没有劳动者" in mediator.get(f"{case}/group").text
    assert mediator.post(f"{case}/group/roll", {"roll": roll(13)}).status_code == 303
    page = mediator.get(f"{case}/group").text
    assert "在册 13 人" in page
    assert "名册上有 13 人，案件登记涉及 1 人" in page
    assert "*0001<" in page
    assert id_number(1) not in page

    assert mediator.post(f"{case}/group/headcount").status_code == 303
    with db.reading() as session:
        stored = session.exec(select(Case)).one()
        assert (stored.workers, "group" in stored.flags) == (13, True)
    mediator.post(f"{case}/group/shares", {"share_total": "100,000.01", "share_way": "claimed"})
    assert sum(one.offered or 0 for one in workers()) == 10000001
    chosen = {"elected": [one.id for one in workers()[:3]], "elected_how": "举手推举", "elected_on": "2026-11-16"}
    mediator.get(f"{case}/group/elected")
    assert mediator.post(f"{case}/group/elected", chosen).status_code == 303  # type: ignore[arg-type]
    seen = re.search(r'name="seen" value="(\w+)"', mediator.get(f"{case}/group/elected").text)
    assert seen is not None
    mine = chosen | {"elected": [workers()[5].id], "seen": seen[1]}
    assert mediator.post(f"{case}/group/elected", chosen | {"elected_how": "书面推举", "seen": seen[1]}).status_code == 303  # type: ignore[arg-type]
    stale = mediator.post(f"{case}/group/elected", mine)  # type: ignore[arg-type]
    assert (stale.status_code, "书面推举" in stale.text, f"6 {workers()[5].name}</span>" in stale.text) == (422, True, True)
    page = mediator.get(f"{case}/group").text
    assert page.count('badge-o lead">代表<') == 3
    assert "100,000.01" in page
    assert "名册上有 13 人" not in page


def test_a_faulty_list_is_told_by_row_and_column_and_nothing_of_it_is_lost_or_stored(
    mediator: Visitor, case: str
) -> None:
    faulty = f"姓名\t身份证号\t主张金额\n张三\t{id_number(1)[:-1]}\t<b>约八千</b>\n李四\t3.41E+17\t9000"
    mediator.get(f"{case}/group")
    answer = mediator.post(f"{case}/group/roll", {"roll": faulty})

    assert answer.status_code == 422
    assert "名单有 3 处不能确定" in errors(answer)["f-roll"]
    assert re.findall(r'<tr><td class="number">(\d+)</td><td lang="zh-Hans">(\S+?)</td>', answer.text) == [
        ("2", "身份证号"), ("2", "主张金额"), ("3", "身份证号"),
    ]  # fmt: skip
    assert "&lt;b&gt;约八千" in answer.text
    assert "9000</textarea>" in answer.text
    assert not workers()


def test_an_uploaded_file_goes_before_what_was_pasted_and_a_wrong_one_says_what_may_be_uploaded(
    mediator: Visitor, case: str
) -> None:
    mediator.get(f"{case}/group")
    for content, name, status in ((roll(2).replace("\t", ",").encode("gb18030"), "名单.csv", 303), (b"MZ\0", "a.xlsx", 422)):
        sent = {"roll": "x", "roll_file": (io.BytesIO(content), name)}
        answer = mediator.post(f"{case}/group/roll", sent, content_type="multipart/form-data")  # type: ignore[arg-type]
        assert answer.status_code == status
    assert "不是能读取的表格文件" in errors(answer)["f-roll_file"]
    assert [one.name for one in workers()] == ["工人1", "工人2"]


def test_one_worker_is_added_corrected_leaves_with_a_reason_and_comes_back(mediator: Visitor, case: str) -> None:
    mediator.get(f"{case}/group")
    wrong = mediator.post(f"{case}/group", {"name": "张三", "id_number": "123", "claimed": "一百"})
    assert set(errors(wrong)) == {"f-id_number", "f-claimed"}
    assert 'value="一百"' in wrong.text
    assert mediator.post(f"{case}/group", {"name": "张三", "id_number": id_number(1), "claimed": "8,000"}).status_code == 303
    twice = mediator.post(f"{case}/group", {"name": "李四", "id_number": id_number(1)})
    assert "名册上第 1 名劳动者的身份证号与此相同" in errors(twice)["f-id_number"]

    (one,) = workers()
    seen = re.search(r'name="seen" value="(\w+)"', mediator.get(f"/group/{one.id}").text)
    assert seen
    fields = {"name": "张三丰", "post": "瓦工", "claimed": "9000", "seen": seen[1]}
    assert mediator.post(f"/group/{one.id}", fields).status_code == 303
    second = mediator.post(f"/group/{one.id}", {**fields, "post": "木工"})
    assert second.status_code == 422
    assert re.findall(r'<span class="prose">(.*?)</span>', second.text) == ["瓦工", "木工"]
    assert mediator.post(f"/group/{one.id}/leave", {"left_why": " "}).status_code == 422
    assert mediator.post(f"/group/{one.id}/leave", {"left_why": "自行和解"}).status_code == 303
    (one,) = workers()
    assert (one.name, one.post, one.claimed, one.state, one.id_number_tail) == (
        "张三丰", "瓦工", 900000, "left", id_number(1)[-4:]
    )  # fmt: skip
    assert "自行和解" in mediator.get(f"{case}/group").text
    mediator.post(f"/group/{one.id}/return")
    assert workers()[0].state == "joined"


def test_a_desk_that_assists_does_not_read_names_and_may_change_nothing(
    house: Flask, mediator: Visitor, case: str
) -> None:
    mediator.get(f"{case}/group")
    mediator.post(f"{case}/group/roll", {"roll": roll(2)})
    officer = sign_in(house, "jing")

    assert "工人1" not in officer.get(f"{case}/group").text
    assert officer.post(f"{case}/group", {"name": "张三"}).status_code in (403, 404)
