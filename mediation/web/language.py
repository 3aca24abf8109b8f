"""The language of the pages: Chinese is the source, English a catalogue; a switch keeps the choice in a cookie."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, g, redirect, request
from flask_babel import Domain, get_locale
from werkzeug.wrappers import Response

from mediation import config
from mediation.web.back import safe_next
from mediation.web.session import public

bp = Blueprint("language", __name__)
CATALOGUES = Path(__file__).parent.parent / "translations"
LOCALES = {"zh_Hans": "zh_Hans_CN", "en": "en"}
YEAR = 365 * 24 * 3600


class Catalogue(Domain):  # type: ignore[misc]
    """Reads the English catalogue from its text form; Chinese needs none, its words are the message ids."""

    def __init__(self) -> None:
        super().__init__()
        self._english: NullTranslations | None = None

    def get_translations(self) -> NullTranslations:
        """Return the translations for the language of this request."""
        locale = get_locale()
        if locale is None or locale.language != "en":
            return NullTranslations()
        if self._english is None:
            self._english = compiled(CATALOGUES / "en" / "LC_MESSAGES" / "messages.po")
        return self._english


def compiled(catalogue: Path) -> Translations:
    """Return the translations of a `.po` file, compiled in memory."""
    with catalogue.open("rb") as source:
        messages = read_po(source, locale="en")
    binary = io.BytesIO()
    write_mo(binary, messages)
    binary.seek(0)
    return Translations(binary)


def load_catalogue(app: Flask) -> None:
    """Make every `_()` of the pages ask our catalogue."""
    app.extensions["babel"].instance.domain_instance = Catalogue()


def chosen() -> str:
    """Return the locale of this request: the switch, then the account's language, then the house's."""
    user = getattr(g, "user", None)
    wish = request.cookies.get("language") or (user.locale if user else None) or config.settings().language
    return LOCALES.get(wish, LOCALES["zh_Hans"])


@bp.post("/language")
@public
def choose() -> Response:
    """Show the pages in the language asked for from now on."""
    answer = redirect(safe_next(request.form.get("next", "")))
    wish = request.form.get("language", "")
    if wish in LOCALES:
        answer.set_cookie(
            "language", wish, max_age=YEAR, httponly=True, samesite="Lax", secure=config.settings().secure_cookies
        )
    return answer
