"""Days that can't be, and acts a place forbids: each told with its article and what to do."""

from datetime import date, timedelta
from typing import Any

import pytest

from mediation.domain.talks.clocks import clocks
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.order import DAYS, PAIRS, check
from mediation.domain.talks.state import Filing, Request, Session, Talks
from tests.domain.talks.places import calendar, day, rows

TODAY = day("11-22")
GOOD: dict[str, Any] = {
    "proposed_on": day("08-03"), "received_on": day("08-04"), "replied_on": day("08-10"), "reply": "accepted",
    "named": {"workers": day("08-12"), "employer": day("08-14")}, "first_session_on": day("08-24"),
    "sessions": (Session(day("08-24"), ("workers", "employer")),), "draft_signed_on": day("09-01"),
    "papers_sent_on": day("09-02"), "vote_on": day("09-10"), "adopted": True, "adoption_notice_on": day("09-11"),
    "signed_on": day("09-14"), "filings": (Filing(day("09-15"), opinion_on=day("09-24")),),
    "published_on": day("09-28"), "term_from": day("09-24"), "term_until": date(2027, 9, 23),
}  # fmt: skip


def findings(place: str = "shanghai", today: date = TODAY, **changes: Any) -> tuple[Finding, ...]:
    talks = Talks(**{**GOOD, **changes})
    running = clocks(talks, rows=rows(place), calendar=calendar(), today=today)
    return check(talks, rows=rows(place), calendar=calendar(), running=running, today=today)


def codes(place: str = "shanghai", today: date = TODAY, **changes: Any) -> list[str]:
    return [one.code for one in findings(place, today, **changes) if one.severity == "error"]


OBJECTED: dict[str, Any] = {
    "filings": (Filing(day("09-15"), objected_on=day("09-21")),), "signed_on": None, "published_on": None,
}  # fmt: skip
"""The authority objected; what comes next belongs to the next text, not to the one that was filed."""


