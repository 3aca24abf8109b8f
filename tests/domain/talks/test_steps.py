"""Refusal, delay, deadlock, a failed vote and an objection: what may be done next, by place."""

from datetime import date
from typing import Any

import pytest

from mediation.domain.talks.clocks import clocks
from mediation.domain.talks.state import Filing, Talks
from mediation.domain.talks.steps import NextStep, cautions, next_step, next_steps, situations
from tests.domain.talks.places import book, calendar, day, rows

TODAY = day("11-22")
ASKED = {"received_on": day("11-02")}
REFUSED = {**ASKED, "replied_on": day("11-10"), "reply": "refused", "refusal_reason": "订单不足"}

IN_FORCE = {
    "papers_sent_on": day("09-02"), "vote_on": day("09-10"), "adopted": True, "signed_on": day("09-14"),
    "adoption_notice_on": day("09-11"), "filings": (Filing(day("09-15"), opinion_on=day("09-24")),),
    "published_on": day("09-28"),
}  # fmt: skip


def found(place: str = "shanghai", today: date = TODAY, **facts: Any) -> tuple[str, ...]:
    talks = Talks(**facts)
    running = clocks(talks, rows=rows(place), calendar=calendar(), today=today)
    return situations(talks, running, rows=rows(place), today=today)


def steps(place: str = "shanghai", today: date = TODAY, **facts: Any) -> tuple[NextStep, ...]:
    return next_steps(Talks(**facts), found(place, today, **facts), rows=rows(place))


def ids(*args: Any, **facts: Any) -> list[str]:
    return [one.step.id for one in steps(*args, **facts)]


FULL = ["guidance", "rectification", "coordination", "government_order"]


@pytest.mark.parametrize(("today", "told"), [("11-17", ()), ("11-18", ("reply_overdue",))])
def test_an_overdue_reply_calls_for_guidance_then_an_opinion_then_coordination(today: str, told: tuple[str, ...]):
    assert found(today=day(today), **ASKED) == told
    assert ids(today=day(today), **ASKED) == (FULL if told else [])


@pytest.mark.parametrize(("today", "told"), [("11-23", []), ("11-24", ["coordination"])])
def test_nationally_an_overdue_reply_calls_for_coordination(today: str, told: list[str]):
    facts = {"received_on": day("11-03")}

    assert ids("national", day(today), **facts) == told
    for one in steps("national", day(today), **facts):
        assert one.step.law == ("mr22-49", "ll-84")


def test_a_refusal_for_a_valid_reason_leaves_guidance_and_coordination():
    assert ids(**REFUSED) == FULL
    assert ids(**REFUSED, reason_valid=False) == FULL
    assert ids(**REFUSED, reason_valid=True) == ["guidance", "coordination"]
    assert ids("national", **REFUSED) == ["coordination"]


def test_a_refusal_is_over_once_the_other_side_agrees():
    assert found(**REFUSED, agreed_later_on=day("11-20")) == ()
    assert found(today=day("12-08"), **REFUSED, agreed_later_on=day("11-20")) == ("delay",)


def test_a_mandatory_matter_may_be_neither_refused_nor_delayed():
    assert found(**REFUSED, mandatory=True) == ("mandatory_refused",)
    assert ids(**REFUSED, mandatory=True, reason_valid=True) == ["order_correction", *FULL]
    assert found(**ASKED, mandatory=True) == ("mandatory_refused",)
    assert found(today=day("11-17"), **ASKED, mandatory=True) == ()
    assert found("national", **REFUSED, mandatory=True) == ("refused",)
    [first, *_] = steps(**REFUSED, mandatory=True)
    assert first.step.law == ("ccl-sh-15", "ccl-sh-39")


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], ["guidance", "rectification"]),
        (["guidance"], ["rectification", "coordination"]),
        (["rectification"], ["guidance", "government_order"]),
        (["guidance", "rectification"], ["coordination", "government_order"]),
        (["guidance", "rectification", "coordination"], ["government_order"]),
        (FULL, []),
    ],
)
def test_what_may_be_done_now_and_the_first_of_it_is_next(taken: list[str], free: list[str]):
    """Coordination after guidance (SH 34), the opinion beside both (SH 39), the order after the opinion."""
    told = steps(**REFUSED, steps_taken=dict.fromkeys(taken, day("11-12")))

    assert [one.step.id for one in told if one.open] == free
    assert [one.step.id for one in told if one.taken_on] == [one for one in FULL if one in taken]
    following = next_step(told)
    assert (following.step.id if following else None) == (free[0] if free else None)
    assert next_step(()) is None


