"""What a learner is told: the facts, the own aims, the staff; the periods; what the rules said against a move."""

from __future__ import annotations

from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.practice.course import Course
from mediation.domain.talks.severance import Caps
from mediation.domain.talks.steps import BEFORE_A_CONTRACT
from mediation.domain.talks.wagetable import heads
from mediation.domain.talks.whatif import Dismissals, WhatIf, compare_with_dismissals
from mediation.domain.workdays import Step
from mediation.office import practice_sheets
from mediation.office.practice_rooms import said, texts
from mediation.office.reasons import law_record
from mediation.office.records import Words
from mediation.office.records.practice import Briefing, PeriodLine, StaffLine, ToldLine


def briefing(course: Course) -> Briefing:
    """Return the learner's brief, with what the other side has told by now."""
    ground, scenario = course.ground, course.ground.scenario
    side = scenario.sides[course.role]
    asked = any(one.asked == course.other and one.given_on for one in course.talks.requests)
    what_if = _dismissals(course)
    return Briefing(
        tuple(texts(one) for one in scenario.facts), texts(side.brief), practice_sheets.aims_of(ground, course.role),
        side.walk_away,
        tuple(StaffLine(one.group, one.heads, one.monthly, one.weekday, one.rest, one.overtime_base)
              for one in scenario.lines),
        heads(scenario.lines), ground.present.total,
        tuple(texts(one) for one in scenario.sides[course.other].tells) if asked else (),
        what_if.one_off if what_if else None, what_if.recovers if what_if else None,
    )  # fmt: skip


def _dismissals(course: Course) -> WhatIf | None:
    """Return what the dismissals cost that stand against the agreement, where the scenario has any."""
    ground, scenario = course.ground, course.ground.scenario
    if not scenario.leavers or scenario.left_on is None:
        return None
    minimum, city = (ground.standards.number(name) for name in ("minimum_wage_month", "average_wage_month"))
    caps = Caps(minimum[0] if minimum else None, city[0] if city else None)
    change = ground.change(course.table.bids(course.role))
    return compare_with_dismissals(
        scenario.lines, change, Dismissals(scenario.leavers, scenario.left_on), ground.given, caps
    )


def periods(course: Course, book: RuleBook) -> tuple[PeriodLine, ...]:
    """Return the periods that somebody must keep, as they stand today."""
    return tuple(
        PeriodLine(
            texts(one.rule.title), one.side == course.role or (not one.side and one.rule.who == "both"),
            one.limit.safe_on, one.limit.last_on, one.done_on, one.state,
            tuple(law_record(book, key) for key in one.law),
        )
        for one in course.clocks() if not one.second and one.rule.force == "hard"
    )  # fmt: skip


def told(course: Course, book: RuleBook) -> tuple[ToldLine, ...]:
    """Return what the rules said against the learner's moves, the latest first."""
    found = [
        ToldLine(
            one.on, said(Step(one.finding.message, one.finding.facts), book), said(Step(one.finding.remedy, {}), book),
            tuple(law_record(book, key) for key in one.finding.law), not one.taken,
        )
        for one in course.judged
    ]  # fmt: skip
    return tuple(reversed(found))


def steps(course: Course) -> tuple[tuple[str, Words], ...]:
    """Return the lawful steps that the place knows before there is a contract, in the order of its file."""
    known = [one for one in course.ground.rows[0].steps if set(one.situations) & set(BEFORE_A_CONTRACT)]
    return tuple((one.id, texts(one.title)) for one in known if one.id not in course.talks.steps_taken)
