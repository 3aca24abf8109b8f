"""Limitations that don't run yet: of each claim without one, which day would start it and by which article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation.domain.claimclocks import Claims
from mediation.domain.clockrecord import LIMITATION
from mediation.domain.clocks import Due, started
from mediation.domain.situation import Situation
from mediation.office import casebook, rules
from mediation.office.book import Book
from mediation.office.reasons import law_record
from mediation.office.records.clocks import WaitingRecord

STARTS: Final = ("ended_on", "known_on")
"""The days of a claim that a limitation may run from, as the rules name them."""


def waiting(session: Session, book: Book, *, now: datetime) -> tuple[WaitingRecord, ...]:
    """Return the claims of a case on which no limitation runs, those that wait for one day together."""
    in_use = rules.current()
    file = casebook.as_file(book, "")
    claims = Claims(file, in_use.engine, in_use.calendar, casebook.standing(session, book, now=now))
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for nth, claim in enumerate(file.claims):
        for due in _would_start(claims, nth):
            kinds = found.setdefault((due.trigger, due.law), [])
            kinds += [claim.kind] if claim.kind not in kinds else []
    return tuple(
        WaitingRecord(trigger, tuple(kinds), tuple(law_record(in_use.book, key) for key in law))
        for (trigger, law), kinds in found.items()
    )


def _would_start(claims: Claims, nth: int) -> Iterator[Due]:
    """Yield the limitation that the first day still unknown would start; none where one runs already."""
    if any(due.id.startswith(LIMITATION) for due in claims.heard(nth).dues):
        return
    about = claims.about(nth)
    for field in STARTS:
        if about[field] is None:
            yield from _limitations(claims, nth, about.plus({field: claims.judged_on}))


def _limitations(claims: Claims, nth: int, about: Situation) -> list[Due]:
    dues = started(claims.fire(about), about, calendar=claims.calendar, about=nth)
    return [due for due in dues if due.id.startswith(LIMITATION)]
