"""Counts taken apart: by outcome, duration, kind of claim, channel, desk, industry, employer."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col

from mediation.domain.figures import DURATIONS, duration_code
from mediation.models.case import OUTCOMES, Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.office import figures_cohorts as cohorts
from mediation.office.figures_cohorts import Ground
from mediation.office.records.figures import Part

MOST_EMPLOYERS: Final = 10
NUMBER: Final = sa.func.count(sa.distinct(col(Case.id)))


def days_counted(ground: Ground) -> dict[int, int]:
    """Return how many cases closed in the period took how many days."""
    days = ground.days().label("days")
    query = sa.select(days, sa.func.count()).where(*ground.cases(), *cohorts.closed(ground)).group_by(days)
    return {int(row[0]): int(row[1]) for row in ground.session.execute(query)}


def parts(ground: Ground, days: dict[int, int]) -> dict[str, tuple[Part, ...]]:
    """Return the lines of every table, the longest first where they have no order of their own."""
    outcomes = _grouped(ground, col(Case.outcome), cohorts.closed(ground))
    durations = dict.fromkeys((str(low) for low, _ in DURATIONS), 0)
    for number, times in days.items():
        durations[duration_code(number)] += times
    at = cohorts.received(ground)
    return {
        "outcome": tuple(Part(code, outcomes[code]) for code in (*OUTCOMES, "") if code in outcomes),
        "duration": tuple(Part(code, number) for code, number in durations.items()),
        "type": _ranked(_joined(ground, Claim, col(Claim.kind))),
        "channel": _ranked(_grouped(ground, col(Case.channel), at)),
        "desk": _ranked(_grouped(ground, col(Case.lead), at)),
        "industry": _ranked(
            _joined(ground, Party, sa.func.coalesce(col(Party.industry), ""), *cohorts.employers()), named=True
        ),
        "employer": _employers(ground),
    }


def _grouped(ground: Ground, column: Any, conditions: list[Any]) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(*ground.cases(), *conditions).group_by(column)
    return {row[0] or "": int(row[1]) for row in ground.session.execute(query)}


def _joined(ground: Ground, model: Any, column: Any, *conditions: Any) -> dict[str, int]:
    """Count the cases received by a column of their rows of `model`; a case counts once for each value."""
    query = _with(model, ground, column, NUMBER, *conditions).group_by(column)
    return {row[0]: int(row[1]) for row in ground.session.execute(query)}


def _with(model: Any, ground: Ground, column: Any, number: Any, *conditions: Any) -> Any:
    return (
        sa.select(column, number)
        .select_from(model)
        .join(Case, col(Case.id) == model.case_id)
        .where(*ground.cases(), *cohorts.received(ground), *conditions)
    )


def _ranked(counted: dict[str, int], *, named: bool = False) -> tuple[Part, ...]:
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Part(code, number, code if named else "") for code, number in ranked)


def _employers(ground: Ground) -> tuple[Part, ...]:
    named = [*cohorts.employers(), col(Party.firm_key).is_not(None)]
    query = (
        _with(Party, ground, col(Party.firm_key), NUMBER, *named)
        .add_columns(sa.func.max(col(Party.name)))
        .group_by(col(Party.firm_key))
        .order_by(NUMBER.desc(), col(Party.firm_key))
        .limit(MOST_EMPLOYERS)
    )
    return tuple(Part(row[0], int(row[1]), row[2]) for row in ground.session.execute(query))


def name_of(ground: Ground, split: str, code: str) -> str:
    """Return what a line of a table is called that has no word of its own: an industry, an employer."""
    if split != "employer":
        return code if split == "industry" else ""
    query = (
        sa.select(sa.func.max(col(Party.name)))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(*ground.cases(), *cohorts.employers(), col(Party.firm_key) == code)
    )
    return ground.session.execute(query).scalar_one_or_none() or ""
