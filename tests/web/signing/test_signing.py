"""The page of an agreement's signers, and the page a signer sees on a phone, without an account."""

import io
import re

from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.user import User
from tests.hands import HAND, sign_all
from tests.web.house import Visitor, errors
from tests.web.test_settlements import begin, issued


def token(page: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def test_a_signer_reads_and_signs_on_a_phone_and_the_station_sees_it(house: Flask, mediator: Visitor):
    case, form = begin(mediator)
    issued(mediator, form)
    page = mediator.get(f"{form}/signing").text
    assert page.count("待签") >= 5
    first = re.search(r"/signatures/([\w-]+)/code", page)[1]

    led = mediator.post(f"/signatures/{first}/code")
    shown = mediator.get(str(led.headers["Location"])).text
    assert mediator.get(f"/signatures/{first}/qr.svg").mimetype == "image/svg+xml"
    address = re.search(r"/sign/[A-Z2-9]{12}", shown)[0]
    phone = house.test_client()
    text = phone.get(address)
    assert "贰万陆仟元整" in text.text
    assert phone.get(f"{address}/agreement.pdf").data.startswith(b"%PDF-1.7")
    empty = phone.post(address, data={"csrf_token": token(text.text), "do": "sign", "lines": ""})
    assert empty.status_code == 422
    assert {"f-lines", "f-agrees"} <= set(errors(empty))
    assert phone.post(address, data={"do": "sign", "lines": HAND, "agrees": "yes"}).status_code == 400  # no token
    sent = phone.post(
        address, data={"csrf_token": token(text.text), "do": "sign", "lines": HAND, "agrees": "yes"}
    )
    assert sent.status_code == 303
    assert "签名已收到" in phone.get(str(sent.headers["Location"])).text

    assert "手机手写签名" in mediator.get(f"{form}/signing").text
    assert mediator.get(f"/signatures/{first}/drawn.png").data.startswith(b"\x89PNG")
    with db.reading() as session:
        row = session.get_one(Signature, first)
    assert row.state == "signed"
    assert row.source
    assert row.code_digest not in address
    assert "司法确认" in signed_all(mediator, form, case)


def signed_all(mediator: Visitor, form: str, case: str) -> str:
    """Let the others sign and return the page of the case."""
    with db.transaction() as session:
        row = session.exec(select(Settlement)).one()
        by = session.exec(select(User).where(User.role == "mediator")).first()
        sign_all(session, row.id, by=by, now=clock.now())
    assert "全部签署，已生效" in mediator.get(f"{form}/signing").text
    assert "下载签署本" in mediator.get(f"{form}/preview").text
    return mediator.get(case).text


def test_a_wrong_code_opens_nothing_and_guessing_is_stopped(house: Flask):
    phone = house.test_client()

    answers = [phone.get("/sign/ABCDEFGHJKLM").status_code for _ in range(11)]

    assert answers[:10] == [404] * 10
    assert answers[10] == 429


def test_a_file_nobody_signed_here_is_told_so(house: Flask):
    client = house.test_client()
    page = client.get("/verify").text

    answer = client.post("/verify", data={"csrf_token": token(page), "file": (io.BytesIO(b"%PDF-1.4 no"), "a.pdf")})

    assert answer.status_code == 200
    assert "无法确认" in answer.text
