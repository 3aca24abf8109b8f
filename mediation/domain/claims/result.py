"""What a calculator answers: the amount, every step of it, the articles, and what has to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.domain.claims.condition import Condition
from mediation.domain.claims.working import Line, Used
from mediation.domain.lawbook import Law
from mediation.domain.money import Fen, yuan
from mediation.domain.workdays import Step, written


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One amount with its working; `final_award` says whether an award on it is final, None: no such test or not known.

    `day` decided which parameters hold; `rulebook` is the digest of the rules it was worked out by. `conditions` are
    what the amount turns on, those that don't hold as well.
    """

    kind: str
    amount: Fen
    steps: tuple[Line, ...]
    law: tuple[str, ...]
    warnings: tuple[Step, ...]
    parameters_used: tuple[Used, ...]
    final_award: bool | None
    day: date
    rulebook: str
    conditions: tuple[Condition, ...] = ()

    def answer(
        self, laws: Mapping[str, Law], translate: Callable[[str], str] = str, language: str = "zh",
        day: Callable[[date], str] = written,
    ) -> dict[str, Any]:  # fmt: skip
        """Return what `claim --json` answers."""
        return {
            "amount": yuan(self.amount),
            "steps": [
                {"text": one.text(laws, translate, language, day), "value": one.shown(translate)} for one in self.steps
            ],
            "law": list(self.law),
            "warnings": [one.text(translate, day) for one in self.warnings],
        }
