"""A danger in a case: rules act on it, its calls and report are kept, it is lifted with a reason."""

import re

from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.risk import Risk
from tests.web.house import Visitor, errors, log_case, sign_in

SEEN = {"place": "项目部门口", "seen_words": "“不给钱就堵门”", "crowd": "30"}


def flags() -> tuple[list[str], str]:
    with db.reading() as session:
        case = session.exec(select(Case)).one()
        return list(case.flags), case.mediation


def note(visitor: Visitor, case: str, kind: str) -> str:
    visitor.get(f"{case}/risks")
    assert visitor.post(f"{case}/risks", {**SEEN, "risk_kind": kind}).status_code == 303
    return visitor.get(f"{case}/risks").text


def test_a_crowd_is_reported_and_lifted(house: Flask, mediator: Visitor) -> None:
    zhan = sign_in(house, "zhan")
    zhan.get("/risks/contacts")
    bad = zhan.post("/risks/contacts", {"contacts": "没有号码"})
    assert "第 1 行看不懂" in errors(bad)["f-contacts"]
    zhan.post("/risks/contacts", {"contacts": "保安室 021-64000001 聚集\n急诊 021-64000002 暴力"})
    case = log_case(mediator)
    wrong = mediator.post(f"{case}/risks", {"risk_kind": "gathering", "crowd": "许多", "seen_words": "写好的话"})
    assert {"f-crowd", "f-place"} <= set(errors(wrong))
    assert "写好的话" in wrong.text

    page = note(mediator, case, "gathering")

    assert "public_order" in flags()[0]
    assert "021-64000001" in page
    assert "021-64000002" not in page
    assert "待报警" in zhan.get("/risks").text
    mediator.post(re.findall(r'action="(/risk-calls/[^"]+)"', page)[0], {"note": "接通"})
    report = re.findall(r'action="(/risks/[^"]+/report)"', page)[0]
    assert "f-reported_to" in errors(mediator.post(report, {"case": case.rpartition("/")[2]}))
    assert mediator.post(report, {"reported_to": "派出所 李某"}).status_code == 303
    assert "已报警" in zhan.get("/risks").text
    assert mediator.get(report.replace("/report", "/report.pdf")).data.startswith(b"%PDF")
    assert mediator.post(report.replace("/report", "/lift"), {"lifted_why": "人群散去"}).status_code == 303
    assert "public_order" not in flags()[0]


def test_violence_blocks_mediation_until_the_police_say_otherwise(house: Flask, mediator: Visitor) -> None:
    case = log_case(mediator)
    page = note(mediator, case, "weapon")
    lift = re.search(r'id="risk-([\w-]+)"', page)
    assert lift
    address = f"/risks/{lift[1]}/lift"

    assert flags()[1] == "blocked"
    assert mediator.post(address, {"lifted_why": "没事了"}).status_code == 409
    jing = sign_in(house, "jing")
    jing.get(case)
    jing.post(f"{case}/withdraw-unsafe", {"reason": "已带离"})
    assert mediator.post(address, {"lifted_why": "警方已处置"}).status_code == 303
    assert flags()[1] == "open"
    note(mediator, case, "assault")
    assert flags()[1] == "blocked"
    with db.reading() as session:
        assert {one.state for one in session.exec(select(Risk))} == {"open", "lifted"}
