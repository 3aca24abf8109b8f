"""How far rules reach: the sweep reads no row outside it, so nothing inside may be missed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import horizon, watch
from mediation.domain.conditions import parse
from mediation.domain.faults import Findings, Place
from mediation.domain.horizon import ALL, NONE, Span
from mediation.domain.rule import rule_holds
from mediation.domain.situation import Situation
from mediation.domain.worktime import workdays_between
from tests.domain.rulefolder import whole
from tests.domain.test_workdays import CALENDAR

BOOK = whole()


@pytest.mark.parametrize(
    ("stratum", "field", "span"),
    [
        ("escalation", "days_to_limitation", Span(most=60)),
        ("escalation", "employer_open_cases", Span(least=3)),
        ("watch_case", "days_to_mediation_end", Span(most=3)),
        ("watch_case", "days_silent", Span(least=7)),
        ("watch_referral", "acceptance_times_used", Span(least=1)),
        ("watch_agreement", "days_to_confirmation", Span(most=7)),
        ("watch_instalment", "days_unpaid", Span(least=1)),
        ("watch_talks", "days_overdue", Span(least=1)),
    ],
)
def test_the_stations_rules_reach_as_far_as_the_policy_says(stratum: str, field: str, span: Span) -> None:
    assert horizon.reach(BOOK.versions(stratum), field) == span


def test_a_field_nobody_asks_about_is_reached_by_nothing() -> None:
    assert horizon.reach(BOOK.versions("watch_talks"), "requested_on") == NONE


@pytest.mark.parametrize(
    ("when", "span"),
    [
        ({"workers": 4}, Span(4, 4)),
        ({"workers": {"one_of": [9, 3]}}, Span(3, 9)),
        ({"workers": {"more_than": 3, "less_than": 8}}, Span(4, 7)),
        ({"workers": {"known": True}}, ALL),
        ({"any_of": [{"workers": {"at_most": 2}}, {"workers": 7}]}, Span(most=7)),
        ({"any_of": [{"workers": {"at_most": 2}}, {"stoppage": True}]}, ALL),
        ({"none_of": [{"workers": {"at_most": 2}}]}, ALL),
        ({"workers": {"at_least": 9}, "any_of": [{"workers": {"at_most": 2}}, {"workers": 3}]}, Span(9, 3)),
    ],
)
def test_a_conditions_span_holds_every_number_that_can_satisfy_it(when: dict[str, object], span: Span) -> None:
    condition = parse(when, "case", Place(Findings(), "x.yaml", "x", {}))

    assert horizon._span(condition, "workers") == span


@given(st.integers(-40, 90), st.integers(0, 12))
def test_nothing_holds_outside_the_reach(days: int, cases: int) -> None:
    facts = {"days_to_limitation": days, "employer_open_cases": cases}
    situation = Situation("case", facts)
    for rule in BOOK.versions("escalation"):
        for field, value in facts.items():
            span = horizon.reach([rule], field)
            if not span.empty and not span.least <= value <= span.most:
                assert not rule_holds(rule, situation)


@pytest.mark.parametrize(
    ("day", "until", "count"),
    [
        (date(2026, 11, 19), date(2026, 11, 19), 0),
        (date(2026, 11, 19), date(2026, 11, 20), 1),
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # a weekend
        (date(2026, 9, 18), date(2026, 9, 20), 1),  # a make-up Sunday
        (date(2026, 11, 20), date(2026, 11, 19), 0),
    ],
)
def test_working_days_between_two_days(day: date, until: date, count: int) -> None:
    assert workdays_between(day, until, CALENDAR) == count


def test_the_next_date_is_the_nearest_that_is_not_past() -> None:
    days = [date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 16)]

    assert watch.next_date(days, date(2026, 11, 16)) == date(2026, 11, 16)
    assert watch.next_date(days[:1], date(2026, 11, 16)) is None
