"""Play a practice: from a scenario, a role, a seed and the learner's moves to where the talks stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.offers import ClauseState, Table
from mediation.domain.talks.practice import counterpart, moves
from mediation.domain.talks.practice.course import NOBODY, Course, Move
from mediation.domain.talks.practice.scenario import Ground
from mediation.domain.talks.state import Talks
from mediation.domain.workdays import ONE_DAY

MOST_MOVES: Final = 200
MOST_TEXT: Final = 40
WORDS: Final = ("reply", "reason", "step", "chief", "session", "minutes", "from", "until", "vote_on", "secret")
"""What moves say besides clauses, acceptances and people."""
OVER: Final = N_("本次练习已经结束")
TOO_MANY: Final = N_("步骤过多：最多 %(most)d 步")
GONE_BY: Final = N_("练习已经进行到 %(day)s，不能回到以前")
TOO_LATE: Final = N_("超出本练习的最后一天 %(day)s")
TIME_UP: Final = N_("练习期限届满")


def begin(ground: Ground, role: str, seed: int = 0) -> Course:
    """Return a run on its first day; without a seed the scripted side keeps to its script to the day and the point."""
    scenario = ground.scenario
    table = Table({key: ClauseState(key) for key in scenario.agenda})
    talks = Talks(proposer=scenario.proposer, mandatory=bool(ground.mandatory),
                  contract_until=scenario.unit.contract_until)  # fmt: skip
    course = Course(ground, role, seed, scenario.starts_on, talks, table)
    counterpart.act(course)
    return course


def play(ground: Ground, role: str, seed: int, done: Iterable[Move]) -> Course:
    """Return where a run stands after its moves: the same moves always lead to the same course."""
    course = begin(ground, role, seed)
    for move in done:
        go(course, move)
    return course


def go(course: Course, move: Move) -> None:
    """Let the days go by to the day of a move, then do it; raises Refused for what can't be done.

    After a refusal the course is spoilt: play the moves before it anew.
    """
    last = course.ground.scenario.ends_on
    if course.over:
        raise Refused(Problem(OVER))
    if course.moves >= MOST_MOVES:
        raise Refused(Problem(TOO_MANY, params={"most": MOST_MOVES}))
    if move.on < course.day:
        raise Refused(Problem(GONE_BY, "on", move.on.isoformat(), "", {"day": course.day.isoformat()}))
    if move.on > last:
        raise Refused(Problem(TOO_LATE, "on", move.on.isoformat(), "", {"day": last.isoformat()}))
    _advance(course, move.on)
    moves.do(course, move)
    course.moves += 1
    if not course.over and course.day >= last:
        course.over = "time"
        course.say(NOBODY, TIME_UP)


def tidied(ground: Ground, move: Move) -> Move:
    """Return a move with nothing in it but what moves ask for, every text short: a form may send anything."""
    scenario = ground.scenario
    found: dict[str, Any] = {}
    for name, value in move.values.items():
        if name == "clauses" and isinstance(value, Mapping):
            found[name] = {one.key: str(value[one.key])[:MOST_TEXT] for one in scenario.issues if one.key in value}
        elif name == "accepts":
            found[name] = [key for key in scenario.agenda if key in value]
        elif name == "people":
            found[name] = [one.id for side in scenario.sides.values() for one in side.people if one.id in value]
        elif name in WORDS:
            found[name] = str(value)[:MOST_TEXT]
    return Move(move.kind, move.on, found)


def _advance(course: Course, to: date) -> None:
    while course.day < to:
        course.day += ONE_DAY
        counterpart.act(course)
