"""The places of a rule book: every file of rules/talks/ but the clause library, read and held against its laws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mediation.domain.faults import Findings, Place, RuleFault
from mediation.domain.lawbook import Lawbook, once
from mediation.domain.rulefile import Document
from mediation.domain.talks import placefile
from mediation.domain.talks.clauses import Clause
from mediation.domain.talks.place import TalksPlace
from mediation.domain.vocabulary import nearest
from mediation.domain.workdays import Calendar, WorkYear


def read_places(read: Iterable[Document], book: Lawbook, findings: Findings) -> dict[str, TalksPlace]:
    """Return the places by id, the examples of their periods run by the holiday lists of `book`."""
    calendar = Calendar(
        WorkYear(one.year, one.notice_words, one.off, one.work, one.verified) for one in book.calendars.values()
    )
    found: dict[str, TalksPlace] = {}
    spots: dict[str, Place] = {}
    for one in read:
        spot = Place(findings, one.file, "", one.lines)
        place = placefile.read_place(one.value, spot, calendar)
        once(found, place.id, spot)
        found[place.id], spots[place.id] = place, spot.named(f"talks.{place.id}")
    placefile.cross_check(found, book.laws, spots)
    return found


def known_places(clauses: Iterable[Clause], places: Mapping[str, TalksPlace], file: str, findings: Findings) -> None:
    """Note every clause of `file` that is required at a place without a file of its own."""
    for clause in clauses:
        for place in sorted(set(clause.required) - set(places)):
            reason = f"required: no place '{place}' in talks/{nearest(place, places)}"
            findings.faults.append(RuleFault(file, clause.key, reason, code="value"))
