"""Take rows of a ledger into the book, some at once: each accepted, refused or skipped, with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import seals
from mediation.access import Reader
from mediation.domain.ledger.rows import ReadRow, key_of
from mediation.domain.refusals import Refused
from mediation.models.base import fresh, table_of
from mediation.models.case import Case
from mediation.models.ledger import LedgerImport, LedgerRow
from mediation.models.station import Station
from mediation.office import intake_many, ledger_cases
from mediation.office.casebook import CLUSTER_DAYS
from mediation.office.intake_many import Incoming

UNFIT = "unfit"
CHUNK = 400


@dataclass(frozen=True)
class _Known:
    """Cases that rows of earlier ledgers became, by fingerprint, and cases already filed, by the key that does so."""

    imported: dict[str, str]
    filed: dict[str, str]


def fingerprint(station_id: str, row: ReadRow) -> str:
    """Return what is the same for the same row of the same station, whichever file it stands in."""
    return seals.digest(repr((station_id, *key_of(row))))


def take(
    session: Session, ledger: LedgerImport, rows: Sequence[ReadRow], station: Station, *, by: Reader, now: datetime
) -> list[str]:
    """Store rows with their cases in one batch; return the ids of the cases that are new."""
    prints = {one.row: fingerprint(station.id, one) for one in rows if one.status == "accepted"}
    known = _known(session, station.id, sorted(set(prints.values())))
    stored, cases = [], list[Incoming]()
    for one in rows:
        values = fresh(
            LedgerRow, station_id=station.id, import_id=ledger.id, row=one.row, state=one.status, reason=one.reason,
            fingerprint=prints.get(one.row),
        )  # fmt: skip
        stored.append(values)
        if one.status == "accepted":
            cases += _accept(values, one, station, known, by=by, now=now)
    intake_many.store(session, station, cases, by=by, now=now)
    if stored:
        session.execute(sa.insert(table_of(LedgerRow)), stored)
    return [one.book.case.id for one in cases]


def known(session: Session, station_id: str, rows: Sequence[ReadRow]) -> int:
    """Count the accepted rows that an earlier ledger brought in already."""
    prints = sorted({fingerprint(station_id, one) for one in rows if one.status == "accepted"})
    chunks = (prints[first : first + CHUNK] for first in range(0, len(prints), CHUNK))
    return sum(len(_known(session, station_id, some).imported) for some in chunks)


def recent(session: Session, ledger: LedgerImport, *, now: datetime) -> list[str]:
    """Return the open cases of an import that may make a cluster only now that the last of them is in."""
    since = now - timedelta(days=CLUSTER_DAYS)
    query = (
        sa.select(col(Case.id))
        .join(LedgerRow, col(LedgerRow.case_id) == col(Case.id))
        .where(
            col(LedgerRow.import_id) == ledger.id, col(LedgerRow.state) == "accepted", col(Case.state) == "open",
            col(Case.received_at) >= since,
        )
        .order_by(col(Case.id))
    )  # fmt: skip
    return list(session.execute(query).scalars())


def _accept(
    values: dict[str, Any], one: ReadRow, station: Station, known: _Known, *, by: Reader, now: datetime
) -> list[Incoming]:
    """Note in its row what becomes of an accepted one; return the case to log, none where it is there already."""
    mark = values["fingerprint"]
    key = _key(mark)
    if mark in known.imported:
        values |= {"state": "skipped", "reason": "imported", "case_id": known.imported[mark]}
        return []
    if key in known.filed:
        values["case_id"] = known.filed[key]
        return []
    try:
        made = ledger_cases.incoming(one, station, key=key, by=by, now=now)
    except Refused:
        values |= {"state": "refused", "reason": UNFIT}
        return []
    values["case_id"] = known.imported[mark] = made.book.case.id
    return [made]


def _key(mark: str) -> str:
    return f"ledger:{mark[:50]}"


def _known(session: Session, station_id: str, prints: Sequence[str]) -> _Known:
    imported = sa.select(col(LedgerRow.fingerprint), col(LedgerRow.case_id)).where(
        col(LedgerRow.station_id) == station_id, col(LedgerRow.fingerprint).in_(prints),
        col(LedgerRow.state) == "accepted", col(LedgerRow.case_id).is_not(None),
    )  # fmt: skip
    filed = sa.select(col(Case.idempotency_key), col(Case.id)).where(
        col(Case.station_id) == station_id, col(Case.idempotency_key).in_([_key(one) for one in prints])
    )
    return _Known(*({row[0]: row[1] for row in session.execute(query)} for query in (imported, filed)))
