"""What a refusal says is allowed, put behind its sentence: a form, an example, a first day, the values."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext

LONGEST: Final = 60
SAMPLES: Final = ("13900001234, 021-64100000", "2026-11-16T09:20:00+08:00", "2027-01-01")
"""What is allowed, told by an example of it."""
SHAPES: Final = ("[", "{", "true, false")
"""What a program reads; a form has its own way of giving it."""


def hinted(said: str, allowed: str) -> str:
    """Return the sentence with what is allowed: 应为以元计的金额（例如：8000.00）."""
    plain = allowed.removesuffix(", null")
    if not plain or plain.startswith(SHAPES) or len(plain) > LONGEST:
        return said
    if plain.startswith("≥ "):
        return gettext("%(said)s（不早于 %(first)s）", said=said, first=plain.removeprefix("≥ "))
    if plain.startswith("YYYY"):
        return gettext("%(said)s（格式：%(form)s）", said=said, form=plain)
    if plain.startswith('"') or plain in SAMPLES:
        return gettext("%(said)s（例如：%(sample)s）", said=said, sample=plain.strip('"'))
    return gettext("%(said)s（可填：%(allowed)s）", said=said, allowed=gettext(plain))
