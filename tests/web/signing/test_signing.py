"""The page of an agreement's signers, and the page a signer sees on a phone, without an account."""

import io
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.user import User
from mediation.office import documents
from mediation.office.signing import finishing
from tests import forgeries
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
    assert "手写签名：还没有签名" in re.sub(r"<[^>]+>|\s", "", empty.text)
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
    with db.reading() as session:
        file = documents.stored(session, finishing.signed_file(session, row.settlement_id))
    assert "真实：与本站登记的文书完全一致" in checked(phone, file)
    assert "已被改动" in checked(phone, forgeries.with_a_revision(file))


def checked(client: FlaskClient, file: bytes) -> str:
    """Return what the public page says of a file."""
    csrf = token(client.get("/verify").text)
    return client.post("/verify", data={"csrf_token": csrf, "file": (io.BytesIO(file), "a.pdf")}).text


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
    assert "无法确认" in checked(house.test_client(), b"%PDF-1.4 no")
