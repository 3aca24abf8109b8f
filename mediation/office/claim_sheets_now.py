"""Which workings of claims are kept, and what each comes to by the rules, the day and the facts of now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import defer

from mediation.access import Scope
from mediation.domain.claims import KINDS, ClaimResult, compute
from mediation.domain.claims.facts import DEFAULT_PLACE
from mediation.domain.refusals import Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim_sheet import ClaimSheet
from mediation.office import rules
from mediation.office.records import Said, WorkedOut
from mediation.office.records.claims import Anew
from mediation.office.rules import RulesInUse

__all__ = ["DEFAULT_PLACE", "anew", "drawn", "known_of", "of_case", "present", "used", "worked_out"]

LONG: Final = tuple(
    defer(getattr(ClaimSheet, column), raiseload=True) for column in ("steps", "warnings", "parameters", "law")
)
CASE_DAYS: Final = {"hired_on": "hired_on", "joined_on": "hired_on", "left_on": "ended_on"}
"""Which day of the case each fact of a calculator is."""


def of_case(scope: Scope, case_id: str, *, brief: bool = False) -> list[ClaimSheet]:
    """Return the workings kept now for the claims of a case, as far as the user may see them.

    `brief` leaves their steps in the database: pages that show the amounts alone are open to everybody all day.
    """
    query = scope.select(ClaimSheet).where(ClaimSheet.case_id == case_id, ClaimSheet.state == "current")
    return list(scope.session.exec(query.options(*LONG) if brief else query))


def known_of(case: Case, kind: str) -> dict[str, str]:
    """Return the facts of a kind that the case itself knows."""
    days = {name: getattr(case, CASE_DAYS[name]) for name in drawn(kind)}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def drawn(kind: str) -> tuple[str, ...]:
    """Return the facts of a kind that a case may know."""
    return tuple(one.name for one in KINDS[kind].facts if one.name in CASE_DAYS)


def worked_out(case: Case, rows: Iterable[ClaimSheet], *, now: datetime) -> dict[str, WorkedOut]:
    """Return by claim what it was worked out to, with what it comes to now where that is something else."""
    room = rules.current()
    found = {}
    for row in rows:
        moved = anew(row, case, room, now=now)
        found[row.claim_id] = WorkedOut(
            row.id, row.amount, row.made_at, moved is not None, moved.amount if moved else None
        )
    return found


def anew(row: ClaimSheet, case: Case, room: RulesInUse, *, now: datetime) -> Anew | None:
    """Return what a kept working comes to now, None where that is the same amount."""
    facts, on = present(row, case, now=now)
    if facts == row.facts:
        return None if (on, room.book.digest) == (row.on, row.rulebook) else _differing(row, facts, on, room, "rules")
    found = _differing(row, facts, on, room, "facts")
    if found is None or _differing(row, row.facts, on, room, "rules") is None:
        return found
    return Anew(found.amount, "both", found.stuck)


def present(row: ClaimSheet, case: Case, *, now: datetime) -> tuple[dict[str, Any], date]:
    """Return the facts of a kept working as they are now, and the day to work it out for.

    A working made for the day of its making is looked at as of today, one for another day as of that day.
    """
    on = station_day(now) if row.on == station_day(row.made_at) else row.on
    return {**row.facts, **known_of(case, row.kind)}, on


def _differing(row: ClaimSheet, facts: Mapping[str, Any], on: date, room: RulesInUse, why: str) -> Anew | None:
    try:
        amount = compute(row.kind, dict(facts), on=on, book=room.book, calendar=room.calendar).amount
    except Refused as refused:
        return Anew(None, why, tuple(Said(one.message, one.params) for one in refused.problems))
    return None if amount == row.amount else Anew(amount, why)


def used(result: ClaimResult) -> list[dict[str, Any]]:
    """Return the parameters an amount rests on, as they are kept with it."""
    return [
        {
            "id": one.parameter.id, "zh": one.parameter.title["zh"], "en": one.parameter.title["en"],
            "unit": one.parameter.unit, "value": one.value.value, "since": one.value.in_force.start.isoformat(),
            "source": one.value.source, "verified": one.value.verified, "day": one.day.isoformat(),
        }
        for one in result.parameters_used
    ]  # fmt: skip
