"""The gate, the headers and the forms' tokens, as a stranger or a stolen browser meets them."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from flask import Flask, templating

from mediation.config import Settings, clock
from mediation.web.session import FILES
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


def posts(app: Flask) -> list[str]:
    return sorted(
        rule.rule.replace("<", "").replace(">", "")
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and rule.endpoint not in FILES
    )


WRONG_TOKENS = ("", "x", "１２３", "\x00", "ImFiYyI.aaaa.bbbb", "x" * 5000)


def test_every_form_without_its_token_is_refused(app: Flask, wang: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitors = [wang, *(house.sign_in(app, name) for name in ("jing", "lv", "zhan", "guan", "shen"))]
    monkeypatch.setattr(templating, "_render", lambda *page: "")  # a thousand refusals: their status counts here

    def asked(visitor: Visitor, path: str, **given: str) -> int:
        return visitor.client.post(path, data={"anything": "x", **given}).status_code

    # Whoever the gate turns away (403) is turned away before the form is read; the first who is let in tries the form
    # without a token and with a wrong one, one after the other, for one check reads them all.
    let_in = []
    for path in posts(app):
        visitor, status = next((one, told) for one in visitors if (told := asked(one, path)) != 403)
        assert status == 400, path
        let_in.append((path, visitor))
    tried = zip(let_in, cycle(WRONG_TOKENS), strict=False)
    said = [(path, token, asked(one, path, csrf_token=token)) for (path, one), token in tried]
    assert len(said) > 10 * len(WRONG_TOKENS)
    assert [one for one in said if one[2] != 400] == []


def test_the_token_of_one_browser_is_refused_in_another(app: Flask, wang: Visitor) -> None:
    other = house.sign_in(app, "gong")

    assert wang.client.post("/sign-out", data={"csrf_token": other.token}).status_code == 400


def test_the_sign_in_form_has_a_token_too(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"name": "wang", "password": PASSWORD})

    assert answer.status_code == 400
