"""What a person's cases of one period add up to, with no rate where there are too few to say anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Final

LEAST: Final = 5
"""With fewer closed cases neither a rate nor a median is shown: they would say more of chance than of the person."""

AGREED: Final = ("settled", "partly_settled")


@dataclass(frozen=True)
class Handled:
    """One case a person had in a period: its outcome and length if it was closed in it, its dates missed in it."""

    outcome: str = ""
    days: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Work:
    """The figures of one person's cases in one period."""

    handled: int = 0
    closed: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    agreed: int = 0
    overdue: int = 0
    rate: float | None = None
    median_days: float | None = None

    @property
    def still_open(self) -> int:
        """How many were not closed by the end of the period."""
        return self.handled - self.closed


def work_of(cases: Iterable[Handled]) -> Work:
    """Return the figures of one person's cases."""
    found = list(cases)
    ended = [one for one in found if one.outcome]
    outcomes = Counter(one.outcome for one in ended)
    agreed = sum(outcomes[one] for one in AGREED)
    enough = len(ended) >= LEAST
    return Work(
        handled=len(found), closed=len(ended), outcomes=dict(outcomes), agreed=agreed,
        overdue=sum(one.overdue for one in found), rate=agreed * 100 / len(ended) if enough else None,
        median_days=float(median(one.days for one in ended)) if enough else None,
    )  # fmt: skip
