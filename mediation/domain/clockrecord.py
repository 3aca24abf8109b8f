"""What people recorded of a case that moves its clocks: events, interruptions, pauses, extensions, disputed days.

`about` says what an entry or a date belongs to: the place of a claim in the case, the reference of an event, or None
for the case itself. `ref` is the entry's own name, by which the office finds its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from mediation.domain.clockreader import Clock
from mediation.domain.clockwords import PAUSES
from mediation.domain.pauses import Pause

About = int | str | None
EVERY_CLAIM: Final = "limitation.*"
"""The kind of a pause that stops the limitation of every claim."""
LIMITATION: Final = "limitation."


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; `facts` are the yes-no facts that belong to it."""

    ref: str
    what: str
    on: date
    facts: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interruption:
    """Something that makes a limitation begin anew: of one claim, of all (`claim` None), or what an `event` started."""

    ref: str
    code: str
    on: date
    claim: int | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A clock stands still from `first` on; `resumed` None: it still does."""

    ref: str
    kind: str
    about: About
    reason: str
    first: date
    resumed: date | None = None

    def stops(self, name: str, about: About, clock: Clock) -> bool:
        """Say whether it stops the date `name` about `about`, whose rule must allow its reason."""
        if self.reason not in clock.pausable:
            return False
        if self.kind == EVERY_CLAIM:
            return name.startswith(LIMITATION)
        return (self.kind, self.about) == (name, about)


@dataclass(frozen=True, slots=True)
class Extension:
    """A date made longer, to the day `until`; `noted_on`: since when, so that pauses begun later are added."""

    ref: str
    kind: str
    about: About
    until: date
    noted_on: date = date.max


@dataclass(frozen=True, slots=True)
class Dispute:
    """Another day than the one on file that a party tells for the field of a claim, or of all claims."""

    ref: str
    field: Literal["known_on", "ended_on", "injury_on"]
    on: date
    claim: int | None = None


@dataclass(frozen=True, slots=True)
class ClockRecord:
    """Everything of one case that moves its clocks and was not taken back."""

    events: tuple[Event, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    stops: tuple[Stop, ...] = ()
    extensions: tuple[Extension, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    def pauses(self, name: str, about: About, clock: Clock) -> tuple[Pause, ...]:
        """Return the pauses of one date that are over."""
        return tuple(
            Pause(one.first, one.resumed, PAUSES[one.reason][0])
            for one in self.stops
            if one.resumed is not None and one.stops(name, about, clock)
        )

    def paused_since(self, name: str, about: About, clock: Clock) -> date | None:
        """Return since when one date stands still, None where it runs."""
        days = [one.first for one in self.stops if one.resumed is None and one.stops(name, about, clock)]
        return min(days, default=None)

    def longer(self, name: str, about: About, clock: Clock) -> Extension | None:
        """Return what made one date longer, to the latest day; None where it wasn't or can't be."""
        found = [one for one in self.extensions if (one.kind, one.about) == (name, about)] if clock.longer else []
        return max(found, key=lambda one: (one.until, one.noted_on), default=None)

    def of_claims(self, kept: Sequence[int]) -> ClockRecord:
        """Return the record with only the claims in these positions, told by their new positions; NOTHING for none."""
        if self is NOTHING:
            return self
        at: dict[About, int] = {old: new for new, old in enumerate(kept)}

        def stays(about: About) -> bool:
            return not isinstance(about, int) or about in at

        return ClockRecord(
            self.events,
            tuple(replace(one, claim=at.get(one.claim)) for one in self.interruptions if stays(one.claim)),
            tuple(replace(one, about=at.get(one.about, one.about)) for one in self.stops if stays(one.about)),
            tuple(replace(one, about=at.get(one.about, one.about)) for one in self.extensions if stays(one.about)),
            tuple(replace(one, claim=at.get(one.claim)) for one in self.disputes if stays(one.claim)),
        )

    def of_claim(self, nth: int) -> ClockRecord:
        """Return the interruptions and disputes of one claim alone, in the order of their days."""
        own = [one for one in self.interruptions if one.event is None and one.claim in (None, nth)]
        own.sort(key=lambda one: (one.on, one.ref))
        disputes = tuple(one for one in self.disputes if one.claim in (None, nth))
        return ClockRecord(interruptions=tuple(own), disputes=disputes)

    def of_event(self, ref: str) -> tuple[Interruption, ...]:
        """Return the interruptions of what one event started, in the order of their days."""
        own = (one for one in self.interruptions if one.event == ref)
        return tuple(sorted(own, key=lambda one: (one.on, one.ref)))


NOTHING: Final = ClockRecord()
"""The record of a case as it is logged."""
