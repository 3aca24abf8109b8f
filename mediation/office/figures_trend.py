"""Sums of money of a period, and counts and sums month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from mediation.domain.figures import Period, month_key, months_until, period
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.settlement import Instalment, Settlement
from mediation.office import figures_cohorts as cohorts
from mediation.office.closing import AGREED
from mediation.office.figures_cohorts import Ground
from mediation.office.records.figures import Month, Value


def amounts(ground: Ground) -> dict[str, int]:
    """Return the sums of money of the period, in fen: claimed, agreed, due, come."""
    session = ground.session
    claimed = _of_cases(ground, Claim, _sum(Claim.amount)).where(*cohorts.received(ground))
    agreed = _of_cases(ground, Settlement, _sum(Settlement.total)).where(*cohorts.in_force(ground))
    come = sa.case((cohorts.kept(ground), col(Instalment.amount)), else_=0)
    due = _of_cases(ground, Instalment, _sum(Instalment.amount), sa.func.coalesce(sa.func.sum(come), 0))
    paid = _of_cases(ground, Instalment, _sum(Instalment.amount)).where(*cohorts.payments_made(ground))
    due_sum, due_paid_sum = session.execute(due.where(*cohorts.payments_due(ground))).one()
    return {
        "claimed": int(session.execute(claimed).scalar_one()),
        "agreed_sum": int(session.execute(agreed).scalar_one()),
        "due_sum": int(due_sum),
        "due_paid_sum": int(due_paid_sum),
        "paid_sum": int(session.execute(paid).scalar_one()),
    }


def _sum(column: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(column), 0)


def _of_cases(ground: Ground, model: Any, *columns: Any) -> Any:
    return (
        sa.select(*columns)
        .select_from(model)
        .join(Case, col(Case.id) == model.case_id)
        .where(*ground.cases(), model.station_id == ground.station_id)
    )


def months(ground: Ground, count: int) -> tuple[tuple[Month, ...], dict[str, int]]:
    """Return the months up to the period's last, and of each month how many cases are behind its sums of money."""
    keys = months_until(month_key(ground.last), count)
    whole = _whole(ground, keys)
    values: dict[str, dict[str, int]] = {key: dict.fromkeys(_QUERIES, 0) for key in keys}
    weights = {f"{name}@{key}": 0 for key in keys for name in ("agreed", "paid")}
    for name, query in _QUERIES.items():
        cases: dict[str, set[str]] = {}
        for on, number, *case_id in whole.session.execute(query(whole)):
            values[month_key(on)][name] += int(number)
            cases.setdefault(month_key(on), set()).update(case_id)
        if name in _WEIGHTS:
            weights |= {f"{_WEIGHTS[name]}@{key}": len(found) for key, found in cases.items()}
    shown: list[Month] = []
    for key in keys:
        held: dict[str, Value] = dict(values[key])
        shown.append(Month(key, held))
    return tuple(shown), weights


def _whole(ground: Ground, keys: tuple[str, ...]) -> Ground:
    first = period(keys[0])
    start: date = first.first if first else ground.first
    return replace(ground, period=Period(f"{keys[0]}/{keys[-1]}", start, ground.last))


def _by_day(day: Any, *conditions: Any) -> Any:
    return lambda ground: (
        sa.select(day, sa.func.count()).where(*ground.cases(), ground.within(day), *conditions).group_by(day)
    )


_QUERIES = {
    "applications": _by_day(col(Case.received_on)),
    "accepted": _by_day(col(Case.accepted_on)),
    "closed": _by_day(col(Case.closed_on)),
    "settled_all": _by_day(col(Case.closed_on), col(Case.outcome).in_(AGREED)),
    "agreed_sum": lambda ground: _of_cases(
        ground, Settlement, col(Settlement.effective_on), sa.func.coalesce(col(Settlement.total), 0), col(Case.id)
    ).where(*cohorts.in_force(ground)),
    "paid_sum": lambda ground: _of_cases(
        ground, Instalment, col(Instalment.paid_on), col(Instalment.amount), col(Case.id)
    ).where(*cohorts.payments_made(ground)),
}
_WEIGHTS = {"agreed_sum": "agreed", "paid_sum": "paid"}
