"""Until when somebody acts for a party."""

from datetime import date
from typing import Protocol


class Authority(Protocol):
    """What is known of an authority: given, until when, ended; None where nothing is."""

    @property
    def given_on(self) -> date | None:
        """Give its first day."""
        ...

    @property
    def until(self) -> date | None:
        """Give the last day that it names."""
        ...

    @property
    def ended_on(self) -> date | None:
        """Give the day on which it was ended."""
        ...


def in_force(one: Authority, on: date) -> bool:
    """Tell whether an authority holds on a day; the last day it names counts, the day on which it was ended doesn't."""
    begun = one.given_on is None or one.given_on <= on
    return begun and (one.until is None or one.until >= on) and (one.ended_on is None or one.ended_on > on)
