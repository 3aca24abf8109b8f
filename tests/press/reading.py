"""Read a printed file back: its text in order, and the words of the page that it was printed from."""

from __future__ import annotations

import io
import re
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "head" or (tag == "div" and ("class", "foot") in attrs):
            self.skipping = tag
        if tag == "thead":
            self.in_head = True
            self.heads.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipping:
            self.skipping = ""
        if tag == "thead":
            self.in_head = False

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.words.append(data)
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
