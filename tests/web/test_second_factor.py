"""The second factor at the browser: set up, two steps, the days of grace; half a sign-in opens no page."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from mediation import config, db
from mediation.config import Settings, clock
from mediation.office import accounts
from mediation.web.session import cookie_name, half_cookie_name
from tests.make import NOW, PASSWORD
from tests.web import house
from tests.web.house import Visitor, errors

MINUTE = timedelta(minutes=1)
SECRET = re.compile(r"<code>([A-Z2-7 ]{39})</code>")
RECOVERY = re.compile(r"<code>(\d{4} \d{4} \d{4})</code>")


@pytest.fixture
def app(sqlite_settings: Settings) -> Iterator[Flask]:
    with clock.at(NOW):
        yield house.build(sqlite_settings)


def set_up(visitor: Visitor, **more: str) -> tuple[pyotp.TOTP, list[str]]:
    """Set it up through the pages; return the authenticator and the recovery codes shown."""
    visitor.get("/second-factor")
    visitor.post("/second-factor/begin")
    totp = pyotp.TOTP(SECRET.search(visitor.get("/second-factor").text)[1].replace(" ", ""))  # type: ignore[index]
    done = visitor.post("/second-factor/confirm", {"one_time_code": totp.at(clock.now()), **more})
    assert done.status_code == 200, errors(done)
    return totp, RECOVERY.findall(done.text)


def half_in(app: Flask, name: str = "lv", wish: str = "") -> Visitor:
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"name": name, "password": PASSWORD, "next": wish})
    assert answer.headers["Location"].startswith("/sign-in/code")
    visitor.get(answer.headers["Location"])
    return visitor


def test_the_lawyer_signs_in_by_two_steps_and_lands_where_she_was_going(app: Flask) -> None:
    lawyer = house.sign_in(app, "lv")
    totp, codes = set_up(lawyer)
    assert len(set(codes)) == 10
    assert lawyer.get("/duty").status_code == 200
    with clock.at(NOW + MINUTE):
        visitor = half_in(app, wish="/cases?q=x")
        half = visitor.client.get_cookie(half_cookie_name())
        assert half is not None
        wrong = visitor.post("/sign-in/code", {"one_time_code": "000000x", "next": "/cases?q=x"})
        assert (wrong.status_code, "000000x" in wrong.text) == (401, False)
        done = visitor.post("/sign-in/code", {"one_time_code": totp.at(NOW + MINUTE), "next": "/cases?q=x"})

    assert done.headers["Location"] == "/cases?q=x"
    given = visitor.client.get_cookie(cookie_name())
    assert given is not None
    assert given.value != half.value
    assert visitor.client.get_cookie(half_cookie_name()) is None


def test_half_a_sign_in_opens_no_page(app: Flask) -> None:
    set_up(house.sign_in(app, "lv"))
    visitor = half_in(app)
    half = visitor.client.get_cookie(half_cookie_name())
    assert half is not None
    visitor.client.set_cookie(cookie_name(), half.value)

    closed = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    opened = [path for path in closed if visitor.get(path).status_code < 300]

    assert len(closed) > 20
    assert sorted(opened) == ["/ballot", "/sign", "/sign-in", "/sign-in/code", "/verify"]


def test_nobody_comes_to_the_code_without_the_password(app: Flask) -> None:
    totp, _ = set_up(house.sign_in(app, "lv"))
    stranger = Visitor(app.test_client())
    stranger.get("/sign-in")

    assert stranger.get("/sign-in/code").headers["Location"] == "/sign-in"
    with clock.at(NOW + MINUTE):
        sent = stranger.post("/sign-in/code", {"one_time_code": totp.at(NOW + MINUTE)})
        visitor = half_in(app)
    assert sent.headers["Location"] == "/sign-in"
    with clock.at(NOW + 7 * MINUTE):
        late = visitor.post("/sign-in/code", {"one_time_code": totp.at(NOW + 7 * MINUTE)})
    assert late.headers["Location"] == "/sign-in"
    assert "登录已超时" in visitor.get("/sign-in").text


def test_a_recovery_code_comes_in_and_says_how_many_are_left(app: Flask) -> None:
    _, codes = set_up(house.sign_in(app, "lv"))
    visitor = half_in(app)

    visitor.post("/sign-in/code", {"one_time_code": codes[0]})

    assert "还剩 9 个" in visitor.get("/").text


def test_the_secret_is_drawn_only_while_it_is_set_up_and_kept_nowhere(app: Flask) -> None:
    lawyer, other = house.sign_in(app, "lv"), house.sign_in(app, "zhan")
    assert lawyer.get("/second-factor/qr.svg").status_code == 404
    lawyer.get("/second-factor")
    lawyer.post("/second-factor/begin")

    drawn = lawyer.get("/second-factor/qr.svg")
    assert (drawn.mimetype, drawn.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert "<script" not in drawn.text
    assert "style" not in drawn.text
    assert other.get("/second-factor/qr.svg").status_code == 404
    set_up(lawyer)
    assert lawyer.get("/second-factor/qr.svg").status_code == 404
    assert SECRET.search(lawyer.get("/second-factor").text) is None


def test_a_browser_left_open_does_not_set_it_up_without_the_password(app: Flask) -> None:
    lawyer = house.sign_in(app, "lv")
    with clock.at(NOW + 16 * MINUTE):
        lawyer.get("/second-factor")
        lawyer.post("/second-factor/begin")
        totp = pyotp.TOTP(SECRET.search(lawyer.get("/second-factor").text)[1].replace(" ", ""))  # type: ignore[index]
        refused = lawyer.post("/second-factor/confirm", {"one_time_code": totp.at(clock.now()), "password": "wrong"})
        assert refused.status_code == 422
        assert set(errors(refused)) == {"f-password"}
        set_up(lawyer, password=PASSWORD)


def test_changing_it_takes_password_and_code(app: Flask) -> None:
    lawyer, mediator = house.sign_in(app, "lv"), house.sign_in(app, "wang")
    (totp, codes), (other, _) = set_up(lawyer), set_up(mediator)
    for nth, what in enumerate(("renew", "codes")):
        with clock.at(NOW + (nth + 1) * MINUTE):
            for given in ({}, {"password": PASSWORD}, {"password": "x", "one_time_code": totp.at(clock.now())}):
                assert lawyer.post(f"/second-factor/{what}", given).status_code == 422
    with clock.at(NOW + 3 * MINUTE):
        proof = {"password": PASSWORD, "one_time_code": totp.at(clock.now())}
        fresh = RECOVERY.findall(lawyer.post("/second-factor/codes", proof).text)
        assert not set(fresh) & set(codes)
        assert lawyer.post("/second-factor/off", {"password": PASSWORD, "one_time_code": fresh[0]}).status_code == 422
        assert lawyer.post("/second-factor/renew", {"password": PASSWORD, "one_time_code": fresh[1]}).status_code == 303
        assert "更换二次验证" in lawyer.get("/second-factor").text
        off = mediator.post("/second-factor/off", {"password": PASSWORD, "one_time_code": other.at(clock.now())})
        assert off.status_code == 303
    assert house.sign_in(app, "wang").get("/").status_code == 200


def test_the_days_of_grace_are_counted_down_then_nothing_else_opens(app: Flask, sqlite_settings: Settings) -> None:
    with db.reading() as session:
        began = accounts.get(session, "zhan").created_at
    until = began + timedelta(days=14)
    with clock.at(until - MINUTE):
        visitor = house.sign_in(app, "zhan")
        assert "须在 1 天内设置" in visitor.get("/roster").text
        assert "天内设置" not in house.sign_in(app, "wang").get("/").text
    with clock.at(until):
        assert visitor.get("/roster").headers["Location"] == "/second-factor"
        assert visitor.post("/notices/read").headers["Location"] == "/second-factor"
        assert [visitor.get(path).status_code for path in ("/password", "/second-factor")] == [200, 200]
        set_up(visitor, password=PASSWORD)
        assert visitor.get("/roster").status_code == 200
    config.use(sqlite_settings.model_copy(update={"second_factor_grace_days": 0}))
    with clock.at(began):
        assert house.sign_in(app, "guan").get("/channels").headers["Location"] == "/second-factor"
