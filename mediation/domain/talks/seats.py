"""Who is to sit at the table: how many representatives a place asks of the workers, and how they are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mediation.domain.talks.place import TalksPlace, first_required
from mediation.domain.talks.teams import Unit


@dataclass(frozen=True, slots=True)
class Seats:
    """The workers' side of a team still to be found; the words are those of `teams.CHOSEN` and `teams.POSTS`.

    `chief` is the union's head or somebody elected, `woman`: a woman must be among them (None: not known whether),
    `outsiders` the greatest share of outsiders, `consenting` how many of the staff must agree to elected
    representatives (None: none need to, or the number of staff isn't known).
    """

    least: int
    chosen: str
    chief: str
    woman: bool | None
    outsiders: Fraction | None
    consenting: int | None
    law: tuple[str, ...]


def seats(unit: Unit, *, rows: tuple[TalksPlace, ...], on: date) -> Seats:
    """Return what the workers' side needs by the rules of a chain of places (place.chain) in force on `on`."""
    wanted = ("team.least", "team.chief", "team.outsiders", "team.woman")
    least, chief, outsiders, woman = (first_required(rows, one, on) for one in wanted)
    consent = None if unit.unionised else first_required(rows, "team.consent", on)
    asked = [one.row.law for one in (least, chief, outsiders, woman, consent) if one is not None]
    return Seats(
        least=least.row.number if least else 1,
        chosen="union" if unit.unionised else "elected",
        chief="union_head" if unit.unionised else "elected",
        woman=unit.women_committee if woman else False,
        outsiders=outsiders.row.share if outsiders else None,
        consenting=_heads(unit.staff, consent.row.share) if consent and unit.staff else None,
        law=tuple(dict.fromkeys(key for law in asked for key in law)),
    )


def _heads(staff: int, share: Fraction) -> int:
    """Return the smallest number of people that reaches the share; the share itself is enough (民法典 1259)."""
    return -(-share.numerator * staff // share.denominator)
