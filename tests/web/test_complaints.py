"""Complaints: examined by somebody else, hidden from whom they are about; figures with care for small numbers."""

import re

from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.user import User
from tests.web.house import Visitor, errors, least, log_case, sign_in


def id_of(name: str) -> str:
    with db.reading() as session:
        return session.exec(select(User.id).where(User.name == name)).one()


def test_a_complaint_is_examined_by_another_and_hidden_from_whom_it_is_about(house: Flask, mediator: Visitor) -> None:
    case = log_case(mediator)
    number = re.findall(r"CH-\d{4}-\d{4}", mediator.get(case).text)[0]
    zhan = sign_in(house, "zhan")
    zhan.get("/complaints/new")
    assert {"f-complaint_text", "f-about_id"} <= set(errors(zhan.post("/complaints/new", {"complaint_subject": "person"})))
    typed = {
        "complaint_subject": "person", "about_id": id_of("wang"), "complaint_way": "phone", "case_number": number,
        "complaint_text": "只听公司一方的话",
    }  # fmt: skip
    address = str(zhan.post("/complaints/new", typed).headers["Location"])

    page = zhan.get(address).text

    assert "匿名" in page
    assert f'value="{id_of("wang")}"' not in page
    assert mediator.get(address).status_code == 404
    assert "只听公司一方的话" not in mediator.get("/complaints").text
    assert "登记投诉" not in mediator.get(case).text.partition("办案记录")[2]
    assert number in zhan.get(f"/complaints?case={case.rpartition('/')[2]}").text
    assert zhan.post(f"{address}/examiner", {"examiner_id": id_of("wang")}).status_code == 422
    assert zhan.post(f"{address}/examiner", {"examiner_id": id_of("zhan")}).status_code == 303
    answer = {"complaint_result": "partly", "complaint_answer": "已当面致歉"}
    assert zhan.post(f"{address}/answer", answer).status_code == 303
    assert "部分属实" in zhan.get(address).text
    shown = zhan.get("/evaluation").text
    assert re.search(r"王调解.*?属实投诉\">1<", shown, re.DOTALL)


def test_few_cases_give_no_rate_and_a_person_may_remark(house: Flask, mediator: Visitor) -> None:
    zhan = sign_in(house, "zhan")

    def close(times: int) -> None:
        for _ in range(times):
            case = log_case(mediator, least())
            mediator.get(case)
            withdrawn = {"ending": "withdrawn", "untold": "当面说明", "closed_on": today, "declared_on": today}
            mediator.post(f"{case}/close", withdrawn)

    mediator.get("/evaluation/mine")
    today = re.findall(r'max="(\d{4}-\d\d-\d\d)"', mediator.get("/complaints/new").text)[0]
    close(4)
    assert "结案不足 5 件，不算比率" in mediator.get("/evaluation/mine").text
    close(1)
    mine = mediator.get("/evaluation/mine").text
    assert "0 %" in mine
    assert "0 / 5" in mine
    assert mediator.post("/evaluation/mine", {"remark": "都是撤回的"}).status_code == 303
    assert "都是撤回的" in zhan.get("/evaluation").text
    assert sign_in(house, "gong").get("/evaluation").status_code == 403
