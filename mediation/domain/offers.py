"""What two sides offer each other: payments spread over days, how far apart they are, whose turn it is. Sums in fen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from mediation.domain.talks.rounding import half_up
from mediation.domain.terms import MOST_INSTALMENTS, Instalment
from mediation.domain.workdays import add_months

SIDES = ("applicant", "respondent")
TAKEN_BACK = ("withdrawn",)
YUAN = 100
Turn = Literal["applicant", "respondent", "mediator", "both", "nobody"]


@dataclass(frozen=True, slots=True)
class Bid:
    """One offer as the arithmetic needs it."""

    nth: int
    side: str
    amount: int | None
    state: str
    told: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Both sides' sums after an offer.

    `gap` is how far they are apart, None while a side has named none; `of_first` what is left of the first gap and
    `of_applicant` the gap against what the applicant wants, in hundredths of a percent, half up.
    """

    round: int
    applicant: int | None
    respondent: int | None
    gap: int | None
    of_first: int | None
    of_applicant: int | None
    agreed: bool


def other(side: str) -> str:
    """Return the side across the table."""
    return SIDES[1 - SIDES.index(side)]


def spread(total: int, count: int, first_on: date, months: int = 1) -> tuple[Instalment, ...]:
    """Return `count` payments every so many months that add up to `total`: whole yuan, what is left over in the last.

    A day that a month hasn't got is its last. Raises ValueError for a number of payments out of bounds, or a sum too
    small to be spread.
    """
    if not 1 <= count <= MOST_INSTALMENTS or months < 1 or total < count * YUAN:
        raise ValueError("such a sum can't be spread so")
    each = total // count // YUAN * YUAN
    sums = [each] * (count - 1) + [total - each * (count - 1)]
    return tuple(Instalment(add_months(first_on, months * nth), one) for nth, one in enumerate(sums))


def points(bids: Iterable[Bid]) -> tuple[Point, ...]:
    """Return how the sums stood after each offer that named one; what was taken back doesn't count."""
    found: list[Point] = []
    stand: dict[str, int | None] = dict.fromkeys(SIDES)
    first: int | None = None
    for bid in bids:
        if bid.amount is None or bid.state in TAKEN_BACK:
            continue
        stand[bid.side] = bid.amount
        if bid.state == "accepted":
            stand[other(bid.side)] = bid.amount
        wants, gives = stand["applicant"], stand["respondent"]
        gap = None if wants is None or gives is None else abs(wants - gives)
        first = gap if first is None and gap else first
        left = None if gap is None or not first else half_up(Fraction(gap * 10_000, first))
        against = None if gap is None or not wants else half_up(Fraction(gap * 10_000, wants))
        found.append(Point(bid.nth, wants, gives, gap, left, against, bid.state == "accepted"))
    return tuple(found)


def turn(bids: Sequence[Bid]) -> Turn:
    """Say who is to move: the side told of an offer, the mediator who has still to tell it, both where none is open.

    Nobody, once an offer was accepted.
    """
    if any(one.state == "accepted" for one in bids):
        return "nobody"
    last = next((one for one in reversed(bids) if one.state == "open"), None)
    if last is None:
        return "both"
    if not last.told:
        return "mediator"
    return "applicant" if last.side == "respondent" else "respondent"
