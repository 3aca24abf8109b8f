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

    def __str__(self) -> str:
        """Return the Chinese text, for logs and for faces without a language."""
        return self.zh


@dataclass(frozen=True)
class Said:
    """One sentence of the catalogue (`message` is its Chinese msgid) with its parameters."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in its source language, for logs and for faces without a catalogue."""
        return self.message % self.params if self.params else self.message
