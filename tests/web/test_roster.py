"""The roster's pages as people use them: a swap in four clicks, a gap that shows at once, calendars that can be revoked."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import icalendar
import pytest
from flask import Flask
from sqlmodel import col, select

from mediation import db
from mediation.config import clock
from mediation.domain.worktime import ZONE
from mediation.models.roster import Feed, Lawyer, Shift
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import roster_setup
from mediation.office.roster_setup import FirmForm, LawyerForm, NewPattern
from tests.web.house import Visitor, errors, least, log_case, sign_in

NOW = datetime(2026, 11, 16, 9, 20, tzinfo=ZONE)
ADDRESS = re.compile(r'id="address"[^>]*value="[^"]*?(/calendar/[^"]+)"')


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(NOW):
        yield


@pytest.fixture
def planned(house: Flask) -> Flask:
    with db.transaction() as session:
        people = {one.name: one for one in session.exec(select(User))}
        station = session.exec(select(Station).where(Station.code == "CH")).one()
        boss = people["zhan"]
        firm = roster_setup.save_firm(session, station.id, FirmForm("城厢律师事务所", "前台小周", "021-5000"), by=boss, now=NOW)
        for name, account in (("吕律师", people["lv"].id), ("马律师", ""), ("魏律师", "")):
            roster_setup.save_lawyer(session, firm.id, LawyerForm(name, account=account), by=boss, now=NOW)
        monday = NewPattern(1, time(13, 30), time(16, 30), NOW.date())
        roster_setup.add_pattern(session, station.id, monday, by=boss, now=NOW)
    return house


def shifts() -> list[Shift]:
    with db.reading() as session:
        return list(session.exec(select(Shift).order_by(col(Shift.starts_at))))


def lawyer_id(name: str) -> str:
    with db.reading() as session:
        return session.exec(select(Lawyer.id).where(Lawyer.name == name)).one()


def feed_of(visitor: Visitor, what: str, locale: str = "zh_Hans") -> str:
    """Make a calendar address; return its path."""
    visitor.get("/feeds")
    found = ADDRESS.search(visitor.post("/feeds", {"what": what, "calendar_language": locale}).text)
    assert found is not None
    return found[1]


def test_the_roster_shows_four_weeks_to_everybody_who_works_there(planned: Flask) -> None:
    for name in ("wang", "gong", "lv", "zhan"):
        text = sign_in(planned, name).get("/roster").text
        assert text.count("吕律师") >= 2
        assert "2026-12-07" in text
        assert "2026-12-14" not in text
    assert sign_in(planned, "guan").get("/roster").status_code == 403


def test_a_swap_takes_the_lawyer_four_clicks_and_the_supervisor_one(planned: Flask) -> None:
    lawyer = sign_in(planned, "lv")
    mine = shifts()[3]
    page = lawyer.get("/roster/mine").text
    assert f"/roster/shifts/{mine.id}/swap" in page
    form = lawyer.get(f"/roster/shifts/{mine.id}/swap").text
    assert "马律师" in form
    empty = lawyer.post(f"/roster/shifts/{mine.id}/swap", {"colleague": lawyer_id("马律师"), "reason": " "})
    assert (empty.status_code, list(errors(empty))) == (422, ["f-reason"])
    asked = lawyer.post(f"/roster/shifts/{mine.id}/swap", {"colleague": lawyer_id("马律师"), "reason": "出庭"})
    assert asked.status_code == 302
    again = lawyer.post(f"/roster/shifts/{mine.id}/swap", {"colleague": lawyer_id("魏律师"), "reason": "出庭"})
    assert again.status_code == 409

    boss = sign_in(planned, "zhan")
    swap = re.search(r"/roster/swaps/([^/]+)/approve", boss.get("/roster").text)
    assert swap is not None
    assert boss.post(f"/roster/swaps/{swap[1]}/approve").status_code == 302
    assert shifts()[3].lawyer_id == lawyer_id("马律师")
    assert boss.post(f"/roster/swaps/{swap[1]}/refuse").status_code == 409
    assert "换班已批准" in lawyer.get("/notices").text


def test_a_swap_for_a_shift_changes_both(planned: Flask) -> None:
    lawyer, boss = sign_in(planned, "lv"), sign_in(planned, "zhan")
    mine, theirs = shifts()[3], shifts()[4]
    lawyer.get("/roster/mine")
    wish = {"colleague": lawyer_id("马律师"), "for_shift": theirs.id, "reason": "出庭"}
    assert lawyer.post(f"/roster/shifts/{mine.id}/swap", wish).status_code == 302
    swap = re.search(r"/roster/swaps/([^/]+)/approve", boss.get("/roster").text)
    assert swap is not None
    boss.post(f"/roster/swaps/{swap[1]}/approve")

    assert [one.lawyer_id for one in shifts()[3:5]] == [lawyer_id("马律师"), lawyer_id("吕律师")]


def test_a_swap_is_impossible_when_the_colleague_is_away_meanwhile(planned: Flask) -> None:
    lawyer, boss = sign_in(planned, "lv"), sign_in(planned, "zhan")
    mine = shifts()[3]
    lawyer.get("/roster/mine")
    lawyer.post(f"/roster/shifts/{mine.id}/swap", {"colleague": lawyer_id("马律师"), "reason": "出庭"})
    boss.get("/roster")
    away = {"from_on": str(mine.on), "until_on": str(mine.on)}
    assert boss.post(f"/roster/lawyers/{lawyer_id('马律师')}/absences", away).status_code == 302
    swap = re.search(r"/roster/swaps/([^/]+)/approve", boss.get("/roster").text)
    assert swap is not None
    assert boss.post(f"/roster/swaps/{swap[1]}/approve").status_code == 422
    assert shifts()[3].lawyer_id == lawyer_id("吕律师")


def test_a_gap_shows_at_once_with_its_owner_and_whom_to_call(planned: Flask) -> None:
    boss = sign_in(planned, "zhan")
    boss.get("/roster")
    for name in ("吕律师", "马律师", "魏律师"):
        boss.post(f"/roster/lawyers/{lawyer_id(name)}/absences", {"from_on": "2026-11-23", "until_on": "2026-11-23"})
    text = sign_in(planned, "gong").get("/roster").text

    assert "1 个班次无人值班" in text
    assert "由 詹站长 负责安排" in text
    assert "前台小周" in text
    assert 'href="tel:021-5000"' in text


def test_an_absence_keeps_what_was_typed_when_it_is_refused(planned: Flask) -> None:
    lawyer = sign_in(planned, "lv")
    lawyer.get("/roster/mine")
    answer = lawyer.post("/roster/absences", {"from_on": "2026-11-23", "until_on": "2026-11-20", "reason": "开庭"})

    assert (answer.status_code, list(errors(answer))) == (422, ["f-until_on"])
    assert 'value="2026-11-23"' in answer.text
    assert 'value="开庭"' in answer.text
    assert lawyer.post("/roster/absences", {"from_on": "then", "until_on": "2026-11-23"}).status_code == 422


def test_check_in_and_check_out_show_in_the_month(planned: Flask) -> None:
    shift = shifts()[0]
    with clock.at(NOW + timedelta(hours=4)):
        lawyer = sign_in(planned, "lv")
        assert "/check-in" in lawyer.get("/roster/mine").text
        assert lawyer.post(f"/roster/shifts/{shift.id}/check-in").status_code == 302
    with clock.at(NOW + timedelta(hours=7)):
        lawyer = sign_in(planned, "lv")
        lawyer.get("/roster/mine")
        assert lawyer.post(f"/roster/shifts/{shift.id}/check-out").status_code == 302
        assert "3 小时" in lawyer.get("/roster/hours?month=2026-11").text
    assert "没有班次" in lawyer.get("/roster/hours?month=2020-01").text
    assert lawyer.get("/roster/hours?month=9999-99").status_code == 200


def test_a_supervisor_builds_a_roster_from_nothing(house: Flask) -> None:
    boss = sign_in(house, "zhan")
    assert "尚未设置值班安排" in boss.get("/roster").text
    boss.get("/roster/settings")
    assert boss.post("/roster/firms/new", {"name": "江浦律师事务所"}).status_code == 302
    twice = boss.post("/roster/firms/new", {"name": "江浦律师事务所"})
    assert (twice.status_code, list(errors(twice))) == (422, ["f-name"])
    firm = re.search(r"lawyers/new\?firm=([^&\"]+)", boss.get("/roster/settings").text)
    assert firm is not None
    assert boss.post("/roster/lawyers/new", {"firm": firm[1], "name": "方律师"}).status_code == 302
    duty = {"weekday": "3", "begins": "09:00", "ends": "11:00", "slot_minutes": "30", "walk_in_slots": "1",
            "on_holiday": "skip", "since": "2026-11-16", "until": "", "firm": firm[1]}  # fmt: skip
    bad = boss.post("/roster/patterns/new", duty | {"ends": "08:00", "slot_minutes": "x"})
    assert (bad.status_code, list(errors(bad))) == (422, ["f-slot_minutes"])
    assert boss.post("/roster/patterns/new", duty).status_code == 302
    assert "方律师" in boss.get("/roster").text
    pattern = re.search(r"/roster/patterns/([^/]+)/end", boss.get("/roster/settings").text)
    assert pattern is not None
    assert boss.post(f"/roster/patterns/{pattern[1]}/end", {"last_on": "2026-11-16"}).status_code == 302
    assert {one.state for one in shifts()} == {"cancelled"}
    assert boss.post(f"/roster/patterns/{pattern[1]}/end", {"last_on": "2026-01-01"}).status_code == 422
    assert boss.get("/roster/firms/nothing").status_code == 404


def test_a_lawyers_calendar_holds_only_the_own_shifts(planned: Flask) -> None:
    path = feed_of(sign_in(planned, "lv"), "lawyer:")
    answer = planned.test_client().get(path)
    calendar = icalendar.Calendar.from_ical(answer.data)
    events = calendar.walk("VEVENT")

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert [one["UID"] for one in events] == [f"shift-{one.id}@mediation" for one in shifts()[::3]]
    assert events[0].start == shifts()[0].starts_at
    assert {str(one["STATUS"]) for one in events} == {"CONFIRMED"}
    assert calendar.walk("VTIMEZONE")[0]["TZID"] == "Asia/Shanghai"
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75
    assert "吕律师" not in answer.text


def test_a_calendar_is_only_sent_again_when_it_changed(planned: Flask) -> None:
    boss = sign_in(planned, "zhan")
    path, client = feed_of(boss, "station:"), planned.test_client()
    first = client.get(path)
    same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    since = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (same.status_code, since.status_code, same.data) == (304, 304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"

    with clock.at(NOW + timedelta(minutes=5)):
        boss.get("/roster")
        boss.post(f"/roster/shifts/{shifts()[1].id}/cancel", {"reason": "场地装修"})
        changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    before, after = (icalendar.Calendar.from_ical(one.data).walk("VEVENT") for one in (first, changed))
    assert changed.headers["Last-Modified"] > first.headers["Last-Modified"]
    assert [one["UID"] for one in before] == [one["UID"] for one in after]
    assert after[1]["SEQUENCE"] > before[1]["SEQUENCE"]
    assert (before[1]["STATUS"], after[1]["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_a_desks_calendar_names_cases_by_number_only(planned: Flask) -> None:
    number = "CH-2026-0001"
    log_case(sign_in(planned), least(**{"applicants[0].name": "王小美", "claims[0].kind": "unpaid_wages"}))
    with db.reading() as session:
        lead = session.exec(select(Station)).first()
        assert lead is not None
    texts = {}
    for desk in ("union", "judicial_office", "law_firm", "police"):
        path = feed_of(sign_in(planned, "zhan"), f"desk:{desk}", "en")
        texts[desk] = icalendar.Calendar.from_ical(planned.test_client().get(path).data).to_ical().decode()
    joined = "".join(texts.values()).replace("\r\n ", "")

    assert number in joined
    assert not any(word in joined for word in ("王小美", "某服装公司", "吕律师"))
    assert number not in texts["police"]
    assert "Lawyer on duty" in joined


def test_a_revoked_or_unknown_address_is_not_found(planned: Flask) -> None:
    lawyer, boss, client = sign_in(planned, "lv"), sign_in(planned, "zhan"), planned.test_client()
    own, other = feed_of(lawyer, "lawyer:"), feed_of(lawyer, "station:")
    assert client.get(own).status_code == client.get(other).status_code == 200
    assert own not in lawyer.get("/feeds").text
    with db.reading() as session:
        feeds = {one.kind: one.id for one in session.exec(select(Feed))}
    assert lawyer.post(f"/feeds/{feeds['lawyer']}/revoke").status_code == 302
    boss.get("/feeds")
    assert boss.post(f"/feeds/{feeds['station']}/revoke").status_code == 302
    stranger = sign_in(planned, "gong")
    stranger.get("/feeds")
    assert stranger.post(f"/feeds/{feeds['station']}/revoke").status_code == 404

    assert [client.get(path).status_code for path in (own, other, "/calendar/none.ics", "/calendar/甲.ics")] == [404] * 4


def test_a_calendar_ends_with_its_makers_account(planned: Flask) -> None:
    path, client = feed_of(sign_in(planned, "gong"), "desk:union"), planned.test_client()
    assert client.get(path).status_code == 200
    with db.transaction() as session:
        session.exec(select(User).where(User.name == "gong")).one().desk = "police"
    assert client.get(path).status_code == 404


def test_nobody_makes_a_calendar_of_what_is_not_theirs(planned: Flask) -> None:
    officer = sign_in(planned, "gong")
    officer.get("/feeds")
    for what in ("desk:police", "lawyer:", "everything:", ""):
        answer = officer.post("/feeds", {"what": what, "calendar_language": "en"})
        assert (answer.status_code, list(errors(answer))) == (422, ["f-what"])
    assert officer.post("/feeds", {"what": "station:", "calendar_language": "fr"}).status_code == 422


def test_a_calendar_is_read_twelve_times_a_minute_at_most(planned: Flask) -> None:
    path, client = feed_of(sign_in(planned, "zhan"), "station:"), planned.test_client()
    answers = [client.get(path) for _ in range(13)]
    assert [one.status_code for one in answers] == [200] * 12 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    with clock.at(NOW + timedelta(minutes=1)):
        assert client.get(path).status_code == 200


def test_the_secret_of_an_address_stays_out_of_the_log(planned: Flask, caplog: pytest.LogCaptureFixture) -> None:
    path = feed_of(sign_in(planned, "zhan"), "station:")
    caplog.clear()
    planned.test_client().get(path)
    written = caplog.text

    assert "/calendar/<token>.ics" in written
    assert path not in written
