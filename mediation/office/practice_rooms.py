"""The scenarios of practice on the rules in force, and the way from a row to its course."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from mediation.domain.faults import RuleFault
from mediation.domain.refusals import N_, Conflict, NotFound, Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.finding import NAMED
from mediation.domain.talks.practice import play, reading
from mediation.domain.talks.practice.course import Course, Move
from mediation.domain.talks.practice.scenario import Ground, ground
from mediation.domain.workdays import Step
from mediation.models.practice import PracticeRun
from mediation.office import rules
from mediation.office.records import Said, Words
from mediation.office.rules import RulesInUse

FOLDER: Final = Path(__file__).parent
ORDER: Final = ("falling_orders", "fast_growth", "refusal", "restaurants", "couriers")
"""From the known example to the ones where the other side won't talk or stands for several firms."""
BOOKS_KEPT: Final = 2
OTHER_RULES: Final = N_("练习所用的规则已经更新，这次练习不能继续；请重新开始")
NOWHERE: Final = N_("找不到该内容。")


def rooms() -> dict[str, Ground | None]:
    """Return every scenario on the rules in force; None for one that doesn't fit them."""
    return _rooms(_Held(rules.current()))


def room(scenario: str) -> Ground:
    """Return a scenario on the rules in force; raises NotFound for none, or one that doesn't fit them."""
    found = rooms().get(scenario)
    if found is None:
        raise NotFound(NOWHERE)
    return found


def course_of(row: PracticeRun) -> Course:
    """Return a run as it stands; raises Conflict where the rules have changed so that its moves can't be made."""
    found = rooms().get(row.scenario)
    if found is None:
        raise Conflict(OTHER_RULES)
    try:
        return play.play(found, row.role, row.seed, [Move.read(one) for one in row.moves])
    except Refused as refused:
        raise Conflict(OTHER_RULES) from refused


class _Held:
    """The rules in force as a key of the cache: two of the same digest are the same."""

    def __init__(self, used: RulesInUse) -> None:
        self.used = used

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.used.book.digest == self.used.book.digest

    def __hash__(self) -> int:
        return hash(self.used.book.digest)


@lru_cache(maxsize=BOOKS_KEPT)
def _rooms(held: _Held) -> dict[str, Ground | None]:
    return {name: _read(name, held.used) for name in ORDER}


def _read(name: str, used: RulesInUse) -> Ground | None:
    file = FOLDER / f"practice_{name}.yaml"
    try:
        return ground(reading.read(file.name, file.read_bytes(), used.book), used.book, used.calendar)
    except (RuleFault, Refused):  # a station changed its rules so that the scenario can't be played by them
        return None


def titles(name: str) -> Words:
    """Return what a scenario is called, its id where it can't be read."""
    found = rooms().get(name)
    return texts(found.scenario.title) if found else Words(name, name)


def texts(one: Any) -> Words:
    """Return a text of a scenario in both languages."""
    return Words(one["zh"], one["en"])


def said(one: Step, book: RuleBook) -> Said:
    """Return a sentence of the domain for the pages; what it names by a key is named in both languages."""
    named = {key: value for key, value in one.params.items() if not key.endswith("_key")}
    return Said(one.message, {key: _param(key, value, one.params, book) for key, value in named.items()})


def _param(key: str, value: object, params: Any, book: RuleBook) -> object:
    if key in NAMED or key == "note":
        return Said(str(value))
    known = params.get(f"{key}_key")
    if key in ("step", "first") and known:
        steps = [step for place in book.places.values() for step in place.steps if step.id == known]
        return texts(steps[0].title) if steps else value
    clause = book.clauses.get(str(params.get("clause_key", "")))
    if key == "clause" and clause is not None:
        return texts(clause.title)
    if key == "field" and clause is not None and params.get("field_key") in clause.fields:
        return texts(clause.fields[params["field_key"]].title)
    return value
