"""The acceptance table, table.yaml: walked over by hand's rules first, then the code is held against it."""

import copy
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from mediation.domain.rulebook import RuleBook, load
from mediation.domain.rulefile import documents
from mediation.domain.talks import order, proposal, steps, teams, vote
from mediation.domain.talks.clocks import TalksClock, clocks, effect
from mediation.domain.talks.duty import duty, preparation_days
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.place import TalksPlace, chain
from mediation.domain.talks.state import Filing, Request, Session, Talks, mandatory_matters
from tests.checkout import ROOT
from tests.domain.talks.places import book, calendar, day, rows
from tests.domain.talks.slowclock import counted, stands

FILE = ROOT / "tests" / "domain" / "talks" / "table.yaml"
[DOCUMENT] = documents("table.yaml", FILE.read_bytes())
TABLE: dict[str, Any] = DOCUMENT.value
TODAY = day("11-22")


def talks_of(facts: dict[str, Any], **more: Any) -> Talks:
    """Return talks of facts as the table writes them."""
    plain = {**facts, **more}
    vacancy, request, filing = (plain.pop(one, None) for one in ("vacancy", "request", "filing"))
    filings = [*([filing] if filing else []), *plain.pop("filings", [])]
    session = plain.pop("session", None)
    if vacancy:
        plain["vacancies"] = (teams.Vacancy(vacancy["side"], "甲", vacancy["since"], vacancy.get("filled")),)
    if request:
        plain["requests"] = (Request(request["asked"], request.get("on"), request.get("given")),)
    if session:
        plain["sessions"] = (Session(session["on"], tuple(session["signed"])),)
    plain["filings"] = tuple(Filing(one["received"], one.get("objected"), one.get("opinion")) for one in filings)
    return Talks(**plain)


def with_day(facts: dict[str, Any], by: str, on: date) -> dict[str, Any]:
    """Return the facts with the day that `by` names, such as `filing.objected`."""
    made = copy.deepcopy(facts)
    *above, last = by.split(".")
    spot = made
    for key in above:
        spot = spot.setdefault(key, {})
    spot[last] = on
    return made


def moments(clocks: list[dict[str, Any]]) -> Iterator[Any]:
    """Yield every clock on every day it names, done or not."""
    for row in clocks:
        kept = dict(row.get("kept", {}))
        by = kept.pop("by", "")
        name = f"{row['n']}-{row['place']}-{row['clock']}-{row['from']}"
        for told, state in row["on"].items():
            yield pytest.param(row, date.fromisoformat(told), "", state, id=f"{name}-on-{told}")
        for told, state in kept.items():
            yield pytest.param(row, date.fromisoformat(told), by, state, id=f"{name}-kept-{told}")


def named(checks: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row, id=f"{row['n']}-{row['place']}-{row['ask']}-{nth}") for nth, row in enumerate(checks)]


MOMENTS, CHECKS = list(moments(TABLE["clocks"])), named(TABLE["checks"])
THIRD = TABLE["third"]


@cache
def third_town() -> RuleBook:
    """Return a rule book with the invented place added as a file."""
    with TemporaryDirectory() as made:
        rules = Path(made, "rules")
        shutil.copytree(ROOT / "rules", rules)
        shutil.copy(FILE.with_name("thirdtown.yaml"), rules / "talks")
        return load(rules)


def rows_of(place: str) -> tuple[TalksPlace, ...]:
    return chain(third_town().places, place) if place == "thirdtown" else rows(place)


def of_row(row: dict[str, Any], facts: dict[str, Any], today: date) -> list[TalksClock]:
    talks = talks_of(facts, contract=row.get("contract", "wage"))
    found = clocks(talks, rows=rows_of(row["place"]), calendar=calendar(), today=today)
    wanted = [one for one in found if one.id == row["clock"] and not one.second]
    return [one for one in wanted if "side" not in row or one.side == row["side"]]


