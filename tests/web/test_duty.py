"""The pages of the duty day: the gate shows names only, the brief opens after it, opinions are kept as drafts."""

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.domain.worktime import ZONE
from mediation.models.docket import Opinion, Visit
from mediation.models.roster import Firm, Lawyer, Shift
from mediation.models.station import Station
from mediation.models.user import User
from tests import make
from tests.web.house import Visitor, errors, least, log_case, sign_in

DUTY = datetime(2026, 11, 23, 13, 35, tzinfo=ZONE)
SECRET = "老板说要把人全部开除"
CASE = {
    "claims[0].kind": "severance", "claims[0].amount": "77,777", "claims[0].known_on": "2026-10-01", "summary": SECRET,
    "employment.ended_on": "2026-10-01",
}  # fmt: skip


@pytest.fixture
def monday(house: Flask) -> Iterator[Flask]:
    """Give a house on a duty day: lawyer lv serves today, hu of another firm next week; a case waits."""
    with db.transaction() as session:
        station = session.exec(select(Station).where(Station.code == "CH")).one()
        hu = make.user(session, "hu", at=station, role="duty_lawyer", desk="law_firm", display_name="胡律师")
        lv = session.exec(select(User).where(User.name == "lv")).one()
        begins = datetime(2026, 11, 23, 13, 30, tzinfo=ZONE)
        for nth, user in enumerate((lv, hu)):
            firm = Firm(station_id=station.id, name=f"第{nth + 1}律师事务所")
            session.add(firm)
            session.flush()
            lawyer = Lawyer(station_id=station.id, firm_id=firm.id, user_id=user.id, name=user.display_name)
            session.add(lawyer)
            session.flush()
            at = begins + timedelta(weeks=nth)
            session.add(
                Shift(
                    station_id=station.id, lawyer_id=lawyer.id, on=at.date(), pattern_on=at.date(), starts_at=at,
                    ends_at=at + timedelta(hours=3),
                )  # fmt: skip
            )
    with clock.at(DUTY):
        yield house


@pytest.fixture
def case(monday: Flask) -> str:
    """Give the address of a case that waits for the lawyer."""
    return log_case(sign_in(monday), least(**CASE))


def gate_of(page: str) -> str:
    """Return the address to which the first gate of a page answers."""
    found = re.search(r'action="(/duty/referrals/[\w-]+/answer)"', page)
    assert found
    return found[1]


