"""How the scripted side bargains: how far it gives way by round and by what it is offered, and what it answers.

It knows its own aims alone. It never accepts and never offers what is worth less to it than its walk-away point, lies
beyond a limit of its aims, or is against the law, even doubtfully.
"""

from __future__ import annotations

from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.clauses import Values
from mediation.domain.talks.offers import Offer
from mediation.domain.talks.practice.course import Course
from mediation.domain.talks.practice.worth import (
    POINT,
    SPAN,
    Candidate,
    Terms,
    acceptable,
    is_clean,
    place,
    worth,
)

ACCEPTS: Final = N_("对方接受了您的全部方案")
OPENS: Final = N_("对方提出方案")
COUNTERS: Final = N_("对方不接受，提出新的方案")
STANDS: Final = N_("对方不接受，只作很小的让步：您的方案没有向对方靠近")
FINAL: Final = N_("对方不接受，表示这是最后的方案")
UNLAWFUL: Final = N_("您的方案低于法定标准，对方不予讨论")
SLOWER: Final = 4
"""The part of a concession that is made to a side that doesn't move itself."""
SHAKE: Final = 2


def answer(course: Course, *, lawful: bool = True) -> None:
    """Let the scripted side answer what the learner has just put on the table; `lawful` False: it put nothing."""
    if course.agreed:
        return
    if not lawful:
        course.say(course.other, UNLAWFUL)
        return
    offered = _offered(course)
    gained = worth(course.ground, course.other, offered).total if offered is not None else None
    said = _concede(course, gained)
    if offered is not None and _takes(course, offered):
        keys = frozenset(key for key, one in course.table.clauses.items() if one.agreed is None)
        course.put(Offer(course.other, course.rounds, accepts=keys))
        course.say(course.other, ACCEPTS)
        return
    course.put(_counter(course))
    course.say(course.other, said)


def target(course: Course) -> int:
    """Return the least worth of an agreement that the scripted side asks for now, never below its walk-away point."""
    script = course.opponent.script
    opens = (script.opens + course.shaken("opens", SHAKE)) * POINT
    return max(opens - course.moved, course.opponent.walk_away * POINT)


def _offered(course: Course) -> dict[str, Values] | None:
    """Return the agreement as the learner would have it, None where a clause isn't offered yet."""
    terms = course.table.bids(course.role)
    return terms if set(course.ground.scenario.agenda) <= set(terms) else None


def _concede(course: Course, gained: int | None) -> str:
    """Give way by the script: wholly where the learner moved too, a part where not; return what is said of it."""
    script, before = course.opponent.script, course.seen
    if gained is not None:
        course.seen = gained if before is None else max(before, gained)
    if not any(one.side == course.other for one in course.offers):
        return OPENS
    if course.rounds > script.patience:
        return FINAL
    moved = gained is not None and before is not None and gained >= before + script.expects * POINT
    step = script.concedes * POINT if moved else script.concedes * POINT // SLOWER
    course.moved += step // 2 if _kept_back(course) else step
    return COUNTERS if moved else STANDS


def _kept_back(course: Course) -> bool:
    """Say whether the learner holds back information that was asked for: it makes the other side give way by half."""
    return any(one.asked == course.role and one.given_on is None for one in course.talks.requests)


def _takes(course: Course, offered: Terms) -> bool:
    found = worth(course.ground, course.other, offered)
    return found.fine and found.total >= target(course) and is_clean(course.ground, offered)


def _counter(course: Course) -> Offer:
    """Return the package nearest to what the learner wants that is worth what the scripted side asks for now."""
    terms = _nearest(course).terms
    still_open = [key for key, one in course.table.clauses.items() if one.agreed is None]
    apart = {one.clause for one in course.ground.scenario.issues if one.apart}
    tied = frozenset(key for key in still_open if key not in apart)
    packages = (tied,) if len(tied) > 1 else ()
    return Offer(course.other, course.rounds, {key: terms[key] for key in still_open}, packages)


def _nearest(course: Course) -> Candidate:
    ground, side, least = course.ground, course.other, target(course)
    agreed = course.terms
    fitting = [one for one in acceptable(ground, side) if all(one.terms[key] == agreed[key] for key in agreed)]
    enough = [one for one in fitting if one.worth[side].total >= least] or fitting[:1]
    wanted = course.table.bids(course.role)
    places = [place(ground, issue, wanted) for issue in ground.scenario.issues]

    def distance(one: Candidate) -> tuple[int, int, int]:
        apart = sum((own - wish) ** 2 for own, wish in zip(one.places, places, strict=True) if wish is not None)
        return apart, -one.worth[side].total, course.shaken(repr(one.places), SPAN)

    return min(enough, key=distance)
