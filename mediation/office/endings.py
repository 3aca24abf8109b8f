"""How a case ended and what became of its agreement, as the case page shows it."""

from datetime import datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader
from mediation.domain.endings import offered
from mediation.domain.worktime import station_day
from mediation.models.settlement import CONFIRMATIONS, Instalment, Settlement
from mediation.office import closing, performance
from mediation.office.book import Book
from mediation.office.records.ending import Ending, PaymentRow, PerformanceRow


def of_case(
    session: Session, book: Book, about: Facts, settlements: list[Settlement], *, user: Reader, people: dict[str, str],
    wages: bool, now: datetime,
) -> Ending:  # fmt: skip
    """Return a case's ending; its agreements, of its `settlements`, only for a user who sees wage papers (`wages`)."""
    case, still_open = book.case, book.case.state == "open"
    standing = (one for one in settlements if one.effective_on and not one.replaced_on)
    in_force = sorted(standing, key=lambda one: str(one.effective_on))
    may_close = still_open and access.may(user, "case.close", about)
    agreed = closing.agreed_of(session, case, book.claims) if may_close else None
    return Ending(
        today=station_day(now), outcome=case.outcome or "", note=case.outcome_note, closed_on=case.closed_on,
        closed_by=people.get(case.closed_by or "", ""), may_close=may_close,
        choices=offered(bool(agreed.in_force)) if agreed else (), ending=case.ending or "",
        tells=agreed is not None and not (agreed.in_force and agreed.whole),
        may_reopen=not still_open and not case.merged_into and access.may(user, "case.reopen", about),
        performance=_performance(session, in_force, people, now) if wages and in_force else (),
        may_note_paid=access.may(user, "performance.note", about),
        may_note_sent=access.may(user, "confirmation.note", about), version=str(case.version),
    )  # fmt: skip


def _performance(
    session: Session, in_force: list[Settlement], people: dict[str, str], now: datetime
) -> tuple[PerformanceRow, ...]:
    agreed = [one.id for one in in_force]
    payments = select(Instalment).where(col(Instalment.settlement_id).in_(agreed)).order_by(col(Instalment.position))
    found: dict[str, list[Instalment]] = {}
    for one in session.exec(payments):
        found.setdefault(one.settlement_id, []).append(one)
    return tuple(_row(session, row, found.get(row.id, []), people, now) for row in in_force)


def _row(
    session: Session, row: Settlement, payments: list[Instalment], people: dict[str, str], now: datetime
) -> PerformanceRow:
    today = station_day(now)
    ways = tuple(way for way in CONFIRMATIONS if way == "court" or performance.reviewable(session, row))
    return PerformanceRow(
        settlement_id=row.id, number=row.number or "", effective_on=row.effective_on or today,
        payments=tuple(
            PaymentRow(
                one.id, one.position + 1, one.due_on, one.amount, one.paid_on, people.get(one.noted_by or "", ""),
                late=one.paid_on is None and one.due_on < today,
            )
            for one in payments
        ),
        sent_to=row.sent_to or "", sent_on=row.sent_on, ways=() if row.sent_to else ways,
    )  # fmt: skip
