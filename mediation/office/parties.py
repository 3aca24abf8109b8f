"""The parties of a case, or of many, in one short line each."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.models.party import Party
from mediation.office.records import Words

SHOWN_NAMES: Final = 3


def short_names(session: Session, case_ids: Iterable[str]) -> dict[str, str]:
    """Return `first applicant 诉 first respondent` for each case the caller may show; one query."""
    ids = list(case_ids)
    query = (
        sa.select(col(Party.case_id), col(Party.side), col(Party.name))
        .where(col(Party.case_id).in_(ids), col(Party.left_on).is_(None))
        .order_by(col(Party.case_id), col(Party.position))
    )
    sides: dict[str, dict[str, list[str]]] = {one: {"applicant": [], "respondent": []} for one in ids}
    for case_id, side, name in session.execute(query):
        sides[case_id][side].append(name)
    return {one: f"{_first(found['applicant'])} 诉 {_first(found['respondent'])}" for one, found in sides.items()}


def side_line(parties: Iterable[Party], side: str) -> Words:
    """Return the first three names of one side, and how many there are if there are more; nobody who left counts.

    People are counted as people, firms and unions as such, both together as parties: no firm is a person.
    """
    there = [one for one in parties if one.side == side and one.left_on is None]
    shown, more = "、".join(one.name for one in there[:SHOWN_NAMES]), len(there) - SHOWN_NAMES
    if more <= 0:
        return Words(shown, shown)
    people = {one.kind == "person" for one in there}
    unit = "方" if len(people) > 1 else "人" if True in people else "家单位"
    return Words(f"{shown}等{len(there)}{unit}", f"{shown} and {more} more")


def _first(names: list[str]) -> str:
    return f"{names[0]}等" if len(names) > 1 else names[0] if names else ""
