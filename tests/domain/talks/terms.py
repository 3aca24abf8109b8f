"""The project's own clause library and parameters for tests of offers, floors and costing."""

from __future__ import annotations

from datetime import date

from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.clauses import Library
from mediation.domain.talks.floors import Standards
from tests.domain.rulefolder import whole

DAY = date(2026, 11, 22)


def book() -> RuleBook:
    """Return the rule book of the checkout, read once."""
    return whole()


def library() -> Library:
    """Return the clause library."""
    return book().clauses


def standards(place: str = "shanghai", day: date = DAY) -> Standards:
    """Return the parameters of a place on a day."""
    return Standards(book().parameters, place, day)
