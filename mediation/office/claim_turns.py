"""Which fact would take a claim's amount another way through the law, in records for its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.domain.branches import Turn, turns
from mediation.domain.refusals import Refused
from mediation.domain.workdays import CalendarGap
from mediation.office import dates, rules
from mediation.office.records import Words
from mediation.office.records.claims import TurnRecord


def of(kind: str, facts: Mapping[str, Any], *, on: date, rulebook: str) -> tuple[TurnRecord, ...]:
    """Return the turns of a working; none where the rules have changed since, or can't work it out any more."""
    room = rules.current()
    if rulebook != room.book.digest:
        return ()
    try:
        found = turns(kind, facts, on=on, book=room.book, calendar=room.calendar)
    except (Refused, CalendarGap):
        return ()
    return tuple(_record(one) for one in found)


def _record(turn: Turn) -> TurnRecord:
    place = turn.path.partition("[")[2].partition("]")[0]
    return TurnRecord(
        Words(turn.fact.zh, turn.fact.en), int(place) + 1 if place else None, turn.fact.type, turn.last, turn.instead,
        turn.up, turn.amount, tuple(dates.said(one.stored()) for one in turn.said), turn.final_award,
    )  # fmt: skip
