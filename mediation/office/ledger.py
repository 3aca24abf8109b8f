"""Take a ledger into the book: looked at first, then imported in small transactions; twice does no more than once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.ledger.finding import understand
from mediation.domain.ledger.grid import Sheet
from mediation.domain.ledger.sheet import ReadSheet
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.ledger import LedgerColumns, LedgerImport, LedgerRow
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import history, ledger_notice, ledger_rows, sweep_quiet
from mediation.sheets import reading

BATCH: Final = 100
"""Rows a transaction: SQLite has one writer, and nobody shall wait for a ledger."""

LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class Progress:
    """How far an import has come: rows still to be taken in."""

    left: int


def begin(
    session: Session, sheets: tuple[Sheet, ...], station_code: str, *, name: str, content: bytes, by: Reader,
    now: datetime, wanted: str | None = None,
) -> LedgerImport:
    """Keep a file that was read for a look before it is imported; columns as this station named them before."""
    station = _station(session, station_code, by)
    access.require(by, "ledger.import", Facts(station_id=station.id))
    found = understand(sheets, name=name, wanted=wanted, today=station_day(now))
    known = _remembered(session, station.id, found.heading.digest)
    row = LedgerImport(
        station_id=station.id,
        file_name=name[:LONGEST_NAME],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=found.sheet.name[:100],
        columns=dict(known or found.heading.fields),
        at=now,
        by=by.id if isinstance(by, User) else None,
    )
    row.content_sealed = seals.seal_bytes(reading.pack(sheets), table="ledger_import", column="content", row=row.id)
    session.add(row)
    session.flush()
    return row


def look(session: Session, import_id: str, *, user: Reader, now: datetime) -> tuple[LedgerImport, ReadSheet]:
    """Return a kept ledger and what is understood of it with its columns as they are chosen now."""
    row = _own(session, import_id, user)
    return row, _read(row, now)


def ledger_sheets(row: LedgerImport) -> tuple[str, ...]:
    """Return the names of the sheets of a kept file that can be seen."""
    return tuple(one.name for one in _sheets(row) if not one.hidden or one.name == row.sheet)


def choose(
    session: Session, import_id: str, *, wanted: str, fields: Mapping[str, int], by: Reader, now: datetime
) -> LedgerImport:
    """Read the ledger anew: another sheet, or other columns, which the station's next ledger with this heading gets."""
    row = _own(session, import_id, by, lock=True)
    access.require(by, "ledger.import", Facts(station_id=row.station_id))
    _still(row, "previewed")
    _not_begun(session, row)
    sheets = _sheets(row)
    if wanted != row.sheet:
        found = understand(sheets, name=row.file_name, wanted=wanted, today=station_day(now))
        row.sheet = wanted
        row.columns = dict(_remembered(session, row.station_id, found.heading.digest) or found.heading.fields)
    else:
        found = understand(sheets, name=row.file_name, wanted=wanted, fields=fields, today=station_day(now))
        _check_columns(fields, found)
        row.columns = dict(fields)
        _remember(session, row, found.heading.digest, now)
    session.add(row)
    return row


def take_in(
    session: Session, import_id: str, *, by: Reader, now: datetime, most: int = BATCH, read: ReadSheet | None = None
) -> Progress:
    """Import the next rows of a ledger, at most `most`; call until nothing is left, each time in its own transaction.

    `read` is what `look` gave, to spare reading the sheet again for every few rows. Raises Conflict for a ledger that
    was imported or undone already, or whose columns were chosen anew since it was read.
    """
    row = _own(session, import_id, by, lock=True)
    access.require(by, "ledger.import", Facts(station_id=row.station_id))
    _still(row, "previewed")
    history.hold(session, [row.station_id])  # two ledgers at once would file the same row twice
    station = session.get_one(Station, row.station_id)
    if read is not None and (read.sheet.name, dict(read.fields)) != (row.sheet, dict(row.columns)):
        raise Conflict(N_("该台账的列刚刚改过，请刷新页面查看。"))
    read = read or _read(row, now)
    done = session.exec(select(sa.func.count()).select_from(LedgerRow).where(LedgerRow.import_id == row.id)).one()
    waiting = read.rows[done:]
    fresh = ledger_rows.take(session, row, waiting[:most], station, by=by, now=now)
    sweep_quiet.raise_past(session, station.id, fresh, now=now)
    left = max(0, len(waiting) - most)
    if not left:
        row.state, row.at, row.content_sealed = "imported", now, None
        session.add(row)
        session.flush()
        sweep_quiet.raise_past(session, station.id, ledger_rows.recent(session, row, now=now), now=now)
        ledger_notice.tell(session, row, now=now)
        history.record(
            session, station_id=row.station_id, actor=by.id, act="ledger.import", subject=("ledger_import", row.id),
            fields={"file": row.file_name, "sheet": row.sheet, "sha256": row.sha256} | counts(session, row.id), now=now,
        )  # fmt: skip
    return Progress(left)


