"""The gate, the headers and the forms' tokens, as a stranger or a stolen browser meets them."""

import json
import logging
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
from mediation.web.session import FILES, cookie_name
from tests import make
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
        pages.append(answer.text.replace(name, "").replace(visitor.token, ""))
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


# --- forms --------------------------------------------------------------------------------------------------------


def posts(app: Flask) -> list[str]:
    return sorted(
        rule.rule.replace("<", "").replace(">", "")
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and rule.endpoint not in FILES
    )


@pytest.mark.parametrize("token", [None, "", "x", "１２３", "\x00", "ImFiYyI.aaaa.bbbb", "x" * 5000])
def test_every_form_without_its_token_is_refused(app: Flask, wang: Visitor, token: str | None) -> None:
    data = {"anything": "x"} | ({} if token is None else {"csrf_token": token})
    police = house.sign_in(app, "jing")

    answers = {
        path: {visitor.client.post(path, data=data).status_code for visitor in (wang, police)} for path in posts(app)
    }

    assert len(answers) > 10
    assert {path: given for path, given in answers.items() if 400 not in given or given - {400, 403}} == {}


def test_the_token_of_one_browser_is_refused_in_another(app: Flask, wang: Visitor) -> None:
    other = house.sign_in(app, "gong")

    assert wang.client.post("/sign-out", data={"csrf_token": other.token}).status_code == 400


def test_the_sign_in_form_has_a_token_too(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"name": "wang", "password": PASSWORD})

    assert answer.status_code == 400


# --- what is answered ---------------------------------------------------------------------------------------------

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/cases/nothing", "/static/office.css", "/static/none"])
def test_every_answer_has_the_headers(wang: Visitor, path: str) -> None:
    answer = wang.get(path)

    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    assert "Permissions-Policy" in answer.headers
    if not path.startswith("/static"):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/cases", "/intake", "/sessions", "/password", "/nowhere"])
def test_no_page_has_inline_script_or_style(wang: Visitor, path: str) -> None:
    page = wang.get(path).text.lower()

    assert " style=" not in page
    assert "<style" not in page
    assert all(" src=" in tag for tag in page.split("<script")[1:])
    assert not any(f" {event}=" in page for event in ("onclick", "onload", "onsubmit", "onerror", "onchange"))


@pytest.mark.parametrize(
    "path",
    [
        "/cases/%00", "/cases/%ed%a0%80", "/cases/%ff%fe", "/cases/99999999999999999999", "/cases/" + "x" * 4000,
        "/documents/%00", "/settlements/%00", "/referrals/%00/return", "/cases/..%2f..%2fetc", "/verify/%00",
        "/static/..%2f..%2fconfig.py", "/static/%00", "/%00",
    ],
)  # fmt: skip
def test_a_strange_address_is_not_found(app: Flask, path: str) -> None:
    officer = house.sign_in(app, "gong")

    assert officer.get(path).status_code == 404


@pytest.mark.parametrize("query", ["q=%00", "q=a&page=%00", "%00=1"])
def test_a_nul_in_a_query_is_a_bad_request(wang: Visitor, query: str) -> None:
    assert wang.get(f"/cases?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["page=99999999999999999999", "page=-1", "page=x", "q=%ed%a0%80", "q=%ff", "q=%25_'\""]
)
def test_a_strange_query_is_no_fault_of_the_server(wang: Visitor, query: str) -> None:
    assert wang.get(f"/cases?{query}").status_code in (200, 400, 404)


def test_a_form_that_is_too_large_is_refused(wang: Visitor) -> None:
    assert wang.post("/intake", {"summary": "x" * 3_000_000}).status_code == 413


def test_a_fault_shows_a_number_and_nothing_else(
    app: Flask, wang: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("身份证 310101199001011239 in the way")

    monkeypatch.setattr("mediation.office.board.day", fail)
    answer = wang.get("/")

    assert answer.status_code == 500
    assert "310101199001011239" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


# --- logs ---------------------------------------------------------------------------------------------------------


def test_logs_hold_neither_queries_nor_private_numbers(
    app: Flask, wang: Visitor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mediation import logs

    logs.configure()
    wang.get("/cases?q=13812341234")
    logging.getLogger("some.library").warning("paid to %s by %s", "6222021234567890123", "310101199001011239")
    try:
        raise ValueError("phone 13812341234")
    except ValueError:
        logging.getLogger("some.library").exception("it failed")

    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert len(lines) >= 3
    assert not any(number in written for number in ("13812341234", "6222021234567890123", "310101199001011239"))
    assert "138****1234" in written
    assert any(line.get("path") == "/cases" and "request_id" in line for line in lines)


def test_a_proxy_is_believed_only_where_the_setting_says_so(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        make.user(session, "wang", at=make.station(session))
    config.use(sqlite_settings.model_copy(update={"trusted_proxies": 1}))
    visitor = Visitor(create_app().test_client())
    with clock.at(NOW):
        visitor.get("/sign-in")
        visitor.post(
            "/sign-in", {"name": "wang", "password": PASSWORD}, headers={"X-Forwarded-For": "8.8.8.8, 10.1.1.1"}
        )

    with db.reading() as session:
        assert session.exec(select(AuthSession.address)).one() == "10.1.1.1"
