"""An authority holds from its first day through the last it names, and no more on the day it was ended."""

from dataclasses import dataclass
from datetime import date

import pytest

from mediation.domain import authority

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)


@dataclass(frozen=True)
class Given:
    given_on: date | None = FIRST
    until: date | None = LAST
    ended_on: date | None = None


@pytest.mark.parametrize(
    ("given", "on", "holds"),
    [
        (Given(), date(2026, 11, 1), False),
        (Given(), FIRST, True),
        (Given(), LAST, True),
        (Given(), date(2026, 12, 1), False),
        (Given(ended_on=date(2026, 11, 16)), date(2026, 11, 15), True),
        (Given(ended_on=date(2026, 11, 16)), date(2026, 11, 16), False),
        (Given(given_on=None, until=None), date(1990, 1, 1), True),
    ],
)
def test_an_authority_holds_on_its_days(given: Given, on: date, holds: bool) -> None:
    assert authority.in_force(given, on) is holds
