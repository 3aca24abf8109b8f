"""The intake form: three fields are enough, nothing typed is lost, nothing wrong is stored."""

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from tests.web.house import Visitor, errors, least, log_case, sign_in

EVERYTHING = {
    "summary": "九月起未发工资\n公司认可", "workers": "2", "channel": "phone", "applicants[0].phone": "13900001234",
    "applicants[0].id_number": "11010519491231002X", "applicants[0].migrant": "true", "applicants[1].name": "李某",
    "respondents[0].credit_code": "91310000MA1K35A37X", "respondents[0].industry": "制造业", "claims[0].amount": "8，000",
    "claims[1].kind": "overtime", "claims[1].known_on": "2026-09-30", "employment.ended_on": "2026-10-15",
    "risk.violence": "none", "risk.threat": "false", "willing.applicant": "true",
}  # fmt: skip


def stored() -> list[Case]:
    """Return the cases in the database."""
    with db.reading() as session:
        return list(session.exec(select(Case)))


def test_three_fields_are_enough_and_the_summary_is_composed(mediator: Visitor):
    page = mediator.get(log_case(mediator)).text

    assert "王某诉某服装公司：拖欠工资" in page
    assert "已登记 CH-2026-0001，主办：工会，须在" in page


def test_everything_typed_reaches_the_case(mediator: Visitor):
    fields = {name: value for name, value in EVERYTHING.items() if name != "respondents[0].credit_code"}

    log_case(mediator, least(**fields))

    case = stored()[0]
    assert (case.workers, case.channel, case.violence, case.threat) == (2, "phone", "none", False)
    assert case.summary == "九月起未发工资\n公司认可"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("applicants[0].name", "", "必填"),
        ("applicants[0].name", "王" * 300, "过长"),
        ("applicants[0].name", "王\x00某", "U+0000"),
        ("respondents[0].name", "  ", "必填"),
        ("claims[0].kind", "", "必填"),
        ("claims[0].kind", "bribery", "不是允许的值"),
        ("claims[0].amount", "八千", "金额"),
        ("claims[0].known_on", "2099-01-01", "将来"),
        ("claims[0].known_on", "昨天", "不是日期"),
        ("received_at", "2099-01-01T09:00", "将来"),
        ("workers", "many", "整数"),
        ("applicants[0].id_number", "110105194912310021", "校验码不对"),
        ("applicants[0].phone", "call me", "不是电话号码"),
        ("respondents[0].credit_code", "91310000MA1K35A37A", "校验码不对"),
        ("employment.ended_on", "2099-01-01", "将来"),
        ("risk.violence", "duel", "不是允许的值"),
        ("channel", "pigeon", "不是允许的值"),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field_and_nothing_is_stored(
    mediator: Visitor, field: str, value: str, says: str
):
    mediator.get("/intake")

    answer = mediator.post("/intake", least(**{field: value}))

    beside = "f-" + field.replace("[", "-").replace("]", "").replace(".", "-")
    assert answer.status_code == 422
    assert says in errors(answer).get(beside, ""), errors(answer)
    assert stored() == []


def test_nothing_typed_is_lost_when_a_field_is_wrong(mediator: Visitor):
    mediator.get("/intake")

    page = mediator.post("/intake", least(**{**EVERYTHING, "applicants[0].name": ""})).text

    for value in ("13900001234", "11010519491231002X", "91310000MA1K35A37X", "制造业", "8，000", "2026-10-15", "李某"):
        assert value in page
    assert "九月起未发工资\n公司认可</textarea>" in page
    assert '<option value="overtime" selected>' in page
    assert 'name="willing.applicant" value="true" checked' in page
    assert '<a href="#f-applicants-0-name">申请人 1 · 姓名或名称</a>' in page


def test_a_button_adds_a_row_without_losing_what_was_typed(mediator: Visitor):
    mediator.get("/intake")

    page = mediator.post("/intake", least(**{**EVERYTHING, "do": "add:applicants"})).text

    assert 'name="applicants[2].name"' in page
    assert "13900001234" in page
    assert "还没有保存" not in page


def test_a_button_removes_the_row_it_stands_in(mediator: Visitor):
    mediator.get("/intake")

    page = mediator.post("/intake", least(**{"claims[1].kind": "overtime", "do": "remove:claims:0"})).text

    assert '<option value="overtime" selected>' in page
    assert 'name="claims[1].kind"' not in page


def test_the_same_form_sent_twice_files_one_case(mediator: Visitor):
    mediator.get("/intake")
    fields = least(key="a-key-of-this-form")

    first, second = mediator.post("/intake", fields), mediator.post("/intake", fields)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(stored()) == 1


def test_an_unknown_field_is_refused_by_name(mediator: Visitor):
    mediator.get("/intake")

    answer = mediator.post("/intake", least(salary="1"))

    assert answer.status_code == 422
    assert "salary" in answer.text
    assert stored() == []


def test_a_stale_form_shows_what_was_typed_and_files_it_on_the_next_press(mediator: Visitor):
    mediator.get("/intake")

    held = mediator.post("/intake", least(summary="说了很久的话", csrf_token="stale"))
    again = mediator.post("/intake", least(summary="说了很久的话"))

    assert held.status_code == 400
    assert 'name="summary" value="说了很久的话"' in held.text
    assert again.status_code == 303


def test_a_held_form_shows_choices_in_words_and_no_codes(mediator: Visitor):
    mediator.get("/intake")
    chosen = {"channel": "police", "risk.violence": "assault", "risk.threat": "true", "received_at": "2026-11-16T09:00"}

    page = mediator.post("/intake", least(csrf_token="stale", **chosen)).text

    shown = page[page.index("已填的内容</h2>") :]
    assert all(word in shown for word in ("警情移交", "动手打人", "拖欠工资", "2026-11-16 09:00", ">是</dd>"))
    assert not any(code in shown for code in ("police", "assault", "unpaid_wages", "true", "09T"))


def test_a_form_sent_after_the_sign_in_ended_is_kept_until_the_next_one(house: Flask, mediator: Visitor):
    mediator.get("/intake")
    mediator.client.delete_cookie("mediation")

    held = mediator.post("/intake", least(summary="说了很久的话"))

    assert held.status_code == 401
    assert 'name="summary" value="说了很久的话"' in held.text
    assert 'target="_blank"' in held.text
    assert stored() == []


def test_a_form_sent_from_another_site_is_not_offered_again(mediator: Visitor):
    mediator.get("/intake")

    answer = mediator.post("/intake", least(csrf_token="forged"), headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400
    assert "某服装公司" not in answer.text


def test_a_password_is_never_written_into_a_held_form(house: Flask):
    visitor = sign_in(house)
    visitor.get("/password")

    held = visitor.post("/password", {"old": "secret-old", "new": "secret-new", "again": "secret-new", "csrf_token": "x"})

    assert "secret" not in held.text


def test_a_desk_may_not_log_a_case(house: Flask):
    assert sign_in(house, "gong").get("/intake").status_code == 403
