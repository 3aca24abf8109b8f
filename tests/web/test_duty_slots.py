"""The duty's pages: a slot held while a case is logged, an expert called in, who answers the gate, a refused swap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from mediation import db
from mediation.config import clock
from mediation.domain.worktime import ZONE
from mediation.models.docket import SlotHold, Visit
from mediation.models.roster import Lawyer, Shift
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import roster_setup
from mediation.office.roster_setup import FirmForm, LawyerForm, NewPattern
from tests import make
from tests.web.house import errors, least, log_case, sign_in

NOW = datetime(2026, 11, 18, 9, 20, tzinfo=ZONE)


@pytest.fixture
def planned(house: Flask) -> Iterator[Flask]:
    with clock.at(NOW), db.transaction() as session:
        people = {one.name: one for one in session.exec(select(User))}
        station = session.exec(select(Station).where(Station.code == "CH")).one()
        boss = people["zhan"]
        firm = roster_setup.save_firm(session, station.id, FirmForm("城厢律师事务所"), by=boss, now=NOW)
        for name, account in (("吕律师", people["lv"].id), ("马律师", "")):
            roster_setup.save_lawyer(session, firm.id, LawyerForm(name, account=account), by=boss, now=NOW)
        monday = NewPattern(1, time(13, 30), time(16, 30), NOW.date())
        roster_setup.add_pattern(session, station.id, monday, by=boss, now=NOW)
        make.user(session, "wu", at=station, role="desk_officer", desk="law_firm")
    with clock.at(NOW):
        yield house


def test_a_slot_held_on_the_form_keeps_what_was_typed_and_becomes_the_place(planned: Flask) -> None:
    mediator = sign_in(planned)
    mediator.get("/intake")
    typed = least(**{"claims[0].kind": "severance", "summary": "解除后未付补偿"})
    page = mediator.post("/intake", {**typed, "do": "hold"}).text
    assert "解除后未付补偿" in page
    hold = re.search(r'name="hold" value="([^"]+)" checked', page)
    assert hold is not None
    docket = sign_in(planned, "zhan").get("/duty").text
    assert "暂留至 09:35" in docket
    assert docket.count("放弃暂留") == 1

    log_case(mediator, {**typed, "hold": hold[1]})

    with db.reading() as session:
        assert session.exec(select(SlotHold)).all() == []
        assert session.exec(select(Visit.promised)).all() == [True]


def test_the_law_firms_desk_officer_is_told_which_lawyer_can_answer_and_when(planned: Flask) -> None:
    log_case(sign_in(planned), least(**{"claims[0].kind": "severance"}))
    page = sign_in(planned, "wu").get("/inbox").text
    assert "CH-2026-0001" in page
    assert "吕律师" in page
    assert "2026-11-23" in page
    assert "王某" not in page
    assert sign_in(planned, "gong").get("/inbox").text.count("谁可以答复") == 0


def test_one_entry_leads_to_the_duty_and_its_pages_are_one_click_from_each_other(planned: Flask) -> None:
    for name, home in (("zhan", "/duty"), ("lv", "/duty"), ("gong", "/roster")):
        visitor = sign_in(planned, name)
        page = visitor.get("/roster").text
        navigation = page[page.index("<nav") : page.index("</nav>")]
        assert navigation.count("值班") == 1
        assert f'href="{home}" aria-current="page"' in navigation
    mine = sign_in(planned, "lv")
    with db.reading() as session:
        first = session.exec(select(Shift.id).join(Lawyer, col(Lawyer.id) == col(Shift.lawyer_id)).where(
            Lawyer.name == "吕律师").order_by(col(Shift.starts_at))).first()  # fmt: skip
    # first page → my shifts → swap → (the one colleague is chosen) → submit
    steps = [("/duty", 'href="/roster/mine"'), ("/roster/mine", f"/roster/shifts/{first}/swap")]
    assert all(link in mine.get(path).text for path, link in steps)
    assert re.search(r'name="colleague"[^>]*checked', mine.get(f"/roster/shifts/{first}/swap").text)
    with db.reading() as session:
        other = session.exec(select(Lawyer.id).where(Lawyer.name == "马律师")).one()
    assert mine.post(f"/roster/shifts/{first}/swap", {"colleague": other, "reason": "出庭"}).status_code == 302
    assert len(steps) + 1 <= 4

    boss = sign_in(planned, "zhan")
    found = re.search(r"/roster/swaps/([^/]+)/refuse", boss.get("/roster").text)
    assert found is not None
    boss.post(f"/roster/swaps/{found[1]}/refuse", {"why": "当天已有三件加急"})
    assert "未获批准：当天已有三件加急" in mine.get("/notices").text
    assert "当天已有三件加急" in mine.get("/roster/mine").text
    mine.get("/roster/mine")
    day = {"from_on": "2026-11-20", "until_on": "2026-12-31"}
    with db.transaction() as session:
        row = session.exec(select(Lawyer).where(Lawyer.name == "马律师")).one()
        row.active = False
        session.add(row)
    mine.post("/roster/absences", day)
    assert "个班次无人值班" in boss.get("/roster").text


def test_an_expert_is_called_in_from_the_case(planned: Flask) -> None:
    boss, mediator = sign_in(planned, "zhan"), sign_in(planned)
    boss.get("/experts")
    assert list(errors(boss.post("/experts", {"name": " "}))) == ["f-name", "f-expertise"]
    boss.post("/experts", {"name": "周医师", "expertise": "injury", "organisation": "鉴定中心"})
    path = log_case(mediator, least(**{"claims[0].kind": "severance"}))
    form = mediator.get(f"{path}/experts").text
    expert = re.search(r'value="(expert:[^"]+)"', form)
    assert expert is not None
    typed = {"who": expert[1], "at": "2026-11-18T10:00", "address": "http://meet.example.cn/1", "question": "能否先行调解"}
    wrong = mediator.post(f"{path}/experts", typed)
    assert (wrong.status_code, list(errors(wrong))) == (422, ["f-address"])
    assert "能否先行调解" in wrong.text
    mediator.post(f"{path}/experts", {**typed, "address": "https://meet.example.cn/1"})
    page = mediator.get(f"{path}/experts").text
    assert "请将下列文字发给对方" in page
    call = re.search(rf'{path}/experts/([^"]+)"', page)
    assert call is not None
    mediator.post(f"{path}/experts/{call[1]}", {"state": "accepted"})
    mediator.post(f"{path}/experts/{call[1]}", {"state": "took_part", "notes": "可先就医疗费调解"})
    shown = mediator.get(path).text
    assert "可先就医疗费调解" in shown
    assert "meet.example.cn" not in shown


def test_a_payment_on_a_day_that_is_none_is_said_beside_its_field(planned: Flask) -> None:
    mediator = sign_in(planned)
    path = log_case(mediator)
    with db.transaction() as session:
        station = session.exec(select(Station).where(Station.code == "CH")).one()
        common = {"station_id": station.id, "case_id": path.rpartition("/")[2]}
        row = Settlement(state="issued", effective_on=NOW.date() - timedelta(days=3), total=100, changed_at=NOW, **common)
        session.add(row)
        session.flush()
        part = Instalment(settlement_id=row.id, position=0, due_on=NOW.date(), amount=100, **common)
        session.add(part)
        key = part.id
    mediator.get(path)
    for said in ("2026-13-45", "2030-01-01"):
        answer = mediator.post(f"/instalments/{key}/paid", {"case": common["case_id"], "on": said})
        assert answer.status_code == 422
        assert f'value="{said}"' in answer.text
        assert f'id="f-paid-{key}-error"' in answer.text
    assert mediator.post(f"/instalments/{key}/paid", {"case": common["case_id"], "on": "2026-11-18"}).status_code == 303
