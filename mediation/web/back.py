"""Where a form goes back to: only to our own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import url_for


def safe_next(wish: str) -> str:
    """Return `wish` if it is a path on this site, else the first page."""
    parts = urlsplit(wish) if wish.isprintable() else None
    sound = parts and not parts.scheme and not parts.netloc and wish.startswith("/") and wish[1:2] not in ("/", "\\")
    return wish if sound else url_for("board.show")
