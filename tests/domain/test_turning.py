"""When time alone changes what a rule says: each operator, both directions, against counting day by day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import turning
from mediation.domain.conditions import Test
from mediation.domain.rule import Rule, rule_holds
from mediation.domain.rulebook import load
from mediation.domain.situation import Situation
from tests.checkout import ROOT
from tests.domain.rulefolder import whole

BOOK = whole()
NEAR = BOOK.rule("routing.limitation_near", date(2026, 11, 22))


@pytest.mark.parametrize(("left", "turn"), [(200, 140), (61, 1), (60, None), (0, None), (-5, None), (None, None)])
def test_the_limitation_rule_turns_when_sixty_days_are_left(left: int | None, turn: int | None) -> None:
    facts = {} if left is None else {"days_to_limitation": left}
    assert turning.next_turn([NEAR], Situation("case", facts)) == turn


def test_what_turned_is_named_and_what_did_not_is_left_out() -> None:
    rules = BOOK.stratum("routing", date(2026, 11, 22))
    situation = Situation("case", {"days_to_limitation": 61, "workers": 30, "claims.unpaid_wages": True})
    assert [one.id for one in turning.turned(rules, situation, 1)] == ["routing.limitation_near"]
    assert turning.turned(rules, situation, 0) == ()
    assert turning.turned(rules, Situation("case", {"workers": 30}), 400) == ()


@given(
    test=st.fixed_dictionaries(
        {
            "field": st.sampled_from(["days_to_limitation", "days_silent"]),
            "op": st.sampled_from(["at_least", "at_most", "more_than", "less_than"]),
            "value": st.integers(-5, 12),
        }
    ),
    today=st.integers(-10, 20),
)
def test_no_day_on_which_the_answer_changes_is_missed(test: dict[str, Any], today: int) -> None:
    rule: Rule = replace(NEAR, condition=Test(test["field"], test["op"], test["value"]))
    situation = Situation("case", {test["field"]: today})
    answers = [rule_holds(rule, turning.aged(situation, days)) for days in range(40)]
    changes = [days for days in range(1, 40) if answers[days] != answers[days - 1]]
    assert turning.next_turn([rule], situation) == (changes[0] if changes else None)


def test_the_pattern_changes_with_the_numbers_asked_for_and_with_nothing_else() -> None:
    assert turning.pattern(BOOK) == turning.pattern(load(ROOT / "rules"))
    assert turning.edges(NEAR) == {turning.Edge("days_to_limitation", 61)}
    sooner = replace(NEAR, condition=Test("days_to_limitation", "at_most", 45))
    others = tuple(one for one in BOOK.rules if one is not NEAR)
    assert turning.pattern(replace(BOOK, rules=(*others, sooner))) != turning.pattern(BOOK)
    assert turning.pattern(replace(BOOK, rules=(*others, replace(NEAR, effects=())))) == turning.pattern(BOOK)
