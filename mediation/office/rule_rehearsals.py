"""Rehearse drafts in the background: asked for on the page, done by the worker, kept with the draft.

Each case that would move is a row of its own (RuleMove), so that a supervisor sees those of the own stations and the
worker carries each out once.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, db
from mediation.access import Reader
from mediation.domain import bookchanges
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.base import fresh, table_of
from mediation.models.rulebook import RuleDraft, RuleMove
from mediation.office import rehearsal, rule_drafts, rule_texts, station_change
from mediation.office.rehearsal import Moved, Report, Wanted

DAYS_BACK: Final = 365
LEFT_FOR_DEAD: Final = timedelta(minutes=10)
"""A rehearsal that tells of no progress for so long was killed with its worker; another takes it up."""
EVERY: Final = timedelta(seconds=2)
MOST_AS_IF: Final = 200


def ask(session: Session, draft_id: str, *, by: Reader, now: datetime) -> RuleDraft:
    """Let the worker rehearse a draft; what an earlier rehearsal found is forgotten."""
    return begin(session, rule_drafts.open_draft(session, draft_id, "rules.draft", by=by), now=now)


def begin(session: Session, row: RuleDraft, *, now: datetime) -> RuleDraft:
    """Let the worker rehearse a draft that the caller may rehearse."""
    if row.faults:
        raise Refused(Problem(N_("草案尚有错误，不能演练；请先改正")))
    row.rehearsal, row.rehearsed_at, row.progress, row.forecast = "asked", now, {}, None
    session.add(row)
    return row


def run_due(now: datetime) -> int:
    """Rehearse the drafts that wait for it, one after the other; return how many."""
    done = 0
    while (taken := _take(now)) is not None:
        _run(taken, now)
        done += 1
    return done


def _take(now: datetime) -> str | None:
    """Take a draft that waits, or whose rehearsal was broken off; of all workers one gets it."""
    with db.transaction() as session:
        at, state = col(RuleDraft.rehearsed_at), col(RuleDraft.rehearsal)
        dead = sa.and_(state == "running", at < now - LEFT_FOR_DEAD)
        query = select(RuleDraft).where(RuleDraft.state == "draft", sa.or_(state == "asked", dead)).order_by(at)
        row = session.exec(query.limit(1).with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        row.rehearsal, row.rehearsed_at, row.progress = "running", now, {"done": 0, "cases": 0}
        session.add(row)
        return row.id


def _run(draft_id: str, now: datetime) -> None:
    with db.transaction() as session:
        row = session.get_one(RuleDraft, draft_id)
        base, draft = rule_texts.text_of(session, row.base) or {}, rule_drafts.files_of(session, row)
    since = station_day(now) - timedelta(days=DAYS_BACK)
    wanted = Wanted(base, draft, now, since, which="recent", station=station_change.of_draft(row))
    report = rehearsal.rehearse(wanted, progress=progress_of(draft_id))
    as_if = _as_if(wanted)
    with db.transaction() as session:
        row = session.get_one(RuleDraft, draft_id, with_for_update=True)
        if row.rehearsal != "running":
            return  # it was dropped, or asked for anew, meanwhile
        session.execute(sa.delete(RuleMove).where(col(RuleMove.draft_id) == draft_id))
        if report.moved:
            session.execute(sa.insert(table_of(RuleMove)), [values(draft_id, one) for one in report.moved])
        row.rehearsal, row.rehearsed_at = "done", now
        row.forecast = {**summary(report), "since": since.isoformat(), "as_if": as_if}
        session.add(row)


def progress_of(draft_id: str) -> Callable[[int, int], None]:
    """Return what notes on a draft how far its work is, every two seconds."""
    last = [config.clock.now() - EVERY]

    def note(done: int, cases: int) -> None:
        if config.clock.now() - last[0] < EVERY:
            return
        last[0] = config.clock.now()
        telling = sa.update(RuleDraft).where(col(RuleDraft.id) == draft_id)
        with db.transaction() as session:
            options = {"synchronize_session": False}
            said = {"progress": {"done": done, "cases": cases}, "rehearsed_at": last[0]}
            session.execute(telling.values(**said), execution_options=options)

    return note


def values(draft_id: str, one: Moved) -> dict[str, Any]:
    """Return the row of one case that moves."""
    return fresh(
        RuleMove, station_id=one.station_id, draft_id=draft_id, case_id=one.case_id, live=one.live,
        people=one.people, foreseen=list(one.changes),
    )  # fmt: skip


def summary(report: Report) -> dict[str, Any]:
    """Return what a rehearsal found in figures."""
    return {
        "cases": report.cases, "live": report.live, "moved": len(report.moved),
        "moved_live": sum(one.live for one in report.moved), "by_desk": report.by_desk(),
        "by_person": report.by_person(), "by_station": dict(Counter(one.station_id for one in report.moved)),
        "leaderless": report.leaderless, "faults": report.faults, "beside": report.beside,
    }  # fmt: skip


def _as_if(wanted: Wanted) -> Mapping[str, Any] | None:
    """Return what past cases would have been moved by, had the change been in force; None where it is already.

    Cases are judged by the law of the day they were received, so a change from a coming day moves none of them.
    """
    start = _latest(bookchanges.changed(rehearsal.book_of(wanted.book), rehearsal.book_of(wanted.draft)))
    if start is None or (wanted.since is not None and start <= wanted.since):
        return None
    found = rehearsal.rehearse(Wanted(wanted.book, wanted.draft, wanted.now, wanted.since, start, "recent"))
    listed = [
        {"case_id": one.case_id, "station_id": one.station_id, "number": one.number, "changes": list(one.changes)}
        for one in found.moved[:MOST_AS_IF]
    ]
    return {**summary(found), "as_of": start.isoformat(), "list": listed}


def _latest(changes: list[bookchanges.Changed]) -> date | None:
    """Return the day from which on every changed rule is in force."""
    days = [one.start for one in changes if one.what == "rule" and one.start and one.how in ("added", "changed")]
    return max(days, default=None)
