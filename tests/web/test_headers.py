"""The gate, the headers and the forms' tokens, as a stranger or a stolen browser meets them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mediation.config import Settings, clock
from tests.make import NOW
from tests.web import house
from tests.web.house import Visitor


@pytest.fixture
def app(sqlite_settings: Settings) -> Iterator[Flask]:
    with clock.at(NOW):
        yield house.build(sqlite_settings)


@pytest.fixture
def wang(app: Flask) -> Visitor:
    return house.sign_in(app)


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
