"""The form that opens talks: from a cluster in two clicks, rows without JavaScript, nothing typed is lost."""

import re

import pytest
from flask import Flask
from sqlmodel import col, select

from mediation import db
from mediation.models.talks import Talks, TalksFirm
from mediation.web import talks_history_words
from tests.web.house import Visitor, errors, least, log_case, sign_in

FIRM = {
    "respondents[0].name": "上海虹梅电子有限公司", "respondents[0].credit_code": "91350100M000100Y43",
    "respondents[0].address": "虹梅路100号", "respondents[0].has_union": "true",
}  # fmt: skip


@pytest.fixture
def chief(house: Flask, mediator: Visitor) -> Visitor:
    for nth, kind in enumerate(("overtime", "overtime", "unpaid_wages")):
        log_case(mediator, least(**{**FIRM, "applicants[0].name": f"工人{nth}", "claims[0].kind": kind}))
    return sign_in(house, "zhan")


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the form on a page: texts, chosen boxes, chosen options."""
    text = page[page.index("<main") :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = (re.search(rf'\b{one}="([^"]*)"', tag) for one in ("name", "value"))
        if name and ("checkbox" not in tag and "radio" not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name not in ("csrf_token", "once")}


def test_a_cluster_leads_to_talks_in_two_clicks(chief: Visitor) -> None:
    cluster = chief.get("/supervision/employers").text
    address = re.search(r'"(/talks/new\?firm=[^"]+)"', cluster)
    assert address

    given = fields(chief.get(address[1]).text)
    assert given["firms[0].name"] == "上海虹梅电子有限公司"
    assert given["agenda.overtime_pay"] == "true"
    answer = chief.post("/talks/new", {**given, "do": "open"})

    assert answer.status_code == 303, errors(answer)
    page = chief.get(answer.headers["Location"]).text
    assert "由同一企业的多件争议引起" in page
    assert "2 件争议" in page
    assert len(set(re.findall(r"CH-\d{4}-000\d", page))) == 3
    assert "发起集体协商" not in chief.get("/supervision/employers").text.partition("<tbody>")[2]


def test_rows_come_and_go_and_nothing_typed_is_lost(chief: Visitor) -> None:
    given = fields(chief.get("/talks/new").text)
    typed = {**given, "unit": "sector", "sector_name": "电子行业", "firms[0].name": "甲公司", "firms[0].staff": "１２０"}

    more = chief.post("/talks/new", {**typed, "do": "add:firms"})
    typed = {**fields(more.text), "firms[1].name": "乙公司", "firms[1].staff": "80", "layoff": "20"}
    checked = chief.post("/talks/new", {**typed, "do": "check"})
    assert "对方不得拒绝或者拖延" in checked.text
    assert "职工合计 200 人" in checked.text
    wrong = chief.post("/talks/new", {**fields(checked.text), "firms[1].staff": "八十", "planned_on": "下周", "do": "open"})
    assert wrong.status_code == 422
    assert set(errors(wrong)) == {"f-firms-1-staff", "f-planned_on"}
    kept = fields(wrong.text)
    assert (kept["firms[1].staff"], kept["planned_on"], kept["sector_name"]) == ("八十", "下周", "电子行业")
    fewer = chief.post("/talks/new", {**kept, "do": "remove:firms:0"})
    assert fields(fewer.text)["firms[0].name"] == "乙公司"

    answer = chief.post("/talks/new", {**typed, "do": "open"})
    assert answer.status_code == 303, errors(answer)
    with db.reading() as session:
        row = session.exec(select(Talks)).one()
        firms = session.exec(select(TalksFirm).order_by(col(TalksFirm.position))).all()
    assert (row.unit, row.employer, row.staff, row.source) == ("sector", "电子行业", 200, "mandatory")
    assert [one.name for one in firms] == ["甲公司", "乙公司"]


def test_an_overtaken_correction_shows_both_versions_and_keeps_what_was_typed(chief: Visitor) -> None:
    given = fields(chief.get("/talks/new?firm=91350100M000100Y43").text)
    base = str(chief.post("/talks/new", {**given, "do": "open"}).headers["Location"])
    edit = base.replace("/base", "/edit")
    mine = fields(chief.get(edit).text)
    assert mine["cases." + next(iter(one.removeprefix("cases.") for one in given if one.startswith("cases.")))] == "true"
    assert chief.post(edit, {**mine, "union_name": "虹梅电子工会", "do": "save"}).status_code == 303

    late = chief.post(edit, {**mine, "meeting_place": "二楼会议室", "do": "save"})

    assert late.status_code == 409
    assert "虹梅电子工会" in late.text
    again = fields(late.text)
    assert again["meeting_place"] == "二楼会议室"
    assert chief.post(edit, {**again, "do": "save"}).status_code == 303
    page = chief.get(base).text
    assert "虹梅电子工会 → —" in page

    chief.get(base)
    assert set(errors(chief.post(base.replace("/base", "/request"), {"version": "", "proposed_on": "昨天"}))) == {"f-proposed_on"}
    version = fields(chief.get(base).text)["version"]
    sent = chief.post(base.replace("/base", "/request"), {"version": version, "proposed_on": "2026-01-05", "received_on": "2026-01-05"})
    assert sent.status_code == 303
    assert "答复期限" in chief.get(base).text
    assert chief.post(base.replace("/base", "/withdraw"), {"reason": " "}).status_code == 422
    assert chief.post(base.replace("/base", "/withdraw"), {"reason": "企业已改正"}).status_code == 303
    assert "企业已改正" in chief.get(base).text


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("side", "workers", "职工方"),
        ("reply", "refused", "拒绝协商"),
        ("unionised", "yes → no", "是 → 否"),
        ("matters", "layoff、stoppage → —", "裁减人员达到二十人或者职工总数百分之十、已引发群体性停工、上访 → —"),
        ("changed", "chair、result", "主持人、协商结果"),
        ("clauses", "bonus、term", "奖金、协议期限"),
        ("step", "guidance", "请上级工会"),
        ("adopted", "False", "否"),
        ("staff", "240 → —", "240 → —"),
    ],
)
def test_the_history_says_codes_in_words(house: Flask, name: str, text: str, shown: str) -> None:
    with house.test_request_context("/"):
        assert talks_history_words.value(text, name).startswith(shown)
