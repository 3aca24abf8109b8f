"""Forms that several people may have open: who else is at it, and both versions side by side where one is outdated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.office.locks import Held
from mediation.web.fields import field_name, typed_value
from mediation.web.typed import Typed, amount

BESIDES = ("seen", "reason", "key", "station")
CHANGED: Final = N_("打开页面之后内容已被修改，请核对后再保存")


class Outdated(Refused):
    """What the form showed is not what is stored by now."""


@dataclass(frozen=True)
class Difference:
    """One field in both versions."""

    label: str
    stored: str
    mine: str


@dataclass(frozen=True)
class Editing:
    """What a form says of other people: who is at it, and where what is stored by now differs from what was typed."""

    held: Held
    differences: tuple[Difference, ...] = field(default_factory=tuple)


def seal(stored: Typed) -> str:
    """Return what tells one version of a form's contents from another, for its field `seen`."""
    said = sorted((name, value) for name, value in stored.values.items() if name not in BESIDES)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def refuse_outdated(mine: Typed, stored: Typed, name: str) -> None:
    """Raise Outdated at the field `name` if others have stored something since the form was opened."""
    if mine("seen") not in ("", seal(stored)):
        raise Outdated(Problem(CHANGED, name))


def differences(mine: Typed, stored: Typed, names: Mapping[str, str] | None = None) -> tuple[Difference, ...]:
    """Return the fields in which what was typed differs from what is stored; `names` puts ids into words."""
    known = names or {}
    fields = dict.fromkeys([*stored.values, *mine.values])
    labels = stored.labels | mine.labels
    return tuple(
        Difference(
            labels.get(name) or field_name(name), _shown(stored(name), name, known), _shown(mine(name), name, known)
        )
        for name in fields
        if name not in BESIDES and _plain(stored(name)) != _plain(mine(name))
    )


def _plain(text: str) -> str:
    return amount("\n".join(line.strip() for line in text.strip().splitlines()))


def _shown(text: str, name: str, known: Mapping[str, str]) -> str:
    return known.get(text) or (typed_value(text, name) if text else "")
