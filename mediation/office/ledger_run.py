"""Run an import from its first row to its last, in small transactions, so that nobody waits for a ledger."""

import time
from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, select

from mediation import db
from mediation.access import Reader
from mediation.domain.ledger.sheet import ReadSheet
from mediation.models.ledger import LedgerImport, LedgerRow
from mediation.models.user import User
from mediation.office import ledger


def run(import_id: str, *, by: Reader, now: datetime, seconds: float | None = None) -> int:
    """Import rows until none is left, or until `seconds` have passed; return how many rows are left.

    One that was broken off, by time or by a fault, goes on where it stood when it is run again.
    """
    begun = time.monotonic()
    with db.reading() as session:
        _, read = ledger.look(session, import_id, user=by, now=now)
    while True:
        left = db.retrying(_some(import_id, by, now, read))
        if not left or (seconds is not None and time.monotonic() - begun > seconds):
            return left


def go_on(*, now: datetime, seconds: float = 240) -> int:
    """Go on with the imports that were begun and not ended, each as the user who began it; return the rows left."""
    with db.reading() as session:
        begun = select(LedgerRow.import_id).distinct()
        waiting = session.exec(
            select(LedgerImport.id, User)
            .join(User, col(User.id) == LedgerImport.by)
            .where(LedgerImport.state == "previewed", col(LedgerImport.id).in_(begun), col(User.active))
            .order_by(col(LedgerImport.at))
        ).all()
    return sum(run(import_id, by=user, now=now, seconds=seconds / len(waiting)) for import_id, user in waiting)


def _some(import_id: str, by: Reader, now: datetime, read: ReadSheet) -> Callable[[], int]:
    def take() -> int:
        with db.transaction() as session:
            return ledger.take_in(session, import_id, by=by, now=now, read=read).left

    return take
