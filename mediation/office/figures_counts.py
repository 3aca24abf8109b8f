"""Counting: the number of cases of every figure, those of one cohort in one query."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from mediation.domain.figurelist import DEFINITIONS
from mediation.models.case import Case
from mediation.office.figures_cohorts import COUNTS, Base, Ground, Rows

PEOPLE = {one.key: one.cases for one in DEFINITIONS.values() if one.unit == "people"}


def counts(ground: Ground) -> dict[str, int]:
    """Return the number of cases of every figure, and the number of people of those that count people."""
    by_base: dict[Any, list[str]] = {}
    for key, (base, _) in COUNTS.items():
        by_base.setdefault(base.together if isinstance(base, Rows) else base, []).append(key)
    found: dict[str, int] = {}
    for keys in by_base.values():
        base = COUNTS[keys[0]][0]
        found |= _of_rows(ground, base, keys) if isinstance(base, Rows) else _of_cases(ground, base, keys)
    return found


def _of_cases(ground: Ground, base: Base, keys: list[str]) -> dict[str, int]:
    """Count what is said of the case itself; where people are counted, add up the workers."""
    held = {key: COUNTS[key][1](ground) for key in keys}
    numbers = {key: sa.case((holds, 1), else_=0) for key, holds in held.items()}
    numbers |= {
        people: sa.case((held[key], col(Case.workers)), else_=0) for people, key in PEOPLE.items() if key in held
    }
    columns = [sa.func.coalesce(sa.func.sum(number), 0) for number in numbers.values()]
    row = ground.session.execute(sa.select(*columns).select_from(Case).where(*ground.cases(), *base(ground))).one()
    return dict(zip(numbers, map(int, row), strict=True))


def _of_rows(ground: Ground, base: Rows, keys: list[str]) -> dict[str, int]:
    """Count what is said of a case's agreements, payments, dates: over these rows, without reading the cases."""
    rows = [*ground.rows_of(base.model), *base.conditions(ground)]
    columns: list[Any] = []
    for key in keys:
        case_id, wanted = col(base.model.case_id), COUNTS[key][0]
        number: Any = sa.func.count(sa.distinct(case_id))
        if isinstance(wanted, Rows) and wanted.never is not None:
            number -= sa.func.count(sa.distinct(sa.case((wanted.never(ground), case_id))))
        columns.append(number)
    row = ground.session.execute(sa.select(*columns).select_from(base.model).where(*rows)).one()
    return dict(zip(keys, map(int, row), strict=True))
