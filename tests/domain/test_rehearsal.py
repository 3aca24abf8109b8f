"""A rehearsal that decides twice only where it must says the same as one that always does, by the engine."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mediation.domain import ruleedit
from mediation.domain.bookchanges import begins, changed
from mediation.domain.calendars import calendar_of
from mediation.domain.decision import Decision, Station, decide
from mediation.domain.engine import Engine
from mediation.domain.rehearsal import Asked, Rehearsal, changes, picture, tally
from mediation.domain.rulebook import RuleBook, load, load_files
from mediation.domain.rulefile import listed
from tests.checkout import ROOT
from tests.domain import random_cases
from tests.office.amending import PERIOD, smaller_groups, text_of

CASES = 60
BOOK = load(ROOT / "rules")
CALENDAR = calendar_of(BOOK)
COMING = date(2026, 9, 1)


def with_files(files: dict[str, str | None]) -> RuleBook:
    found = dict(listed(ROOT / "rules"))
    found.update({f"rules/{path}": (text or "").encode() for path, text in files.items()})
    return load_files(found)


def another_period() -> RuleBook:
    rule = BOOK.rule("deadline.mediation.from_receipt", COMING)
    new = ruleedit.NewPeriod("mediation.from_receipt", 20, "days", COMING, COMING)
    return with_files({PERIOD: ruleedit.with_period(text_of(PERIOD), rule, new, CALENDAR)})


def another_list() -> RuleBook:
    wednesdays = {date(2026, 1, 7) + timedelta(weeks=nth) for nth in range(51)}
    lists = tuple(replace(one, off=one.off | wednesdays) if one.year == 2026 else one for one in BOOK.calendars)
    return replace(BOOK, calendars=lists)


DRAFTS = {
    "nothing": lambda: BOOK, "a threshold": lambda: with_files(smaller_groups()), "a period": another_period,
    "a holiday": another_list,
}  # fmt: skip


def decided(asked: Asked, engine: Engine, book: RuleBook) -> Decision:
    return decide(
        asked.case, engine=engine, calendar=calendar_of(book), now=asked.now, referred_at=asked.referred_at,
        station=asked.station, standing=asked.standing,
    )  # fmt: skip


def test_what_moves_is_what_two_whole_decisions_by_the_engine_differ_in() -> None:
    now, moved = Engine(BOOK), dict.fromkeys(DRAFTS, 0)
    for name, make in DRAFTS.items():
        draft, random = make(), Random(7)
        other, both = Engine(draft), Rehearsal(BOOK, draft)
        for _ in range(CASES):
            ground = random_cases.ground(random, CALENDAR)
            asked = Asked(ground.case, ground.now or ground.case.received_at, None, Station(), ground.standing)
            wanted = picture(decided(asked, now, BOOK)), picture(decided(asked, other, draft))

            found = both.moved(asked)

            assert found == (None if wanted[0] == wanted[1] else wanted), name
            moved[name] += found is not None
    assert moved["nothing"] == 0
    assert all(moved[name] > 3 for name in ("a threshold", "a period", "a holiday")), moved


def test_a_period_moves_only_cases_received_since_its_day_unless_all_are_judged_as_of_it() -> None:
    draft, random = another_period(), Random(3)
    exact, as_if = Rehearsal(BOOK, draft), Rehearsal(BOOK, draft, as_of=COMING)
    for _ in range(CASES):
        ground = random_cases.ground(random, CALENDAR)
        asked = Asked(ground.case, ground.case.received_at, None, Station(), ground.standing)
        old = ground.case.received_at.date() < COMING - timedelta(days=1)
        assert not (old and exact.moved(asked))
        if found := as_if.moved(asked):
            assert {(one["about"], one["id"]) for one in changes(*found)} == {("date", "mediation.from_receipt")}
    assert [(one.id, one.how, one.start) for one in changed(BOOK, draft)] == [
        ("deadline.mediation.from_receipt", "closed", date(2008, 5, 1)), ("deadline.mediation.from_receipt", "added", COMING),
    ]  # fmt: skip
    assert begins(changed(BOOK, draft)) == COMING


def test_an_edit_leaves_every_other_line_of_a_file_alone() -> None:
    text = text_of(PERIOD)
    rule = BOOK.rule("deadline.mediation.accept", COMING)
    new = ruleedit.NewPeriod("mediation.accept", 5, "workdays", COMING, COMING, {"zh": "五个工作日"})

    edited = ruleedit.with_period(text, rule, new, CALENDAR).splitlines()

    assert list((Counter(text.splitlines()) - Counter(edited)).elements()) == ["in_force: {from: 2012-01-01}"]


def test_what_moves_is_counted_once_a_case_at_each_desk() -> None:
    one = {"about": "date", "id": "x", "was": None, "becomes": None, "desk": "union"}
    two = {"about": "referral", "id": "police", "was": None, "becomes": None, "desk": "police"}

    assert tally([[one, dict(one), two], [one]]) == {
        "police": {"cases": 1, "referrals": 1, "dates": 0, "escalations": 0, "other": 0},
        "union": {"cases": 2, "referrals": 0, "dates": 3, "escalations": 0, "other": 0},
    }
