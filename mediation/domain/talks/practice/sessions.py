"""A session of the talks: the learner's offer, judged by the floors, and the answer of the scripted side."""

from __future__ import annotations

from typing import Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.clauses import Values
from mediation.domain.talks.offers import Offer
from mediation.domain.talks.place import SIDES
from mediation.domain.talks.practice import bargain
from mediation.domain.talks.practice.course import Course, Move
from mediation.domain.talks.practice.worth import faults
from mediation.domain.talks.state import Session

TOO_EARLY: Final = N_("首次协商会议约定在 %(day)s")
ONE_A_DAY: Final = N_("同一天只能召开一次协商会议，请选择以后的日期")
NOTHING: Final = N_("请至少提出或者接受一条")
MET: Final = N_("召开第 %(round)d 次协商会议，您方提出方案")
ACCEPTED: Final = N_("您方接受了对方的方案")
ASKED: Final = N_("召开第 %(round)d 次协商会议，您方请对方先提出方案")


def offer(course: Course, move: Move) -> None:
    """Hold a session: put the learner's clauses and acceptances on the table and let the other side answer.

    An offer below a legal floor isn't put on the table; the session is spent. Raises Refused for one that says nothing
    once the other side has offered.
    """
    _check_day(course)
    clauses = _read(course, move)
    accepts = frozenset(str(key) for key in move.values.get("accepts", ()))
    opened = any(one.side == course.other for one in course.offers)
    if opened and not (clauses or accepts):
        raise Refused(Problem(NOTHING, "offer"))
    made = Offer(course.role, course.rounds + 1, clauses, accepts=accepts)
    _after_a_failed_vote(course)
    kept = course.table, list(course.offers)
    course.rounds += 1
    if clauses or accepts:
        course.put(made)
    _hold(course, move)
    found = faults(course.ground, course.table.bids(course.role), clauses) if clauses else ()
    if not course.note(move.kind, found):
        course.table, course.offers = kept
        course.say(course.role, MET, round=course.rounds)
        bargain.answer(course, lawful=False)
        return
    message = MET if clauses else ACCEPTED if accepts else ASKED
    course.say(course.role, message, round=course.rounds)
    bargain.answer(course)


def _after_a_failed_vote(course: Course) -> None:
    """Let all that belongs to the vote begin anew."""
    if course.talks.adopted is False:
        course.past += [one for one in course.clocks() if one.id == "talks.papers"]
        course.set(adopted=None, vote_on=None, papers_sent_on=None, draft_signed_on=None)


def _check_day(course: Course) -> None:
    talks = course.talks
    planned = talks.first_session_on
    if not talks.sessions and planned is not None and course.day < planned:
        raise Refused(Problem(TOO_EARLY, "on", course.day.isoformat(), "", {"day": planned.isoformat()}))
    if talks.sessions and talks.sessions[-1].on >= course.day:
        raise Refused(Problem(ONE_A_DAY, "on", course.day.isoformat()))


def _read(course: Course, move: Move) -> dict[str, Values]:
    """Return the clauses typed; a clause of which nothing was typed is left out. Raises Refused with every fault."""
    typed = move.values.get("clauses", {})
    found, problems = dict[str, Values](), list[Problem]()
    for clause in course.ground.scenario.agenda:
        fields = [one.field for one in course.ground.scenario.issues if one.clause == clause]
        own = {name: str(typed.get(f"{clause}.{name}", "")) for name in fields}
        if not any(text.strip() for text in own.values()):
            continue
        try:
            found[clause] = course.ground.values(clause, own)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return found


def _hold(course: Course, move: Move) -> None:
    talks = course.talks
    signed = SIDES if move.values.get("minutes") == "yes" else (course.other,)
    first = {} if talks.sessions else {"first_session_on": course.day}
    course.take(move.kind, sessions=(*talks.sessions, Session(course.day, signed)), **first)
