"""Sentences of the catalogue in a person's language, for mails that no page of Flask makes."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from mediation.domain.refusals import Named
from mediation.domain.singular import numbered
from mediation.domain.worktime import ZONE
from mediation.office.records import Said, Words

ENGLISH = Path(__file__).parent.parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def compiled(catalogue: Path) -> Translations:
    """Return the translations of a `.po` file, compiled in memory."""
    with catalogue.open("rb") as source:
        messages = read_po(source, locale="en")
    binary = io.BytesIO()
    write_mo(binary, messages)
    binary.seek(0)
    return Translations(binary)


@cache
def english() -> Translations:
    """Return the English catalogue; Chinese needs none, its words are the message ids."""
    return compiled(ENGLISH)


def known(message: str) -> bool:
    """Tell whether a sentence is one of the catalogue: one that somebody put a name into isn't."""
    return english().gettext(message) != message


def say(said: Said, locale: str) -> str:
    """Return a sentence with its parameters put in, in `locale` (zh_Hans or en)."""
    words: NullTranslations = english() if locale == "en" else NullTranslations()
    values = {name: shown(value, locale) for name, value in said.params.items()}
    sentence: str = words.gettext(said.message)
    return numbered(sentence, values) % values if values else sentence


def shown(value: object, locale: str) -> object:
    """Return a parameter as a mail writes it."""
    if isinstance(value, Words):
        return value.en if locale == "en" and value.en else value.zh
    if isinstance(value, Named):
        return value.en if locale == "en" else str(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value
