"""Votes as people see them: plan, count, codes once, the public page of a code."""

import re

import pytest
from flask import Flask
from sqlmodel import Session, select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from mediation.models.talks import Talks
from tests.office.talks.drafts import NOW, agreed
from tests.web.house import Visitor, application, errors, sign_in

PLAN = {"on": "2026-11-16", "body": "all_staff", "way": "phone", "delegates": "3", "papers_sent_on": "2026-11-06"}


@pytest.fixture
def talks(house: Flask) -> str:
    with db.transaction() as session:
        return agreed(session, _station(session), draft_signed_on=NOW.date()).id


def _station(session: Session) -> str:
    return session.exec(select(Station.id).where(Station.name == "漕河联合调解工作站")).one()


def test_three_phones_vote(house: Flask, talks: str) -> None:
    with clock.at(NOW):
        gong = sign_in(house, "gong")
        page = gong.get(f"/talks/{talks}/votes").text
        assert "职工月工资标准在现行基础上下调3%" in page
        refused = gong.post(f"/talks/{talks}/votes", {**PLAN, "delegates": "", "on": "soon", "vote_place": "食堂"})
        assert set(errors(refused)) == {"f-delegates", "f-on"}
        assert 'value="食堂"' in refused.text
        assert gong.post(f"/talks/{talks}/votes", PLAN).status_code == 303
        page = gong.get(f"/talks/{talks}/votes").text
        vote = re.search(rf'action="(/talks/{talks}/votes/[\w-]+)/codes"', page)
        assert vote
        slips = gong.post(f"{vote[1]}/codes")
        codes = re.findall(r'<p class="code">([A-Z2-9-]{14})</p>', slips.text)
        assert len(set(codes)) == 3
        assert "svg" in slips.text
        assert not any(code in gong.get(f"/talks/{talks}/votes").text for code in codes)
        phone = Visitor(application().test_client())
        assert "表决还没有开始" in phone.get(f"/ballot/{codes[0]}").text
        gong.get(f"/talks/{talks}/votes")
        assert gong.post(f"{vote[1]}/open", {"hours": "2"}).status_code == 303
        for code, choice in zip(codes[:2], ("yes", "no"), strict=True):
            _vote(code, choice)
        assert "已投 2 / 表决码 3" in gong.get(f"/talks/{talks}/votes").text
        assert gong.post(f"{vote[1]}/end", {"present": ""}).status_code == 303
        page = gong.get(f"/talks/{talks}/votes").text
        assert "未通过" in page
        assert "赞成 1 ÷ 全体 3" in page
        assert "表决已经结束" in phone.get(f"/ballot/{codes[2]}").text


def test_no_plan_without_signatures_and_a_stale_one_keeps_what_was_typed(house: Flask, talks: str) -> None:
    with clock.at(NOW):
        gong = sign_in(house, "gong")
        assert 'name="delegates"' in gong.get(f"/talks/{talks}/votes").text
        with db.transaction() as session:
            session.get_one(Talks, talks).draft_signed_on = None
        page = gong.get(f"/talks/{talks}/votes").text
        assert 'name="delegates"' not in page
        assert "登记签字之日后才能安排表决" in page
        stale = gong.post(f"/talks/{talks}/votes", {**PLAN, "vote_place": "食堂", "version": "999"})
    assert stale.status_code == 409
    assert 'value="食堂"' in stale.text


def _vote(code: str, choice: str) -> None:
    phone = Visitor(application().test_client())
    phone.get("/ballot")
    there = phone.post("/ballot", {"code": f" {code.lower()} "})
    address = there.headers["Location"]
    page = phone.get(address).text
    assert " checked" not in page
    assert phone.post(address, {}).status_code == 422
    assert phone.post(address, {"choice": choice}).status_code == 303
    again = phone.get(address).text
    assert "您的投票已收到" in again
    assert "radio" not in again
    assert phone.post(address, {"choice": "yes"}).status_code == 409


def test_the_log_holds_no_code(house: Flask, talks: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        Visitor(application().test_client()).get("/ballot/ABCDEFGHJKLM")
    assert "/ballot/<code>" in caplog.text
    assert "ABCDEFGHJKLM" not in caplog.text


def test_others_see_no_votes(house: Flask, talks: str) -> None:
    assert sign_in(house, "jing").get(f"/talks/{talks}/votes").status_code == 404
    assert sign_in(house, "lv").get(f"/talks/{talks}/votes").status_code == 403
    assert sign_in(house, "yuan").get(f"/talks/{talks}/votes").status_code == 404
