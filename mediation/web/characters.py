"""Characters that no form may bring in: they can't be stored or printed, or they turn the direction of reading.

Forms that mediation/domain/reading.py reads say so beside the field. Every other form is held with these characters
taken out and named: nothing typed is lost, and nothing is changed that its writer wasn't shown.
"""

from __future__ import annotations

from flask import Flask, g, request
from flask.typing import ResponseReturnValue

from mediation.domain.characters import code_points, unusable
from mediation.web.failures import held
from mediation.web.typed_words import SECRET

BESIDE_THE_FIELD = ("intake.log", "cases.correct", "settlements.save")
FOR_THE_MACHINE = ("key", "hold", "seen", "station", "next")
"""Fields that those forms don't read as text."""

_LINE_ENDS = str.maketrans({"\v": "\n", "\f": "\n", "\x85": "\n"})


def install(app: Flask) -> None:
    """Look at every form of somebody signed in; register after the check of the forms' tokens."""
    app.before_request(_hold)


def without_unusable(text: str) -> str:
    """Return a text without the characters that can't be used; odd line ends become plain ones."""
    return text.translate(_LINE_ENDS).translate({ord(one): None for one in unusable(text, lines=True)})


def _hold() -> ResponseReturnValue | None:
    if request.method != "POST" or getattr(g, "user", None) is None:
        return None
    found: dict[str, set[str]] = {}
    for name, value in request.form.items(multi=True):
        if _looked_at(name) and (bad := unusable(name + value, lines=True)):
            found.setdefault(without_unusable(name), set()).update(bad)
    if not found:
        return None
    kept = [(without_unusable(name), without_unusable(value)) for name, value in request.form.items(multi=True)]
    return held(kept, {name: code_points(bad) for name, bad in found.items()}), 422


def _looked_at(name: str) -> bool:
    return name not in SECRET and (request.endpoint not in BESIDE_THE_FIELD or name in FOR_THE_MACHINE)
