"""Which fact would take a claim's amount another way through the law, in records for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mediation.domain.branches import Turn, turns
from mediation.domain.calendars import calendar_of
from mediation.domain.claims import Condition
from mediation.domain.refusals import Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.workdays import CalendarGap
from mediation.office import dates, rules
from mediation.office.reasons import law_record
from mediation.office.records import Words
from mediation.office.records.claims import ConditionRecord, TurnRecord


def of(kind: str, facts: Mapping[str, Any], *, on: date, rulebook: str) -> tuple[TurnRecord, ...]:
    """Return the turns of a working; none where the rules have changed since, or can't work it out any more."""
    room = rules.current()
    return by_book(kind, facts, on=on, book=room.book) if rulebook == room.book.digest else ()


def by_book(kind: str, facts: Mapping[str, Any], *, on: date, book: RuleBook) -> tuple[TurnRecord, ...]:
    """Return the turns of a working by a rule book; none where it can't work it out."""
    try:
        found = turns(kind, facts, on=on, book=book, calendar=calendar_of(book))
    except (Refused, CalendarGap):
        return ()
    return tuple(_together(_record(one, book) for one in found))


def _together(found: Iterable[TurnRecord]) -> list[TurnRecord]:
    """Make one line of what items that follow each other in a list say alike."""
    told: list[TurnRecord] = []
    for one in found:
        last = told[-1] if told else None
        follows = last is not None and one.nth is not None and one.nth == (last.until or last.nth or 0) + 1
        if last is not None and follows and replace(one, nth=last.nth, until=last.until) == last:
            told[-1] = replace(last, until=one.nth)
        else:
            told.append(one)
    return told


def condition(one: Condition, book: RuleBook) -> ConditionRecord:
    """Return a condition for a page."""
    says, wanted, actual = (dates.said(it.stored()) for it in (one.says, one.wanted, one.actual))
    return ConditionRecord(says, wanted, actual, one.holds, tuple(law_record(book, key) for key in one.law))


def _record(turn: Turn, book: RuleBook) -> TurnRecord:
    place = turn.path.partition("[")[2].partition("]")[0]
    return TurnRecord(
        Words(turn.fact.zh, turn.fact.en), int(place) + 1 if place else None, turn.fact.type, turn.last, turn.instead,
        turn.up, turn.amount, tuple(dates.said(one.stored()) for one in turn.said), turn.final_award,
        tuple(condition(one, book) for one in turn.flipped),
    )  # fmt: skip
