"""A new year without its holiday list: nothing breaks, nothing is guessed, dates say that they are provisional."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from mediation import config, db
from mediation.config import clock
from mediation.models.deadline import Deadline
from mediation.models.roster import DutyPattern, Shift
from mediation.models.station import Station
from mediation.models.talks import TalksClock
from mediation.office import roster, sweep
from tests import talks_make
from tests.commands.running import run
from tests.web.house import least, log_case, sign_in

NOON = timedelta(hours=4)
WARNED = ("/", "/supervision", "/rules/status", "/rules/calendars")
PAGES = {
    "zhan": (*WARNED, "/cases", "/roster", "/figures", "/talks"),
    "gong": ("/", "/inbox"),
    "lv": ("/duty",),
}
BANNER = "2027年放假安排尚未载入"


@pytest.fixture
def patient(house: Flask) -> Flask:
    """The house in which nobody must set up a second factor before the year is over."""
    config.use(config.settings().model_copy(update={"second_factor_grace_days": 3650}))
    return house


def test_every_page_and_the_jobs_work_and_say_what_is_provisional(patient: Flask) -> None:
    for nth, today in enumerate((date(2026, 12, 31), date(2027, 1, 4))):
        _a_day(patient, today, nth)


def _a_day(house: Flask, today: date, nth: int) -> None:
    now = datetime(today.year, today.month, today.day, tzinfo=UTC) + NOON
    with clock.at(now):
        case = log_case(sign_in(house), least(**{"claims[0].known_on": "2026-12-20"}))
        assert "暂定" in sign_in(house).get(case).text
        with db.transaction() as session:
            station = session.exec(select(Station).where(Station.code == "CH")).one()
            weekly: dict[str, Any] = {"station_id": station.id, "starts_at": time(9 + nth), "ends_at": time(10 + nth)}
            session.add(DutyPattern(weekday=1, in_force_from=today, **weekly))
            session.flush()
            talks = talks_make.talks(session, station.id, now=now, proposed_on=today, received_on=today).id
            roster.generate(session, station, until=today + timedelta(weeks=4), now=now)
        assert not sweep.sweep(now=now, kind="nightly").faults

        for name, paths in PAGES.items():
            visitor = sign_in(house, name)
            for path in (*paths, *((f"/talks/{talks}/days",) if name == "gong" else ())):
                answer = visitor.get(path)
                assert answer.status_code == 200, path
                assert (BANNER in answer.text) is (name == "zhan" and path in WARNED), path

        with db.reading() as session:
            rows = session.exec(select(Deadline).where(Deadline.state == "open")).all()
            shifts = session.exec(select(Shift).where(Shift.on >= date(2027, 1, 1))).all()
            periods = session.exec(select(TalksClock)).all()
        assert periods
        assert all(one.last_on is None for one in periods if one.safe_on.year == 2027)
        assert rows
        assert all(one.last_on is None for one in rows if one.safe_on.year == 2027)
        assert shifts
        assert all(one.provisional for one in shifts)


def test_the_command_names_the_missing_year_and_gives_no_last_day() -> None:
    told = run("date", "--from", "2026-12-20", "--days", "15", "--unit", "calendar", "--json")
    answer = json.loads(told.out)
    assert (answer["safe_on"], answer["last_on"]) == ("2027-01-04", None)
    assert any("2027 年放假安排尚未公布" in step for step in answer["steps"])
    refused = run("date", "--from", "2026-12-30", "--days", "5", "--unit", "working", "--json")
    assert refused.code == 1
    assert "2027 年的放假安排尚未载入" in refused.err


def test_the_form_keeps_the_usual_title_and_the_list_never_links_to_itself(patient: Flask) -> None:
    notice = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。"
    with clock.at(datetime(2026, 11, 23, 4, tzinfo=UTC)):
        form = sign_in(patient, "zhan").post("/rules/calendars/read", {"year": "2027", "text": notice})
        listing, home = (sign_in(patient, "guan").get(path).text for path in ("/rules/calendars", "/rules/status"))

    assert 'value="国务院办公厅关于2027年部分节假日安排的通知"' in form.text
    assert 'value="2027-01-03"' in form.text
    assert ("查看放假安排" in home, "查看放假安排" in listing) == (True, False)