def give_up(session: Session, import_id: str, *, by: Reader, now: datetime) -> None:
    """Forget a ledger that was only looked at; raises Conflict once rows of it were imported."""
    row = _own(session, import_id, by, lock=True)
    access.require(by, "ledger.import", Facts(station_id=row.station_id))
    _still(row, "previewed")
    _not_begun(session, row)
    history.record(
        session, station_id=row.station_id, actor=by.id, act="ledger.give_up", subject=("ledger_import", row.id),
        fields={"file": row.file_name}, now=now,
    )  # fmt: skip
    session.delete(row)


def counts(session: Session, import_id: str) -> dict[str, int]:
    """Return how many rows of an import were accepted, refused and skipped."""
    query = (
        sa.select(col(LedgerRow.state), sa.func.count())
        .where(col(LedgerRow.import_id) == import_id)
        .group_by(col(LedgerRow.state))
    )
    found = {state: int(number) for state, number in session.execute(query)}
    return {state: found.get(state, 0) for state in ("accepted", "refused", "skipped")}


def _own(session: Session, import_id: str, user: Reader, *, lock: bool = False) -> LedgerImport:
    """Return a ledger of the user's station; locked, so that two clicks don't import it twice."""
    row = Scope(session, user).get(LedgerImport, import_id)
    if lock:
        session.refresh(row, with_for_update=True)
    return row


def _still(row: LedgerImport, state: str) -> None:
    if row.state != state:
        raise Conflict(N_("该台账已经导入或撤销，请刷新页面查看。"))


def _not_begun(session: Session, row: LedgerImport) -> None:
    if session.exec(select(LedgerRow.id).where(LedgerRow.import_id == row.id)).first():
        raise Conflict(N_("该台账已开始导入，请先导入完毕，再撤销整次导入。"))


def _read(row: LedgerImport, now: datetime) -> ReadSheet:
    fields = {name: int(column) for name, column in row.columns.items()}
    return understand(_sheets(row), name=row.file_name, wanted=row.sheet, fields=fields, today=station_day(now))


def _sheets(row: LedgerImport) -> tuple[Sheet, ...]:
    if row.content_sealed is None:
        raise Conflict(N_("该台账已经导入或撤销，请刷新页面查看。"))
    return reading.unpack(seals.open_bytes(row.content_sealed, table="ledger_import", column="content", row=row.id))


def _check_columns(fields: Mapping[str, int], found: ReadSheet) -> None:
    twice = [column for column in fields.values() if list(fields.values()).count(column) > 1]
    if twice:
        raise Refused(Problem(N_("同一列不能对应两项内容"), field="columns", value=found.heading.title(twice[0])))
    if any(not 0 <= column < found.sheet.width for column in fields.values()):
        raise Refused(Problem(N_("没有这一列"), field="columns"))


def _remembered(session: Session, station_id: str, heading: str) -> dict[str, int] | None:
    known = session.exec(
        select(LedgerColumns).where(LedgerColumns.station_id == station_id, LedgerColumns.heading == heading)
    ).first()
    return None if known is None else {name: int(column) for name, column in known.columns.items()}


def _remember(session: Session, row: LedgerImport, heading: str, now: datetime) -> None:
    known = session.exec(
        select(LedgerColumns).where(LedgerColumns.station_id == row.station_id, LedgerColumns.heading == heading)
    ).first()
    known = known or LedgerColumns(station_id=row.station_id, heading=heading, saved_at=now)
    known.columns, known.saved_at = dict(row.columns), now
    session.add(known)


def _station(session: Session, code: str, by: Reader) -> Station:
    station = session.exec(select(Station).where(Station.code == code)).first()
    if station is None or station.id not in by.station_ids:
        raise Refused(Problem(N_("没有这个工作站，或您不属于该站"), field="station", value=code))
    return station
