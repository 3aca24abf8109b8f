"""Read a printed file back: its text in order, and the words of the page that it was printed from."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import page as page_validation
import pikepdf
import pymupdf
from jinja2 import Environment

from mediation.press.canonical import digest
from mediation.press.fonts import DOCUMENTS
from mediation.press.templates import environment, page
from tests.press import samples

MM = 72 / 25.4
TYPE_AREA = pymupdf.Rect(28 * MM, 37 * MM, (210 - 26) * MM, (297 - 35) * MM)

VOID = frozenset({"meta", "img", "br", "link", "col", "hr", "input"})
SIGNING = frozenset({"signatures", "signature", "office", "officials", "signed", "seal", "date", "right"})
"""The classes of what is signed, sealed and dated at the end of a paper."""
STREAM_LENGTH = "PDFA3A-STREAM-LENGTH-001"


def broken_rules(pdf: bytes) -> set[str]:
    """Return the rules of PDF/A-3a and PDF/UA-1 that a file breaks, after a look at its syntax.

    The checker takes a last data byte of a stream for a line end where that byte is one; qpdf doesn't.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        streams = (one.read_raw_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream))
        forgiven = {STREAM_LENGTH} if any(one.endswith((b"\r", b"\n")) for one in streams) else set()
    reports = [page_validation.validate_pdf_bytes(pdf, profile=profile) for profile in ("3a", "ua1")]
    return {failure.rule_id for report in reports for failure in report.failures} - forgiven


class _Words(HTMLParser):
    """Collect the text of the body, without the running foot and the head of the page, and the heads of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.heads: list[str] = []
        self.skipping = ""
        self.in_head = False
        self.marked: list[tuple[str, bool]] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            own = set((dict(attrs).get("class") or "").split()) & SIGNING
            self.open.append(bool(own) or bool(self.open and self.open[-1]))
        if tag == "head" or (tag == "div" and ("class", "foot") in attrs):
            self.skipping = tag
        if tag == "thead":
            self.in_head = True
            self.heads.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()
        if tag == self.skipping:
            self.skipping = ""
        if tag == "thead":
            self.in_head = False

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.words.append(data)
            self.marked.append((data, bool(self.open) and self.open[-1]))
        if self.in_head:
            self.heads[-1] += squeezed(data)


def squeezed(text: str) -> str:
    """Return the text without white space of any kind."""
    return re.sub(r"\s", "", text)


def source_text(kind: str, record: dict[str, object], data: bytes) -> str:
    """Return all that the body of the document says, in order, without white space."""
    return squeezed("".join(_words(kind, record, data).words))


def table_heads(kind: str, record: dict[str, object], data: bytes) -> set[str]:
    """Return the heads of the document's tables, without white space."""
    return set(_words(kind, record, data).heads)


@cache
def _templates() -> Environment:
    return environment(DOCUMENTS)


def html_of(kind: str, record: dict[str, object], data: bytes = b"") -> str:
    """Return the page that a document is printed from."""
    return page(_templates(), kind, record, created=samples.CREATED.isoformat(), digest=digest(data))


def _words(kind: str, record: dict[str, object], data: bytes) -> _Words:
    words = _Words()
    words.feed(html_of(kind, record, data))
    return words


def joined(pages: list[str], heads: set[str]) -> str:
    """Return the text of all pages; the head of a table that goes on from the page before is left out."""
    text = ""
    for page_text in pages:
        for head in heads:
            if head in text:
                page_text = page_text.removeprefix(head)
        text += page_text
    return text


def copied_pages(pdf: bytes) -> list[str]:
    """Return what one gets by copying the type area of each page, without white space."""
    return [squeezed(sheet.get_text(clip=TYPE_AREA)) for sheet in pymupdf.open(stream=pdf)]


def copied_text(pdf: bytes) -> str:
    """Return what one gets by copying the type area of every page, without white space.

    A table that goes on repeats its head on the next page; the repeated heads are left out.
    """
    text, heads = "", set()
    for sheet in pymupdf.open(stream=pdf):
        page_text = squeezed(sheet.get_text(clip=TYPE_AREA))
        for head in heads:
            page_text = page_text.removeprefix(head)
        text += page_text
        heads.update(
            re.findall(r"期次付款期限金额（元）大写金额备注|序号姓名公民身份号码金额（元）.{4,7}(?=1)", page_text)
        )
    return text


def everything(pdf: bytes) -> list[str]:
    """Return the text of each page, heads and feet included, without white space."""
    return [squeezed(sheet.get_text()) for sheet in pymupdf.open(stream=pdf)]


def outside(pdf: bytes, kind: str) -> list[str]:
    """Return the words that leave the type area to the left or right (a ballot: the paper's margin)."""
    left, right = (20, 575) if kind == "ballot_sheet" else (TYPE_AREA.x0 - 1, TYPE_AREA.x1 + 1)
    words = [word for sheet in pymupdf.open(stream=pdf) for word in sheet.get_text("words")]
    return [word[4] for word in words if word[0] < left or word[2] > right or not 20 < word[1] < word[3] < 822]


def out_of_their_cells(pdf: bytes) -> list[str]:
    """Return the characters that stand on an upright line of a table."""
    found = []
    for sheet in pymupdf.open(stream=pdf):
        drawn = [one["rect"] for one in sheet.get_cdrawings()]
        lines = [(x0, y0, x1, y1) for x0, y0, x1, y1 in drawn if x1 - x0 < 2 < y1 - y0]
        for (left, top, right, bottom), text in _characters(sheet) if lines else ():
            inner = left + 1, top + 2, right - 1, bottom - 2
            if any(x0 < inner[2] and inner[0] < x1 and y0 < inner[3] and inner[1] < y1 for x0, y0, x1, y1 in lines):
                found.append(text)
    return found


def _characters(sheet: pymupdf.Page) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    """Yield the characters of a page that are seen, with their boxes."""
    for block in sheet.get_text("rawdict", flags=0)["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                yield from ((one["bbox"], one["c"]) for one in span["chars"] if one["c"].strip())


def unsigned_before(pages: list[str], kind: str, record: dict[str, object], data: bytes) -> list[int]:
    """Return of each page with a place to sign how many characters of text it holds besides."""
    words = _words(kind, record, data)
    marks = "".join(("s" if signing else "t") * len(squeezed(text)) for text, signing in words.marked)
    found, at, text = [], 0, ""
    for page_text in pages:
        own = joined([text, page_text], set(words.heads)).removeprefix(text)
        part, at, text = marks[at : at + len(own)], at + len(own), text + own
        if "s" in part:
            found.append(part.count("t"))
    return found
