"""Which paper, of a case or of wage talks, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

from mediation.office.records.words import Said


@dataclass(frozen=True)
class Gap:
    """What a paper lacks, or a column left to be filled by hand, and the page or field of one where it is entered."""

    what: Said
    where: str


@dataclass(frozen=True)
class Paper:
    """One paper that can be made: its kind, and the row it is about."""

    kind: str
    about: str = ""
