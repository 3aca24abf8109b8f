"""Where a ledger's heading is, and which column holds what."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from mediation.domain.ledger import columns
from mediation.domain.ledger.days import year_in
from mediation.domain.ledger.grid import Sheet, empty, shown, squeezed, tidy

LOOKED_AT = 30
MOST_HEADING_ROWS = 3
FEWEST_FIELDS = 3
FEWEST_NEEDED = 2


@dataclass(frozen=True)
class Heading:
    """The heading of one sheet; rows and columns from 0.

    `paths` holds each column's headings, the widest first; `fields` which column holds a field.
    """

    first: int
    last: int
    paths: tuple[tuple[str, ...], ...]
    fields: Mapping[str, int] = field(default_factory=dict)
    year: int | None = None

    @property
    def digest(self) -> str:
        """Return the mark by which the same heading is known again."""
        joined = "\n".join("\t".join(columns.cleaned(part) for part in path) for path in self.paths)
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()

    def title(self, column: int) -> str:
        """Return the headings of a column in one line."""
        return " / ".join(self.paths[column]) if column < len(self.paths) else ""


def find(sheet: Sheet, *, hints: tuple[str, ...] = ()) -> Heading | None:
    """Return the heading of a sheet, None if it has none that can be a ledger's.

    `hints` are texts that may name the year when the title doesn't: the sheet's name, the file's.
    """
    best: tuple[int, int, int] | None = None
    chosen: tuple[int, int] = (0, 0)
    for first in range(min(LOOKED_AT, len(sheet.rows))):
        for height in range(1, MOST_HEADING_ROWS + 1):
            if first + height > len(sheet.rows) or _cuts_a_merge(sheet, first, first + height):
                continue
            fields = _fields(_paths(sheet, first, first + height - 1))
            needed = sum(name in fields for name in columns.NEEDED)
            if needed < FEWEST_NEEDED or len(fields) < FEWEST_FIELDS:
                continue
            rank = (needed * 10 + len(fields), -height, -first)
            if best is None or rank > best:
                best, chosen = rank, (first, first + height - 1)
    if best is None:
        return None
    paths = _paths(sheet, *chosen)
    return Heading(*chosen, paths, _fields(paths), _year(sheet, chosen[0], hints))


def _cuts_a_merge(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether rows `first` to `end` hold only a part of a heading cell that is merged over several rows."""
    return any(
        merge.top < edge <= merge.bottom and merge.bottom - merge.top < MOST_HEADING_ROWS
        for merge in sheet.merges
        for edge in (first, end)
    )


def _paths(sheet: Sheet, first: int, last: int) -> tuple[tuple[str, ...], ...]:
    rows = [_heading_row(sheet, row, last) for row in range(first, last + 1)]
    return tuple(
        tuple(dict.fromkeys(text for row in rows if (text := row[column]))) for column in range(sheet.width)
    )


def _heading_row(sheet: Sheet, row: int, last: int) -> list[str]:
    """Return a row of headings: a merged text stands over each of its columns, and so does one left unmerged."""
    texts = [tidy(sheet.cell(row, column)) for column in range(sheet.width)]
    covered: set[int] = set()
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom:
            text = tidy(sheet.cell(merge.top, merge.left))
            for column in range(merge.left, min(merge.right + 1, sheet.width)):
                texts[column] = text
                covered.add(column)
    if row == last:
        return texts
    for column in range(1, sheet.width):
        alone = not texts[column] and column not in covered and not empty(sheet.cell(row + 1, column))
        if alone and texts[column - 1] and not empty(sheet.cell(row + 1, column - 1)):
            texts[column] = texts[column - 1]
    return texts


def _fields(paths: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    """Give each field the column whose name says it most plainly, the leftmost of equals."""
    best: dict[str, tuple[int, int]] = {}
    for column, path in enumerate(paths):
        found = columns.field_of(path) if path else None
        if found is None:
            continue
        name, distance = found
        if name not in best or (distance, column) < best[name]:
            best[name] = (distance, column)
    return {name: column for name, (_, column) in sorted(best.items(), key=lambda one: one[1][1])}


def _year(sheet: Sheet, first: int, hints: tuple[str, ...]) -> int | None:
    """Return the year of the title, else of the hints, else the one that most written dates name."""
    above = [shown(cell) for row in sheet.rows[:first] for cell in row if isinstance(cell, str)]
    for text in (*above, *hints):
        if year := year_in(text):
            return year
    return None


def year_of_days(years: list[int]) -> int | None:
    """Return the year that all dates written with one name, for the few written without."""
    counted = Counter(years)
    return next(iter(counted)) if len(counted) == 1 else None


def repeated(heading: Heading, fields: Mapping[str, int], texts: Mapping[str, str]) -> bool:
    """Tell whether a row repeats the heading, as at the head of each printed page."""
    same = [
        name for name, text in texts.items()
        if text and text in {squeezed(part) for part in heading.paths[fields[name]]}
    ]  # fmt: skip
    return len(same) >= FEWEST_FIELDS
