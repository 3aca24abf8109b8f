"""The parties of many cases in one short line each."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.models.party import Party


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


def _first(names: list[str]) -> str:
    return f"{names[0]}等" if len(names) > 1 else names[0] if names else ""
