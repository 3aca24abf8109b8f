"""Digests: at each person's times on working days, one mail with what the person hasn't read yet."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain.workdays import ONE_DAY, Calendar
from mediation.domain.worktime import ZONE
from mediation.models.notice import DigestTime, MailRoute, Notice
from mediation.models.user import User
from mediation.office import outbox_queue, rules

DEFAULT_TIMES: Final = (time(8, 30), time(14, 0))
LONGEST_REST: Final = timedelta(days=20)
"""No holiday is longer: looking further back finds no working day."""


def make_digests(now: datetime) -> int:
    """Put a digest into the outbox for everybody whose time has come; return how many were made.

    Commits by itself, a person at a time; a second call, also one at the same moment, makes none twice. Cheap enough
    for every minute.
    """
    calendar = rules.current().calendar
    with db.reading() as session:
        waiting = _waiting(session)
        times = _times(session, waiting)
    made = 0
    for user_id, since in waiting.items():
        slot = last_slot(times.get(user_id, DEFAULT_TIMES), calendar, now=now)
        if slot is not None and since <= slot:
            with db.transaction() as session:
                made += _make(session, user_id, slot, now)
    return made


def last_slot(times: Iterable[time], calendar: Calendar, *, now: datetime) -> datetime | None:
    """Return the last of a person's times on a working day that has come; weekdays where the year isn't published."""
    local = now.astimezone(ZONE)
    daily = sorted(times)
    day = local.date()
    while local.date() - day <= LONGEST_REST:
        if _worked(day, calendar):
            for at in reversed(daily):
                slot = datetime.combine(day, at, ZONE)
                if slot <= local:
                    return slot
        day -= ONE_DAY
    return None


def _worked(day: date, calendar: Calendar) -> bool:
    return calendar.is_workday(day) if calendar.knows(day) else day.isoweekday() <= 5


def _waiting(session: Session) -> dict[str, datetime]:
    """Return whose notices wait for a digest, with when the first of them was made."""
    query = sa.select(col(Notice.user_id), sa.func.min(col(Notice.made_at))).where(col(Notice.waiting))
    return {row[0]: row[1] for row in session.execute(query.group_by(col(Notice.user_id)))}


def _times(session: Session, people: Iterable[str]) -> dict[str, list[time]]:
    found: dict[str, list[time]] = {}
    for one in session.exec(select(DigestTime).where(col(DigestTime.user_id).in_(list(people)))):
        found.setdefault(one.user_id, []).append(one.at)
    return found


def _make(session: Session, user_id: str, slot: datetime, now: datetime) -> int:
    """Make one person's digest of `slot`; whoever can't be written to any more stops waiting."""
    user = session.get_one(User, user_id)
    query = select(Notice).where(Notice.user_id == user_id, col(Notice.waiting)).order_by(col(Notice.made_at))
    found = list(session.exec(query))
    if not found:
        return 0
    ours = [one for one in found if user.active and user.email and one.station_id in user.station_ids]
    _stop_waiting(session, [one.id for one in found if one not in ours], None)
    if not ours:
        return 0
    key = f"digest:{user_id}:{slot:%Y-%m-%dT%H:%M}"
    row = outbox_queue.mail(key, "digest", {}, station_id=_station(session, ours), user_id=user_id, now=now)
    new = outbox_queue.put(session, [row])
    if new:
        _stop_waiting(session, [one.id for one in ours], new[0])
    return len(new)


def _stop_waiting(session: Session, ids: list[str], delivery_id: str | None) -> None:
    if ids:
        session.execute(
            sa.update(Notice).where(col(Notice.id).in_(ids)).values(waiting=False, delivery_id=delivery_id)
        )


def _station(session: Session, found: list[Notice]) -> str:
    """Return the station whose server carries the mail: the oldest notice's, unless only another one has a server."""
    stations = list(dict.fromkeys(one.station_id for one in found))
    query = select(MailRoute.station_id).where(col(MailRoute.station_id).in_(stations), col(MailRoute.active))
    able = set(session.exec(query))
    return next((one for one in stations if one in able), stations[0])
