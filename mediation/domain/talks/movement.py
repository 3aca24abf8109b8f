"""How the sides move: the gap of each figure over the rounds, and what changed between two rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from mediation.domain.talks import wording
from mediation.domain.talks.clauses import Clause, ClauseField, Library, Value, Values
from mediation.domain.talks.offers import ClauseState, Offer, Table, follow
from mediation.domain.talks.rounding import half_up


@dataclass(frozen=True, slots=True)
class GapPoint:
    """The gap of one figure after a round.

    `gap` is the workers' figure less the employer's, None while a side has none; `of_first` what is left of the first
    gap and `of_employer` the gap against the employer's figure, both in hundredths of a percent, half up; None where
    there is nothing to divide by.
    """

    round: int
    workers: int | None
    employer: int | None
    gap: int | None
    of_first: int | None
    of_employer: int | None
    agreed: bool


@dataclass(frozen=True, slots=True)
class GapSeries:
    """The points of one field of one clause, one for every round, ready for a chart."""

    clause: str
    field: ClauseField
    points: tuple[GapPoint, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that was added, removed or changed; the missing value is None."""

    field: ClauseField
    change: Literal["added", "removed", "changed"]
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause between two tables: by field, and by text with its runs."""

    clause: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...]
    text: tuple[wording.Piece, ...]
    states: tuple[str, str]


def tables(offers: Sequence[Offer], agenda: Iterable[str], library: Library) -> dict[int, Table]:
    """Return the table as it stood after each round; raises Refused as `offers.table` does."""
    now = Table({key: ClauseState(key) for key in agenda})
    found: dict[int, Table] = {}
    for offer in offers:
        now = follow(now, offer, library)
        found[offer.round] = now
    return found


def gaps(after: dict[int, Table], library: Library) -> tuple[GapSeries, ...]:
    """Return the series of every figure that a side has named, in the order of the library; `after` is of `tables`."""
    found = []
    for clause in library.values():
        for field in clause.figures():
            points = _points(clause, field, after)
            if any(one.workers is not None or one.employer is not None for one in points):
                found.append(GapSeries(clause.key, field, points))
    return tuple(found)


def changed(before: Table, after: Table, side: str, library: Library) -> tuple[ClauseChange, ...]:
    """Return what one side's version of the agreement says differently `after`, in the order of the library."""
    old, new = before.bids(side), after.bids(side)
    keys = [key for key in library if key in old or key in new]
    states = {key: (_state(before, key), _state(after, key)) for key in keys}
    found = (compare(library[key], old.get(key), new.get(key), states[key]) for key in keys)
    return tuple(one for one in found if one is not None)


def compare(
    clause: Clause, before: Values | None, after: Values | None, states: tuple[str, str] = ("", "")
) -> ClauseChange | None:
    """Return the difference between two versions of a clause, None where they and their states are the same."""
    if before == after and states[0] == states[1]:
        return None
    fields = tuple(_field_changes(clause, before or {}, after or {}))
    texts = [wording.text_of(clause, one) if one is not None else "" for one in (before, after)]
    kind: Literal["added", "removed", "changed"] = (
        "added" if before is None else "removed" if after is None else "changed"
    )
    return ClauseChange(clause.key, kind, fields, wording.redline(*texts), states)


def _field_changes(clause: Clause, before: Values, after: Values) -> list[FieldChange]:
    found = []
    for key, field in clause.fields.items():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        kind: Literal["added", "removed", "changed"] = (
            "added" if old is None else "removed" if new is None else "changed"
        )
        found.append(FieldChange(field, kind, old, new))
    return found


def _state(table: Table, key: str) -> str:
    return table.clauses[key].state if key in table.clauses else "open"


def _points(clause: Clause, field: ClauseField, after: dict[int, Table]) -> tuple[GapPoint, ...]:
    points: list[GapPoint] = []
    first: int | None = None
    for number, table in after.items():
        state = table.clauses.get(clause.key, ClauseState(clause.key))
        workers, employer = (_figure(clause, field, state, side) for side in ("workers", "employer"))
        gap = None if workers is None or employer is None else workers - employer
        first = gap if first is None and gap else first
        left = None if gap is None or not first else half_up(Fraction(gap * 10_000, first))
        against = None if gap is None or not employer else half_up(Fraction(gap * 10_000, abs(employer)))
        points.append(GapPoint(number, workers, employer, gap, left, against, state.agreed is not None))
    return tuple(points)


def _figure(clause: Clause, field: ClauseField, state: ClauseState, side: str) -> int | None:
    bid = state.agreed or state.bids.get(side)
    return None if bid is None else wording.figure(clause, field.key, bid.values)
