"""Decisions on whole cases: the lead table, clocks at intake, what a returned or unsafe case does."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import casefile
from mediation.domain.casefile import CLAIMS
from mediation.domain.decision import Decision, decide
from mediation.domain.engine import Engine
from mediation.domain.facts import Standing
from mediation.domain.rulebook import load
from tests.domain.test_casefile import NOW, PLAIN
from tests.domain.test_workdays import CALENDAR


@cache
def engine() -> Engine:
    return Engine(load(Path(__file__).parents[2] / "rules"))


def decided(standing: Standing | None = None, now: datetime | None = None, **changes: Any) -> Decision:
    file = casefile.read({**PLAIN, **changes}, now=NOW)
    return decide(
        file, engine=engine(), calendar=CALENDAR, now=now or file.received_at, standing=standing or Standing()
    )


def claims(*kinds: str) -> list[dict[str, str]]:
    return [{"kind": kind} for kind in kinds]


def desks(found: Decision) -> dict[str, tuple[str, str]]:
    return {one.desk: (one.role, one.priority) for one in found.referrals}


@pytest.mark.parametrize(
    ("changes", "lead"),
    [
        ({"claims": claims("unpaid_wages")}, "union"),
        ({"claims": claims("severance")}, "judicial_office"),
        ({"claims": claims("unpaid_wages", "severance")}, "judicial_office"),
        ({"claims": claims("unpaid_wages", "severance"), "workers": 10}, "union"),
        ({"claims": claims("unpaid_wages", "severance"), "workers": 9}, "judicial_office"),
        ({"claims": claims("maternity", "dismissal_damages")}, "union"),
        ({"claims": claims("other")}, "judicial_office"),
        ({"claims": claims("unpaid_wages"), "risk": {"violence": "weapon"}}, "police"),
        ({"claims": claims("social_insurance")}, "union"),
        ({"claims": claims("unpaid_wages"), "employment": {"relation": "none"}}, "judicial_office"),
        ({"claims": claims("unit_conditions")}, "union"),
    ],
)
def test_the_lead_is_settled_by_the_table(changes: dict[str, Any], lead: str) -> None:
    assert decided(**changes).lead == lead


def test_a_case_no_rule_claims_goes_to_triage() -> None:
    found = decided(claims=claims("other"))

    assert found.flags == ("triage",)
    assert found.referrals[0].reasons[0].rule == "routing.fallback"


def test_every_other_desk_that_might_have_led_assists() -> None:
    found = decided(claims=claims("unpaid_wages", "severance"))

    assert desks(found) == {
        "judicial_office": ("lead", "normal"), "law_firm": ("assist", "normal"), "union": ("assist", "normal"),
    }  # fmt: skip


def test_a_desk_gets_the_most_urgent_priority_any_rule_gives_it() -> None:
    found = decided(applicants=[{"name": "张三", "migrant": True}])

    assert desks(found)["union"] == ("lead", "urgent")


@given(
    st.sets(st.sampled_from(CLAIMS), min_size=1, max_size=4), st.integers(1, 40),
    st.sampled_from([None, "none", "assault", "self_harm"]), st.sampled_from(["unknown", "platform", "none"]),
)  # fmt: skip
def test_there_is_always_exactly_one_lead_and_one_referral_a_desk(
    kinds: set[str], workers: int, violence: str | None, relation: str
) -> None:
    found = decided(
        claims=claims(*sorted(kinds)), workers=workers, risk={"violence": violence}, employment={"relation": relation}
    )

    assert [one.desk for one in found.referrals if one.role == "lead"] == [found.lead]
    assert len({one.desk for one in found.referrals}) == len(found.referrals)
    assert all(one.reasons for one in found.referrals)
    assert found.lead != "law_firm"


def test_withdrawn_danger_opens_mediation_and_gives_the_lead_back() -> None:
    unsafe = decided(risk={"violence": "assault"})
    safe = decided(Standing(unsafe_withdrawn=True), risk={"violence": "assault"})

    assert (unsafe.lead, unsafe.mediation) == ("police", "blocked")
    assert (safe.lead, safe.mediation, safe.flags) == ("union", "open", ())


def test_a_desk_that_sent_the_case_back_is_left_out() -> None:
    found = decided(Standing(returned={"union": frozenset({"routing.pay"})}))

    assert (found.lead, found.flags) == ("judicial_office", ("triage",))


def test_a_new_reason_brings_a_case_back_to_a_desk_that_returned_it() -> None:
    found = decided(Standing(returned={"union": frozenset({"routing.pay"})}), workers=10)

    assert found.lead == "union"


def test_blocked_outweighs_refused() -> None:
    found = decided(risk={"violence": "assault"}, willing={"applicant": True, "respondent": False})

    assert found.mediation == "blocked"


@pytest.mark.parametrize(
    ("days", "level", "urgent"),
    [(61, None, False), (60, 1, True), (31, 1, True), (30, 2, True), (8, 2, True), (7, 3, True), (-1, 3, True)],
)
def test_a_limitation_date_escalates_as_it_draws_near(days: int, level: int | None, urgent: bool) -> None:
    received = datetime.fromisoformat(PLAIN["received_at"])
    known = (received.date() + timedelta(days=days)).replace(
        year=received.year - 1 + (received.date() + timedelta(days=days)).year - received.year
    )
    found = decided(claims=[{"kind": "severance", "known_on": str(known)}])

    assert [one.level for one in found.escalations if one.rule == "escalation.limitation"] == ([level] if level else [])
    assert ("limitation" in found.flags) == urgent
    assert desks(found)["law_firm"][1] == ("urgent" if urgent else "normal")


def test_pay_runs_from_the_end_of_employment_and_not_before_it_ended() -> None:
    wage = [{"kind": "unpaid_wages", "known_on": "2026-01-05"}]
    still = decided(claims=wage)
    ended = decided(claims=wage, employment={"ended_on": "2026-03-31"})

    assert not [one for one in still.deadlines if one.id.startswith("limitation.")]
    assert [one.limit.safe_on for one in ended.deadlines if one.id == "limitation.unpaid_wages"] == [date(2027, 3, 31)]


def test_two_claims_of_a_kind_keep_both_their_dates() -> None:
    found = decided(claims=[{"kind": "other", "known_on": "2026-01-05"}, {"kind": "other", "known_on": "2026-02-05"}])

    assert [str(one.limit.safe_on) for one in found.deadlines if one.id == "limitation.other"] == [
        "2027-01-05",
        "2027-02-05",
    ]


def test_near_the_end_of_the_known_calendar_intake_marks_dates_provisional_and_does_not_fail() -> None:
    file = casefile.read({**PLAIN, "received_at": "2026-12-31T16:00:00+08:00", "claims": claims("severance")},
                         now=datetime.fromisoformat("2027-01-02T00:00:00+08:00"))  # fmt: skip
    found = decide(file, engine=engine(), calendar=CALENDAR, now=file.received_at)

    dates = {one.id: one.limit for one in found.deadlines}
    assert (dates["station.first_contact"].safe_on, dates["station.first_contact"].last_on) == (date(2027, 1, 1), None)
    assert (dates["mediation.from_receipt"].safe_on, dates["mediation.from_receipt"].last_on) == (
        date(2027, 1, 15),
        None,
    )
    assert (dates["station.opinion"].safe_on, dates["station.opinion"].last_on) == (date(2027, 1, 4), None)
    assert all(one.accept_by.year == 2027 for one in found.referrals)


def test_the_answer_is_sorted_by_urgency_then_by_id() -> None:
    answer = decided(claims=claims("work_injury"), risk={"threat": True}, workers=30).answer()

    assert [(one["priority"], one["desk"]) for one in answer["referrals"]] == [
        ("urgent", "police"), ("normal", "judicial_office"), ("normal", "law_firm"), ("normal", "union"),
    ]  # fmt: skip
    assert [(one["rule"], one["level"]) for one in answer["escalations"]] == [
        ("escalation.group", 3),
        ("escalation.unsafe", 2),
    ]
    assert [one["safe_on"] for one in answer["deadlines"]] == sorted(one["safe_on"] for one in answer["deadlines"])
    assert answer["rulebook"].startswith("sha256:")


@pytest.mark.parametrize(
    ("born", "flag", "police"), [("2010-11-17", "protected_minor", True), ("2010-11-16", None, False)]
)
def test_sixteen_is_reached_on_the_birthday(born: str, flag: str | None, police: bool) -> None:
    found = decided(applicants=[{"name": "小潘", "born": born}])

    assert found.flags == ((flag,) if flag else ())
    assert ("police" in desks(found)) == police
    assert desks(found)["union"][0] == "lead"
