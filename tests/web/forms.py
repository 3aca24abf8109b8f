"""Every form of the application as its pages show it, found by walking tests/route_table.py over tests/world.py.

A form gets values that are nearly right, so that what is tried on one field reaches the act behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel

from mediation import db
from tests import route_table
from tests.test_matrix import ARGUMENT, HERE

BEST = "+uc0-bs"
DAYS = re.compile(r"(_on|_from|_until|^on|^since|^until|^born)$")
TIMES = frozenset(("at", "came", "left", "received_at", "seen_at", "reported_at"))
PLAIN = {
    "begins": "13:30", "ends": "16:30", "workers": "2", "port": "465", "slot_minutes": "20", "walk_in_slots": "2",
    "amount": "100.00", "total": "100.00", "range_low": "100.00", "range_high": "200.00", "phone": "13900001234",
    "email": "wang@example.cn", "sender": "wang@example.cn", "host": "mail.example.cn", "url": "https://example.cn/in",
    "address": "https://example.cn/in", "number": "", "id_number": "", "credit_code": "", "seen": "", "name": "王某",
    "wages": "", "insurance": "26", "low": "7384.00", "change": "-3", "months": "12", "horizon": "36", "leaving": "1",
}  # fmt: skip
FREE = {"weekday": "3"}
"""What is put in the place of a value shown that clashes with the world."""
TEXT = "说明"
MACHINE = frozenset(("csrf_token", "do", "key", "next", "seen", "password", "old", "new", "again"))
PRINTS = (".pdf", ".xlsx")


@dataclass
class Form:
    """One form: who sees it, where it goes, its fields as shown or nearly right, what its lists offer."""

    route: str
    person: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)
    offers: dict[str, set[str]] = field(default_factory=dict)

    def typed(self) -> list[str]:
        """Return the names of the fields people type words into."""
        return [name for name, value in self.fields.items() if value in (TEXT, PLAIN["name"]) and name not in MACHINE]

    def days(self) -> list[str]:
        """Return the names of the fields for a day."""
        return [name for name in self.fields if DAYS.search(name.rpartition(".")[2])]


class Page(HTMLParser):
    """Reads the forms out of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str], dict[str, set[str]]]] = []
        self.chosen = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, and every field of the one that is open."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", "") if given.get("method") == "post" else "-", {}, {}))
        if not self.forms or tag not in ("input", "select", "textarea", "option", "button"):
            return
        _, fields, offers = self.forms[-1]
        name = self.chosen if tag == "option" else given.get("name", "")
        if tag == "select":
            self.chosen = name
        if not name or given.get("type") == "file":
            return
        value = given.get("value", "")
        offers.setdefault(name, set()).add(value)
        if not fields.get(name) or "selected" in given or "checked" in given:
            fields[name] = value


def forms(app: Flask, browsers: Mapping[str, FlaskClient]) -> dict[str, Form]:
    """Return one form of every route that takes one, by its line in the table; `browsers` are those of PEOPLE."""
    found = {route: _bare(route) for route in route_table.ROUTES if route.startswith("POST ")}
    shown: set[str] = set()
    for route in route_table.ROUTES:
        if route.startswith("GET ") and not route.endswith(PRINTS):
            person, path = _reached(route)
            for action, fields, offers in Page(browsers[person].get(path).text).forms:
                goes_to = _route(app, action or path)
                if goes_to and goes_to not in shown:
                    shown.add(goes_to)
                    bare = action.partition("?")[0].partition("#")[0] or path
                    found[goes_to] = Form(goes_to, person, bare, found[goes_to].fields | fields, offers)
    for one in found.values():
        one.fields = {
            name: FREE.get(name) or value or guess(name) for name, value in one.fields.items() if name not in ("csrf_token", "once")
        }
    return found


def guess(name: str) -> str:
    """Return what a person might have filled into a field of this name."""
    last = name.rpartition(".")[2]
    if last in TIMES:
        return "2026-11-16T09:00"
    if DAYS.search(last):
        return "2026-11-16"
    return "" if last in MACHINE else PLAIN.get(last, TEXT)


@contextmanager
def rehearsal() -> Iterator[Session]:
    """A transaction that is taken back at its end, after everything in it was sent to the database."""
    with Session(db.engine().execution_options(sqlite_begin="IMMEDIATE"), expire_on_commit=False) as session:
        yield session
        session.flush()
        session.expunge_all()
        session.rollback()


def rows_of(station_id: str) -> dict[str, str]:
    """Return the ids of all rows of a station, each with the name of its table."""
    found = {station_id: "station"}
    with db.reading() as session:
        for mapper in SQLModel._sa_registry.mappers:  # type: ignore[attr-defined]
            table: Any = mapper.local_table
            if {"id", "station_id"} <= set(table.c.keys()):
                ids = session.execute(sa.select(table.c.id).where(table.c.station_id == station_id)).scalars()
                found |= dict.fromkeys(map(str, ids), table.name)
    return found


def _bare(route: str) -> Form:
    person, path = _reached(route)
    return Form(route, person, path, dict(route_table.FORMS.get(route, {})))


def _reached(route: str) -> tuple[str, str]:
    """Return who gets the best answer of a route, and for which address."""
    signs = zip(route_table.PEOPLE, route_table.ROUTES[route].split(), strict=True)
    tried = [(BEST.find(sign), person, nth) for person, line in signs for nth, sign in enumerate(line)]
    _, person, nth = min(tried, key=lambda one: (one[0] == -1, one[0], one[1] == "anonymous"))
    target = route_table.TARGETS[nth]
    given = route_table.ARGUMENTS | {name: f"{kind}-{target}" for name, kind in route_table.OF_A_CASE.items()}
    given |= {"referral_id": f"referral-{route_table.DESK_OF[target]}-{target}", "code": f"CODE{target}"}
    address = route.split(" ")[1]
    return person, ARGUMENT.sub(lambda hit: _own(hit[1]) or given[hit[1]], address)


def _own(argument: str) -> str:
    """Return the id of a row of station A that an address may mean: `shift_id` → a shift; "" for rows of cases."""
    if argument in route_table.OF_A_CASE or not argument.endswith("_id") or argument == "referral_id":
        return ""
    stem = argument.removesuffix("_id")
    with db.reading() as session:
        for mapper in SQLModel._sa_registry.mappers:  # type: ignore[attr-defined]
            table: Any = mapper.local_table
            if stem in table.name.split("_") and {"id", "station_id"} <= set(table.c.keys()):
                station = sa.select(SQLModel.metadata.tables["station"].c.id).where(sa.text("code = 'A'"))
                row = session.execute(sa.select(table.c.id).where(table.c.station_id == station.scalar_subquery()))
                if one := row.scalars().first():
                    return str(one)
    return ""


def _route(app: Flask, address: str) -> str:
    """Return the line of the table that an address stands for, "" for none."""
    if not address.startswith("/"):
        return ""
    endpoint, _ = app.url_map.bind("localhost").match(address.partition("?")[0].partition("#")[0], method="POST")
    return next(f"POST {rule.rule}" for rule in app.url_map.iter_rules(endpoint) if "POST" in (rule.methods or ()))


def post(client: FlaskClient, form: Form, fields: dict[str, str]) -> Any:
    """Send a form as a browser on this site would."""
    return client.post(form.path, data=fields, headers=HERE)
