"""Clocks over pauses, restarts, extensions and disputed days, held against a walk day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mediation.domain.casefile import CaseFile, Claim, Employment, Party
from mediation.domain.claimclocks import Claims
from mediation.domain.clockrecord import EVERY_CLAIM, ClockRecord, Dispute, Event, Extension, Interruption, Stop
from mediation.domain.clocks import Due
from mediation.domain.decision import decide
from mediation.domain.facts import Standing
from mediation.domain.pauses import Pause, paused_limit
from mediation.domain.plainrules import PlainRules
from mediation.domain.rulebook import load
from mediation.domain.workdays import Calendar, Unit, WorkYear
from mediation.domain.worktime import day_begins
from tests.checkout import ROOT
from tests.domain import slowwalk

BOOK = load(ROOT / "rules")
CALENDAR = Calendar(WorkYear(one.year, one.notice_words, one.off, one.work) for one in BOOK.calendars)
DAYS = st.dates(date(2024, 1, 2), date(2026, 3, 1))
SPANS = st.lists(st.tuples(st.integers(-20, 120), st.integers(1, 25)), max_size=4)
LIMITS = st.one_of(
    st.tuples(st.just("calendar"), st.integers(0, 90)),
    st.tuples(st.just("working"), st.integers(0, 60)),
    st.tuples(st.just("month"), st.integers(0, 4)),
)
RECEIVED = date(2026, 11, 2)


def spans_of(start: date, spans: list[tuple[int, int]]) -> list[Pause]:
    return [Pause(start + timedelta(first), start + timedelta(first + days), "不可抗力") for first, days in spans]


def still_days(pauses: list[Pause]) -> set[date]:
    return {one.first + timedelta(gone) for one in pauses for gone in range((one.resumed - one.first).days)}


@hypothesis_settings(max_examples=150)
@given(DAYS, LIMITS, SPANS)
def test_paused_limits_are_those_of_a_walk_day_by_day(
    start: date, limit: tuple[Unit, int], spans: list[tuple[int, int]]
) -> None:
    unit, length = limit
    pauses = spans_of(start, spans)
    safe = slowwalk.ended(start, length, unit, still_days(pauses))

    counted = paused_limit(start, length, unit, CALENDAR, pauses)

    assert (counted.safe_on, counted.last_on) == (safe, safe if unit == "working" else slowwalk.rolled(safe))


def test_a_pause_is_told_as_a_span_with_its_reason_and_its_days_are_added() -> None:
    limit = paused_limit(date(2026, 3, 2), 15, "calendar", CALENDAR, [Pause(date(2026, 3, 9), date(2026, 3, 14), "公告送达")])

    assert limit.safe_on == date(2026, 3, 22)
    told = [one.text() for one in limit.steps]
    assert "暂停不计：2026-03-09（周一） 至 2026-03-13（周五），共 5 日（公告送达）" in told
    assert "恢复后按实际暂停天数顺延 5 日：2026-03-22（周日）" in told


def asked(record: ClockRecord, claims: tuple[Claim, ...], **work: date | str) -> list[Due]:
    """Decide a case of these claims, received on a Monday, with a record."""
    case = CaseFile(
        station="CH", received_at=day_begins(RECEIVED), summary="x", applicants=(Party("person", "张"),),
        respondents=(Party("employer", "甲"),), claims=claims, workers=1, employment=Employment(**work),  # type: ignore[arg-type]
    )  # fmt: skip
    standing = Standing(record=record, accepted_on=RECEIVED)
    found = decide(case, engine=PlainRules(BOOK), calendar=CALENDAR, now=case.received_at, standing=standing)
    return list(found.deadlines)


def one(dues: list[Due], name: str) -> Due:
    [found] = [due for due in dues if due.id == name]
    return found


SEVERANCE = (Claim("severance", known_on=date(2025, 12, 1)),)


def slow_restarts(known: date, days: list[date]) -> date:
    """Walk from the first day: each interruption within the limitation begins it anew, one after its end is too late."""
    began = known
    for day in sorted(days):
        last = slowwalk.rolled(slowwalk.corresponding(began, 12))
        if began <= day <= last:
            began = day
    return slowwalk.corresponding(began, 12)


@hypothesis_settings(max_examples=60)
@given(st.dates(date(2024, 1, 2), date(2025, 6, 1)), st.lists(st.dates(date(2023, 12, 1), date(2025, 12, 20)), max_size=4))
def test_interruptions_begin_a_limitation_anew_within_it_alone(known: date, days: list[date]) -> None:
    record = ClockRecord(interruptions=tuple(Interruption(str(nth), "admitted", day) for nth, day in enumerate(days)))

    found = one(asked(record, (Claim("severance", known_on=known),)), "limitation.severance")

    assert found.limit.safe_on == slow_restarts(known, days)


def test_pay_has_no_limitation_to_interrupt_while_the_employment_lasts() -> None:
    record = ClockRecord(interruptions=(Interruption("a", "demanded", date(2026, 10, 1)),))
    pay = (Claim("unpaid_wages", known_on=date(2024, 1, 5)),)

    assert [due.id for due in asked(record, pay) if due.id.startswith("limitation.")] == []
    ended = one(asked(record, pay, ended_on=date(2026, 1, 31)), "limitation.unpaid_wages")
    assert (ended.rule, ended.limit.safe_on) == ("deadline.limitation.restarted_by_claim", date(2027, 10, 1))


def test_an_interruption_that_counts_for_nothing_is_told() -> None:
    late = ClockRecord(interruptions=(
        Interruption("late", "admitted", date(2026, 12, 2)), Interruption("in", "talks_failed", date(2026, 2, 2)),
    ))  # fmt: skip
    case = CaseFile(
        station="CH", received_at=day_begins(RECEIVED), summary="x", applicants=(Party("person", "张"),),
        respondents=(Party("employer", "甲"),), claims=(Claim("severance", known_on=date(2025, 1, 1)),), workers=1,
    )  # fmt: skip

    taken = Claims(case, PlainRules(BOOK), CALENDAR, Standing(record=late)).taken(0)

    assert [one.ref for one in taken.void] == ["in", "late"]


def test_work_runs_to_the_earlier_of_two_days_and_both_are_kept() -> None:
    record = ClockRecord(disputes=(Dispute("a", "known_on", date(2025, 11, 20), 0),))

    dues = asked(record, SEVERANCE)

    found = one(dues, "limitation.severance")
    assert (found.trigger_on, found.limit.safe_on) == (date(2025, 11, 20), date(2026, 11, 20))
    assert [(other.trigger_on, other.limit.safe_on) for other in found.others] == [(date(2025, 12, 1), date(2026, 12, 1))]
    later = ClockRecord(disputes=(Dispute("a", "known_on", date(2026, 1, 7), 0),))
    found = one(asked(later, SEVERANCE), "limitation.severance")
    assert (found.limit.safe_on, found.others[0].limit.safe_on) == (date(2026, 12, 1), date(2027, 1, 7))


LIMITATION_STOP = Stop("a", "limitation.severance", 0, "force_majeure", date(2026, 2, 1), date(2026, 3, 1))


def test_a_limitation_stops_for_its_own_reasons_alone() -> None:
    stopped = one(asked(ClockRecord(stops=(LIMITATION_STOP,)), SEVERANCE), "limitation.severance")
    wrong = ClockRecord(stops=(replace(LIMITATION_STOP, reason="postponed"),))
    open_end = ClockRecord(stops=(replace(LIMITATION_STOP, resumed=None),))

    assert stopped.limit.safe_on == date(2026, 12, 29)
    assert one(asked(wrong, SEVERANCE), "limitation.severance").limit.safe_on == date(2026, 12, 1)
    waiting = one(asked(open_end, SEVERANCE), "limitation.severance")
    assert (waiting.limit.safe_on, waiting.paused_since) == (date(2026, 12, 1), date(2026, 2, 1))


def test_one_suspension_may_stop_the_limitation_of_every_claim_and_nothing_else() -> None:
    every = Stop("a", EVERY_CLAIM, None, "no_guardian", date(2026, 2, 1), date(2026, 2, 11))
    claims = (*SEVERANCE, Claim("maternity", known_on=date(2026, 1, 5)), Claim("work_injury", accident_on=date(2026, 1, 5)))
    plain = {due.id: due.limit.safe_on for due in asked(ClockRecord(), claims)}

    moved = {due.id: due.limit.safe_on for due in asked(ClockRecord(stops=(every, every)), claims)}

    changed = {name: (moved[name] - day).days for name, day in plain.items() if moved[name] != day}
    assert changed == {"limitation.severance": 10, "limitation.maternity": 10}


def test_receipt_is_never_stopped_or_lengthened_and_acceptance_is_made_longer() -> None:
    plain = asked(ClockRecord(), SEVERANCE)
    stops = tuple(
        Stop(reason, "mediation.from_receipt", None, reason, RECEIVED, RECEIVED + timedelta(3))
        for reason in ("force_majeure", "postponed", "awaiting_ruling")
    )
    longer = tuple(
        Extension(kind, kind, None, date(2026, 12, 10)) for kind in ("mediation.from_receipt", "mediation.from_acceptance")
    )

    moved = asked(ClockRecord(stops=stops, extensions=longer), SEVERANCE)

    assert one(moved, "mediation.from_receipt").limit == one(plain, "mediation.from_receipt").limit
    assert one(plain, "mediation.from_acceptance").limit.safe_on == date(2026, 11, 17)
    assert one(moved, "mediation.from_acceptance").limit.safe_on == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("noted_on", "ends"),
    [
        (date(2026, 10, 30), date(2026, 11, 27)),  # made longer to 17 November, then stopped from 5 to 14: ten days more
        (date(2026, 11, 16), date(2026, 11, 17)),  # made longer after the pause, which 17 November takes in already
    ],
)
def test_days_of_a_pause_are_added_to_what_was_made_longer_before(noted_on: date, ends: date) -> None:
    """An award due on 2 November, 45 days from 18 September, made longer by approval (令33 45, 46)."""
    record = ClockRecord(
        events=(Event("e", "arbitration_accepted", date(2026, 9, 18)),),
        extensions=(Extension("x", "arbitration.award", "e", date(2026, 11, 17), noted_on),),
        stops=(Stop("s", "arbitration.award", "e", "trial_suspended", date(2026, 11, 5), date(2026, 11, 15)),),
    )

    due = one(asked(record, SEVERANCE), "arbitration.award")

    assert (due.limit.safe_on, due.extended_to) == (ends, ends)


@pytest.mark.parametrize(
    ("what", "facts", "expected"),
    [
        ("award_received", {"final_award": True}, {"award.worker_suit": "2026-10-05", "award.set_aside": "2026-10-20"}),
        ("award_received", {}, {"award.suit": "2026-10-05"}),
        ("arbitration_applied", {}, {"arbitration.acceptance": "2026-09-28"}),
        ("hearing_set", {}, {"arbitration.hearing_notice": "2026-09-11", "arbitration.adjournment": "2026-09-15"}),
        ("legal_aid_applied", {}, {"legal_aid.decision": "2026-09-27"}),
        ("union_handed_over", {}, {"union.handling_opinion": "2026-10-20"}),
    ],
)
def test_an_event_starts_its_clocks(what: str, facts: dict[str, bool], expected: dict[str, str]) -> None:
    record = ClockRecord(events=(Event("e", what, date(2026, 9, 20), facts),))

    found = {due.id: due.limit.safe_on.isoformat() for due in asked(record, SEVERANCE) if due.about == "e"}

    assert {name: day for name, day in found.items() if day != expected.get(name)} == {}
    assert set(found) == set(expected)


def test_a_rule_of_a_place_holds_there_alone() -> None:
    event = Event("e", "union_handed_over", date(2026, 9, 20))
    case = CaseFile(
        station="CH", received_at=day_begins(RECEIVED), summary="x", applicants=(Party("person", "张"),),
        respondents=(Party("employer", "甲"),), claims=SEVERANCE, workers=1,
    )  # fmt: skip
    elsewhere = Standing(record=ClockRecord(events=(event,)), place="zhejiang")

    found = decide(case, engine=PlainRules(BOOK), calendar=CALENDAR, now=case.received_at, standing=elsewhere)

    assert [due.id for due in found.deadlines if due.about == "e"] == []


DEFAULTED = Event("e", "payment_defaulted", date(2025, 10, 20))
DUE = Event("e", "performance_due", date(2025, 10, 20))


@pytest.mark.parametrize(
    ("event", "told", "name", "rule", "ends"),
    [
        (DEFAULTED, [("admitted", date(2026, 3, 2))], "performance.limitation", "default_restarted_by_claim", "2027-03-02"),
        (DEFAULTED, [("mediation_failed", date(2026, 3, 2))], "performance.limitation", "default_restarted_by_talks", "2027-03-02"),
        (DEFAULTED, [("demanded", date(2026, 10, 21))], "performance.limitation", "default", "2026-10-20"),  # too late
        (DEFAULTED, [("demanded", date(2025, 10, 19))], "performance.limitation", "default", "2026-10-20"),  # too early
        (DEFAULTED, [("demanded", date(2026, 10, 1)), ("admitted", date(2026, 11, 2))], "performance.limitation",
         "default_restarted_by_claim", "2027-11-02"),
        (DUE, [("demanded", date(2026, 3, 2))], "enforcement.limitation", "restarted", "2028-03-02"),
        (DUE, [("mediation_failed", date(2026, 3, 2))], "enforcement.limitation", "limitation", "2027-10-20"),
    ],
)  # fmt: skip
def test_the_limitation_of_an_event_begins_anew_within_it_alone(
    event: Event, told: list[tuple[str, date]], name: str, rule: str, ends: str
) -> None:
    interruptions = tuple(Interruption(str(nth), code, day, event="e") for nth, (code, day) in enumerate(told))
    plain = asked(ClockRecord(events=(event,)), SEVERANCE)

    dues = asked(ClockRecord(events=(event,), interruptions=interruptions), SEVERANCE)

    found = one(dues, name)
    assert (found.rule.rpartition(".")[2], found.limit.safe_on.isoformat(), found.about) == (rule, ends, "e")
    assert one(dues, "limitation.severance") == one(plain, "limitation.severance")
