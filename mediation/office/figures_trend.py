"""Sums of money of a period, and counts and sums month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from mediation.domain.figures import Period, month_key, months_until, period
from mediation.models.case import Case
from mediation.models.settlement import Instalment, Settlement
from mediation.office import figures_cohorts as cohorts
from mediation.office.closing import AGREED
from mediation.office.figures_cohorts import Ground
from mediation.office.records.figures import Month, Value


def amounts(ground: Ground) -> dict[str, int]:
    """Return the sums of money of the period, in fen: agreed, due, come."""
    session = ground.session
    agreed = sa.select(_sum(Settlement.total)).where(*ground.rows_of(Settlement), *cohorts.in_force(ground))
    come = sa.case((cohorts.kept(ground), col(Instalment.amount)), else_=0)
    due = sa.select(_sum(Instalment.amount), _sum(come))
    paid = sa.select(_sum(Instalment.amount)).where(*ground.rows_of(Instalment), *cohorts.payments_made(ground))
    due_sum, due_paid_sum = session.execute(due.where(*ground.rows_of(Instalment), *cohorts.payments_due(ground))).one()
    return {
        "agreed_sum": int(session.execute(agreed).scalar_one()),
        "due_sum": int(due_sum),
        "due_paid_sum": int(due_paid_sum),
        "paid_sum": int(session.execute(paid).scalar_one()),
    }


def _sum(column: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(column), 0)


def months(ground: Ground, count: int) -> tuple[Month, ...]:
    """Return the months up to the period's last, with their counts and sums of money."""
    keys = months_until(month_key(ground.last), count)
    whole = _whole(ground, keys)
    values: dict[str, dict[str, int]] = {key: dict.fromkeys(_QUERIES, 0) for key in keys}
    for name, query in _QUERIES.items():
        for on, number in whole.session.execute(query(whole)):
            values[month_key(on)][name] += int(number)
    shown: list[Month] = []
    for key in keys:
        held: dict[str, Value] = dict(values[key])
        shown.append(Month(key, held))
    return tuple(shown)


def weights(ground: Ground, count: int) -> dict[str, int]:
    """Return how many cases are behind each month's sums of money: `agreed@2026-11`, `paid@2026-11`."""
    keys = months_until(month_key(ground.last), count)
    whole = _whole(ground, keys)
    behind: dict[str, set[str]] = {f"{name}@{key}": set() for key in keys for name in _MONEY}
    for name, (model, day, _, conditions) in _MONEY.items():
        query = sa.select(day, col(model.case_id)).where(*whole.rows_of(model), *conditions(whole)).distinct()
        for on, case_id in whole.session.execute(query):
            behind[f"{name}@{month_key(on)}"].add(case_id)
    return {name: len(cases) for name, cases in behind.items()}


def _whole(ground: Ground, keys: tuple[str, ...]) -> Ground:
    first = period(keys[0])
    start: date = first.first if first else ground.first
    return replace(ground, period=Period(f"{keys[0]}/{keys[-1]}", start, ground.last))


def _counted(day: Any, *conditions: Any) -> Any:
    """Return the query for the number of cases by day, which an index answers alone."""
    return lambda ground: (
        sa.select(day, sa.func.count()).where(*ground.cases(), ground.within(day), *conditions).group_by(day)
    )


def _summed(model: Any, day: Any, amount: Any, conditions: Any) -> Any:
    """Return the query for sums of money by day."""
    return lambda ground: sa.select(day, _sum(amount)).where(*ground.rows_of(model), *conditions(ground)).group_by(day)


_MONEY: dict[str, tuple[Any, Any, Any, Any]] = {
    "agreed": (Settlement, col(Settlement.effective_on), Settlement.total, cohorts.in_force),
    "paid": (Instalment, col(Instalment.paid_on), Instalment.amount, cohorts.payments_made),
}
_QUERIES = {
    "applications": _counted(col(Case.received_on)),
    "accepted": _counted(col(Case.accepted_on)),
    "closed": _counted(col(Case.closed_on)),
    "settled_all": _counted(col(Case.closed_on), col(Case.outcome).in_(AGREED)),
    "agreed_sum": _summed(*_MONEY["agreed"]),
    "paid_sum": _summed(*_MONEY["paid"]),
}
