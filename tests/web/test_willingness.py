"""Asking a party by call or message: its answer counts once a person has confirmed it."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.notice import Delivery
from mediation.models.station import Station
from mediation.models.willingness import Inquiry, VoiceGateway
from mediation.office import outbox_hook, willingness_gateway
from mediation.office.outbox_faults import Undelivered
from tests.web.house import Visitor, least, log_case, sign_in

PHONE = "13900001234"


@pytest.fixture
def gateway(house: Flask) -> Visitor:
    """Let the admin set up the gateway."""
    guan = sign_in(house, "guan")
    guan.get("/channels")
    answer = guan.post("/channels/gateway", {"url": "https://voice.example.com/ask", "active": "true"})
    assert "只显示这一次" in answer.text
    return guan


def asked(mediator: Visitor) -> tuple[str, str, dict[str, Any]]:
    """Ask the applicant of a case whose other side is willing; return case, id of the question, body of the call."""
    case = log_case(mediator, least(**{"applicants[0].phone": PHONE, "willing.respondent": "true"}))
    page = mediator.get(f"{case}/willingness").text
    ask = re.search(r'action="(/parties/[\w-]+/inquiry)"', page)
    assert ask
    assert mediator.post(ask[1]).status_code == 303
    with db.reading() as session:
        delivery = session.exec(select(Delivery).where(Delivery.template == "inquiry")).one()
        assert PHONE not in json.dumps(delivery.params)
        call = willingness_gateway.written_call(session, delivery, clock.now())
        return case, session.exec(select(Inquiry.id)).one(), dict(call.body)


def willing() -> tuple[bool | None, bool]:
    """Return what is on file of the applicant, and whether the clock of acceptance runs."""
    with db.reading() as session:
        clocks = session.exec(select(Deadline).where(Deadline.kind == "mediation.accept")).all()
        return session.exec(select(Case.willing_applicant)).one(), bool(clocks)


def test_an_answer_on_the_page_counts_once_it_is_confirmed(house: Flask, gateway: Visitor, mediator: Visitor) -> None:
    case, inquiry, body = asked(mediator)
    assert body["phone"] == PHONE
    path = "/answer/" + body["link"].rpartition("/")[2]
    stranger = Visitor(house.test_client())
    page = stranger.get(path).text
    assert "王某" not in page
    assert "CH-" not in page

    assert stranger.post(path, {"answer": "maybe"}).status_code == 422
    assert stranger.post(path, {"answer": "willing"}).status_code == 303
    assert "已收到" in stranger.get(path).text
    assert stranger.post(path, {"answer": "not_willing"}).status_code == 409
    assert willing() == (None, False)

    assert "已答复，待确认" in mediator.get(f"{case}/willingness").text
    assert mediator.post(f"/inquiries/{inquiry}/confirm", {"note": "回拨确认"}).status_code == 303
    assert willing() == (True, True)


def test_a_call_back_counts_only_with_its_signature(house: Flask, gateway: Visitor, mediator: Visitor) -> None:
    _, inquiry, _ = asked(mediator)
    with db.reading() as session:
        secret = willingness_gateway.secret_of(session.exec(select(VoiceGateway)).one())
        station = session.exec(select(Station.code).join(VoiceGateway)).one()
    body = json.dumps({"station": station, "id": inquiry, "answer": "willing"}).encode()

    def send(key: str, *, late: int = 0, said: bytes = body) -> int:
        stamp = str(int(clock.now().timestamp()) - late)
        signed = {"X-Mediation-Timestamp": stamp, "X-Mediation-Signature": "sha256=" + outbox_hook.signature(key, stamp, said)}
        return house.test_client().post("/willingness/callback", data=said, headers=signed).status_code

    assert [send("wrong"), send("-"), send(secret, late=301), send(secret, said=b"[]"), send("", said=b"\xff")] == [400] * 5
    assert willing() == (None, False)
    assert [send(secret), send(secret)] == [200, 200]
    assert willing() == (None, False)
    changed = json.dumps({"station": station, "id": inquiry, "answer": "not_willing"}).encode()
    assert send(secret, said=changed) == 409


def test_guessing_codes_is_slowed_down(house: Flask) -> None:
    stranger = Visitor(house.test_client())

    answers = [stranger.get(f"/answer/{'A' * 11}{letter}").status_code for letter in "ABCDEFGHJKLM"]

    assert answers[:10] == [404] * 10
    assert answers[10:] == [429, 429]


def test_an_old_question_is_over_and_is_not_called_any_more(house: Flask, gateway: Visitor, mediator: Visitor) -> None:
    _, _, body = asked(mediator)
    with clock.at(clock.now() + timedelta(days=8)), db.reading() as session:
        delivery = session.exec(select(Delivery).where(Delivery.template == "inquiry")).one()
        with pytest.raises(Undelivered, match="outdated"):
            willingness_gateway.written_call(session, delivery, clock.now())
        assert house.test_client().get("/answer/" + body["link"].rpartition("/")[2]).status_code == 410
