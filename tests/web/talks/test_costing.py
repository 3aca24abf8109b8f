"""The costing as people use it: paste wages, look at the offers, play falling orders, take the figures home."""

import html
import io
import re
from dataclasses import dataclass

import openpyxl
import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from mediation import db, logs
from mediation.config import clock
from mediation.models.history import HistoryLine
from mediation.models.station import Station
from tests.office.talks.costed import KEPT, NOW, WAGES, offered
from tests.web.house import Visitor, errors, sign_in

LEAVERS = {"leavers[0].staff_group": "一线", "leavers[0].leaving": "40", "leavers[0].hired_on": "2016-12-01"}


@pytest.fixture
def talks(house: Flask) -> str:
    with db.transaction() as session:
        station = session.exec(select(Station.id).where(Station.code == "CH")).one()
        return f"/talks/{offered(session, station).id}"


@dataclass
class Clicker:
    """Follows links and sends forms that the page last seen has, and counts each as a click."""

    visitor: Visitor
    page: TestResponse
    clicks: int = 0

    def follow(self, path: str) -> str:
        """Click a link of the page."""
        assert f'href="{path}"' in html.unescape(self.page.text), path
        self.clicks += 1
        self.page = self.visitor.get(path)
        assert self.page.status_code == 200
        return self.page.text

    def send(self, path: str, typed: dict[str, str], *, chosen: int = 0) -> str:
        """Send a form of the page; `chosen` boxes and lists took a click each."""
        assert f'action="{path}"' in self.page.text, path
        hidden = dict(re.findall(r'type="hidden" name="(version)" value="(\d+)"', self.page.text))
        self.clicks += chosen + 1
        answer = self.visitor.post(path, {**hidden, **typed})
        assert answer.status_code == 303, errors(answer)
        self.page = self.visitor.get(answer.headers["Location"])
        return self.page.text


def test_falling_orders_are_played_in_ten_clicks(house: Flask, talks: str) -> None:
    with clock.at(NOW):
        gong = sign_in(house, "gong")
        at = Clicker(gong, gong.get(talks))
        at.follow(f"{talks}/costing")
        compared = at.send(f"{talks}/costing", {"wages": WAGES, "on": "2026-11-16"})
        assert "−2.91%" in compared
        assert "“后勤”20人调整后月工资为2,716.00元，低于法定下限2,740.00元" in compared
        at.follow(f"{talks}/costing/what-if")
        typed = {"plan_title": "降薪 3% 与裁员 40 人", "basis": "typed", "change": "-3", "months": "12", "promise": "yes"}
        shown = at.send(f"{talks}/costing/what-if", {**typed, **LEAVERS, "left_on": "2026-11-30"}, chosen=2)

        assert at.clicks <= 10
        assert "3,586,668.00" in shown
        assert "第 9 个月" in re.sub(r"<[^>]+>", "", shown)
        assert "<polyline" in shown
        assert "上海市集体合同条例 第十五条" in shown
        assert "承诺期间不裁员" in shown
        text = at.follow(f"{talks}/costing")
        assert "降薪 3% 与裁员 40 人" in text
        (deleted,) = re.findall(rf'href="({talks}/costing/what-if/[\w-]+)"', text)
        at.follow(deleted)
        assert "已删除" in at.send(f"{deleted}/remove", {})


def test_offers_are_chosen_shown_step_by_step_and_taken_home(house: Flask, talks: str) -> None:
    gong = sign_in(house, "gong")
    gong.get(f"{talks}/costing")
    gong.post(f"{talks}/costing", {"wages": WAGES, "on": "2026-11-16"})
    page = gong.get(f"{talks}/costing?offer=employer-1&offer=employer-2").text

    assert "企业方第 1 轮：低于最低工资的类别" in page
    assert "待核" in page
    assert "不少于220人" in page
    assert KEPT["until"] not in page
    assert "× (1 − 8%)" in gong.get(f"{talks}/costing/steps?offer=employer-1&table=1").text
    for path in re.findall(r'href="(/talks/[^"]+\.xlsx[^"]*)"', html.unescape(page)):
        answer = gong.get(path)
        assert openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
        assert "attachment" in answer.headers["Content-Disposition"]
    with db.reading() as session:
        lines = session.exec(select(HistoryLine).where(HistoryLine.subject_kind == "talks")).all()
    assert {one.act for one in lines} >= {"talks.wages", "talks.wages_export", "talks.costing_export"}
    assert not [one for one in lines if "8000" in one.fields_json or "一线" in one.fields_json]


def test_faults_stand_in_a_table_nothing_typed_is_lost_and_no_wage_is_logged(
    house: Flask, talks: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure()
    gong = sign_in(house, "gong")
    gong.get(f"{talks}/costing")
    answer = gong.post(f"{talks}/costing", {"wages": "类别\t月工资\n密组\t约八千三\n", "on": "2026-13-01", "note": "十月册"})

    assert answer.status_code == 422
    assert set(errors(answer)) == {"f-wages", "f-on"}
    assert "密组\t约八千三" in answer.text
    assert 'value="十月册"' in answer.text
    assert re.search(r'<td class="number">2</td>.*?月工资</td><td>约八千三</td>', answer.text)
    uploaded = {"wage_file": (io.BytesIO("类别,月工资\n密组,8300\n甲,？\n".encode()), "工资.csv"), "on": "2026-11-16"}
    answer = gong.post(f"{talks}/costing", uploaded, content_type="multipart/form-data")
    assert (answer.status_code, "密组\t8300" in answer.text) == (422, True)
    broken = {"wage_file": (io.BytesIO(b"PK\x03\x04broken"), "工资.xlsx"), "on": "2026-11-16"}
    answer = gong.post(f"{talks}/costing", broken, content_type="multipart/form-data")
    assert "文件无法读取" in errors(answer)["f-wage_file"]
    told = capsys.readouterr()
    assert not [text for text in ("密组", "8300", "八千三") if text in told.err + told.out]


def test_a_row_is_added_and_what_was_typed_stays(house: Flask, talks: str) -> None:
    gong = sign_in(house, "gong")
    gong.get(f"{talks}/costing")
    gong.post(f"{talks}/costing", {"wages": WAGES, "on": "2026-11-16"})
    gong.get(f"{talks}/costing/what-if")
    rows = {f"leavers[{nth}].{part}": "" for nth in range(3) for part in ("staff_group", "leaving", "hired_on")}
    page = gong.post(f"{talks}/costing/what-if", {**rows, **LEAVERS, "do": "add"}).text

    assert 'name="leavers[3].staff_group"' in page
    assert 'value="2016-12-01"' in page
    answer = gong.post(f"{talks}/costing/what-if", {**LEAVERS, "leavers[0].leaving": "201", "change": "-3", "left_on": "x"})
    assert answer.status_code == 422
    assert set(errors(answer)) == {"f-plan_title", "f-left_on"}


def test_the_costing_of_another_station_is_not_found(house: Flask, talks: str) -> None:
    yuan = sign_in(house, "yuan")
    paths = ("/costing", "/costing.xlsx", "/wages.xlsx", "/costing/steps", "/costing/what-if")

    assert [yuan.get(talks + path).status_code for path in paths] == [404] * 5
    assert yuan.post(f"{talks}/costing", {"wages": WAGES, "on": "2026-11-16"}).status_code == 404
    assert yuan.post(f"{talks}/costing", {"wages": "？"}).status_code == 404
