"""Records of the sessions of wage talks and of their minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mediation.office.records.reasons import LawRecord
from mediation.office.records.talks import FindingRecord, TalksFrame
from mediation.office.records.words import Words


@dataclass(frozen=True)
class Seat:
    """A representative who was there, or might be: name, side, whether the side's chief, whether serving that day."""

    id: str
    side: str
    name: str
    chief: bool
    serving: bool = True


@dataclass(frozen=True)
class Topic:
    """A clause of the library that may be talked about."""

    key: str
    title: Words


@dataclass(frozen=True)
class SessionRecord:
    """One session with its minutes; `prepare` are the working days kept for the workers' preparation, None: unknown."""

    id: str
    number: int
    state: str
    on: date
    begins: str
    ends: str
    place: str
    chair: str
    recorder: str
    attended: tuple[Seat, ...]
    guests: str
    topics: tuple[Topic, ...]
    said_workers: str
    said_employer: str
    result: str
    signed_workers_on: date | None
    signed_employer_on: date | None
    noted_at: datetime
    noted_by: str
    seen: str
    prepare: tuple[date, ...] | None
    prepare_laws: tuple[LawRecord, ...]

    @property
    def signed(self) -> bool:
        """Say whether both chiefs have signed."""
        return self.signed_workers_on is not None and self.signed_employer_on is not None


@dataclass(frozen=True)
class SessionsPage:
    """The sessions of one round, the latest first; `topics` are those that may be chosen.

    `on` and `place` are offered for the next one: what was planned for the first, the last one's place.
    """

    frame: TalksFrame
    sessions: tuple[SessionRecord, ...]
    findings: tuple[FindingRecord, ...]
    topics: tuple[Topic, ...]
    next_number: int
    on: date | None
    place: str


@dataclass(frozen=True)
class MinutesPage:
    """One session with those who may have been there, and each side's chief on its day."""

    frame: TalksFrame
    one: SessionRecord
    seats: tuple[Seat, ...]
    topics: tuple[Topic, ...]
    chiefs: dict[str, str]
