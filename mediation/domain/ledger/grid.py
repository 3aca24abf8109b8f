"""A sheet as a reader hands it over: cells as they were stored, and which of them are merged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

Cell = str | float | int | bool | date | datetime | time | timedelta | None

_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_HAN = "\u3400-\u9fff\uf900-\ufaff\u3007"
_NEAR_HAN = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")


@dataclass(frozen=True)
class Merge:
    """A merged region; rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows` from the sheet's first row on, so that row N of the file is `rows[N - 1]`."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    @cached_property
    def width(self) -> int:
        """Return the number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell as stored; None outside the sheet."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]


def shown(cell: Cell) -> str:
    """Return a cell as text, as it would be read aloud: whole numbers without a point, days without a time."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    return cell if isinstance(cell, str) else str(cell)


def empty(cell: Cell) -> bool:
    """Tell whether there is nothing in the cell that a person would see."""
    return not squeezed(cell)


def squeezed(cell: Cell) -> str:
    """Return the text of a cell half-width and without any blanks, for comparing and parsing."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", shown(cell)))


def spaced(cell: Cell) -> str:
    """Return the text of a cell half-width, with single spaces, for parsing where blanks part words."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", shown(cell))).strip()


def tidy(cell: Cell) -> str:
    """Return a name or a text for keeping: no blanks around it or beside Chinese characters, single ones elsewhere.

    Marks that nobody sees, or that change the direction of what is read, are dropped.
    """
    text = _BLANKS.sub(" ", shown(cell)).strip()
    return _NEAR_HAN.sub("", unicodedata.normalize("NFC", "".join(one for one in text if one.isprintable())))
