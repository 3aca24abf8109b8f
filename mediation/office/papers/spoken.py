"""What was said in sessions and written down to be shared; a private note is never read here."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.models.sitting import SittingNote


def shared(session: Session, sitting_id: str) -> Sequence[SittingNote]:
    """Return the shared notes of a session in the order in which they were written."""
    query = select(SittingNote).where(SittingNote.sitting_id == sitting_id, col(SittingNote.private).is_(sa.false()))
    return session.exec(query.order_by(col(SittingNote.noted_at), col(SittingNote.id))).all()
