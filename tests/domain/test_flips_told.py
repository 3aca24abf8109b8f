"""What is told of a few chosen cases: every change of one fact that changes a result, word by word (flips.txt).

Beside the random cases of test_resultflips, which hold the same against trying everything, these are cheap enough to be
run for every fault of a mutation sweep.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mediation.domain.boundaries import candidates
from mediation.domain.casefacts import actual, changed, facts_behind
from mediation.domain.plainrules import PlainRules
from mediation.domain.probe import Probe, Tried
from mediation.domain.resultflips import behind, changes
from mediation.domain.results import Answer, Ground, Result
from tests.domain.flipcases import GROUNDS
from tests.domain.rulefolder import whole


def expected() -> dict[tuple[str, str], list[str]]:
    """Return the lines told of each case and result: a heading for both, indented lines below it."""
    found: dict[tuple[str, str], list[str]] = {}
    listed: list[str] = []
    for line in Path(__file__).with_name("flips.txt").read_text("utf-8").splitlines():
        if line.startswith("  "):
            listed.append(line.strip())
        elif line:
            case, _, result = line.partition(": ")
            listed = found.setdefault((case, result), [])
    return found


def told(ground: Ground, *results: Result) -> list[str]:
    """Return what changes the results, each change on a line; *: any value of a fact that isn't known does."""
    found = changes(results, ground, PlainRules(whole()))
    assert list(found) == list(results)
    return [
        f"{one.fact.name} {one.actual} → {one.instead}{'*' * one.any_value}: {written(one.outcome)}"
        for listed in found.values() for one in listed
    ]  # fmt: skip


def written(outcome: object) -> str:
    """Write the days of an outcome plainly."""
    if isinstance(outcome, tuple):
        return ", ".join(f"{safe}/{last}" for safe, last in outcome)
    return str(outcome)


EXPECTED = expected()
ASKED = tuple(map(Result.read, (
    "flag:limitation", "date:station.opinion", "date:mediation.from_receipt", "escalation:escalation.limitation",
    "advice:warn.limitation_disputed", "mediation", "desk:union", "rule:routing.limitation_near",
)))  # fmt: skip


@pytest.mark.parametrize(("case", "result"), EXPECTED, ids=map(" ".join, EXPECTED))
def test_all_that_changes_a_result_is_told_and_nothing_else(case: str, result: str) -> None:
    assert told(GROUNDS[case], Result.read(result)) == EXPECTED[case, result]


@pytest.mark.parametrize("case", ["two", "withdrawn", "interrupted"])
def test_asked_together_results_are_told_the_same(case: str) -> None:
    asked = [result for named, result in EXPECTED if named == case]
    alone = [line for result in asked for line in EXPECTED[case, result]]

    assert sorted(told(GROUNDS[case], *map(Result.read, asked))) == sorted(alone)


@pytest.mark.parametrize("case", GROUNDS)
def test_a_decision_handed_over_is_as_good_as_one_made_anew(case: str) -> None:
    result, rules = Result("flag", "limitation"), PlainRules(whole())
    base = Answer(GROUNDS[case], rules)

    assert changes([result], GROUNDS[case], rules, base=base) == changes([result], GROUNDS[case], rules)


@pytest.mark.parametrize("case", ["disputed", "interrupted", "withdrawn", "settled", "given", "told when"])
def test_what_is_not_made_anew_comes_out_as_if_it_were(case: str) -> None:
    results, base = [*ASKED, Result("date", "limitation.severance", 1)], Answer(GROUNDS[case], PlainRules(whole()))
    resting = behind(results, whole())
    probe, bounds = Probe(base, resting.rules, resting.starts(results)), resting.bounds(results)

    for fact in facts_behind(resting.fields, base.ground):
        for value in candidates(fact, actual(fact, base.ground, base.situation), base, bounds):
            tried, anew = Tried(probe, fact, value), Answer(changed(base.ground, fact, value), base.rules)
            concerned = [one for one in results if probe.concerns(fact, one)]
            assert [tried.outcome(one) for one in concerned] == [anew.outcome(one) for one in concerned], (fact.name, value)
            assert all(anew.outcome(one) == base.outcome(one) for one in results if one not in concerned)