def test_the_table_is_whole():
    told = [*TABLE["clocks"], *TABLE["absent"], *TABLE["checks"]]

    assert {one["n"] for one in told} == {f"N{number:02}" for number in range(1, 24)}
    assert len(MOMENTS) >= 90
    assert len(CHECKS) >= 90
    assert {place for one in told for place in (one["place"],)} == {"shanghai", "national"}


@pytest.mark.parametrize(
    "row", [*TABLE["clocks"], *THIRD["clocks"]], ids=lambda row: f"{row['n']}-{row['place']}-{row['from']}"
)
def test_every_row_is_right_by_walking_day_by_day(row: dict[str, Any]):
    days = counted(row["count"], row["from"])

    assert days == (row.get("opens"), row["safe"], row["last"])
    kept = {key: state for key, state in row.get("kept", {}).items() if key != "by"}
    for told, done in ((row["on"], False), (kept, True)):
        for on, state in told.items():
            assert stands(days, date.fromisoformat(on), done=done) == state, on


@pytest.mark.parametrize(("row", "on", "by", "state"), [*MOMENTS, *moments(THIRD["clocks"])])
def test_a_clock_says_what_the_table_says(row: dict[str, Any], on: date, by: str, state: str):
    [clock] = of_row(row, with_day(row["facts"], by, on) if by else row["facts"], on)

    assert clock.trigger_on == row["from"]
    assert (clock.opens_on, clock.limit.safe_on, clock.limit.last_on) == (row.get("opens"), row["safe"], row["last"])
    assert (clock.state, clock.rule.number) == (state, row["n"])
    assert list(clock.law) == row["law"]
    assert all(key in book().laws for key in clock.law)
    assert clock.limit.steps


@pytest.mark.parametrize("row", TABLE["absent"], ids=lambda row: f"{row['n']}-{row['place']}-{row['clock']}")
def test_a_place_without_the_period_has_no_clock(row: dict[str, Any]):
    assert of_row(row, row["facts"], TODAY) == []


def told(findings: tuple[Finding, ...]) -> list[str]:
    assert all(one.text() and one.remedy for one in findings)
    return [" ".join((one.severity, one.code, *one.law)) for one in findings]


