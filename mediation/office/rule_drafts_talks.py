"""The periods of wage talks in the form that drafts another length: those of each place, by rules/talks/."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.place import Limit, TalksPlace
from mediation.domain.talks.placefile import LENGTHS
from mediation.office.records import Words
from mediation.office.records.rule_drafts import PeriodChoice

KEY: Final = "talks:"
FOLDER: Final = "talks/"
UNITS: Final = tuple(LENGTHS)
WORDS: Final = {unit: word for word, unit in LENGTHS.items()}
"""The word of the files for each unit of a period of talks."""


def periods(book: RuleBook, today: date) -> list[PeriodChoice]:
    """Return the periods in force today of every place."""
    return [
        PeriodChoice(
            key_of(place, row), _title(place, row), row.count, WORDS[row.unit], row.in_force.start, ", ".join(row.law)
        )
        for place in book.places.values()
        for row in _in_force(place, today)
    ]  # fmt: skip


def find(book: RuleBook, key: str, today: date) -> tuple[TalksPlace, Limit] | None:
    """Return the period that a form's key names, None for an unknown one."""
    known = ((place, row) for place in book.places.values() for row in _in_force(place, today))
    return next((one for one in known if key_of(*one) == key), None)


def _title(place: TalksPlace, row: Limit) -> Words:
    return Words(f"{place.title['zh']}：{row.title['zh']}", f"{place.title['en']}: {row.title['en']}")


def key_of(place: TalksPlace, row: Limit) -> str:
    """Return the name of a period in the form."""
    return f"{KEY}{place.id} {row.id} {','.join(row.contracts)}"


def _in_force(place: TalksPlace, today: date) -> Iterable[Limit]:
    return (row for row in place.limits if row.in_force.covers(today))
