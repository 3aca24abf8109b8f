"""Whether two cases may be one: the same worker, the same firm, days near one another, claims of a kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain import names

NEAR_DAYS: Final = 60
ALIKE: Final[tuple[frozenset[str], ...]] = (
    frozenset({"unpaid_wages", "overtime", "minimum_wage", "annual_leave", "heat_allowance", "deposit_refund"}),
    frozenset({"severance", "dismissal_damages", "reinstatement", "notice_pay", "maternity"}),
    frozenset({"confirm_relation", "double_wage", "open_ended_double_wage", "probation_damages"}),
    frozenset({"non_compete_pay", "non_compete_breach"}),
    frozenset({"work_injury", "social_insurance"}),
)
"""Claims that one quarrel is often logged under, once as this and once as that."""

SIGNS: Final = ("same_id", "same_name", "like_name", "same_firm", "like_firm", "near_dates", "like_claims")


@dataclass(frozen=True)
class Sketch:
    """What of a case is compared: its workers as (name, digest of the ID number), its firms as (key, name)."""

    case_id: str
    received_on: date
    workers: tuple[tuple[str, str | None], ...]
    firms: tuple[tuple[str, str], ...]
    kinds: frozenset[str]


def likeness(one: Sketch, other: Sketch) -> tuple[str, ...]:
    """Return the signs (words of SIGNS) that two cases are one; empty unless worker, firm, days and claims all agree.

    Two different ID numbers are two people, however alike their names.
    """
    if abs((one.received_on - other.received_on).days) > NEAR_DAYS or not _claims(one.kinds, other.kinds):
        return ()
    worker = _worker(one, other)
    firm = _firm(one, other) if worker else ""
    return (worker, firm, "near_dates", "like_claims") if firm else ()


def pairs(sketches: Iterable[Sketch]) -> list[tuple[Sketch, Sketch, tuple[str, ...]]]:
    """Return every two cases that may be one, the later first; its cost grows with names that agree, not squared."""
    shelf: dict[str, list[Sketch]] = {}
    found: dict[tuple[str, str], tuple[Sketch, Sketch, tuple[str, ...]]] = {}
    for late in sorted(sketches, key=lambda sketch: (sketch.received_on, sketch.case_id)):
        marks = _marks(late)
        near = {early.case_id: early for mark in marks for early in shelf.get(mark, ())}
        for early in near.values():
            signs = likeness(late, early)
            if signs:
                found[late.case_id, early.case_id] = (late, early, signs)
        for mark in marks:
            shelf.setdefault(mark, []).append(late)
    return list(found.values())


def _marks(sketch: Sketch) -> frozenset[str]:
    digests = {f"id:{digest}" for _, digest in sketch.workers if digest}
    return frozenset(digests.union(*(names.keys(name) for name, _ in sketch.workers)))


def _worker(one: Sketch, other: Sketch) -> str:
    grades = {_same_person(a, b) for a in one.workers for b in other.workers}
    return next((sign for sign in ("same_id", "same_name", "like_name") if sign in grades), "")


_PERSON: Final[Mapping[str, str]] = {"same": "same_name", "variant": "same_name", "unsure": "like_name"}


def _same_person(one: tuple[str, str | None], other: tuple[str, str | None]) -> str:
    if one[1] and other[1]:
        return "same_id" if one[1] == other[1] else ""
    return _PERSON.get(names.compare(one[0], other[0]), "")


def _firm(one: Sketch, other: Sketch) -> str:
    if {key for key, _ in one.firms} & {key for key, _ in other.firms}:
        return "same_firm"
    grades = {names.compare(a, b) for _, a in one.firms for _, b in other.firms}
    return "like_firm" if grades & {"same", "variant"} else ""


def _claims(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(one & alike and other & alike for alike in ALIKE)
