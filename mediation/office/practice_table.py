"""The table of a run: issue by issue what each side offers, what the versions cost, and the offers round by round."""

from __future__ import annotations

from fractions import Fraction

from mediation.domain.talks.practice.course import Course
from mediation.domain.talks.practice.scenario import Issue
from mediation.domain.talks.practice.worth import Terms, worth
from mediation.domain.talks.rounding import half_up
from mediation.office.practice_rooms import texts
from mediation.office.records import Words
from mediation.office.records.practice import Figure, IssueLine, Price, RoundLine


def issues(course: Course) -> tuple[IssueLine, ...]:
    """Return the issues in the order of the scenario."""
    own, other, agreed = course.table.bids(course.role), course.table.bids(course.other), course.terms
    found = list[IssueLine]()
    for issue in course.ground.scenario.issues:
        leads = all(one.clause != issue.clause for one in found)
        clause = course.ground.library[issue.clause]
        bid = course.table.clauses[issue.clause].bids.get(course.other)
        found.append(
            IssueLine(
                issue.key, issue.clause, texts(clause.title), texts(clause.fields[issue.field].title),
                clause.fields[issue.field].unit, _figure(course, issue, own), _figure(course, issue, other),
                _figure(course, issue, agreed), bool(bid and bid.package), leads,
            )
        )  # fmt: skip
    return tuple(found)


def _figure(course: Course, issue: Issue, terms: Terms) -> Figure | None:
    value = terms.get(issue.clause, {}).get(issue.field)
    return None if value is None or isinstance(value, str) else Figure(course.ground.field_of(issue).unit, value)


def prices(course: Course) -> tuple[Price, ...]:
    """Return what each whole version of the agreement costs, and what it is worth to the learner."""
    versions = {"mine": course.table.bids(course.role), "theirs": course.table.bids(course.other)}
    if course.agreed:
        versions = {"agreed": course.terms}
    agenda = set(course.ground.scenario.agenda)
    return tuple(_price(course, which, terms) for which, terms in versions.items() if agenda <= set(terms))


def _price(course: Course, which: str, terms: Terms) -> Price:
    ground = course.ground
    more, found = ground.cost(terms).total - ground.present.total, worth(ground, course.role, terms)
    percent = half_up(Fraction(more * 10_000, ground.present.total))
    return Price(which, more, percent, found.total, found.fine)


def rounds(course: Course) -> tuple[RoundLine, ...]:
    """Return the offers as they were made, the latest first."""
    found = []
    for offer in course.offers:
        values = tuple(
            (_title(course, issue), figure)
            for issue in course.ground.scenario.issues
            if (figure := _figure(course, issue, offer.clauses)) is not None
        )
        library = course.ground.library
        accepts = tuple(texts(library[key].title) for key in library if key in offer.accepts)
        found.append(RoundLine(offer.round, offer.side == course.role, values, accepts))
    return tuple(reversed(found))


def _title(course: Course, issue: Issue) -> Words:
    return texts(course.ground.field_of(issue).title)
