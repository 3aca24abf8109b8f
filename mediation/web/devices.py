"""What a browser calls itself, put so that people know their own: `Edge · Windows`."""

from __future__ import annotations

import re

from flask import Flask
from flask_babel import gettext

from mediation.domain.refusals import N_

_BROWSERS = (
    (r"MicroMessenger/", N_("微信")),
    (r"QQBrowser/", N_("QQ 浏览器")),
    (r"360[A-Z]+", N_("360 浏览器")),
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/", "Opera"),
    (r"(?:Firefox|FxiOS)/", "Firefox"),
    (r"(?:Chrome|Chromium|CriOS)/", "Chrome"),
    (r"Version/.* Safari/", "Safari"),
)
_SYSTEMS = (
    (r"HarmonyOS", "HarmonyOS"), (r"Android", "Android"), (r"iPhone", "iPhone"), (r"iPad", "iPad"),
    (r"Windows", "Windows"), (r"Macintosh", "macOS"), (r"Linux", "Linux"),
)  # fmt: skip
_LONGEST = 40


def device(user_agent: str) -> str:
    """Return browser and system in two words; what isn't known is shown as it calls itself."""
    known = [gettext(name) for table in (_BROWSERS, _SYSTEMS) if (name := _first(table, user_agent))]
    return " · ".join(known) or user_agent[:_LONGEST] or gettext("未知")


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, user_agent)), "")


def install(app: Flask) -> None:
    """Give the templates this filter."""
    app.jinja_env.filters["device"] = device
