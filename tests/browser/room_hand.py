"""A hand in the mediation room: what product.md promises of clicks and seconds is counted and held to, page by page."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect
from pypdf import PdfReader
from sqlmodel import select

from mediation import db
from mediation.models.station import Station
from tests.browser.conftest import Tell
from tests.browser.talks_hand import Talker, house
from tests.browser.test_journey import opened
from tests.databases import Databases

A_CLICK, A_KEY = 1.3, 0.28
"""Seconds that a practised person takes to point at something and press, and to type a character."""


def text_of(pdf: bytes) -> str:
    """Return the words of a file on one line."""
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


@dataclass
class Measured:
    """What one piece of work took. `person`: seconds with the hands' own time, at the usual speed of hands."""

    clicks: int
    fields: int
    seconds: float
    person: float
    most_clicks: int | None
    most_seconds: float | None

    def said(self) -> str:
        """Return it in words, each figure beside its target."""
        clicks = f"{self.clicks} clicks" + (f" (≤ {self.most_clicks})" if self.most_clicks is not None else "")
        page = f"pages {self.seconds:.1f} s, with hands {self.person:.0f} s"
        return f"{clicks}, {self.fields} fields, {page}" + (f" (≤ {self.most_seconds:g})" if self.most_seconds else "")


@dataclass
class RoomHand(Talker):
    """A mediator at the pages of one case."""

    name: str = "wang"
    at: str = "/"
    keys: int = 0
    settlement: str = ""
    measured: dict[str, Measured] = field(default_factory=dict)

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    def fill(self, target: Locator, text: str) -> None:
        """Type into a field reached by Tab."""
        self.keys += len(text)
        super().fill(target, text)

    def go(self, target: Locator) -> None:
        """Press what leads to another page, and wait until that has come."""
        with self.page.expect_navigation(wait_until="commit"):
            self.click(target)
        self.page.locator("footer.foot").wait_for(state="attached")  # the end of every page; its event is lost at times

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button that sends a form."""
        self.go((within or self.main).get_by_role("button", name=name, exact=True))

    def press_last(self, name: str) -> None:
        """Press the last button of a name, the one that is seen."""
        self.go(self.main.get_by_role("button", name=name, exact=True).last)

    @contextmanager
    def work(self, name: str, clicks: int | None = None, seconds: float | None = None) -> Iterator[None]:
        """Measure a piece of work; it fails with more than its clicks, or where the hands alone need more than its seconds.

        How fast the pages are is told beside it, and held to by the bench: other work on the machine slows them here.
        """
        before, began = (self.clicks, self.fields, self.keys), time.perf_counter()
        yield
        took = time.perf_counter() - began
        used = self.clicks - before[0]
        hands = used * A_CLICK + (self.keys - before[2]) * A_KEY
        self.measured[name] = Measured(used, self.fields - before[1], took, took + hands, clicks, seconds)
        assert clicks is None or used <= clicks, f"{name}: {used} clicks, at most {clicks} promised"
        assert seconds is None or hands <= seconds, f"{name}: {hands:.1f} s of hands alone, at most {seconds} promised"

    def report(self) -> str:
        """Return every piece of work beside its target."""
        return "\n".join(f"{name}: {one.said()}" for name, one in self.measured.items())

    def spoke(self, text: str) -> None:
        """Go to a page of the case by its row of links."""
        self.go(self.page.get_by_role("navigation", name="本案其他登记").get_by_role("link", name=text, exact=True))

    def button(self, name: str, within: Locator | None = None) -> Locator:
        """Return the first button whose name begins so."""
        return (within or self.main).get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first

    def unfold(self, text: str, within: Locator | None = None) -> None:
        """Open something that is folded."""
        self.click((within or self.main).locator("summary").filter(has_text=text).first)

    def take(self, title: str, content: bytes, kind: str = "other", name: str = "scan.pdf") -> None:
        """Take in a scan on the page of the evidence."""
        self.page.goto(self.house.address + self.at + "/evidence")
        self.page.locator("#f-file").set_input_files(FilePayload(name=name, mimeType="application/pdf", buffer=content))
        self.choose(self.page.locator("[name=evidence_kind]"), kind)
        self.choose(self.page.locator("[name=party_id]"), "station")
        self.fill(self.page.locator("[name=title]"), title)
        self.go(self.button("收取"))
        expect(self.main.locator("table.evidence").get_by_text(title)).to_be_visible()

    def issue(self, *kinds: str) -> None:
        """Issue papers on the page of the case's papers: the first of each kind."""
        for kind in kinds:
            self.go(self.button("出具", self.main.locator(f"tr[id^={kind}]").first))
            self.told("已出具")

    def path(self) -> str:
        """Return where the hand is: a case, a settlement; without the page of it."""
        found = re.search(r"/(?:cases|settlements)/[\w-]+", self.page.url)
        assert found, self.page.url
        return found[0]

    def visit(self, part: str) -> None:
        """Come to a page of the settlement; counts nothing."""
        self.page.goto(self.house.address + self.settlement + part)

    def choose_last(self, target: Locator) -> None:
        """Choose what came last into a list."""
        self.choose(target, target.locator("option").last.get_attribute("value") or "")

    def open(self, part: str = "") -> None:
        """Come to a page of the case as one who has it open already; counts nothing."""
        self.page.goto(self.house.address + self.at + part)

    def sign_on_phone(self, browser: Browser, address: str) -> None:
        """Draw a name on the page that a signer's code leads to."""
        with opened(browser, width=390, is_mobile=True, has_touch=True) as phone:
            phone.goto(self.house.address + urlsplit(address.strip()).path)
            box = phone.locator("canvas.handfield")
            box.scroll_into_view_if_needed()
            at = box.bounding_box()
            assert at is not None
            phone.mouse.move(at["x"] + 40, at["y"] + 30)
            phone.mouse.down()
            for nth in range(1, 12):
                phone.mouse.move(at["x"] + 40 + 18 * nth, at["y"] + 30 + (nth % 3) * 22)
            phone.mouse.up()
            phone.get_by_label("我已阅读协议全文，自愿签署").check()
            phone.get_by_role("button", name="提交签名").click()
            expect(phone.locator("main")).to_contain_text("签名已收到")

    def verified(self) -> None:
        """Download the signed file from the page of its signing; the public page knows it, and not with a byte changed."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name="下载签署本 PDF").click()
        pdf = Path(waiting.value.path()).read_bytes()
        assert b"/ETSI.CAdES.detached" in pdf or b"/adbe.pkcs7.detached" in pdf
        middle = len(pdf) // 2
        for content, mark in ((pdf, "good"), (pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :], "bad")):
            self.page.goto(f"{self.house.address}/verify")
            self.page.locator("#f-verify").set_input_files(FilePayload(name="a.pdf", mimeType="application/pdf", buffer=content))
            self.press("核验文件")
            expect(self.main.locator(".note").first).to_have_class(re.compile(mark))


def wang_on(day: str) -> Any:
    """Return the fixture `wang`: the mediator at a house of her own that opens on `day`; what she measured is told."""

    @pytest.fixture(name="wang")
    def begin(
        databases: Databases, tmp_path: Path, browser: Browser, tell: Tell
    ) -> Iterator[RoomHand]:
        with house(databases, tmp_path / "house", day) as office, opened(browser) as page:
            page.set_default_timeout(60_000)
            with db.transaction() as session:
                station = session.exec(select(Station).where(Station.code == "CH")).one()
                station.address, station.phone = "上海市徐汇区漕河泾街道康健路135号二楼", "021-64360110"
            hand = RoomHand(page, house=office)
            yield hand
        tell(hand.report())

    return begin