def of_proposal(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    unit = teams.Unit(given.pop("unionised", True))
    paper = {
        "side": "workers", "signed_by": "union", "to": "employer", "sender": "某厂工会", "addressee": "某厂",
        "topics": ("wage_level",), "meeting_on": day("11-18"), "meeting_place": "会议室", "representatives": 3,
        "reply_by": day("11-17"), "received_on": day("11-02"),
    }  # fmt: skip
    made = proposal.Proposal(**{**paper, **given})
    return told(proposal.check_proposal(made, unit, rows=place, calendar=calendar(), on=day("11-02")))


def of_reply(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    mandatory = given.pop("mandatory", False)
    paper = {"side": "employer", "signed_by": "employer", "accepted": True, "representatives": 3,
             "meeting_on": day("11-18"), "replied_on": day("11-10")}  # fmt: skip
    made = proposal.Reply(**{**paper, **given})
    found = proposal.check_reply(
        made, teams.Unit(True), rows=place, calendar=calendar(), on=day("11-10"), mandatory=mandatory
    )
    return told(found)


def of_team(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    elected = "consenting" in given
    unit = teams.Unit(not elected, True, given.get("staff"), given.get("consenting"))
    made = []
    for side in ("workers", "employer"):
        for nth in range(given[side]):
            head = ("union_head" if side == "workers" else "legal_representative") if nth == 0 else "other"
            post = given.get("chief", head) if side == "workers" and nth == 0 else head
            outside = side == "workers" and 0 < nth <= given.get("outsiders", 0)
            made.append(teams.Representative(
                f"{side}{nth}", side, day("11-02"), chief=nth == 0, post=post, chosen="elected" if elected else "union",
                outsider=outside, woman=side == "workers" and nth == 0 and given.get("woman", True),
            ))  # fmt: skip
    return told(teams.check(made, unit, rows=place, calendar=calendar(), today=TODAY))


def of_order(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    talks = talks_of(given)
    running = clocks(talks, rows=place, calendar=calendar(), today=TODAY)
    return told(order.check(talks, rows=place, calendar=calendar(), running=running, today=TODAY))


def of_vote(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    secret, against = given.pop("secret", True), given["present"] - given["yes"]
    found = vote.result(vote.Count(**given, no=against, secret=secret), rows=place, on=TODAY)
    return ["adopted" if found.adopted else "failed", *told(found.findings)]


def of_effect(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    today = given.pop("today")
    found = effect(talks_of({"filing": given}), rows=place, calendar=calendar(), today=today)
    return [" ".join((found.by, found.on.isoformat(), *found.law))] if found else []


def of_steps(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    today, taken = given.pop("today", TODAY), given.pop("taken", [])
    talks = talks_of(given, steps_taken=dict.fromkeys(taken, TODAY))
    running = clocks(talks, rows=place, calendar=calendar(), today=today)
    found = steps.situations(talks, running, rows=place, today=today)
    return [" ".join((one.step.id, *one.step.law)) for one in steps.next_steps(talks, found, rows=place) if one.open]


def of_mandatory(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    return list(mandatory_matters(place, TODAY, **given))


def of_duty(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    days = given.get("preparation", ()), given.get("sessions", ())
    found = duty(*days, rows=place, calendar=calendar(), on=day("09-18"))
    assert set(found.prepared) | set(found.beyond) <= set(days[0])
    return [f"left {found.left}", *told(found.findings)]


def of_prepare(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[date]:
    return list(preparation_days(given["session"], rows=place, calendar=calendar()) or ())


def of_protection(place: tuple[TalksPlace, ...], given: dict[str, Any]) -> list[str]:
    one = teams.Representative("甲", "workers", given["since"], contract_until=given["ends"])
    [found] = teams.protections([one], teams.Unit(True), rows=place, calendar=calendar())
    until, extended = found.until.isoformat() if found.until else "open", ["extended"] if found.extends else []
    return [" ".join(("since", found.since.isoformat(), "until", until, *extended, *found.law))]


ASKED = {
    "proposal": of_proposal, "reply": of_reply, "team": of_team, "order": of_order, "vote": of_vote,
    "effect": of_effect, "steps": of_steps, "mandatory": of_mandatory, "duty": of_duty, "prepare": of_prepare,
    "protection": of_protection,
}  # fmt: skip


@pytest.mark.parametrize("row", [*CHECKS, *named(THIRD["checks"])])
def test_a_check_finds_what_the_table_says(row: dict[str, Any]):
    assert ASKED[row["ask"]](rows_of(row["place"]), copy.deepcopy(row["given"])) == row["found"]


def round_of(place: str) -> dict[str, dict[str, Any]]:
    """Return the periods of the table's full round at a place: safe day, last day and articles by id."""
    told = TABLE["differs"]
    found = clocks(talks_of(told["facts"]), rows=rows(place), calendar=calendar(), today=told["today"])
    return {
        one.id: {"safe": one.limit.safe_on, "last": one.limit.last_on, "law": list(one.law)}
        for one in found
        if not one.second
    }


def test_another_place_changes_every_date_that_differs_each_with_its_article():
    here, there = round_of("shanghai"), round_of("national")
    told = TABLE["differs"]["clocks"]

    assert {one["clock"]: one["shanghai"] for one in told} == {
        key: here[key] for key in here if here[key] != there.get(key)
    }
    assert {one["clock"]: one["national"] for one in told} == {one["clock"]: there.get(one["clock"]) for one in told}
    assert sorted(set(here) - {one["clock"] for one in told}) == sorted(TABLE["differs"]["same"])
    assert set(there) <= set(here)
    for one in told:
        for place in ("shanghai", "national"):
            assert one[place] is None or all(key in book().laws for key in one[place]["law"])


def test_the_third_place_is_named_nowhere_in_the_program():
    assert "thirdtown" not in book().places
    for file in (ROOT / "mediation").rglob("*.py"):
        assert "thirdtown" not in file.read_text("utf-8")
