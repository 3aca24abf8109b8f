"""Counts taken apart: by outcome, duration, kind of claim, channel, desk, industry, employer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col

from mediation.domain.figures import DURATIONS, GRADES, duration_code
from mediation.models.afterwards import Satisfaction
from mediation.models.case import OUTCOMES, Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.office import figures_cohorts as cohorts
from mediation.office import figures_splits
from mediation.office.figures_cohorts import Ground
from mediation.office.records.figures import Part

MOST_EMPLOYERS: Final = 10
NUMBER: Final = sa.func.count(sa.distinct(col(Case.id)))


@dataclass(frozen=True)
class Claims:
    """The claims of the cases received: how many cases claim what, and what is claimed in all, in fen."""

    kinds: dict[str, int]
    amount: int


def ended(ground: Ground) -> tuple[dict[int, int], dict[str, int]]:
    """Return how many cases closed in the period took how many days, and how many ended how."""
    days = ground.days().label("days")
    return _crossed(ground, days, col(Case.outcome), cohorts.closed(ground))


def claims(ground: Ground) -> Claims:
    """Return what the cases received in the period claim; a case counts once for each kind."""
    query = _with(Claim, ground, col(Claim.kind), NUMBER).add_columns(sa.func.sum(col(Claim.amount)))
    rows = ground.session.execute(query.group_by(col(Claim.kind))).all()
    return Claims({kind: int(number) for kind, number, _ in rows}, sum(int(amount or 0) for _, _, amount in rows))


def grades(ground: Ground) -> dict[str, int]:
    """Return how many answers about satisfaction of the period gave which grade."""
    score = col(Satisfaction.score)
    wanted = [*ground.rows_of(Satisfaction), *cohorts.answered(ground)]
    counted = sa.select(score, sa.func.count()).where(*wanted).group_by(score)
    return dict.fromkeys(GRADES, 0) | {str(row[0]): int(row[1]) for row in ground.session.execute(counted)}


def parts(
    ground: Ground, days: dict[int, int], outcomes: dict[str, int], claimed: Claims, graded: dict[str, int]
) -> dict[str, tuple[Part, ...]]:
    """Return the lines of every table, the longest first where they have no order of their own."""
    durations = dict.fromkeys((str(low) for low, _ in DURATIONS), 0)
    for number, times in days.items():
        durations[duration_code(number)] += times
    channels, desks = _crossed(ground, col(Case.channel), col(Case.lead), cohorts.received(ground))
    return {
        "outcome": tuple(Part(code, outcomes[code]) for code in (*OUTCOMES, "") if code in outcomes),
        "duration": tuple(Part(code, number) for code, number in durations.items()),
        "type": _ranked(claimed.kinds),
        "channel": _ranked(channels),
        "desk": _ranked(desks),
        "industry": _ranked(
            _joined(ground, Party, sa.func.coalesce(col(Party.industry), ""), *figures_splits.employers()), named=True
        ),
        "employer": _employers(ground),
        "satisfaction": tuple(Part(code, graded[code]) for code in GRADES),
    }


def _crossed(ground: Ground, first: Any, second: Any, conditions: list[Any]) -> tuple[dict[Any, int], dict[str, int]]:
    """Count cases by two columns in one reading."""
    query = sa.select(first, second, sa.func.count()).where(*ground.cases(), *conditions).group_by(first, second)
    by_first: dict[Any, int] = {}
    by_second: dict[str, int] = {}
    for one, other, number in ground.session.execute(query):
        by_first[one] = by_first.get(one, 0) + int(number)
        by_second[other or ""] = by_second.get(other or "", 0) + int(number)
    return by_first, by_second


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
    named = [*figures_splits.employers(), col(Party.firm_key).is_not(None)]
    query = (
        _with(Party, ground, col(Party.firm_key), NUMBER, *named)
        .group_by(col(Party.firm_key))
        .order_by(NUMBER.desc(), col(Party.firm_key))
        .limit(MOST_EMPLOYERS)
    )
    most = [(row[0], int(row[1])) for row in ground.session.execute(query)]
    counted = sa.select(1).where(col(Case.id) == col(Party.case_id), *ground.cases(), *cohorts.received(ground))
    last = sa.select(col(Party.firm_key), sa.func.max(col(Party.name))).where(
        col(Party.station_id) == ground.station_id, col(Party.firm_key).in_([key for key, _ in most]),
        *figures_splits.employers(), counted.exists(),
    )  # fmt: skip
    names = {row[0]: row[1] for row in ground.session.execute(last.group_by(col(Party.firm_key)))}
    return tuple(Part(key, number, names[key]) for key, number in most)


def name_of(ground: Ground, split: str, code: str) -> str:
    """Return what a line of a table is called that has no word of its own: an industry, an employer."""
    if split != "employer":
        return code if split == "industry" else ""
    query = (
        sa.select(sa.func.max(col(Party.name)))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(*ground.cases(), *figures_splits.employers(), col(Party.firm_key) == code)
    )
    return ground.session.execute(query).scalar_one_or_none() or ""
