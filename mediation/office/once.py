"""One form, one record: a form that comes in twice is taken once, and leads both times to the same page."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.models.once import FormTaken

LOST: Final = timedelta(minutes=2)
"""A form at work for longer than any request takes was lost with its server, by a power cut say."""


def take(session: Session, token: str, *, user_id: str, now: datetime) -> None:
    """Take a form; sqlalchemy's IntegrityError at the flush where the same person sent it before."""
    session.add(FormTaken(user_id=user_id, token=token, at=now))
    session.flush()


def found(session: Session, token: str, *, user_id: str) -> FormTaken | None:
    """Return what is known of a form that was sent, None for one that wasn't or that failed."""
    mine = select(FormTaken).where(FormTaken.user_id == user_id, FormTaken.token == token)
    return session.exec(mine.execution_options(populate_existing=True)).first()


def done(session: Session, token: str, *, user_id: str, led_to: str) -> None:
    """Note where a form led to."""
    mine = sa.update(FormTaken).where(col(FormTaken.user_id) == user_id, col(FormTaken.token) == token)
    session.execute(mine.values(led_to=led_to))


def forget(session: Session, token: str, *, user_id: str) -> None:
    """Let a form be sent again: it was refused, or only shown anew."""
    session.execute(sa.delete(FormTaken).where(col(FormTaken.user_id) == user_id, col(FormTaken.token) == token))


def drop_lost(session: Session, token: str, *, user_id: str, now: datetime) -> None:
    """Let a form whose server went down at work be sent again."""
    mine = sa.delete(FormTaken).where(col(FormTaken.user_id) == user_id, col(FormTaken.token) == token)
    session.execute(mine.where(col(FormTaken.led_to).is_(None), col(FormTaken.at) < now - LOST))
