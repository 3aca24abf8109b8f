"""Numbers in addresses, read leniently: a page that doesn't exist is the first."""

from __future__ import annotations

from flask import request

MOST_PAGES = 10_000


def page_number() -> int:
    """Return `?page=`, 1 when it is missing or no sensible number."""
    text = request.args.get("page", "1")
    return min(MOST_PAGES, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 8 else 1
