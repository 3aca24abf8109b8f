"""Records of the days of wage talks: what may be recorded now, what was asked for, what a change of place moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mediation.office.records.reasons import LawRecord
from mediation.office.records.talks import FindingRecord, TalksFrame
from mediation.office.records.words import Words


@dataclass(frozen=True)
class PlaceDay:
    """What a period is called and where it ends by the rules of one place, and by which articles."""

    place: Words
    title: Words
    safe_on: date
    last_on: date | None
    laws: tuple[LawRecord, ...]


@dataclass(frozen=True)
class MovedRecord:
    """One period by the rules of the present and of another place; None: there is no such period there."""

    side: str
    about: str
    second: bool
    old: PlaceDay | None
    new: PlaceDay | None

    @property
    def moves(self) -> bool:
        """Say whether a day or the article changes."""
        return self.old != self.new


@dataclass(frozen=True)
class PlacePage:
    """What a change of place would bring: periods, what would be found wrong, matters that may not be refused."""

    frame: TalksFrame
    place: str
    title: Words
    periods: tuple[MovedRecord, ...]
    findings: tuple[FindingRecord, ...]
    matters: tuple[str, ...]
    matters_then: tuple[str, ...]


@dataclass(frozen=True)
class TakenRecord:
    """A lawful step that was taken; `id` of its row."""

    id: str
    step: str
    title: Words
    taken_on: date
    note: str
    noted_at: datetime


@dataclass(frozen=True)
class AskRecord:
    """Information asked of a side: given, refused with a reason, or still open."""

    id: str
    asked: str
    asked_on: date
    what: str
    given_on: date | None
    refused_why: str
    secret: bool


@dataclass(frozen=True)
class DaysPage:
    """What may be recorded on the first page of a round: deeds that fit how far it has come, and the others.

    `happened` are the recorded days in their order, each with a message id for what happened.
    """

    fitting: tuple[str, ...]
    others: tuple[str, ...]
    asks: tuple[AskRecord, ...]
    taken: tuple[TakenRecord, ...]
    cautions: tuple[FindingRecord, ...]
    ways: tuple[str, ...]
    happened: tuple[tuple[date, str], ...]
