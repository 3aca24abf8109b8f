"""The pages of equality figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mediation.domain.equality import Question


@dataclass(frozen=True)
class EqualityPerson:
    """Somebody who may be asked; `answered_on` is the day of the consent, None before."""

    id: str
    name: str
    side: str
    answered_on: date | None


@dataclass(frozen=True)
class EqualityPage:
    """The people of one case."""

    case_id: str
    number: str
    people: tuple[EqualityPerson, ...]


@dataclass(frozen=True)
class EqualityTable:
    """One question with the number of people by answer, '' for those who left it out."""

    question: Question
    counts: Mapping[str, int | str]


@dataclass(frozen=True)
class EqualityFigures:
    """The sums of a year up to a day."""

    year: int
    until: date
    before: int
    after: int | None
    stations: tuple[str, ...]
    tables: tuple[EqualityTable, ...]
