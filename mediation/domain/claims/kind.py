"""What makes a kind of claim: its facts, how they are checked together, and how the amount comes about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from mediation.domain.claims.facts import Check, Fact, Facts
from mediation.domain.claims.working import Working
from mediation.domain.reading import Fields
from mediation.domain.vocabulary import CLAIM_KINDS


def nothing_more(_fields: Fields, _facts: Facts) -> None:
    """Check nothing: the facts of the kind don't bear on each other."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of claim. `work` returns exact fen; the one rounding comes after it.

    `governs` is the fact whose day decides which parameters hold, where it is given; `final_award` says whether the
    item is one of those that an award may end for good (调仲法 47).
    """

    name: str
    facts: tuple[Fact, ...]
    work: Callable[[Facts, Working], Fraction]
    check: Check = nothing_more
    governs: str = ""
    final_award: bool = False

    @property
    def title(self) -> Mapping[str, str]:
        """Return what the kind is called, in Chinese and in English."""
        zh, en = CLAIM_KINDS[self.name]
        return {"zh": zh, "en": en}