@pytest.mark.parametrize(
    "changes",
    [
        {"vote_on": day("10-20"), "adopted": None, "adoption_notice_on": None},
        {"vote_on": day("10-20"), "adopted": False, "adoption_notice_on": None},
        {"vote_on": day("10-20"), "papers_sent_on": day("10-10"), "adoption_notice_on": day("10-21"),
         "signed_on": day("10-21"), "draft_signed_on": day("10-09")},
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_after_an_objection_the_next_text_is_voted_on_told_and_signed(place: str, changes: dict[str, Any]):
    assert codes(place, **{**OBJECTED, "draft_signed_on": day("10-09"), **changes}) == []


def test_the_next_texts_period_for_filing_runs_until_it_is_filed_again():
    again = {**OBJECTED, "draft_signed_on": day("10-09"), "vote_on": day("10-20"), "adoption_notice_on": day("10-21")}
    for filings, state in ((OBJECTED["filings"], "expired"), ((*OBJECTED["filings"], Filing(day("10-23"))), "met")):
        talks = Talks(**{**GOOD, **again, "filings": filings})
        running = clocks(talks, rows=rows("shanghai"), calendar=calendar(), today=TODAY)
        assert [one.state for one in running if one.id == "talks.filing" and not one.second] == [state]


@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_a_round_in_order_has_no_finding(place: str):
    assert findings(place) == ()


SINGLE = [pair for pair in PAIRS if all(hasattr(Talks(), name) for name in pair)]


@pytest.mark.parametrize(("earlier", "later"), SINGLE)
def test_a_day_cannot_lie_before_the_one_it_follows(earlier: str, later: str):
    blank = {**dict.fromkeys(GOOD, None), "named": {}, "sessions": (), "filings": (), "reply": ""}
    one = day("06-10")
    for shift, wrong in ((-1, True), (0, False), (1, False)):
        facts = {**blank, earlier: one, later: one + timedelta(days=shift)}
        assert (f"order.{later}" in codes(**facts)) is wrong, shift


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"filings": (Filing(day("09-10")),)}, "order.filed_on"),
        ({"filings": (Filing(day("09-13")),)}, "order.filed_on"),
        ({"filings": (Filing(day("09-15"), opinion_on=day("09-14")),)}, "order.opinion_on"),
        ({"filings": (Filing(day("09-15"), objected_on=day("09-14")),), "published_on": None}, "order.objected_on"),
        ({"published_on": day("09-23")}, "order.published_on"),
        ({"filings": (Filing(day("11-16")),)}, "order.published_on"),
        ({"replied_on": day("11-23"), "first_session_on": day("12-01"), "sessions": (), "draft_signed_on": None}, "ahead.replied_on"),
        ({"named": {"workers": day("11-23")}}, "ahead.named"),
        ({"sessions": (Session(day("11-23")),)}, "ahead.session"),
        ({"requests": (Request("employer", day("11-23")),)}, "ahead.asked_on"),
        ({"requests": (Request("employer", day("11-20"), day("11-23")),)}, "ahead.given_on"),
        ({"vote_on": day("11-23"), "adoption_notice_on": None, "signed_on": None, "filings": (), "published_on": None}, "ahead.vote_on"),
        ({"vote_on": None}, "vote.day"),
        ({"adopted": None, "filings": ()}, "vote.notice"),
        ({"adopted": False, "adoption_notice_on": None}, "filing.adopted"),
        ({"filings": (Filing(day("09-15")), Filing(day("09-24")))}, "filing.twice"),
        ({"filings": (Filing(day("09-15"), objected_on=day("09-20")), Filing(day("09-19"), opinion_on=day("09-24")))}, "order.filed_on"),
        ({"coordination_accepted_on": day("08-20"), "coordination_extended": 16}, "coordination.extended"),
        ({"coordination_accepted_on": day("08-20"), "coordination_extended": -1}, "coordination.extended"),
        ({"change_asked_on": day("09-13")}, "order.change_asked_on"),
        ({"breach_on": day("09-23")}, "order.breach_on"),
        ({"draft_signed_on": None}, "signature"),
        ({"draft_signed_on": day("09-11")}, "signature"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_an_error_with_what_to_do(changes: dict[str, Any], code: str):
    told = [one for one in findings(**changes) if one.code == code]

    assert told
    assert all(one.severity == "error" and one.remedy and one.text() for one in told)


@pytest.mark.parametrize(
    "changes",
    [
        {"filings": (Filing(day("09-14"), opinion_on=day("09-24")),)},
        {"filings": (Filing(day("09-15"), objected_on=day("09-20")), Filing(day("09-20"), opinion_on=day("09-24")))},
        {"published_on": day("09-24")},
        {"named": {"workers": TODAY}},
        {"coordination_accepted_on": day("08-20"), "coordination_ended_on": day("09-01"), "coordination_extended": 15},
        {"draft_signed_on": day("09-10")},
        {"vote_on": day("11-30"), "adopted": None, "adoption_notice_on": None, "signed_on": None, "filings": (),
         "published_on": None},
    ],
)  # fmt: skip
def test_what_just_can_be_is_no_error(changes: dict[str, Any]):
    assert codes(**changes) == []


@pytest.mark.parametrize(
    ("signed", "adopted", "wrong"),
    [
        ("09-09", True, True),
        ("09-10", True, False),
        ("09-11", True, False),
        ("09-14", None, True),
        ("09-14", False, True),
    ],
)
def test_nationally_a_signature_follows_the_vote(signed: str, adopted: bool | None, wrong: bool):
    facts = {
        "signed_on": day(signed),
        "adopted": adopted,
        "filings": (),
        "adoption_notice_on": None,
        "published_on": None,
    }

    told = [one for one in findings("national", **facts) if one.code == "signature"]

    assert [(one.severity, one.law, one.place) for one in told] == (
        [("error", ("mr22-37",), "national")] if wrong else []
    )
    assert not [one for one in findings("shanghai", **facts) if one.code == "signature"]


@pytest.mark.parametrize(
    ("draft", "voted_down", "objected", "wrong"),
    [
        (None, None, None, True), ("10-21", None, None, True), ("10-20", None, None, False),
        ("09-10", "09-10", None, True), ("09-11", "09-10", None, False),
        ("09-21", None, "09-21", True), ("09-22", None, "09-21", False),
    ],
)  # fmt: skip
def test_in_shanghai_no_vote_is_planned_before_both_chiefs_signed_this_draft(
    draft: str | None, voted_down: str | None, objected: str | None, wrong: bool
):
    facts = {
        "draft_signed_on": draft and day(draft), "voted_down_on": voted_down and day(voted_down), "adopted": None,
        "vote_on": day("10-20"), "papers_sent_on": None, "adoption_notice_on": None, "signed_on": None,
        "filings": (Filing(day("09-15"), objected_on=day(objected)),) if objected else (), "published_on": None,
    }  # fmt: skip

    told = findings(**facts)

    assert [(one.code, one.severity, one.law, one.facts) for one in told] == (
        [("signature", "error", ("ccl-sh-22",), {"day": day("10-20")})] if wrong else []
    )
    assert codes("national", **facts) == []


def test_nationally_no_draft_need_be_signed_before_the_vote():
    assert codes("national", draft_signed_on=None) == []
    assert [one.law for one in findings(draft_signed_on=None) if one.code == "signature"] == [("ccl-sh-22",)]


@pytest.mark.parametrize(
    ("draft", "changes", "wrong"),
    [
        ("09-11", {"adopted": False, "filings": (), "adoption_notice_on": None}, False),
        ("09-20", {"filings": (Filing(day("09-15"), objected_on=day("09-20")),)}, False),
        ("09-19", {"filings": (Filing(day("09-15"), objected_on=day("09-20")),)}, True),
        ("09-16", {"filings": (Filing(day("09-15"), opinion_on=day("09-24")),)}, True),
    ],
)  # fmt: skip
def test_after_a_failed_vote_or_an_objection_the_next_draft_is_signed(draft: str, changes: dict[str, Any], wrong: bool):
    told = codes(draft_signed_on=day(draft), published_on=None, **changes)

    assert ("signature" in told) == wrong


@pytest.mark.parametrize(
    ("contract", "until", "wrong"),
    [
        ("wage", date(2027, 9, 22), True), ("wage", date(2027, 9, 23), False), ("wage", date(2027, 9, 24), False),
        ("wage", date(2027, 9, 25), True), ("general", date(2027, 9, 22), True), ("general", date(2027, 9, 23), False),
        ("general", date(2029, 9, 24), False), ("general", date(2029, 9, 25), True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_a_wage_contract_runs_one_year_and_others_one_to_three(place: str, contract: str, until: date, wrong: bool):
    assert (f"term.{contract}" in codes(place, contract=contract, term_until=until)) is wrong


def test_half_a_term_says_nothing_of_its_length():
    assert codes(term_from=None) == []
    assert codes(term_until=None) == []
    assert codes("national", term_from=date(2004, 4, 30), term_until=date(2010, 1, 1)) == []
    assert codes("national", term_from=date(2004, 5, 1), term_until=date(2010, 1, 1)) == ["term.wage"]


def test_a_refusal_is_told_with_what_to_do():
    refused = {"reply": "refused", "filings": (), "published_on": None}

    assert [one.code for one in findings(**refused)] == ["refusal.reason"]
    assert [one.code for one in findings(**refused, refusal_reason="订单不足")] == []
    told = findings(**refused, refusal_reason="订单不足", mandatory=True)
    assert [(one.code, one.law) for one in told] == [("mandatory.refusal", ("ccl-sh-15",))]
    assert findings("national", **refused, refusal_reason="订单不足", mandatory=True) == ()


def test_minutes_want_both_chiefs_signatures():
    told = findings(sessions=(Session(day("08-24"), ("workers",)), Session(day("08-31"), ("employer", "workers"))))

    assert [(one.code, one.severity, one.law) for one in told] == [("minutes", "warning", ("ccl-sh-18",))]
    assert told[0].text() == "2026-08-24（周一） 的协商会议记录没有双方首席代表签字"


def test_minutes_from_before_the_rules_are_left_alone():
    old = {"sessions": (Session(date(2004, 4, 30)),)}

    assert "minutes" not in [one.code for one in findings("national", **old)]
    assert "minutes" in [one.code for one in findings("national", sessions=(Session(date(2004, 5, 1)),))]


def test_a_suspension_wants_a_day_agreed():
    assert [one.code for one in findings(suspended_on=day("08-26"))] == ["suspension.next"]
    assert findings(suspended_on=day("08-26"), resume_on=day("08-28"), resumed_on=day("08-28")) == ()


def test_what_was_kept_too_late_is_told():
    [doubtful] = findings(papers_sent_on=day("09-03"))
    assert (doubtful.code, doubtful.severity, doubtful.law) == ("tight.talks.papers", "warning", ("wc-sh-30",))
    assert "2026-09-02" in doubtful.text()
    told = findings(papers_sent_on=day("09-04"))
    assert [(one.code, one.law, one.second) for one in told] == [("late.talks.papers", ("wc-sh-30",), False)]
    late = findings(filings=(Filing(day("09-25"), opinion_on=day("09-28")),))
    assert [(one.code, one.place, one.second) for one in late if one.code == "late.talks.filing"] == [
        ("late.talks.filing", "shanghai", False)
    ]


def test_an_english_face_can_say_every_finding():
    def english(text: str) -> str:
        return {"签订之日": "signature", "人社部门收到之日": "filing"}.get(text, text)

    [one] = [
        one for one in findings(filings=(Filing(day("09-13"), opinion_on=day("09-24")),)) if one.severity == "error"
    ]

    assert one.text(english, str) == "filing（2026-09-13）早于signature（2026-09-14）"
    assert {name for pair in PAIRS for name in pair} <= set(DAYS)
