"""The language of the pages: Chinese is the source, English a catalogue; a switch keeps the choice in a cookie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from babel.support import NullTranslations
from flask import Blueprint, Flask, g, redirect, request
from flask_babel import Domain, get_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from mediation import config
from mediation.domain.singular import numbered
from mediation.office import mailroom_language
from mediation.web.back import safe_next
from mediation.web.session import public

bp = Blueprint("language", __name__)
LOCALES = {"zh_Hans": "zh_Hans_CN", "en": "en"}
YEAR = 365 * 24 * 3600
CHINESE = NullTranslations()
SENTENCES_KEPT = 4096


class Catalogue(Domain):  # type: ignore[misc]
    """Reads the English catalogue from its text form; Chinese needs none, its words are the message ids."""

    def get_translations(self) -> NullTranslations:
        """Return the translations for the language of this request."""
        return _catalogue(speaks_english())

    def gettext(self, string: str, **variables: object) -> str:
        """Return a message in the language of this request, the values put in, one of a thing in its singular."""
        said = str(self.get_translations().gettext(string))
        return numbered(said, variables) % variables if variables else said


def load_catalogue(app: Flask) -> None:
    """Make every `_()` of the pages ask our catalogue."""
    app.extensions["babel"].instance.domain_instance = Catalogue()


def speaks_english() -> bool:
    """Tell whether this request is answered in English."""
    locale = get_locale()
    return locale is not None and locale.language == "en"


def gettext(message: str, **values: object) -> str:
    """Return a message in the language of this request, the values put in."""
    said = _catalogue(speaks_english()).gettext(message)
    return str(numbered(said, values) % values if values else said)


def speaker() -> Callable[..., Markup]:
    """Return the `_` of one page: its language is looked up once, sentences without values are kept ready."""
    english = speaks_english()

    def say(message: str, **values: object) -> Markup:
        return _counted(english, message, values) if values else _sentence(english, message)

    return say


def _counted(english: bool, message: str, values: Mapping[str, object]) -> Markup:
    """Return a sentence with its values, which are escaped."""
    return Markup(numbered(_catalogue(english).gettext(message), values)) % values  # noqa: S704 - of the catalogue


@lru_cache(maxsize=SENTENCES_KEPT)
def _sentence(english: bool, message: str) -> Markup:
    return _marked(english, message) % {}


def _marked(english: bool, message: str) -> Markup:
    return Markup(_catalogue(english).gettext(message))  # noqa: S704 - sentences of the catalogue; values are escaped


def _catalogue(english: bool) -> NullTranslations:
    return mailroom_language.english() if english else CHINESE


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
