"""The published calendars of a rule book as one Calendar."""

from __future__ import annotations

from mediation.domain.rulebook import RuleBook
from mediation.domain.workdays import Calendar, WorkYear


def calendar_of(book: RuleBook) -> Calendar:
    """Return the calendar made of the years that rules/workdays/ publishes."""
    return Calendar(
        WorkYear(one.year, one.notice_words, one.off, one.work, one.verified) for one in book.calendars
    )
