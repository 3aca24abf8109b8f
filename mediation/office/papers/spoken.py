"""What was said in sessions and written down to be shared; a private note is never read here."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.models.sitting import SittingNote


def shared(session: Session, sitting_id: str, *, side: str = "joint") -> Sequence[SittingNote]:
    """Return the shared notes of a session in their order: those of both sides, or of the talk with one.

    What one side said by itself stands in no paper that the other side reads, also where the note was shared.
    """
    query = select(SittingNote).where(SittingNote.sitting_id == sitting_id, col(SittingNote.private).is_(sa.false()))
    with_whom = sa.or_(col(SittingNote.talking_with).is_(None), col(SittingNote.talking_with).in_(("joint", side)))
    return session.exec(query.where(with_whom).order_by(col(SittingNote.noted_at), col(SittingNote.id))).all()


def every_shared(session: Session, sitting_id: str) -> Sequence[SittingNote]:
    """Return all shared notes of a session, those of talks with one side too: for the station's own copy of a case."""
    query = select(SittingNote).where(SittingNote.sitting_id == sitting_id, col(SittingNote.private).is_(sa.false()))
    return session.exec(query.order_by(col(SittingNote.noted_at), col(SittingNote.id))).all()
