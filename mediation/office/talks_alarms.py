"""Early warning: the tenth similar case at one firm or site proposes talks, until they are opened.

The worker looks every quarter of an hour (talks_similar) and keeps what it finds, so that a board reads a few rows;
people are told once, and again when as many new cases have come.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_
from mediation.domain.talks import agenda
from mediation.domain.talks.agenda import Reason
from mediation.models.notice import Notice
from mediation.models.station import Station
from mediation.models.talks import TalksAlarm
from mediation.office import escalations, history, notices, rules, talks_cluster, talks_similar
from mediation.office.records import Said, Words
from mediation.office.records.talks_open import ClauseReason, EarlyWarning
from mediation.office.talks_similar import Found

DESK: Final = "union"
LONGEST_TARGET: Final = 200
MOST_SHOWN: Final = 50
TOLD: Final = N_("%(who)s：近 %(days)d 日内同类争议已达 %(cases)d 件，建议发起集体协商")


def warnings(session: Session, *, user: Reader) -> tuple[EarlyWarning, ...]:
    """Return the talks to be proposed at the user's stations, most cases first; one query."""
    query = Scope(session, user).select(TalksAlarm).where(TalksAlarm.state == "open")
    query = query.order_by(col(TalksAlarm.cases).desc(), col(TalksAlarm.key)).limit(MOST_SHOWN)
    library = rules.current().book.clauses
    return tuple(
        EarlyWarning(
            one.spot, one.key, one.name,
            Said(agenda.ALARMS["firm" if one.spot == "firm" else "site"],
                 {"days": one.days, "cases": one.cases, "least": one.least}),
            tuple(
                ClauseReason(
                    Words(library[why.clause].title["zh"], library[why.clause].title["en"])
                    if why.clause in library else None, talks_cluster.because(why),
                )
                for why in map(Reason.read, one.reasons)
            ),
        )
        for one in session.exec(query)
    )  # fmt: skip


def look(now: datetime) -> int:
    """Bring the alarms of all stations in line with their cases; return how many were raised."""
    with db.reading() as session:
        stations = session.exec(select(Station.id)).all()
        found = {station: talks_similar.find(session, station, now=now) for station in stations}
        standing = set(session.exec(select(TalksAlarm.station_id).where(TalksAlarm.state == "open")))
    raised = 0
    for station in stations:
        if found[station] or station in standing:
            with db.transaction() as session:
                raised += keep(session, station, found[station], now=now)
    return raised


def keep(session: Session, station_id: str, found: Iterable[Found], *, now: datetime) -> int:
    """Raise, correct and close the alarms of a station, and tell of the new ones; return how many were raised."""
    history.hold(session, [station_id])
    known = session.exec(select(TalksAlarm).where(TalksAlarm.station_id == station_id))
    rows = {(one.spot, one.key): one for one in known}
    holding = {one.key: one for one in found}
    raised = 0
    for key, one in holding.items():
        row = rows.get(key) or TalksAlarm(
            station_id=station_id, spot=key[0], key=key[1], name=one.name, state="closed", raised_at=now, cases=0,
            least=one.alarm.least, days=one.alarm.days,
        )  # fmt: skip
        raised += row.state == "closed"
        _enter(session, row, one, now)
    for key, row in rows.items():
        if row.state == "open" and key not in holding:
            _close(session, row, now)
    return raised


def _enter(session: Session, row: TalksAlarm, one: Found, now: datetime) -> None:
    """Write what holds into a row; raise one that is closed, tell where as many cases are new as an alarm asks for."""
    fresh = row.state == "closed"
    if fresh:
        row.state, row.raised_at, row.closed_at = "open", now, None
    row.name, row.cases, row.least, row.days = one.name, one.most, one.alarm.least, one.alarm.days
    row.reasons = [reason.stored() for reason in one.alarm.reasons]
    new = len(one.cases - set(row.told)) >= one.alarm.least
    if new:
        row.told = sorted(one.cases)
    session.add(row)
    session.flush()
    if fresh:
        _note(session, row, "talks.alarm_raised", now)
    if new:
        _tell(session, row, now)


def close(session: Session, station_id: str, firms: Iterable[str], site: str, *, now: datetime) -> None:
    """Close the alarms of firms, and of a site, for talks are open; nobody need read of them any more."""
    wanted = [sa.and_(col(TalksAlarm.spot) == "firm", col(TalksAlarm.key).in_([one for one in firms if one]))]
    wanted += [sa.and_(col(TalksAlarm.spot) == "site", col(TalksAlarm.key) == site)] if site else []
    query = select(TalksAlarm).where(TalksAlarm.station_id == station_id, TalksAlarm.state == "open", sa.or_(*wanted))
    for row in session.exec(query):
        _close(session, row, now)


def _close(session: Session, row: TalksAlarm, now: datetime) -> None:
    row.state, row.closed_at = "closed", now
    session.add(row)
    _note(session, row, "talks.alarm_closed", now)
    unread = [col(Notice.key).startswith(f"talks-alarm:{row.id}:"), col(Notice.read_at).is_(None)]
    reading = sa.update(Notice).where(col(Notice.station_id) == row.station_id, col(Notice.kind) == "talks", *unread)
    session.execute(reading.values(read_at=now, waiting=False), execution_options={"synchronize_session": False})


def _note(session: Session, row: TalksAlarm, act: str, now: datetime) -> None:
    history.record(
        session, station_id=row.station_id, actor=history.SWEEP, act=act, subject=("talks_alarm", row.id),
        fields={"spot": row.spot, "name": row.name, "cases": row.cases}, now=now,
    )  # fmt: skip


def _tell(session: Session, row: TalksAlarm, now: datetime) -> None:
    people = {
        person
        for level in (1, 2)
        for person in escalations.people_of_level(session, station_id=row.station_id, desk=DESK, level=level)
    }
    notices.tell(
        session, station_id=row.station_id, people=people, kind="talks", key=f"talks-alarm:{row.id}:{now:%Y%m%dT%H%M}",
        message=TOLD, params={"who": row.name, "days": row.days, "cases": row.cases}, target=target(row), now=now,
    )  # fmt: skip


def target(row: TalksAlarm) -> str:
    """Return the path of the form that opens the talks; of the list of talks where the key is too long for a notice."""
    path = f"/talks/new?{urlencode({row.spot: row.key})}"
    return path if len(path) <= LONGEST_TARGET else "/talks"
