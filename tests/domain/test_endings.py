"""A mediation ends for one of the closed reasons, and only where what must exist before it does."""

from dataclasses import replace
from datetime import date

import pytest

from mediation.domain import endings
from mediation.domain.endings import CHOICES, ENDINGS, Ground, Said, missing
from mediation.domain.refusals import Problem
from mediation.models.case import ENDINGS as STORED
from mediation.models.case import OUTCOMES

RECEIVED, TODAY, BEFORE = date(2026, 11, 2), date(2026, 11, 20), date(2026, 11, 19)
NOTHING = Ground(RECEIVED)
FULL = Ground(
    RECEIVED, declared=frozenset({BEFORE}), sought=2, refused=True, talked=True, period_ends=BEFORE, unsigned=True,
    signature_refused=True,
)  # fmt: skip
LACKING = {
    "settled_themselves": {"declared": frozenset()},
    "withdrawn": {"declared": frozenset()},
    "unreachable": {"sought": 1},
    "unwilling": {"refused": False},
    "too_far_apart": {"talked": False},
    "time_over": {"period_ends": TODAY},
    "not_signed": {"signature_refused": False},
}


def test_the_reasons_are_those_that_are_stored_and_lead_to_known_outcomes_each():
    assert set(ENDINGS) == set(STORED)
    assert {one for fits in ENDINGS.values() for one in fits} <= set(OUTCOMES)
    assert all(outcome in ENDINGS[ending] for ending, outcome in CHOICES.values())


@pytest.mark.parametrize("ending", LACKING)
def test_an_ending_needs_its_ground_and_nothing_else(ending):
    assert missing(Said(ending, TODAY), FULL) is None
    assert missing(Said(ending, TODAY), replace(FULL, **LACKING[ending])) is not None
    alone = {name: getattr(FULL, name) for name in (*LACKING[ending], *({"unsigned"} if ending == "not_signed" else ()))}
    assert missing(Said(ending, TODAY), replace(NOTHING, **alone)) is None


def test_with_an_agreement_in_force_no_other_reason_holds_and_without_one_it_does_not():
    for ending in ENDINGS:
        found = missing(Said(ending, TODAY, "x", TODAY), replace(FULL, in_force=True))
        assert (found is None) == (ending == "agreed")
    assert missing(Said("agreed", TODAY), FULL) is not None
    assert missing(Said("won", TODAY), FULL) is not None


@pytest.mark.parametrize(("day", "fits"), [(RECEIVED, True), (TODAY, True), (date(2026, 11, 1), False),
                                           (date(2026, 11, 21), False), (None, False)])  # fmt: skip
def test_a_withdrawal_names_the_day_on_which_the_applicant_declared_it(day, fits):
    assert (missing(Said("withdrawn", TODAY, declared_on=day), NOTHING) is None) == fits


def test_the_period_is_over_on_the_day_after_its_last():
    assert missing(Said("time_over", TODAY), replace(NOTHING, period_ends=TODAY)) is not None
    assert missing(Said("time_over", TODAY), replace(NOTHING, period_ends=BEFORE)) is None
    assert missing(Said("time_over", TODAY), NOTHING) is not None


def test_words_stand_for_a_refused_signature_and_the_form_offers_what_contradicts_nothing():
    unsigned = replace(NOTHING, unsigned=True)
    assert missing(Said("not_signed", TODAY), unsigned) is not None
    assert missing(Said("not_signed", TODAY, "被申请人11月18日拒绝盖章"), unsigned) is None
    assert endings.offered(True) == ("agreed",)
    assert set(endings.offered(False)) == set(CHOICES) - {"agreed"}
    assert endings.on_file("withdrawn", NOTHING, TODAY) is None
    assert endings.on_file("unwilling", NOTHING, TODAY) is not None


def test_an_agreement_that_leaves_claims_open_is_a_partial_one():
    said = Said("agreed", TODAY)
    assert (said.outcome(whole=True), said.outcome(whole=False)) == ("settled", "partly_settled")
    assert Said("out_of_scope", TODAY).outcome(whole=True) == "out_of_scope"
    assert Said("out_of_scope", TODAY).reason == "other"


def test_out_of_scope_says_why() -> None:
    assert missing(Said("out_of_scope", TODAY), NOTHING) == Problem(endings.NO_SCOPE, "note")
    assert missing(Said("out_of_scope", TODAY, "私人借款"), NOTHING) is None
