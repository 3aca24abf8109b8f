"""Every form met by people who mean harm, or paste what they shouldn't; new forms are tried by themselves."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session
from werkzeug.test import TestResponse

from mediation import db, logs
from mediation.app import MOST_FIELDS
from mediation.config import Settings, clock
from mediation.domain.casefile import NAME_LENGTH
from mediation.web.back import safe_next
from tests import route_table, world
from tests.browser.lively import terms_of
from tests.test_matrix import HERE, MOMENT, browser, token
from tests.web.forms import Form, forms, post, rehearsal, rows_of
from tests.web.house import Visitor, application, errors, least, log_case, sign_in

SPECIAL = "<script>x</script>\"'>{{7*7}}%(x)s%s%d{0}𠀀👩‍👧é\u200b=1+1 密语甲乙"
RAW, SECRET_WORD = "<script>x</script>", "密语甲乙"
EXTREMES = ("0001-01-01", "9999-12-31")
URLENCODED = "application/x-www-form-urlencoded"
ELSEWHERE = ("//x.example", "/\\x.example", "https://x.example", "/\t/x.example", "/a\r\nX: y", "x", "")
ODD_ADDRESSES = (
    "/cases/%00", "/verify/%ED%A0%80", "/duty/articles/..", "/cases/" + "9" * 9000, "/supervision?desk=x&age=x&level=x",
    "/supervision/referrals?desk=x&which=x&person=x", "/figures?period=9999-12", "/roster/hours?month=0001-01",
    "/duty/articles/ldmal-2?on=0001-01-01", "/deliveries?state=x&channel=x", "/notices?page=" + "9" * 5000,
)
ENDS_ITSELF = ("POST /sign-out", "POST /sessions/<session_id>/end")
BODIES = {
    "deep name": ".".join(["a"] * 3000) + "=x",
    "deep rows": "applicants" + "[0]" * 3000 + "=x",
    "long number": "claims[" + "9" * 5000 + "].kind=x",
    "far row": "claims[999999].kind=x",
    "no list": "claims=x&applicants[0]=x&risk=x",
    "no text": "summary[0]=x&workers.x=1",
    "not utf-8": b"summary=\xff\xed\xa0\x80%ED%A0%80",
    "many unknown": "&".join(f"a{nth}=" for nth in range(3000)),
}


class Foe:
    """Sends every form, changed; nothing it does lasts."""

    def __init__(self, app: Flask) -> None:
        self.built = world.stored()
        self.browsers = {
            name: browser(app, "" if name == "anonymous" else token(self.built, name)) for name in route_table.PEOPLE
        }
        self.forms = forms(app, self.browsers)
        for route in ENDS_ITSELF:
            del self.forms[route]

    def send(self, form: Form, **changed: str) -> TestResponse:
        return post(self.browsers[form.person], form, {**form.fields, **changed})


@pytest.fixture
def foe(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Foe]:
    monkeypatch.setitem(application().config, "WTF_CSRF_ENABLED", False)  # tests/web/test_session.py tries without token
    with clock.at(MOMENT):
        made = Foe(application())
        monkeypatch.setattr(db, "transaction", rehearsal)
        yield made


def test_no_form_falls_over_shows_what_was_typed_raw_logs_it_or_takes_in_rows_of_another_station(
    foe: Foe, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure()
    trials = (_fallen, _shown_raw, _taken_in, _misshapen) if db.engine().dialect.name == "sqlite" else (_fallen,)

    assert [found for trial in trials for found in trial(foe)] == []
    assert SECRET_WORD not in capsys.readouterr().err


def _fallen(foe: Foe) -> list[object]:
    """Return the forms that fail, or take characters that can't be stored."""
    fell: list[object] = []
    for route, form in foe.forms.items():
        tries = [{}, *(dict.fromkeys(form.days(), value) for value in EXTREMES if form.days())]
        fell += [(route, changed) for changed in tries if foe.send(form, **changed).status_code >= 500]
        if form.typed():
            answer = foe.send(form, **dict.fromkeys(form.typed(), "a\x00b\u202ec"))
            if not 400 <= answer.status_code < 500:
                fell.append((route, "NUL", answer.status_code))
    return fell


