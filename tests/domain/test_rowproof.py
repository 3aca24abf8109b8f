"""What would change a stored date of an event is asked of every rule that may make it, not of its own rule alone."""

from datetime import date
from typing import Any

import pytest

from mediation.domain.calendars import calendar_of
from mediation.domain.results import Result
from mediation.domain.rowproof import proof_of
from mediation.domain.rulebook import load
from mediation.domain.situation import Situation
from tests.checkout import ROOT

BOOK = load(ROOT / "rules")
TODAY = date(2026, 11, 23)
RESTARTED = {
    "happened": "payment_defaulted", "happened_on": date(2025, 7, 14), "interruption": "admitted",
    "restarted_on": date(2025, 9, 19),
}  # fmt: skip
CLEAR = {"happened": "recognition_accepted", "happened_on": date(2026, 9, 18), "simple": True}


def changes(rule: str, name: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what the proof names, by fact: the other value and the day it makes."""
    found = next(one for one in BOOK.rules if one.id == rule)
    about = Situation("event", facts)
    proof = proof_of(found, about, Result("date", name), None, book=BOOK, calendar=calendar_of(BOOK), on=TODAY)
    told = [(one.fact.name, one.instead, one.outcome) for one in proof.changes]
    return {f"{fact}={instead}": outcome and outcome[0][0] for fact, instead, outcome in told}


@pytest.mark.parametrize(
    ("rule", "name", "facts", "expected"),
    [
        ("deadline.agreement.default_restarted_by_claim", "performance.limitation", RESTARTED,
         {"happened=negotiation_asked": None, "happened_on=None": None, "interruption=None": date(2026, 7, 14),
          "restarted_on=None": date(2026, 7, 14), "restarted_on=2025-09-20": date(2026, 9, 20)}),
        ("deadline.injury.simple_decision", "injury.decision", CLEAR,
         {"happened=negotiation_asked": None, "happened_on=None": None, "simple=False": date(2026, 11, 17),
          "happened_on=2026-09-19": date(2026, 10, 4)}),
    ],
)  # fmt: skip
def test_a_fact_that_another_rule_makes_good_is_not_named(
    rule: str, name: str, facts: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert changes(rule, name, facts) == expected
