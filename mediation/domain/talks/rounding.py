"""The one rounding of wage talks: half up, away from nought in the middle, once at the end of each item."""

from __future__ import annotations

from fractions import Fraction


def half_up(exact: Fraction) -> int:
    """Return the nearest whole number; a half goes away from nought, so that a cut rounds as a raise does."""
    whole, rest = divmod(abs(exact.numerator) * 2 + exact.denominator, exact.denominator * 2)
    return whole if exact >= 0 else -whole