def _shown_raw(foe: Foe) -> list[object]:
    """Return the forms that fail at markup and format signs or show markup as it came."""
    found: list[object] = []
    for route, form in foe.forms.items():
        codes = [name for name in form.fields if name not in form.typed()]
        for names in filter(None, (form.typed(), codes)):
            answer = foe.send(form, **dict.fromkeys(names, SPECIAL))
            if answer.status_code >= 500 or RAW in answer.text:
                found.append((route, names, answer.status_code))
    return found


def _taken_in(foe: Foe) -> list[object]:
    """Return the fields that store an id of station B where the page offered one of station A."""
    own, foreign = rows_of(foe.built.stations["A"].id), rows_of(foe.built.stations["B"].id)
    stranger = foe.built.users["mediator_b"].id
    there = {table: row for row, table in foreign.items()} | {"person": stranger}
    own |= {one.id: "person" for one in foe.built.users.values() if one.id != stranger}
    offered = {
        (route, name, own[one.rpartition(":")[2]]): one.rpartition(":")[0] + ":" * (":" in one)
        for route, form in foe.forms.items()
        for name, offers in form.offers.items()
        for one in offers
        if own.get(one.rpartition(":")[2]) in there
    }
    tries = [(foe.forms[route], name, kind + there[table]) for (route, name, table), kind in offered.items()]
    assert len(tries) > 10
    found: list[object] = []

    def look(session: Session, _context: object) -> None:
        for row in [*session.new, *session.dirty]:
            held = [str(getattr(row, column.key)) for column in sa.inspect(type(row)).column_attrs]
            found.extend((form.route, name, type(row).__name__) for one in held if one in foreign or one == stranger)

    sa.event.listen(Session, "after_flush", look)
    try:
        for form, name, value in tries:
            if foe.send(form, **{name: value}).status_code >= 500:
                found.append((form.route, name, value))
    finally:
        sa.event.remove(Session, "after_flush", look)
    return found


def _misshapen(foe: Foe) -> list[object]:
    """Return the shapes of forms and addresses at which the program fails."""
    mediator, supervisor = foe.browsers["mediator"], foe.browsers["supervisor"]
    found: list[object] = []
    for path in ("/intake", "/cases/case-A1/facts", "/settlements/settlement-A1"):
        for name, body in BODIES.items():
            whole = urlencode(least()).encode() + b"&" + (body if isinstance(body, bytes) else body.encode())
            answer = mediator.post(path, data=whole, headers=HERE, content_type=URLENCODED)
            found += [(path, name)] if answer.status_code >= 500 else []
    found += [path for path in ODD_ADDRESSES if supervisor.get(path).status_code >= 500]
    return found


def test_a_stranger_is_answered_whatever_is_sent(house: Flask) -> None:
    stranger = house.test_client()
    stranger.get("/sign-in")
    deep = stranger.post("/willingness/callback", data="[" * 4000, content_type="application/json")
    many = stranger.post("/sign-in", data="a=&" * (MOST_FIELDS + 1), content_type=URLENCODED)
    held = stranger.post("/sign-in", data=BODIES["deep rows"] + "&" + BODIES["long number"], content_type=URLENCODED)

    assert (deep.status_code, many.status_code, held.status_code) == (400, 413, 400)
    with house.test_request_context():
        assert {safe_next(wish) for wish in ELSEWHERE} == {"/"}


def test_a_held_form_names_what_was_taken_out_and_keeps_the_rest(house: Flask) -> None:
    supervisor = sign_in(house, "zhan")
    supervisor.get("/experts")
    typed = {"name": "周\x00医师", "expertise": "injury", "contact": "一楼\x0b二室"}

    held = supervisor.post("/experts", typed)
    stored = supervisor.post("/experts", {"name": "周医师", "expertise": "injury"})

    assert held.status_code == 422
    assert "U+0000" in held.text
    assert 'name="name" value="周医师"' in held.text
    assert 'name="contact" value="一楼\n二室"' in held.text
    assert (stored.status_code, errors(stored)) == (303, {})


def test_the_longest_names_can_be_printed(mediator: Visitor) -> None:
    longest = {"applicants[0].name": "王" * NAME_LENGTH, "respondents[0].name": "司" * NAME_LENGTH}
    form = mediator.post(f"{log_case(mediator, least(**longest))}/settlement").headers["Location"]
    mediator.post(form, terms_of(mediator.get(form).text))
    mediator.get(f"{form}/preview")

    assert mediator.post(f"{form}/issue").status_code == 303
