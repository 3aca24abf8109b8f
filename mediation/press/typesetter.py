"""WeasyPrint, kept warm and locked in: only a worker process imports this module.

Raises OSError at import when a system library is missing.
"""

from __future__ import annotations

import logging
import re
import warnings
from datetime import datetime
from pathlib import Path

warnings.simplefilter("ignore")  # the library warns about a missing hb-subset; `subsetter_present` looks itself

from weasyprint import CSS, HTML, Attachment  # noqa: E402
from weasyprint.text import ffi  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

from mediation.press import archive, justify, templates  # noqa: E402

_NOTDEF = re.compile(r"^\.notdef glyph .*\(U\+([0-9A-F]+)\)$", re.DOTALL)


class NoFetch(URLFetcher):  # type: ignore[misc]
    """A fetcher that reaches nothing but the few assets it was given, under `asset:NAME`."""

    def __init__(self, assets: dict[str, tuple[bytes, str]]) -> None:
        super().__init__(timeout=1, allowed_protocols=(), allow_redirects=False)
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the asset. Raises ValueError for every other address, whatever its protocol."""
        if url not in self._assets:
            raise ValueError("a document may load nothing from outside")
        body, content_type = self._assets[url]
        return URLFetcherResponse(url, body, {"Content-Type": content_type})


class _Complaints(logging.Handler):
    """Collect what WeasyPrint complains about: missing glyphs, resources it couldn't load, bad style."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage()[:300])


def subsetter_present() -> bool:
    """Tell whether libharfbuzz-subset is there; without it a document takes seconds instead of tenths."""
    return ffi.harfbuzz_subset is not None


class Typesetter:
    """Everything that documents share, parsed once: fonts, style sheet, templates."""

    def __init__(self, documents: Path) -> None:
        justify.install()
        self._documents = documents
        self._environment = templates.environment(documents)
        self._fonts = FontConfiguration()
        style = (documents / "base.css").read_text("utf-8")
        self._style = CSS(string=style, font_config=self._fonts, url_fetcher=NoFetch({}), base_url="asset:/")
        self._complaints = _Complaints()
        logger = logging.getLogger("weasyprint")
        logger.handlers[:] = [self._complaints]
        logger.propagate = False

    def page(self, kind: str, record: dict[str, object], *, created: datetime, digest: str) -> str:
        """Return the HTML of a document, for the worker and for whoever measures WeasyPrint alone."""
        return templates.page(self._environment, kind, record, created=created.isoformat(), digest=digest)

    def html(self, text: str, verify: str) -> HTML:
        """Return the parsed page with its one asset, the QR code."""
        assets = {"asset:/qr.svg": (templates.qr_svg(verify), "image/svg+xml")} if verify else {}
        return HTML(string=text, base_url="asset:/", url_fetcher=NoFetch(assets))

    def print(self, kind: str, record: dict[str, object], data: bytes, *, created: datetime, digest: str) -> bytes:
        """Return the archive file of one document with its record attached."""
        text = self.page(kind, record, created=created, digest=digest)
        html = self.html(text, templates.verification(record, digest))
        attachment = Attachment(
            string=data,
            name=f"{kind}.json",
            description="结构化数据",
            relationship="Data",
            created=created,
            modified=created,
        )
        return archive.write(html, font_config=self._fonts, stylesheets=[self._style], attachments=[attachment])

    def print_plain(self, text: str, verify: str) -> bytes:
        """Return what WeasyPrint makes of a page with nothing of ours but fonts and style: the yardstick."""
        plain: bytes = self.html(text, verify).write_pdf(stylesheets=[self._style], font_config=self._fonts)
        return plain

    def complaints(self) -> tuple[str, list[str]]:
        """Return the characters without a glyph and the other complaints since the last call."""
        lines, self._complaints.lines = self._complaints.lines, []
        matches = [_NOTDEF.match(line) for line in lines]
        missing = dict.fromkeys(chr(int(match[1], 16)) for match in matches if match)
        return "".join(missing), [line for line, match in zip(lines, matches, strict=True) if not match]
