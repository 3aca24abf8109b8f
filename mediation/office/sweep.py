"""The sweep: what time has brought about since the last one is raised, told and closed, each thing exactly once.

It only reads what is due, judges it without holding up anybody, and writes batch by batch, each in its own
transaction, so that one killed half-way loses nothing and two at once double nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, db
from mediation.domain.engine import EngineFault, EngineWorn
from mediation.domain.rule import HIGHEST_LEVEL
from mediation.domain.worktime import URGENT, ZONE, after_desk_time, station_day
from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.models.sweep import SweepRun
from mediation.office import (
    escalations,
    history,
    raising,
    rules_failing,
    sweep_promises,
    sweep_quiet,
    sweep_talks,
    sweep_turns,
)
from mediation.office.history import SWEEP, Entry
from mediation.office.raising import Finding, Written
from mediation.office.sweep_agreements import Agreements, Instalments, TalksRequests
from mediation.office.sweep_cases import Cases
from mediation.office.sweep_ground import Ground, Watch, ground_of
from mediation.office.sweep_referrals import Deadlines, Referrals
from mediation.office.sweep_report import SweepReport, in_halves

BATCH: Final = 200
UNANSWERED: Final = URGENT
"""Desk hours after which a level 3 that nobody acknowledged is told again (station policy)."""


def sweep(*, now: datetime, kind: str = "command") -> SweepReport:
    """Run one sweep over all stations as of `now`; safe to run twice, and in several places at once."""
    report = SweepReport(now)
    with _run(report, kind):
        with db.reading() as session:
            ground = ground_of(session, now)
        with _loud(ground, report):
            _swept(ground, report)
    return report


def _swept(ground: Ground, report: SweepReport) -> None:
    sweep_turns.turn(ground, report)
    sweep_talks.turn(ground, report)
    sweep_promises.look(ground)
    for watch in (
        Cases(), Referrals(), Deadlines(), Agreements(), Instalments(), TalksRequests(), sweep_promises.Promises()
    ):  # fmt: skip
        _sweep_kind(watch, ground, report)
    _tell_again(ground, report)


@contextmanager
def _loud(ground: Ground, report: SweepReport) -> Iterator[None]:
    """Tell those who answer for the rules when the engine failed: on some rows, or so that the sweep ends."""
    error = ""
    try:
        yield
        error = next((EngineFault.__name__ for one in report.faults if one["why"].startswith("EngineFault")), "")
    except EngineWorn:
        error = EngineWorn.__name__
        raise
    finally:
        if error:
            with db.transaction() as session:
                rules_failing.sweep_alarm(session, sorted(ground.stations), error, now=ground.now)


@contextmanager
def _run(report: SweepReport, kind: str) -> Iterator[None]:
    """Keep the sweep's own row: running, then done or failed; one that was killed stays running."""
    run = SweepRun(kind=kind, at=report.at, started_at=config.clock.now())
    with db.transaction() as session:
        session.add(run)
    state = "failed"
    try:
        yield
        state = "done"
    finally:
        with db.transaction() as session:
            row = session.get_one(SweepRun, run.id)
            row.state, row.ended_at, row.subjects = state, config.clock.now(), report.subjects
            row.raised, row.closed, row.told_again = len(report.raised), report.closed, report.told_again
            row.turned, row.faults = len(report.turned), list(report.faults)
            row.turning = report.turning
            session.add(row)


def _sweep_kind(watch: Watch, ground: Ground, report: SweepReport) -> None:
    with db.reading() as session:
        due = list(watch.due(session, ground))
    report.subjects += len(due)
    for first in range(0, len(due), BATCH):
        in_halves(watch.kind, due[first : first + BATCH], partial(_settle, watch, ground, report), report)


def _settle(watch: Watch, ground: Ground, report: SweepReport, ids: Sequence[str]) -> None:
    """Judge a batch and write what must change."""
    stations = _changing(watch, ids, ground)
    if stations:
        _note(*db.retrying(partial(_write, watch, stations, ground)), report)


