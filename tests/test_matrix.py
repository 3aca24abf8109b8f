"""Every route as every role against cases in every relation; a new route fails here until its line is written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g, templating
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from jinja2 import Template
from sqlmodel import Session

from mediation import db
from mediation.app import create_app
from mediation.config import Settings, clock
from mediation.models.session import AuthSession
from mediation.models.user import User
from mediation.office import sign_in
from mediation.web import session as gate
from mediation.web.session import FILES, cookie_name, policy_of
from tests import route_table, world
from tests.make import NOW
from tests.web.house import application
from tests.world import World

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
MOMENT = NOW + timedelta(hours=1)
OF_A_TARGET = {*route_table.OF_A_CASE, "referral_id", "code"}
"""The arguments that stand for something of a target."""
HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def built(sqlite_settings: Settings) -> Iterator[World]:
    made = world.stored()
    with clock.at(MOMENT):
        yield made


@pytest.fixture
def app(built: World, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(application().config, "WTF_CSRF_ENABLED", False)  # tests/web/test_session.py tries without token
    return application()


@pytest.fixture
def turned_away(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the gate let each request in, in their order: it asks who comes and to which act, never to what."""
    found: list[bool] = []

    def noting(user: User | None, policy: gate.Policy) -> ResponseReturnValue | None:
        found.append(True)
        answer = admit(user, policy)
        found[-1] = answer is not None
        return answer

    admit = gate._admit
    monkeypatch.setattr(gate, "_admit", noting)
    return found


@pytest.fixture
def spared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare ten thousand requests what they repeat: the page of a refusal is drawn once for each person and status, a
    token is looked up once (tests/web/test_session.py tries both)."""
    seen: set[tuple[str | None, str]] = set()
    known: dict[str, AuthSession | None] = {}

    def drawing(app: Flask, template: Template, context: dict[str, Any]) -> str:
        refusal = (g.user and g.user.id, str(context.get("heading")))
        if template.name == "error.html" and refusal in seen:
            return ""
        seen.add(refusal)
        return draw(app, template, context)

    def remembering(session: Session, token: str, *, now: datetime) -> AuthSession | None:
        if token not in known:
            known[token] = look_up(session, token, now=now)
        return known[token]

    draw, look_up = templating._render, sign_in.look_up
    monkeypatch.setattr(templating, "_render", drawing)
    monkeypatch.setattr(sign_in, "look_up", remembering)


@contextmanager
def rehearsal() -> Iterator[Session]:
    """A transaction that is taken back at its end, so that every request meets the same world."""
    with Session(db.engine().execution_options(sqlite_begin="IMMEDIATE"), expire_on_commit=False) as session:
        yield session
        session.rollback()


def token(built: World, name: str) -> str:
    """Sign the user `name` in; return the token of the browser."""
    with db.transaction() as session:
        return sign_in.open_session(session, built.users[name], place=sign_in.Place("127.0.0.1"), now=MOMENT).token


def browser(app: Flask, token: str) -> FlaskClient:
    """Return a browser that holds a token."""
    client = app.test_client()
    if token:
        client.set_cookie(cookie_name(), token)
    return client


def routes(app: Flask) -> dict[str, str]:
    """Give every method and address of the application as `GET /cases/<case_id>` → endpoint."""
    return {
        f"{method} {rule.rule}": rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint not in FILES
    }


def ask(client: FlaskClient, route: str, target: str) -> str:
    """Send one request about the case `target`; return the sign of its answer."""
    method, address = route.split(" ")
    given = route_table.ARGUMENTS | {name: f"{kind}-{target}" for name, kind in route_table.OF_A_CASE.items()}
    given["referral_id"] = f"referral-{route_table.DESK_OF[target]}-{target}"
    given["code"] = f"CODE{target}"
    path = ARGUMENT.sub(lambda found: given[found[1]], address)
    answer = client.open(path, method=method, data=route_table.FORMS.get(route), headers=HERE)
    if answer.status_code == 302 and "/sign-in" in answer.headers["Location"] and address != "/sign-out":
        return "s"
    return {404: "0", 403: "-", 409: "c", 422: "u", 401: "s", 400: "b"}.get(
        answer.status_code, "+" if answer.status_code < 400 else "X"
    )


def told(app: Flask, tokens: dict[str, str], route: str, turned_away: list[bool]) -> str:
    """Write what every person is answered, for every target, as a line of the table.

    An address that is the same whatever the target is asked once, and its answer written for all of them; so is a
    person whom the gate turns away, which knows nothing of targets.
    """
    named = set(ARGUMENT.findall(route))
    asked = route_table.TARGETS if named & OF_A_TARGET else route_table.TARGETS[:1]
    times = len(route_table.TARGETS) if named and len(asked) == 1 else 1
    said = []
    for one in tokens.values():
        turned_away.clear()
        first = ask(browser(app, one), route, asked[0])
        more = first * (len(asked) - 1) if turned_away == [True] else None
        said.append((first + (more or "".join(ask(browser(app, one), route, target) for target in asked[1:]))) * times)
    return " ".join(said)


def test_every_endpoint_says_who_may_enter(app: Flask) -> None:
    assert [route for route, endpoint in routes(app).items() if policy_of(app, endpoint) is None] == []


def test_what_is_public_is_listed_by_hand(app: Flask) -> None:
    public = {route for route, name in routes(app).items() if (policy := policy_of(app, name)) and policy.public}

    assert public == set(route_table.PUBLIC)


def test_every_route_has_its_line_in_the_table(app: Flask) -> None:
    assert set(routes(app)) == set(route_table.ROUTES), "write the line of the new route into tests/route_table.py"


@pytest.mark.usefixtures("spared")
def test_every_role_gets_the_answers_of_the_table(
    app: Flask, built: World, turned_away: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = {name: "" if name == "anonymous" else token(built, name) for name in route_table.PEOPLE}
    monkeypatch.setattr(db, "transaction", rehearsal)

    answers = {route: told(app, tokens, route, turned_away) for route in route_table.ROUTES}

    assert answers == {route: " ".join(line.split()) for route, line in route_table.ROUTES.items()}


def test_an_undeclared_endpoint_is_closed(built: World) -> None:
    app = create_app()
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    for one in ("", *(token(built, name) for name in route_table.PEOPLE[1:])):
        answer = browser(app, one).get("/forgotten")
        assert answer.status_code == 403
        assert "secret" not in answer.text


def test_an_unknown_act_cannot_be_declared() -> None:
    from mediation.web.session import allowed

    with pytest.raises(LookupError):
        allowed("case.burn")
