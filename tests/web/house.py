"""A whole house for page tests: one station, one user a role, an application on an empty database."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mediation import config, db
from mediation.app import create_app
from mediation.config import Settings
from tests import kept, make

PEOPLE = {
    "wang": {"display_name": "王调解"},
    "gong": {"display_name": "龚工会", "role": "desk_officer", "desk": "union"},
    "sifa": {"display_name": "司法所小李", "role": "desk_officer", "desk": "judicial_office"},
    "jing": {"display_name": "景警官", "role": "desk_officer", "desk": "police"},
    "lv": {"display_name": "吕律师", "role": "duty_lawyer", "desk": "law_firm"},
    "zhan": {"display_name": "詹站长", "role": "supervisor"},
    "guan": {"display_name": "管理员", "role": "admin"},
    "shen": {"display_name": "审计员", "role": "auditor"},
}
STATION_NAME = "漕河联合调解工作站"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ERROR = re.compile(r'<p class="error" id="([^"]+)-error">(.*?)</p>')


def build(settings: Settings) -> Flask:
    """Fill the empty database of `settings` with a station, its people and a stranger; return the application."""
    assert settings is config.settings()
    kept.built(_people)
    return application()


def _people() -> None:
    with db.transaction() as session:
        station = make.station(session, name=STATION_NAME, organisation_name="漕河街道人民调解委员会")
        for name, given in PEOPLE.items():
            make.user(session, name, at=station, **given)
        make.user(session, "yuan", at=make.station(session, "XZ", name="莘庄站"), display_name="远方")


@cache
def application() -> Flask:
    """Make the application once: its templates are compiled once; the settings in force are looked up at each use."""
    return create_app()


@dataclass
class Visitor:
    """Somebody at a browser without JavaScript: keeps cookies, sends the token of the page last seen."""

    client: FlaskClient
    token: str = ""

    def get(self, path: str, **given: Any) -> TestResponse:
        """Open a page and remember its form token."""
        return self._seen(self.client.get(path, **given))

    def post(self, path: str, data: dict[str, str] | None = None, **given: Any) -> TestResponse:
        """Send a form of the page last seen."""
        headers = {"Origin": "http://localhost", **given.pop("headers", {})}
        sent = {"csrf_token": self.token, **(data or {})}
        return self._seen(self.client.post(path, data=sent, headers=headers, **given))

    def _seen(self, answer: TestResponse) -> TestResponse:
        if found := TOKEN.search(answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""):
            self.token = found[1]
        return answer


def sign_in(app: Flask, name: str = "wang") -> Visitor:
    """Return a visitor who signed in as `name`."""
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"name": name, "password": make.PASSWORD})
    assert answer.status_code == 302, answer.text
    visitor.get("/sessions")
    return visitor


def least(**given: str) -> dict[str, str]:
    """Return the fields of an intake form with the three that are required, and whatever else is given."""
    required = {"applicants[0].name": "王某", "respondents[0].name": "某服装公司", "claims[0].kind": "unpaid_wages"}
    return {"do": "log", **required, **given}


def log_case(visitor: Visitor, fields: dict[str, str] | None = None) -> str:
    """Log a case through the form; return the address of its page."""
    visitor.get("/intake")
    answer = visitor.post("/intake", fields or least())
    assert answer.status_code == 303, errors(answer)
    return str(answer.headers["Location"])


def errors(answer: TestResponse) -> dict[str, str]:
    """Return the errors shown beside fields: id of the field → text."""
    return {field: html.unescape(re.sub(r"<[^>]+>", "", text)) for field, text in ERROR.findall(answer.text)}