def _changing(watch: Watch, ids: Sequence[str], ground: Ground) -> dict[str, str]:
    """Return the subjects of which something must be written, with their stations; nobody waits for this reading."""
    with db.reading() as session:
        findings = watch.judge(session, ids, ground)
        changing = set(raising.compare(raising.rows_of(session, ids), findings).subjects)
    return {one.subject: one.station_id for one in findings if one.subject in changing}


def _write(watch: Watch, stations: Mapping[str, str], ground: Ground) -> tuple[Written, dict[str, str]]:
    """Judge again under the lock, for facts may have changed meanwhile; write and tell, all in one transaction.

    Returns what was written, and the numbers of the cases it concerns.
    """
    with db.transaction() as session:
        history.hold(session, stations.values())
        findings = watch.judge(session, sorted(stations), ground)
        changes = raising.compare(raising.rows_of(session, stations), findings)
        written = raising.write(session, changes, rulebook=ground.book.digest, now=ground.now)
        for station_id, entries in _entries(written).items():
            history.record_all(session, entries, station_id=station_id, actor=SWEEP, now=ground.now)
        escalations.announce(session, written.raised, now=ground.now)
        return written, _numbers(session, written)


def _numbers(session: Session, written: Written) -> dict[str, str]:
    ids = sorted({one.finding.case_id for one in written.raised if one.finding.case_id})
    query = sa.select(col(Case.id), col(Case.number)).where(col(Case.id).in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}


def _entries(written: Written) -> dict[str, list[Entry]]:
    """Return the lines of what was written, by station."""
    found: dict[str, list[Entry]] = {}
    for one in written.raised:
        of: Finding = one.finding
        fields = {"rule": one.rule, "level": one.level, "subject": of.kind}
        line = Entry("escalation.raised", ("escalation", one.id), fields, of.case_id)
        found.setdefault(of.station_id, []).append(line)
    for row in written.closed:
        found.setdefault(row.station_id, []).append(_line("escalation.closed", row))
    return found


def _note(written: Written, numbers: Mapping[str, str], report: SweepReport) -> None:
    report.closed += len(written.closed)
    report.raised += [
        {
            "rule": one.rule,
            "level": one.level,
            "subject": one.finding.kind,
            "id": one.finding.subject,
            "case": numbers.get(one.finding.case_id or ""),
        }
        for one in written.raised
    ]


def _tell_again(ground: Ground, report: SweepReport) -> None:
    """Tell the joint meeting's level again where nobody has acknowledged it in time, then daily."""
    query = select(Escalation).where(
        col(Escalation.station_id).in_(ground.stations), col(Escalation.state) == "open",
        col(Escalation.level) == HIGHEST_LEVEL, col(Escalation.acknowledged_at).is_(None),
        ~sweep_quiet.came_with_a_ledger(),
    )  # fmt: skip
    with db.reading() as session:
        rows = [row for row in session.exec(query) if _is_due_again(row, ground)]
    for first in range(0, len(rows), BATCH):
        report.told_again += db.retrying(partial(_told_again, rows[first : first + BATCH], ground))


def _told_again(rows: Sequence[Escalation], ground: Ground) -> int:
    with db.transaction() as session:
        history.hold(session, (row.station_id for row in rows))
        told = escalations.tell_again(session, rows, now=ground.now)
        for station_id in sorted({row.station_id for row in told}):
            entries = [_line("escalation.told_again", row) for row in told if row.station_id == station_id]
            history.record_all(session, entries, station_id=station_id, actor=SWEEP, now=ground.now)
        return len(told)


def _line(act: str, row: Escalation) -> Entry:
    fields = {"rule": row.rule, "level": row.level, "subject": row.subject_kind}
    return Entry(act, ("escalation", row.id), fields, row.case_id)


def _is_due_again(row: Escalation, ground: Ground) -> bool:
    """Say whether four desk hours are over since it was raised, or a new day's desks have opened since it was told."""
    hours, told_at = ground.hours(row.station_id), row.told_at or row.raised_at
    if told_at <= row.raised_at:
        return ground.now >= after_desk_time(row.raised_at, UNANSWERED, hours, ground.calendar)
    opening = datetime.combine(station_day(told_at) + timedelta(days=1), hours.opens, ZONE)
    return ground.now >= opening
