"""What somebody typed into a form that was not stored, put so that it can be read and copied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from flask import request
from flask_babel import gettext

from mediation.domain.refusals import N_
from mediation.web import afterwards_words, consents_words, evidence_words, group_words, people_words, sittings_words
from mediation.web.fields import field_name, typed_value

CODES: Final = ("do", "key", "next", "payer", "payee", "station", "column", "seen")
"""Fields that hold codes for the machine alone: kept, not shown."""
SECRET: Final = ("csrf_token", "once", "password", "old", "new", "again", "one_time_code")
OTHER: Final = N_("其他内容")
ROOM: Final[Mapping[str, Mapping[str, str]]] = {
    "afterwards": afterwards_words.FIELD_NAMES,
    "consents": consents_words.FIELD_NAMES,
    "evidence": evidence_words.FIELD_NAMES,
    "group": group_words.FIELD_NAMES,
    "people": people_words.PARTY_FIELDS,
    "sittings": sittings_words.FIELD_NAMES,
}
"""What the forms of a part call their fields, by the first word of its blueprint."""
CODE: Final = re.compile(r"[a-z][a-z_.]*|[\w-]{22}")
"""A word of the machine without a word in the catalogue, or the number of a row: nothing that anybody typed."""


def kept(typed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the fields that may be sent again."""
    return [(name, value) for name, value in typed if name not in SECRET]


def readable(typed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what was typed or chosen, each under the name its form gives it, codes as their words."""
    names = ROOM.get((request.blueprint or "").partition("_")[0], {})
    return [
        (_called(name, names), said)
        for name, value in kept(typed)
        if value.strip() and name not in CODES and not CODE.fullmatch(said := typed_value(value, name))
    ]


def _called(name: str, names: Mapping[str, str]) -> str:
    last = name.rpartition(".")[2]
    text = names.get(name) or names.get(last)
    if text:
        return gettext(text)
    called = field_name(name)
    return gettext(OTHER) if called == name else called
