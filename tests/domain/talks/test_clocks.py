"""The clocks of talks by place: on the day, one before, one after, and over holidays."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mediation.domain.talks.clocks import TalksClock, clocks, effect
from mediation.domain.talks.state import Filing, Request, Talks, concluded_on, mandatory_matters
from mediation.domain.talks.teams import Vacancy
from tests.domain.talks.places import book, calendar, day, rows

ADOPTED = {"draft_signed_on": day("11-09"), "vote_on": day("11-16"), "adopted": True}


TODAY = day("11-22")


def all_clocks(today: date = TODAY, place: str = "shanghai", **facts: Any) -> list[TalksClock]:
    return list(clocks(Talks(**facts), rows=rows(place), calendar=calendar(), today=today))


def of(ident: str, today: date = TODAY, place: str = "shanghai", **facts: Any) -> list[TalksClock]:
    return [one for one in all_clocks(today, place, **facts) if one.id == ident]


def filed(on: str, **more: date) -> tuple[Filing, ...]:
    return (Filing(day(on), **more),)


CASES: list[tuple[str, str, str, dict[str, Any], str | None, str, str]] = [
    ("N02", "talks.reply", "shanghai", {"received_on": day("11-02")}, None, "11-17", "11-17"),
    ("N02 over a holiday", "talks.reply", "shanghai", {"received_on": day("09-20")}, None, "10-05", "10-08"),
    ("N02 ends on a Saturday", "talks.reply", "shanghai", {"received_on": day("11-06")}, None, "11-21", "11-23"),
    ("N02 ends on a make-up Sunday", "talks.reply", "shanghai", {"received_on": day("09-05")}, None, "09-20", "09-20"),
    ("N02 received on a holiday", "talks.reply", "shanghai", {"received_on": day("10-01")}, None, "10-16", "10-16"),
    ("N02", "talks.reply", "national", {"received_on": day("11-03")}, None, "11-23", "11-23"),
    ("N02 over a holiday", "talks.reply", "national", {"received_on": day("09-11")}, None, "10-01", "10-08"),
    ("N02 ends on a make-up Saturday", "talks.reply", "national", {"received_on": day("09-20")}, None, "10-10", "10-10"),
    ("N06", "talks.vacancy", "shanghai", {"vacancies": (Vacancy("workers", "甲", day("11-02"), None),)}, None, "11-17", "11-17"),
    ("N06 over a holiday", "talks.vacancy", "national", {"vacancies": (Vacancy("employer", "乙", day("04-18"), None),)}, None, "05-03", "05-06"),
    ("N07", "talks.information", "shanghai", {"first_session_on": day("12-10"), "requests": (Request("employer", day("12-01")),)}, "12-05", "12-09", "12-09"),
    ("N09 agreed day", "talks.resume", "shanghai", {"suspended_on": day("11-02"), "resume_on": day("12-05")}, None, "12-05", "12-05"),
    ("N09 sixty days", "talks.suspension", "shanghai", {"suspended_on": day("10-10")}, None, "12-09", "12-09"),
    ("N11", "talks.papers", "shanghai", {"vote_on": day("12-15")}, None, "12-07", "12-08"),
    ("N11 back into a holiday", "talks.papers", "shanghai", {"vote_on": day("10-12")}, None, "10-04", "10-05"),
    ("N14", "talks.filing", "shanghai", {**ADOPTED, "adoption_notice_on": day("11-16")}, None, "11-26", "11-26"),
    ("N14 over a holiday", "talks.filing", "shanghai", {"adoption_notice_on": day("09-21")}, None, "10-01", "10-08"),
    ("N14", "talks.filing", "national", {**ADOPTED, "signed_on": day("11-18")}, None, "11-28", "11-30"),
    ("N14 reminder", "talks.filing_reminder", "national", {**ADOPTED, "signed_on": day("11-18")}, None, "11-25", "11-25"),
    ("N15", "talks.objection", "shanghai", {"filings": filed("11-16")}, None, "12-01", "12-01"),
    ("N15 over a holiday", "talks.objection", "national", {"filings": filed("09-18")}, None, "10-03", "10-08"),
    ("N16", "talks.publication", "shanghai", {"filings": filed("11-02", opinion_on=day("11-11"))}, None, "11-16", "11-16"),
    ("N17", "talks.term", "shanghai", {"term_until": day("12-05")}, None, "12-05", "12-05"),
    ("N18 wage", "talks.renewal", "shanghai", {"term_until": day("12-31")}, "11-01", "12-31", "12-31"),
    ("N18 general", "talks.renewal", "national", {"term_until": day("12-31"), "contract": "general"}, "09-30", "12-31", "12-31"),
    ("N20", "talks.coordination", "shanghai", {"coordination_accepted_on": day("11-02")}, None, "12-02", "12-02"),
    ("N20 over a holiday", "talks.coordination", "national", {"coordination_accepted_on": day("09-01")}, None, "10-01", "10-08"),
    ("N20 extended", "talks.coordination", "national", {"coordination_accepted_on": day("11-02"), "coordination_extended": 15}, None, "12-17", "12-17"),
    ("N20 extended too far", "talks.coordination", "national", {"coordination_accepted_on": day("11-02"), "coordination_extended": 16}, None, "12-17", "12-17"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "ident", "place", "facts", "opens", "safe", "last"), CASES)
@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_clock_runs_to_its_last_day_and_not_beyond(
    shift: int, name: str, ident: str, place: str, facts: dict[str, Any], opens: str | None, safe: str, last: str
):
    today = day(last) + timedelta(days=shift)
    [clock] = [one for one in of(ident, today, place, **facts) if not one.second]

    assert (clock.limit.safe_on, clock.limit.last_on) == (day(safe), day(last))
    assert clock.opens_on == (day(opens) if opens else None)
    assert clock.state == ("expired" if shift > 0 else "running")
    assert clock.law
    assert clock.limit.steps


@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_both_sides_name_their_representatives_in_shanghai(place: str):
    facts = {"received_on": day("11-02"), "replied_on": day("11-10"), "reply": "accepted"}
    found = of("talks.representatives", day("11-25"), place, **facts, named={"workers": day("11-25")})

    if place == "national":
        assert found == []
        return
    assert {one.side: one.state for one in found} == {"workers": "met", "employer": "running"}
    assert {one.limit.safe_on for one in found} == {day("11-25")}
    assert not of("talks.representatives", place=place, **{**facts, "reply": "refused"})
    late = of("talks.representatives", day("11-26"), place, **facts, named={"workers": day("11-26")})
    assert {one.side: one.state for one in late} == {"workers": "late", "employer": "expired"}


@pytest.mark.parametrize(("done", "state"), [("11-16", "met"), ("11-17", "met"), ("11-18", "late"), (None, "expired")])
def test_a_reply_is_kept_or_late(done: str | None, state: str):
    facts = {
        "received_on": day("11-02"),
        "replied_on": day(done) if done else None,
        "reply": "accepted" if done else "",
    }

    assert [one.state for one in of("talks.reply", **facts)] == [state]


def test_the_employer_asks_and_the_workers_answer():
    assert [one.side for one in of("talks.reply", received_on=day("11-02"))] == ["employer"]
    assert [one.side for one in of("talks.reply", received_on=day("11-02"), proposer="employer")] == ["workers"]


@pytest.mark.parametrize(
    ("today", "state"), [("12-04", "not_open"), ("12-05", "running"), ("12-09", "running"), ("12-10", "expired")]
)
def test_the_window_for_information(today: str, state: str):
    facts = {"first_session_on": day("12-10"), "requests": (Request("employer", day("11-20")),)}

    assert [one.state for one in of("talks.information", day(today), **facts)] == [state]
    given = {**facts, "requests": (Request("employer", day("11-20"), given_on=day("12-01")),)}
    assert [one.state for one in of("talks.information", day(today), **given)] == ["met"]


@pytest.mark.parametrize(
    ("today", "state"), [("10-31", "not_open"), ("11-01", "running"), ("12-31", "running"), ("2027-01-01", "expired")]
)
def test_the_window_for_renewal(today: str, state: str):
    assert [one.state for one in of("talks.renewal", day(today), term_until=day("12-31"))] == [state]
    proposed = {"term_until": day("12-31"), "renewal_proposed_on": day("12-31")}
    assert [one.state for one in of("talks.renewal", day(today), **proposed)] == ["met"]
    assert [one.state for one in of("talks.term", day(today), **proposed)] == [
        "expired" if day(today).year > 2026 else "running"
    ]


def test_the_tighter_national_period_is_a_second_warning():
    facts = {**ADOPTED, "adoption_notice_on": day("11-20")}
    found = [(one.place, one.second, one.limit.safe_on) for one in of("talks.filing", **facts)]

    assert found == [("national", True, day("11-26")), ("shanghai", False, day("11-30"))]
    assert [one.place for one in of("talks.reply", received_on=day("11-02"))] == ["shanghai"]
    same = [one.place for one in of("talks.filing", **{**facts, "adoption_notice_on": day("11-16")})]
    assert same == ["shanghai"]
    [reminder] = of("talks.filing_reminder", **facts)
    assert (reminder.rule.force, reminder.second, reminder.limit.safe_on, reminder.law) == (
        "remind",
        False,
        day("11-23"),
        ("mr9-21",),
    )


def test_before_the_notice_of_adoption_the_national_period_warns_already():
    assert [(one.place, one.second) for one in of("talks.filing", **ADOPTED)] == [("national", True)]


def test_the_reminder_is_for_wage_agreements_only():
    assert of("talks.filing_reminder", **ADOPTED)
    assert not of("talks.filing_reminder", **ADOPTED, contract="general")


def test_publication_is_counted_for_wage_agreements_and_advised_for_others():
    facts = {"filings": filed("11-02", opinion_on=day("11-11"))}

    [wage] = of("talks.publication", **facts)
    [general] = of("talks.publication", **facts, contract="general")
    assert (wage.rule.force, wage.rule.verified) == ("hard", "V")
    assert (general.rule.force, general.rule.verified, general.limit.safe_on) == ("advice", "U", day("11-11"))


def test_the_sixty_days_are_no_law():
    [clock] = of("talks.suspension", suspended_on=day("10-10"))

    assert (clock.rule.verified, clock.rule.force, clock.law) == ("U", "advice", ("station",))
    resumed = of("talks.suspension", suspended_on=day("10-10"), resumed_on=day("10-20"))
    assert [one.state for one in resumed] == ["met"]


@pytest.mark.parametrize(("today", "state"), [("11-12", "running"), ("11-13", "expired")])
def test_a_mandate_without_a_contract_ends_after_six_months(today: str, state: str):
    facts = {"named": {"workers": day("05-12")}}

    assert [one.state for one in of("talks.mandate", day(today), **facts)] == [state]
    assert not of("talks.mandate", day(today), place="national", **facts)
    assert not of("talks.mandate", day(today), **facts, contract_until=day("05-12"))
    assert of("talks.mandate", day(today), **facts, contract_until=day("05-11"))
    assert not of("talks.mandate", day(today), **facts, term_until=day("12-31"))


def test_a_missing_list_makes_nothing_late():
    facts = {"received_on": day("12-20")}

    assert [one.state for one in of("talks.reply", date(2027, 1, 4), **facts)] == ["running"]
    assert [one.state for one in of("talks.reply", date(2027, 1, 5), **facts)] == ["uncertain"]
    late = {**facts, "replied_on": date(2027, 1, 5), "reply": "refused"}
    assert [one.state for one in of("talks.reply", date(2027, 2, 5), **late)] == ["uncertain"]


def test_talks_that_ended_have_no_running_clock():
    facts = {"received_on": day("11-02"), "replied_on": day("11-10"), "reply": "accepted"}

    assert {one.id for one in all_clocks(**facts)} == {"talks.reply", "talks.representatives"}
    assert {one.id for one in all_clocks(**facts, ended_on=day("11-20"))} == {"talks.reply"}


def test_changing_the_place_changes_dates_and_citations():
    facts = {"received_on": day("11-03"), "adoption_notice_on": day("11-16"), **ADOPTED, "signed_on": day("11-18")}
    here, there = ({(one.id, one.limit.safe_on, one.law) for one in all_clocks(place=place, **facts) if not one.second}
                   for place in ("shanghai", "national"))  # fmt: skip

    assert {one for one in here if one[0] in ("talks.reply", "talks.filing")} == {
        ("talks.reply", day("11-18"), ("ccl-sh-15",)), ("talks.filing", day("11-26"), ("ccl-sh-23",)),
    }  # fmt: skip
    assert {one for one in there if one[0] in ("talks.reply", "talks.filing")} == {
        ("talks.reply", day("11-23"), ("mr9-17", "mr22-32")), ("talks.filing", day("11-28"), ("mr22-42",)),
    }  # fmt: skip


def test_clocks_come_by_safe_day_and_every_article_is_known():
    facts = {"received_on": day("11-02"), "replied_on": day("11-10"), "reply": "accepted", **ADOPTED,
             "adoption_notice_on": day("11-17"), "filings": filed("11-20"), "term_until": date(2027, 11, 30)}  # fmt: skip
    found = all_clocks(**facts)

    assert [one.limit.safe_on for one in found] == sorted(one.limit.safe_on for one in found)
    assert all(key in book().laws for one in found for key in one.law)


FILED = Talks(filings=filed("11-02"))


@pytest.mark.parametrize(
    ("filing", "today", "on", "by"),
    [
        (Filing(day("11-02")), "11-17", None, ""),
        (Filing(day("11-02")), "11-18", "11-18", "silence"),
        (Filing(day("09-18")), "10-08", None, ""),
        (Filing(day("09-18")), "10-09", "10-09", "silence"),
        (Filing(day("11-02"), opinion_on=day("11-10")), "11-09", None, ""),
        (Filing(day("11-02"), opinion_on=day("11-10")), "11-10", "11-10", "opinion"),
        (Filing(day("11-02"), opinion_on=day("11-17")), "11-22", "11-17", "opinion"),
        (Filing(day("11-02"), opinion_on=day("11-18")), "11-22", "11-18", "silence"),
        (Filing(day("11-02"), opinion_on=day("11-19")), "11-22", "11-18", "silence"),
        (Filing(day("11-02"), objected_on=day("11-17")), "11-22", None, ""),
        (Filing(day("11-02"), objected_on=day("11-18")), "11-22", "11-18", "silence"),
        (Filing(day("12-20")), "2027-02-01", None, ""),
        (Filing(day("12-20"), opinion_on=day("12-28")), "2027-02-01", "12-28", "opinion"),
    ],
)
@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_a_contract_comes_into_force_by_opinion_or_by_silence(
    place: str, filing: Filing, today: str, on: str | None, by: str
):
    found = effect(replace(FILED, filings=(filing,)), rows=rows(place), calendar=calendar(), today=day(today))

    assert (found.on if found else None, found.by if found else "") == (day(on) if on else None, by)


def test_only_the_last_filing_counts():
    first, second = Filing(day("10-12"), objected_on=day("10-20")), Filing(day("11-02"), opinion_on=day("11-06"))

    found = effect(Talks(filings=(first, second)), rows=rows(), calendar=calendar(), today=day("11-22"))

    assert found is not None
    assert found.on == day("11-06")
    assert effect(Talks(filings=(first,)), rows=rows(), calendar=calendar(), today=day("11-22")) is None
    assert effect(Talks(), rows=rows(), calendar=calendar(), today=day("11-22")) is None


@pytest.mark.parametrize(
    ("facts", "shanghai", "national"),
    [
        ({}, None, None),
        ({"draft_signed_on": day("11-09"), "vote_on": day("11-16"), "adopted": True}, day("11-16"), None),
        ({"draft_signed_on": day("11-09"), "vote_on": day("11-16"), "adopted": False}, None, None),
        ({"signed_on": day("11-18"), "vote_on": day("11-16"), "adopted": True}, day("11-18"), day("11-18")),
        ({"vote_on": day("11-16"), "adopted": True}, None, None),
    ],
)
def test_a_contract_is_concluded_when_signed_and_adopted(facts: dict, shanghai: date | None, national: date | None):
    assert concluded_on(Talks(**facts), rows()) == shanghai
    assert concluded_on(Talks(**facts), rows("national")) == national


@pytest.mark.parametrize(
    ("facts", "matters"),
    [
        ({"layoff": 19, "staff": 1000}, ()),
        ({"layoff": 20, "staff": 1000}, ("layoff",)),
        ({"layoff": 9, "staff": 100}, ()),
        ({"layoff": 10, "staff": 100}, ("layoff",)),
        ({"layoff": 10, "staff": 101}, ()),
        ({"layoff": 19}, ()),
        ({"layoff": 20}, ("layoff",)),
        ({"stoppage": True}, ("stoppage",)),
        ({"hazard": True, "layoff": 25}, ("layoff", "hazard")),
        ({"layoff": 0, "staff": 5}, ()),
    ],
)
def test_what_may_not_be_refused_or_delayed(facts: dict[str, Any], matters: tuple[str, ...]):
    assert mandatory_matters(rows(), day("11-22"), **facts) == matters
    assert mandatory_matters(rows("national"), day("11-22"), **facts) == ()
