"""Hands at the pages of wage talks: a house on a day long ago, somebody signed in each morning, days as pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, expect

from mediation import config, db
from mediation.clock import STATION_ZONE
from mediation.config import Settings, clock
from mediation.web.session import cookie_name
from tests import make
from tests.browser.conftest import RULES, Tell
from tests.browser.serving import served
from tests.browser.test_journey import Hand, opened
from tests.databases import Databases
from tests.web.house import Visitor, build

READ = """rows => rows.map(row => ({
    title: row.querySelector('td:first-child strong').textContent,
    marks: [...row.querySelectorAll('td:first-child > .badge-o')].map(one => one.textContent),
    days: [...row.cells].slice(1).map(cell => [...cell.querySelectorAll('time')].map(one => one.dateTime)),
    who: row.cells[1].textContent.trim(),
    law: [...row.querySelectorAll('dl.facts dt')].filter(one => one.textContent === '依据')
        .map(one => one.nextElementSibling.textContent.replace(/\\s+/g, ' ')).join(),
}))"""
"""What a table of periods says: each one's title, marks, who acts, the days of each cell, and the articles."""
MOVES = """rows => rows.map(row => [...row.cells].map(cell => [
    cell.querySelector('strong'), cell.querySelector('span.soft'), ...cell.querySelectorAll('time'),
    cell.querySelector('div.soft'),
].filter(one => one).map(one => one.dateTime || one.textContent.replace(/\\s+/g, ' ').trim()).join(' ')))"""
"""What the table of a change of place says, cell by cell: a period's title, who acts, its days, its articles."""


def morning(day: str) -> datetime:
    """Return half past nine on a day, at the station."""
    return datetime.combine(date.fromisoformat(day), time(9, 30), STATION_ZONE)


@dataclass(frozen=True)
class House:
    """A served house with its people and nothing else."""

    app: Flask
    address: str


@contextmanager
def house(databases: Databases, data: Path, day: str) -> Iterator[House]:
    """Serve a house that opened on `day`."""
    with clock.at(morning(day)), databases.fresh("sqlite", data) as url:
        config.use(
            Settings(
                data_dir=data, database_url=url, rules_dir=RULES, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1,
                second_factor_grace_days=3650,
            )  # fmt: skip
        )
        try:
            config.ensure_keys(config.settings())
            app = build(config.settings())
            with served(app) as address:
                yield House(app, address)
        finally:
            db.dispose()
            config.use(None)


@dataclass
class Talker(Hand):
    """A person at the pages of one round; counts clicks and fields of every stretch of work."""

    house: House = field(kw_only=True)
    name: str = "gong"
    at: str = "/talks"
    stretches: dict[str, tuple[int, int]] = field(default_factory=dict)

    @contextmanager
    def on(self, day: str, work: str, page: str = "") -> Iterator[None]:
        """Come to work on a day, signed in, at a page of the round; what is clicked until the end counts as `work`."""
        with clock.at(morning(day)):
            visitor = Visitor(self.house.app.test_client())
            visitor.get("/sign-in")
            visitor.post("/sign-in", {"name": self.name, "password": make.PASSWORD})
            token = visitor.client.get_cookie(cookie_name())
            assert token, f"{self.name} can't sign in"
            self.page.context.clear_cookies()
            self.page.context.add_cookies([{"name": token.key, "value": token.value, "url": self.house.address}])
            self.page.goto(self.house.address + self.at + page)
            clicks, fields = self.clicks, self.fields
            yield
            before = self.stretches.get(work, (0, 0))
            self.stretches[work] = (before[0] + self.clicks - clicks, before[1] + self.fields - fields)

    def part(self, text: str) -> None:
        """Go to a part of the round by its tab."""
        self.click(self.page.get_by_role("navigation", name="协商的各部分").get_by_role("link", name=text, exact=True))

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button."""
        self.click((within or self.page.locator("main")).get_by_role("button", name=name, exact=True))

    def type(self, given: dict[str, str], within: Locator | None = None) -> None:
        """Fill fields by their names."""
        for name, text in given.items():
            self.fill((within or self.page.locator("main")).locator(f'[name="{name}"]'), text)

    def pick(self, name: str, value: str, within: Locator | None = None) -> None:
        """Click on one of a row of choices, or tick a box."""
        self.click((within or self.page.locator("main")).locator(f'[name="{name}"][value="{value}"]'))

    def told(self, text: str) -> None:
        """Expect to be told something."""
        expect(self.page.get_by_role("status").first).to_contain_text(text)

    def report(self) -> str:
        """Return the clicks and fields of every stretch of work."""
        lines = [f"{work}: {clicks} clicks, {fields} fields" for work, (clicks, fields) in self.stretches.items()]
        clicks, fields = (sum(one[nth] for one in self.stretches.values()) for nth in (0, 1))
        return "\n".join([*lines, f"all: {clicks} clicks, {fields} fields"])

    def periods(self) -> dict[str, tuple[str, ...]]:
        """Return the periods that the page shows: safe day, last day, articles, and the day on which it was done."""
        rows = self.page.locator("table.list tbody tr:has(dl.facts)")
        expect(rows.first).to_be_attached()
        self.page.wait_for_load_state()
        return dict(_period(row) for row in rows.evaluate_all(READ))

    def moves(self) -> dict[str, str]:
        """Return what the page of another place says of every period: as it is now, and then."""
        expect(self.page.locator("#h-moves")).to_be_attached()
        self.page.wait_for_load_state()
        rows: list[tuple[str, str, str]] = self.page.locator("table.list tbody tr").evaluate_all(MOVES)
        return {now: then for now, then, _ in rows}


def gong_on(day: str) -> Any:
    """Return the fixture `gong`: the union's officer at a house of her own that opened on `day`; tells her clicks."""

    @pytest.fixture(name="gong")
    def begin(
        databases: Databases, tmp_path: Path, browser: Browser, tell: Tell
    ) -> Iterator[Talker]:
        with house(databases, tmp_path / "house", day) as office, opened(browser) as page:
            page.set_default_timeout(60_000)
            hand = Talker(page, house=office)
            yield hand
        tell(hand.report())

    return begin


def _period(row: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return a period's name, with the side where both have it and the mark of a second warning, and what is said."""
    _, safe, last, done = row["days"]
    side = row["who"] if row["who"] in ("职工方", "企业方") else ""
    second = [one for one in row["marks"] if one.startswith("另按")]
    return " ".join([row["title"], *filter(None, [side]), *second]), (safe[0], *last, row["law"], *done)
