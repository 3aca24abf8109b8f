"""Who serves: a fair turn by what was really served, without the absent, and nobody in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

Hindrance = Literal["absent", "elsewhere"]
Hours = tuple[datetime, datetime]


@dataclass(frozen=True)
class Duty:
    """The hours to be served, and the day they lie on."""

    on: date
    begins_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """Give its length."""
        return (self.ends_at - self.begins_at) // timedelta(minutes=1)


@dataclass(frozen=True)
class Hand:
    """One lawyer as the rotation sees them.

    `minutes` are those served, those of shifts still to come, and the credit a newcomer starts with. `taken` are the
    hours of all shifts of the person, at whatever station and for whatever firm; `away` the days of absence.
    """

    key: str
    name: str
    minutes: int = 0
    starts: tuple[datetime, ...] = ()
    away: tuple[tuple[date, date], ...] = ()
    taken: tuple[Hours, ...] = ()

    def given(self, duty: Duty) -> Hand:
        """Return the lawyer with one more duty ahead."""
        return replace(
            self,
            minutes=self.minutes + duty.minutes,
            starts=(*self.starts, duty.begins_at),
            taken=(*self.taken, (duty.begins_at, duty.ends_at)),
        )


def hindrance(hand: Hand, duty: Duty) -> Hindrance | None:
    """Return why the lawyer can't serve: absent that day, or on another shift at that time."""
    if any(first <= duty.on <= last for first, last in hand.away):
        return "absent"
    if any(begins < duty.ends_at and duty.begins_at < ends for begins, ends in hand.taken):
        return "elsewhere"
    return None


def turn(hands: Iterable[Hand], duty: Duty) -> Hand | None:
    """Return whose turn it is: the fewest minutes, then the longest since the last shift, then the name."""
    free = [one for one in hands if hindrance(one, duty) is None]
    return min(free, key=lambda one: _claim(one, duty), default=None)


def deal(hands: Sequence[Hand], duties: Iterable[Duty]) -> list[str | None]:
    """Return whose turn each duty is, in the order given; what is dealt counts for the next one."""
    at_hand = {one.key: one for one in hands}
    dealt: list[str | None] = []
    for duty in duties:
        chosen = turn(at_hand.values(), duty)
        if chosen is not None:
            at_hand[chosen.key] = chosen.given(duty)
        dealt.append(chosen.key if chosen else None)
    return dealt


def _claim(hand: Hand, duty: Duty) -> tuple[int, float, str, str]:
    """Order by minutes, by the last shift before this duty (never: first), by name."""
    before = [start for start in hand.starts if start < duty.begins_at]
    last = max(before).timestamp() if before else float("-inf")
    return hand.minutes, last, hand.name, hand.key
