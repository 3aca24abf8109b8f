"""Which cases each figure counts: one condition a figure, for counting and for the list behind the number alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from mediation import db
from mediation.access import Reader, visible
from mediation.domain.figures import PLEASED, Period
from mediation.domain.worktime import day_begins
from mediation.models.afterwards import RouteStep, Satisfaction
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.settlement import Instalment, Settlement
from mediation.office.closing import AGREED
from mediation.office.in_force import IN_FORCE

ONE_DAY: Final = timedelta(days=1)
LONGEST_ROLL: Final = timedelta(days=31)
"""No holiday moves the last day of a period further than this."""

MEDIATION_ENDS: Final = ("mediation.from_receipt", "mediation.from_acceptance")
Conditions = list[Any]


@dataclass(frozen=True)
class Ground:
    """What figures are counted over: one station's cases as `user` sees them (None: the house itself), one period."""

    session: Session
    station_id: str
    period: Period
    today: date
    user: Reader | None

    @property
    def first(self) -> date:
        """The first day that counts."""
        return self.period.first

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.period.last

    def cases(self) -> Conditions:
        """Return what holds of every case that is counted at all."""
        seen = [visible(self.user, Case)] if self.user is not None else []
        return [*seen, col(Case.station_id) == self.station_id, col(Case.merged_into).is_(None)]

    def rows_of(self, model: Any) -> Conditions:
        """Return what holds of every row of `model` that belongs to a case that is counted at all."""
        seen = [visible(self.user, model)] if self.user is not None else []
        merged = sa.select(col(Case.id)).where(
            col(Case.station_id) == self.station_id, col(Case.merged_into).is_not(None)
        )
        return [*seen, col(model.station_id) == self.station_id, col(model.case_id).not_in(merged)]

    def within(self, day: Any) -> Any:
        """Hold for a day of the period."""
        return day.between(self.first, self.last)

    def days(self) -> Any:
        """Return the days from a case's receipt to its end, as the database counts them."""
        if db.is_sqlite(self.session):
            between = sa.func.julianday(col(Case.closed_on)) - sa.func.julianday(col(Case.received_on))
            return sa.cast(between, sa.Integer)
        return col(Case.closed_on) - col(Case.received_on)


Base = Callable[[Ground], Conditions]


@dataclass(frozen=True)
class Rows:
    """The cases that have a row of `model` with these conditions, and none with those and `never`."""

    model: Any
    conditions: Base
    never: Callable[[Ground], Any] | None = None

    def __call__(self, ground: Ground) -> Conditions:
        """Return the conditions on the case."""
        wanted = self.conditions(ground)
        found = [_of(self.model, ground, *wanted)]
        return found if self.never is None else [*found, ~_of(self.model, ground, *wanted, self.never(ground))]

    @property
    def together(self) -> tuple[Any, Base]:
        """What figures have in common that one query counts."""
        return self.model, self.conditions


def received(ground: Ground) -> Conditions:
    """Hold for cases received in the period."""
    return [ground.within(col(Case.received_on))]


def accepted(ground: Ground) -> Conditions:
    """Hold for cases accepted in the period."""
    return [ground.within(col(Case.accepted_on))]


def closed(ground: Ground) -> Conditions:
    """Hold for cases closed in the period."""
    return [ground.within(col(Case.closed_on))]


def open_at_end(ground: Ground) -> Conditions:
    """Hold for cases received by the end of the period and not closed by then."""
    ended = col(Case.closed_on)
    return [col(Case.received_on) <= ground.last, sa.or_(ended.is_(None), ended > ground.last)]


def in_force(ground: Ground) -> Conditions:
    """Hold for agreements that took effect in the period; of one that was corrected, for what it says now."""
    standing = col(Settlement.replaced_on).is_(None)
    return [col(Settlement.state) == "issued", standing, ground.within(col(Settlement.effective_on))]


def payments_due(ground: Ground) -> Conditions:
    """Hold for payments of agreements in force that fell due in the period; what was corrected promises nothing."""
    effective = sa.select(col(Settlement.id)).where(col(Settlement.station_id) == ground.station_id, IN_FORCE)
    return [ground.within(col(Instalment.due_on)), col(Instalment.settlement_id).in_(effective)]


def kept(ground: Ground) -> Any:
    """Hold for a payment that had come by the end of the period."""
    return sa.and_(col(Instalment.paid_on).is_not(None), col(Instalment.paid_on) <= ground.last)


def payments_made(ground: Ground) -> Conditions:
    """Hold for payments that came in the period; one that a correction promises as well counts there alone."""
    return [ground.within(col(Instalment.paid_on)), ~_carried(ground)]


