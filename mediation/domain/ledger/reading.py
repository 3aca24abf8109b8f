"""What was understood of one cell, and what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from mediation.domain.refusals import Problem

T = TypeVar("T")


@dataclass(frozen=True)
class Understood(Generic[T]):
    """The value read from a cell, None for none; `doubts` say what was left out, dropped or uncertain."""

    value: T | None
    doubts: tuple[Problem, ...] = ()
    approximate: bool = False


def doubt(message: str, value: str = "", **params: object) -> tuple[Problem, ...]:
    """Return one remark about a cell, with what stood there."""
    return (Problem(message, value=value[:60], params=params),)
