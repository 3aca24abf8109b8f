"""After a holiday list has come into use: bring every stored date in line with it, once, each with its receipt.

The cases that decisions date are decided anew by rule_carrying; here go the dates of agreements and the like, times for
acceptance, the periods of wage talks and duty days. Run again, or on a list that was put on the disk, it changes only
what isn't in line.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Lawyer, Shift
from mediation.models.rulebook import RuleDraft
from mediation.models.station import Station
from mediation.models.sweep import JobRun
from mediation.models.talks import Talks
from mediation.office import (
    calendar_moves,
    duty_dates,
    escalations,
    history,
    notices,
    roster,
    routing_dates,
    rules,
    talks_clocks,
)
from mediation.office.calendar_moves import Moved
from mediation.office.history import HOUSE, Entry
from mediation.office.routing_dates import Why

SETTLES: Final = timedelta(seconds=15)
"""By then every process has taken up the list, so that none stores a date by the old ones afterwards."""
RELOADED: Final = {"message": N_("放假安排载入后重新计算")}
CASE_TOLD: Final = N_("新的放假安排已载入，案件 %(number)s 有 %(count)s 个日期重新计算，请核对。")
TALKS_TOLD: Final = N_("新的放假安排已载入，集体协商 %(number)s 有 %(count)s 个期限重新计算，请核对。")
LISTS_TOLD: Final = (CASE_TOLD, TALKS_TOLD)
RULES_TOLD: Final = (
    N_("规则已变更，案件 %(number)s 有 %(count)s 个日期重新计算，请核对。"),
    N_("规则已变更，集体协商 %(number)s 有 %(count)s 个期限重新计算，请核对。"),
)
SHIFT_TOLD: Final = N_("新的放假安排已载入，您 %(was)s 的值班有调整，请查看值班表。")
DESK: Final = "union"
COUNTED: Final = {"id", "safe_on", "last_on", "steps", "skipped", "calendar", "rulebook", "made_at"}
SINCE: Final = date(2000, 1, 1)
CHUNK: Final = 500
JOB: Final = "calendars"


def slot(now: datetime) -> str | None:
    """Return the name of the change to the lists in use, under which the job runs once.

    None while processes still take them up, and while a publication is carried out: that brings them in line itself.
    Lists that come back after others were in use are a change of their own.
    """
    room = rules.current()
    if timedelta(0) <= now - room.loaded_at < SETTLES:
        return None
    with db.reading() as session:
        if session.exec(select(RuleDraft.id).where(col(RuleDraft.carried).in_(("asked", "running")))).first():
            return None
        runs = select(JobRun).where(JobRun.job == JOB).order_by(col(JobRun.begun_at).desc())
        last = session.exec(runs.limit(1)).first()
    told = repr([(one.year, sorted(one.off), sorted(one.work), one.notice_words) for one in room.book.calendars])
    name = hashlib.sha256(told.encode()).hexdigest()[:19]
    if last is None or last.slot.startswith(name):
        return last.slot if last else name
    return f"{name}:{hashlib.sha256(last.id.encode()).hexdigest()[:19]}"


def carry(session: Session, *, now: datetime) -> int:
    """Bring the dates of every station in line with the lists in use; return how many moved.

    Open cases with a decided date that ends otherwise by them, or had no list to end by, are due to be decided anew at
    the next sweep: a list that came in, was corrected or was taken off the disk moves them alike.
    """
    stations = session.exec(select(Station).order_by(col(Station.id))).all()
    history.hold(session, [one.id for one in stations])
    open_ended = sa.select(col(Deadline.case_id)).where(
        col(Deadline.state) == "open", col(Deadline.last_on).is_(None), col(Deadline.rulebook) != _digest(),
        sa.or_(*(col(Deadline.kind).like(f"{kind}%") for kind in routing_dates.DECIDED_KINDS)),
    )  # fmt: skip
    _decide_anew(session, col(Case.id).in_(open_ended), now)
    otherwise = calendar_moves.decided_otherwise(session)
    for first in range(0, len(otherwise), CHUNK):
        _decide_anew(session, col(Case.id).in_(otherwise[first : first + CHUNK]), now)
    return sum(_station(session, one, now) for one in stations)


def _decide_anew(session: Session, which: sa.ColumnElement[bool], now: datetime) -> None:
    due = sa.update(Case).where(col(Case.state) == "open", which).values(turns_on=station_day(now))
    session.execute(due, execution_options={"synchronize_session": False})


def carry_published(session: Session, why: Why, *, lists: bool, now: datetime) -> int:
    """Bring in line, at every station, what a published version moves beside the cases that it decides anew.

    `lists`: holiday lists are among it, so that duty days and times for acceptance move too.
    """
    stations = session.exec(select(Station).order_by(col(Station.id))).all()
    history.hold(session, [one.id for one in stations])
    if lists:
        return sum(_station(session, one, now) for one in stations)
    moved = 0
    for station in stations:
        found = calendar_moves.by_rules(session, station, now=now)
        lines = _dates(session, station, now, why) + _talks(session, station, found, now, why)
        history.record_all(session, lines, station_id=station.id, actor=HOUSE, now=now)
        _tell(session, station, found, now, RULES_TOLD)
        moved += len(found)
    return moved


def carry_cases(session: Session, station: Station, cases: Collection[str], why: Why, *, now: datetime) -> None:
    """Bring the same dates of some cases in line, in the transaction in which they are decided anew."""
    lines = _dates(session, station, now, why, cases) + _referrals(session, station, now, why, cases)
    history.record_all(session, lines, station_id=station.id, actor=HOUSE, now=now)


def _digest() -> str:
    return rules.current().book.digest


def _station(session: Session, station: Station, now: datetime) -> int:
    moved = calendar_moves.of_station(session, station, since=SINCE, now=now)
    lines = _dates(session, station, now) + _referrals(session, station, now)
    talks = _talks(session, station, moved, now)
    history.record_all(session, [*lines, *talks], station_id=station.id, actor=HOUSE, now=now)
    duty_dates.recount(session, station.id, actor=HOUSE, now=now, why=RELOADED)
    lawyers = _lawyers(session, [one.row_id for one in moved if one.what == "shift"])
    roster.generate(session, station, until=station_day(now) + roster.HORIZON, now=now)
    _tell(session, station, moved, now)
    _tell_lawyers(session, station, moved, lawyers, now)
    return len(moved)


def _dates(
    session: Session, station: Station, now: datetime, why: Why = RELOADED, cases: Collection[str] | None = None
) -> list[Entry]:
    lines = []
    for row, limit in list(calendar_moves.dates(session, station.id, since=SINCE, cases=cases)):
        made = Deadline(
            **row.model_dump(exclude=COUNTED),
            safe_on=limit.safe_on, last_on=limit.last_on, steps=[one.stored() for one in limit.steps],
            skipped=[one.isoformat() for one in limit.skipped], calendar=limit.calendar,
            rulebook=rules.current().book.digest, made_at=now,
        )  # fmt: skip
        row.state, row.closed_why = "closed", dict(why)
        session.add_all([row, made])
        lines.append(routing_dates.moved_line(row, made, why["message"]))
    return lines


def _referrals(
    session: Session, station: Station, now: datetime, why: Why = RELOADED, cases: Collection[str] | None = None
) -> list[Entry]:
    lines = []
    for row, by in list(calendar_moves.referrals(session, station, since=SINCE, cases=cases)):
        fields = {"desk": row.desk, "was_at": row.accept_by, "now_at": by[0], "moved_why": why["message"]}
        row.accept_by, row.twice_by = by
        session.add(row)
        lines.append(Entry("referral.accept_by_moved", ("referral", row.id), fields, row.case_id))
    return lines


def _talks(
    session: Session, station: Station, moved: Iterable[Moved], now: datetime, why: Why = RELOADED
) -> list[Entry]:
    """Reckon the periods of talks anew that move; each keeps its receipt, the line says which moved."""
    lines = []
    by_talks: dict[str, list[Moved]] = {}
    for one in moved:
        if one.talks_id:
            by_talks.setdefault(one.talks_id, []).append(one)
    for talks_id, found in sorted(by_talks.items()):
        talks_clocks.refresh(session, session.get_one(Talks, talks_id), now=now)
        for one in found:
            fields: dict[str, object] = {"clock": one.code, "was_on": one.was[0], "now_on": one.becomes[0]}
            fields["moved_why"] = why["message"]
            lines.append(Entry("talks.period_moved", ("talks", talks_id), fields))
    return lines


def _tell(
    session: Session, station: Station, moved: Iterable[Moved], now: datetime, words: tuple[str, str] = LISTS_TOLD
) -> None:
    """Tell of each case who logged it and at whom its referrals lie, of talks the union's desk."""
    cases: dict[str, int] = {}
    talks: dict[str, int] = {}
    for one in moved:
        counts, key = (talks, one.talks_id) if one.talks_id else (cases, one.case_id)
        if key:
            counts[key] = counts.get(key, 0) + 1
    told = [
        notices.Telling(
            _people(session, case), f"calendar:{_name()}:{case.id}", words[0],
            {"number": case.number, "count": cases[case.id]}, f"/cases/{case.id}#dates", case.id,
        )
        for case in session.exec(select(Case).where(col(Case.id).in_(sorted(cases))).order_by(col(Case.number)))
    ]  # fmt: skip
    notices.tell_all(session, told, station_id=station.id, kind="deadline", now=now)
    union = frozenset(escalations.people_of_level(session, station_id=station.id, desk=DESK, level=1))
    of_talks = [
        notices.Telling(
            union, f"calendar:{_name()}:{one.id}", words[1],
            {"number": one.number or "", "count": talks[one.id]}, f"/talks/{one.id}/days",
        )
        for one in session.exec(select(Talks).where(col(Talks.id).in_(sorted(talks))).order_by(col(Talks.id)))
    ]  # fmt: skip
    notices.tell_all(session, of_talks, station_id=station.id, kind="talks", now=now)


def _people(session: Session, case: Case) -> frozenset[str]:
    rows = session.exec(select(Referral).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))).all()
    return frozenset(one for one in (case.logged_by, *(row.assigned_to or row.accepted_by for row in rows)) if one)


def _lawyers(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return the accounts of the lawyers of some shifts, by shift."""
    query = (
        select(Shift, Lawyer).join(Lawyer, col(Lawyer.id) == col(Shift.lawyer_id)).where(col(Shift.id).in_(list(ids)))
    )
    return {shift.id: lawyer.user_id for shift, lawyer in session.exec(query) if lawyer.user_id}


def _tell_lawyers(
    session: Session, station: Station, moved: Iterable[Moved], lawyers: dict[str, str], now: datetime
) -> None:
    told = [
        notices.Telling(
            frozenset({lawyers[one.row_id]}), f"calendar:{_name()}:{one.row_id}", SHIFT_TOLD, {"was": one.was[0]},
            "/roster/mine",
        )
        for one in moved
        if one.row_id in lawyers
    ]  # fmt: skip
    notices.tell_all(session, told, station_id=station.id, kind="roster", now=now)


def _name() -> str:
    return rules.current().book.digest.removeprefix("sha256:")[:12]
