from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mediation import access
from mediation.access import ACTS, Facts, acts
from mediation.domain.refusals import Forbidden
from tests import access_table, mutants

ACTS_FILE = Path(str(acts.__file__))
ACT_MUTANTS = list(mutants.conditions_removed(ACTS_FILE))


@dataclass(frozen=True)
class Someone:
    """A user as far as access looks."""

    role: str
    desk: str | None
    id: str = "me"
    station_ids: tuple[str, ...] = ("A",)


def relations(desk: str | None) -> dict[str, Facts]:
    other = "judicial_office"
    mine = desk or other
    return {
        "L": Facts("A", mine, mine, frozenset({mine}), "me", level=1),
        "A": Facts("A", mine, other, frozenset({mine, other}), "me", level=2),
        "C": Facts("A", other, other, frozenset({other}), "you", level=1),
        "G": Facts("A", mine, mine, frozenset({other}), "me", level=1),
        "F": Facts("B", mine, mine, frozenset({mine}), "you", level=1),
        "N": Facts("A"),
        "U": Facts(),
    }


def answers(decide: Callable[[Any, str, Any], bool], what: str) -> str:
    """Write what `decide` answers for every person and relation as a line of the table."""
    line = []
    for role, desk in access_table.PEOPLE:
        person = Someone(role, desk)
        known = relations(desk) | ({"R": None} if what in ACTS else {})
        line.append("".join(sign for sign, facts in known.items() if decide(person, what, facts)) or "-")
    return " ".join(line)


def expected(line: str) -> str:
    return " ".join(line.split())


def test_every_act_answers_as_the_table_says() -> None:
    assert {act: answers(access.may, act) for act in ACTS} == {
        act: expected(line) for act, line in access_table.ACTS.items()
    }


def test_every_section_is_seen_as_the_table_says() -> None:
    assert {section: answers(access.sees, section) for section in access_table.SECTIONS} == {
        section: expected(line) for section, line in access_table.SECTIONS.items()
    }


def test_an_act_that_is_not_in_the_table_is_open_to_nobody() -> None:
    assert not any(access.may(Someone(role, desk), "case.burn") for role, desk in access_table.PEOPLE)


def test_a_refused_act_raises() -> None:
    with pytest.raises(Forbidden):
        access.require(Someone("auditor", None), "case.read", Facts("A"))
    access.require(Someone("mediator", None), "case.read", Facts("A"))


@pytest.mark.parametrize(("label", "mutant"), ACT_MUTANTS, ids=[label for label, _ in ACT_MUTANTS])
def test_without_one_condition_an_act_would_answer_otherwise(label: str, mutant: Any) -> None:
    weak = mutant.load()

    def table() -> dict[str, str]:
        return {act: answers(weak["may"], act) for act in access_table.ACTS} | {
            section: answers(weak["sees"], section) for section in access_table.SECTIONS
        }

    try:
        told = table()
        told["unknown act"] = str(weak["may"](Someone("mediator", None), "case.burn"))
        told["refusal"] = refusal(weak)
    except Exception as fault:  # noqa: BLE001 - a mutant that breaks is noticed too
        told = {"fault": type(fault).__name__}
    want = {name: expected(line) for name, line in (access_table.ACTS | access_table.SECTIONS).items()}
    assert told != want | {"unknown act": "False", "refusal": "Forbidden"}, label


def refusal(weak: dict[str, Any]) -> str:
    """Say what a weakened `require` does with an act that is refused."""
    try:
        weak["require"](Someone("auditor", None), "case.read", Facts("A"))
    except Forbidden as refused:
        return type(refused).__name__
    return "nothing"
