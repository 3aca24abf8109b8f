"""What the pages about ledgers show: imports so far, one ledger cell by cell, what became of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import seals
from mediation.access import Reader, Scope
from mediation.domain.ledger.columns import NAMES
from mediation.domain.ledger.grid import shown
from mediation.domain.ledger.rows import CellRead, ReadRow
from mediation.domain.ledger.sheet import ReadSheet
from mediation.domain.refusals import Problem
from mediation.models.case import Case
from mediation.models.ledger import LedgerImport, LedgerRow
from mediation.models.user import User
from mediation.office import ledger, ledger_rows
from mediation.office.records import Said

LISTED: Final = 50
ROWS_SHOWN: Final = 100
SAMPLES: Final = 3
PRIVATE: Final = ("id_number", "phone")
FIELDS: Final = tuple(NAMES)


@dataclass(frozen=True)
class ImportRow:
    """One import in the list."""

    id: str
    file_name: str
    sheet: str
    state: str
    at: datetime
    by: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ColumnRow:
    """One column of the file: its letter, its heading, what is taken from it, some of what stands in it."""

    place: int
    letter: str
    title: str
    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class CellRow:
    """One cell as understood; identity and phone numbers are masked."""

    field: str
    raw: str
    value: Any
    doubts: tuple[Problem, ...]


@dataclass(frozen=True)
class RowRow:
    """One row: what became or will become of it, and why."""

    row: int
    status: str
    reason: str | None
    of_row: int | None
    cells: tuple[CellRow, ...] = ()
    case_id: str | None = None
    number: str | None = None


@dataclass(frozen=True)
class LedgerPage:
    """One ledger: before the import with its columns, afterwards with its cases."""

    id: str
    file_name: str
    sheet: str
    state: str
    at: datetime
    by: str
    counts: Mapping[str, int]
    rows: tuple[RowRow, ...]
    only: str
    page: int
    pages: int
    columns: tuple[ColumnRow, ...] = ()
    sheets: tuple[str, ...] = ()
    begun: int = 0
    undone_at: datetime | None = None
    known: int = 0


def listing(session: Session, *, user: Reader) -> tuple[ImportRow, ...]:
    """Return the latest imports of the user's stations, newest first."""
    query = Scope(session, user).select(LedgerImport).order_by(col(LedgerImport.at).desc()).limit(LISTED)
    names = _names(session)
    return tuple(
        ImportRow(
            row.id, row.file_name, row.sheet, row.state, row.at, names.get(row.by or "", ""),
            ledger.counts(session, row.id),
        )  # fmt: skip
        for row in session.exec(query).all()
    )


def page(session: Session, import_id: str, *, user: Reader, now: datetime, only: str, number: int) -> LedgerPage:
    """Return one ledger; `only` shows the rows of one status."""
    row = Scope(session, user).get(LedgerImport, import_id)
    if row.state == "previewed":
        return _preview(session, row, user=user, now=now, only=only, number=number)
    return _result(session, row, only=only, number=number)


def _preview(
    session: Session, row: LedgerImport, *, user: Reader, now: datetime, only: str, number: int
) -> LedgerPage:
    row, read = ledger.look(session, row.id, user=user, now=now)
    begun = len(session.exec(select(LedgerRow.id).where(LedgerRow.import_id == row.id)).all())
    found = [one for one in read.rows if only in ("", one.status)]
    part, at, pages = _part(found, number)
    return LedgerPage(
        row.id, row.file_name, row.sheet, row.state, row.at, _names(session).get(row.by or "", ""),
        {status: read.count(status) for status in ("accepted", "refused", "skipped")},
        tuple(_read_row(one) for one in part), only, at, pages,
        _columns(read), ledger.ledger_sheets(row), begun, known=ledger_rows.known(session, row.station_id, read.rows),
    )  # fmt: skip


def _result(session: Session, row: LedgerImport, *, only: str, number: int) -> LedgerPage:
    query = (
        select(LedgerRow, Case.number)
        .outerjoin(Case, col(Case.id) == LedgerRow.case_id)
        .where(LedgerRow.import_id == row.id)
        .order_by(col(LedgerRow.row))
    )
    found = [
        RowRow(one.row, one.state, one.reason, None, (), one.case_id, case)
        for one, case in session.exec(query)
        if only in ("", one.state)
    ]
    part, at, pages = _part(found, number)
    return LedgerPage(
        row.id, row.file_name, row.sheet, row.state, row.at, _names(session).get(row.by or "", ""),
        ledger.counts(session, row.id), tuple(part), only, at, pages, undone_at=row.undone_at,
    )  # fmt: skip


def _part(found: Sequence[Any], number: int) -> tuple[Sequence[Any], int, int]:
    pages = max(1, -(-len(found) // ROWS_SHOWN))
    at = min(max(number, 1), pages)
    return found[(at - 1) * ROWS_SHOWN : at * ROWS_SHOWN], at, pages


def _read_row(one: ReadRow) -> RowRow:
    cells = [_cell(cell) for cell in one.cells if _says(cell)]
    if "workers" not in {cell.field for cell in cells} and (one.value("workers") or 0) > 1:
        cells.append(CellRow("workers", "", one.value("workers"), ()))
    return RowRow(one.row, one.status, one.reason, one.of_row, tuple(cells))


def _says(cell: CellRead) -> bool:
    return bool(cell.raw.strip() or cell.doubts)


def _cell(cell: CellRead) -> CellRow:
    if cell.field not in PRIVATE:
        said = "、".join(cell.value) if isinstance(cell.value, tuple) else str(cell.value)
        raw = "" if said == cell.raw.strip() else cell.raw
        return CellRow(cell.field, raw, cell.value, tuple(_spoken(one) for one in cell.doubts))
    values = cell.value if isinstance(cell.value, tuple) else (cell.value,) if cell.value else ()
    masked = tuple(seals.conceal(one, cell.field) for one in values)
    doubts = tuple(Problem(one.message, params=_harmless(one)) for one in cell.doubts)
    return CellRow(cell.field, "", masked or None, doubts)


def _spoken(problem: Problem) -> Problem:
    """Let the word for a kind of claim be said in the reader's language too."""
    params = {name: Said(str(value)) if name == "kind" else value for name, value in problem.params.items()}
    return replace(problem, params=params)


def _harmless(problem: Problem) -> dict[str, object]:
    return {name: seals.redact(str(value)) for name, value in problem.params.items()}


def _columns(read: ReadSheet) -> tuple[ColumnRow, ...]:
    held = {column: name for name, column in read.fields.items()}
    found = (
        ColumnRow(place, _letter(place), read.heading.title(place), name, _samples(read, place, name))
        for place in range(read.sheet.width)
        for name in (held.get(place, ""),)
    )
    return tuple(one for one in found if one.title or one.samples)


def _samples(read: ReadSheet, place: int, field: str) -> tuple[str, ...]:
    texts = (shown(read.sheet.cell(row, place)).strip() for row in range(read.heading.last + 1, len(read.sheet.rows)))
    found: dict[str, None] = {}
    for text in texts:
        if text:
            found[(seals.conceal(text, field) if field in PRIVATE else seals.redact(text))[:20]] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _letter(place: int) -> str:
    """Return the letters that spreadsheet programs give a column."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _names(session: Session) -> dict[str, str]:
    return {one.id: one.display_name or one.name for one in session.exec(select(User))}
