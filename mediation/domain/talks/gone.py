"""Clauses and fields that were recorded and that the clause library has no more: shown by their keys, with a note.

A stand-in has no figures, costs nothing, promises nothing and rests on no article; what was recorded is its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from mediation.domain.talks.clauses import Clause, ClauseField, Library

TOPIC: Final = "other"
NOTE: Final[Mapping[str, str]] = {"zh": "（条款库已无此条款）", "en": " (no longer in the clause library)"}
FIELD_NOTE: Final[Mapping[str, str]] = {"zh": "（条款库已无此栏）", "en": " (no longer in the clause library)"}


def with_gone(library: Library, kept: Iterable[Mapping[str, Mapping[str, Any]]], named: Iterable[str] = ()) -> Library:
    """Return the library, and after it stand-ins for what it lacks of stored clauses (`kept`) and of `named` keys."""
    found = dict(library)
    for clauses in kept:
        for key, values in clauses.items():
            known = found.get(key)
            lost = [name for name in values if known is None or name not in known.fields]
            if known is None or lost:
                found[key] = _with_fields(known or _stand_in(key), lost)
    for key in named:
        found.setdefault(key, _stand_in(key))
    return found


def _stand_in(key: str) -> Clause:
    return Clause(key, {name: f"{key}{note}" for name, note in NOTE.items()}, TOPIC, (), {}, (), {})


def _with_fields(clause: Clause, names: Iterable[str]) -> Clause:
    fields = {
        name: ClauseField(name, {code: f"{name}{note}" for code, note in FIELD_NOTE.items()}, "text") for name in names
    }
    sentences = tuple(f"{name}：{{{name}}}。" for name in fields)
    return replace(clause, fields={**clause.fields, **fields}, text=(*clause.text, *sentences))
