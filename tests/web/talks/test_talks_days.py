"""The pages of teams, days and sessions: what was typed stays, refusals stand beside fields, two versions side by side."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksMember
from mediation.models.talks_table import TalksAsk, TalksSession
from mediation.office import talks_days
from tests import make, talks_make
from tests.web.house import STATION_NAME, Visitor, errors, sign_in

TODAY = make.NOW.date()
LONG_AGO, FAR = "0001-01-01", "9999-12-31"
VERSION = re.compile(r'name="version" value="(\d+)"')


@pytest.fixture
def union(house: Flask) -> Iterator[Visitor]:
    with clock.at(make.NOW):
        yield sign_in(house, "gong")


def begun(**days: Any) -> str:
    """Add talks asked for twenty days ago, with both teams and information asked for."""
    with db.transaction() as session:
        station = session.exec(select(Station).where(Station.name == STATION_NAME)).one()
        given = {"proposed_on": TODAY - timedelta(days=21), "received_on": TODAY - timedelta(days=20), **days}
        row = talks_make.talks(session, station.id, **given)
        talks_make.team(session, row, TODAY - timedelta(days=9))
        session.add(TalksAsk(station_id=row.station_id, talks_id=row.id, asked="employer", asked_on=TODAY, what="工资总额"))
        return row.id


def row_of(talks_id: str) -> Talks:
    with db.reading() as session:
        return session.get_one(Talks, talks_id)


def test_a_reply_is_three_clicks_from_the_list_and_the_next_lawful_step_stands_first(union: Visitor):
    talks_id = begun()
    address = f"/talks/{talks_id}"
    assert f'href="{address}"' in union.get("/talks").text  # the first click
    page = union.get(address).text
    assert page.index("请上级工会、企业代表组织分别指导双方") < page.index("登记书面答复") < page.index("其他可以登记的事项")
    assert "上海市集体合同条例 第三十四条" in page
    version = VERSION.search(page)
    assert version

    bad = union.post(f"{address}/deeds/reply", {"version": version[1], "replied_on": "2026-11-31", "refusal_reason": "订单不足"})
    assert set(errors(bad)) == {"f-replied_on", "f-reply"}
    assert "订单不足" in bad.text
    refusal = {"version": version[1], "reply": "refused", "replied_on": TODAY.isoformat(), "refusal_reason": "订单不足"}  # two more
    assert union.post(f"{address}/deeds/reply", refusal).headers["Location"] == address

    after = union.get(address).text
    assert "对方于 2026-11-16" in after
    stale = union.post(f"{address}/deeds/agreed", {"version": version[1], "agreed_later_on": "2026-11-14"})
    assert stale.status_code == 409
    assert "其他人修改过" in stale.text
    assert 'value="2026-11-14"' in stale.text
    again = VERSION.search(stale.text)
    assert again
    assert "早于" in errors(union.post(f"{address}/deeds/agreed", {"version": again[1], "agreed_later_on": "2026-11-14"}))["f-agreed_later_on"]


def test_a_period_past_its_safe_day_is_urgent_on_list_head_and_board_and_not_called_overdue_before_its_last(union: Visitor):
    address = f"/talks/{begun(proposed_on=date(2026, 10, 30), received_on=date(2026, 10, 31))}"  # the fifteenth day is a Sunday
    for page in ("/talks", address, "/"):
        text = union.get(page).text
        assert "稳妥日已过，最后一日 2026-11-16" in text, page
        assert not re.search("(已逾期|逾期 \\d+ 天)(?!</a>)", text), page


def test_every_deed_meets_nonsense_with_a_form(union: Visitor):
    talks_id = begun()
    fields = sorted({name for deed in talks_days.DEEDS.values() for name in deed.fields})
    with db.reading() as session:
        ask = session.exec(select(TalksAsk.id)).one()
    met = {}
    for deed in talks_days.DEEDS:
        for value in ("", LONG_AGO, FAR, "密语" * 2000):
            sent = {**dict.fromkeys(fields, value), "step": "guidance", "ask": ask, "step_id": "none"}
            answer = union.post(f"/talks/{talks_id}/deeds/{deed}", sent)
            met[deed, value[:10]] = answer.status_code
    assert set(met.values()) <= {303, 404, 409, 422}
    assert {key for key, code in met.items() if code == 404} == {("unstep", value) for value in ("", LONG_AGO, FAR, "密语" * 5)}
    assert union.get(f"/talks/{talks_id}/days").status_code == 200
    assert union.post(f"/talks/{talks_id}/deeds/burn").status_code == 404


def test_a_list_is_looked_through_before_it_is_taken_and_found_while_one_types(union: Visitor):
    talks_id = begun()
    address = f"/talks/{talks_id}/team"
    roll = {"roll": "姓名\t职务\t性别\t方式\n钱工\t叉车工\t男\t选派", "roll_side": "workers", "roll_since": "2026-11-16"}
    union.get(address)

    shown = union.post(address, {"do": "check_list", **roll}).text
    assert "读作 1 人，尚未录入" in shown
    assert "钱工" not in union.get(address).text
    wrong = union.post(address, {"do": "list", **roll, "roll": "钱工\t叉车工\t男\t抓阄"})
    assert "第 1 行" in errors(wrong)["f-roll"]
    assert "抓阄" in wrong.text
    typed = {"side": "employer", "name": "外援", "post": "other", "chosen": "employer", "since": "2026-11-16", "outsider": "yes", "chief": "yes"}
    found = union.post(f"{address}/check", typed).text
    assert "首席代表应为一人，现为 2 人" in found
    assert "<html" not in found
    assert "首席代表" in errors(union.post(address, {"do": "add", **typed}))["f-chief"]
    assert union.post(address, {"do": "list", **roll}).status_code == 303
    with db.reading() as session:
        names = set(session.exec(select(TalksMember.name)).all())
    assert "钱工" in names
    assert "外援" not in names
    member = re.search(rf'href="({address}\?member=[^"]+mode=leave)', union.get(address).text)
    assert member
    form = union.get(member[1].replace("&amp;", "&")).text
    action = re.search(r'action="([^"]+)" novalidate data-once data-guard=""', form)
    assert action
    assert "f-left_why" in errors(union.post(action[1], {"do": "leave", "until": "2026-11-16"}))


def test_one_press_ticks_a_side_as_present_and_stores_nothing(union: Visitor):
    talks_id = begun(replied_on=TODAY - timedelta(days=10), reply="accepted")
    union.get(f"/talks/{talks_id}/sessions")
    made = union.post(f"/talks/{talks_id}/sessions", {"on": TODAY.isoformat(), "begins": "09:00", "session_place": "三楼"})
    address = str(made.headers["Location"])
    with db.reading() as session:
        side = {one.id: one.side for one in session.exec(select(TalksMember))}
    box = re.compile(r'name="attended\.([^"]+)" value="yes"( checked)?')
    assert {ticked for _, ticked in box.findall(union.get(address).text)} == {""}

    some = next(one for one, of in side.items() if of == "employer")
    typed = {"do": "all.workers", "on": TODAY.isoformat(), "result": "谈到一半", f"attended.{some}": "yes"}
    shown = union.post(address, typed)

    assert shown.status_code == 200
    assert {one for one, ticked in box.findall(shown.text) if ticked} == {some} | {one for one in side if side[one] == "workers"}
    assert "谈到一半" in shown.text
    assert "已勾选职工方 3 人" in shown.text
    with db.reading() as session:
        assert session.exec(select(TalksSession)).one().state == "planned"
    too_soon = {"do": "all.workers", "on": (TODAY - timedelta(days=10)).isoformat()}
    assert "已勾选职工方 0 人" in union.post(address, too_soon).text


def test_minutes_written_by_two_are_shown_side_by_side(house: Flask, union: Visitor):
    talks_id = begun(replied_on=TODAY - timedelta(days=10), reply="accepted")
    union.get(f"/talks/{talks_id}/sessions")
    made = union.post(f"/talks/{talks_id}/sessions", {"on": TODAY.isoformat(), "begins": "09:00", "session_place": "三楼"})
    address = str(made.headers["Location"])
    chief = sign_in(house, "zhan")
    seen = re.search(r'name="seen" value="(\w+)"', chief.get(address).text)
    assert seen
    with db.reading() as session:
        there = {f"attended.{one}": "yes" for one in session.exec(select(TalksMember.id))}
    common = {"do": "minutes", "seen": seen[1], "on": TODAY.isoformat(), "begins": "09:00", "session_place": "三楼", "chair": "方红", **there}
    common |= {"topics.wage_level": "yes"}
    assert union.post(address, {**common, "result": "工会记录的结果"}).status_code == 303

    stale = chief.post(address, {**common, "result": "站长记录的结果", "guests": "街道指导员"})

    assert stale.status_code == 409
    assert "两个版本的不同之处" in stale.text
    assert "龚工会于" in stale.text
    assert stale.text.count("工会记录的结果") >= 1
    assert stale.text.count("站长记录的结果") >= 2
    fresh = re.search(r'name="seen" value="(\w+)"', stale.text)
    assert fresh
    assert chief.post(address, {**common, "seen": fresh[1], "result": "合并的结果"}).status_code == 303
    with db.reading() as session:
        assert session.exec(select(TalksSession.result)).one() == "合并的结果"


def test_a_change_of_place_is_shown_with_old_and_new_article_before_it_is_confirmed(union: Visitor):
    talks_id = begun()
    shown = union.get(f"/talks/{talks_id}/place?talks_place=national").text
    assert "上海市集体合同条例 第十五条" in shown
    assert "工资集体协商试行办法" in shown
    assert shown.index("2026-11-11") < shown.index("2026-11-16")
    assert row_of(talks_id).place == "shanghai"
    assert union.post(f"/talks/{talks_id}/place", {"talks_place": "atlantis"}).status_code == 422

    assert union.post(f"/talks/{talks_id}/place", {"talks_place": "national"}).status_code == 303

    assert (row_of(talks_id).place, row_of(talks_id).reply_by) == ("national", date(2026, 11, 16))
