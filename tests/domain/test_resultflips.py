"""The facts named as changing a result do change it, and no other fact does: held against trying everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from mediation.domain.calendars import calendar_of
from mediation.domain.casefile import CaseFile, Claim
from mediation.domain.decision import decide, hear
from mediation.domain.plainrules import PlainRules
from mediation.domain.resultflips import changes
from mediation.domain.results import Answer, Ground, Result
from mediation.domain.vocabulary import CHANNELS, CLAIM_KINDS, RELATIONS, VIOLENCE
from mediation.domain.worktime import station_day
from tests.domain import random_cases
from tests.domain.rulefolder import whole

CASES, SAMPLE = 200, 50
BOOK = whole()
CALENDAR = calendar_of(BOOK)
DESKS = ("union", "judicial_office", "police", "law_firm")
FLAGS = ("group", "public_order", "limitation", "triage", "refused", "cluster")


def said(ground: Ground, engine: Any, result: Result, case: CaseFile, given: dict[str, Any]) -> Any:
    """Read a result from a decision made anew, with nothing of the module under test but the names of results."""
    now = ground.now or case.received_at
    if result.kind in ("date", "escalation"):
        found = decide(case, engine=engine, calendar=CALENDAR, now=now, standing=ground.standing, given=given)
        if result.kind == "escalation":
            return next((one.level for one in found.escalations if one.rule == result.name), None)
        return tuple((one.limit.safe_on, one.limit.last_on) for one in found.deadlines if one.id == result.name) or None
    tally = hear(case, engine=engine, calendar=CALENDAR, now=now, standing=ground.standing, given=given).tally
    match result.kind:
        case "desk":
            return ("lead" if tally.lead == result.name else "assist") if result.name in tally.priority else None
        case "priority":
            return tally.priority.get(result.name)
        case "flag":
            return result.name in tally.flags
        case "mediation":
            return "blocked" if "blocked" in tally.mediation else "refused" if "refused" in tally.mediation else "open"
    return result.name in {f"{one.kind}.{one.code}" for one in tally.advice}


def asked(random: Random, ground: Ground) -> Result:
    """Return a result to be asked about, given or not."""
    return random.choice((
        Result("desk", random.choice(DESKS)), Result("priority", random.choice(DESKS)),
        Result("flag", random.choice(FLAGS)), Result("mediation"),
        Result("date", random.choice(("mediation.from_receipt", "mediation.accept", "station.first_contact"))),
        Result("escalation", random.choice(("escalation.limitation", "escalation.group", "escalation.cluster"))),
        Result("advice", random.choice(("suggest.legal_aid_without_means_check", "require.guardian"))),
    ))  # fmt: skip


YES_NO = (True, False, None)
RISKS = ("threat", "gathering", "stoppage", "employer_absconded", "payment_order_ignored", "violence")
WORK = {"written_contract": "written_contract", "union_told": "union_told_of_dismissal", "relation": "relation",
        "ended_on": "ended_on"}  # fmt: skip


def put(ground: Ground, name: str, value: Any) -> tuple[CaseFile, dict[str, Any]]:
    """Return the case with one fact changed by hand, and what of it no case file holds by itself."""
    case = ground.case
    if name in RISKS:
        return replace(case, risk=replace(case.risk, **{name: value})), {}
    if name in WORK:
        return replace(case, employment=replace(case.employment, **{WORK[name]: value})), {}
    if name.startswith("willing_") and name != "willing_on":
        return replace(case, willing=replace(case.willing, **{name[8:]: value})), {}
    if name == "received_on":
        return replace(case, received_at=case.received_at + (value - station_day(case.received_at))), {}
    if name in ("workers", "channel"):
        return replace(case, **{name: value}), {}
    if name.startswith("claims."):
        others = tuple(one for one in case.claims if one.kind != name[7:])
        return replace(case, claims=(*case.claims, Claim(name[7:])) if value else others), {}
    if name.startswith("claims["):
        nth, attribute = int(name[7]), name.partition(".")[2].replace("injury_on", "accident_on")
        claim = replace(case.claims[nth], **{attribute: value})
        return replace(case, claims=(*case.claims[:nth], claim, *case.claims[nth + 1 :])), {}
    return case, {name: value}


def every_value(random: Random, ground: Ground) -> Iterator[tuple[str, Any]]:
    """Yield every fact with a wide sample of values."""
    case, today = ground.case, station_day(ground.now or ground.case.received_at)
    yes_no = (*RISKS[:-1], "willing_applicant", "willing_respondent", "written_contract", "union_told",
              "applicant_migrant", "applicant_hardship", "applicant_union_member", "employer_has_union",
              "industry_construction")  # fmt: skip
    yield from ((name, one) for name in yes_no for one in YES_NO)
    yield from (("violence", one) for one in (*VIOLENCE, None))
    yield from (("relation", one) for one in RELATIONS)
    yield from (("ended_on", one) for one in (*days(random, today), None))
    yield from (("workers", one) for one in (1, 2, 8, 9, 10, 11, 28, 29, 30, 31, 500, 100_000))
    yield from (("channel", one) for one in CHANNELS)
    yield from (("youngest_age", one) for one in (0, 13, 14, 15, 16, 17, 18, 19, 60, None))
    yield from (("employer_open_cases", one) for one in (0, 1, 2, 3, 4, 5, 6, 99))
    yield from (("unsafe_withdrawn", one) for one in (True, False))
    yield from ((f"claims.{kind}", all(one.kind != kind for one in case.claims)) for kind in CLAIM_KINDS)
    for nth in range(len(case.claims)):
        yield from ((f"claims[{nth}].kind", one) for one in CLAIM_KINDS)
        yield from ((f"claims[{nth}].known_on", one) for one in (*days(random, today), None))
        yield from ((f"claims[{nth}].amount", one) for one in amounts(case, nth))


def amounts(case: CaseFile, nth: int) -> list[int | None]:
    """Return amounts of one claim about the sum that counts."""
    left = 50_000_000 - sum(one.amount or 0 for place, one in enumerate(case.claims) if place != nth)
    return [*(one for one in (0, 1, left - 1, left, left + 1, 90_000_000) if one >= 0), None]


def days(random: Random, today: date) -> list[date]:
    """Return days from which a limitation of a year would end about now, and others."""
    lengths = [365 - left + off for left in (60, 30, 7, 0) for off in (-2, -1, 0, 1, 2)]
    return [today - timedelta(days=one) for one in random.sample([*lengths, 0, 1, 100, 200, 400, 900], 9)]


@pytest.mark.parametrize("part", range(4))
def test_what_is_named_changes_the_result_and_nothing_else_does(part: int) -> None:
    random = Random(50 + part)
    for _ in range(CASES // 4):
        ground, engine = random_cases.ground(random, CALENDAR), PlainRules(BOOK)
        result = asked(random, ground)
        now = said(ground, engine, result, ground.case, {})

        [found] = changes([result], ground, engine).values()

        assert Answer(ground, engine).outcome(result) == now
        for one in found:
            then = said(ground, engine, result, *put(ground, one.fact.name, one.instead))
            assert then == one.outcome != now, (result, one)
        named = {one.fact.name for one in found}
        others = [one for one in every_value(random, ground) if one[0] not in named]
        for name, value in random.sample(others, min(len(others), SAMPLE)):
            assert said(ground, engine, result, *put(ground, name, value)) == now, (result, name, value)
