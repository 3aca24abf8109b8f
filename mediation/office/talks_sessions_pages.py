"""The pages of the sessions of wage talks: the list, and the minutes of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, NotFound
from mediation.domain.talks import duty
from mediation.domain.talks.place import first_required
from mediation.domain.worktime import station_day
from mediation.models.talks import SIDES, Talks, TalksMember
from mediation.models.talks_table import TalksSession
from mediation.models.user import User
from mediation.office import rules, talks, talks_pages, talks_sessions, talks_state
from mediation.office.reasons import law_record
from mediation.office.records import Words
from mediation.office.records.talks import FindingRecord
from mediation.office.records.talks_sessions import MinutesPage, Seat, SessionRecord, SessionsPage, Topic


def listing(session: Session, talks_id: str, *, user: Reader, now: datetime) -> SessionsPage:
    """Return the sessions of one round, the latest first."""
    row, head = talks_pages.frame(session, talks_id, user=user, now=now)
    found = talks_state.gather(session, row)
    names = _names(session, found.sessions)
    records = [_record(one, row, found.members, names) for one in found.sessions]
    return SessionsPage(
        head, tuple(reversed(records)), _findings(row, found.sessions, station_day(now)), _topics(row, ()),
        1 + max((one.number for one in found.sessions), default=0), None if found.sessions else row.planned_on,
        found.sessions[-1].place if found.sessions else row.meeting_place,
    )  # fmt: skip


def one(
    session: Session, talks_id: str, session_id: str, *, user: Reader, now: datetime, on: date | None = None
) -> MinutesPage:
    """Return one session with its minutes; raises NotFound for one of other talks.

    The seats are those of its day, or of the day `on` that is being typed for it, and of those who were there.
    """
    row, head = talks_pages.frame(session, talks_id, user=user, now=now)
    held = Scope(session, user).get(TalksSession, session_id)
    if held.talks_id != row.id:
        raise NotFound(N_("找不到该内容。"))
    members = talks_state.gather(session, row).members
    chiefs = {side: one.name for side, one in talks_sessions.chiefs_on(members, held.on).items()}
    seats = [_seat(one, on or held.on) for one in members if one.id in held.attended or _serves(one, on or held.on)]
    seats.sort(key=lambda one: SIDES.index(one.side))
    return MinutesPage(
        head, _record(held, row, members, _names(session, [held])), tuple(seats),
        _topics(row, held.topics), chiefs,
    )  # fmt: skip


def _serves(one: TalksMember, on: date) -> bool:
    return one.since <= on and (one.until is None or on <= one.until)


def _seat(one: TalksMember, on: date) -> Seat:
    return Seat(one.id, one.side, one.name, one.chief, _serves(one, on))


def _topics(row: Talks, chosen: Iterable[str]) -> tuple[Topic, ...]:
    """Return the agenda's clauses and those chosen already; the whole library where there is no agenda yet."""
    library = talks_state.library()
    keys = dict.fromkeys([*row.agenda, *chosen]) if row.agenda else dict.fromkeys(library)
    return tuple(
        Topic(key, Words(library[key].title["zh"], library[key].title["en"])) for key in keys if key in library
    )


def _record(row: TalksSession, of: Talks, members: Iterable[TalksMember], names: dict[str, str]) -> SessionRecord:
    seats = tuple(_seat(one, row.on) for one in members if one.id in row.attended)
    places = talks_state.chain_of(of)
    given = first_required(places, "duty.preparation", row.on)
    planned = row.state == "planned"
    book = rules.current().book
    return SessionRecord(
        id=row.id, number=row.number, state=row.state, on=row.on, begins=row.begins, ends=row.ends, place=row.place,
        chair=row.chair, recorder=row.recorder, attended=seats, guests=row.guests,
        topics=tuple(one for one in _topics(of, row.topics) if one.key in row.topics), said_workers=row.said_workers,
        said_employer=row.said_employer, result=row.result, signed_workers_on=row.signed_workers_on,
        signed_employer_on=row.signed_employer_on, noted_at=row.noted_at, noted_by=names.get(row.noted_by or "", ""),
        seen=talks_sessions.seal(row),
        prepare=duty.preparation_days(row.on, rows=places, calendar=rules.current().calendar) if planned else None,
        prepare_laws=tuple(law_record(book, key) for key in given.row.law) if given and planned else (),
    )  # fmt: skip


def _findings(row: Talks, sessions: Iterable[TalksSession], today: date) -> tuple[FindingRecord, ...]:
    """Return what is to be heeded of the days of the sessions held: they count as normal work."""
    held = [one.on for one in sessions if one.state == "held"]
    found = duty.duty((), held, rows=talks_state.chain_of(row), calendar=rules.current().calendar, on=today)
    return tuple(talks.record_of(one) for one in found.findings)


def _names(session: Session, rows: Iterable[TalksSession]) -> dict[str, str]:
    ids = {one.noted_by for one in rows if one.noted_by}
    people = session.exec(select(User).where(col(User.id).in_(ids)))
    return {one.id: one.display_name or one.name for one in people}
