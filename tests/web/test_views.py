"""Filters kept under a name: the same piece on every page, one person's own, free words sealed and in no address."""

import json
import re

from sqlmodel import select

from mediation import db
from mediation.models.history import HistoryLine
from mediation.models.supervision import SavedView
from tests.web.house import log_case, sign_in

FILTERED = {
    "/cases?mine=1": {"page": "cases", "mine": "1"},
    "/supervision/findings?check=no_credit_code": {"page": "findings", "check": "no_credit_code"},
    "/supervision?level=3": {"page": "escalations", "level": "3"},
    "/supervision/referrals?desk=union": {"page": "referrals", "desk": "union"},
}


def hidden_fields(html: str) -> dict[str, str]:
    """Return what the form that keeps the filters in force would send besides the name."""
    form = next(one for one in re.findall(r"<form.*?</form>", html, re.S) if 'id="view-name"' in one)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    return {name: value for name, value in fields.items() if name not in ("csrf_token", "once")}


def kept() -> list[SavedView]:
    with db.reading() as session:
        return list(session.exec(select(SavedView).order_by(SavedView.page)))


def test_every_page_with_filters_keeps_them_and_opens_with_them(house):
    chief = sign_in(house, "zhan")
    for address, sent in FILTERED.items():
        fields = hidden_fields(chief.get(address).text)
        assert fields == sent
        answer = chief.post("/views", {**fields, "view_name": f"常用 {sent['page']}"})
        opened = chief.get(answer.headers["Location"])
        assert opened.headers["Location"] == address
        assert f"常用 {sent['page']}" in chief.get(address.split("?")[0]).text
    assert "常用 cases" not in sign_in(house, "wang").get("/cases").text


def test_a_kept_inbox_is_renamed_and_deleted_by_its_owner_alone(house):
    officer, other = sign_in(house, "gong"), sign_in(house, "sifa")
    officer.post("/views", {**hidden_fields(officer.get("/inbox?mine=1").text), "view_name": "我的"})
    address = f"/views/{kept()[0].id}"
    assert officer.post(address, {"view_name": " "}).status_code == 422
    for act, values in ((address, {"view_name": "夺来"}), (f"{address}/delete", {})):
        other.get("/views")
        assert other.post(act, values).status_code == 404
    assert other.get(address).status_code == 404
    officer.get("/views")
    assert officer.post(address, {"view_name": "我手上的"}).status_code == 303
    assert "我手上的" in officer.get("/inbox").text
    officer.post(f"{address}/delete", {})
    assert kept() == []


def test_a_kept_search_finds_again_and_its_words_are_readable_nowhere(house):
    mediator = sign_in(house)
    log_case(mediator, {"do": "log", "applicants[0].name": "欧阳雪见", "respondents[0].name": "某服装公司", "claims[0].kind": "overtime"})
    mediator.get("/search")
    fields = hidden_fields(mediator.post("/search", {"q": "欧阳雪见", "state": "open"}).text)
    assert fields == {"page": "search", "q": "欧阳雪见", "state": "open"}
    assert mediator.post("/views", {**fields, "view_name": ""}).status_code == 422
    answer = mediator.post("/views", {**fields, "view_name": "加班案"})
    assert "欧阳" not in answer.headers["Location"]
    assert "欧阳雪见" in mediator.get(answer.headers["Location"]).text
    assert answer.headers["Location"] in mediator.get("/search").text

    row = kept()[0]
    assert row.query == {"state": "open"}
    assert "欧阳".encode() not in row.words_sealed
    with db.reading() as session:
        lines = session.exec(select(HistoryLine.fields_json).where(HistoryLine.subject_id == row.id)).all()
    assert [json.loads(one) for one in lines] == [{"page": "search"}]
