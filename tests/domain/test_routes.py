"""Which ways lead from an agreement to an enforceable title on a day: every boundary on both its sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mediation.domain import arrears, routes
from mediation.domain.arrears import Arrears, Part, Told, came, owed
from mediation.domain.routes import Deal, Limit, Taken, of_deal, one
from mediation.domain.vocabulary import CLAIM_KINDS
from mediation.domain.workdays import Calendar, WorkYear, time_limit
from mediation.models.afterwards import ROUTES, STEPS
from mediation.models.settlement import Settlement
from mediation.office.settlement_pages import DEFAULT_CLAUSES
from mediation.office.sweep_agreements import payment_order_open
from tests.domain.rulefolder import whole
from tests.make import NOW

SINCE = date(2026, 9, 1)
REST = frozenset(date(2026, 10, day) for day in range(1, 8))
CALENDAR = Calendar([WorkYear(2026, "x", REST, frozenset())])
QUIET = Arrears(0, 8000_00, None, None)
LATE = Arrears(4000_00, 4000_00, date(2026, 9, 20), None)


def limit(days: int, since: date = SINCE) -> Limit:
    found = time_limit(since, days, "calendar", CALENDAR)
    return Limit(found.safe_on, found.last_on)


def deal(**changed) -> Deal:
    given = Deal(SINCE, frozenset({"unpaid_wages"}), 8000_00, True, QUIET, review=limit(15), confirmation=limit(30))
    return replace(given, **changed)


def is_open(way: str, today: date, **changed) -> bool:
    return one(deal(**changed), way, today).open


def test_every_way_and_step_that_is_stored_is_known():
    assert set(routes.ROUTES) == set(ROUTES)
    assert {two for follow in routes.FOLLOWING.values() for two in follow} == set(STEPS)
    assert {route.route for route in of_deal(deal(), SINCE)} == set(ROUTES)
    assert all(route.why and route.law and route.papers and route.who in routes.WHO for route in of_deal(deal(), SINCE))


@pytest.mark.parametrize(("day", "is_it"), [(15, True), (16, False)])
def test_review_is_open_on_the_fifteenth_day_and_not_on_the_sixteenth(day, is_it):
    assert is_open("arbitration_review", SINCE + timedelta(days=day)) == is_it


def test_confirmation_runs_to_the_thirtieth_day_or_the_day_it_rolls_to_and_the_refusal_says_why():
    plain = date(2026, 9, 7)
    for day, is_it in ((30, True), (31, True), (32, False)):  # day 30 is in the holiday, it rolls to 8 October
        found = one(deal(confirmation=limit(30)), "court_confirmation", {30: date(2026, 10, 1), 31: date(2026, 10, 8),
                                                                        32: date(2026, 10, 9)}[day])  # fmt: skip
        assert found.open == is_it
    assert one(deal(), "court_confirmation", date(2026, 10, 1)).why == routes.OPEN_JOINT
    assert one(deal(), "court_confirmation", date(2026, 10, 8)).why == routes.ROLLED
    assert limit(30, plain).last_on == date(2026, 10, 8)
    unrolled = deal(effective_on=date(2026, 7, 1), confirmation=limit(30, date(2026, 7, 1)))
    assert one(unrolled, "court_confirmation", date(2026, 7, 31)).open
    late = one(unrolled, "court_confirmation", date(2026, 8, 1))
    assert (late.open, late.why, late.params["last"]) == (False, routes.TOO_LATE, date(2026, 7, 31))


def test_past_the_safe_day_of_a_year_without_a_list_nothing_is_guessed():
    found = one(deal(confirmation=Limit(date(2027, 1, 10), None)), "court_confirmation", date(2027, 1, 11))
    assert (found.open, found.unsure) == (True, routes.ROLL_UNKNOWN)


def test_one_confirmation_excludes_the_other_until_it_is_withdrawn():
    today = SINCE + timedelta(days=5)
    for way, other in (("court_confirmation", "arbitration_review"), ("arbitration_review", "court_confirmation")):
        for step in ("chosen", "filed", "accepted"):
            assert one(deal(steps={way: Taken(step, SINCE)}), other, today).why == routes.OTHER_WAY
        for step in ("withdrawn", "dismissed"):
            assert is_open(other, today, steps={way: Taken(step, SINCE)})
        assert is_open(way, today, steps={way: Taken("withdrawn", SINCE)})
        assert not is_open(way, today, steps={way: Taken("dismissed", SINCE)})


def test_an_agreement_that_only_confirms_a_relation_is_not_reviewed():
    only = {"kinds": frozenset({"confirm_relation"}), "total": 0}
    assert one(deal(**only), "arbitration_review", SINCE).why == routes.ONLY_CONFIRMS
    assert is_open("court_confirmation", SINCE, **only)
    assert is_open("arbitration_review", SINCE, kinds=frozenset({"confirm_relation", "overtime"}))


@pytest.mark.parametrize(
    ("kinds", "is_it", "unsure"),
    [({"unpaid_wages", "severance"}, True, False), ({"unpaid_wages", "deposit_refund"}, True, True),
     ({"double_wage"}, True, True), ({"deposit_refund"}, False, False)],
)  # fmt: skip
def test_a_payment_order_is_for_the_claims_that_the_law_names(kinds, is_it, unsure):
    found = one(deal(kinds=frozenset(kinds), arrears=LATE), "payment_order", date(2026, 9, 21))
    assert (found.open, bool(found.unsure)) == (is_it, unsure)


def test_ways_of_default_open_with_the_default_and_only_for_what_they_are():
    for way in ("payment_order", "direct_suit", "arbitration"):
        assert not is_open(way, SINCE)
        assert is_open(way, SINCE, arrears=LATE)
    assert not is_open("payment_order", SINCE, arrears=LATE, employer_pays=False)
    severance = {"kinds": frozenset({"unpaid_wages", "severance"}), "arrears": LATE}
    assert not is_open("direct_suit", SINCE, **severance)
    assert is_open("direct_suit", SINCE, **severance, steps={"payment_order": Taken("dismissed", SINCE)})
    assert not is_open("payment_order", SINCE, **severance, steps={"payment_order": Taken("dismissed", SINCE)})
    assert not is_open("notary", SINCE, total=0)


@pytest.mark.parametrize("way", routes.TITLED)
def test_enforcement_needs_a_title_and_a_title_ends_the_other_ways(way):
    given = {"arrears": LATE, "enforcement": limit(20), "steps": {way: Taken("granted", SINCE)}}
    assert not is_open("enforcement", SINCE, arrears=LATE, enforcement=limit(20))
    assert not is_open("enforcement", SINCE, **{**given, "arrears": QUIET})
    assert [found.route for found in of_deal(deal(**given), SINCE) if found.open] == ["enforcement"]
    passed = one(deal(**given), "enforcement", limit(20).last_on + timedelta(days=1))
    assert (passed.open, passed.why) == (True, routes.ENFORCE_PASSED)


def test_nothing_is_open_before_the_agreement_is_in_force_or_once_it_was_replaced():
    for changed in ({"effective_on": None}, {"replaced": True}):
        assert [found.route for found in of_deal(deal(arrears=LATE, **changed), SINCE) if found.open] == []


def test_what_is_owed_is_what_fell_due_and_did_not_come_and_the_rest_only_by_the_clause():
    today = date(2026, 9, 20)
    parts = [Part("a", today, 100, 100, today), Part("b", today, 100, 30), Part("c", date(2026, 10, 20), 100)]
    assert owed(parts, None, today).due == 0  # the day itself isn't over
    found = owed(parts, DEFAULT_CLAUSES[0], today + timedelta(days=1))
    assert (found.due, found.rest, found.since, found.claimable) == (70, 100, today, 170)
    assert owed(parts, DEFAULT_CLAUSES[1], today + timedelta(days=1)).accelerates is None
    assert owed(parts, "", today + timedelta(days=1)).claimable == 70
    assert owed(parts, DEFAULT_CLAUSES[0], today).claimable == 0
    assert DEFAULT_CLAUSES[0] == arrears.REST_FALLS_DUE


def test_a_part_counts_when_the_payee_or_the_station_says_it_came():
    assert came(100, paid=True, told=[]) == 100
    assert came(100, paid=False, told=[Told("partly", 40, True), Told("partly", 60, False)]) == 40
    assert came(100, paid=False, told=[Told("partly", 40, True), Told("unpaid", None, True)]) == 0
    assert came(100, paid=False, told=[Told("partly", 900, True)]) == 100
    assert came(100, paid=False, told=[Told("paid", None, True)]) == 0  # until the station notes that it came


@pytest.mark.parametrize("kind", sorted(CLAIM_KINDS))
def test_the_sweep_suggests_a_payment_order_for_just_the_claims_for_which_it_is_open_without_doubt(kind):
    """Pay, severance, damages by name (调仲法 16); the second wage and pay for notice are argued about: to be checked."""
    found = one(deal(kinds=frozenset({kind}), arrears=LATE), "payment_order", SINCE + timedelta(days=30))
    unpaid = Settlement(station_id="s", case_id="c", terms={"claims": {"1": "settled"}}, total=4000_00, changed_at=NOW)

    assert payment_order_open(unpaid, {"1": kind}) == (found.open and not found.unsure)
    if kind in ("double_wage", "notice_pay"):
        assert (found.open, found.unsure) == (True, routes.ORDER_MIXED)


def test_the_ways_count_the_same_times_as_the_rules():
    clocks = {one.deadline.id: one.deadline for rule in whole().rules for one in rule.effects if one.deadline}

    assert {way: clocks[f"agreement.{way}"].length for way in routes.JOINT} == routes.DAYS
    assert {
        "arbitration": clocks["limitation.KIND"].length, "enforcement": clocks["enforcement.limitation"].length
    } == routes.YEARS
