"""Days of wage talks where people look for their days: the day board, and the calendar of the union's desk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sqlmodel import col

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_
from mediation.models.talks import Talks, TalksClock
from mediation.office import talks_nearest, talks_pages
from mediation.office.records import Words
from mediation.office.records.roster import FeedEvent
from mediation.office.records.talks import TalksLine
from mediation.office.records.words import Said

AHEAD: Final = timedelta(days=7)
MOST_ROWS: Final = 10
MOST_DATES: Final = 500
DESK: Final = "union"


def minds_talks(user: Reader) -> bool:
    """Tell whose board shows the days of wage talks: the union's desk and supervisors."""
    return user.role == "supervisor" or user.desk == DESK


def board(scope: Scope, *, today: date) -> tuple[TalksLine, ...]:
    """Return the talks whose nearest safe day is past or comes within a week, the longest overdue first."""
    query = (
        scope.select(Talks)
        .where(col(Talks.stage) != "ended", col(Talks.due_on) <= today + AHEAD)
        .order_by(col(Talks.due_on), col(Talks.id))
        .limit(MOST_ROWS)
    )
    found = talks_pages.lines(scope.session, scope.session.exec(query).all(), today)
    due = [(talks_nearest.rank(one.due), one.id, one) for one in found if one.due is not None]
    return tuple(one for *_, one in sorted(due, key=lambda known: known[:2]))


def events(scope: Scope, station_id: str, first: date, last: date) -> Iterator[FeedEvent]:
    """Give the open periods of a station's talks as days of a calendar; reckoned anew, they keep their ids."""
    query = (
        scope.select(TalksClock)
        .add_columns(col(Talks.number), col(Talks.employer), col(Talks.changed_at), col(Talks.made_at))
        .join(Talks, col(Talks.id) == col(TalksClock.talks_id))
        .where(
            col(TalksClock.station_id) == station_id, col(TalksClock.done_on).is_(None),
            col(TalksClock.safe_on) >= first, col(TalksClock.safe_on) <= last, ~col(TalksClock.second),
            col(TalksClock.force).in_(("hard", "remind")), col(Talks.stage) != "ended",
        )
        .order_by(col(TalksClock.safe_on), col(TalksClock.id))
        .limit(MOST_DATES)
    )  # fmt: skip
    for one, number, employer, changed_at, made_at in scope.session.execute(query):
        title = Words(one.title["zh"], one.title.get("en", ""))
        summary = Said(N_("%(number)s：%(title)s"), {"number": number or employer, "title": title})
        details = (Said(N_("放假安排尚未公布，日期暂定")),) if one.last_on is None else ()
        about = hashlib.sha256(f"{one.side} {one.about}".encode()).hexdigest()[:12]
        yield FeedEvent(
            f"talks-{one.talks_id}-{one.clock}-{about}", one.safe_on, one.safe_on + timedelta(days=1), summary, details,
            0, changed_at or made_at, tentative=one.last_on is None,
        )  # fmt: skip
