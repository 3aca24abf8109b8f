"""The list of cases, a page at a time."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access import Reader, Scope
from mediation.models.case import Case
from mediation.models.referral import Referral
from mediation.office import board
from mediation.office.inbox import whose
from mediation.office.records import CasesPage

LISTED = 25


def listing(session: Session, *, user: Reader, page: int = 1, mine: bool = False) -> CasesPage:
    """Return one page of the cases the user may see, newest first; with `mine`, of those in the user's own hands."""
    scope = Scope(session, user)
    narrowed = [_mine(user)] if mine else []
    total = scope.count(Case, *narrowed)
    pages = max(1, -(-total // LISTED))
    page = min(max(page, 1), pages)
    query = (
        scope.select(Case)
        .where(*narrowed)
        .order_by(col(Case.received_at).desc(), col(Case.id))
        .limit(LISTED)
        .offset((page - 1) * LISTED)
    )
    rows = board.case_rows(session, list(session.exec(query).all()))
    return CasesPage(rows, total, page, pages, mine)


def _mine(user: Reader) -> Any:
    """Hold for a case with a living referral that was given to the user, or that the user accepted."""
    living = [col(Referral.case_id) == col(Case.id), col(Referral.state).in_(("open", "accepted"))]
    return sa.select(1).where(*living, whose() == user.id).exists()
