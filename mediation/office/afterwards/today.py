"""The payments of a station's agreements around a day: what was noted or said today, what is due, late, soon due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.lawbook import ParameterGap
from mediation.domain.worktime import station_day
from mediation.models.afterwards import PaymentReport
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.office import rules
from mediation.office.afterwards import deals
from mediation.office.in_force import IN_FORCE
from mediation.office.parties import short_names

AHEAD = "station.remind_days_before"
MOST = 100
BACK = timedelta(days=60)
"""Older arrears stand in the case and among the escalations."""


@dataclass(frozen=True)
class PaymentDue:
    """One instalment. `came`: what of it surely came, in fen; `said`: the last that was said of it."""

    id: str
    case_id: str
    number: str
    parties: str
    position: int
    due_on: date
    amount: int
    paid_on: date | None
    said: str
    days: int
    unsafe: str
    came: int = 0

    @property
    def open(self) -> int:
        """Return what is still to come of it, in fen."""
        return self.amount - self.came


@dataclass(frozen=True)
class Payments:
    """The instalments around a day, each list in the order of its days; `ahead`: how many days before are shown."""

    today: date
    ahead: int
    paid: tuple[PaymentDue, ...]
    reported: tuple[PaymentDue, ...]
    due: tuple[PaymentDue, ...]
    late: tuple[PaymentDue, ...]
    soon: tuple[PaymentDue, ...]
    may_note: bool


def page(session: Session, *, user: Reader, now: datetime) -> Payments:
    """Return the payments of the user's cases around today."""
    scope, today = Scope(session, user), station_day(now)
    ahead = days_ahead(today)
    until = today + timedelta(days=ahead)
    force = sa.select(col(Settlement.id)).where(IN_FORCE)
    base = scope.select(Instalment).where(col(Instalment.settlement_id).in_(force)).order_by(col(Instalment.due_on))
    waiting = base.where(col(Instalment.state) == "due", col(Instalment.due_on).between(today - BACK, until))
    rows = list(session.exec(waiting.limit(MOST)))
    paid = list(session.exec(base.where(col(Instalment.paid_on) == today).limit(MOST)))
    told = _told(session, [one.id for one in rows])
    line = _Lines(session, [*rows, *paid], told, today)
    return Payments(
        today, ahead, line.of(paid),
        line.of([one for one in rows if one.id in told and station_day(told[one.id].said_at) == today]),
        line.of([one for one in rows if one.due_on == today]), line.of([one for one in rows if one.due_on < today]),
        line.of([one for one in rows if one.due_on > today]), user.role in access.ACTS["performance.note"].roles,
    )  # fmt: skip


def days_ahead(today: date) -> int:
    """Return how many days before a payment it is recalled: the station's own number, 0 where none is set."""
    try:
        return int(rules.current().book.parameters[AHEAD].on(today).value)
    except (KeyError, ParameterGap):
        return 0


def _told(session: Session, ids: list[str]) -> dict[str, PaymentReport]:
    """Return the last report of each instalment."""
    query = sa.select(PaymentReport).where(col(PaymentReport.instalment_id).in_(ids))
    found = session.execute(query.order_by(col(PaymentReport.said_at))).scalars()
    return {one.instalment_id: one for one in found}


def _came(session: Session, rows: list[Instalment]) -> dict[str, int]:
    """Return what came of instalments of which a part is said to have been paid; few are."""
    agreements = {one.settlement_id: session.get_one(Settlement, one.settlement_id) for one in rows}
    return {part.id: part.came for one in agreements.values() for part in deals.parts(deals.rows_of(session, one))}


class _Lines:
    def __init__(self, session: Session, rows: list[Instalment], told: dict[str, PaymentReport], today: date) -> None:
        ids = {one.case_id for one in rows}
        self.names, self.told, self.today = short_names(session, ids), told, today
        self.came = _came(session, [one for one in rows if one.id in told and told[one.id].says == "partly"])
        numbers = sa.select(col(Case.id), col(Case.number)).where(col(Case.id).in_(ids))
        self.numbers: dict[str, str] = {row[0]: row[1] for row in session.execute(numbers)}
        unsafe = sa.select(col(Party.case_id), col(Party.contact_note)).where(
            col(Party.case_id).in_(ids), col(Party.contact_unsafe).is_(True)
        )
        self.unsafe: dict[str, str] = {row[0]: row[1] for row in session.execute(unsafe)}

    def of(self, rows: list[Instalment]) -> tuple[PaymentDue, ...]:
        """Return instalments as the page lists them."""
        return tuple(self._line(one) for one in rows)

    def _line(self, row: Instalment) -> PaymentDue:
        names = self.names[row.case_id]
        said = self.told[row.id].says if row.id in self.told else ""
        note = self.unsafe.get(row.case_id)
        return PaymentDue(
            row.id, row.case_id, self.numbers[row.case_id], names, row.position + 1, row.due_on, row.amount,
            row.paid_on, said, (row.due_on - self.today).days, "" if note is None else note or "…",
            self.came.get(row.id, 0),
        )  # fmt: skip
