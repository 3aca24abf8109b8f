"""The gate, the headers and the forms' tokens, as a stranger or a stolen browser meets them."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlmodel import select

from mediation import config, db
from mediation.app import create_app
from mediation.config import Settings, clock
from mediation.models.session import AuthSession
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
