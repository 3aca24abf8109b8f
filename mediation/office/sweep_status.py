"""When the last sweep was: silence is loud, a missing sweep shows in red on every board."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.models.case import Case
from mediation.models.sweep import SweepRun
from mediation.office.records import SweepStatus

MOST_AGE: Final = timedelta(hours=26)


def sweep_status(session: Session, now: datetime) -> SweepStatus:
    """Return when the last sweep that came to its end did so, whether that is too long ago, what it couldn't read.

    A house without a case needs none.
    """
    with access.as_house(session, "every board says when the last sweep was"):
        done = select(SweepRun).where(SweepRun.state == "done").order_by(col(SweepRun.ended_at).desc()).limit(1)
        run = session.exec(done).first()
        if run is not None and run.ended_at is not None:
            return SweepStatus(run.ended_at, now - run.ended_at > MOST_AGE, len(run.faults))
        used = session.execute(sa.select(sa.literal(1)).select_from(Case).limit(1)).first() is not None
    return SweepStatus(None, used, 0)