def _carried(ground: Ground) -> Any:
    """Hold for a payment of a replaced agreement that stands, by day and amount, in the one that replaced it."""
    twin, after = aliased(Instalment), aliased(Settlement)
    replaced = sa.select(col(Settlement.id)).where(
        col(Settlement.station_id) == ground.station_id, col(Settlement.replaced_on).is_not(None)
    )
    same = (
        sa.select(1)
        .select_from(twin)
        .join(after, col(after.id) == col(twin.settlement_id))
        .where(
            col(after.corrects) == col(Instalment.settlement_id), col(after.effective_on).is_not(None),
            col(twin.due_on) == col(Instalment.due_on), col(twin.amount) == col(Instalment.amount),
        )
        .correlate(Instalment)
    )  # fmt: skip
    return sa.and_(col(Instalment.settlement_id).in_(replaced), same.exists())


def answered(ground: Ground) -> Conditions:
    """Hold for answers about satisfaction that were given in the period."""
    return [ground.within(col(Satisfaction.answered_on))]


def pleased(ground: Ground) -> Conditions:
    """Hold for answers of the period that say satisfied or very satisfied."""
    return [*answered(ground), col(Satisfaction.score).in_([int(one) for one in PLEASED])]


def sent(to: str) -> Rows:
    """Return the cases whose agreement was sent to `to` in the period."""
    return Rows(Settlement, lambda ground: [col(Settlement.sent_to) == to, ground.within(col(Settlement.sent_on))])


def orders(ground: Ground) -> Conditions:
    """Hold for applications for a payment order that were handed in in the period, as far as not noted by mistake."""
    filed = [col(RouteStep.route) == "payment_order", col(RouteStep.step) == "filed"]
    return [*filed, col(RouteStep.taken_back_at).is_(None), ground.within(col(RouteStep.on))]


def missed(ground: Ground) -> Conditions:
    """Hold for last days of mediation, in the period, on which the case was not done."""
    last_day = sa.func.coalesce(col(Deadline.last_on), col(Deadline.safe_on))
    safe, until = col(Deadline.safe_on), min(ground.last, ground.today - ONE_DAY)
    return [
        col(Deadline.state).in_(("open", "met")), safe.between(ground.first - LONGEST_ROLL, until),
        last_day.between(ground.first, until), col(Deadline.kind).in_(MEDIATION_ENDS),
        sa.or_(col(Deadline.met_on).is_(None), col(Deadline.met_on) > last_day),
    ]  # fmt: skip


def raised(ground: Ground) -> Conditions:
    """Hold for what was escalated of a case in the period, by station days."""
    begin = day_begins(ground.first)
    end = day_begins(ground.last + ONE_DAY)
    return [
        col(Escalation.case_id).is_not(None), col(Escalation.raised_at) >= begin, col(Escalation.raised_at) < end
    ]  # fmt: skip


def _of(model: Any, ground: Ground, *conditions: Any) -> Any:
    """Hold for a case that has a row of `model` with these conditions."""
    rows = sa.select(col(model.case_id)).where(col(model.station_id) == ground.station_id, *conditions)
    return col(Case.id).in_(rows)


def has(model: Any, *conditions: Any) -> Any:
    """Hold for a case that has a row of `model` with these conditions, asked case by case."""
    return sa.select(1).where(model.case_id == col(Case.id), *conditions).exists()


def flagged(flag: str) -> Any:
    """Hold for a case that the rules marked with `flag`."""
    return sa.cast(col(Case.flags), sa.Text).contains(f'"{flag}"')


def _named() -> Any:
    return has(Claim, col(Claim.amount).is_not(None))


Extra = Callable[[Ground], Any]


def _all(_: Ground) -> Any:
    return sa.true()


COUNTS: Final[Mapping[str, tuple[Base, Extra]]] = {
    "applications": (received, _all),
    "accepted_of_received": (received, lambda ground: col(Case.accepted_on) <= ground.last),
    "group": (received, lambda _: flagged("group")),
    "cluster": (received, lambda _: flagged("cluster")),
    "with_amount": (received, lambda _: _named()),
    "no_amount": (received, lambda _: ~_named()),
    "accepted": (accepted, _all),
    "settled_of_accepted": (
        accepted, lambda ground: sa.and_(col(Case.outcome).in_(AGREED), col(Case.closed_on) <= ground.last)
    ),
    "closed": (closed, _all),
    "settled_all": (closed, lambda _: col(Case.outcome).in_(AGREED)),
    "open_at_end": (open_at_end, _all),
    "agreed": (Rows(Settlement, in_force), _all),
    "due_cases": (Rows(Instalment, payments_due), _all),
    "performed": (Rows(Instalment, payments_due, never=lambda ground: ~kept(ground)), _all),
    "paid_cases": (Rows(Instalment, payments_made), _all),
    "answered": (Rows(Satisfaction, answered), _all),
    "answered_well": (Rows(Satisfaction, pleased), _all),
    "arbitration": (sent("arbitration"), _all),
    "court": (sent("court"), _all),
    "payment_order": (Rows(RouteStep, orders), _all),
    "overdue": (Rows(Deadline, missed), _all),
    "escalated": (Rows(Escalation, raised), _all),
}  # fmt: skip
"""Every count: the cohort it is counted in, found by index, and what else must hold."""
