"""What every record is made of: words in both languages, sentences of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

FactValue = bool | int | str | date | None


@dataclass(frozen=True)
class Words:
    """One text in both languages, as rule files carry it."""

    zh: str
    en: str = ""


@dataclass(frozen=True)
class Said:
    """One sentence of the catalogue (`message` is its Chinese msgid) with its parameters."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
