"""What an amount turns on: a condition that its calculator asks, with what is wanted and what is so."""

from __future__ import annotations

from dataclasses import dataclass

from mediation.domain.workdays import Step


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what it says, what is wanted for it to hold, what is so, and the articles it rests on."""

    says: Step
    wanted: Step
    actual: Step
    holds: bool
    law: tuple[str, ...] = ()
