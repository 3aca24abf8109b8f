"""Undo a whole import: cases nobody has touched since leave the book, the others stay and are named.

They are deleted, not closed: a row imported by mistake never was a case of the station, as a closed case it would stand
in every figure, and the law on personal data lets nobody keep ID numbers without a purpose. The history keeps that they
were logged, under which numbers, and that they were removed, when and by whom; the numbers aren't given out again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict
from mediation.models.case import Case
from mediation.models.docket import ConflictCheck, Visit
from mediation.models.history import HistoryLine
from mediation.models.ledger import LedgerImport, LedgerRow
from mediation.models.settlement import Settlement
from mediation.models.user import User
from mediation.office import history, ledger_notice, searchwords

BATCH: Final = 200
CONSOLE: Final = "command"
MADE_WITH_A_CASE: Final = frozenset(
    {"party", "claim", "referral", "deadline", "escalation", "suggestion", "search_text", "notice", "duplicate_pair",
     "settlement", "visit", "conflict_check"}
)  # fmt: skip
"""Tables whose rows come with a case by themselves; a row elsewhere shows that somebody works on it."""
BY_HAND: Final[Mapping[str, Any]] = {
    "settlement": sa.or_(col(Settlement.state) != "issued", col(Settlement.number).is_not(None)),
    "visit": sa.or_(col(Visit.state) != "queued", col(Visit.promised)),
    "conflict_check": col(ConflictCheck.answer).is_not(None),
}
"""Of these tables, which rows are somebody's work: no paper agreement, no place on a docket that nobody used."""


@dataclass(frozen=True)
class Undone:
    """How many cases left the book, and the numbers of those that stay because somebody has worked on them."""

    removed: int
    kept: tuple[str, ...]


def undo(session: Session, import_id: str, *, by: Reader, now: datetime) -> Undone:
    """Take the cases of an import out of the book; raises Conflict unless the ledger was imported and not undone."""
    row = Scope(session, by).get(LedgerImport, import_id)
    access.require(by, "ledger.import", Facts(station_id=row.station_id))
    session.refresh(row, with_for_update=True)
    if row.state != "imported":
        raise Conflict(N_("该台账尚未导入，或已经撤销，请刷新页面查看。"))
    cases = _cases(session, row)
    removed, kept = 0, []
    for batch in _batches(cases):
        touched = _touched(session, [case.id for case in batch])
        kept += [case.number for case in batch if case.id in touched]
        gone = [case for case in batch if case.id not in touched]
        _note(session, row, gone, by=by, now=now)
        _remove(session, [case.id for case in gone])
        removed += len(gone)
    ledger_notice.take_back(session, row)
    row.state, row.undone_at = "undone", now
    row.undone_by = by.id if isinstance(by, User) else None
    session.add(row)
    session.flush()
    history.record(
        session, station_id=row.station_id, actor=by.id, act="ledger.undo", subject=("ledger_import", row.id),
        fields={"file": row.file_name, "removed": removed, "kept": len(kept), "numbers_kept": kept}, now=now,
    )  # fmt: skip
    return Undone(removed, tuple(kept))


def _cases(session: Session, row: LedgerImport) -> Sequence[Case]:
    query = (
        select(Case)
        .join(LedgerRow, col(LedgerRow.case_id) == Case.id)
        .where(LedgerRow.import_id == row.id, LedgerRow.state == "accepted", Case.station_id == row.station_id)
        .order_by(col(Case.number))
    )
    return session.exec(query).all()


def _batches(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    for first in range(0, len(cases), BATCH):
        yield cases[first : first + BATCH]


def _touched(session: Session, case_ids: list[str]) -> set[str]:
    """Return the cases that a person has done something with since they were logged."""
    logged = (
        sa.select(col(HistoryLine.case_id).label("case_id"), sa.func.min(col(HistoryLine.at)).label("at"))
        .where(col(HistoryLine.case_id).in_(case_ids), col(HistoryLine.act) == "case.log")
        .group_by(col(HistoryLine.case_id))
        .subquery()
    )
    later = (
        sa.select(col(HistoryLine.case_id))
        .join(logged, logged.c.case_id == col(HistoryLine.case_id))
        .where(
            col(HistoryLine.at) > logged.c.at,
            sa.or_(col(HistoryLine.actor) == CONSOLE, col(HistoryLine.actor).in_(sa.select(col(User.id)))),
        )
    )
    found = {str(one) for one in session.execute(later).scalars()}
    for table, column in _pointing_at("case_file"):
        worked = BY_HAND.get(table.name, sa.false() if table.name in MADE_WITH_A_CASE else sa.true())
        if table.name != "ledger_row":
            query = sa.select(column).where(column.in_(case_ids), worked)
            found |= {str(one) for one in session.execute(query).scalars()}
    merged = sa.select(col(Case.merged_into)).where(col(Case.merged_into).in_(case_ids))
    return found | {str(one) for one in session.execute(merged).scalars()}


def _note(session: Session, row: LedgerImport, cases: Iterable[Case], *, by: Reader, now: datetime) -> None:
    entries = [
        history.Entry("case.removed", ("case", case.id), {"number": case.number, "ledger": row.id}) for case in cases
    ]
    history.record_all(session, entries, station_id=row.station_id, actor=by.id, now=now)


def _remove(session: Session, case_ids: list[str]) -> None:
    """Delete cases with everything that came with them."""
    if not case_ids:
        return
    session.flush()
    searchwords.forget(session, case_ids)
    session.execute(sa.update(LedgerRow).where(col(LedgerRow.case_id).in_(case_ids)).values(case_id=None))
    for table, column in _pointing_at("case_file"):
        if table.name in MADE_WITH_A_CASE:
            _remove_rows(session, table, column.in_(case_ids))
    session.execute(sa.delete(Case).where(col(Case.id).in_(case_ids)))
    session.expire_all()


def _remove_rows(session: Session, table: sa.Table, condition: Any) -> None:
    """Delete rows with those that point at them, as the deliveries of a notice do."""
    for below, column in _pointing_at(table.name):
        _remove_rows(session, below, column.in_(sa.select(table.c.id).where(condition)))
    session.execute(sa.delete(table).where(condition))


def _pointing_at(name: str) -> list[tuple[sa.Table, Any]]:
    """Return the tables and columns that hold ids of another table's rows."""
    return [
        (table, key.parent)
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == name and table.name != name
    ]