def test_a_dispute_about_concluding_is_not_arbitrable_one_about_performing_is():
    for place in ("shanghai", "national"):
        [told] = cautions(found(place, **REFUSED), rows=rows(place), today=TODAY)
        assert (told.code, told.law, told.verified) == ("concluding", ("ll-84",), "V")
        broken = steps(place, **IN_FORCE, breach_on=day("11-20"))
        assert [(one.situation, one.step.id, one.open) for one in broken] == [
            ("breach", "claim_performance", True), ("breach", "arbitrate_performance", False),
        ]  # fmt: skip
        assert cautions(("breach", "late_duty"), rows=rows(place), today=TODAY) == ()
    assert cautions(("refused",), rows=rows(), today=date(2004, 4, 30)) == ()


def test_a_contract_is_changed_as_it_was_made():
    assert [(one.situation, one.step.law) for one in steps(**IN_FORCE, change_asked_on=TODAY)] == [
        ("change_wanted", ("mr22-40", "mr22-41"))
    ]
    assert steps(**IN_FORCE) == ()


@pytest.mark.parametrize(
    ("facts", "situation", "step"),
    [
        ({"deadlock_on": day("11-20")}, "deadlock", "guidance"),
        ({"vote_on": day("11-20"), "papers_sent_on": day("11-10"), "adopted": False}, "vote_failed", "renegotiate"),
        ({"filings": (Filing(day("11-02"), objected_on=day("11-17")),)}, "objected", "refile"),
        ({"named": {"employer": day("05-12")}}, "mandate_ended", "reappoint"),
        ({"adoption_notice_on": day("11-02")}, "late_duty", "remind_duty"),
        ({"suspended_on": day("11-02"), "resume_on": day("11-20")}, "deadlock", "guidance"),
        ({"suspended_on": day("09-01")}, "deadlock", "guidance"),
    ],
)
def test_every_situation_names_its_first_step(facts: dict[str, Any], situation: str, step: str):
    assert found(**facts) == (situation,)
    assert ids(**facts)[0] == step


def test_a_late_objection_is_no_objection():
    assert found(filings=(Filing(day("11-02"), objected_on=day("11-18")),)) == ()


def test_silence_of_the_authority_and_the_end_of_a_term_call_for_nothing():
    assert found(filings=(Filing(day("10-12")),), published_on=day("10-29")) == ()
    assert found(term_until=day("11-20"), renewal_proposed_on=day("10-20")) == ()


def test_what_is_uncertain_or_only_the_second_warning_calls_for_nothing():
    assert found(today=date(2027, 1, 20), received_on=day("12-20")) == ()
    adopted = {
        "draft_signed_on": day("11-02"),
        "papers_sent_on": day("10-20"),
        "vote_on": day("11-09"),
        "adopted": True,
    }
    assert found(today=day("11-20"), **adopted, adoption_notice_on=day("11-12")) == ("late_duty",)
    assert found(today=day("11-20"), **adopted, adoption_notice_on=day("11-12"), contract="general") == ()


def test_talks_that_ended_call_for_nothing():
    assert found(**REFUSED, ended_on=TODAY) == ()


def test_every_article_of_a_step_is_known():
    for place in book().places.values():
        for step in place.steps:
            assert step.law
            assert all(key in book().laws for key in step.law)
