"""From the stored entries of a case to the record that moves its clocks."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from mediation.domain.clockrecord import (
    EVERY_CLAIM,
    NOTHING,
    About,
    ClockRecord,
    Dispute,
    Event,
    Extension,
    Interruption,
    Stop,
)
from mediation.domain.worktime import station_day
from mediation.models.clock_entry import ClockEntry
from mediation.office.book import Book


def of(session: Session, book: Book) -> ClockRecord:
    """Return everything recorded of a case that was not taken back."""
    return record(stored(session, book.case.id), book)


def stored(session: Session, case_id: str, *, withdrawn: bool = False) -> list[ClockEntry]:
    """Return the entries of a case by day, the ones taken back only where they are asked for."""
    query = select(ClockEntry).where(ClockEntry.case_id == case_id)
    if not withdrawn:
        query = query.where(col(ClockEntry.withdrawn_at).is_(None))
    return list(session.exec(query.order_by(col(ClockEntry.on), col(ClockEntry.noted_at))))


def record(entries: Iterable[ClockEntry], book: Book) -> ClockRecord:
    """Return what `entries` say; an entry about a claim that is gone says nothing."""
    places: dict[str, int] = {claim.id: nth for nth, claim in enumerate(book.claims)}
    found: dict[str, list[ClockEntry]] = {}
    for row in entries:
        found.setdefault(row.sort, []).append(row)
    if not found:
        return NOTHING
    events = [Event(row.id, row.code, row.on, row.details.get("facts", {})) for row in found.get("event", ())]
    known = {*places, *(one.ref for one in events), None}
    kept = {sort: [row for row in rows if row.about in known] for sort, rows in found.items()}
    return ClockRecord(
        events=tuple(events),
        interruptions=tuple(
            Interruption(row.id, row.code, row.on, places.get(row.about or ""), row.about if row.deadline else None)
            for row in kept.get("interruption", ())
        ),
        stops=tuple(
            Stop(row.id, row.deadline, about(row, places), row.code, row.on, row.until)
            for row in kept.get("pause", ())
        ),
        extensions=tuple(
            Extension(row.id, row.deadline, about(row, places), row.on, station_day(row.noted_at))
            for row in kept.get("extension", ())
        ),
        disputes=tuple(
            Dispute(row.id, row.code, row.on, _claim(row, places))  # type: ignore[arg-type]  # checked when noted
            for row in kept.get("dispute", ())
        ),
    )


def about(row: ClockEntry, places: Mapping[str, int]) -> About:
    """Return what an entry is about as the domain names it."""
    if row.deadline == EVERY_CLAIM or row.about is None:
        return None
    return places.get(row.about, row.about)


def _claim(row: ClockEntry, places: Mapping[str, int]) -> int | None:
    return places[row.about] if row.about is not None else None
