"""Which cases were merged into one: what lies in them is shown with it as long as the merge stands, moved nowhere.

So an undone merge needs nothing back: the later case has its file whole, and the earlier one no more of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.models.case import Case


def numbers(session: Session, case: Case) -> tuple[tuple[str, str], ...]:
    """Return the cases merged into one, directly or into one of them: id and number, in the order of their numbers."""
    found: dict[str, str] = {}
    wanted = [case.id]
    while wanted:
        query = sa.select(col(Case.id), col(Case.number)).where(
            col(Case.station_id) == case.station_id, col(Case.merged_into).in_(wanted)
        )
        fresh = {row[0]: row[1] for row in session.execute(query) if row[0] not in found}
        found |= fresh
        wanted = list(fresh)
    return tuple(sorted(found.items(), key=lambda one: one[1]))
