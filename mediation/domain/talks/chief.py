"""Who is a side's chief representative by law, where nobody was named: whom the post or the delegation makes chief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.place import TalksPlace, first_required
from mediation.domain.talks.teams import Representative, Unit

BY_UNION: Final = N_("%(name)s 是工会主席，已建工会的由工会主席担任职工方首席代表")
BY_OFFICE: Final = N_("%(name)s 是法定代表人，由其担任企业方首席代表")
BY_DELEGATION: Final = N_("%(name)s 经法定代表人书面委托，由其担任企业方首席代表")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A chief by law: who, why (a message with `name`), by which articles."""

    chief: Representative
    why: str
    law: tuple[str, ...]
    verified: str


def by_law(side: Sequence[Representative], unit: Unit, *, rows: tuple[TalksPlace, ...]) -> Proposal | None:
    """Return who of one side's people is its chief by law; None where the law doesn't say, or two might be meant.

    A union's head leads the workers, where there is a union; without one they elect their chief. The employer's legal
    representative leads the employer, or whom he delegated in writing where he doesn't come himself. Outsiders never.
    """
    own = [one for one in side if not one.outsider]
    for why, found in (
        (BY_UNION, [one for one in own if unit.unionised and (one.side, one.post) == ("workers", "union_head")]),
        (BY_OFFICE, [one for one in own if (one.side, one.post) == ("employer", "legal_representative")]),
        (BY_DELEGATION, [one for one in own if (one.side, one.chosen) == ("employer", "delegated")]),
    ):
        if found:
            row = first_required(rows, "team.chief", found[0].since)
            return Proposal(found[0], why, row.row.law, row.row.verified) if row and len(found) == 1 else None
    return None
