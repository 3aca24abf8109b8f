"""The gate, the headers and the forms' tokens, as a stranger or a stolen browser meets them."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from mediation import config, db
from mediation.app import create_app
from mediation.config import Settings, clock
from mediation.models.session import AuthSession
from mediation.models.user import User
from mediation.office import accounts
from mediation.web import headers
from mediation.web.devices import device
from mediation.web.session import cookie_name
from tests.make import NOW, PASSWORD
from tests.web import house
from tests.web.house import Visitor


@pytest.fixture
def app(sqlite_settings: Settings) -> Iterator[Flask]:
    with clock.at(NOW):
        yield house.build(sqlite_settings)


@pytest.fixture
def wang(app: Flask) -> Visitor:
    return house.sign_in(app)


def test_a_stranger_is_sent_to_the_sign_in_and_back_afterwards(app: Flask) -> None:
    visitor = Visitor(app.test_client())

    asked = visitor.get("/cases?q=x&page=2")
    assert asked.headers["Location"] == "/sign-in?next=/cases?q%3Dx%26page%3D2"

    visitor.get("/sign-in?next=/cases?q%3Dx%26page%3D2")
    entered = visitor.post("/sign-in", {"name": "wang", "password": PASSWORD, "next": "/cases?q=x&page=2"})
    assert entered.headers["Location"] == "/cases?q=x&page=2"


@pytest.mark.parametrize(
    "wish",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "\thttps://evil.example",
        "/\t/evil.example", "javascript:alert(1)", "http:evil.example", "///evil.example", "evil.example", "//[", " //x",
        "/\x00", "\ud800", "/\r\nSet-Cookie: a=b",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(app: Flask, wish: str) -> None:
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")

    sent = wish.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    entered = visitor.post("/sign-in", {"name": "wang", "password": PASSWORD, "next": sent})

    assert entered.status_code == 302
    assert entered.headers["Location"] == "/"


def test_a_token_from_before_the_sign_in_is_worth_nothing_after(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.client.set_cookie(cookie_name(), "chosen-by-the-attacker")
    visitor.get("/sign-in")

    visitor.post("/sign-in", {"name": "wang", "password": PASSWORD})

    given = visitor.client.get_cookie(cookie_name())
    assert given is not None
    assert given.value != "chosen-by-the-attacker"
    assert len(given.value) >= 43


def test_signing_in_again_ends_the_sign_in_before(app: Flask, wang: Visitor) -> None:
    old = wang.client.get_cookie(cookie_name())
    assert old is not None
    stolen = app.test_client()
    stolen.set_cookie(cookie_name(), old.value)
    assert stolen.get("/sessions").status_code == 200

    wang.post("/sign-in", {"name": "wang", "password": PASSWORD})

    assert stolen.get("/sessions").status_code == 302


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: Flask, sqlite_settings: Settings) -> None:
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    plain = visitor.post("/sign-in", {"name": "wang", "password": PASSWORD}).headers.getlist("Set-Cookie")
    assert any(one.startswith("mediation=") and "HttpOnly" in one and "SameSite=Lax" in one for one in plain)

    config.use(sqlite_settings.model_copy(update={"secure_cookies": True}))
    secure = Visitor(create_app().test_client())
    secure.get("/sign-in", base_url="https://localhost")
    answer = secure.post(
        "/sign-in",
        {"name": "wang", "password": PASSWORD},
        base_url="https://localhost",
        headers={"Referer": "https://localhost/sign-in", "Origin": "https://localhost"},
    )
    given = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-mediation=")]
    assert len(given) == 1
    assert all(part in given[0] for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in given[0]
    assert answer.headers["Strict-Transport-Security"] == headers.HSTS


def test_a_wrong_password_says_no_more_than_an_unknown_name(app: Flask) -> None:
    pages = []
    for name in ("wang", "nobody-of-that-name"):
        visitor = Visitor(app.test_client())
        visitor.get("/sign-in")
        answer = visitor.post("/sign-in", {"name": name, "password": "wrong-password-here"})
        assert answer.status_code == 401
        assert "wrong-password-here" not in answer.text
        told = answer.text.replace(name, "").replace(visitor.token, "")
        pages.append(re.sub(r'(name="once" value=)"[^"]+"', r"\1", told))
    assert pages[0] == pages[1]


def test_too_many_tries_answer_429(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    answers = [visitor.post("/sign-in", {"name": "wang", "password": "wrong"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_another_address_in_a_header_does_not_lift_the_limit(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    answers = [
        visitor.post(
            "/sign-in", {"name": f"guess{number}", "password": "x"}, headers={"X-Forwarded-For": f"9.9.9.{number}"}
        )
        for number in range(31)
    ]

    assert answers[-1].status_code == 429


def test_signing_out_ends_the_sign_in_at_once(app: Flask, wang: Visitor) -> None:
    token = wang.client.get_cookie(cookie_name())
    assert token is not None

    wang.post("/sign-out")

    stolen = app.test_client()
    stolen.set_cookie(cookie_name(), token.value)
    assert stolen.get("/sessions").status_code == 302
    assert wang.client.get_cookie(cookie_name()) is None


def test_disabling_an_account_closes_its_open_browser_at_once(wang: Visitor) -> None:
    with db.transaction() as session:
        accounts.disable(session, "wang", by="test", now=NOW)

    assert wang.get("/").status_code == 302


def test_one_sees_the_own_sign_ins_and_ends_another(app: Flask, wang: Visitor) -> None:
    other = house.sign_in(app)
    house.sign_in(app, "gong")
    with db.reading() as session:
        rows = session.exec(select(AuthSession).join(User).where(User.name == "wang", AuthSession.ended_at.is_(None)))  # type: ignore[union-attr]
        first, second = sorted(rows, key=lambda row: row.created_at)
    page = wang.get("/sessions").text
    assert page.count("/end") == 1
    ended = second.id if f"/sessions/{second.id}/end" in page else first.id

    assert wang.post(f"/sessions/{ended}/end").status_code == 302
    assert other.get("/sessions").status_code == 302
    assert wang.get("/sessions").status_code == 200


def test_the_password_is_changed_and_the_other_browser_is_out(app: Flask, wang: Visitor) -> None:
    other = house.sign_in(app)
    new = "another-willow-77-bridge"

    assert wang.post("/password", {"old": PASSWORD, "new": new, "again": "different"}).status_code == 422
    assert wang.post("/password", {"old": "wrong", "new": new, "again": new}).status_code == 422
    assert wang.post("/password", {"old": PASSWORD, "new": "short", "again": "short"}).status_code == 422
    changed = wang.post("/password", {"old": PASSWORD, "new": new, "again": new})

    assert changed.status_code == 302
    assert wang.get("/sessions").status_code == 200
    assert other.get("/sessions").status_code == 302


def test_who_must_choose_a_new_password_can_do_nothing_before(app: Flask) -> None:
    with db.transaction() as session:
        accounts.get(session, "wang").must_change_password = True
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    visitor.post("/sign-in", {"name": "wang", "password": PASSWORD})

    assert visitor.get("/cases").headers["Location"] == "/password"
    visitor.get("/password")
    new = "another-willow-77-bridge"
    assert visitor.post("/password", {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert visitor.get("/cases").status_code == 200


def test_a_page_writes_a_sign_of_life_once_a_minute_at_most(app: Flask, wang: Visitor) -> None:
    def seen() -> set[object]:
        with db.reading() as session:
            return set(session.exec(select(AuthSession.seen_at)))

    wang.get("/sessions")
    assert seen() == {NOW}
    with clock.at(NOW + timedelta(seconds=61)):
        wang.get("/sessions")
    assert seen() == {NOW + timedelta(seconds=61)}
    with clock.at(NOW + timedelta(minutes=31, seconds=1)):
        assert wang.get("/sessions").status_code == 302


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/116 Mobile MicroMessenger/8.0.42", "微信 · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Werkzeug/3.1", "Werkzeug/3.1"),
        ("", "未知"),
    ],
)  # fmt: skip
def test_a_sign_in_is_shown_by_browser_and_system(app: Flask, agent: str, shown: str):
    with app.test_request_context():
        assert device(agent) == shown


def test_a_wrong_password_is_not_spoken_of_as_something_unsaved(app: Flask):
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")

    page = visitor.post("/sign-in", {"name": "wang", "password": "wrong"}).text

    assert "未能登录" in page
    assert "还没有保存" not in page
