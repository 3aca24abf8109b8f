"""What a run came to: the agreement beside the learner's walk-away point and the zone of possible agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mediation.domain.talks.clauses import Values
from mediation.domain.talks.practice.course import Course
from mediation.domain.talks.practice.worth import POINT, Worth, best, worth


@dataclass(frozen=True)
class Deal:
    """What was agreed, in hundredths of points; `own` None: nothing.

    `best` is the most the learner could have had with a lawful agreement the other side could live with, whose terms
    are `better`; `share` how much of the way from `walk_away` to there was gone; `gain` what more there was without
    the other side having less, `left` that as a part of the way.
    """

    own: Worth | None
    other: Worth | None
    walk_away: int
    best: int
    better: Mapping[str, Values]
    share: Fraction
    gain: int
    left: Fraction
    in_force: bool


def deal_of(course: Course) -> Deal:
    """Return what a run came to as it stands."""
    ground, role, other = course.ground, course.role, course.other
    walk_away = ground.scenario.sides[role].walk_away * POINT
    ideal = best(ground, role)
    most = ideal.worth[role].total if ideal else walk_away
    terms = ideal.terms if ideal else {}
    in_force = course.effect() is not None
    if not course.agreed:
        return Deal(None, None, walk_away, most, terms, Fraction(0), 0, Fraction(0), in_force)
    own, others = worth(ground, role, course.terms), worth(ground, other, course.terms)
    way = max(most - walk_away, 1)
    share = min(max(Fraction(own.total - walk_away, way), Fraction(0)), Fraction(1))
    fairer = best(ground, role, other_least=others.total)
    gain = max(fairer.worth[role].total - own.total, 0) if fairer else 0
    return Deal(own, others, walk_away, most, terms, share, gain, min(Fraction(gain, way), Fraction(1)), in_force)
