"""Mail server, webhook and deliveries: set, tested in words, never showing what is secret."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlmodel import select

from mediation import config, db, seals
from mediation.config import Settings
from mediation.models.notice import Delivery, MailRoute, Webhook
from mediation.models.user import User
from mediation.office import outbox
from tests.office.postoffice import PostOffice, free_port, messenger, post_office
from tests.web.house import Visitor, errors, sign_in
from tests.web.test_notices import tell

PASSWORD = "a-password-of-the-server"
MAIL = {"host": "127.0.0.1", "encryption": "none", "sender": "office@station.example", "active": "true"}


@pytest.fixture
def admin(house: Flask) -> Visitor:
    """Give a visitor signed in as the admin."""
    visitor = sign_in(house, "guan")
    visitor.get("/channels")
    return visitor


@pytest.fixture
def office(admin: Visitor) -> Iterator[PostOffice]:
    """Give a running mail server that the station uses; the admin has an address."""
    with post_office() as found:
        assert admin.post("/channels/mail", MAIL | {"port": str(found.port)}).status_code == 303
        with db.transaction() as session:
            session.exec(select(User).where(User.name == "guan")).one().email = "guan@station.example"
            session.exec(select(User).where(User.name == "wang")).one().email = "wang@station.example"
        yield found


def route() -> MailRoute:
    with db.reading() as session:
        return session.exec(select(MailRoute)).one()


def test_a_mail_server_is_stored_and_its_password_never_shown(admin: Visitor) -> None:
    given = {"port": "465", "encryption": "tls", "user_name": "station", "password": PASSWORD}
    admin.post("/channels/mail", MAIL | given)

    page = admin.get("/channels").text

    assert PASSWORD not in page
    assert "已保存，不再显示" in page
    sealed = route().password_sealed
    assert sealed
    assert PASSWORD.encode() not in sealed
    assert seals.open(sealed, table="mail_route", column="password", row=route().id) == PASSWORD


def test_an_empty_password_keeps_the_old_one_but_not_for_another_server(admin: Visitor) -> None:
    given = MAIL | {"port": "465", "encryption": "tls", "user_name": "station"}
    admin.post("/channels/mail", given | {"password": PASSWORD})
    before = route().password_sealed

    admin.post("/channels/mail", given | {"sender": "new@station.example"})
    assert (route().password_sealed, route().sender) == (before, "new@station.example")

    moved = admin.post("/channels/mail", given | {"host": "elsewhere.example"})
    assert "f-password" in errors(moved)
    assert route().host == "127.0.0.1"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"host": ""}, "host"), ({"host": "a b"}, "host"), ({"host": "x\r\ny"}, "host"), ({"port": "0"}, "port"),
        ({"port": "65536"}, "port"), ({"port": "x"}, "port"), ({"port": "２５"}, "port"),
        ({"encryption": "rot13"}, "encryption"), ({"sender": "x"}, "sender"),
        ({"sender": "a@b.cn\r\nBcc: c@d.cn"}, "sender"), ({"user_name": "u", "password": "p"}, "encryption"),
        ({"user_name": "u", "encryption": "tls"}, "password"),
    ],
    ids=str,
)  # fmt: skip
def test_wrong_settings_are_refused_beside_their_field(admin: Visitor, given: dict[str, str], field: str) -> None:
    answer = admin.post("/channels/mail", MAIL | {"port": "25"} | given)

    assert answer.status_code == 422
    assert f"f-{field}" in errors(answer)


def test_a_refused_form_keeps_what_was_typed_but_no_password(admin: Visitor) -> None:
    answer = admin.post("/channels/mail", MAIL | {"port": "x", "host": "smtp.example", "password": PASSWORD})

    assert 'value="smtp.example"' in answer.text
    assert PASSWORD not in answer.text


def test_a_test_mail_arrives_and_the_result_is_said(admin: Visitor, office: PostOffice) -> None:
    admin.post("/channels/mail/test")

    page = admin.get("/channels").text
    assert office.taken[0][0] == ["guan@station.example"]
    assert "收下了测试邮件" in page
    assert "测试成功" in page
    assert "测试" in admin.get("/deliveries").text


def test_a_failed_test_says_why_and_what_to_do(admin: Visitor, office: PostOffice) -> None:
    office.rcpt = ["550 guan@station.example unknown"]
    admin.post("/channels/mail/test")
    refused = admin.get("/channels").text
    admin.post("/channels/mail", MAIL | {"port": str(free_port())})
    admin.post("/channels/mail/test")

    assert "收件人的地址被拒收（应答 550）" in refused
    assert "unknown" not in refused
    assert "连不上邮件服务器" in admin.get("/channels").text


def test_a_test_without_an_address_asks_for_it(admin: Visitor) -> None:
    with post_office() as office:
        admin.post("/channels/mail", MAIL | {"port": str(office.port)})
        answer = admin.post("/channels/mail/test")

    assert answer.status_code == 422
    assert "填写您自己的邮箱" in answer.text
    assert office.taken == []


def test_the_secret_of_a_webhook_is_shown_once(admin: Visitor) -> None:
    made = admin.post("/channels/webhook", {"url": "https://room.example/x", "level_from": "2", "active": "true"})
    found = re.search(r"<code>([\w-]{40,})</code>", made.text)
    assert found
    assert found[1] not in admin.get("/channels").text

    renewed = admin.post("/channels/webhook/secret")

    again = re.search(r"<code>([\w-]{40,})</code>", renewed.text)
    assert again
    assert again[1] != found[1]
    with db.reading() as session:
        hook = session.exec(select(Webhook)).one()
    assert outbox.hook_secret(hook) == again[1]


@pytest.mark.parametrize("url", ["", "http://room.example/", "ftp://x", "https://u:p@x.example", "x" * 600])
def test_a_webhook_needs_an_https_address(admin: Visitor, url: str) -> None:
    answer = admin.post("/channels/webhook", {"url": url, "level_from": "2"})

    assert "f-url" in errors(answer)


def test_a_webhook_into_the_house_is_refused_when_it_is_called(admin: Visitor) -> None:
    admin.post("/channels/webhook", {"url": "https://127.0.0.1/", "level_from": "2", "active": "true"})
    admin.post("/channels/webhook/test")

    assert "指向内部网络" in admin.get("/channels").text


def test_a_test_call_is_made(admin: Visitor, sqlite_settings: Settings) -> None:
    config.use(sqlite_settings.model_copy(update={"webhook_private": True}))
    with messenger() as room:
        admin.post("/channels/webhook", {"url": room.url, "level_from": "2", "active": "true"})
        admin.post("/channels/webhook/test")

    assert len(room.calls) == 1
    assert "收下了测试消息" in admin.get("/channels").text


def test_a_station_of_others_is_not_there(admin: Visitor) -> None:
    assert admin.get("/channels?station=XZ").status_code == 404
    assert admin.post("/channels/mail", MAIL | {"station": "XZ", "port": "25"}).status_code == 404


def failed(office: PostOffice) -> None:
    """Let one mail fail for good."""
    office.rcpt = ["550 no", "250 ok"]
    tell("wang", urgency="immediate")
    outbox.send_due(config.clock.now())


def test_a_failed_mail_says_why_and_is_sent_again(house: Flask, admin: Visitor, office: PostOffice) -> None:
    failed(office)
    supervisor = sign_in(house, "zhan")
    page = supervisor.get("/deliveries?state=failed").text
    assert "王调解" in page
    assert "收件人的地址被拒收（应答 550）" in page
    assert "更正邮箱地址" in page
    assert "wang@station.example" not in page
    again = re.search(r'action="(/deliveries/[^"]+/resend)"', page)
    assert again

    supervisor.post(again[1])
    outbox.send_due(config.clock.now())

    with db.reading() as session:
        assert session.exec(select(Delivery.state)).all() == ["sent"]
    assert len(office.taken) == 1
    assert supervisor.post(again[1]).status_code == 409


def test_a_person_sees_what_became_of_the_own_mail(house: Flask, admin: Visitor, office: PostOffice) -> None:
    failed(office)

    assert "邮件：发送失败" in sign_in(house, "wang").get("/notices").text


def test_deliveries_are_filtered(admin: Visitor, office: PostOffice) -> None:
    failed(office)
    tell("wang", urgency="immediate", key="waits")

    assert "王调解" not in admin.get("/deliveries?state=sent").text
    assert "待发送" in admin.get("/deliveries?state=queued").text
    assert "王调解" not in admin.get("/deliveries?channel=webhook").text
    assert admin.get("/deliveries?state=gone&channel=pigeon&page=99").status_code == 200


def test_the_pages_speak_english(admin: Visitor, office: PostOffice) -> None:
    failed(office)
    admin.post("/language", {"language": "en", "next": "/"})

    for path, said in {
        "/channels": "Send me a test mail", "/deliveries": "The recipient&#39;s address was refused (answer 550)",
        "/notices": "Nothing unread.", "/notices/settings": "What goes into the digest",
    }.items():  # fmt: skip
        assert said in admin.get(path).text
