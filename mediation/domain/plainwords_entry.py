"""The shape of what the rule book holds beside rules, as it is read: parameters, articles, calendars, clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["parameter", "law", "calendar", "place", "clause", "desk", "stratum"]
KINDS: Final[tuple[Kind, ...]] = ("stratum", "desk", "parameter", "calendar", "place", "clause", "law")


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a place: its id, what it says line by line, the articles it cites, its mark in words."""

    key: str
    title: str
    lines: tuple[str, ...]
    laws: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under their heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the book that is no rule; `laws` are the articles it cites as a whole."""

    kind: Kind
    key: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    parts: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    laws: tuple[str, ...] = ()

    def text(self) -> str:
        """Return all of it as one text, to be searched."""
        words = [self.key, self.title, *(f"{label} {value}" for label, value in self.facts), *self.laws]
        words += [cell for row in (self.table.rows if self.table else ()) for cell in row]
        rows = [part for _, found in self.parts for part in found]
        words += [text for part in rows for text in (part.key, part.title, *part.lines, *part.laws, part.mark)]
        return "\n".join(words)

    def cites(self) -> tuple[str, ...]:
        """Return every article it cites, each once."""
        inner = (key for _, found in self.parts for part in found for key in part.laws)
        return tuple(dict.fromkeys([*self.laws, *inner]))
