"""Which cases each part of a table counts: one condition a part, for counting and for the list behind it alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from mediation.domain.figures import DURATIONS, GRADES
from mediation.models.afterwards import Satisfaction
from mediation.models.case import OUTCOMES, Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.office.figures_cohorts import Conditions, Ground, answered, has


def part(split: str, code: str, ground: Ground) -> Any:
    """Return the condition for one part of a split; raises LookupError for a code that can't be."""
    conditions: dict[str, Callable[[], Any]] = {
        "outcome": lambda: _outcome(code),
        "duration": lambda: _duration(code, ground),
        "type": lambda: has(Claim, col(Claim.kind) == code),
        "channel": lambda: col(Case.channel) == code,
        "desk": lambda: col(Case.lead) == code,
        "industry": lambda: _industry(code),
        "employer": lambda: has(Party, *employers(), col(Party.firm_key) == code),
        "satisfaction": lambda: has(Satisfaction, *answered(ground), col(Satisfaction.score) == _grade(code)),
    }
    return conditions[split]()


def employers() -> Conditions:
    """Hold for the parties that cases are counted by: employers that are claimed against, not those that left."""
    return [col(Party.side) == "respondent", col(Party.kind) == "employer", col(Party.left_on).is_(None)]


def _outcome(code: str) -> Any:
    if code and code not in OUTCOMES:
        raise LookupError(code)
    return col(Case.outcome) == code if code else col(Case.outcome).is_(None)


def _grade(code: str) -> int:
    if code not in GRADES:
        raise LookupError(code)
    return int(code)


def _duration(code: str, ground: Ground) -> Any:
    most = {str(low): (low, high) for low, high in DURATIONS}[code]
    days = ground.days()
    return sa.and_(days >= most[0], *([days <= most[1]] if most[1] is not None else []))


def _industry(code: str) -> Any:
    return has(Party, *employers(), sa.func.coalesce(col(Party.industry), "") == code)