def clear(lawyer: Visitor) -> str:
    """Answer the first gate; return the address of the brief."""
    answer = lawyer.post(gate_of(lawyer.get("/duty").text), {"answer": "clear"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def text(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_a_lawyer_on_duty_begins_at_the_duty_day_and_others_at_the_board(monday: Flask) -> None:
    for name, place in (("lv", "/duty"), ("hu", "/"), ("wang", "/")):
        visitor = Visitor(monday.test_client())
        visitor.get("/sign-in")
        answer = visitor.post("/sign-in", {"name": name, "password": make.PASSWORD})
        assert answer.headers["Location"] == place


def test_before_the_answer_no_page_holds_more_than_number_names_and_urgency(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    pages = [lawyer.get(path) for path in ("/duty", "/inbox", "/", "/cases", "/cases?q=王某")]

    for page in pages:
        assert page.status_code == 200
        for secret in (SECRET, "77,777", "7777700", "经济补偿", "2026-10-01", case):
            assert secret not in page.text, secret
    assert "王某" in pages[0].text
    assert "某服装公司" in pages[0].text
    assert lawyer.get(case).status_code == 404
    assert lawyer.get(case.replace("/cases/", "/duty/cases/")).status_code == 404
    assert lawyer.get(case.replace("/cases/", "/duty/cases/") + "/brief.pdf").status_code == 404


def test_one_click_after_the_answer_the_brief_is_there(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")

    brief = lawyer.get(clear(lawyer))

    for wanted in (SECRET, "77,777.00", "经济补偿", "解除或终止是否合法", "本系统尚未逐项测算", "尚无记录"):
        assert wanted in brief.text, wanted
    assert lawyer.get(case).status_code == 200
    assert sign_in(monday, "hu").get(case).status_code == 404


def test_the_article_behind_a_date_is_one_click_away_as_it_stood(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    brief = lawyer.get(clear(lawyer)).text

    link = html.unescape(re.search(r'href="(/duty/articles/ldmal-27[^"]+)"', brief)[1])  # type: ignore[index]
    shown = lawyer.get(link).text

    assert "一年" in text(shown)
    assert "当日有效" in shown
    assert "2026-11-23" in link
    early = lawyer.get("/duty/articles/ldmal-2?on=2007-01-01").text
    assert "当日未生效" in early
    assert "因确认劳动关系" not in early
    assert lawyer.get("/duty/articles/nothing").status_code == 404


def test_a_conflict_shuts_the_case_and_asks_the_next_lawyer(monday: Flask, case: str) -> None:
    lawyer, other = sign_in(monday, "lv"), sign_in(monday, "hu")

    answer = lawyer.post(gate_of(lawyer.get("/duty").text), {"answer": "conflict", "ground": "firm"})

    assert "案件改由胡律师核对" in lawyer.get(answer.headers["Location"]).text
    assert lawyer.get(case).status_code == 404
    assert "王某" in other.get("/duty").text


def test_an_unsure_lawyer_leaves_it_to_the_supervisor(monday: Flask, case: str) -> None:
    lawyer, supervisor = sign_in(monday, "lv"), sign_in(monday, "zhan")
    lawyer.post(gate_of(lawyer.get("/duty").text), {"answer": "unsure"})

    page = supervisor.get("/duty").text
    path = re.search(r'action="(/duty/checks/[\w-]+)"', page)[1]  # type: ignore[index]
    assert supervisor.post(path, {"decision": "clear", "reason": ""}).status_code == 422
    assert supervisor.post(path, {"decision": "clear", "reason": "只是同名"}).status_code == 303

    assert lawyer.get(case).status_code == 200


def test_the_firms_list_warns_at_the_gate_and_is_seen_by_nobody_else(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    lawyer.get("/firm/clients")
    assert lawyer.post("/firm/clients", {"lines": "", "kind": "client"}).status_code == 422
    lawyer.post("/firm/clients", {"lines": "某服装公司\n秘密客户", "kind": "client"})

    page = lawyer.get("/duty").text
    assert "名称相同" in page
    refused = lawyer.post(gate_of(page), {"answer": "clear"})

    assert refused.status_code == 422
    assert "不能答复无冲突" in refused.text
    for name in ("hu", "wang", "zhan", "gong"):
        visitor = sign_in(monday, name)
        for path in ("/duty", "/firm/clients", "/notices", "/"):
            assert "秘密客户" not in visitor.get(path).text


def test_an_opinion_is_drafted_with_articles_and_given(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    form = f"{clear(lawyer)}/opinion"
    assert "解除或终止是否合法" in lawyer.get(form).text
    typed = {"question": "应付多少？", "answer": "应付经济补偿。", "range_low": "8，000", "range_high": "1.2万"}

    refused = lawyer.post(form, {**typed, "do": "save"})
    assert refused.status_code == 422
    assert "f-range_high" in errors(refused)
    typed["range_high"] = "12000"
    found = lawyer.post(form, {**typed, "do": "find", "wanted": "时效 一年"})
    assert 'value="put:ldmal-27-1"' in found.text
    put = lawyer.post(form, {**typed, "do": "put:ldmal-27-1", "wanted": "时效 一年", "articles": ""})
    assert 'value="out:ldmal-27-1"' in put.text
    assert "应付经济补偿。" in lawyer.get(form).text
    answer = lawyer.post(form, {**typed, "do": "give", "articles": "ldmal-27-1"})

    assert answer.status_code == 303
    with db.reading() as session:
        row = session.exec(select(Opinion)).one()
        assert session.exec(select(Visit)).all() == []
    assert (row.state, row.range_low, row.range_high) == ("given", 800_000, 1_200_000)
    assert "第二十七条" in row.articles[0]["zh"]
    assert "应付经济补偿。" in sign_in(monday).get(case).text
    assert "供工作站和双方参考" in sign_in(monday).get(case).text
    lawyer.get(form)
    assert lawyer.post(form, {**typed, "do": "save", "answer": "另一份"}).status_code == 303
    with db.reading() as session:
        assert sorted(one.state for one in session.exec(select(Opinion))) == ["draft", "given"]


def test_nothing_typed_into_an_opinion_is_lost_when_it_is_refused(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    form = f"{clear(lawyer)}/opinion"
    lawyer.get(form)

    refused = lawyer.post(form, {"do": "give", "question": "问", "answer": " ", "next_step": "先补证据", "range_low": "9"})

    assert refused.status_code == 422
    assert set(errors(refused)) == {"f-answer"}
    assert "先补证据" in refused.text


def test_questions_come_back_on_the_next_duty_until_answered(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    brief = clear(lawyer)
    lawyer.get(brief)
    assert errors(lawyer.post(f"{brief}/questions", {"left_open": " "})) != {}
    lawyer.post(f"{brief}/questions", {"left_open": "工龄从哪天起算？"})

    assert "工龄从哪天起算？" in lawyer.get("/duty").text
    other = sign_in(monday, "hu")
    page = other.get("/duty").text
    assert "核对名称后显示问题" in page
    assert "工龄从哪天起算" not in page
    other.post(gate_of(page), {"answer": "clear"})
    assert "工龄从哪天起算？" in other.get("/duty").text
    path = re.search(r'action="(/duty/questions/[\w-]+)"', other.get(brief).text)[1]  # type: ignore[index]
    assert other.post(path, {"answer": "从入职之日起", "state": "answered"}).status_code == 303
    assert "工龄从哪天起算" not in other.get("/duty").text


def test_evidence_is_asked_for_and_comes_in_on_the_case_page(monday: Flask, case: str) -> None:
    lawyer, mediator = sign_in(monday, "lv"), sign_in(monday)
    brief = clear(lawyer)
    lawyer.get(brief)
    wrong = lawyer.post(f"{brief}/evidence", {"wanted_evidence": "工资条", "side": "respondent", "due_on": "2026-11-01"})
    assert "f-due_on" in errors(wrong)
    assert "工资条" in wrong.text
    lawyer.post(f"{brief}/evidence", {"wanted_evidence": "工资条", "side": "respondent", "due_on": "2026-11-30"})

    page = mediator.get(case).text
    assert "工资条" in page
    path = re.search(r'action="(/duty/evidence/[\w-]+)"', page)[1]  # type: ignore[index]
    assert mediator.post(path, {"state": "received"}).status_code == 303
    assert mediator.post(path, {"state": "received"}).status_code == 409
    assert "已收到" in mediator.get(case).text


def test_a_walk_in_and_a_no_show_are_noted_from_the_pages(monday: Flask, case: str) -> None:
    mediator, lawyer = sign_in(monday), sign_in(monday, "lv")
    page = mediator.get("/duty").text
    path = re.search(r'action="(/duty/shifts/[\w-]+)/walk-in"', page)[1]  # type: ignore[index]
    assert "f-number" in errors(mediator.post(f"{path}/walk-in", {"number": "CH-0"}))
    assert mediator.post(f"{path}/walk-in", {"number": ""}).status_code == 303
    assert mediator.post(f"{path}/arrange").status_code == 303

    page = lawyer.get("/duty").text
    which = re.findall(r'name="which" value="([\w-]+)"', page)[0]
    assert lawyer.post(f"{path}/mark", {"which": which, "state": "no_show"}).status_code == 303
    assert "未到" in lawyer.get("/duty").text


def test_a_case_is_sent_back_from_the_brief_with_a_code(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    brief = lawyer.get(clear(lawyer)).text
    path = re.search(r'href="(/referrals/[\w-]+/return)"', brief)[1]  # type: ignore[index]
    lawyer.get(path)

    assert lawyer.post(path, {"reason": "wrong_desk", "note": "属于工会"}).status_code == 302

    assert lawyer.get(case).status_code == 404
    assert "王某" not in lawyer.get("/duty").text.split("未排入本次值班")[0]


def test_the_sheets_are_printed_for_who_may_see_them(monday: Flask, case: str) -> None:
    lawyer = sign_in(monday, "lv")
    page = lawyer.get("/duty").text
    sheet = re.search(r'href="(/duty/shifts/[\w-]+/docket.pdf)"', page)[1]  # type: ignore[index]
    assert lawyer.get(sheet).data.startswith(b"%PDF-")
    brief = clear(lawyer)
    assert lawyer.get(f"{brief}/brief.pdf").data.startswith(b"%PDF-")
    assert sign_in(monday, "gong").get(sheet).status_code == 403
