"""One Shanghai round from request to effect, with a refusal and a failed vote; the same round by the national rules."""

from dataclasses import replace
from datetime import date

from mediation.domain.talks.clocks import OPEN, clocks, effect
from mediation.domain.talks.order import check
from mediation.domain.talks.state import Filing, Session, Talks
from mediation.domain.talks.steps import next_step, next_steps, situations
from mediation.domain.talks.vote import Count, result
from tests.domain.talks.places import calendar, day, rows

BOTH = ("workers", "employer")


class Round:
    """Talks as they grow, asked day by day."""

    def __init__(self, place: str = "shanghai") -> None:
        self.talks, self.rows = Talks(), rows(place)

    def on(self, today: str, **facts: object) -> tuple[set[tuple[str, str]], str]:
        """Record facts, check that nothing is wrong, and return the open clocks with their last days, and the next step."""
        self.talks, now = replace(self.talks, **facts), day(today)
        running = clocks(self.talks, rows=self.rows, calendar=calendar(), today=now)
        wrong = check(self.talks, rows=self.rows, calendar=calendar(), running=running, today=now)
        assert [one.text() for one in wrong if one.severity == "error"] == []
        steps = next_steps(self.talks, situations(self.talks, running, rows=self.rows, today=now), rows=self.rows)
        following = next_step(steps)
        open_now = {(one.id, f"{one.limit.last_on:%m-%d}") for one in running if one.state in OPEN and not one.second}
        return open_now, following.step.id if following else ""


def test_a_round_from_refusal_to_effect():
    talks = Round()
    assert talks.on("03-02", proposed_on=day("03-02"), received_on=day("03-02")) == ({("talks.reply", "03-17")}, "")
    refused = {"replied_on": day("03-17"), "reply": "refused", "refusal_reason": "订单不足"}
    assert talks.on("03-17", **refused) == (set(), "guidance")
    assert talks.on("03-24", steps_taken={"guidance": day("03-24")}) == (set(), "rectification")
    assert talks.on("03-31", agreed_later_on=day("03-31")) == ({("talks.representatives", "04-15")}, "")
    named = {"named": dict.fromkeys(BOTH, day("04-15"))}
    assert talks.on("04-15", **named) == ({("talks.mandate", "10-15")}, "")
    sessions = {"first_session_on": day("04-22"), "sessions": (Session(day("04-22"), BOTH),)}
    talks.on("04-22", **sessions, draft_signed_on=day("04-22"))
    planned, _ = talks.on("04-22", vote_on=day("05-08"))
    assert ("talks.papers", "05-01") in planned

    failed = result(Count(120, 100, 59, 41, secret=True), rows=talks.rows, on=day("05-08"))
    assert not failed.adopted
    assert talks.on("05-08", papers_sent_on=day("04-30"), adopted=failed.adopted)[1] == "renegotiate"

    passed = result(Count(120, 100, 61, 39, secret=True), rows=talks.rows, on=day("05-28"))
    again = {"draft_signed_on": day("05-20"), "papers_sent_on": day("05-20"), "vote_on": day("05-28")}
    assert talks.on("05-28", **again, adopted=passed.adopted)[1] == ""
    notice, _ = talks.on("05-29", adoption_notice_on=day("05-29"))
    assert ("talks.filing", "06-08") in notice
    filed, _ = talks.on("06-08", filings=(Filing(day("06-08")),))
    assert ("talks.objection", "06-23") in filed
    assert effect(talks.talks, rows=talks.rows, calendar=calendar(), today=day("06-23")) is None
    in_force, _ = talks.on("06-24", term_from=day("06-24"), term_until=date(2027, 6, 23))
    assert ("talks.publication", "06-29") in in_force
    assert ("talks.renewal", "06-23") in in_force
    assert talks.on("06-29", published_on=day("06-29"))[1] == ""
    asked = {"rows": talks.rows, "calendar": calendar(), "today": day("06-29")}
    told = check(talks.talks, running=clocks(talks.talks, **asked), **asked)
    assert [(one.code, one.severity, one.law) for one in told] == [
        ("late.talks.filing_reminder", "warning", ("mr9-21",)),
    ]


def test_the_same_round_by_the_national_rules_has_other_days():
    talks = Round("national")
    assert talks.on("03-02", proposed_on=day("03-02"), received_on=day("03-02")) == ({("talks.reply", "03-23")}, "")
    refused = {"replied_on": day("03-17"), "reply": "refused", "refusal_reason": "订单不足"}
    assert talks.on("03-17", **refused) == (set(), "coordination")
    assert talks.on("03-31", agreed_later_on=day("03-31")) == (set(), "")
    talks.on("04-22", named=dict.fromkeys(BOTH, day("04-15")), first_session_on=day("04-22"))
    passed = result(Count(120, 100, 61, 39), rows=talks.rows, on=day("05-28"))
    talks.on("05-28", vote_on=day("05-28"), adopted=passed.adopted)
    signed, _ = talks.on("05-29", signed_on=day("05-29"))
    assert signed == {("talks.filing", "06-08"), ("talks.filing_reminder", "06-05")}
